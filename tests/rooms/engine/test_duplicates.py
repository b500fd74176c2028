"""Duplicate tracks: what lies together for long and is not told apart is merged, and nothing else."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from shieldwall.engine.track.duplicates import LASTING, merge_duplicates, note_apart
from shieldwall.record.kinds import MERGED, TRACK_DROPPED
from shieldwall.state.layout import NONE

Battle = Callable[..., Any]

HERE, SPEED = (0.0, 20e3, 3000.0), (0.0, -200.0, 0.0)


def pair(battle: Battle, *, aside: float = 250.0, speed: Any = SPEED, site: float = 0.0, **second: float) -> Any:
    """A post with two tracks whose errors are 100 m, some way aside of each other."""
    made = battle(units=[{"commands": 1, "site_error": site}])
    made.model.exercise[0].merges = 1
    never = {"apart_at": -math.inf, "twin": NONE, "sigma": 100.0, "identity": 0}
    made.add_track(0, HERE, SPEED, **never)
    made.add_track(0, (aside, 20e3, 3000.0), speed, **(never | {"identity": 1} | second))
    return made


def watched(made: Any, begin: float, end: float) -> None:
    """Let both tracks be seen and looked over in every cycle of two seconds."""
    for t in np.arange(begin, end + 1e-9, 2.0):
        for k in made.picture(0):
            track = made.belief.tracks[k]
            track.y, track.t = track.y + (t - track.t) * track.vy, t
        merge_duplicates(made.model, made.belief, made.log, 0, t)


def test_what_lies_together_for_long_is_merged_into_the_older(battle: Battle) -> None:
    made = pair(battle)
    watched(made, 0.0, LASTING - 2.0)
    assert len(made.picture(0)) == 2
    watched(made, LASTING, LASTING)
    (k,) = made.picture(0)
    assert made.belief.tracks[k].number == 0
    assert made.belief.tracks[k].identity == 1
    ((merged,), (dropped,)) = made.rows(MERGED), made.rows(TRACK_DROPPED)
    assert (merged.v0, dropped.v0) == (1.0, 1.0)
    assert merged.v1 == pytest.approx(250.0)


@pytest.mark.parametrize(
    ("case", "left"),
    [
        # More than three of 200 m, the deviation of their difference in the plane.
        ({"aside": 700.0}, 2),
        # Sites that err by 200 m.
        ({"aside": 700.0, "site": 200.0}, 1),
        # Going opposite ways.
        ({"speed": (0.0, 200.0, 0.0)}, 2),
    ],
)
def test_only_what_lies_and_flies_within_the_errors_is_one(battle: Battle, case: dict[str, Any], left: int) -> None:
    made = pair(battle, **case)
    watched(made, 0.0, 3.0 * LASTING)
    assert len(made.picture(0)) == left


def test_a_look_that_gives_each_its_plot_tells_them_apart(battle: Battle) -> None:
    made = pair(battle)
    note_apart(made.model, made.belief, 0, np.array(made.picture(0)), 0.0)
    # Twenty seconds without such a look, and then twenty together.
    watched(made, 0.0, 2.0 * LASTING - 2.0)
    assert len(made.picture(0)) == 2
    watched(made, 2.0 * LASTING, 2.0 * LASTING)
    assert len(made.picture(0)) == 1


def test_a_look_that_gives_one_plot_tells_nothing(battle: Battle) -> None:
    made = pair(battle)
    note_apart(made.model, made.belief, 0, np.array([made.picture(0)[1], NONE]), 0.0)
    assert max(made.belief.tracks[k].apart_at for k in made.picture(0)) == -math.inf


@pytest.mark.parametrize(("first", "left"), [(NONE, 1), (0, 2)])
def test_an_order_goes_with_it_and_two_orders_keep_them(battle: Battle, first: int, left: int) -> None:
    made = pair(battle, shooter=0, order=9, answered=1)
    made.belief.tracks[made.picture(0)[0]].shooter = first
    watched(made, 0.0, 3.0 * LASTING)
    assert len(made.picture(0)) == left
    if left == 1:
        track = made.belief.tracks[made.picture(0)[0]]
        assert (track.shooter, track.order, track.answered) == (0, 9, 1)


def test_where_nobody_asks_for_it_nothing_is_merged(battle: Battle) -> None:
    made = pair(battle)
    made.model.exercise[0].merges = 0
    watched(made, 0.0, 3.0 * LASTING)
    assert len(made.picture(0)) == 2
