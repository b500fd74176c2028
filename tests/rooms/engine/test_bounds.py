"""What command leaves out: a cheap bound rejects no shot that seeking its intercept would find, and nobody is asked for
nothing. Each rule stands beside a plain twin that leaves nothing out, on random cases.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np

from shieldwall.engine.command.assignment import assign, channels_free, failed_lately
from shieldwall.engine.command.resources import weapons_ready
from shieldwall.engine.command.shot_value import best_shot, further
from shieldwall.engine.fire.envelope import keeps_out, solved, stays_beyond
from shieldwall.record.kinds import HELD, ORDERED
from shieldwall.record.reasons import (
    LEFT_ENVELOPE,
    NO_CHANNEL,
    NO_REASON,
    NO_ROUND,
    NO_UNIT_IN_REACH,
    OUTSIDE_SECTOR,
    STAFF_BUSY,
    TOO_FAST,
    TOO_LATE,
    UNLIKELY,
    UNSEEN_BY_FIRE_CONTROL,
)
from shieldwall.state.sensor import ENGAGEMENT

Battle = Callable[..., Any]

#: Radius of the earth, m.
EARTH = 6_371_000.0
WAY = (NO_CHANNEL, NO_ROUND, UNLIKELY, OUTSIDE_SECTOR, UNSEEN_BY_FIRE_CONTROL, TOO_LATE, TOO_FAST, NO_UNIT_IN_REACH)


def asked_of_the_unit(
    made: Any, origin: tuple[float, ...], target: tuple[float, ...], reaction: float
) -> tuple[Any, Any]:
    """The unit that has the first weapon, at a place, and a track of that target."""
    unit, weapon = made.model.units[0], made.model.weapons[0]
    unit.x, unit.y, unit.z = origin
    unit.reach, unit.target_speed, unit.reaction = weapon.max_range, weapon.max_target_speed, reaction
    unit.longest_flight = made.model.airframes[0].battery
    track = made.belief.tracks[0]
    track.x, track.y, track.z, track.vx, track.vy, track.vz = target
    return unit, track


def test_what_stays_beyond_reach_is_met_nowhere(fire_unit: Battle) -> None:
    made = fire_unit()
    made.model.exercise[0].radius = made.model.exercise[0].meridional = made.model.exercise[0].normal = EARTH
    weapon, battery = made.model.weapons[0], float(made.model.airframes[0].battery)
    draw = np.random.default_rng(7)
    met = beyond = missed = kept = 0
    for _ in range(1500):
        weapon.max_range, weapon.max_height = draw.uniform(3e3, 90e3), draw.uniform(3e3, 40e3)
        # A launcher up to 300 km from the middle of the map and 3 km up, a target about its reach, at any height.
        bearing, away = draw.uniform(0.0, 2.0 * math.pi, 2), draw.uniform(0.0, 300e3)
        origin = placed(math.sin(bearing[0]) * away, math.cos(bearing[0]) * away, draw.choice([0.0, 500.0, 3e3]))
        far = weapon.max_range * draw.choice([draw.uniform(0.5, 1.3), draw.uniform(0.99, 1.001)])
        at = placed(origin[0] + math.sin(bearing[1]) * far, origin[1] + math.cos(bearing[1]) * far,
                    draw.uniform(10.0, 30e3))  # fmt: skip
        target = (*at, *draw.normal(0.0, draw.choice([1.0, 50.0, 250.0, 600.0]), 3) * (1.0, 1.0, 0.1))
        wait = draw.uniform(0.0, 30.0)
        found = solved(made.model, 0, origin, target, wait)[0] == NO_REASON
        out = bool(stays_beyond(weapon, battery, origin, target, wait, EARTH))
        assert not (found and out), (origin, target, wait, weapon.max_range)
        wide = bool(keeps_out(*asked_of_the_unit(made, origin, target, 30.0), 0.0, EARTH))
        assert not (wide and not out), (origin, target, wait, weapon.max_range)
        kept += wide
        met, beyond, missed = met + found, beyond + out, missed + (not found and not out)
    # Both happen often, and of what is met nowhere it tells the most part.
    assert min(met, beyond) > 300
    assert beyond > missed
    # What is said of a unit holds for each of its weapons, and is said of most.
    assert kept > 0.7 * beyond


def placed(x: float, y: float, height: float) -> tuple[float, float, float]:
    """A point over x and y at a height above the sphere, m."""
    return x, y, math.sqrt((EARTH + height) ** 2 - x * x - y * y) - EARTH


def test_at_the_very_edge_of_its_reach_the_bound_leaves_the_answer_to_the_intercept(fire_unit: Battle) -> None:
    made = fire_unit()
    weapon = made.model.weapons[0]
    # It reaches 50 km; a target that stands, one that comes from 100 km at 600 m/s within the battery's 100 s.
    for target, out in (
        ((0.0, 49.9e3, 100.0, 0.0, 0.0, 0.0), False), ((0.0, 50.2e3, 100.0, 0.0, 0.0, 0.0), True),
        ((0.0, 100e3, 100.0, 0.0, -600.0, 0.0), False), ((0.0, 100e3, 100.0, 0.0, -400.0, 0.0), True),
        ((0.0, 60e3, 100.0, 0.0, 600.0, 0.0), True),
    ):  # fmt: skip
        assert bool(stays_beyond(weapon, 100.0, (0.0, 0.0, 0.0), target, 0.0, EARTH)) is out
    assert solved(made.model, 0, (0.0, 0.0, 0.0), (0.0, 50.2e3, 100.0, 0.0, 0.0, 0.0), 0.0)[0] == LEFT_ENVELOPE


def random_shooter(group: Battle, draw: np.random.Generator) -> tuple[Any, int]:
    """A post and its unit with three weapons, a sensor that may not see all of their reach, and a track about it."""
    weapons = [{"works": draw.uniform(0.1, 0.9), "max_range": draw.uniform(5e3, 60e3), "cost": draw.uniform(0.0, 60.0),
                "max_target_speed": draw.uniform(100.0, 500.0)} for _ in range(3)]  # fmt: skip
    eye = {"unit": 1, "role": ENGAGEMENT, "range_max": draw.uniform(10e3, 90e3), "half_sector": 0.5, "cos_sector": 0.87}
    made = group(weapons=weapons, sensors=[{}, eye | {"slew_rate": draw.choice([0.0, 0.5])}])
    made.model.units[1].least_chance = 0.3
    made.belief.subordinates[0, 1].turn_high = draw.choice([0.0, math.pi])
    bearing, far = draw.uniform(-1.0, 1.0), draw.uniform(3e3, 70e3)
    at = (math.sin(bearing) * far, math.cos(bearing) * far, 3000.0)
    return made, made.add_track(0, at, (*draw.normal(0.0, 200.0, 2), 0.0), to_go=draw.uniform(0.0, 200.0))


def test_the_best_of_several_weapons_is_the_best_of_each_alone(group: Battle) -> None:
    draw = np.random.default_rng(3)
    reasons = set()
    for _ in range(150):
        made, k = random_shooter(group, draw)

        def alone(weapons: int, known: int = NO_UNIT_IN_REACH, made: Any = made, k: int = k) -> tuple[float, int]:
            value, _saves, _leaves, why = best_shot(made.model, made.belief, 0, 1, k, weapons, known, 0.0)
            return float(value), int(why)

        each = [alone(1 << w) for w in range(3)]
        value, why = alone(0b111)
        assert value == max(one for one, _ in each)
        assert why == (NO_REASON if value > -math.inf else reduce(further, (reason for _, reason in each)))
        # Whatever others could not do for, what it can is the same, and the further reason is told.
        for known in WAY:
            assert alone(0b111, known) == (value, NO_REASON if why == NO_REASON else further(known, why))
        reasons.add(why)
    assert reasons >= {NO_REASON, NO_UNIT_IN_REACH, UNSEEN_BY_FIRE_CONTROL, OUTSIDE_SECTOR, UNLIKELY, TOO_FAST}


def random_board(battle: Battle, draw: np.random.Generator) -> tuple[Any, int]:
    """A post, three units with channels or none to spare, rounds or none, and four tracks; a staff free or busy."""
    places = [{"x": draw.uniform(-20e3, 20e3), "y": draw.uniform(-20e3, 20e3)} for _ in range(3)]
    made = battle(
        units=[{"commands": 1, "decision_time": draw.choice([0.0, 0.6])}, *({"post": 0} | place for place in places)],
        sensors=[{}, *({"unit": u + 1, "role": ENGAGEMENT} | place for u, place in enumerate(places))],
        channels=[{"unit": u, "sensor": u} for u in (1, 2, 3)],
        launchers=[{"unit": u, "weapon": u - 1} for u in (1, 2, 3)],
        weapons=[{"works": draw.uniform(0.3, 0.9), "max_range": draw.uniform(10e3, 40e3)} for _ in range(3)],
        links=[{"between": (0, u)} for u in (1, 2, 3)],
    )
    for u in (1, 2, 3):
        unit, weapon = made.model.units[u], made.model.weapons[u - 1]
        unit.reach, unit.target_speed = weapon.max_range, weapon.max_target_speed
        unit.longest_flight = made.model.airframes[0].battery
        known = made.belief.subordinates[0, u]
        known.free, known.silent = draw.integers(0, 3), draw.random() < 0.1
        if draw.random() < 0.2:
            known.weapons = 0
    made.belief.unit_state[0].staff_until = draw.choice([0.0, 5.0])
    for i in range(4):
        worth = draw.uniform(0.1, 1.0)
        made.belief.scratch.ranking[i] = made.add_track(
            0, (*draw.uniform(-50e3, 50e3, 2), 3000.0), (*draw.normal(0.0, 150.0, 2), 0.0), worth=worth,
            score=worth * draw.uniform(0.1, 1.0), refused_by=draw.integers(-1, 4), refused_range=1.0,
        )  # fmt: skip
    # As `rank_threats` leaves them: the most dangerous first.
    ranking = made.belief.scratch.ranking
    ranking[:4] = sorted(ranking[:4], key=lambda k: -made.belief.tracks[k].score)
    return made, 4


def plainly(made: Any, tracks: int, t: float) -> tuple[list[tuple[int, int]], dict[int, int]]:
    """Orders (track, unit) and why the others are held, when every unit is asked about every track."""
    model, belief = made.model, made.belief
    offers, whys = [], {}
    for i in range(tracks):
        k = int(belief.scratch.ranking[i])
        track = belief.tracks[k]
        whys[k] = NO_UNIT_IN_REACH
        for u in (1, 2, 3):
            known = belief.subordinates[0, u]
            if known.silent:
                continue
            value, _saves, _leaves, why = best_shot(model, belief, 0, u, k, int(known.weapons), NO_UNIT_IN_REACH, t)
            if known.weapons == 0:
                why = NO_ROUND
            if why == NO_REASON:
                failed = 1e-3 if failed_lately(model, belief, u, k, t) else 1.0
                offers.append((float(value * track.score / track.worth) * failed, k, u))
            else:
                whys[k] = further(whys[k], why)
    spare = [int(channels_free(model, belief, 0, u)) for u in range(4)]
    orders: list[tuple[int, int]] = []
    busy_until, decision = float(belief.unit_state[0].staff_until), float(model.units[0].decision_time)
    while True:
        left = [(gain, -i) for i, (gain, k, u) in enumerate(offers) if spare[u] > 0 and k not in dict(orders)]
        if not left or busy_until >= t + 1.0:
            break
        _, k, u = offers[-max(left)[1]]
        orders.append((k, u))
        spare[u] -= 1
        busy_until = max(busy_until, t) + decision
    for _, k, _ in offers:
        whys[k] = STAFF_BUSY if left else NO_CHANNEL
    return orders, {k: int(why) for k, why in whys.items() if k not in dict(orders)}


def test_who_is_not_asked_changes_no_order_and_no_reason(battle: Battle) -> None:
    draw = np.random.default_rng(5)
    ordered, reasons = 0, set()
    for _ in range(120):
        made, tracks = random_board(battle, draw)
        orders, whys = plainly(made, tracks, 10.0)
        assign(made.model, made.belief, made.log, 0, tracks, 10.0)
        numbers = {int(made.belief.tracks[k].number): k for k in made.picture(0)}
        assert [(numbers[int(row.v0)], int(row.whom) - 10) for row in made.rows(ORDERED)] == orders
        assert {numbers[int(row.v0)]: int(row.why) for row in made.rows(HELD)} == whys
        ordered += len(orders)
        reasons |= set(whys.values())
    assert ordered > 60
    assert reasons >= {NO_CHANNEL, STAFF_BUSY, NO_ROUND, NO_UNIT_IN_REACH}
    assert weapons_ready(made.model, made.belief, 1) == 0b001
