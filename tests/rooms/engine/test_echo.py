"""The echo that a track shows, and what it lets a unit expect."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from shieldwall.engine.command.kill_chance import (
    aim_error,
    expected_detection,
    hit_chance,
    last_looks,
    late_variance,
    seen_at_the_end,
)
from shieldwall.engine.command.shot_value import SHAPED, strong_enough
from shieldwall.engine.sense.echoes import SIGNAL
from shieldwall.engine.sense.look import open_look, take_look
from shieldwall.engine.track.echo import LONG_WAVES_ALONE, blend_echo, excess, shown_echo
from shieldwall.kernels.detection import even_signal, probability_table, required_snr
from shieldwall.models.numbers import COMMAND, DATALINK_ACTIVE, RADAR, SEMI_ACTIVE
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


def test_what_exceeds_the_threshold_is_the_mean_of_an_echo_that_fades_by_an_exponential_law(battle: Battle) -> None:
    draw = np.random.default_rng(5)
    # At detection probabilities of exp(-0.1), exp(-1) and exp(-2): plots alone would show 1.1, 2 and 3 times the mean.
    for even in (0.1, 1.0, 2.0):
        fades = draw.exponential(1.0, 200_000)
        shown = [excess(fade, even) for fade in fades[fades > even]]
        # What little is counted at the least makes it somewhat more.
        assert np.mean(shown) == pytest.approx(1.0, abs=0.01 + 0.005 * even**2)
    assert excess(0.9, 1.0) == pytest.approx(0.1)


def test_a_plot_shows_what_its_signal_has_over_even_odds_and_a_short_look_shows_as_much(battle: Battle) -> None:
    for share in (1.0, 0.2):
        made = battle(sensors=[EYE], bodies=[{"at": (0.0, 20e3, 10.0), "speed": (0.0, -200.0, 0.0)}])
        look = made.belief.looks[open_look(made.belief, 0, 0.0)]
        look.share = share
        take_look(made.model, made.truth, made.belief, made.log, 0)
        # These tables see all from a ratio of one on.
        even = float(even_signal(made.model.probability, 0))
        assert even == pytest.approx(1.0, abs=0.05)
        snr = float(made.truth.echoes[SIGNAL, 0])
        constant = float(made.model.sensors[0].radar_constant)
        assert made.belief.plots[0].echo == pytest.approx((snr - even) / share * 20e3**4 / constant)


def test_even_odds_need_what_the_exact_statistics_say() -> None:
    # Albersheim's formula (1981) at even odds, by hand: A = ln(0.62 / 1e-6) = 13.34, (6.2 + 4.54 / 1.2) lg A = 11.2 dB.
    table = probability_table(1e-6)[None, :]
    assert 10.0 * np.log10(even_signal(table, 0)) == pytest.approx(11.2, abs=0.15)
    # Sixteen pulses need less: the exact inverse, to a step of the table.
    table = probability_table(1e-6, 16)[None, :]
    assert even_signal(table, 0) == pytest.approx(required_snr(0.5, 1e-6, 16), rel=0.02)


def test_looks_within_a_fade_count_together_as_one() -> None:
    track = SimpleNamespace(echo=1.0)
    for _ in range(10):
        blend_echo(track, 2.0, 0.2)
    # Ten times a tenth of a fifth: 1 - 0.98^10; a plot that comes out of order counts nothing.
    assert track.echo == pytest.approx(2.0 - 0.98**10)
    blend_echo(track, 9.0, -1.0)
    assert track.echo == pytest.approx(2.0 - 0.98**10)


def test_rounds_on_command_count_on_short_looks_and_what_homes_on_whole_ones(battle: Battle) -> None:
    for guidance, share in ((COMMAND, 0.2), (SEMI_ACTIVE, 1.0), (DATALINK_ACTIVE, 1.0)):
        made = battle(sensors=[EYE], weapons=[{"guidance": guidance}])
        for strength in (1.0, 4.0, 10.0):
            whole = expected_detection(made.model, 0, share * strength)
            assert last_looks(made.model, 0, 0, strength) == pytest.approx(whole)
    # A camera needs no echo, and sees as well in a fifth of the time.
    made = battle(sensors=[EYE | {"fluctuates": 0}], weapons=[{"guidance": COMMAND}])
    assert last_looks(made.model, 0, 0, 2.0) == expected_detection(made.model, 0, 2.0)


@pytest.mark.parametrize(("guidance", "counts"), [(COMMAND, 0.5), (SEMI_ACTIVE, 1.0)])
def test_the_notch_before_the_meeting_counts_for_what_is_led_by_command(
    battle: Battle, guidance: int, counts: float
) -> None:
    """A target goes by at 300 m/s: abeam, where it has no range rate, it is 4 s before it is met, or after that."""
    # The beam touches the ground, and the filter passes (rate / 60)^2 of what is slower.
    eye = EYE | {"elevation_beam": 1.0, "blind_speed": 60.0, "above_ground": 10.0, "radar_constant": 1e30}
    made = battle(sensors=[eye], weapons=[{"guidance": guidance}])
    crossing = (-300.0 * 6.0, 10e3, 100.0, 300.0, 0.0, 0.0)
    # Abeam after 6 s: met in 10 s it has just come out of the notch, met in 30 s it left it long ago.
    seen = [seen_at_the_end(made.model, 0, 0, 1.0, crossing, ahead)[1] for ahead in (10.0, 30.0)]
    assert seen == pytest.approx([counts, 1.0])


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
        blend_echo(track, echo, 2.0)
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


def test_a_round_that_follows_late_errs_by_what_a_steady_filter_passes_on_of_noise(battle: Battle) -> None:
    from scipy.linalg import solve_continuous_lyapunov

    look, rate, q = 400.0, 20.0, 192.0
    for late in (0.0, 0.25, 0.4):
        w = (q / rate) ** 0.25
        gains = np.array([[np.sqrt(2.0) * w], [w * w]])
        error = np.array([[0.0, 1.0], [0.0, 0.0]]) - gains @ np.array([[1.0, 0.0]])
        steady = solve_continuous_lyapunov(error, -gains @ gains.T * rate)
        ahead = np.array([1.0, late])
        assert late_variance((look, rate), q, late) == pytest.approx(ahead @ steady @ ahead)
    # A look alone is never worse than itself.
    assert late_variance((1.0, rate), q, 0.25) == 1.0


def test_the_chance_of_a_hit_is_the_mean_of_the_damage_function_over_the_misses() -> None:
    draw = np.random.default_rng(3)
    for lethal, fuze, error in ((6.7, 9.0, 7.0), (10.0, 30.0, 4.0), (5.0, 8.0, 20.0)):
        miss = error * np.hypot(*draw.standard_normal((2, 400_000)))
        kills = np.where(miss < fuze, 0.5 ** ((miss / lethal) ** 2), 0.0)
        assert hit_chance(lethal, fuze, error) == pytest.approx(kills.mean(), abs=0.003)
    assert hit_chance(6.7, 9.0, 0.0) == pytest.approx(1.0, abs=1e-6)
