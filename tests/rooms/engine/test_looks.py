"""Looks: which bodies a sensor sees, why it does not see the others, and where it measures them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from shieldwall.engine.sense.detection import ASSUMED_HEIGHT
from shieldwall.engine.sense.echoes import fading
from shieldwall.engine.sense.look import at_hand, open_look, plots_of, take_look
from shieldwall.kernels.detection import fluctuation
from shieldwall.kernels.draws import DETECTION, FLUCTUATION, LOOK_DETECTION, uniform, uniforms
from shieldwall.kernels.elementary import normal_quantile
from shieldwall.kernels.filters import UNKNOWN_HEIGHT
from shieldwall.models.numbers import RADAR
from shieldwall.record.kinds import DETECTED, SIGHT
from shieldwall.record.reasons import (
    BELOW_HORIZON,
    IN_CLUTTER,
    IN_VIEW,
    JAMMED,
    OUT_OF_RANGE,
    OUTSIDE_ELEVATION,
    OUTSIDE_SECTOR,
    TOO_CLOSE,
    TOO_FAINT,
)
from shieldwall.state.body import DEAD, FLYING
from shieldwall.state.layout import NONE

Battle = Callable[..., Any]

STILL = (0.0, 0.0, 0.0)
#: At the antenna's height 20 km north, and 3 km higher.
LEVEL, HIGH = (0.0, 20e3, 10.0), (0.0, 20e3, 3010.0)


def looked(made: Any, t: float = 0.0, **cone: float) -> Any:
    """Take a look of the first sensor, all round or in a cone; return it."""
    number = open_look(made.belief, 0, t)
    look = made.belief.looks[number % len(made.belief.looks)]
    for name, value in cone.items():
        look[name] = value
    take_look(made.model, made.truth, made.belief, made.log, number)
    return look


def plot(made: Any, number: int = 0) -> Any:
    return made.belief.plots[number]


@pytest.mark.parametrize(
    ("sensor", "at", "why"),
    [
        ({"range_max": 19.9e3}, LEVEL, OUT_OF_RANGE),
        ({"range_min": 20.1e3}, LEVEL, TOO_CLOSE),
        # 30 degrees on each side of the east.
        ({"cos_sector": math.cos(math.radians(30.0)), "facing_x": 1.0, "facing_y": 0.0}, LEVEL, OUTSIDE_SECTOR),
        ({"sin_high": 0.1}, HIGH, OUTSIDE_ELEVATION),
        ({"sin_low": 0.01}, LEVEL, OUTSIDE_ELEVATION),
        # An antenna of 10 m sees the sea to 11.3 km, and this lies below that horizon.
        ({"sea_sine": 0.001}, LEVEL, BELOW_HORIZON),
    ],
)
def test_what_is_not_seen_has_its_reason(battle: Battle, sensor: dict[str, float], at: Any, why: int) -> None:
    made = battle(sensors=[sensor], bodies=[{"at": at, "speed": STILL}])
    assert looked(made).plots == 0
    assert made.whys(SIGHT) == [why]
    (event,) = made.rows(SIGHT)
    assert (event.who, event.whom, event.v0) == (20, 50, pytest.approx(math.dist(at, (0.0, 0.0, 10.0))))
    # It is logged when it changes, and not at each look.
    looked(made, 5.0)
    assert len(made.rows(SIGHT)) == 1
    made.model.sensors[:] = battle().model.sensors
    made.belief.sensor_state[:] = battle().belief.sensor_state
    assert looked(made, 10.0).plots == 1
    assert made.whys(SIGHT) == [why, IN_VIEW]


def test_a_ray_that_bends_down_shows_a_target_higher(battle: Battle) -> None:
    # By the curvature times the distance: a sine of 0.0004 at 20 km.
    for lowest, seen in ((0.00039, 1), (0.00041, 0)):
        made = battle(sensors=[{"sin_low": lowest}], bodies=[{"at": LEVEL, "speed": STILL}])
        made.model.grid.curvature = 2e-8
        assert looked(made).plots == seen


def test_false_alarms_are_plots_of_the_look(battle: Battle) -> None:
    made = battle(sensors=[{"false_alarms": 1e-9}], bodies=[{"at": LEVEL, "speed": STILL}])
    assert looked(made).plots == 1
    made.model.sensors[0].false_alarms = 4.0
    looks = [looked(made, 5.0 * scan) for scan in range(1, 4)]
    assert sum(int(look.plots) for look in looks) > 6
    assert int(looks[1].first) == int(looks[0].first + looks[0].plots)


def test_a_sight_has_one_detection_until_it_is_lost(battle: Battle) -> None:
    made = battle(bodies=[{"at": LEVEL, "speed": STILL}])
    looked(made)
    looked(made, 5.0)
    assert len(made.rows(DETECTED)) == 1
    made.model.sensors[0].range_max = 1e3
    looked(made, 10.0)
    made.model.sensors[0].range_max = 100e3
    looked(made, 15.0)
    assert made.rows(DETECTED).t.tolist() == [0.0, 15.0]


def test_what_does_not_fly_is_not_seen(battle: Battle) -> None:
    made = battle(bodies=[{"at": LEVEL, "speed": STILL, "state": DEAD}])
    assert looked(made).plots == 0
    assert not len(made.rows())


def test_a_cone_holds_what_lies_within_its_half_angle(battle: Battle) -> None:
    # 60 mrad aside.
    made = battle(bodies=[{"at": LEVEL, "speed": STILL}, {"at": (1201.4, 20e3, 10.0), "speed": STILL}])
    assert looked(made, north=1.0, cosine=math.cos(0.059)).plots == 1
    # Outside of a cone nothing is said of a sight.
    assert made.rows(SIGHT).whom.tolist() == [50]
    assert looked(made, north=1.0, cosine=math.cos(0.061)).plots == 2


def test_a_cone_points_where_its_vector_does(battle: Battle) -> None:
    # Up the diagonal of a cube, and bodies on that and on its mirrors.
    side, third = 10e3, 1.0 / math.sqrt(3.0)
    signs = [(1, 1, 1), (-1, 1, 1), (1, -1, 1), (1, 1, -1)]
    bodies = [{"at": (e * side, n * side, 10.0 + u * side), "speed": STILL} for e, n, u in signs]
    for number, (e, n, u) in enumerate(signs):
        made = battle(bodies=bodies)
        assert looked(made, east=e * third, north=n * third, up=u * third, cosine=0.99).plots == 1
        assert made.rows(SIGHT).whom.tolist() == [50 + number]


def test_a_look_draws_by_its_tick_of_the_global_grid_however_many_went_before(battle: Battle) -> None:
    # Twenty ticks a second; a time that rounding put a little before a tick is on it.
    made = battle(bodies=[{"at": LEVEL, "speed": STILL}])
    assert [int(looked(made, t).index) for t in (0.0, 5.0, 10.0)] == [0, 100, 200]
    assert looked(made, 12.345, north=1.0, cosine=0.9).index == 246
    assert looked(made, 0.1 + 0.2 + 0.7 - 1e-13).index == 20
    assert looked(made, 15.0).index == 300


@pytest.mark.parametrize(("cosine", "purpose", "index"), [(-2.0, DETECTION, 50), (0.9, LOOK_DETECTION, 50)])
def test_a_detection_and_its_errors_are_one_block_of_words_named_by_sensor_body_and_look(
    battle: Battle, cosine: float, purpose: int, index: int
) -> None:
    sensor = {"range_error": 50.0, "azimuth_error": 2e-3, "elevation_error": 1e-3}
    made = battle(sensors=[sensor], bodies=[{"at": HIGH, "speed": STILL}])
    looked(made, 2.5, north=1.0, cosine=cosine)
    names = made.model.sensors[0].entity, made.truth.bodies[0].entity
    _, far, across, above = (normal_quantile(u) for u in uniforms(7, 0, purpose, *names, index))
    distance = math.hypot(20e3, 3e3)
    away, azimuth = distance + 50.0 * far, 2e-3 * across
    elevation = math.asin(3e3 / distance) + 1e-3 * above
    place = (
        away * math.cos(elevation) * math.sin(azimuth),
        away * math.cos(elevation) * math.cos(azimuth),
        10.0 + away * math.sin(elevation),
    )
    # A plot lies at the mean of the arc that its angle errors allow, a few centimetres nearer.
    found = plot(made)
    assert (found.x, found.y, found.z) == pytest.approx(place, abs=0.1)
    assert (found.t, found.sensor, made.truth.origins[0]) == (2.5, 0, 0)
    # Across, the error of the azimuth over ground.
    assert found.xx == pytest.approx((2e-3 * 20e3) ** 2, rel=0.02)
    # Upwards, the error of the elevation, and of the range by the sine squared.
    steep = 3e3 / distance
    assert found.zz == pytest.approx((1e-3 * distance) ** 2 * (1.0 - steep**2) + 50.0**2 * steep**2, rel=0.02)
    assert found.yz == pytest.approx((50.0**2 - (1e-3 * distance) ** 2) * steep * math.sqrt(1.0 - steep**2), rel=0.02)


def test_a_radar_of_two_dimensions_draws_its_plot_at_an_assumed_height(battle: Battle) -> None:
    sensor = {"dimensions": 2, "range_error": 0.0, "azimuth_error": 0.0}
    made = battle(sensors=[sensor], bodies=[{"at": HIGH, "speed": STILL}])
    looked(made)
    found = plot(made)
    assert found.z == pytest.approx(ASSUMED_HEIGHT, abs=0.1)
    assert found.zz == UNKNOWN_HEIGHT
    # The slant range is measured: from 10 m up to 5000 m it is as far over ground as so.
    flat = math.sqrt(20e3**2 + 3e3**2 - 4990.0**2)
    assert (found.x, found.y) == pytest.approx((0.0, flat), abs=0.5)


#: A radar whose ratio of signal to noise is `root` squared for 1 m2 at 20 km; from one on it sees, a hundredth wide.
def a_radar(root: float, **more: float) -> dict[str, float]:
    return {"kind": RADAR, "radar_constant": (root * math.dist(LEVEL, (0, 0, 10)) ** 2) ** 2} | more


@pytest.mark.parametrize(("before", "seen"), [(IN_VIEW, True), (TOO_FAINT, False)])
def test_a_sight_fades_at_two_hundredths_and_comes_back_at_a_tenth(battle: Battle, before: int, seen: bool) -> None:
    # A root of 1.0006 is seen with a probability of 0.06.
    made = battle(sensors=[a_radar(1.0006, elevation_beam=0.0)], bodies=[{"at": (0.0, 20e3, 11.0), "speed": STILL}])
    made.truth.sights[0, 0] = before
    looked(made)
    assert made.truth.sights[0, 0] in ((IN_VIEW, -1) if seen else (TOO_FAINT,))


def test_too_faint_in_clutter_and_jammed_are_told_apart(battle: Battle) -> None:
    # Where the beam touches the sea, clutter at 20 km is an eighth of that at 10 km: here nine times the noise.
    inbound = {"at": LEVEL, "speed": (0.0, -200.0, 0.0)}
    for sensor, why in (
        (a_radar(0.5), TOO_FAINT),
        (a_radar(2.0, clutter=72.0), IN_CLUTTER),
        (a_radar(0.5, clutter=72.0), TOO_FAINT),
    ):
        made = battle(sensors=[sensor], bodies=[inbound])
        assert looked(made).plots == 0
        assert made.whys(SIGHT) == [why]
    # A jammer beside it, which makes nine times the receiver's own noise.
    jammer = {"at": (0.0, 20e3, 10.0), "speed": (0.0, -200.0, 0.0)}
    for strength, whys in ((9.0, [JAMMED]), (0.5, [IN_VIEW])):
        sensor = a_radar(2.0, receiver=strength * 20e3**2, dimensions=3)
        made = battle(sensors=[sensor], bodies=[inbound, jammer], jammers=[{"body": 1}])
        made.truth.densities[0, 0] = 1.0
        made.truth.body_state[0].state = FLYING
        looked(made)
        assert [int(event.why) for event in made.rows(SIGHT) if event.whom == 50] == whys


def test_a_slow_target_is_filtered_with_the_clutter(battle: Battle) -> None:
    # Half the blind speed leaves a quarter of the echo.
    for speed, seen in ((-5.2, 1), (-4.8, 0)):
        made = battle(sensors=[a_radar(2.0, blind_speed=10.0)], bodies=[{"at": LEVEL, "speed": (0.0, speed, 0.0)}])
        assert looked(made).plots == seen
    # It is the speed along the line of sight that counts: of 10 m/s across nothing.
    for velocity, seen in (((-3.0, -4.0, 0.0), 1), ((4.0, -3.0, 0.0), 0)):
        bodies = [{"at": (12e3, 16e3, 10.0), "speed": velocity}]
        made = battle(sensors=[a_radar(2.0, blind_speed=9.0)], bodies=bodies)
        assert looked(made).plots == seen
    # Above the beam's lower half nothing is.
    made = battle(sensors=[a_radar(2.0, blind_speed=10.0)], bodies=[{"at": (0.0, 20e3, 1010.0), "speed": STILL}])
    assert looked(made).plots == 1


def test_an_echo_fluctuates_alike_for_all_radars_of_a_band_until_it_decorrelates(battle: Battle) -> None:
    made = battle(bodies=[{"decorrelation": 2.0}])
    exercise, body = made.model.exercise[0], made.truth.bodies[0]
    for t, epoch in ((0.0, 0), (1.99, 0), (2.0, 1), (5.0, 2)):
        u = uniform(7, 0, FLUCTUATION, body.entity, 3, epoch)
        assert fading(exercise, body, 3, 1, t) == fluctuation(u, 1, 1)
    assert fading(exercise, body, 4, 1, 0.0) != fading(exercise, body, 3, 1, 0.0)


def test_the_wavering_echo_is_the_cross_section_times_that(battle: Battle) -> None:
    made = battle(sensors=[a_radar(30.0, fluctuates=1, band=2)], bodies=[{"at": HIGH, "speed": STILL}])
    looked(made)
    u = uniform(7, 0, FLUCTUATION, made.truth.bodies[0].entity, 2, 0)
    (event,) = made.rows(DETECTED)
    steady = float(made.model.sensors[0].radar_constant) / math.dist(HIGH, (0, 0, 10)) ** 4
    assert event.v1 == pytest.approx(steady * fluctuation(u, 1, 1), rel=1e-5)


def test_a_short_look_has_less_energy(battle: Battle) -> None:
    made = battle(sensors=[a_radar(3.0)], bodies=[{"at": HIGH, "speed": STILL}])
    for share, seen in ((0.2, 1), (0.1, 0)):
        assert looked(made, north=1.0, cosine=0.5, share=share).plots == seen


def test_more_plots_than_a_batch_holds_ask_for_more_room(battle: Battle) -> None:
    for count, fits in ((12, True), (13, False)):
        made = battle()
        number = made.add_look(0, 0.0, *[LEVEL] * count)
        assert len(made.belief.scratch.batch) == 12
        assert bool(at_hand(made.belief, number)) is fits
        assert made.belief.progress[0].overflow == (0 if fits else 1)


def test_a_look_is_at_hand_while_it_and_its_plots_are_in_their_rings(battle: Battle) -> None:
    made = battle()
    number = made.add_look(0, 0.0, LEVEL)
    for _ in range(15):
        made.add_look(0, 1.0, LEVEL)
    assert at_hand(made.belief, number)
    assert plots_of(made.belief, number) == (0, 1)
    made.add_look(0, 1.0)
    assert not at_hand(made.belief, number)


def test_plots_go_round_in_their_ring(battle: Battle) -> None:
    made = battle(bodies=[{"at": LEVEL, "speed": STILL}])
    for scan in range(18):
        look = looked(made, 5.0 * scan)
    assert (look.first, look.plots) == (17, 1)
    assert plot(made, 17 % len(made.belief.plots)).t == 85.0
    assert np.all(made.truth.origins != NONE)
