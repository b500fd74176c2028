"""Attenuation by air and rain against the ITU's examples (authorities/attenuation.md), one test per row."""

import csv
import math
from decimal import Decimal
from pathlib import Path

import pytest
from evidence_rows import Comparison, Evidence

from shieldwall.kernels.attenuation import oxygen_attenuation, rain_attenuation, vapour_attenuation

pytestmark = pytest.mark.kernel

AUTHORITIES = Path(__file__).parents[2] / "authorities"
TOLERANCE = 1e-6
GAS = Comparison(
    "p676-13", "Radar equation and propagation", "Attenuation by air, 1 to 350 GHz", "dB/km",
    "validation examples of ITU-R P.676-13, as mirrored by ITU-Rpy", "attenuation.md",
)  # fmt: skip
PRINTED = Comparison(
    "p676-12", "Radar equation and propagation", "Attenuation by air, examples of the edition before", "dB/km",
    "validation examples of ITU-R P.676-12, as mirrored by ITU-Rpy", "attenuation.md",
)  # fmt: skip
RAIN = Comparison(
    "p838-3", "Radar equation and propagation", "Attenuation by rain", "dB/km",
    "validation examples of ITU-R P.838-3, as mirrored by ITU-Rpy", "attenuation.md",
)  # fmt: skip


def printed(name: str) -> list[list[str]]:
    with (AUTHORITIES / name).open(encoding="utf-8", newline="") as table:
        return list(csv.reader(table))[2:]


def rows(name: str) -> list[list[float]]:
    return [[float(cell) for cell in row] for row in printed(name)]


@pytest.mark.parametrize("row", rows("itu_p676_13.csv"), ids=lambda row: f"{row[0]:g}-GHz")
def test_gas(row: list[float], evidence: Evidence) -> None:
    frequency, pressure, temperature, vapour, dry, wet, total = row
    found = (
        oxygen_attenuation(frequency, pressure, temperature, vapour),
        vapour_attenuation(frequency, pressure, temperature, vapour),
    )
    for name, ours, reference in (
        ("dry air", found[0], dry), ("vapour", found[1], wet), ("together", sum(found), total),
    ):  # fmt: skip
        evidence.close(GAS, f"{name} at {frequency:g} GHz", ours, reference, tolerance=TOLERANCE, relative=True)


@pytest.mark.parametrize("number", range(len(printed("itu_p676_12.csv"))))
def test_gas_by_the_edition_before(number: int, evidence: Evidence) -> None:
    row = printed("itu_p676_12.csv")[number]
    frequency, pressure, temperature, vapour = map(float, row[:4])
    dry = oxygen_attenuation(frequency, pressure, temperature, vapour)
    wet = vapour_attenuation(frequency, pressure, temperature, vapour)
    for name, ours, printed_text in (
        ("dry air", dry, row[4]),
        ("vapour", wet, row[5]),
        ("together", dry + wet, row[6]),
    ):
        # Half a unit of the last digit: 5.09E-05 is printed to 1e-7.
        last = Decimal(printed_text).as_tuple().exponent
        tolerance = max(TOLERANCE * float(printed_text), 0.5 * 10.0 ** int(last))
        what = f"{name} at {frequency:g} GHz, row {number + 1}"
        evidence.close(PRINTED, what, ours, float(printed_text), tolerance=tolerance)


@pytest.mark.parametrize("row", rows("itu_p838_3.csv"), ids=lambda row: "-".join(f"{cell:g}" for cell in row[:4]))
def test_rain(row: list[float], evidence: Evidence) -> None:
    elevation, frequency, rate, tilt, _, _, attenuation = row
    found = rain_attenuation(frequency, rate, math.radians(elevation), math.radians(tilt))
    what = f"{rate:.8g} mm/h at {frequency:g} GHz, path {elevation:.8g} and polarisation {tilt:g} degrees up"
    evidence.close(RAIN, what, found, attenuation, tolerance=TOLERANCE, relative=True)
