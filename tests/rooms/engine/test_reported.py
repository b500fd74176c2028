"""Reported tracks: what a unit tells of its tracks, and what its post makes of it and of its own plots."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from shieldwall.engine.track.picture import receive
from shieldwall.engine.track.reported import join_reported, report_tracks
from shieldwall.engine.track.upkeep import prune
from shieldwall.record.kinds import JOINED, TRACKED
from shieldwall.state.layout import NONE
from shieldwall.state.message import TRACKS_SENT
from shieldwall.state.track import CONFIRMED, TENTATIVE

Battle = Callable[..., Any]

HERE, FAR = (0.0, 20e3, 3000.0), (60e3, 20e3, 3000.0)


@pytest.fixture
def net(battle: Battle) -> Battle:
    """Return the function that lays a post and two units that report their tracks to it."""

    def make(**post: float) -> Any:
        return battle(
            units=[{"commands": 1, "sources": 2} | post, {"post": 0, "source": 1}, {"post": 0, "source": 2}],
            sensors=[{}, {"unit": 1}, {"unit": 2}],
            links=[{"between": (0, 1)}, {"between": (0, 2)}],
        )

    return make


def held(made: Any, u: int, place: tuple[float, ...], t: float, sigma: float = 50.0, **columns: float) -> int:
    """Give unit `u` a track as uncertain in speed as a new one."""
    k = int(made.add_track(u, place, t=t, sigma=sigma, **columns))
    made.belief.covariance[k, [15, 18, 20]] = 250.0**2, 250.0**2, 40.0**2
    return k


def rows_after_report(made: Any, u: int, t: float, now: float | None = None) -> list[int]:
    """Let unit `u` report at `t` and its post read that; return the post's rows."""
    said = np.zeros(1, TRACKS_SENT).view(np.recarray)[0]
    said.first, said.tracks = report_tracks(made.model, made.belief, u, 0.0, t)
    said.at, said.sensor = t, u
    rows = made.belief.scratch.joined[: said.tracks]
    join_reported(made.model, made.belief, made.log, 0, u, said, rows, t if now is None else now)
    return [int(row) for row in rows]


def plotted(made: Any, t: float, place: tuple[float, ...], sigma: float = 50.0) -> int:
    """Let the post's own sensor see something."""
    number = made.add_look(0, t, place, sigma=sigma)
    rows = made.belief.scratch.assigned[:1]
    receive(made.model, made.belief, made.log, 0, number, rows, t)
    return int(rows[0])


def at(made: Any, k: int) -> list[float]:
    track = made.belief.tracks[k]
    return [float(track.x), float(track.y), float(track.z)]


def test_a_unit_reports_its_confirmed_tracks_that_changed_since(net: Battle) -> None:
    made = net()
    made.belief.unit_state[1].reported_at = 10.0
    held(made, 1, HERE, 10.0)
    fresh = held(made, 1, HERE, 10.1, number=44)
    held(made, 1, HERE, 11.0, status=TENTATIVE)
    assert report_tracks(made.model, made.belief, 1, 0.0, 12.0) == (0, 1)
    row = made.belief.reported[0]
    assert (row.number, row.row, row.y, row.t) == (44, fresh, 20e3, 10.1)
    assert made.belief.reported_covariance[0].tolist() == made.belief.covariance[fresh].tolist()
    assert made.belief.unit_state[1].reported_at == 12.0


def test_what_nobody_else_has_the_post_adopts(net: Battle) -> None:
    made = net()
    k = held(made, 1, HERE, 5.0, number=44)
    (row,) = rows_after_report(made, 1, 5.0, 7.0)
    track = made.belief.tracks[row]
    assert (track.status, track.unit, track.sensor) == (CONFIRMED, 0, 1)
    assert at(made, row) == at(made, k)
    assert made.belief.covariance[row].tolist() == pytest.approx(made.belief.covariance[k].tolist())
    assert [(float(e.t), int(e.who), int(e.whom), float(e.v1)) for e in made.rows(JOINED)] == [(7.0, 10, 11, 44.0)]
    assert len(made.rows(TRACKED)) == 1


def test_what_the_post_tracks_itself_is_joined(net: Battle) -> None:
    made = net()
    own = plotted(made, 5.0, HERE)
    held(made, 1, (100.0, 20e3, 3000.0), 5.0)
    assert rows_after_report(made, 1, 5.0) == [own]
    assert made.picture(0) == [own]
    assert len(made.rows(JOINED)) == 1


def test_what_lies_beyond_the_gate_is_another_target(net: Battle) -> None:
    made = net()
    own = plotted(made, 5.0, HERE)
    # Track and plot err by 50 m each, so the gate of four deviations ends at 283 m.
    held(made, 1, (290.0, 20e3, 3000.0), 5.0)
    assert rows_after_report(made, 1, 5.0) != [own]


def test_two_units_tell_of_one_target_and_it_is_one_track(net: Battle) -> None:
    made = net()
    held(made, 1, HERE, 5.0)
    held(made, 2, (100.0, 20e3, 3000.0), 5.0)
    first, second = rows_after_report(made, 1, 5.0), rows_after_report(made, 2, 5.0)
    assert first == second
    assert [int(event.whom) for event in made.rows(JOINED)] == [11, 12]


def test_one_unit_s_two_tracks_are_two_targets_however_near(net: Battle) -> None:
    made = net()
    held(made, 1, HERE, 5.0)
    held(made, 1, (10.0, 20e3, 3000.0), 5.0)
    assert len(set(rows_after_report(made, 1, 5.0))) == 2


def test_a_track_once_joined_stays_joined_by_its_number(net: Battle) -> None:
    made = net()
    k = held(made, 1, HERE, 5.0)
    (row,) = rows_after_report(made, 1, 5.0)
    made.belief.tracks[k].t, made.belief.tracks[k].x = 10.0, 100.0
    assert rows_after_report(made, 1, 10.0) == [row]
    assert at(made, row)[0] == 100.0
    assert len(made.rows(JOINED)) == 1


def test_until_the_two_part_by_more_than_the_gate(net: Battle) -> None:
    made = net()
    k = held(made, 1, HERE, 5.0)
    (row,) = rows_after_report(made, 1, 5.0)
    # A new number in the unit's picture lies where the old one was; the old number went elsewhere.
    made.belief.tracks[k].t = 10.0
    made.belief.tracks[k].x, made.belief.tracks[k].y, made.belief.tracks[k].z = FAR
    (other,) = rows_after_report(made, 1, 10.0)
    assert other != row
    assert len(made.rows(JOINED)) == 2


def test_a_report_bears_the_registration_error_of_its_site(net: Battle) -> None:
    made = net()
    made.model.sensors[1].bias_x = 120.0
    held(made, 1, HERE, 5.0)
    (row,) = rows_after_report(made, 1, 5.0)
    assert at(made, row)[0] == pytest.approx(120.0)


def test_two_parts_that_share_no_errors_meet_in_the_middle(net: Battle) -> None:
    made = net()
    own = plotted(made, 5.0, HERE)
    held(made, 1, (100.0, 20_060.0, 2980.0), 5.0)
    rows_after_report(made, 1, 5.0)
    # Both are a plot's error of 50 m and a new track's speed: half each, and half the variance.
    assert at(made, own) == pytest.approx([50.0, 20_030.0, 2990.0], abs=1e-6)
    assert made.belief.covariance[own, [0, 3, 5]] == pytest.approx([1250.0] * 3, rel=1e-6)
    assert made.belief.covariance[own, [15, 18, 20]] == pytest.approx([31_250.0, 31_250.0, 800.0], rel=1e-6)


def test_whichever_of_the_two_came_last(net: Battle) -> None:
    made = net()
    held(made, 1, (100.0, 20_060.0, 2980.0), 5.0)
    (row,) = rows_after_report(made, 1, 5.0)
    assert plotted(made, 5.0, HERE) == row
    assert at(made, row) == pytest.approx([50.0, 20_030.0, 2990.0], abs=1e-6)


def test_the_surer_part_counts_for_more(net: Battle) -> None:
    made = net()
    own = plotted(made, 5.0, HERE, sigma=90.0)
    held(made, 1, (100.0, 20e3, 3000.0), 5.0, sigma=30.0)
    rows_after_report(made, 1, 5.0)
    # Weights go with the inverse variances, 1 to 9.
    assert at(made, own)[0] == pytest.approx(90.0, abs=1e-6)
    assert made.belief.covariance[own, 0] == pytest.approx(30.0**2 * 90.0**2 / (30.0**2 + 90.0**2), rel=1e-6)


def test_parts_are_carried_to_the_time_of_the_latest(net: Battle) -> None:
    made = net()
    k = held(made, 1, HERE, 5.0)
    made.belief.tracks[k].vx = 200.0
    made.belief.covariance[k, [15, 18, 20]] = 1e-6
    (row,) = rows_after_report(made, 1, 5.0)
    assert plotted(made, 10.0, (1000.0, 20e3, 3000.0)) == row
    assert made.belief.tracks[row].t == 10.0
    assert at(made, row)[0] == pytest.approx(1000.0, abs=0.1)


def test_what_is_no_newer_than_the_last_report_of_it_changes_nothing(net: Battle) -> None:
    made = net()
    k = held(made, 1, HERE, 5.0)
    (row,) = rows_after_report(made, 1, 5.0)
    # Told once more, with another place for the same time.
    made.belief.unit_state[1].reported_at = 0.0
    made.belief.tracks[k].x = 30.0
    assert rows_after_report(made, 1, 6.0) == [row]
    assert at(made, row)[0] == 0.0


def test_a_part_that_was_not_renewed_for_the_time_of_a_drop_is_part_no_more(net: Battle) -> None:
    for wait, alone in ((19.0, False), (21.0, True)):
        made = net(drop_after=20.0)
        plotted(made, 5.0, HERE)
        k = held(made, 1, (100.0, 20e3, 3000.0), 5.0)
        (row,) = rows_after_report(made, 1, 5.0)
        made.belief.tracks[k].t = 5.0 + wait
        assert rows_after_report(made, 1, 5.0 + wait) == [row]
        assert (at(made, row)[0] == 100.0) is alone


def test_a_row_that_is_used_again_has_no_part_of_the_track_before(net: Battle) -> None:
    made = net(drop_after=20.0)
    held(made, 1, HERE, 5.0)
    (row,) = rows_after_report(made, 1, 5.0)
    prune(made.model, made.belief, made.log, 0, 30.0)
    assert not made.picture(0)
    # Near where the old one was, and soon enough for its part to count.
    assert plotted(made, 22.0, (100.0, 20e3, 3000.0)) == row
    assert at(made, row)[0] == 100.0


def test_without_room_for_an_adopted_track_the_run_asks_for_more(net: Battle) -> None:
    made = net()
    for number in range(8):
        made.add_track(0, (0.0, 20e3, 5e4 * number), sigma=1.0)
    held(made, 1, FAR, 5.0)
    assert rows_after_report(made, 1, 5.0) == [NONE]
    assert made.belief.progress[0].overflow == 1


def pooled(made: Any) -> tuple[int, int]:
    """Cross-covariances that are taken, as counted and as the pairs of parts have them."""
    rows = [int(row) for row in made.belief.cross_rows if row >= 0]
    spare = [int(row) for row in made.belief.spare_crosses[made.belief.progress[0].crosses :]]
    assert sorted(rows + spare) == list(range(len(made.belief.crosses)))
    return int(made.belief.progress[0].crosses), len(rows)


def test_a_track_has_a_cross_covariance_for_each_pair_of_its_parts_and_gives_them_back(net: Battle) -> None:
    made = net()
    for u, pairs in ((1, 0), (2, 1)):
        held(made, u, HERE, 0.0)
        rows_after_report(made, u, 0.0)
        assert pooled(made) == (pairs, pairs)
    # Three parts, and so three pairs, with the post's own plots.
    plotted(made, 0.0, HERE)
    assert pooled(made) == (3, 3)
    # Nothing is told of the target any more: the post drops it, with all that it kept of it.
    prune(made.model, made.belief, made.log, 0, 60.0)
    assert made.picture(0) == []
    assert pooled(made) == (0, 0)


def test_a_pool_without_a_free_row_asks_for_more_room(net: Battle) -> None:
    made = net()
    made.belief.progress[0].crosses = len(made.belief.spare_crosses)
    for u, full in ((1, 0), (2, 1)):
        held(made, u, HERE, 0.0)
        rows_after_report(made, u, 0.0)
        assert made.belief.progress[0].overflow == full
