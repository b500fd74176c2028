"""The echo that a track shows, and what it lets a unit expect."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from shieldwall.engine.command.kill_chance import aim_error, expected_detection, hit_chance
from shieldwall.engine.command.shot_value import SHAPED, strong_enough
from shieldwall.engine.track.echo import LONG_WAVES_ALONE, blend_echo, shown_echo
from shieldwall.models.numbers import RADAR
from shieldwall.state.sensor import BANDS, ENGAGEMENT

Battle = Callable[..., Any]

#: Signal to noise of 13 for a square metre at 100 km.
EYE = {"role": ENGAGEMENT, "kind": RADAR, "fluctuates": 1, "radar_constant": 13.0 * 100e3**4, "band": BANDS.index("s")}


def test_an_echo_is_what_the_radar_equation_makes_of_the_signal(battle: Battle) -> None:
    sensor = battle(sensors=[EYE]).model.sensors[0]
    # A sixteenth of the ratio at twice the range is the same square metre.
    assert shown_echo(sensor, 13.0, 100e3) == pytest.approx(1.0)
    assert shown_echo(sensor, 13.0 / 16.0, 200e3) == pytest.approx(1.0)
    assert shown_echo(sensor, 1.3, 100e3) == pytest.approx(0.1)


def test_long_waves_and_cameras_tell_no_echo(battle: Battle) -> None:
    sensors = battle(sensors=[EYE | {"band": BANDS.index("vhf")}, EYE | {"fluctuates": 0}]).model.sensors
    assert shown_echo(sensors[0], 13.0, 100e3) == LONG_WAVES_ALONE
    assert shown_echo(sensors[1], 13.0, 100e3) == 0.0


def test_a_track_keeps_a_running_mean_in_which_the_newest_plot_counts_a_fifth(battle: Battle) -> None:
    made = battle()
    track = made.belief.tracks[made.add_track(0, (0.0, 20e3, 3000.0))]
    for echo, mean in (
        (0.0, 0.0),
        (LONG_WAVES_ALONE, -1.0),
        (2.0, 2.0),
        (1.0, 1.8),
        (LONG_WAVES_ALONE, 1.8),
        (0.0, 1.8),
    ):
        blend_echo(track, echo)
        assert track.echo == pytest.approx(mean)


def test_what_long_waves_alone_have_seen_is_taken_for_a_shaped_aircraft(battle: Battle) -> None:
    # Tables here see all from a ratio of one on; four of five fades must reach it, the fourth is 0.357 of the mean.
    for ratio, seen in ((2.9, True), (2.7, False)):
        made = battle(sensors=[EYE | {"radar_constant": ratio * 20e3**4 / SHAPED}])
        assert bool(strong_enough(made.model, 0, LONG_WAVES_ALONE, (0.0, 20e3, 10.0), (0.0, -200.0, 0.0))) is seen


def test_the_mean_over_fading_is_that_of_an_exponential_law(battle: Battle) -> None:
    # The table is a step at one: the share of an exponential law above 1/mean is exp(-1/mean), to a fifth.
    made = battle(sensors=[EYE])
    for mean in (0.3, 1.0, 3.0, 10.0):
        assert expected_detection(made.model, 0, mean) == pytest.approx(np.exp(-1.0 / mean), abs=0.11)


def test_aim_errors_are_those_of_a_look_or_of_a_steady_filter_if_that_is_less(battle: Battle) -> None:
    made = battle(sensors=[EYE | {"azimuth_beam": 0.016, "azimuth_error": 3e-4, "look_interval": 1.0, "pulses": 1.0}])
    # A quick look has a fifth of the ratio of 62.5: it errs by a hundredth / 5 = 2 mrad and, beside it, 0.3: 20 m at
    # 10 km.
    look = 10e3 * np.hypot(0.016 / 1.6 / np.sqrt(2.0 * 12.5), 3e-4)
    assert aim_error(made.model, 0, 1e9, 10e3, 62.5) == pytest.approx(look)
    # Bar-Shalom, Li and Kirubarajan 2001, sec. 8.2, by hand: q = 1, a look each fifth of a second.
    assert aim_error(made.model, 0, 1.0, 10e3, 62.5) == pytest.approx(np.sqrt(np.sqrt(2.0) * (0.2 * look**2) ** 0.75))


def test_the_chance_of_a_hit_is_the_mean_of_the_damage_function_over_the_misses() -> None:
    draw = np.random.default_rng(3)
    for lethal, fuze, error in ((6.7, 9.0, 7.0), (10.0, 30.0, 4.0), (5.0, 8.0, 20.0)):
        miss = error * np.hypot(*draw.standard_normal((2, 400_000)))
        kills = np.where(miss < fuze, 0.5 ** ((miss / lethal) ** 2), 0.0)
        assert hit_chance(lethal, fuze, error) == pytest.approx(kills.mean(), abs=0.003)
    assert hit_chance(6.7, 9.0, 0.0) == pytest.approx(1.0, abs=1e-6)
