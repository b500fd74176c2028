"""What a network promises: a perfect one costs nothing, a dead one leaves units alone, and none moves others' draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.record.kinds import (
    ACCEPTED,
    DETECTED,
    IMPACT,
    KILLED,
    LAUNCHED,
    NET_FAILED,
    NETS_TAKEN,
    ORDERED,
    PARTNER_LEARNS,
    PASSED,
    REFUSED,
    ROUTED,
    SIGHT,
    SUPPORT,
    SWITCHED_OFF,
    TRACKED,
    UNSENT,
)
from shieldwall.record.reasons import LINK_FULL

Fight = Callable[..., Any]

BATTLE = """
scenario: 1
title: A small joint group
question: What does its network do to it?
terrain: serbia
origin: 44.93 N 20.26 E
start: 2019-10-24T08:00Z
lasts: 11 min
blue:
  command: {post: cp, doctrine: salvo, control: weapons-tight}
  links: [{name: ring, joins: [cp, s400, pantsir, warning], delay: 1 s}]
  units:
    cp: {is: s-400-command-post, at: 44.97 N 20.16 E}
    s400: {is: s-400-battalion, at: 44.95 N 20.18 E, facing: west}
    pantsir: {is: pantsir-s1, at: 44.92 N 20.24 E, facing: west}
    warning: {is: an-tps-70, at: 44.90 N 20.40 E}
red:
  routes:
    west: [44.90 N 18.90 E, target depot]
  units:
    missile:
      is: tomahawk-class
      count: 6
      route: west
      height: 300 m agl
      speed: 245 m/s
      enters: 2 min
      spacing: 8 s
      mission: {strike: depot}
      spread: {time: 5 s, offset: 500 m}
places:
  depot: {at: 44.93 N 20.26 E, value: 10, hardness: 5}
"""
RING = "{name: ring, joins: [cp, s400, pantsir, warning], delay: 1 s}"
#: Nobody shoots: what radars see of this raid follows from their own draws alone.
RADARS = BATTLE.replace("is: s-400-battalion", "is: p-18").replace("is: pantsir-s1", "is: an-tps-70")
FIGHT = (LAUNCHED, PASSED, KILLED, IMPACT)


def ring(words: str, text: str = BATTLE) -> str:
    """The battle over another net, or over none."""
    return text.replace(RING, words)


def fights(battle: Any) -> list[Any]:
    """Rounds and hits, without the numbers of tracks."""
    return [row[:8] if row[3] == LAUNCHED else row for row in battle.rows(*FIGHT)]


def test_over_a_perfect_net_an_order_is_answered_at_the_time_at_which_it_is_given(fought: Fight) -> None:
    log = fought(ring("{name: ring, joins: [cp, s400, pantsir, warning], delay: 0 s}")).log
    ordered = log.t[log.kind == ORDERED]
    answered = log.t[(log.kind == ACCEPTED) | (log.kind == REFUSED)]
    assert len(ordered) > 0
    assert sorted(ordered) == sorted(answered)
    assert not (log.kind == UNSENT).any()


def test_over_a_net_that_never_works_units_fight_as_without_one(fought: Fight) -> None:
    dead = fought(ring("{name: ring, joins: [cp, s400, pantsir, warning], delay: 1 s, fails: 1}"))
    down = "{name: ring, joins: [cp, s400, pantsir, warning], delay: 1 s, outages: [{from: 0 s, to: 60 min}]}"
    assert fights(dead)
    assert fights(dead) == fights(fought(ring(down))) == fights(fought(ring("")))


@pytest.mark.parametrize(
    "words",
    [
        "delay: 30 s",
        "delay: 1 s, fails: 0.5",
        "delay: 1 s, breaks: {every: 1 min, for: 1 min}",
        "delay: 1 s, capacity: 1 per s",
        "delay: 1 s, medium: voice",
    ],
)
def test_no_net_changes_what_radars_draw(fought: Fight, words: str) -> None:
    plain = fought(RADARS)
    assert plain.rows(DETECTED)
    poor = fought(ring(f"{{name: ring, joins: [cp, s400, pantsir, warning], {words}}}", RADARS))
    assert poor.rows(SIGHT, DETECTED) == plain.rows(SIGHT, DETECTED)


def test_a_silent_unit_on_the_net_changes_nobodys_draws(fought: Fight) -> None:
    more = ring("{name: ring, joins: [cp, s400, pantsir, warning, far], delay: 1 s, fails: 0.3}")
    text = more.replace("    warning:", "    far: {is: p-18, at: 41.10 N 25.60 E}\n    warning:")
    kinds = (SIGHT, DETECTED, SUPPORT, PASSED, KILLED)
    theirs = [row for row in fought(text).rows(*kinds) if row[0] != "blue/far/sensor"]
    assert theirs == fought(ring(RING.replace("1 s", "1 s, fails: 0.3"))).rows(*kinds)


def test_failures_come_when_they_come_whatever_is_said_over_the_net(fought: Fight) -> None:
    breaks = "breaks: {every: 2 min, for: 20 s}"
    full = fought(ring(f"{{name: ring, joins: [cp, s400, pantsir, warning], delay: 1 s, {breaks}}}"))
    quiet = fought(ring(f"{{name: ring, joins: [cp, warning], delay: 9 s, fails: 0.4, {breaks}}}"))
    assert full.rows(NET_FAILED)
    assert full.rows(NET_FAILED) == quiet.rows(NET_FAILED)


def test_where_one_net_joins_all_adaptive_routing_changes_nothing(fought: Fight) -> None:
    adaptive = BATTLE.replace("  links:", "  routing: adaptive\n  links:")
    assert fought(adaptive).log.tobytes() == fought(BATTLE).log.tobytes()


def test_a_relay_takes_over_when_the_direct_net_is_down(fought: Fight) -> None:
    nets = (
        "{name: ring, joins: [cp, s400, pantsir, warning], delay: 1 s, outages: [{from: 4 min, to: 20 min}]}, "
        "{name: near, joins: [cp, pantsir], delay: 2 s}, {name: far, joins: [pantsir, s400, warning], delay: 2 s}"
    )
    fixed = fought(ring(nets))
    living = fought(ring(nets).replace("  links:", "  routing: adaptive\n  links:"))
    lost = fixed.log.t[fixed.log.kind == UNSENT]
    assert len(lost) > 0
    assert lost.min() >= 240.0
    late = living.log[(living.log.kind == UNSENT) & (living.log.t > 241.0)]
    assert not len(late)
    assert {float(row.v0) for row in living.log[living.log.kind == ROUTED]} == {1.0, 2.0}
    assert (living.log.t[living.log.kind == ORDERED] > 240.0).any()


def test_a_full_net_drops_plots_and_lets_orders_through(fought: Fight) -> None:
    log = fought(ring("{name: ring, joins: [cp, s400, pantsir, warning], delay: 1 s, capacity: 3 per s}")).log
    dropped = log[(log.kind == UNSENT) & (log.why == LINK_FULL)]
    assert set(dropped.v0.tolist()) == {1.0}
    assert (log.kind == ORDERED).any()
    assert (log.kind == ACCEPTED).any()


def test_by_voice_the_post_hears_of_tracks_and_never_of_plots(fought: Fight) -> None:
    battle = fought(ring("{name: ring, joins: [cp, s400, pantsir, warning], delay: 1 s, medium: voice}"))
    assert 1.0 not in battle.log.v0[battle.log.kind == UNSENT].tolist()
    assert "blue/cp" in {row[0] for row in battle.rows(TRACKED)}


def test_a_switch_that_comes_too_late_changes_nothing(fought: Fight) -> None:
    late = BATTLE.replace("s-400-battalion,", "s-400-battalion, switch: {degrades: off, at: 10 h},")
    assert fought(late).log.tobytes() == fought(BATTLE).log.tobytes()


def test_a_unit_that_is_switched_off_at_the_start_fires_nothing_and_one_without_nets_fights_alone(
    fought: Fight,
) -> None:
    off = fought(BATTLE.replace("s-400-battalion,", "s-400-battalion, switch: {degrades: off, on: raid},"))
    assert [row[0] for row in off.rows(SWITCHED_OFF)] == ["blue/s400"]
    assert not [row for row in off.rows(LAUNCHED) if row[0].startswith("blue/s400")]
    cut = BATTLE
    for entry in ("s-400-battalion", "pantsir-s1", "an-tps-70"):
        cut = cut.replace(f"is: {entry},", f"is: {entry}, switch: {{degrades: network, at: 0 s}},")
    alone = fought(cut)
    assert len(alone.rows(NETS_TAKEN)) == 3
    assert fights(alone) == fights(fought(ring("")))


def test_a_partner_learns_of_tracks_after_the_post_and_changes_nothing(fought: Fight) -> None:
    nets = RING + ", {name: outside, joins: [cp, nato], delay: 5 s}"
    unit = "    nato: {is: an-tps-70, at: 44.20 N 21.40 E, partner: picture}\n    warning:"
    told = fought(ring(nets).replace("    warning:", unit))
    assert told.rows(PARTNER_LEARNS)
    assert fights(told) == fights(fought(BATTLE))
    held = {float(row.v0): float(row.t) for row in told.log[told.log.kind == TRACKED]}
    for row in told.log[told.log.kind == PARTNER_LEARNS]:
        assert row.t >= held[float(row.v0)] + 5.0
