"""Interrogation: what a secondary radar hears of bodies, and the errors that it makes, counted against chance."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, sin
from typing import Any

import pytest

from shieldwall.engine.sense.interrogation import (
    ANSWER_CHANCE,
    BEAM,
    CREDITED,
    FALSE_ANSWER,
    GARBLED,
    OVERLAP,
    TOGETHER,
    WRONG_KEY,
    interrogate,
)
from shieldwall.engine.track.replies import KEPT, forget_replies, note_replies, take_replies
from shieldwall.state.identity import CIVIL, MILITARY
from shieldwall.state.layout import NONE

Battle = Callable[..., Any]

#: Half width of an interval that a binomial count leaves once in a million: 4.9 deviations.
DEVIATIONS = 4.9
LOOKS = 2000
FAR = 60e3


def heard(made: Any, looks: int = LOOKS) -> dict[int, int]:
    """How many of so many looks at body 0 heard an answer in each mode."""
    counts = {CIVIL: 0, MILITARY: 0}
    number = made.add_look(0, 0.0, (0.0, FAR, 3000.0), origin=0)
    look = made.belief.looks[number % len(made.belief.looks)]
    for index in range(looks):
        look.index = index
        interrogate(made.model, made.truth, made.belief, look)
        reply = made.belief.plots[look.first % len(made.belief.plots)].reply
        assert reply & 3 == made.model.sensors[0].interrogator
        for mode in counts:
            counts[mode] += reply >> 2 & mode == mode
    return counts


def near(count: int, chance: float, looks: int = LOOKS) -> bool:
    return abs(count - looks * chance) <= DEVIATIONS * (looks * chance * (1.0 - chance)) ** 0.5 + 1.0


def laid(battle: Battle, *others: Any, transponder: int = CIVIL, modes: int = CIVIL) -> Any:
    bodies = [{"at": (0.0, FAR, 3000.0), "transponder": transponder}, *others]
    return battle(sensors=[{"interrogator": modes}], bodies=bodies)


def beside(bearing: float, distance: float, transponder: int = CIVIL) -> dict[str, Any]:
    return {"at": (distance * sin(bearing), distance * cos(bearing), 3000.0), "transponder": transponder}


def test_a_working_transponder_is_missed_now_and_then(battle: Battle) -> None:
    counts = heard(laid(battle))
    # Noise may stand in for the answer that was missed.
    assert near(counts[CIVIL], ANSWER_CHANCE + (1.0 - ANSWER_CHANCE) * FALSE_ANSWER)
    assert counts[MILITARY] == 0


def test_what_has_no_transponder_is_heard_falsely_at_times(battle: Battle) -> None:
    assert near(heard(laid(battle, transponder=0))[CIVIL], FALSE_ANSWER)
    assert near(heard(laid(battle, transponder=CIVIL, modes=MILITARY))[MILITARY], FALSE_ANSWER)


def test_both_modes_are_asked_together(battle: Battle) -> None:
    counts = heard(laid(battle, transponder=CIVIL | MILITARY, modes=CIVIL | MILITARY))
    assert all(near(count, ANSWER_CHANCE) for count in counts.values())


def test_answers_that_overlap_are_garbled(battle: Battle) -> None:
    made = laid(battle, beside(0.2 * BEAM, FAR + 0.9 * OVERLAP))
    chance = ANSWER_CHANCE * (1.0 - GARBLED)
    assert near(heard(made)[CIVIL], chance + (1.0 - chance) * FALSE_ANSWER)


@pytest.mark.parametrize("other", [beside(0.0, FAR + 1.1 * OVERLAP), beside(0.6 * BEAM, FAR), beside(3.1, FAR)])
def test_who_is_farther_or_out_of_the_beam_garbles_nothing(battle: Battle, other: dict[str, Any]) -> None:
    assert near(heard(laid(battle, other))[CIVIL], ANSWER_CHANCE + (1.0 - ANSWER_CHANCE) * FALSE_ANSWER)


def test_a_neighbours_answer_is_taken_for_that_of_a_silent_one(battle: Battle) -> None:
    close = laid(battle, beside(0.0, FAR + 0.5 * TOGETHER), transponder=0)
    assert near(heard(close)[CIVIL], CREDITED + (1.0 - CREDITED) * FALSE_ANSWER)
    apart = laid(battle, beside(0.0, FAR + 2.0 * TOGETHER), transponder=0)
    assert near(heard(apart)[CIVIL], FALSE_ANSWER)


def test_an_interrogator_with_a_wrong_key_hears_nobody_in_the_whole_run(battle: Battle) -> None:
    made = laid(battle, transponder=MILITARY, modes=MILITARY)
    runs, mute = 2000, 0
    for run in range(runs):
        made.model.exercise[0].replication = run
        counts = heard(made, 4)
        mute += counts[MILITARY] == 0
    assert near(mute, WRONG_KEY, runs)


def test_a_false_alarm_is_asked_and_silent(battle: Battle) -> None:
    made = battle(sensors=[{"interrogator": CIVIL}])
    number = made.add_look(0, 0.0, (0.0, FAR, 3000.0), origin=NONE)
    look = made.belief.looks[number % len(made.belief.looks)]
    interrogate(made.model, made.truth, made.belief, look)
    assert made.belief.plots[look.first].reply == CIVIL


def test_a_track_counts_its_answers_and_older_ones_fade(battle: Battle) -> None:
    made = battle(sensors=[{"interrogator": CIVIL}])
    made.model.exercise[0].neutrals = 1
    k = made.add_track(0, (0.0, FAR, 3000.0))
    made.add_look(0, 0.0, (0.0, FAR, 3000.0))
    rows = made.belief.scratch.assigned[:1]
    rows[0] = k
    track = made.belief.tracks[k]
    for reply, asked, answered in ((CIVIL | CIVIL << 2, 1, 1), (CIVIL, 2, 1), (0, 2, 1)):
        made.belief.plots[0].reply = reply
        note_replies(made.model, made.belief, rows, 0)
        assert (track.civil_asked, track.civil_answers, track.military_asked) == (asked, answered, 0)
    made.belief.plots[0].reply = MILITARY | MILITARY << 2
    for _ in range(KEPT + 1):
        note_replies(made.model, made.belief, rows, 0)
    assert track.military_asked == track.military_answers == (KEPT + 1) // 2


def test_of_two_who_tell_of_a_track_the_one_that_asked_more_counts(battle: Battle) -> None:
    made = battle()
    one, other = (made.belief.tracks[made.add_track(0, (0.0, FAR, 0.0))] for _ in range(2))
    one.civil_asked, one.civil_answers = 3, 3
    other.civil_asked, other.civil_answers, other.military_asked, other.military_answers = 5, 1, 2, 2
    take_replies(one, other)
    assert (one.civil_asked, one.civil_answers, one.military_asked, one.military_answers) == (5, 1, 2, 2)
    forget_replies(one)
    assert (one.civil_asked, one.civil_answers, one.military_asked, one.military_answers) == (0, 0, 0, 0)
