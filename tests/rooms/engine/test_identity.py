"""Identity: corridors by hand, answers as Bayes has them, who a track is, and who may be shot at for it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from shieldwall.engine.command.answers import (
    FALSELY,
    HEARD,
    POSES_CIVIL,
    POSES_FRIEND,
    SILENT_CIVIL,
    SILENT_FRIEND,
    civil_evidence,
    military_evidence,
)
from shieldwall.engine.command.corridors import (
    ENTERED,
    KEEPING,
    KEEPS,
    NO_CORRIDORS,
    OUTSIDE,
    follow_corridors,
    inside,
)
from shieldwall.engine.command.evaluation import evaluate
from shieldwall.engine.command.identity import identify
from shieldwall.record.kinds import DECLARED, IN_DOUBT, TAKEN_FOR_FRIENDLY, TAKEN_FOR_NEUTRAL
from shieldwall.record.reasons import (
    ANSWERED_CIVIL,
    ANSWERED_MILITARY,
    FAST_AND_LOW,
    HELD_AS_FRIENDLY,
    HELD_AS_NEUTRAL,
    IN_CORRIDOR,
    NO_IFF_ANSWER,
    NO_REASON,
    NOT_APPROACHING,
    STRAYED,
    UNDECIDED,
    UNIDENTIFIED,
    UNKNOWN_UNDER_FREE,
)
from shieldwall.state.identity import CORRIDOR, FRIENDLY, HOSTILE, NEUTRAL, UNKNOWN
from shieldwall.state.unit import WEAPONS_FREE, WEAPONS_TIGHT

Battle = Callable[..., Any]

#: A lane from west to east through (0, 30 km), 10 km wide, between 8 and 12 km.
LANE = {
    "x": -50e3, "y": 30e3, "along_x": 1.0, "along_y": 0.0, "length": 100e3, "half_width": 5e3, "lowest": 8e3,
    "highest": 12e3, "slowest": 0.0, "fastest": math.inf,
}  # fmt: skip
EASTWARD = (230.0, 0.0, 0.0)
CRUISING = (0.0, 30e3, 10e3)
#: Nothing in doubt about a height and a velocity.
SURE = (0.0, 0.0)
DEPOT = ((0.0, 0.0, 0.0, 1.0),)


def lanes(*rows: dict[str, float]) -> Any:
    made = np.zeros(len(rows), CORRIDOR).view(np.recarray)
    for number, row in enumerate(rows):
        for name, value in row.items():
            made[name][number] = value
    return made


def sky(battle: Battle, *corridors: dict[str, float], neutrals: int = 1, friends: int = 0, **unit: float) -> Any:
    """A unit that guards a depot where others may fly besides the raid."""
    made = battle(units=[{"control": WEAPONS_TIGHT, **unit}], assets=DEPOT)
    made.model = made.model._replace(corridors=lanes(*corridors))
    made.model.exercise[0].neutrals, made.model.exercise[0].friends = neutrals, friends
    return made


def judged(made: Any, k: int, t: float = 0.0) -> int:
    return int(evaluate(made.model, made.belief, made.log, 0, k, t))


@pytest.mark.parametrize(
    ("x", "y", "height", "vx", "vy", "within"),
    [
        (0.0, 30e3, 10e3, 230.0, 0.0, True),
        (0.0, 30e3, 10e3, -230.0, 0.0, True),  # Airways are flown both ways.
        (0.0, 34.9e3, 10e3, 230.0, 0.0, True),
        (0.0, 35.1e3, 10e3, 230.0, 0.0, False),
        (53e3, 33e3, 10e3, 230.0, 0.0, True),  # Round its end: 3 and 3 km off, 4.2 in all.
        (54e3, 34e3, 10e3, 230.0, 0.0, False),  # 4 and 4, 5.7 in all.
        (0.0, 30e3, 7.9e3, 230.0, 0.0, False),
        (0.0, 30e3, 12.1e3, 230.0, 0.0, False),
        (0.0, 30e3, math.inf, 230.0, 0.0, True),  # A height that nobody knows is not held against it.
        (0.0, 30e3, 10e3, 230.0 * math.cos(0.5), 230.0 * math.sin(0.5), True),  # 29 degrees off.
        (0.0, 30e3, 10e3, 230.0 * math.cos(0.6), 230.0 * math.sin(0.6), False),  # 34 degrees off.
    ],
)
def test_a_corridor_holds_what_lies_in_it_and_flies_along_it(
    x: float, y: float, height: float, vx: float, vy: float, within: bool
) -> None:
    assert inside(lanes(LANE), (x, y, height), (vx, vy), SURE) is within


def test_a_corridor_may_ask_for_a_speed() -> None:
    slow = lanes(LANE | {"slowest": 180.0, "fastest": 260.0})
    at = (0.0, 30e3, 10e3)
    assert [inside(slow, at, (v, 0.0), SURE) for v in (170.0, 200.0, 270.0)] == [False, True, False]
    # What is not known well is not held against it.
    assert [inside(slow, at, (v, 0.0), (0.0, 20.0)) for v in (150.0, 170.0, 270.0)] == [False, True, True]


def test_a_height_or_course_in_doubt_is_not_held_against_a_track() -> None:
    assert not inside(lanes(LANE), (0.0, 30e3, 7.5e3), (230.0, 0.0), (400.0, 0.0))
    assert inside(lanes(LANE), (0.0, 30e3, 7.5e3), (230.0, 0.0), (600.0, 0.0))
    assert not inside(lanes(LANE), (0.0, 30e3, 10e3), (0.0, 100.0), (0.0, 80.0))
    assert inside(lanes(LANE), (0.0, 30e3, 10e3), (0.0, 100.0), (0.0, 90.0))


def test_a_track_keeps_to_a_corridor_after_a_while_and_strays_when_it_leaves(battle: Battle) -> None:
    made = battle()
    track = made.belief.tracks[made.add_track(0, CRUISING, EASTWARD)]
    assert follow_corridors(lanes(), track, 10e3, SURE, 0.0) == NO_CORRIDORS
    assert follow_corridors(lanes(LANE), track, 10e3, SURE, 1.0) == ENTERED
    assert follow_corridors(lanes(LANE), track, 10e3, SURE, 0.9 + KEEPING) == ENTERED
    assert follow_corridors(lanes(LANE), track, 10e3, SURE, 1.1 + KEEPING) == KEEPS
    assert follow_corridors(lanes(LANE), track, 5e3, SURE, 40.0) == OUTSIDE
    assert track.strayed == 1
    assert follow_corridors(lanes(LANE), track, 10e3, SURE, 50.0) == ENTERED
    assert follow_corridors(lanes(LANE), track, 5e3, SURE, 60.0) == OUTSIDE


def bayes(asked: int, answered: int, silent: float, poses: float) -> float:
    """The ratio of the probabilities of one sequence of looks, written out look by look."""
    works = none = 1.0
    for look in range(asked):
        works *= HEARD if look < answered else 1.0 - HEARD
        none *= FALSELY if look < answered else 1.0 - FALSELY
    return math.log((silent * none + (1.0 - silent) * works) / ((1.0 - poses) * none + poses * works))


@pytest.mark.parametrize(("asked", "answered"), [(0, 0), (1, 1), (1, 0), (6, 6), (6, 0), (6, 3), (12, 1)])
def test_answers_weigh_as_bayes_has_it(battle: Battle, asked: int, answered: int) -> None:
    made = battle()
    track = made.belief.tracks[made.add_track(0, CRUISING)]
    track.civil_asked = track.military_asked = asked
    track.civil_answers = track.military_answers = answered
    assert civil_evidence(track) == pytest.approx(bayes(asked, answered, SILENT_CIVIL, POSES_CIVIL), abs=1e-9)
    assert military_evidence(track) == pytest.approx(bayes(asked, answered, SILENT_FRIEND, POSES_FRIEND), abs=1e-9)


def test_silence_says_no_more_than_that_there_is_no_transponder(battle: Battle) -> None:
    made = battle()
    track = made.belief.tracks[made.add_track(0, CRUISING)]
    track.civil_asked = 12
    assert civil_evidence(track) == pytest.approx(math.log(SILENT_CIVIL / (1.0 - POSES_CIVIL)), abs=1e-6)


def test_an_airliner_that_answers_on_its_way_is_neutral(battle: Battle) -> None:
    made = sky(battle)
    k = made.add_track(0, CRUISING, EASTWARD, identity=UNKNOWN, civil_asked=6, civil_answers=6, sigma=100.0)
    identity, why, hostile = identify(made.model, made.belief, k, 0.0)
    assert (identity, why) == (NEUTRAL, ANSWERED_CIVIL)
    assert hostile < 0.05
    assert judged(made, k) == HELD_AS_NEUTRAL
    assert made.whys(TAKEN_FOR_NEUTRAL) == [ANSWERED_CIVIL]
    assert not made.rows(DECLARED).size
    # Said once, not at every cycle.
    assert judged(made, k, 1.0) == HELD_AS_NEUTRAL
    assert len(made.rows(TAKEN_FOR_NEUTRAL)) == 1


def test_who_keeps_to_a_corridor_is_neutral_and_who_is_silent_there_as_well_is_unknown(battle: Battle) -> None:
    made = sky(battle, LANE)
    k = made.add_track(0, CRUISING, EASTWARD, identity=UNKNOWN, lane_since=-KEEPING)
    assert identify(made.model, made.belief, k, 0.0)[:2] == (NEUTRAL, IN_CORRIDOR)
    made.belief.tracks[k].civil_asked = 8
    assert identify(made.model, made.belief, k, 0.0)[:2] == (UNKNOWN, UNDECIDED)
    # Nor is a silent one declared hostile before it can have kept to its corridor for long.
    made.belief.tracks[k].lane_since = math.inf
    assert identify(made.model, made.belief, k, 0.0)[:2] == (UNKNOWN, UNDECIDED)
    assert judged(made, k) == UNIDENTIFIED


def test_who_is_silent_and_strays_from_its_corridor_is_declared_hostile(battle: Battle) -> None:
    made = sky(battle, LANE, declare_after=10.0)
    k = made.add_track(
        0, (0.0, 60e3, 10e3), EASTWARD, identity=UNKNOWN, civil_asked=8, lane_since=-KEEPING, confirmed_at=0.0
    )
    judged(made, k, 0.0)
    assert not made.rows(DECLARED).size
    judged(made, k, 10.0)
    assert made.whys(DECLARED) == [NO_IFF_ANSWER]
    assert made.belief.tracks[k].strayed == 1


def test_the_reason_of_a_stray_is_that_it_strayed(battle: Battle) -> None:
    made = sky(battle, LANE)
    at = (0.0, 60e3, 2e3)
    k = made.add_track(0, at, (120.0, 0.0, 0.0), identity=UNKNOWN, lane_since=-KEEPING, sigma=10.0)
    assert identify(made.model, made.belief, k, 0.0)[:2] == (HOSTILE, STRAYED)


def test_what_flies_fast_and_low_is_hostile_where_only_civil_aircraft_fly_besides(battle: Battle) -> None:
    made = sky(battle)
    k = made.add_track(0, (0.0, 20e3, 100.0), (0.0, -245.0, 0.0), identity=UNKNOWN, confirmed_at=-60.0)
    assert identify(made.model, made.belief, k, 0.0)[:2] == (HOSTILE, FAST_AND_LOW)
    assert judged(made, k) == NO_REASON
    # As fast and as low as an own fighter may fly, where such may fly and nobody was asked.
    made.model.exercise[0].friends = 1
    made.belief.tracks[k].identity = UNKNOWN
    assert identify(made.model, made.belief, k, 0.0)[0] == UNKNOWN


def test_a_friend_is_known_by_the_key_of_the_day(battle: Battle) -> None:
    made = sky(battle, neutrals=0, friends=1)
    at, speed = (0.0, 20e3, 100.0), (0.0, -245.0, 0.0)
    k = made.add_track(0, at, speed, identity=UNKNOWN, military_asked=2, military_answers=2, confirmed_at=-60.0)
    assert judged(made, k) == HELD_AS_FRIENDLY
    assert made.whys(TAKEN_FOR_FRIENDLY) == [ANSWERED_MILITARY]
    assert made.belief.tracks[k].identity == FRIENDLY
    made.belief.tracks[k].military_answers = 0
    made.belief.tracks[k].military_asked = 8
    made.belief.tracks[k].identity = UNKNOWN
    assert judged(made, k) == NO_REASON
    assert made.whys(DECLARED) == [NO_IFF_ANSWER]


def test_what_was_held_for_neutral_is_in_doubt_when_it_turns(battle: Battle) -> None:
    made = sky(battle)
    k = made.add_track(0, (0.0, 20e3, 10e3), (0.0, -230.0, 0.0), identity=NEUTRAL, civil_asked=2, confirmed_at=0.0)
    made.belief.tracks[k].civil_answers = 1
    made.belief.tracks[k].z = 3.2e3
    made.belief.tracks[k].civil_asked = 12
    judged(made, k)
    assert len(made.rows(IN_DOUBT)) + len(made.rows(DECLARED)) == 1


@pytest.mark.parametrize("control", [WEAPONS_TIGHT, WEAPONS_FREE])
def test_weapons_tight_holds_fire_on_the_unknown_and_weapons_free_does_not(battle: Battle, control: int) -> None:
    made = sky(battle, control=control)
    k = made.add_track(0, (0.0, 20e3, 10e3), (0.0, -230.0, 0.0), identity=UNKNOWN)
    why = judged(made, k)
    if control == WEAPONS_TIGHT:
        assert why == UNIDENTIFIED
        assert not made.rows(DECLARED).size
    else:
        assert why == NO_REASON
        assert made.whys(DECLARED) == [UNKNOWN_UNDER_FREE]
        # It answers after all: what is known for neutral is left alone under weapons free, too.
        made.belief.tracks[k].civil_asked = made.belief.tracks[k].civil_answers = 6
        assert judged(made, k) == HELD_AS_NEUTRAL


def test_where_nothing_flies_but_the_raid_time_alone_declares(battle: Battle) -> None:
    made = sky(battle, LANE, neutrals=0)
    k = made.add_track(0, CRUISING, EASTWARD, identity=UNKNOWN, civil_asked=6, civil_answers=6)
    assert judged(made, k) in (NO_REASON, NOT_APPROACHING)
    assert made.whys(DECLARED) == [NO_REASON]
