"""Hundreds of generated small battles: the books balance, and nothing happens that cannot have happened.

A battle is a scenario text made from its number alone, so that a failure names the battle to look at.
"""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import numpy as np
import pytest

from shieldwall.analysis.accounting import AccountingError, check_accounting
from shieldwall.assembly.plan import plan
from shieldwall.engine.fly.grid import STEP
from shieldwall.exercise.simulate import Simulator
from shieldwall.record.kinds import (
    ACCEPTED,
    ACQUIRED,
    AUTONOMOUS,
    BURST,
    DETECTED,
    ENDED,
    ENTERS,
    EXITS,
    IMPACT,
    KILLED,
    KINDS,
    LAUNCHED,
    LOOKED,
    ORDERED,
    PASSED,
    REFUSED,
    RELEASED,
    ROUND_ENDED,
    SEEKS,
    SIGHT,
    SUPPORT,
    TRACKED,
    UNDER_COMMAND,
    UNIT_DESTROYED,
    UNSENT,
)
from shieldwall.record.reasons import CARRIER_LOST, UNIT_LOST, WORDS
from shieldwall.record.recording import Recording
from shieldwall.scenario import load_text

BATTLES, BATCH = 240, 24

# Every entry has sites of its own, so that few masks serve all battles; those that look far have one.
SITES = {
    "s-400-battalion": ("44.96 N 20.31 E",),
    "pantsir-s1": ("44.90 N 20.20 E", "44.93 N 20.27 E", "44.86 N 20.24 E"),
    "s-125m1t-neva": ("44.84 N 20.12 E", "44.92 N 20.33 E"),
    "certain-battery": ("44.78 N 20.40 E",),
    "s-400-command-post": ("44.97 N 20.16 E",),
    "p-18": ("44.88 N 20.36 E",),
    "an-tps-70": ("45.02 N 20.05 E",),
    "perfect-radar": ("44.80 N 20.15 E",),
}
FAR = ("s-400-battalion", "certain-battery", "an-tps-70", "perfect-radar")
ARMED = (
    "s-400-battalion",
    "pantsir-s1",
    "pantsir-s1",
    "pantsir-s1",
    "s-125m1t-neva",
    "s-125m1t-neva",
    "certain-battery",
)
UNARMED = ("s-400-command-post", "p-18", "an-tps-70", "perfect-radar")
CORNERS = ("44.90 N 19.50 E", "45.40 N 20.40 E", "44.35 N 20.10 E", "44.80 N 20.95 E", "44.55 N 19.75 E")
AIRCRAFT = ("strike-fighter", "stealth-strike", "reconnaissance-uav")
ONE_WAY = ("tomahawk-class", "tomahawk-class", "shahed-class")


def battle(number: int) -> str:
    """The text of a battle: one to four units, some links, a raid of one to twelve vehicles, 4 to 10 minutes."""
    dice = Random(number)  # noqa: S311  a battle is no secret
    units = defence(dice)
    goals = ["depot", "bridge", *units]
    raid = {f"red-{n}": vehicle(dice, n, goals) for n in range(dice.randint(1, 4))}
    near = not any(entry in said for entry in FAR for said in units.values())
    delays = dice.choice(("{}", "{autonomy: 20 s, reaction: 2 s}", "{declare: 30 s, cycle: 2 s}"))
    command = {
        "post": dice.choice(list(units)),
        "doctrine": dice.choice(("salvo", "shoot-look-shoot")),
        "control": dice.choice(("weapons-free", "weapons-tight", "weapons-tight", "weapons-hold")),
        "delays": delays,
    }
    return f"""
scenario: 1
title: Battle {number}
question: Do the books balance?
terrain: {"serbia" if near and dice.random() < 0.3 else "flat"}
origin: 44.90 N 20.25 E
start: 2019-10-24T08:00Z
lasts: {dice.randint(4, 10)} min
draws: {{terrain_error: {dice.choice(("true", "false"))}, registration_bias: {dice.choice(("true", "false"))}}}
blue:
  command: {flow(command)}
  links: [{", ".join(nets(dice, list(units)))}]
  units: {flow(units)}
red:
  routes: {flow({name: route for name, (route, _) in raid.items()})}
  units: {flow({name: said for name, (_, said) in raid.items()})}
places:
  depot: {{at: 44.90 N 20.25 E, value: 10, hardness: 2}}
  bridge: {{at: 44.82 N 20.30 E, value: 3, hardness: 0.5, radius: 20 m}}
"""


def flow(said: dict[str, Any]) -> str:
    return "{" + ", ".join(f"{name}: {value}" for name, value in said.items()) + "}"


def defence(dice: Random) -> dict[str, str]:
    """Units of blue by name, each at a site of its own."""
    units: dict[str, str] = {}
    free = {entry: list(sites) for entry, sites in SITES.items()}
    for n in range(dice.randint(1, 4)):
        entry = dice.choice([one for one in (ARMED if n == 0 or dice.random() < 0.7 else UNARMED) if free[one]])
        said = {
            "is": entry,
            "at": free[entry].pop(),
            "facing": f"{dice.randrange(0, 360, 30)} deg",
            "value": dice.randint(0, 3),
        }
        if entry in ARMED and dice.random() < 0.3:
            said["rounds"] = dice.randint(0, 3)
        units[f"unit-{n}"] = flow(said)
    return units


def nets(dice: Random, units: list[str]) -> Iterator[str]:
    """Links with delay, loss and outages; some units may be joined by none."""
    for n in range(dice.randint(0, 2)):
        if len(units) > 1:
            joined = ", ".join(dice.sample(units, dice.randint(2, len(units))))
            outages = dice.choice(("[]", "[{from: 60 s, to: 150 s}]"))
            delay, fails = dice.choice((0, 0.5, 2, 8)), dice.choice((0, 0.1, 0.6))
            yield f"{{name: net-{n}, joins: [{joined}], delay: {delay} s, fails: {fails}, outages: {outages}}}"


def vehicle(dice: Random, number: int, goals: list[str]) -> tuple[str, str]:
    """A route and one line of the raid: one to three vehicles with a mission against a place or a unit."""
    goal = dice.choice(goals)
    entry = dice.choice(AIRCRAFT + ONE_WAY)
    slow = {"shahed-class": (40, 55), "reconnaissance-uav": (80, 110)}.get(entry, (200, 300))
    said: dict[str, Any] = {"is": entry, "count": dice.randint(1, 3), "route": f"red-{number}"}
    if entry in ONE_WAY:
        said["mission"] = f"{{strike: {goal}}}"
        said["height"] = f"{dice.choice((60, 150, 1000))} m {dice.choice(('agl', 'amsl'))}"
    elif entry == "reconnaissance-uav":
        said["mission"] = f"{{look: {goal}, within: 20 km, for: 30 s}}"
        said["height"] = f"{dice.randint(1, 7)} km amsl"
    else:
        said["mission"] = f"{{release: guided-bomb, on: {goal}, at: 6 km, count: {dice.randint(1, 2)}}}"
        said["height"] = f"{dice.randint(4, 9)} km amsl"
        said["then"] = dice.choice(("home", "continue"))
    said["speed"] = f"{dice.randint(*slow)} m/s"
    said["enters"], said["spacing"] = f"{dice.randint(0, 120)} s", f"{dice.choice((0, 2, 15))} s"
    said["spread"] = "{time: 5 s, offset: 500 m}"
    return f"[{dice.choice(CORNERS)}, target {goal}]", flow(said)


@functools.cache
def fought(number: int) -> Recording:
    text = battle(number)
    sampled = number % 3 == 0 and not any(entry in text for entry in FAR)
    simulator = Simulator(plan(load_text(text, f"battle-{number}.yaml"), sampled))
    simulator.simulate(number, 0, "sampled" if sampled else "central")
    return simulator.recording(scene=False)


def nothing(fought: float, lasts: float) -> None:
    """Show no progress."""


Invariant = Callable[["NamedLog", Recording], Iterator[str]]


class NamedLog:
    """A log with names in place of numbers."""

    def __init__(self, recording: Recording) -> None:
        self.header = recording.header
        self.log = recording.log
        self.names = [*recording.header["names"], ""]
        self.t = self.log["t"].tolist()

    def rows(self, *kinds: int) -> list[int]:
        return np.flatnonzero(np.isin(self.log["kind"], kinds)).tolist()

    def who(self, row: int) -> str:
        return str(self.names[self.log["who"][row]])

    def whom(self, row: int) -> str:
        return str(self.names[self.log["whom"][row]])

    def unit(self, name: str) -> str:
        parts = name.split("/")
        return next(("/".join(parts[:n]) for n in (2, 3) if "/".join(parts[:n]) in self.header["units"]), "")

    def first(self, *kinds: int) -> dict[str, int]:
        """The first row of some kinds for each that did it."""
        return {self.who(row): row for row in reversed(self.rows(*kinds))}


# The invariants: each yields what is wrong, nothing when all is well.


def accounts_balance(named: NamedLog, recording: Recording) -> Iterator[str]:
    try:
        check_accounting(recording)
    except AccountingError as error:
        yield str(error)


def time_goes_on(named: NamedLog, recording: Recording) -> Iterator[str]:
    log = named.log
    back = np.flatnonzero(log["t"] < np.maximum.accumulate(log["t"]) - STEP)
    yield from (f"row {row}, {KINDS[named.log['kind'][row]].name}, lies before the rows above it" for row in back)


def plain_facts(named: NamedLog, recording: Recording) -> Iterator[str]:
    log, size = named.log, len(named.names) - 1
    if np.any(log["t"] < 0.0) or np.any(log["t"] > named.header["lasts"]):
        yield "a time lies outside the exercise"
    if np.any(log["cause"] >= np.arange(log.size)) or np.any(log["cause"] < -1):
        yield "a cause lies ahead"
    caused = log["cause"] >= 0
    if np.any(log["t"][log["cause"][caused]] > log["t"][caused] + STEP):
        yield "a cause is later than its effect"
    if np.any(log["who"] < 0) or np.any(log["who"] >= size) or np.any(log["whom"] < -1) or np.any(log["whom"] >= size):
        yield "a name is out of range"
    if not set(log["kind"].tolist()) <= set(KINDS) or not set(log["why"].tolist()) <= set(WORDS):
        yield "a kind or a reason has no words"
    for field in ("t", "x", "y", "z", "v0", "v1"):
        if not np.all(np.isfinite(log[field])):
            yield f"{field} is not finite in row {int(np.flatnonzero(~np.isfinite(log[field]))[0])}"


def threats_live_once(named: NamedLog, recording: Recording) -> Iterator[str]:
    entered = named.first(ENTERS)
    ended = {named.whom(row): row for row in named.rows(KILLED)} | named.first(IMPACT, EXITS)
    for row in named.rows(SIGHT, DETECTED, PASSED, KILLED, IMPACT, LOOKED, RELEASED, EXITS):
        acts = int(named.log["kind"][row]) in (IMPACT, LOOKED, RELEASED, EXITS)
        name = named.who(row) if acts else named.whom(row)
        if named.log["why"][row] == CARRIER_LOST and acts:
            if name in entered:
                yield f"{name} is lost with its carrier but has entered"
        elif entered.get(name, len(named.t)) >= row:
            yield f"row {row} of {name} comes before it enters"
        elif ended.get(name, row) < row and named.t[row] > named.t[ended[name]]:
            yield f"row {row} of {name} comes after its end in row {ended[name]}"
    for row in named.rows(RELEASED):
        if named.who(row + 1) != named.whom(row) or named.log["kind"][row + 1] != ENTERS:
            yield f"{named.whom(row)} is released but does not enter"


def rounds_are_loaded_and_end(named: NamedLog, recording: Recording) -> Iterator[str]:
    fired: Counter[tuple[str, str]] = Counter()
    launched = named.first(LAUNCHED)
    for name in launched:
        launcher = name.rpartition("/")[0]
        fired[named.unit(name), named.header["rounds"][launcher]] += 1
    for (unit, weapon), number in fired.items():
        if number > named.header["units"][unit]["rounds"][weapon]:
            yield f"{unit} fires {number} of {weapon}"
    over: dict[str, int] = {}
    for row in named.rows(SUPPORT, SEEKS, PASSED, KILLED, ROUND_ENDED):
        name = named.who(row)
        if "/round-" not in name:
            continue
        if name not in launched or launched[name] >= row:
            yield f"row {row} of {name} comes before its launch"
        if name in over and named.log["kind"][row] != KILLED:
            yield f"row {row} of {name} comes after its end"
        if named.log["kind"][row] in (KILLED, ROUND_ENDED):
            over[name] = row


def orders_are_given_before_they_are_answered(named: NamedLog, recording: Recording) -> Iterator[str]:
    orders = {int(named.log["v1"][row]): row for row in named.rows(ORDERED)}
    if len(orders) != len(named.rows(ORDERED)):
        yield "an order's number is used twice"
    answered: set[int] = set()
    delays = {name: link["delay"] for name, link in named.header["links"].items()}
    for row in named.rows(ACCEPTED, REFUSED):
        order = int(named.log["v1"][row])
        given = orders.get(order, len(named.t))
        if given >= row or order in answered:
            yield f"row {row} answers order {order}, not given or answered before"
            continue
        answered.add(order)
        if named.unit(named.who(row)) != named.whom(given):
            yield f"{named.who(row)} answers an order to {named.whom(given)}"
        late = named.t[row] - named.t[given]
        expected = {0.0} if named.who(given) == named.whom(given) else set(delays.values())
        if not any(abs(late - delay) < 1e-9 for delay in expected):
            yield f"order {order} took {late} s"


def channels_follow_their_course(named: NamedLog, recording: Recording) -> Iterator[str]:
    state: dict[str, int] = {}
    allowed = {
        ACCEPTED: (None, ENDED),
        ACQUIRED: (ACCEPTED,),
        LAUNCHED: (ACQUIRED,),
        BURST: (ACQUIRED,),
        ENDED: (ACCEPTED, ACQUIRED),
    }
    for row in named.rows(ACCEPTED, ACQUIRED, BURST, ENDED):
        name, kind = named.who(row), int(named.log["kind"][row])
        if state.get(name) not in allowed[kind]:
            yield f"row {row}: {KINDS[kind].name} of {name} after {state.get(name)}"
        if kind != BURST:
            state[name] = kind


def the_dead_do_nothing(named: NamedLog, recording: Recording) -> Iterator[str]:
    fell = {named.whom(row): row for row in named.rows(UNIT_DESTROYED)}
    if len(fell) != len(named.rows(UNIT_DESTROYED)):
        yield "a unit is destroyed twice"
    for unit, fall in fell.items():
        if named.log["kind"][named.log["cause"][fall]] != IMPACT:
            yield f"{unit} is destroyed by no impact"
        for row in range(fall + 1, len(named.t)):
            name, kind = named.who(row), int(named.log["kind"][row])
            in_flight = "/round-" in name and kind != LAUNCHED
            last_words = kind == ENDED and named.log["why"][row] == UNIT_LOST
            if named.unit(name) == unit and not in_flight and not last_words:
                yield f"row {row}: {KINDS[kind].name} of {name}, destroyed in row {fall}"


def rules_are_followed(named: NamedLog, recording: Recording) -> Iterator[str]:
    if "weapons-hold" in named.header["scenario"]:
        for row in named.rows(ORDERED):
            # Nobody may order another to fire; each may defend itself.
            if named.who(row) != named.whom(row):
                yield f"row {row}: {named.who(row)} orders {named.whom(row)} to fire under weapons-hold"
    links = [link for link in named.header["links"].values() if link["fails"] > 0.0]
    if named.rows(UNSENT) and not links and "outages" not in named.header["scenario"]:
        yield "a message is lost on a sure link"
    alone: dict[str, bool] = defaultdict(bool)
    for row in named.rows(AUTONOMOUS, UNDER_COMMAND):
        fights_alone = named.log["kind"][row] == AUTONOMOUS
        if alone[named.who(row)] == fights_alone:
            yield f"row {row}: {named.who(row)} changes to what it is"
        alone[named.who(row)] = fights_alone


def sights_are_logged_once(named: NamedLog, recording: Recording) -> Iterator[str]:
    seen: dict[tuple[str, str], int] = {}
    for row in named.rows(SIGHT, DETECTED):
        pair = named.who(row), named.whom(row)
        what = int(named.log["why"][row]) if named.log["kind"][row] == SIGHT else -1
        if seen.get(pair) == what:
            yield f"row {row} says again what {pair[0]} sees of {pair[1]}"
        seen[pair] = what


INVARIANTS: tuple[Invariant, ...] = (
    accounts_balance,
    time_goes_on,
    plain_facts,
    threats_live_once,
    rounds_are_loaded_and_end,
    orders_are_given_before_they_are_answered,
    channels_follow_their_course,
    the_dead_do_nothing,
    rules_are_followed,
    sights_are_logged_once,
)


@pytest.mark.parametrize("first", range(0, BATTLES, BATCH))
def test_a_generated_battle_contradicts_nothing(first: int) -> None:
    faults = []
    for number in range(first, first + BATCH):
        recording = fought(number)
        named = NamedLog(recording)
        for invariant in INVARIANTS:
            faults += [f"battle {number}, {invariant.__name__}: {fault}" for fault in invariant(named, recording)]
    assert not faults, f"{len(faults)} faults: " + "; ".join(faults[:8])


def test_the_battles_reach_what_the_invariants_speak_of() -> None:
    kinds = Counter(kind for number in range(BATTLES) for kind in fought(number).log["kind"].tolist())
    wanted = {TRACKED, ORDERED, ACCEPTED, REFUSED, ACQUIRED, LAUNCHED, PASSED, KILLED, ENDED, IMPACT, LOOKED}
    wanted |= {RELEASED, UNIT_DESTROYED, UNSENT, AUTONOMOUS, UNDER_COMMAND, SEEKS, SUPPORT, ROUND_ENDED}
    assert {KINDS[kind].name for kind in wanted if kinds[kind] < 20} == set()
    # Guns fire seldom: what is left for them is small, and few bursts at it are worth their time.
    assert kinds[BURST] >= 5
