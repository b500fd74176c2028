"""The standard atmosphere against two other implementations (authorities/ussa1976.md), one test per row."""

import csv
from pathlib import Path

import pytest

from shieldwall.kernels import atmosphere

pytestmark = pytest.mark.kernel

TABLE = Path(__file__).parents[2] / "authorities" / "ussa1976.csv"
LINES = TABLE.read_text(encoding="utf-8").splitlines()
ROWS = [{name: float(text) for name, text in row.items()} for row in csv.DictReader(LINES)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['z_geometric_m']:g}m")
def test_row(row: dict[str, float]) -> None:
    height = row["z_geometric_m"]
    for columns in (
        ("T_K", "P_Pa", "rho_kg_m3", "a_m_s"),
        ("T_ambiance", "P_ambiance", "rho_ambiance", "a_ambiance"),
    ):
        expected = [row[column] for column in columns]
        assert atmosphere.temperature(height) == pytest.approx(expected[0], rel=1e-5)
        assert atmosphere.pressure(height) == pytest.approx(expected[1], rel=2e-6)
        assert atmosphere.density(height) == pytest.approx(expected[2], rel=2e-6)
        assert atmosphere.speed_of_sound(height) == pytest.approx(expected[3], rel=2e-6)
