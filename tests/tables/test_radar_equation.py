"""The range law of the radar model against other people's numbers (authorities/radar_equation.md)."""

import math

import numpy as np
import pytest

from shieldwall.models.sensors.radar import signal
from shieldwall.record.tables import SENSOR

pytestmark = pytest.mark.kernel

ABOVE_CLUTTER = 1.0


def anchored(reach: float, needed: float) -> np.recarray:
    """A radar that gets the signal `needed` from 1 m2 at `reach` m."""
    sensors = np.zeros(1, SENSOR).view(np.recarray)
    sensors[0].snr = needed * reach**4
    sensors[0].elevation_beam = 0.01
    sensors[0].blind_speed = 1e-3
    return sensors


def decibels(value: float) -> float:
    return 10.0 ** (value / 10.0)


def test_range_follows_gain_cross_section_and_loss_as_in_the_second_example() -> None:
    needed = decibels(6.0)
    sensors = anchored(41_057.0, needed)
    sensors[0].snr *= decibels(2.0 * (40.0 - 20.0) - 3.0)

    def excess(distance: float) -> float:
        return signal(sensors, 0, distance, ABOVE_CLUTTER, 200.0, 0.1, 0.0)[0] - needed

    near, far = 150_000.0, 250_000.0
    while far - near > 0.1:
        middle = 0.5 * (near + far)
        near, far = (middle, far) if excess(middle) > 0.0 else (near, middle)
    assert near == pytest.approx(194_260.0, abs=10.0)


def test_signal_falls_by_twelve_decibels_when_the_range_doubles() -> None:
    sensors = anchored(41_057.0, 4.0)
    near, far = (signal(sensors, 0, distance, ABOVE_CLUTTER, 200.0, 1.0, 0.0)[0] for distance in (30_000.0, 60_000.0))
    assert 10.0 * math.log10(near / far) == pytest.approx(12.0412, abs=1e-4)
