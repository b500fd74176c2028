"""The engine's tick over the rotating, oblate earth against NASA's check cases (authorities/nasa_checkcases.md)."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from evidence_rows import Comparison, Evidence
from rotating_earth import advance_over_earth, earth_at

from shieldwall.kernels import flight as f
from shieldwall.kernels.flight import AIRFRAME, launch
from shieldwall.kernels.geodesy import Frame

pytestmark = pytest.mark.kernel

TABLE = Path(__file__).parents[2] / "authorities" / "nasa_checkcases.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
NASA = Comparison(
    "nasa-checkcases", "Flight and guidance", "NASA's check cases 1, 6, 9 and 10: height against time", "m",
    "NASA/TM-2015-218675: between the least and the greatest of NASA's own programs", "nasa_checkcases.md",
)  # fmt: skip
FOOT = 0.3048
SLUG = 14.593902937206365  # kg: pound force of 4.4482216152605 N over the foot
AREA = 0.1963495 * FOOT**2
STEP = 0.005
ORIGIN = Frame(0.0, 0.0)
# Height (ft), velocity east, north, up (ft/s), drag coefficient.
CASES = {
    "01": (30_000.0, (0.0, 0.0, 0.0), 0.0),
    "06": (30_000.0, (0.0, 0.0, 0.0), 0.1),
    "09": (0.0, (1000.0, 0.0, 1000.0), 0.1),
    "10": (0.0, (0.0, 1000.0, 1000.0), 0.1),
}
# What NASA's own programs leave open when they agree to fractions of a millimetre.
NEAREST = 1e-3


def heights(case: str) -> dict[float, float]:
    """Height above the ellipsoid (m) of the case's sphere at the times of the table (s)."""
    height, velocity, drag = CASES[case]
    body = np.zeros(1, AIRFRAME).view(np.recarray)
    body.launch_mass, body.boost_area, body.drag_burning = SLUG, AREA, 1.0
    body.drag_subsonic = body.drag_peak = body.drag_limit = drag
    body.separation = body.turn_over = 1e9
    body.lag = body.blend = 1.0
    table = np.zeros((f.FIELDS, 1))
    table[f.Z], table[f.PZ] = height * FOOT, 1e6
    launch(table, 0, body, 0, 0.0)
    table[f.VX : f.VZ + 1, 0] = np.array(velocity) * FOOT
    earth, tick, found = earth_at(0.0), 0, {}
    for time in sorted(float(row["t_s"]) for row in ROWS if row["case"] == case):
        while tick < round(time / STEP):
            advance_over_earth(table, 0, 1, body, 0, tick * STEP, STEP, earth)
            tick += 1
        found[time] = float(ORIGIN.to_geodetic(*table[f.X : f.Z + 1, 0])[2])
    return found


@pytest.fixture(scope="module")
def flown() -> dict[str, dict[float, float]]:
    return {case: heights(case) for case in CASES}


def test_every_row_has_its_case() -> None:
    assert {row["case"] for row in ROWS} == set(CASES)
    assert len(ROWS) == 28


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['case']}-{row['t_s']}s")
def test_height_is_within_the_spread_of_nasas_programs(
    row: dict[str, str], flown: dict[str, dict[float, float]], evidence: Evidence
) -> None:
    height = flown[row["case"]][float(row["t_s"])]
    what, spread = f"case {row['case']} after {row['t_s']} s", (float(row["alt_min_m"]), float(row["alt_max_m"]))
    evidence.within(NASA, what, height, *spread, slack=NEAREST)
