"""Burn-through through the engine's own kernels, against the closed forms of authorities/jamming.md.

The radar is given by its power, gain and receiver, as the forms have it; its row follows from the radar equation.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from shieldwall.engine.sense.jamming import EAST, ELEVATION, NOISE, NORTH, RECEIVED_ROWS, noise_towards, under_noise
from shieldwall.kernels.jamming import jamming_to_noise, receiving
from shieldwall.models.sensors.radar import signal
from shieldwall.state.sensor import SENSOR

pytestmark = pytest.mark.kernel

#: W, over isotropic, m, Hz, m, and the ratio of signal to jamming that is needed.
POWER, GAIN, WAVELENGTH, BANDWIDTH, NEEDED = 1e6, 10_000.0, 0.1, 1e6, 20.0
FIGURE, LOSSES = 2.5, 1.0
NOISE_POWER = 1.380649e-23 * 290.0 * FIGURE * BANDWIDTH
BEAM = math.radians(1.5)
NEAR, FAR = 1e-3, 1e-4
HIGH = math.sin(math.radians(5.0))
FAST = 300.0

#: Distance, bearing from the echo's, elevation and effective radiated power in the receiver's band, W.
Source = tuple[float, float, float, float]


def radar() -> Any:
    """Pt G^2 lambda^2 s / ((4 pi)^3 R^4 k T0 F B) for 1 m2 at 1 m (Skolnik, Radar Handbook, 2008, eq. 1.9)."""
    row = np.zeros(1, SENSOR).view(np.recarray)
    row[0].radar_constant = POWER * GAIN**2 * WAVELENGTH**2 / ((4.0 * math.pi) ** 3 * NOISE_POWER)
    row[0].receiver = receiving(GAIN, WAVELENGTH, FIGURE, LOSSES)
    row[0].azimuth_beam = row[0].elevation_beam = BEAM
    row[0].side_near, row[0].side_far = NEAR, FAR
    row[0].dimensions = 3
    row[0].blind_speed, row[0].clutter = 10.0, 1e3
    return row


def received(sensors: Any, sources: Sequence[Source]) -> Any:
    """The workspace of a look that receives these jammers while its echo is in the north."""
    found = np.zeros((RECEIVED_ROWS, len(sources) + 1))
    for row, (distance, bearing, elevation, power) in enumerate(sources):
        found[EAST, row], found[NORTH, row] = math.sin(bearing), math.cos(bearing)
        found[ELEVATION, row] = elevation
        found[NOISE, row] = jamming_to_noise(power / BANDWIDTH, sensors[0].receiver, 1.0, distance)
    return found


def ratio(distance: float, section: float, sources: Sequence[Source], sine: float = HIGH, rate: float = FAST) -> float:
    sensors = radar()
    signals = signal(sensors, 0, distance, sine, rate, section, 1.0)
    where = (0.0, distance, sine, distance)
    return float(under_noise(received(sensors, sources), len(sources), sensors, 0, where, signals))


def reach(section: float, jammers: Callable[[float], Sequence[Source]]) -> float:
    """Range at which the ratio is what is needed; `jammers` may depend on the range."""
    near, far = 1.0, 1e6
    for _ in range(200):
        middle = math.sqrt(near * far)
        near, far = (middle, far) if ratio(middle, section, jammers(middle)) > NEEDED else (near, middle)
    return near


def on_board(power: float) -> Callable[[float], Sequence[Source]]:
    return lambda distance: [(distance, 0.0, math.asin(HIGH), power)]


def stand_off(power: float, bearing: float = 0.0) -> Callable[[float], Sequence[Source]]:
    return lambda _: [(150e3, bearing, math.asin(HIGH), power)]


@pytest.mark.parametrize("section", [0.1, 1.0, 16.0])
@pytest.mark.parametrize("power", [1e4, 2e4])
def test_self_screening_burns_through_at_the_closed_form(section: float, power: float) -> None:
    # Own noise is thousands of times less than the jammer's at these ranges.
    expected = math.sqrt(POWER * GAIN * section / (4.0 * math.pi * power * NEEDED))
    assert reach(section, on_board(power)) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("section", [0.1, 1.0, 16.0])
@pytest.mark.parametrize("power", [1e5, 2e5])
def test_stand_off_burns_through_at_the_closed_form(section: float, power: float) -> None:
    expected = (POWER * GAIN * section * 150e3**2 / (4.0 * math.pi * power * NEEDED)) ** 0.25
    assert reach(section, stand_off(power)) == pytest.approx(expected, rel=1e-5)


def test_range_goes_with_the_root_of_the_section_and_the_fourth_root() -> None:
    assert reach(4.0, on_board(1e4)) / reach(1.0, on_board(1e4)) == pytest.approx(2.0, rel=1e-5)
    assert reach(16.0, stand_off(1e5)) / reach(1.0, stand_off(1e5)) == pytest.approx(2.0, rel=1e-5)


def test_doubled_power_costs_a_root_of_two_or_its_root() -> None:
    assert reach(1.0, on_board(2e4)) / reach(1.0, on_board(1e4)) == pytest.approx(2.0**-0.5, rel=1e-5)
    assert reach(1.0, stand_off(2e5)) / reach(1.0, stand_off(1e5)) == pytest.approx(2.0**-0.25, rel=1e-5)


def test_a_side_lobe_is_worth_the_fourth_root_of_its_level() -> None:
    # 1.9 widths off axis the main lobe is 43 dB down and the side lobes, 30 dB up to 1.45 widths, lie above it.
    aside, behind = 1.9 * BEAM / math.cos(math.asin(HIGH)), math.pi
    side = NEAR * (1.45 / 1.9) ** 2
    found = reach(1.0, stand_off(1e8, aside)) / reach(1.0, stand_off(1e8))
    assert found == pytest.approx(side**-0.25, rel=1e-5)
    found = reach(1.0, stand_off(1e9, behind)) / reach(1.0, stand_off(1e9))
    assert found == pytest.approx(FAR**-0.25, rel=1e-4)


def test_half_a_beamwidth_off_axis_is_half_the_noise() -> None:
    sensors = radar()
    level = math.asin(HIGH)
    aside = 0.5 * BEAM / math.cos(level)
    jammers = received(sensors, [(1e5, 0.0, level, 1e5), (1e5, aside, level, 1e5), (1e5, 0.0, level + 0.5 * BEAM, 1e5)])
    on_axis = noise_towards(jammers, 1, sensors, 0, (0.0, 1.0, HIGH))
    for jammer in (1, 2):
        alone = jammers[:, jammer:]
        assert noise_towards(alone, 1, sensors, 0, (0.0, 1.0, HIGH)) == pytest.approx(0.5 * on_axis, rel=1e-9)


def test_several_jammers_add() -> None:
    sensors = radar()
    sources = [(1e5, 0.2, 0.1, 1e5), (2e5, -1.0, 0.02, 4e5), (5e4, 3.0, 0.3, 1e3)]
    towards = (0.0, 1.0, HIGH)
    together = noise_towards(received(sensors, sources), 3, sensors, 0, towards)
    alone = [noise_towards(received(sensors, [one]), 1, sensors, 0, towards) for one in sources]
    assert together == pytest.approx(sum(alone), rel=1e-12)
    # Two alike are one of twice the power.
    pair = received(sensors, [sources[0], sources[0]])
    double = received(sensors, [(*sources[0][:3], 2e5)])
    assert noise_towards(pair, 2, sensors, 0, towards) == pytest.approx(noise_towards(double, 1, sensors, 0, towards))


def test_noise_adds_to_own_noise() -> None:
    # A jammer as strong as the receiver's own noise halves the ratio.
    sensors = radar()
    power = BANDWIDTH * (1e5) ** 2 / sensors[0].receiver
    quiet = ratio(50e3, 1.0, [])
    assert ratio(50e3, 1.0, [(1e5, 0.0, math.asin(HIGH), power)]) == pytest.approx(0.5 * quiet, rel=1e-9)


def test_noise_adds_to_clutter() -> None:
    # Low, at 20 km, clutter is 1000 (10 / 20)^3 = 125 times own noise, and jamming as strong: S / (1 + C + J).
    sensors, distance, low = radar(), 20e3, 0.0
    power = 125.0 * BANDWIDTH * distance**2 / sensors[0].receiver
    own = float(sensors[0].radar_constant) / distance**4
    assert ratio(distance, 1.0, [], low) == pytest.approx(own / 126.0, rel=1e-9)
    assert ratio(distance, 1.0, [(distance, 0.0, 0.0, power)], low) == pytest.approx(own / 251.0, rel=1e-9)


@pytest.mark.parametrize("share", [0.1, 0.5, 1.0, 3.0])
def test_the_notch_passes_the_square_of_the_rate_and_no_more_than_all(share: float) -> None:
    distance, low = 20e3, 0.0
    passed = ratio(distance, 1.0, [], low, share * 10.0) / ratio(distance, 1.0, [], low, FAST)
    assert passed == pytest.approx(min(1.0, share * share), rel=1e-12)
    # Above half a beamwidth there is no notch.
    assert ratio(distance, 1.0, [], HIGH, share * 10.0) == ratio(distance, 1.0, [], HIGH, FAST)


def test_the_clutter_floor_lets_signal_to_clutter_fall_with_range() -> None:
    # Where clutter (R^-3) hides own noise, an echo (R^-4) falls against it with 1 / R.
    near, far = (ratio(distance, 1.0, [], 0.0) for distance in (1e3, 2e3))
    assert near / far == pytest.approx(2.0 * (1.0 + 8e-6) / (1.0 + 1e-6), rel=1e-9)


def test_a_two_dimensional_radar_receives_in_its_fan_at_all_elevations() -> None:
    sensors = radar()
    sensors[0].dimensions = 2
    jammers = received(sensors, [(1e5, 0.0, 0.3, 1e5)])
    assert noise_towards(jammers, 1, sensors, 0, (0.0, 1.0, 0.0)) == pytest.approx(jammers[NOISE, 0], rel=1e-12)
