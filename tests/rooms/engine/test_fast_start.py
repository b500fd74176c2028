"""A target too fast for a start at rest begins a track between two plots of one sensor."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.track.picture import receive
from shieldwall.state.layout import NONE
from shieldwall.state.track import CONFIRMED, FREE, TENTATIVE
from shieldwall.state.unit import ONE_MODEL, TWO_MODELS

Battle = Callable[..., Any]


def seen(made: Any, t: float, *plots: tuple[float, float, float], s: int = 0, sigma: float = 10.0) -> None:
    """Bring a look of a sensor into the picture of unit 0."""
    number = made.add_look(s, t, *plots, sigma=sigma)
    rows = made.belief.scratch.assigned[: max(len(plots), 1)]
    rows[:] = NONE
    receive(made.model, made.belief, made.log, 0, number, rows, t)


def flown(made: Any, speed: float, looks: int, every: float = 5.0) -> None:
    """Let the sensor see a target at a speed northward in so many looks."""
    for look in range(looks):
        seen(made, every * look, (0.0, -100e3 + speed * every * look, 8000.0))


def confirmed(made: Any) -> list[Any]:
    return [track for track in made.belief.tracks if track.status == CONFIRMED and track.unit == 0]


@pytest.mark.parametrize("tracker", [ONE_MODEL, TWO_MODELS])
@pytest.mark.parametrize("speed", [200.0, 900.0, 1100.0, 2000.0, 2990.0])
def test_targets_of_every_speed_are_tracked(battle: Battle, speed: float, tracker: int) -> None:
    made = battle(units=[{"confirm_hits": 2, "confirm_looks": 3, "tracker": tracker}])
    flown(made, speed, 5)
    (track,) = confirmed(made)
    assert track.vy == pytest.approx(speed, rel=0.02)
    assert track.vx == pytest.approx(0.0, abs=1.0)


def test_velocity_and_its_errors_are_those_of_two_points(battle: Battle) -> None:
    """Bar-Shalom, Li and Kirubarajan 2001, section 5.5.3: R, R / T and (R1 + R2) / T^2."""
    made = battle()
    seen(made, 0.0, (0.0, 0.0, 8000.0), sigma=30.0)
    seen(made, 5.0, (6000.0, 0.0, 7000.0), sigma=40.0)
    (k,) = (row for row in range(len(made.belief.tracks)) if made.belief.tracks[row].vx != 0.0)
    track, p = made.belief.tracks[k], made.belief.covariance[k]
    assert (track.x, track.vx, track.vy, track.vz, track.t) == (6000.0, 1200.0, 0.0, -200.0, 5.0)
    assert [p[row] for row in (0, 3, 5)] == [1600.0] * 3
    assert [p[row] for row in (6, 10, 14)] == pytest.approx([320.0] * 3)
    assert [p[row] for row in (15, 18, 20)] == pytest.approx([100.0] * 3)
    assert [p[row] for row in (1, 2, 4, 7, 8, 9, 11, 12, 13, 16, 17, 19)] == [0.0] * 12


def test_the_two_plots_are_no_hits(battle: Battle) -> None:
    """A start at rest is confirmed by its second hit here, one between two plots by the fourth plot."""
    made = battle(units=[{"confirm_hits": 2, "confirm_looks": 3}])
    flown(made, 2000.0, 3)
    assert confirmed(made) == []
    flown_on = (0.0, -100e3 + 2000.0 * 15.0, 8000.0)
    seen(made, 15.0, flown_on)
    assert len(confirmed(made)) == 1


def test_what_would_be_too_fast_is_two_targets(battle: Battle) -> None:
    for distance, begun in ((14.9e3, 3), (15.2e3, 2)):
        made = battle()
        seen(made, 0.0, (0.0, 0.0, 8000.0))
        seen(made, 5.0, (distance, 0.0, 8000.0))
        assert sum(track.status == TENTATIVE for track in made.belief.tracks) == begun


@pytest.mark.parametrize("second", [{"s": 1}, {}])
def test_only_plots_of_one_sensor_at_two_looks_are_paired(battle: Battle, second: dict[str, int]) -> None:
    made = battle(sensors=[{}, {}])
    seen(made, 0.0, (0.0, 0.0, 8000.0))
    seen(made, 5.0 if second else 0.0, (9e3, 0.0, 8000.0), **second)
    assert all(track.vx == 0.0 for track in made.belief.tracks)


def test_a_plot_of_an_earlier_look_than_the_last_is_paired_no_more(battle: Battle) -> None:
    for between, paired in ((False, True), (True, False)):
        made = battle(units=[{"confirm_hits": 3, "confirm_looks": 5}])
        seen(made, 0.0, (0.0, 0.0, 8000.0))
        if between:
            seen(made, 5.0)
        seen(made, 10.0, (15e3, 0.0, 8000.0))
        assert any(track.vx == pytest.approx(1500.0) for track in made.belief.tracks) is paired


def test_of_several_plots_before_the_nearest_is_taken(battle: Battle) -> None:
    made = battle()
    seen(made, 0.0, (0.0, 0.0, 8000.0), (0.0, 3e3, 8000.0))
    seen(made, 5.0, (0.0, 10e3, 8000.0))
    assert max(track.vy for track in made.belief.tracks if track.status != FREE) == pytest.approx(1400.0)


def test_a_track_that_has_been_corrected_is_no_first_plot(battle: Battle) -> None:
    made = battle(units=[{"confirm_hits": 3, "confirm_looks": 5}])
    seen(made, 0.0, (0.0, 0.0, 8000.0))
    seen(made, 5.0, (1e3, 0.0, 8000.0))
    seen(made, 10.0, (9e3, 0.0, 8000.0))
    assert max(track.vx for track in made.belief.tracks) < 500.0


def test_without_a_height_the_climb_is_that_of_a_start_at_rest(battle: Battle) -> None:
    made = battle()
    for t, x in ((0.0, 0.0), (5.0, 8e3)):
        number = made.add_look(0, t, (x, 0.0, 5000.0))
        made.belief.plots[int(made.belief.progress[0].plots) - 1].zz = 1e12
        rows = made.belief.scratch.assigned[:1]
        rows[:] = NONE
        receive(made.model, made.belief, made.log, 0, number, rows, t)
    (k,) = (row for row in range(len(made.belief.tracks)) if made.belief.tracks[row].vx != 0.0)
    p = made.belief.covariance[k]
    assert (made.belief.tracks[k].vz, p[20], p[14], p[5]) == (0.0, 40.0**2, 0.0, 4000.0**2)
    assert math.isfinite(p.sum())


def test_who_confirms_at_the_first_plot_begins_so_too(battle: Battle) -> None:
    made = battle(units=[{"confirm_hits": 1, "confirm_looks": 1}])
    flown(made, 2500.0, 3)
    assert max(track.vy for track in confirmed(made)) == pytest.approx(2500.0, rel=0.01)
