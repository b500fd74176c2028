"""What a unit of a draft would see where it is put: coarse while it is moved, exact when it was let go."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from shieldwall.outlets.field import Cells, Field, geojson
from shieldwall.quantities.errors import guessed, quoted
from shieldwall.quantities.positions import Position
from shieldwall.scenario.fields import Height
from shieldwall.server.coverage import EVEN
from shieldwall.server.drafts import Draft
from shieldwall.server.held import NotHeldError
from shieldwall.survey.sensor_network import Target
from shieldwall.survey.sketch import Seen, seen

#: What is seen of something that is not there any more.
NOTHING: Final = b'{"type": "FeatureCollection", "features": []}'


def covered(draft: Draft, unit: str, at: tuple[float, float], height: float, rcs: float, coarse: bool) -> bytes:
    """Return what a unit would see at a place (longitude, latitude), at a height above the ground, as GeoJSON.

    `coarse` stands beside the area. Raises NotHeldError for a unit that the draft has not, and InputError for one that
    sees nothing and for a place where it cannot be.
    """
    scenario = draft.anchored
    if unit not in scenario.blue.units:
        instead = guessed(unit, scenario.blue.units) or "read the draft again"
        raise NotHeldError(f"the draft has no unit {quoted(unit)}", instead=instead.strip())
    place = Position(math.radians(at[1]), math.radians(at[0]))
    with draft.surveying:
        found = seen(scenario, unit, place, Height(height, True), Target((rcs,)), coarse)
    grid = found.grid
    about = {"who": unit, "at": list(at), "height_m": height, "rcs_m2": rcs, "probability": EVEN, "coarse": coarse,
             "area_km2": round(_area(found), 1)}  # fmt: skip
    cells = Cells(grid.west, grid.south, grid.step_lon, grid.step_lat)
    return geojson(cells, [Field(unit, found.probability, about)], EVEN, {})


def _area(found: Seen) -> float:
    """Area that is covered, km2."""
    return float(np.sum(found.grid.cells() * (found.probability >= EVEN)))
