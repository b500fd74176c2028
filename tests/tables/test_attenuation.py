"""Attenuation by air and rain against the ITU's examples (authorities/attenuation.md), one test per row."""

import csv
import math
from pathlib import Path

import pytest

from shieldwall.kernels.attenuation import oxygen_attenuation, rain_attenuation, vapour_attenuation

pytestmark = pytest.mark.kernel

AUTHORITIES = Path(__file__).parents[2] / "authorities"
TOLERANCE = 1e-6


def rows(name: str) -> list[list[float]]:
    with (AUTHORITIES / name).open(encoding="utf-8", newline="") as table:
        return [[float(cell) for cell in row] for row in list(csv.reader(table))[2:]]


@pytest.mark.parametrize("row", rows("itu_p676_13.csv"), ids=lambda row: f"{row[0]:g}-GHz")
def test_gas(row: list[float]) -> None:
    frequency, pressure, temperature, vapour, dry, wet, total = row
    found = (
        oxygen_attenuation(frequency, pressure, temperature, vapour),
        vapour_attenuation(frequency, pressure, temperature, vapour),
    )
    assert found[0] == pytest.approx(dry, rel=TOLERANCE)
    assert found[1] == pytest.approx(wet, rel=TOLERANCE)
    assert sum(found) == pytest.approx(total, rel=TOLERANCE)


@pytest.mark.parametrize("row", rows("itu_p838_3.csv"), ids=lambda row: "-".join(f"{cell:g}" for cell in row[:4]))
def test_rain(row: list[float]) -> None:
    elevation, frequency, rate, tilt, _, _, attenuation = row
    found = rain_attenuation(frequency, rate, math.radians(elevation), math.radians(tilt))
    assert found == pytest.approx(attenuation, rel=TOLERANCE)
