"""What the sensors of a run see at a height, as the survey has it, and how far its weapons reach there."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from shieldwall.analysis.absent import absent
from shieldwall.outlets.field import Cells, Field, geojson
from shieldwall.outlets.playback import on_earth
from shieldwall.quantities.errors import InputError
from shieldwall.scenario.fields import Height
from shieldwall.server.opened import Opened, kept_with_run
from shieldwall.server.sentences import unit_named
from shieldwall.survey import coverage as survey
from shieldwall.survey.coverage import Cover, together
from shieldwall.survey.envelopes import envelopes
from shieldwall.survey.gains import areas
from shieldwall.survey.sensor_network import Target

#: A place is covered where one look of each searching sensor detects with this chance, as `shieldwall coverage` has it.
EVEN = 0.5
#: Points of a ring.
RING = 128
#: Answers that are kept of a run.
KEPT = 8


def coverage(opened: Opened, height: float, rcs: float, unit: str | None) -> bytes:
    """Return what is covered at a height above the ground, of a unit or of all, as GeoJSON.

    Who was not ready covers nothing.
    Raises NotHeldError for a unit that is none, and InputError for one without a sensor.
    """
    if unit is not None and not unit_named(opened, unit)["sensors"]:
        raise InputError(f"{unit} has no sensor", instead="choose a unit with one, or none for all together")
    with opened.lock:
        return _drawn(opened, height, rcs, unit)


@kept_with_run(KEPT)
def _cover(opened: Opened, height: float, rcs: float) -> Cover:
    return survey.cover(opened.network, [Height(height, True)], Target((rcs,)))


@kept_with_run(4 * KEPT)
def _drawn(opened: Opened, height: float, rcs: float, unit: str | None) -> bytes:
    found = _cover(opened, height, rcs)
    out = absent(opened.header)
    asked = [number for number, one in enumerate(found.sensors) if unit in (None, one.unit) and one.unit not in out]
    searching = [number for number in asked if found.sensors[number].searches]
    seen = together(found.probability[searching if unit is None else searching or asked, 0, 0])
    grid = found.grid
    about = {"who": unit or "all", "height_m": height, "rcs_m2": rcs, "probability": EVEN,
             "area_km2": round(float(areas(found, seen, EVEN)), 1)}  # fmt: skip
    cells = Cells(grid.west, grid.south, grid.step_lon, grid.step_lat)
    return geojson(cells, [Field(str(about["who"]), seen, about)], EVEN, {})


def engagement_zones(opened: Opened, height: float) -> bytes:
    """Return how far each weapon of each unit that takes part reaches at a height above it, as rings in GeoJSON."""
    out = absent(opened.header)
    with opened.lock:
        reaches = envelopes(opened.drawn, height)
    features = [
        {
            "type": "Feature",
            "properties": {"unit": name, "weapon": weapon, "title": opened.header["weapons"][weapon]["title"],
                           "height_m": height, "inner_m": reaches[weapon].inner, "outer_m": reaches[weapon].outer},
            "geometry": {"type": "Polygon", "coordinates": _rings(opened, unit["at"], reaches[weapon])},
        }
        for name, unit in opened.header["units"].items()
        if name not in out
        for weapon in unit["rounds"]
        if weapon in reaches and reaches[weapon].outer > 0.0
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features}, allow_nan=False).encode()


def _rings(opened: Opened, at: list[float], reach: Any) -> list[list[list[float]]]:
    """The outer ring counter-clockwise, and the inner one clockwise, as RFC 7946 asks."""
    turn = np.linspace(0.0, 2.0 * np.pi, RING + 1)
    rings = []
    for radius, way in ((reach.outer, 1.0), (reach.inner, -1.0)):
        if radius > 0.0:
            east, north = at[0] + radius * np.cos(turn), at[1] + way * radius * np.sin(turn)
            down = (east * east + north * north) / (2.0 * opened.plane.meridional)
            lat, lon, _ = on_earth(opened.plane, np.column_stack([east, north, -down]))
            rings.append([[round(float(x), 5), round(float(y), 5)] for x, y in zip(lon, lat, strict=True)])
            rings[-1][-1] = rings[-1][0]
    return rings
