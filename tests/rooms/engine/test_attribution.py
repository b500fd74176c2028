"""Track-to-truth association, which goes into the log and to nobody else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from shieldwall.engine.referee.attribution import attribute, attribute_reports
from shieldwall.record.kinds import TRACK_FOLLOWS
from shieldwall.state.layout import NONE
from shieldwall.state.track import TENTATIVE

Battle = Callable[..., Any]

PLACE = (1.0, 2.0, 3.0)


def attributed(made: Any, tracks: Sequence[int], origins: Sequence[int], first: int = 0) -> list[tuple[int, int]]:
    """Whom each logged track follows, by names, from now on."""
    before = len(made.rows(TRACK_FOLLOWS))
    rows, ring = np.array(tracks), made.truth.origins
    for number, origin in enumerate(origins):
        ring[(first + number) % len(ring)] = origin
    attribute(made.model, made.truth, made.belief, made.log, rows, ring, first, 4.0)
    return [(int(row.v0), int(row.whom)) for row in made.rows(TRACK_FOLLOWS)[before:]]


def test_whom_a_confirmed_track_follows_is_logged_when_it_changes(battle: Battle) -> None:
    made = battle(bodies=[{}, {}])
    k = made.add_track(0, PLACE, number=9)
    assert attributed(made, [k], [0]) == [(9, 50)]
    assert attributed(made, [k], [0]) == []
    assert attributed(made, [k], [1]) == [(9, 51)]
    assert attributed(made, [k], [NONE]) == [(9, NONE)]
    event = made.rows(TRACK_FOLLOWS)[0]
    assert (event.t, event.who, event.x, event.y, event.z) == (4.0, made.model.units[0].name, *PLACE)


def test_another_track_in_the_same_row_is_logged_anew(battle: Battle) -> None:
    made = battle(bodies=[{}])
    k = made.add_track(0, PLACE, number=9)
    attributed(made, [k], [0])
    made.belief.tracks[k].number = 10
    assert attributed(made, [k], [0]) == [(10, 50)]


def test_of_a_tentative_track_the_referee_only_takes_note(battle: Battle) -> None:
    made = battle(bodies=[{}])
    k = made.add_track(0, PLACE, status=TENTATIVE)
    assert attributed(made, [k], [0]) == []
    assert made.truth.follows[k, 0] == 0


def test_plots_that_no_track_took_count_for_nothing(battle: Battle) -> None:
    made = battle(bodies=[{}, {}])
    k = made.add_track(0, PLACE, number=9)
    assert attributed(made, [NONE, k], [0, 1]) == [(9, 51)]


def test_the_ring_of_plots_goes_round(battle: Battle) -> None:
    made = battle(bodies=[{}, {}])
    one, other = made.add_track(0, PLACE, number=8), made.add_track(0, PLACE, number=9)
    last = len(made.truth.origins) - 1
    assert attributed(made, [one, other], [0, 1], first=last) == [(8, 50), (9, 51)]


def test_a_reported_track_follows_whom_the_unit_s_track_followed_then(battle: Battle) -> None:
    made = battle(bodies=[{}, {}])
    k = made.add_track(0, PLACE)
    made.truth.follows[k, 0] = 1
    made.belief.reported[3].row = k
    attribute_reports(made.truth, made.belief, 3, 1)
    assert made.truth.reported[3] == 1
