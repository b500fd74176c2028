"""The measures of coverage as plain data and as one tidy CSV."""

from __future__ import annotations

import csv
import io
import math
from typing import Any, Final

from shieldwall.exercise.coverage_data import CoverageData
from shieldwall.survey import gains

COLUMNS: Final = ("measure", "who", "altitude", "rcs_m2", "at", "value", "unit")
#: Decimals of areas and volumes; the grid knows no better.
_DIGITS = 1


def tables(found: CoverageData) -> dict[str, Any]:
    """Return all measures of a coverage; areas in km2, volumes in km3, distances in km, bearings in degrees."""
    header = found.recording.header
    assumed = found.assumed._asdict()
    assumed["cell"] = round(math.radians(found.cover.grid.step_lat) * 6_371_000.0, _DIGITS)
    return {
        "scenario": header["file"].removesuffix(".yaml"),
        "title": header["title"],
        "origin": header["origin"],
        "altitudes": found.heights,
        "rcs_m2": list(found.cover.target.sections),
        "assumed": assumed,
        "sensors": [sensor._asdict() for sensor in found.sensors],
        "areas": _areas(found),
        "adds": {by: _adds(found, by) for by in ("unit", "sensor")},
        "profile": _profile(found),
        "first_detection": _first_sight(found),
    }


def _areas(found: CoverageData) -> list[dict[str, Any]]:
    """Joint area with and without terrain, and that of each sensor, by altitude and cross-section."""
    cover, level = found.cover, found.assumed.probability
    joint = gains.areas(cover, cover.joint, level)
    # Without terrain more is seen than the grid of the map holds.
    sea = [gains.whole_area(found.network, height, cover.target, level, terrain=False) for height in cover.heights]
    single = gains.areas(cover, cover.probability, level)
    return [
        {
            "altitude": altitude,
            "rcs_m2": section,
            "joint_km2": round(float(joint[h, k]), _DIGITS),
            "without_terrain_km2": round(float(sea[h][k]), _DIGITS),
            "sensors_km2": {
                sensor.name: round(float(single[n, h, k]), _DIGITS) for n, sensor in enumerate(found.sensors)
            },
        }
        for h, altitude in enumerate(found.heights)
        for k, section in enumerate(cover.target.sections)
    ]


def _adds(found: CoverageData, by: str) -> list[dict[str, Any]]:
    return [
        {
            "altitude": altitude,
            "rcs_m2": section,
            by: gain.name,
            "area_km2": round(gain.area, _DIGITS),
            "lost_without_it_km2": round(gain.lost, _DIGITS),
            "it_alone_km2": round(gain.alone, _DIGITS),
        }
        for h, altitude in enumerate(found.heights)
        for k, section in enumerate(found.cover.target.sections)
        for gain in found.gains(h, k, by)
    ]


def _profile(found: CoverageData) -> list[dict[str, Any]]:
    profile = found.profile
    volume = profile.volume()
    return [
        {
            "height_agl_m": float(height),
            "rcs_m2": section,
            "joint_km2": round(float(profile.joint[k, h]), _DIGITS),
            "without_terrain_km2": round(float(profile.sea[k, h]), _DIGITS),
            "volume_below_km3": round(float(volume[k, h]), _DIGITS),
        }
        for k, section in enumerate(found.cover.target.sections)
        for h, height in enumerate(profile.heights)
    ]


def _first_sight(found: CoverageData) -> list[dict[str, Any]]:
    rows = []
    for h, altitude in enumerate(found.heights):
        sight = found.first_sight(h)
        rows += [
            {
                "altitude": altitude,
                "rcs_m2": section,
                "bearings_deg": [round(math.degrees(bearing), 3) for bearing in sight.bearings],
                "distance_km": [round(float(distance) / 1e3, _DIGITS) for distance in sight.distances[k]],
            }
            for k, section in enumerate(found.cover.target.sections)
        ]
    return rows


def table(found: CoverageData) -> str:
    """Return the measures as CSV, one value in a row."""
    parts = tables(found)
    rows: list[tuple[Any, ...]] = []
    for row in parts["areas"]:
        case = (row["altitude"], row["rcs_m2"], "")
        rows.append(("area", "joint", *case, row["joint_km2"], "km2"))
        rows.append(("area without terrain", "joint", *case, row["without_terrain_km2"], "km2"))
        rows += [("area", name, *case, value, "km2") for name, value in row["sensors_km2"].items()]
    for by, listed in parts["adds"].items():
        for row in listed:
            one = (row[by], row["altitude"], row["rcs_m2"], "")
            if by == "unit":
                rows.append(("area of the unit", *one, row["area_km2"], "km2"))
            rows.append((f"lost without the {by}", *one, row["lost_without_it_km2"], "km2"))
            rows.append((f"covered by the {by} alone", *one, row["it_alone_km2"], "km2"))
    for row in parts["profile"]:
        level = ("joint", f"{row['height_agl_m']:g} m agl", row["rcs_m2"], "")
        rows.append(("area against height", *level, row["joint_km2"], "km2"))
        rows.append(("area against height without terrain", *level, row["without_terrain_km2"], "km2"))
        rows.append(("volume below", *level, row["volume_below_km3"], "km3"))
    for row in parts["first_detection"]:
        for bearing, distance in zip(row["bearings_deg"], row["distance_km"], strict=True):
            rows.append(
                ("first detection", "joint", row["altitude"], row["rcs_m2"], f"{bearing:g} deg", distance, "km")
            )
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return text.getvalue()
