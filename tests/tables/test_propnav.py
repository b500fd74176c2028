"""Terminal guidance against published proportional-navigation intercepts (authorities/propnav.md)."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from evidence_rows import Comparison, Evidence

from shieldwall.kernels import flight as f
from shieldwall.kernels.closest import closest_approach
from shieldwall.kernels.flight import AIRFRAME, advance, launch

pytestmark = pytest.mark.kernel

TABLE = Path(__file__).parents[2] / "authorities" / "propnav.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
PUBLISHED = Comparison(
    "propnav", "Flight and guidance", "Intercepts of a turning target by proportional navigation", "s, and m",
    "gedeschaines/propNav, out/TXYZ.OUT.1240 to 1246", "propnav.md",
)  # fmt: skip
G = 9.80665
STEP = 0.005
# The published missile feels no weight; an earth of a millimetre has no gravity three kilometres away.
RADIUS = 1e-3


def target(turn: float, time: float) -> tuple[np.ndarray, np.ndarray]:
    """Position and velocity of a target at 200 m/s to the left from (2000, 0, 500), turning left."""
    rate = max(turn, 1e-9) * G / 200.0
    angle = rate * time
    place = np.array([2000.0 - 200.0 / rate * (1.0 - math.cos(angle)), 200.0 / rate * math.sin(angle), 500.0])
    return place, 200.0 * np.array([-math.sin(angle), math.cos(angle), 0.0])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["case"])
def test_intercept(row: dict[str, str], evidence: Evidence) -> None:
    turn = float(row["target_turn_g"])
    body = np.zeros(1, AIRFRAME).view(np.recarray)
    constants = {
        "launch_mass": 100.0, "separation": 1e9, "launch_speed": 450.0, "rail_elevation": -1.0,
        "navigation": 4.0, "hand_over_range": 1e5, "max_lift": 1e9, "boost_area": 1.0,
        "structural_limit": 8.0 * G, "blend": 1e-9,
    }  # fmt: skip
    for name, value in constants.items():
        body[name] = value
    table = np.zeros((f.FIELDS, 1))
    azimuth, elevation = math.radians(10.0), math.radians(12.0)
    table[f.PX] = 1e3 * math.cos(elevation) * math.cos(azimuth)
    table[f.PY] = 1e3 * math.cos(elevation) * math.sin(azimuth)
    table[f.PZ] = 1e3 * math.sin(elevation)
    launch(table, 0, body, 0, 0.0)
    least, moment = math.inf, 0.0
    for tick in range(1100):
        time = tick * STEP
        begin, middle, end = (target(turn, time + part * STEP) for part in (0.0, 0.5, 1.0))
        table[f.TX : f.TZ + 1, 0], table[f.TVX : f.TVZ + 1, 0] = middle
        table[f.TT] = time + 0.5 * STEP
        advance(table, 0, 1, body, 0, time, STEP, RADIUS)
        first, last = begin[0] - table[f.BX : f.BZ + 1, 0], end[0] - table[f.X : f.Z + 1, 0]
        miss, part = closest_approach(tuple(first), tuple(last), (0.0, 0.0, 0.0))
        if miss < least:
            least, moment = miss, (tick + part) * STEP
    published = float(row["miss_m"])
    evidence.close(PUBLISHED, f"time, {turn:g} g", moment, float(row["t_intercept_s"]), tolerance=0.002)
    saturated = published >= 1.0
    allowed = 0.15 if saturated else 0.05
    evidence.close(PUBLISHED, f"miss, {turn:g} g", least, published, tolerance=allowed, relative=saturated)
