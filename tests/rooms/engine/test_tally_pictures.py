"""How a picture compares with what flies: completeness, ambiguity, continuity and accuracy, by the referee's sums."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.referee.tally import INTERVAL, tally
from shieldwall.engine.referee.tally_pictures import CUTOFF, compare_pictures
from shieldwall.state.body import BLUE, DEAD
from shieldwall.state.layout import NONE
from shieldwall.state.track import TENTATIVE

Battle = Callable[..., Any]

STILL = (0.0, 0.0, 0.0)
HERE, THERE, FAR = (0.0, 20e3, 3000.0), (20e3, 0.0, 3000.0), (0.0, 150e3, 3000.0)


def still(*places: tuple[float, float, float]) -> list[dict[str, Any]]:
    return [{"at": place, "speed": STILL} for place in places]


def follow(made: Any, b: int, at: tuple[float, float, float], **columns: float) -> int:
    k = int(made.add_track(0, at, **columns))
    made.truth.follows[k, 0] = b
    return k


def compared(made: Any, t: float = 0.0, n: int = 0) -> dict[str, float]:
    """What one look adds to the sums of a picture."""
    made.truth.pictures[:] = 0
    compare_pictures(made.model, made.truth, made.belief, t)
    return {name: float(made.truth.pictures[n][name]) for name in made.truth.pictures.dtype.names}


def test_a_complete_picture(battle: Battle) -> None:
    made = battle(bodies=still(HERE, THERE))
    follow(made, 0, (300.0, 20e3, 0.0))
    follow(made, 1, (20e3, 400.0, 9e3))
    # Over the ground, since a 2-D radar tells no height: 300 m and 400 m.
    assert compared(made) == {
        "times": 1.0, "threats": 2.0, "tracked": 2.0, "tracks": 2.0, "tracks_on": 2.0, "changes": 0.0,
        "matches": 2.0, "error": pytest.approx(250e3), "gospa": pytest.approx(250e3),
    }  # fmt: skip


def test_a_threat_in_range_without_a_track_is_missed(battle: Battle) -> None:
    found = compared(battle(bodies=still(HERE)))
    assert (found["threats"], found["tracked"], found["gospa"]) == (1.0, 0.0, CUTOFF**2 / 2.0)


@pytest.mark.parametrize("body", [{"at": FAR}, {"state": DEAD}, {"side": BLUE}])
def test_who_is_out_of_range_or_no_threat_is_not(battle: Battle, body: dict[str, Any]) -> None:
    assert compared(battle(bodies=[body]))["threats"] == 0.0


def test_but_who_is_tracked_counts_wherever_it_is(battle: Battle) -> None:
    made = battle(bodies=still(FAR))
    follow(made, 0, FAR)
    assert (compared(made)["threats"], compared(made)["tracked"]) == (1.0, 1.0)


def test_two_tracks_of_one_threat_are_ambiguous_and_one_is_surplus(battle: Battle) -> None:
    made = battle(bodies=still(HERE))
    follow(made, 0, HERE)
    follow(made, 0, (0.0, 21e3, 3000.0))
    found = compared(made)
    assert (found["tracked"], found["tracks_on"], found["matches"]) == (1.0, 2.0, 1.0)
    assert found["gospa"] == CUTOFF**2 / 2.0


def test_a_false_track_and_one_of_the_dead_are_on_nobody(battle: Battle) -> None:
    made = battle(bodies=[{"state": DEAD}])
    follow(made, NONE, HERE)
    follow(made, 0, THERE)
    found = compared(made)
    assert (found["tracks"], found["tracks_on"], found["gospa"]) == (2.0, 0.0, CUTOFF**2)


def test_tentative_tracks_are_no_part_of_a_picture(battle: Battle) -> None:
    made = battle(bodies=still(HERE))
    follow(made, 0, HERE, status=TENTATIVE)
    assert compared(made)["tracks"] == 0.0


def test_a_track_is_taken_to_the_time_of_the_look(battle: Battle) -> None:
    made = battle(bodies=[{"at": HERE, "speed": (100.0, 0.0, 0.0)}])
    follow(made, 0, HERE, vx=100.0)
    assert compared(made, t=30.0)["error"] == pytest.approx(0.0, abs=1e-9)


def test_a_new_number_is_a_change_and_a_second_track_beside_the_old_one_is_none(battle: Battle) -> None:
    made = battle(bodies=still(HERE))
    k = follow(made, 0, HERE, number=7)
    assert compared(made)["changes"] == 0.0
    follow(made, 0, HERE, number=8)
    assert compared(made)["changes"] == 0.0
    made.belief.tracks[k].status = TENTATIVE
    assert compared(made)["changes"] == 1.0
    assert compared(made)["changes"] == 0.0


def test_a_post_answers_for_what_its_units_may_see_and_a_unit_for_its_own(battle: Battle) -> None:
    tables: dict[str, Any] = {
        "units": [{"commands": 1}, {"post": 0}],
        "sensors": [{"unit": 1}],
        "bodies": still(HERE),
        "links": [{"between": (0, 1)}],
    }
    made = battle(**tables)
    assert [compared(made, n=n)["threats"] for n in (0, 1)] == [1.0, 1.0]
    made.model.sensors[0].unit = 0
    assert [compared(made, n=n)["threats"] for n in (0, 1)] == [1.0, 0.0]
    made.model.sensors[0].period = math.inf
    assert compared(made)["threats"] == 0.0


def test_a_unit_that_is_lost_has_no_picture(battle: Battle) -> None:
    made = battle(units=[{"alive": 0}], bodies=still(HERE))
    assert compared(made)["times"] == 0.0


def test_pictures_are_looked_at_every_other_tally(battle: Battle) -> None:
    made = battle(bodies=still(HERE))
    for number in range(1, 7):
        tally(made.model, made.truth, made.belief, number * INTERVAL)
    assert made.truth.pictures[0].times == 3


def test_where_the_workspace_is_too_small_the_battle_is_fought_again(battle: Battle) -> None:
    made = battle(bodies=still(*[HERE] * 13))
    compare_pictures(made.model, made.truth, made.belief, 0.0)
    assert made.belief.progress[0].overflow == 1
