"""The standard atmosphere against two other implementations (authorities/ussa1976.md), one test per row."""

import csv
from pathlib import Path

import pytest
from evidence_rows import Comparison, Evidence

from shieldwall.kernels import atmosphere

pytestmark = pytest.mark.kernel

TABLE = Path(__file__).parents[2] / "authorities" / "ussa1976.csv"
LINES = TABLE.read_text(encoding="utf-8").splitlines()
STANDARD = Comparison(
    "ussa1976", "Earth and air", "U.S. Standard Atmosphere 1976", "K, Pa, kg/m3 and m/s",
    "the Python packages ussa1976 and ambiance, which implement NOAA-S/T 76-1562", "ussa1976.md",
)  # fmt: skip
ROWS = [{name: float(text) for name, text in row.items()} for row in csv.DictReader(LINES)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['z_geometric_m']:g}m")
def test_row(row: dict[str, float], evidence: Evidence) -> None:
    height = row["z_geometric_m"]
    found = {
        "temperature": (atmosphere.temperature(height), 1e-5),
        "pressure": (atmosphere.pressure(height), 2e-6),
        "density": (atmosphere.air(height)[0], 2e-6),
        "speed of sound": (atmosphere.speed_of_sound(height), 2e-6),
    }
    for package, columns in (
        ("ussa1976", ("T_K", "P_Pa", "rho_kg_m3", "a_m_s")),
        ("ambiance", ("T_ambiance", "P_ambiance", "rho_ambiance", "a_ambiance")),
    ):
        for (name, (ours, tolerance)), column in zip(found.items(), columns, strict=True):
            what = f"{name} at {height:g} m, {package}"
            evidence.close(STANDARD, what, ours, row[column], tolerance=tolerance, relative=True)
