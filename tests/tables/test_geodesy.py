"""Geodesics and radar geometry against other people's numbers (authorities/geodesy.md), one test per row."""

import csv
from math import radians, sin
from pathlib import Path

import pytest
from evidence_rows import Comparison, Evidence
from geographiclib.geodesic import Geodesic

from shieldwall.kernels import geodesy
from shieldwall.quantities.constants import EARTH_RADIUS

pytestmark = pytest.mark.kernel

AUTHORITIES = Path(__file__).parents[2] / "authorities"
GEODESIC = Comparison(
    "geographiclib", "Earth and air", "Geodesics: distance, azimuth, and where one arrives", "m",
    "C. F. F. Karney, Test set for geodesics, 2010, doi:10.5281/zenodo.32156", "geodesy.md",
)  # fmt: skip
GEOMETRY = Comparison(
    "ground-range", "Earth and air", "Ground range of a ray over a refracting earth", "m",
    "MathWorks, Radar Toolbox, height2grndrange, with its effective radius of 8477.4 km", "geodesy.md",
)  # fmt: skip

BENT = Comparison(
    "effective-radius", "Earth and air", "Effective radius of the earth", "m",
    "MathWorks, radarscenario, effearthradius, whose refractivity falls by 39 per km", "geodesy.md",
)  # fmt: skip


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((AUTHORITIES / name).read_text(encoding="utf-8").splitlines()))


GEODESICS = [{name: float(text) for name, text in row.items()} for row in rows("geographiclib.csv")]


@pytest.mark.parametrize("row", GEODESICS, ids=lambda row: f"{row['s12']:.0f}m")
def test_geodesic(row: dict[str, float], evidence: Evidence) -> None:
    ends = (radians(row[name]) for name in ("lat1", "lon1", "lat2", "lon2"))
    distance, bearing = geodesy.geodesic(*ends)
    evidence.close(GEODESIC, f"distance {row['s12']:.0f} m", distance, row["s12"], tolerance=1e-4)
    # 1e-9 degrees is 0.1 mm at the edge of the earth's disc.
    turned = (bearing - radians(row["azi1"]) + 1.0) % radians(360.0) - 1.0
    evidence.close(GEODESIC, f"azimuth (rad) at {row['s12']:.0f} m", turned, 0.0, tolerance=2e-11)


@pytest.mark.parametrize("row", GEODESICS, ids=lambda row: f"{row['s12']:.0f}m")
def test_destination(row: dict[str, float], evidence: Evidence) -> None:
    start = (radians(row[name]) for name in ("lat1", "lon1", "azi1"))
    latitude, longitude = geodesy.destination(*start, row["s12"])
    degree = radians(1.0)
    missed = Geodesic.WGS84.Inverse(latitude / degree, longitude / degree, row["lat2"], row["lon2"])
    evidence.close(GEODESIC, f"arrival {row['s12']:.0f} m away", missed["s12"], 0.0, tolerance=1e-4)


@pytest.mark.parametrize("row", rows("radar_geometry.csv"), ids=lambda row: row["quantity"])
def test_ground_range(row: dict[str, str], evidence: Evidence) -> None:
    low, high, up, radius, expected, tolerance = (float(text) for text in list(row.values())[1:7])
    slant = geodesy.slant_range(low, high, sin(radians(up)), radius)
    found = geodesy.ground_range(low, high, slant, radius)
    evidence.close(GEOMETRY, f"from {low:g} m to {high:g} m, {up:g} degrees up", found, expected, tolerance=tolerance)


def test_effective_radius(evidence: Evidence) -> None:
    # A ray bends with 39e-6 per km of the index of refraction: factor 1 / (1 - 39e-9 per m x the radius).
    factor = 1.0 / (1.0 - 39e-9 * EARTH_RADIUS)
    evidence.close(
        BENT, "refractivity falling by 39 per km", geodesy.effective_radius(factor), 8_477_400.0, tolerance=100
    )
