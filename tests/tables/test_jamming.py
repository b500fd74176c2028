"""One-way loss, antenna gain and antenna pattern against other people's numbers (authorities/jamming.md)."""

import csv
import math
from pathlib import Path

import pytest
from evidence_rows import Comparison, Evidence

from shieldwall.kernels.jamming import antenna_gain, antenna_pattern, jamming_to_noise, receiving
from shieldwall.quantities.constants import BOLTZMANN, NOISE_TEMPERATURE, SPEED_OF_LIGHT

pytestmark = pytest.mark.kernel

AUTHORITIES = Path(__file__).parents[2] / "authorities"
#: First side lobe of the pattern on the page, and no floor.
NEAR, FAR = 10.0**-2.523, 0.0


NOISE = Comparison(
    "jamming", "Jamming", "One-way loss, antenna gain and pattern", "dB",
    "MathWorks fspl; NAWCWPNS TP 8347, section 4-3; ITU, Final Acts of WRC-12, Resolution 553", "jamming.md",
)  # fmt: skip


def rows() -> list[dict[str, str]]:
    with (AUTHORITIES / "jamming.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def found(row: dict[str, str]) -> float:
    """What our kernels make of a row, linear."""
    if row["quantity"] == "one-way loss":
        # From 1 W/Hz into an isotropic antenna, in units of the noise k T0: what is left is the loss of the way.
        wavelength = SPEED_OF_LIGHT / (1e9 * float(row["frequency_ghz"]))
        ratio = jamming_to_noise(1.0, receiving(1.0, wavelength, 1.0, 1.0), 1.0, float(row["distance_m"]))
        return 1.0 / (ratio * BOLTZMANN * NOISE_TEMPERATURE)
    if row["quantity"] == "pattern":
        return float(antenna_pattern(NEAR, FAR, float(row["beam_widths"]) ** 2))
    return float(antenna_gain(math.radians(1.0), math.radians(1.0)))


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['quantity']}-{row['value_db']}".replace(" ", "-"))
def test_row(row: dict[str, str], evidence: Evidence) -> None:
    what = " ".join(
        part for part in (row["quantity"], row["frequency_ghz"], row["distance_m"], row["beam_widths"]) if part
    )
    value, tolerance = float(row["value_db"]), float(row["tolerance_db"])
    evidence.close(NOISE, what, 10.0 * math.log10(found(row)), value, tolerance=tolerance)


def test_gain_follows_the_widths() -> None:
    # The same page: widths a and b in degrees give 44.45 - 10 log(a b).
    gain = antenna_gain(math.radians(1.4), math.radians(20.0))
    assert 10.0 * math.log10(gain) == pytest.approx(44.45 - 10.0 * math.log10(28.0), abs=1e-6)
