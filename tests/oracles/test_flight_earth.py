"""What the battle's sphere leaves out: the flights of a fitted missile over it and over the earth that rotates.

The limits are the figures on docs/models/flight.md, so that the page cannot grow stale.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from rotating_earth import advance_over_earth, earth_at

from shieldwall.catalogue import fits
from shieldwall.kernels import flight as f
from shieldwall.kernels.closest import closest_approach
from shieldwall.kernels.flight import advance, launch
from shieldwall.kernels.reach import aimed
from shieldwall.quantities.constants import EARTH_RADIUS
from shieldwall.survey.fit import record
from shieldwall.text.loader import load as read

LATITUDE = math.radians(44.8)
STEP = 0.05
RANGE, HEIGHT = 200e3, 10e3
UNSTEERED_FROM = 40.0
DIRECTIONS = (0.0, 90.0, 180.0, 270.0)
Flight = tuple[float, float, float, np.ndarray]


def missile() -> np.recarray:
    node = read(Path(str(fits.__file__)).parent / "fits" / "48n6e3.yaml").child("airframe")
    assert node is not None
    return record({constant: float(str(value.value)) for constant, value in node.value.items()})


def flown(azimuth: float, steered: bool, earth: np.recarray | None) -> Flight:
    """Miss (m), time and speed there, and the path (m, a row per tick) of one missile; no earth is the sphere."""
    body = missile()
    table = aimed(np.array([RANGE]), np.array([HEIGHT]), EARTH_RADIUS)
    for row in (f.TX, f.PX):
        along = float(table[row, 0])
        table[row], table[row + 1] = along * math.sin(azimuth), along * math.cos(azimuth)
    aim = table[f.TX : f.TZ + 1, 0].copy()
    launch(table, 0, body, 0, 0.0)
    best, path = (math.inf, 0.0, 0.0), []
    for tick in range(round(150.0 / STEP) + 50):
        if not steered and tick * STEP >= UNSTEERED_FROM:
            body["turn_over"] = 1e9
        if earth is None:
            advance(table, 0, 1, body, 0, tick * STEP, STEP, EARTH_RADIUS)
        else:
            advance_over_earth(table, 0, 1, body, 0, tick * STEP, STEP, earth)
        path.append(table[f.X : f.Z + 1, 0].copy())
        begin, end = aim - table[f.BX : f.BZ + 1, 0], aim - path[-1]
        miss, part = closest_approach(tuple(begin), tuple(end), (0.0, 0.0, 0.0))
        if miss < best[0]:
            best = (miss, (tick + part) * STEP, float(np.linalg.norm(table[f.VX : f.VZ + 1, 0])))
    return *best, np.array(path)


def differences(steered: bool, oblate: bool, turning: bool) -> tuple[float, float, float, float]:
    """Greatest miss over the earth (m), and difference in time, speed and place after 150 s, in any direction."""
    worst = np.zeros(4)
    for degrees in DIRECTIONS:
        azimuth = math.radians(degrees)
        sphere = flown(azimuth, steered, None)
        earth = flown(azimuth, steered, earth_at(LATITUDE, oblate, turning))
        tick = round(150.0 / STEP) - 1
        apart = float(np.linalg.norm(earth[3][tick] - sphere[3][tick]))
        worst = np.maximum(worst, [earth[0], abs(earth[1] - sphere[1]), abs(earth[2] - sphere[2]), apart])
    return tuple(map(float, worst))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("oblate", "turning", "time", "place", "speed"),
    [(True, True, 0.015, 18.0, 1.0), (True, False, 0.15, 187.0, 1.6), (False, True, 0.13, 160.0, 1.6)],
)
def test_a_steered_missile_hits_all_the_same(
    oblate: bool, turning: bool, time: float, place: float, speed: float
) -> None:
    miss, later, faster, apart = differences(True, oblate, turning)
    assert miss < 0.1
    assert later == pytest.approx(time, rel=0.1)
    assert apart == pytest.approx(place, rel=0.1)
    assert faster == pytest.approx(speed, rel=0.15)


@pytest.mark.parametrize(("oblate", "turning", "place"), [(True, True, 1120), (True, False, 211), (False, True, 1200)])
def test_a_missile_that_is_not_steered_drifts(oblate: bool, turning: bool, place: float) -> None:
    assert differences(False, oblate, turning)[3] == pytest.approx(place, rel=0.05)
