"""A picture: tracks that begin on plots, are confirmed or forgotten, corrected, shown and dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.track.picture import receive
from shieldwall.engine.track.upkeep import prune, show
from shieldwall.record.kinds import TRACK_DROPPED, TRACKED
from shieldwall.state.layout import NONE
from shieldwall.state.track import CONFIRMED, FREE, TENTATIVE

Battle = Callable[..., Any]

HERE, THERE = (0.0, 20e3, 3000.0), (60e3, 20e3, 3000.0)


def seen(made: Any, t: float, *plots: tuple[float, float, float], s: int = 0, n: int = 0) -> list[int]:
    """Bring a look of sensor `s` into the picture of unit `n`; return the track row of each plot."""
    number = made.add_look(s, t, *plots)
    rows = made.belief.scratch.assigned[: len(plots)]
    rows[:] = NONE
    receive(made.model, made.belief, made.log, n, number, rows, t + 1.0)
    return [int(row) for row in rows]


def test_a_plot_that_no_track_takes_begins_one(battle: Battle) -> None:
    made = battle()
    (k,) = seen(made, 5.0, HERE)
    track, p = made.belief.tracks[k], made.belief.covariance[k]
    assert (track.x, track.y, track.z, track.vx, track.vy, track.vz, track.t) == (*HERE, 0.0, 0.0, 0.0, 5.0)
    assert (track.status, track.number, track.sensor, track.looks, track.history) == (TENTATIVE, 0, 0, 1, 1)
    # As uncertain as its plot, and as what is known of speed and climb beforehand.
    assert (p[0], p[3], p[5], p[15], p[18], p[20]) == (100.0, 100.0, 100.0, 250.0**2, 250.0**2, 40.0**2)
    assert (track.shooter, track.order, track.identity, track.killed_at, track.refused_by) == (
        NONE,
        NONE,
        0,
        -1.0,
        NONE,
    )
    assert (track.cause, track.why, track.answered, track.started) == (NONE, 0, 0, 5.0)
    assert made.belief.unit_state[0].high_track == k + 1
    assert seen(made, 5.0, THERE) == [k + 1]
    assert made.belief.tracks[k + 1].number == 1


def test_a_track_begun_in_a_row_used_before_inherits_nothing(battle: Battle) -> None:
    made = battle()
    used = {"identity": 1, "why": 7, "cause": 4, "answered": 1, "shooter": 0, "order": 3, "refused_by": 0}
    k = made.add_track(0, THERE, (1.0, 2.0, 3.0), killed_at=9.0, shown_at=50.0, ordered_at=60.0, **used)
    made.belief.tracks[k].status = FREE
    assert seen(made, 5.0, HERE) == [k]
    track = made.belief.tracks[k]
    assert (track.identity, track.why, track.cause, track.answered, track.shooter) == (0, 0, NONE, 0, NONE)
    assert (track.order, track.killed_at, track.refused_by, track.ordered_at) == (NONE, -1.0, NONE, 0.0)
    assert track.shown_at < -1e6


@pytest.mark.parametrize(
    ("looks", "fate"),
    [("11", CONFIRMED), ("101", CONFIRMED), ("10", TENTATIVE), ("100", FREE)],
)
def test_two_hits_of_three_looks_confirm_a_track_and_fewer_forget_it(battle: Battle, looks: str, fate: int) -> None:
    made = battle(units=[{"confirm_hits": 2, "confirm_looks": 3}])
    for scan, hit in enumerate(looks):
        seen(made, 5.0 * scan, *([HERE] if hit == "1" else []))
    track = made.belief.tracks[0]
    assert track.status == fate
    # When the plots arrived, which is a second after they were measured.
    assert [float(row.t) for row in made.rows(TRACKED)] == ([5.0 * scan + 1.0] if fate == CONFIRMED else [])


def test_a_tentative_track_ages_by_the_looks_of_the_sensor_that_found_it(battle: Battle) -> None:
    made = battle(sensors=[{}, {}], units=[{"confirm_looks": 3}])
    seen(made, 0.0, HERE)
    for t in (1.0, 2.0, 3.0, 4.0):
        seen(made, t, s=1)
    assert (made.belief.tracks[0].status, made.belief.tracks[0].looks) == (TENTATIVE, 1)
    seen(made, 5.0)
    assert (made.belief.tracks[0].history, made.belief.tracks[0].looks) == (0b10, 2)


def test_another_sensor_s_plot_corrects_it_all_the_same(battle: Battle) -> None:
    made = battle(sensors=[{}, {}])
    seen(made, 0.0, HERE)
    assert seen(made, 1.0, HERE, s=1) == [0]
    assert made.belief.tracks[0].t == 1.0


def test_but_it_is_its_own_sensor_s_look_that_confirms(battle: Battle) -> None:
    made = battle(sensors=[{}, {}], units=[{"confirm_hits": 2, "confirm_looks": 4}])
    seen(made, 0.0, HERE)
    seen(made, 5.0)
    seen(made, 6.0, HERE, s=1)
    # Two hits in two looks, but the second was another's.
    assert (made.belief.tracks[0].history, made.belief.tracks[0].status) == (0b11, TENTATIVE)
    seen(made, 10.0)
    assert made.belief.tracks[0].status == CONFIRMED


def test_of_two_plots_the_nearer_corrects_a_track_and_the_other_begins_one(battle: Battle) -> None:
    made = battle()
    k = made.add_track(0, HERE, sigma=10.0)
    assert seen(made, 0.0, (30.0, 20e3, 3000.0), (20.0, 20e3, 3000.0)) == [k + 1, k]
    # Track and plot err alike.
    assert made.belief.tracks[k].x == pytest.approx(10.0)
    assert made.belief.covariance[k, 0] == pytest.approx(50.0)


def test_the_gate_is_four_deviations_wide(battle: Battle) -> None:
    for away, taken in ((3.99, True), (4.01, False)):
        made = battle()
        made.add_track(0, HERE, sigma=10.0)
        (row,) = seen(made, 0.0, (away * 200.0**0.5, 20e3, 3000.0))
        assert (row == 0) is taken


def test_a_confirmed_track_takes_a_plot_before_a_tentative_one(battle: Battle) -> None:
    made = battle()
    old = made.add_track(0, (-30.0, 20e3, 3000.0), sigma=10.0)
    made.add_track(0, (10.0, 20e3, 3000.0), sigma=10.0, status=TENTATIVE, sensor=1)
    assert seen(made, 0.0, HERE) == [old]


def test_plots_of_another_site_come_with_its_error(group: Battle) -> None:
    made = group()
    made.model.sensors[1].bias_x, made.model.sensors[1].bias_y = 100.0, -40.0
    (own,), (foreign,) = seen(made, 0.0, HERE, s=1, n=1), seen(made, 0.0, HERE, s=1, n=0)
    assert (made.belief.tracks[own].x, made.belief.tracks[own].y) == (0.0, 20e3)
    assert (made.belief.tracks[foreign].x, made.belief.tracks[foreign].y) == (100.0, 19_960.0)


def test_each_unit_has_a_picture_of_its_own(group: Battle) -> None:
    made = group()
    seen(made, 0.0, HERE, n=1)
    assert (len(made.picture(0)), len(made.picture(1))) == (0, 1)


def test_a_full_picture_asks_for_more_room(battle: Battle) -> None:
    made = battle()
    rows = seen(made, 0.0, *[(1e4 * number, 20e3, 3000.0) for number in range(9)])
    assert rows == [*range(8), NONE]
    assert made.belief.progress[0].overflow == 1


def pruned(made: Any, t: float) -> None:
    prune(made.model, made.belief, made.log, 0, t)


def test_a_track_that_no_plot_meets_is_dropped(battle: Battle) -> None:
    made = battle(units=[{"drop_after": 20.0}])
    k = made.add_track(0, HERE, t=100.0, started=60.0, number=9)
    pruned(made, 120.0)
    assert made.belief.tracks[k].status == CONFIRMED
    pruned(made, 120.1)
    assert made.belief.tracks[k].status == FREE
    assert [(float(row.v0), float(row.v1)) for row in made.rows(TRACK_DROPPED)] == [(9.0, pytest.approx(60.1))]


def test_what_a_late_plot_began_is_dropped_by_the_time_of_the_plot(battle: Battle) -> None:
    made = battle(units=[{"drop_after": 20.0}])
    (k,) = seen(made, 100.0, HERE)
    # Nothing is old enough before 120 s, as far as this tells.
    pruned(made, 101.0)
    (late,) = seen(made, 95.0, THERE)
    pruned(made, 115.0)
    assert made.picture(0) == [k, late]
    pruned(made, 115.1)
    assert made.picture(0) == [k]
    pruned(made, 120.1)
    assert not made.picture(0)


def test_of_a_tentative_track_nothing_is_said(battle: Battle) -> None:
    made = battle()
    made.add_track(0, HERE, t=0.0, status=TENTATIVE)
    pruned(made, 100.0)
    assert not made.picture(0)
    assert not len(made.rows())


def test_rows_in_use_end_with_the_last_track(battle: Battle) -> None:
    made = battle()
    times = (0.0, 100.0, 0.0, 0.0)
    rows = [made.add_track(0, HERE, t=t) for t in times]
    pruned(made, 101.0)
    assert made.picture(0) == [rows[1]]
    assert made.belief.unit_state[0].high_track == rows[1] + 1
    # The free row below is used first.
    assert seen(made, 101.0, THERE) == [rows[0]]


def test_a_confirmed_track_is_filmed_at_most_every_five_seconds(battle: Battle) -> None:
    made = battle(film=8)
    k = made.add_track(0, HERE, (1.0, 2.0, 3.0), sigma=10.0, number=9)
    for t in (0.0, 4.9, 5.0, 9.9, 10.0):
        made.belief.tracks[k].t = t
        show(made.belief, made.log, k, 10)
    film = made.log.film[: made.log.filled[1]]
    assert film.t.tolist() == [0.0, 5.0, 10.0]
    assert (film[0].picture, film[0].who, film[0].vy, film[0].sxx, film[0].szz) == (10, 9, 2.0, 100.0, 100.0)
    made.belief.tracks[k].status, made.belief.tracks[k].t = TENTATIVE, 50.0
    show(made.belief, made.log, k, 10)
    assert made.log.filled[1] == 3
