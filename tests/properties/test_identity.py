"""Identity in whole battles: whom weapons tight spares, who is a victim, and what other flights do not change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.record.kinds import DECLARED, KILLED, LAUNCHED, ORDERED, TAKEN_FOR_FRIENDLY, TAKEN_FOR_NEUTRAL
from shieldwall.state.body import BLUE, DEAD, LEAKED, NEUTRAL, RED

Fight = Callable[..., Any]

SKY = """\
scenario: 1
title: A sky
question: Who is who?
terrain: flat
start: 2026-05-01T06:00Z
lasts: 14 min
blue:
  command: {post: post, control: weapons-tight}
  links: [{name: net, joins: [post, battery, radar], delay: 1 s}]
  units:
    post: {is: s-400-command-post, at: 44.97 N 20.16 E}
    battery: {is: s-400-battalion, at: 44.95 N 20.18 E}
    radar: {is: an-tps-70, at: 44.90 N 20.20 E}
draws: {readiness: no}
places: {depot: {at: 44.80 N 20.30 E, value: 10}}
traffic:
  airways:
    north: [44.00 N 20.90 E, 46.00 N 20.90 E]
    far: [44.00 N 30.00 E, 46.00 N 30.00 E]
  flights:
    mute: {is: a320, airway: north, height: 10 km amsl, count: 2, spacing: 60 s, silent: 1}
    airliner: {is: a320, airway: north, height: 11 km amsl, count: 2, enters: 30 s, spacing: 60 s, silent: 0}
    patrol: {is: strike-fighter, airway: north, side: blue, height: 4 km amsl, count: 2, spacing: 60 s,
             silent: 0}
FAR
CORRIDORS
red:
  routes: {south: [44.20 N 20.00 E, target depot]}
  units:
    missiles: {is: tomahawk-class, count: 2, spacing: 20 s, route: south, height: 100 m agl, speed: 245 m/s,
               mission: {strike: depot}}
"""
CORRIDOR = "corridors: {north: {along: north, width: 18 km, lowest: 8 km, highest: 13 km}}"
FAR = "    distant: {is: a320, airway: far, height: 10 km amsl, every: 1 min}"


def sky(corridor: str = CORRIDOR, far: str = "", control: str = "weapons-tight") -> str:
    return SKY.replace("CORRIDORS", corridor).replace("FAR", far).replace("weapons-tight", control)


def declared_before(fight: Any) -> bool:
    """Whether every order is about a track that its post held for hostile, as its last row about that says."""
    held: dict[tuple[str, float], int] = {}
    orders = 0
    for who, _whom, _t, kind, _why, *_place, track, _v1 in fight.rows(
        DECLARED, TAKEN_FOR_NEUTRAL, TAKEN_FOR_FRIENDLY, ORDERED
    ):
        if kind != ORDERED:
            held[who, track] = int(kind)
            continue
        orders += 1
        if held.get((who, track)) != DECLARED:
            return False
    return orders > 0


@pytest.fixture(scope="module")
def tight(fought: Fight) -> Any:
    return fought(sky())


def test_weapons_tight_shoots_at_nothing_but_what_is_declared_hostile(tight: Any) -> None:
    assert declared_before(tight)
    fates = tight.drawn.truth.fates
    assert fates[NEUTRAL, DEAD] == fates[BLUE, DEAD] == 0
    assert fates[RED, DEAD] + fates[RED, LEAKED] == 2
    assert len(tight.rows(TAKEN_FOR_NEUTRAL)) >= 2
    assert len(tight.rows(TAKEN_FOR_FRIENDLY)) >= 2


def test_silent_airliners_outside_all_corridors_become_victims_and_are_counted(fought: Fight) -> None:
    elsewhere = CORRIDOR.replace("along: north", "points: [44.00 N 18.00 E, 46.00 N 18.00 E]")
    fight = fought(sky(elsewhere))
    killed = [whom for _who, whom, *_ in fight.rows(KILLED)]
    victims = [name for name in killed if name.startswith("neutral/mute")]
    assert victims
    assert fight.drawn.truth.fates[NEUTRAL, DEAD] == len([name for name in killed if name.startswith("neutral/")])
    assert declared_before(fight)


def test_weapons_free_shoots_at_the_unknown(fought: Fight, tight: Any) -> None:
    free = fought(sky(control="weapons-free"))
    assert len(free.rows(LAUNCHED)) > len(tight.rows(LAUNCHED))
    assert free.drawn.truth.fates[BLUE, DEAD] == 0


def test_flights_far_off_change_no_row_of_others(fought: Fight, tight: Any) -> None:
    more = fought(sky(far=FAR))
    strangers = [row for row in more.rows() if any((name or "").startswith("neutral/distant") for name in row[:2])]
    assert strangers
    assert [row for row in more.rows() if row not in strangers] == tight.rows()


def test_no_unit_knows_whose_side_a_body_is_on(fought: Fight, tight: Any) -> None:
    def swap(drawn: Any) -> None:
        sides = drawn.truth.bodies.side
        sides[:] = [{RED: NEUTRAL, NEUTRAL: RED}.get(int(side), BLUE) for side in sides]
        fates = drawn.truth.fates
        fates[[RED, NEUTRAL]] = fates[[NEUTRAL, RED]]

    swapped = fought(sky(), change=swap)
    kinds = (DECLARED, TAKEN_FOR_NEUTRAL, TAKEN_FOR_FRIENDLY, ORDERED, LAUNCHED, KILLED)
    assert swapped.rows(*kinds) == tight.rows(*kinds)
