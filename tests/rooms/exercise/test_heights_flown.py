"""Heights above the ground are said where they are flown higher: by how much, over which part of the way.

Expected values are plain geometry: a missile that climbs by 0.1 m in a metre begins to climb 10 h before a cliff of h,
and over a slope it is over the ground 500 m ahead of it. A degree of latitude has 111.12 km. Within two cells of a
cliff the ground may be a quarter of its height higher than read: half of the relief, as the error of the file is
drawn, and half of that at the central draw (`terrain.elevation.RELIEF_FACTOR`).
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio import Affine

import shieldwall as sw
from shieldwall.quantities.errors import InputError
from shieldwall.scenario import load_text
from shieldwall.scenario.fields import Height, parse_flown

RAID = """\
scenario: 1
title: A cliff
question: How close to the ground is it flown?
terrain: {terrain}
start: 2026-05-01T06:00Z
lasts: 9 min
blue:
  command: {{post: b}}
  units:
    b: {{is: pantsir-s1, at: 44.8 N 20.3 E, facing: south}}
red:
  routes:
    w: [{route}]
  units:
    c: {{is: tomahawk-class, route: w, height: {height}, speed: 245 m/s, mission: {{strike: d}}}}
places:
  d: {{at: 44.80 N 20.30 E, value: 10, hardness: 2}}
"""
ROUTE = "44.40 N 20.30 E, target d"
DEGREE, CELL, SOUTH, NORTH = 111_120.0, 0.001, 44.35, 44.85
#: The way of the route, less the last 2 km in which it dives, m; and the distance between samples of a path.
WAY, STEP = 0.4 * DEGREE - 2000.0, 500.0


def said(folder: Path, rise: float, over: float, height: str, route: str = ROUTE) -> list[tuple[str | None, str]]:
    """The warnings over ground that rises by so many m over so many m of way from 44.60 N on."""
    rows, columns = round((NORTH - SOUTH) / CELL), 100
    north = NORTH - CELL * (np.arange(rows) + 0.5)
    ground = rise * np.clip((north - 44.60) * DEGREE / max(over, 1.0), 0.0, 1.0)
    profile = {"driver": "GTiff", "count": 1, "height": rows, "width": columns, "dtype": "float32", "crs": "EPSG:4326",
               "transform": Affine(CELL, 0.0, 20.25, 0.0, -CELL, NORTH)}  # fmt: skip
    with rasterio.open(folder / "a.tif", "w", **profile) as target:
        target.write(np.repeat(ground[:, None], columns, axis=1).astype(np.float32), 1)
    text = RAID.format(terrain=folder / "a.tif", route=route, height=height)
    return [(one.path, one.message) for one in sw.warnings(load_text(text, "x.yaml"))]


#: Rise of the ground and the way over which it rises, m; the height written; what is at most flown over it, m, and how
#: far below that the last sample may lie; over which way it is more than `same` too high.
TOLD = {
    "a cliff": (300.0, 0.0, "60 m agl", 360.0 + 75.0, 125.0, 10.0 * (375.0 - 10.0)),
    "a low cliff": (16.0, 0.0, "60 m agl", 76.0 + 4.0, 9.0, 10.0 * (20.0 - 10.0)),
    "a cliff under a high flight": (40.0, 0.0, "500 m agl", 540.0 + 10.0, 25.0, 10.0 * (50.0 - 25.0)),
    "a slope": (400.0, 8000.0, "60 m agl", 60.0 + 0.05 * STEP, 5.0, 8000.0),
}


@pytest.mark.parametrize("case", TOLD)
def test_ground_that_is_not_followed_is_told(tmp_path: Path, case: str) -> None:
    rise, over, height, most, less, way = TOLD[case]
    [(path, message)] = said(tmp_path, rise, over, height)
    assert path == "red.units.c.height"
    assert message.startswith(f"{height} is asked after waypoint 1 of w, and red.units.c will be at up to ")
    assert most - less <= float(re.findall(r"(\d+) m agl there", message)[0]) <= most + 5.0
    share = float(re.findall(r"on ([\d.]+) % of that way", message)[0]) / 100.0
    assert share == pytest.approx(way / WAY, abs=1.5 * STEP / WAY)


@pytest.mark.parametrize(
    ("rise", "over", "height"),
    [
        (9.0, 0.0, "60 m agl"),
        (12.0, 0.0, "300 m agl"),
        (100.0, 20_000.0, "60 m agl"),
        (300.0, 0.0, "at least 60 m agl"),
        (300.0, 0.0, "600 m amsl"),
        (300.0, 0.0, "at least 100 m amsl"),
    ],
)
def test_what_a_reader_would_call_the_same_is_not(tmp_path: Path, rise: float, over: float, height: str) -> None:
    """Within 10 m or 5 %, or as its author left it to the vehicle."""
    assert said(tmp_path, rise, over, height) == []


def test_a_waypoint_that_states_its_height_is_told_by_its_own_line(tmp_path: Path) -> None:
    route = "44.40 N 20.30 E, 44.55 N 20.30 E at {} 60 m agl, target d"
    [(path, _)] = said(tmp_path, 300.0, 0.0, "400 m agl", route.format("").replace("  ", " "))
    assert path == "red.routes.w.2"
    assert said(tmp_path, 300.0, 0.0, "400 m agl", route.format("least")) == []


@pytest.mark.parametrize(("word", "told"), [("at 100 m agl", True), ("at least 100 m agl", False)])
def test_a_climb_that_begins_early_is_told_unless_no_less_is_asked(word: str, told: bool) -> None:
    """To climb 1900 m takes 19 km, and from 44.500 to 44.6665 N there are 18.5: it is 50 m too high where it begins."""
    route = f"44.30 N 20.30 E, 44.50 N 20.30 E {word}, 44.6665 N 20.30 E at 2 km agl, target d"
    text = RAID.format(terrain="flat", route=route, height="100 m agl")
    found = sw.warnings(load_text(text, "x.yaml"))
    assert [one.path for one in found] == ["red.routes.w.2"] * told
    for one in found:
        assert float(re.findall(r"(\d+) m agl there", one.message)[0]) == pytest.approx(150.0, abs=3.0)


def test_no_less_than_a_height_is_read_and_shown_by_errors() -> None:
    assert parse_flown("at least 60 m agl") == Height(60.0, above_ground=True, least=True)
    assert parse_flown("60 m agl") == Height(60.0, above_ground=True)
    for wrong in ("at least 60 m", "least 60 m agl", "at least at least 60 m agl", "at least"):
        with pytest.raises(InputError):
            parse_flown(wrong)
