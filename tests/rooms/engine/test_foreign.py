"""Rounds on foreign tracks: where the matrix allows, by datalink, and with the track's error."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from shieldwall.engine.command.assignment import assign
from shieldwall.engine.command.orders import renew_cue, take_order
from shieldwall.engine.command.shot_value import best_shot
from shieldwall.engine.fire.engagement import advance_engagement
from shieldwall.engine.fire.foreign import is_led, led_chance, may_lead
from shieldwall.engine.fire.support import support
from shieldwall.engine.network.uses import note_use, use_of
from shieldwall.kernels.flight import TT, TX, TY
from shieldwall.models.numbers import COMMAND, DATALINK_ACTIVE, SEMI_ACTIVE
from shieldwall.record.kinds import ACCEPTED, ACQUIRED, LAUNCHED, REFUSED, SUPPORT, WAITS
from shieldwall.record.reasons import (
    LEADS_NO_SUCH_ROUND,
    NO_REASON,
    NO_UNIT_IN_REACH,
    ON_FOREIGN_TRACK,
    OUTSIDE_SECTOR,
    UNSEEN_BY_FIRE_CONTROL,
)
from shieldwall.state.channel import ACQUIRING, ENGAGING
from shieldwall.state.link import CUEING, DATA, FIRE_CONTROL
from shieldwall.state.message import CUE, ORDER
from shieldwall.state.sensor import ENGAGEMENT

Battle = Callable[..., Any]

#: A target 20 km north, which the unit's own radar, that reaches 5 km, does not see.
NEAR, STILL = (0.0, 20e3, 3000.0), (0.0, 0.0, 0.0)


@pytest.fixture
def hidden(group: Battle) -> Battle:
    """Return the function that lays a post that sees, and a unit under it whose own radar reaches 5 km."""

    def make(*, guidance: int = DATALINK_ACTIVE, use: int = FIRE_CONTROL, allows: int = FIRE_CONTROL) -> Any:
        made = group(
            weapons=[{"guidance": guidance, "works": 0.8}],
            sensors=[{}, {"unit": 1, "role": ENGAGEMENT, "y": 1000.0, "range_max": 5e3, "loss_range": 5e3}],
            links=[{"between": (0, 1), "allows": allows}],
            bodies=[{"at": NEAR, "speed": STILL}],
        )
        made.model.exercise[0].graded = 1
        made.model.uses[DATA, 0, 1] = use
        return made

    return make


def tracked(made: Any, t: float = 0.0, sigma: float = 30.0) -> int:
    """A track of the post that its own radar has just confirmed."""
    return int(made.add_track(0, NEAR, t=t, sigma=sigma, guides_at=t))


@pytest.mark.parametrize(
    ("use", "allows", "may"),
    [(FIRE_CONTROL, FIRE_CONTROL, True), (CUEING, FIRE_CONTROL, False), (FIRE_CONTROL, CUEING, False)],
)
def test_a_post_leads_rounds_of_a_unit_where_matrix_and_net_both_allow_it(
    hidden: Battle, use: int, allows: int, may: bool
) -> None:
    made = hidden(use=use, allows=allows)
    k = tracked(made)
    assert may_lead(made.model, made.belief, 0, 1, k, 0.0) is may
    assert best_shot(made.model, made.belief, 0, 1, k, 1, NO_UNIT_IN_REACH, 0.0)[3] == (
        NO_REASON if may else UNSEEN_BY_FIRE_CONTROL
    )


def test_only_what_is_of_fire_control_quality_leads(hidden: Battle) -> None:
    made = hidden()
    # 250 m over three axes are 144 m on each.
    for sigma, age, may in ((144.0, 0.0, True), (145.0, 0.0, False), (30.0, 12.0, True), (30.0, 12.1, False)):
        k = tracked(made, sigma=sigma)
        assert may_lead(made.model, made.belief, 0, 1, k, age) is may


def test_what_a_unit_hears_may_guide_where_the_matrix_says_so(hidden: Battle) -> None:
    made = hidden()
    made.model.uses[DATA, 1, 0] = FIRE_CONTROL
    k = int(made.add_track(0, NEAR))
    rows = np.array([k])
    note_use(made.model, made.belief, 1, 0, rows, 4.0)
    assert (made.belief.tracks[k].guides_at, made.belief.tracks[k].heard_at) == (4.0, 4.0)
    made.model.uses[DATA, 1, 0] = CUEING
    note_use(made.model, made.belief, 1, 0, rows, 6.0)
    assert (made.belief.tracks[k].guides_at, made.belief.tracks[k].heard_at) == (4.0, 4.0)
    # What it sees itself may guide others, and not its own rounds beside its fire control.
    note_use(made.model, made.belief, 0, 0, rows, 8.0)
    assert (made.belief.tracks[k].guides_at, made.belief.tracks[k].heard_at) == (8.0, 4.0)
    assert use_of(made.model, made.belief, 0, 0) == CUEING


@pytest.mark.parametrize(
    ("guidance", "why"),
    [(DATALINK_ACTIVE, NO_REASON), (SEMI_ACTIVE, UNSEEN_BY_FIRE_CONTROL), (COMMAND, UNSEEN_BY_FIRE_CONTROL)],
)
def test_only_rounds_with_a_datalink_and_a_seeker_of_their_own_are_led(hidden: Battle, guidance: int, why: int) -> None:
    made = hidden(guidance=guidance)
    assert best_shot(made.model, made.belief, 0, 1, tracked(made), 1, NO_UNIT_IN_REACH, 0.0)[3] == why


def test_the_chance_falls_with_the_error_of_the_track(hidden: Battle) -> None:
    weapon = hidden().model.weapons[0]
    # Across its way the error of each of two axes is spread / sqrt(3): Rayleigh, within 500 m.
    for spread in (1.0, 250.0, 1000.0):
        within = 1.0 - math.exp(-0.5 * (500.0 / (spread / math.sqrt(3.0))) ** 2)
        assert led_chance(weapon, spread) == pytest.approx(0.8 * within, rel=1e-9)


def ordered(made: Any, t: float = 1.0, **said: Any) -> Any:
    """The state of the unit's channel after an order that may lead its rounds."""
    row = made.add_order(1, 0, NEAR, at=t, **({"spread": 60.0, "guides": 1} | said))
    take_order(made.model, made.belief, made.log, row, t)
    made.take_next()
    return made.belief.channel_state[0]


def look(made: Any, t: float) -> int:
    """A look of the channel that sees nothing, and what follows; the row of a round, or -1."""
    state = made.belief.channel_state[0]
    state.history, state.hit = (state.history << 1) & 31, 0
    state.misses += 1
    return int(advance_engagement(made.model, made.belief, made.log, 0, t))


def test_a_led_channel_fires_at_what_its_own_radar_does_not_see(hidden: Battle) -> None:
    made = hidden()
    state = ordered(made)
    assert (state.state, state.led_at) == (ACQUIRING, 1.0)
    assert look(made, 2.0) == -1
    # Its crew has the reaction of any other: 5 s after the order.
    assert state.state == ENGAGING
    assert look(made, 5.9) == -1
    assert look(made, 6.0) == 0
    assert len(made.rows(ACQUIRED)) == len(made.rows(LAUNCHED)) == 1
    assert made.whys(SUPPORT) == [ON_FOREIGN_TRACK]


@pytest.mark.parametrize("what", ["the post does not say so", "the matrix forbids", "the net forbids", "it is vague"])
def test_a_channel_that_may_not_be_led_never_fires_at_it(hidden: Battle, what: str) -> None:
    made = hidden(
        use=CUEING if what == "the matrix forbids" else FIRE_CONTROL,
        allows=CUEING if what == "the net forbids" else FIRE_CONTROL,
    )
    said = {"guides": 0} if what == "the post does not say so" else {"spread": 251.0} if what == "it is vague" else {}
    ordered(made, **said)
    for tick in range(1, 30):
        look(made, 1.0 + tick)
    assert not len(made.rows(ACQUIRED, LAUNCHED))


def test_an_order_that_leads_needs_no_turn_of_the_radar(hidden: Battle) -> None:
    cone = {"cos_sector": math.cos(0.5), "half_sector": 0.5, "slew_rate": 0.0}
    for guides, kind in ((1, ACCEPTED), (0, REFUSED)):
        made = hidden()
        for name, value in cone.items():
            made.model.sensors[name][1] = value
        row = made.add_order(1, 0, (20e3, 0.0, 3000.0), at=1.0, spread=60.0, guides=guides)
        take_order(made.model, made.belief, made.log, row, 1.0)
        assert len(made.rows(kind)) == 1
        assert made.whys(REFUSED) == [OUTSIDE_SECTOR] * (1 - guides)


def test_a_led_channel_waits_with_rounds_that_nobody_leads(hidden: Battle) -> None:
    made = hidden(guidance=SEMI_ACTIVE)
    ordered(made)
    for tick in range(2, 8):
        look(made, float(tick))
    assert not len(made.rows(LAUNCHED))
    assert LEADS_NO_SUCH_ROUND in made.whys(WAITS)


def flying(hidden: Battle) -> Any:
    """A led channel whose round has left."""
    made = hidden()
    ordered(made)
    for t in (2.0, 6.0):
        look(made, t)
    made.truth.shots[0] = 0, 0, 1
    return made


def cued(made: Any, t: float, place: tuple[float, float, float], **said: Any) -> None:
    """A fresh cue from the post."""
    row = made.add_order(1, 0, place, kind=CUE, at=t, **({"spread": 60.0, "guides": 1} | said))
    renew_cue(made.model, made.belief, row)
    made.take_next()


def test_fresh_cues_lead_the_round_and_their_error_is_its_own(hidden: Battle) -> None:
    made = flying(hidden)
    # The post's track errs by 300 m; the round is told just that.
    cued(made, 7.0, (300.0, 20e3, 3000.0))
    support(made.model, made.truth, made.belief, made.log, 0, 8.0)
    assert (made.belief.flight[TX, 0], made.belief.flight[TY, 0], made.belief.flight[TT, 0]) == (300.0, 20e3, 7.0)
    assert made.belief.rounds[0].supported_until == pytest.approx(8.0 + 1.1)


def test_without_a_fresh_cue_nobody_leads_it(hidden: Battle) -> None:
    made = flying(hidden)
    before = float(made.belief.rounds[0].supported_until)
    # The last cue held at 1 s.
    assert is_led(made.belief, 0, 9.0)
    assert not is_led(made.belief, 0, 9.1)
    support(made.model, made.truth, made.belief, made.log, 0, 9.1)
    assert made.belief.rounds[0].supported_until == before
    # One that may not lead renews nothing.
    cued(made, 9.0, (300.0, 20e3, 3000.0), guides=0)
    assert not is_led(made.belief, 0, 9.1)


def test_what_the_own_radar_sees_counts_before_any_cue(hidden: Battle) -> None:
    made = flying(hidden)
    state = made.belief.channel_state[0]
    state.history = 1
    assert not is_led(made.belief, 0, 7.0)
    cued(made, 7.0, (300.0, 20e3, 3000.0))
    assert made.belief.tracks[0].x == 0.0


def test_a_post_orders_the_unit_that_cannot_see_and_says_that_it_leads(hidden: Battle) -> None:
    made = hidden()
    k = tracked(made)
    made.belief.scratch.ranking[0] = k
    assign(made.model, made.belief, made.log, 0, 1, 0.0)
    (row,) = made.messages(ORDER)
    assert made.belief.orders_sent[row].guides == 1
    made = hidden(use=CUEING)
    made.belief.scratch.ranking[0] = tracked(made)
    assign(made.model, made.belief, made.log, 0, 1, 0.0)
    assert not made.messages(ORDER)
