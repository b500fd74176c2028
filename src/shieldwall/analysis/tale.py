"""The part of a threat's story that is about fire: orders, refusals, waits, shots and what they did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from shieldwall.analysis.holds import orders_of_rows
from shieldwall.analysis.prose import clock, lasting, listed, times
from shieldwall.analysis.rows import FALSE_TRACK, Log
from shieldwall.record.kinds import (
    ACCEPTED,
    ACQUIRED,
    ASSESSED,
    BURST,
    ENDED,
    KILLED,
    LAUNCHED,
    ORDERED,
    PASSED,
    REFUSED,
    ROUND_ENDED,
    SUPPORT,
    WAITS,
)
from shieldwall.record.reasons import (
    ASSESSED_ALIVE,
    ASSESSED_KILLED,
    DETONATED_WITHOUT_KILL,
    FUZED,
    NO_REASON,
    NOT_ACQUIRED,
    SUPPORT_LOST,
    WORDS,
)

#: A wait shorter than this, s, is not told.
_BRIEF = 3.0


class Line(NamedTuple):
    """A line of a story: when (s), its place among lines of one time, its weight, and its text."""

    t: float
    order: int
    weight: int
    text: str


@dataclass
class _Engagement:
    """One order against the threat and what came of it, up to the first shot."""

    t: float
    post: str
    unit: str
    answer: int = 0
    why: int = NO_REASON
    channel: str = ""
    accepted: float = 0.0
    acquired: float | None = None
    waits: list[tuple[float, int]] = field(default_factory=list)
    fired: bool = False
    ended: float | None = None

    @property
    def sort(self) -> tuple[object, ...]:
        """What orders that may be told together share."""
        return self.post, self.answer, self.why, self.acquired is None

    @property
    def outcome(self) -> str:
        """What came of the order, as the end of a sentence."""
        if self.answer == 0:
            return "no answer comes"
        if self.answer == REFUSED:
            return f"it refuses, the target is {WORDS[self.why]}"
        if self.acquired is None:
            search = f" in {lasting(self.ended - self.accepted)}" if self.ended is not None else " in time"
            return f"it does not find the target{search}"
        return f"{self.channel} acquires the target"


def fire_lines(log: Log, number: int, rows: list[int]) -> Iterator[Line]:
    """Yield the lines of a story that are about fire at threat `number`, out of the rows that concern it."""
    yield from _order_lines(_engagements(log, rows))
    yield from _round_lines(log, number, rows)
    yield from _burst_lines(log, rows)
    dead = [float(log.t[row]) for row in rows if log.kind[row] == KILLED]
    for row in rows:
        t, kind, why = float(log.t[row]), int(log.kind[row]), int(log.why[row])
        unit = log.unit_of(log.name(int(log.who[row])))
        if kind == ASSESSED and (why == ASSESSED_KILLED) != bool(dead and dead[0] <= t):
            taken = "killed" if why == ASSESSED_KILLED else "alive"
            yield Line(t, 7, 6, f"{unit} wrongly takes it for {taken}.")
        elif kind == ENDED and why not in (ASSESSED_KILLED, ASSESSED_ALIVE, NOT_ACQUIRED):
            yield Line(t, 7, 5, f"{unit} breaks off: the target is {WORDS[why]}.")


def _engagements(log: Log, rows: list[int]) -> list[_Engagement]:
    orders = orders_of_rows(log)
    found: dict[int, _Engagement] = {}
    mine = {orders[row] for row in rows if log.kind[row] == ORDERED}
    for row in log.rows(ORDERED, ACCEPTED, REFUSED, ACQUIRED, WAITS, LAUNCHED, BURST, ENDED).tolist():
        order, t, kind = orders[row], float(log.t[row]), int(log.kind[row])
        if order not in mine:
            continue
        who = log.name(int(log.who[row]))
        if kind == ORDERED:
            found[order] = _Engagement(t, who, log.name(int(log.whom[row])))
            continue
        engagement = found.get(order)
        if engagement is None:
            continue
        if kind in (ACCEPTED, REFUSED):
            engagement.answer, engagement.why, engagement.accepted = kind, int(log.why[row]), t
            engagement.channel = who.rpartition("/")[2]
        elif kind == ACQUIRED:
            engagement.acquired = t
        elif kind == WAITS and not engagement.fired:
            engagement.waits.append((t, int(log.why[row])))
        elif kind in (LAUNCHED, BURST):
            engagement.fired, engagement.ended = True, engagement.ended or t
        elif kind == ENDED:
            engagement.ended = engagement.ended or t
    return list(found.values())


def _order_lines(engagements: list[_Engagement]) -> Iterator[Line]:
    """Yield a line per order, those in a row that came to the same told together."""
    groups: list[list[_Engagement]] = []
    for engagement in engagements:
        before = groups[-1][-1] if groups else None
        if before is not None and before.acquired is None and before.sort == engagement.sort:
            groups[-1].append(engagement)
        else:
            groups.append([engagement])
    for group in groups:
        first, units = group[0], list(dict.fromkeys(engagement.unit for engagement in group))
        if len(group) > 1:
            number = f"{times(len(group))} until {clock(group[-1].t)}"
            text = f"{first.post} orders {listed(units)} to engage it, {number}: each time {first.outcome}."
        elif first.post == first.unit:
            text = f"{first.unit} takes it on by itself: {first.outcome}{_waited(first)}."
        else:
            text = f"{first.post} orders {first.unit} to engage it: {first.outcome}{_waited(first)}."
        yield Line(first.t, 5, 7 if first.acquired is not None else 5, text)


def _waited(engagement: _Engagement) -> str:
    """Say how long it took to acquire and what it then waited for."""
    if engagement.acquired is None:
        return ""
    search = engagement.acquired - engagement.accepted
    told = f" after {lasting(search)}" if search >= _BRIEF else ""
    stops = [t for t, _ in engagement.waits[1:]] + [engagement.ended]
    waits: dict[int, float] = defaultdict(float)
    for (t, why), stop in zip(engagement.waits, stops, strict=True):
        waits[why] += (stop if stop is not None else t) - t
    held = [f"{lasting(span)} ({WORDS[why]})" for why, span in waits.items() if span >= _BRIEF]
    return f"{told} and holds fire for {listed(held)}" if held else told


def _round_lines(log: Log, number: int, rows: list[int]) -> Iterator[Line]:
    """Yield a line per round fired at the threat, with its fate, and per round of others that passed it."""
    about: dict[int, list[int]] = defaultdict(list)
    for row in log.rows(PASSED, ROUND_ENDED, SUPPORT).tolist():
        about[int(log.cause[row])].append(row)
    kills = {int(log.who[row]): row for row in log.rows(KILLED).tolist()}
    launched = [row for row in rows if log.kind[row] == LAUNCHED]
    for row in launched:
        name = log.name(int(log.who[row]))
        told = _round_fate(log, number, row, about[row], kills.get(int(log.who[row])))
        yield Line(float(log.t[row]), 6, 8, f"{log.unit_of(name)} fires {_round(log, name)}; {told}.")
    for row in rows:
        if log.kind[row] == PASSED and log.cause[row] not in launched:
            name, aim = log.name(int(log.who[row])), int(log.threat[log.cause[row]])
            target = log.name(aim) or ("a false track" if aim == FALSE_TRACK else "another")
            text = f"{_round(log, name)} of {log.unit_of(name)}, fired at {target}, passes it at {log.v0[row]:.1f} m"
            yield Line(float(log.t[row]), 6, 7, f"{text[0].upper()}{text[1:]}: {WORDS[int(log.why[row])]}.")


def _round(log: Log, name: str) -> str:
    weapon = log.header["weapons"].get(log.weapon_of(name), {"title": "round"})
    unit = log.unit_of(name)
    return f"a {weapon['title']} ({name.removeprefix(unit + '/')})"


def _round_fate(log: Log, number: int, launch: int, rows: list[int], kill: int | None) -> str:
    """Say what became of a round: its pass, its kill or its end, and whether its support failed on the way."""
    start = float(log.t[launch])
    lost = [row for row in rows if log.kind[row] == SUPPORT and log.why[row] == SUPPORT_LOST]
    passed = [row for row in rows if log.kind[row] == PASSED]
    ended = [row for row in rows if log.kind[row] == ROUND_ENDED]
    support = f"its support is lost after {lasting(log.t[lost[0]] - start)}, and " if lost else ""
    if kill is not None:
        victim = "it" if log.whom[kill] == number else log.name(int(log.whom[kill]))
        return f"{support}{lasting(log.t[kill] - start)} later the round kills {victim}, {log.v0[kill]:.1f} m off"
    if passed:
        row = passed[0]
        near = "passes" if log.whom[row] == number else f"passes {log.name(int(log.whom[row]))}"
        why = WORDS[DETONATED_WITHOUT_KILL if log.why[row] == FUZED else int(log.why[row])]
        return f"{support}{lasting(log.t[row] - start)} later the round {near} at {log.v0[row]:.1f} m: {why}"
    if ended:
        row = ended[0]
        return f"{support}{lasting(log.t[row] - start)} later the round is over: {WORDS[int(log.why[row])]}"
    return f"{support}the round is still flying at the end"


def _burst_lines(log: Log, rows: list[int]) -> Iterator[Line]:
    """Yield a line per string of bursts of one channel."""
    bursts: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        if log.kind[row] == BURST:
            bursts[int(log.who[row])].append(row)
    killers = {int(log.cause[row]) for row in log.rows(KILLED).tolist()}
    for who, fired in bursts.items():
        hit = any(row in killers for row in fired)
        number = f"{len(fired)} bursts" if len(fired) > 1 else "a burst"
        until = f" until {clock(log.t[fired[-1]])}" if len(fired) > 1 else ""
        best = max(float(log.v1[row]) for row in fired)
        result = "the last one kills" if hit else f"no hit, with a chance of {best:.0%} at best"
        text = f"{log.unit_of(log.name(who))} fires {number} from its guns{until}: {result}."
        yield Line(float(log.t[fired[0]]), 6, 7, text)
