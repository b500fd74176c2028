"""Decentralised command: targets are shown, units choose, and who chose second stands down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.command.cycle import cycle
from shieldwall.engine.network.delivery import deliver
from shieldwall.models.commands.conduct import CHOOSES, RADIATES
from shieldwall.models.numbers import DECENTRALISED
from shieldwall.record.kinds import ACCEPTED, CLAIMED, ENDED, HELD, LEAVES, ORDERED
from shieldwall.record.reasons import HELD_BY_RULE, LEFT_TO_ANOTHER, LEFT_TO_UNITS, NO_CHANNEL, NO_REASON
from shieldwall.state.channel import ACQUIRING, ENGAGING
from shieldwall.state.layout import NONE
from shieldwall.state.message import CLAIM, DIRECTIVE, ORDER, TARGET
from shieldwall.state.sensor import ENGAGEMENT
from shieldwall.state.unit import WEAPONS_HOLD

Battle = Callable[..., Any]

AHEAD, INBOUND = (0.0, 20e3, 3000.0), (0.0, -200.0, 0.0)
#: It passes both units, at the origin, 15 km to the side: no matter of self-defence.
ASIDE = (15e3, 20e3, 3000.0)
FREE = {"post": 0, "method": DECENTRALISED, "conduct": CHOOSES | RADIATES}
TWO: dict[str, Any] = {
    "units": [{"commands": 1}, FREE, FREE],
    "sensors": [{}, {"unit": 1, "role": ENGAGEMENT}, {"unit": 2, "role": ENGAGEMENT}],
    "channels": [{"unit": 1, "sensor": 1}, {"unit": 2, "sensor": 2}],
    "launchers": [{"unit": 1}, {"unit": 2}],
    "links": [{"between": (0, 1)}, {"between": (0, 2)}],
}


@pytest.fixture
def two(group: Battle) -> Battle:
    """Return the function that lays a post and two units that choose for themselves."""

    def made(**tables: Any) -> Any:
        battle = group(**(TWO | tables))
        battle.belief.subordinates.conduct[0, 1:] = CHOOSES | RADIATES
        return battle

    return made


def think(made: Any, n: int, t: float) -> None:
    made.belief.unit_state[1:].heard_at = t
    cycle(made.model, made.belief, made.log, n, t)


def hear(made: Any, t: float, *kinds: int) -> None:
    """Let all messages arrive that wait, or the first ones as long as they are of some kinds."""
    while made.belief.progress[0].waiting > 0:
        row = int(made.belief.queue[0]["row"])
        if kinds and made.belief.messages[row].kind not in kinds:
            return
        deliver(made.model, made.truth, made.belief, made.log, t)


def test_the_post_shows_a_target_to_all_who_could_engage_it_and_orders_nobody(two: Battle) -> None:
    made = two()
    made.add_track(0, AHEAD, INBOUND)
    think(made, 0, 0.0)
    assert [int(made.belief.messages[row].receiver) for row in made.messages(TARGET)] == [1, 2]
    assert not made.messages(ORDER)
    assert made.whys(HELD) == [LEFT_TO_UNITS]
    assert not len(made.rows(ORDERED))


def test_it_is_shown_again_after_six_seconds_and_not_before(two: Battle) -> None:
    made = two()
    made.add_track(0, AHEAD, INBOUND)
    counts = []
    for t in (0.0, 1.0, 5.0, 6.0):
        think(made, 0, t)
        counts.append(len(made.messages(TARGET)))
    assert counts == [2, 2, 2, 4]


def test_who_has_no_channel_free_is_shown_nothing(two: Battle) -> None:
    made = two()
    made.belief.subordinates.free[0, 1] = 0
    made.add_track(0, AHEAD, INBOUND)
    think(made, 0, 0.0)
    assert [int(made.belief.messages[row].receiver) for row in made.messages(TARGET)] == [2]


def test_a_unit_takes_what_it_is_shown_and_tells_its_post(two: Battle) -> None:
    made = two()
    made.add_order(1, 0, AHEAD, kind=TARGET, order=NONE, vy=-200.0)
    deliver(made.model, made.truth, made.belief, made.log, 1.0)
    assert [(row.who, row.whom, row.v0) for row in made.rows(ORDERED)] == [(11, 11, 77)]
    assert len(made.rows(ACCEPTED)) == 1
    assert made.belief.channel_state[0].post == 1
    assert [int(made.belief.messages[row].receiver) for row in made.messages(CLAIM)] == [0]


@pytest.mark.parametrize(("what", "why"), [("busy", NO_CHANNEL), ("hold", HELD_BY_RULE)])
def test_a_unit_that_cannot_leaves_it_and_says_why(two: Battle, what: str, why: int) -> None:
    made = two()
    if what == "busy":
        made.engage(0, (5e3, 5e3, 3000.0), state=ENGAGING)
    else:
        made.belief.unit_state[1].control = WEAPONS_HOLD
    made.add_order(1, 0, AHEAD, kind=TARGET, order=NONE)
    deliver(made.model, made.truth, made.belief, made.log, 1.0)
    assert made.whys(LEAVES) == [why]
    assert not len(made.rows(ORDERED))


def test_a_unit_chooses_from_its_own_picture_unasked(two: Battle) -> None:
    made = two()
    made.add_track(1, ASIDE, INBOUND)
    think(made, 1, 0.0)
    assert [(row.who, row.whom) for row in made.rows(ORDERED)] == [(11, 11)]
    held = two(units=[{"commands": 1}, FREE | {"conduct": RADIATES}, FREE])
    held.add_track(1, ASIDE, INBOUND)
    think(held, 1, 0.0)
    assert not len(held.rows(ORDERED))


def test_of_two_that_choose_one_target_the_second_stands_down(two: Battle) -> None:
    made = two()
    k = made.add_track(0, ASIDE, INBOUND)
    for n in (1, 2):
        made.add_order(n, 0, ASIDE, kind=TARGET, order=NONE, vy=-200.0)
    hear(made, 1.0, TARGET)
    assert [int(made.belief.channel_state[c].state) for c in (0, 1)] == [ACQUIRING, ACQUIRING]
    hear(made, 1.0)
    assert made.belief.tracks[k].shooter == 1
    assert len(made.rows(CLAIMED)) == 1
    assert [(int(row.who), int(row.why)) for row in made.rows(ENDED)] == [(31, LEFT_TO_ANOTHER)]


@pytest.mark.parametrize("what", ["fired", "comes at it"])
def test_but_not_with_a_round_out_or_of_what_comes_at_it(two: Battle, what: str) -> None:
    made = two()
    at = ASIDE if what == "fired" else AHEAD
    made.add_track(0, at, INBOUND, shooter=1)
    made.engage(1, at, INBOUND, state=ENGAGING, order=9, shots=int(what == "fired"))
    made.add_order(0, 2, at, kind=CLAIM, order=9, vy=-200.0, unit=2)
    hear(made, 1.0)
    assert not len(made.rows(ENDED))


def test_a_claim_of_a_unit_under_central_command_sends_nobody_away(two: Battle) -> None:
    made = two(units=[{"commands": 1}, FREE, {"post": 0}])
    made.add_track(0, ASIDE, INBOUND, shooter=1)
    made.add_order(0, 2, ASIDE, kind=CLAIM, order=9, vy=-200.0, unit=2)
    deliver(made.model, made.truth, made.belief, made.log, 1.0)
    assert not made.messages(DIRECTIVE)


@pytest.mark.parametrize(("t", "chosen"), [(20.0, False), (26.0, True)])
def test_what_it_left_to_another_it_leaves_for_25_seconds(two: Battle, t: float, chosen: bool) -> None:
    made = two()
    made.add_track(1, ASIDE, (0.0, -1.0, 0.0), t=t, why=LEFT_TO_ANOTHER, refused_at=0.0, refused_by=NONE)
    think(made, 1, t)
    assert len(made.rows(ORDERED)) == chosen
    assert NO_REASON not in made.whys(HELD)
