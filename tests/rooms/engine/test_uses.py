"""What a unit may do with what it hears: tracks that may only be known are held, and so are orders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.command.evaluation import evaluate
from shieldwall.engine.network.delivery import deliver
from shieldwall.engine.network.uses import use_of
from shieldwall.engine.sense.scan import scan
from shieldwall.record.kinds import ACCEPTED, REFUSED
from shieldwall.record.reasons import AWARENESS_ONLY
from shieldwall.state.link import AWARENESS, CUEING, DATA, VOICE

Battle = Callable[..., Any]

NEAR = (0.0, 20e3, 3000.0)


def graded(made: Any, medium: int = DATA, sender: int = 1, receiver: int = 0) -> Any:
    """Let a receiver only be aware of what a sender tells it."""
    made.model.exercise[0].graded = 1
    made.model.uses[medium, sender, receiver] = AWARENESS
    return made


def heard(group: Battle, *, aware: bool) -> Any:
    """A post that has heard of a target from its unit by plots."""
    made = group(bodies=[{}], units=[{"commands": 1, "confirm_hits": 1}, {"post": 0}], assets=[(0.0, 0.0, 0.0, 1.0)])
    made.model.exercise[0].graded = 1
    if aware:
        graded(made)
    made.add_plots_message(0, 1, made.add_look(1, 4.0, NEAR, origin=0))
    deliver(made.model, made.truth, made.belief, made.log, 5.0)
    return made


@pytest.mark.parametrize("aware", [True, False])
def test_a_track_that_may_only_be_known_is_held(group: Battle, aware: bool) -> None:
    made = heard(group, aware=aware)
    (k,) = made.picture(0)
    why = evaluate(made.model, made.belief, made.log, 0, k, 6.0)
    assert (why == AWARENESS_ONLY) is aware


def test_what_the_post_sees_itself_may_always_cue(group: Battle) -> None:
    made = heard(group, aware=True)
    scan(made.model, made.truth, made.belief, made.log, 0, 6.0)
    (k,) = made.picture(0)
    assert made.belief.tracks[k].cued_at == 6.0
    assert evaluate(made.model, made.belief, made.log, 0, k, 7.0) != AWARENESS_ONLY
    # The better source lost it; what is left may only be known.
    assert evaluate(made.model, made.belief, made.log, 0, k, 6.0 + 20.1) == AWARENESS_ONLY


@pytest.mark.parametrize("aware", [True, False])
def test_an_order_from_whom_a_unit_may_only_hear_is_refused(group: Battle, aware: bool) -> None:
    made = group()
    if aware:
        graded(made, sender=0, receiver=1)
    made.add_order(1, 0, NEAR)
    deliver(made.model, made.truth, made.belief, made.log, 5.0)
    assert made.whys(REFUSED) == [AWARENESS_ONLY] * aware
    assert len(made.rows(ACCEPTED)) == (0 if aware else 1)


def test_the_medium_and_the_net_count_and_a_unit_may_follow_itself(battle: Battle) -> None:
    links = [{"between": (0, 1)}, {"between": (0, 2), "allows": AWARENESS}]
    made = battle(units=[{}, {}, {}], links=links, nets=[{"medium": VOICE}, {}])
    graded(made, VOICE, 0, 1)
    graded(made, DATA, 1, 0)
    graded(made, DATA, 2, 2)
    uses = {pair: int(use_of(made.model, made.belief, *pair)) for pair in ((0, 1), (1, 0), (0, 2), (2, 2))}
    assert uses == {(0, 1): AWARENESS, (1, 0): CUEING, (0, 2): AWARENESS, (2, 2): CUEING}
