"""The range law of the radar model against other people's numbers (authorities/radar_equation.md)."""

import csv
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from evidence_rows import Comparison, Evidence

from shieldwall.kernels.detection import albersheim_db
from shieldwall.models.sensors.radar import signal
from shieldwall.state.sensor import SENSOR

pytestmark = pytest.mark.kernel

ABOVE_CLUTTER = 1.0
TABLE = Path(__file__).parents[2] / "authorities" / "radar_equation.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
EXAMPLES = Comparison(
    "radar-equation", "Radar equation and propagation", "Worked examples of the radar equation", "m, W or dB",
    "MathWorks' pages radareqrng, radareqpow and on the basic monostatic pulse radar", "radar_equation.md",
)  # fmt: skip
BOLTZMANN, LIGHT = 1.380649e-23, 299_792_458.0


def full(power: float, row: dict[str, str]) -> np.recarray:
    """A radar of `power` W with the row's frequency, pulse, gain, noise and loss, in the terms of the engine.

    Skolnik, Introduction to Radar Systems, 3rd ed., 2001, eq. 2.51, at 1 m and 1 m2: all that the engine keeps.
    """
    frequency, pulse, temperature = float(row["frequency_hz"]), float(row["pulse_s"]), float(row["noise_k"])
    gain, loss = decibels(float(row["gain_db"])), decibels(float(row["loss_db"]))
    sensors = np.zeros(1, SENSOR).view(np.recarray)
    sensors[0].radar_constant = power * pulse * gain**2 * (LIGHT / frequency) ** 2
    sensors[0].radar_constant /= (4.0 * math.pi) ** 3 * BOLTZMANN * temperature * loss
    sensors[0].elevation_beam, sensors[0].blind_speed = 0.01, 1e-3
    return sensors


def decibels(value: float) -> float:
    return 10.0 ** (value / 10.0)


def root(excess: Callable[[float], float], low: float, high: float) -> float:
    """Where a function changes its sign, by bisection."""
    rising = excess(high) > 0.0
    for _ in range(100):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if (excess(middle) > 0.0) == rising else (middle, high)
    return 0.5 * (low + high)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["what"])
def test_worked_example(row: dict[str, str], evidence: Evidence) -> None:
    section = float(row["rcs_m2"])
    needed = decibels(float(row["snr_db"]) if row["snr_db"] else albersheim_db(0.9, 1e-6, 10))

    def excess(power: float, distance: float) -> float:
        return signal(full(power, row), 0, distance, ABOVE_CLUTTER, 200.0, section, 0.0)[0] - needed

    if row["asked"] == "range":
        found = root(lambda distance: excess(float(row["power_w"]), distance), 1e3, 1e6)
    else:
        found = root(lambda power: excess(power, float(row["range_m"])), 1.0, 1e9)
    evidence.close(EXAMPLES, row["what"], found, float(row["value"]), tolerance=float(row["tolerance"]))


def test_signal_falls_by_twelve_decibels_when_the_range_doubles() -> None:
    sensors = full(1e6, ROWS[0])
    near, far = (signal(sensors, 0, distance, ABOVE_CLUTTER, 200.0, 1.0, 0.0)[0] for distance in (30_000.0, 60_000.0))
    assert 10.0 * math.log10(near / far) == pytest.approx(12.0412, abs=1e-4)
