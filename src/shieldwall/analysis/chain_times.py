"""How long the steps from detection to launch took, for each threat and shooter, and what became of every order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from shieldwall.analysis.rows import FALSE_TRACK, NO_THREAT, Log
from shieldwall.record.kinds import (
    ACCEPTED,
    ACQUIRED,
    BURST,
    DECLARED,
    DETECTED,
    ENDED,
    LAUNCHED,
    ORDERED,
    REFUSED,
    TRACK_FOLLOWS,
)
from shieldwall.record.reasons import NO_REASON, WORDS
from shieldwall.record.recording import Recording


def _nobody(_log: Log, _row: int) -> str:
    return ""


def _shooter(log: Log, row: int) -> str:
    return log.unit_of(log.name(int(log.who[row])))


def _ordered(log: Log, row: int) -> str:
    return log.name(int(log.whom[row]))


#: The steps in their order; the first three are those of the whole group, the others of one shooter.
STEPS: Final = ("detected", "tracked", "declared", "ordered", "accepted", "acquired", "launched")
OF_THE_GROUP: Final = {"detected": (DETECTED,), "tracked": (TRACK_FOLLOWS,), "declared": (DECLARED,)}
OF_A_SHOOTER: Final = {
    "ordered": ((ORDERED,), _ordered),
    "accepted": ((ACCEPTED,), _shooter),
    "acquired": ((ACQUIRED,), _shooter),
    "launched": ((LAUNCHED, BURST), _shooter),
}
#: Spans of which medians are told: from one step to the next, and from the firm track to the launch.
SPANS: Final = (*pairwise(STEPS), ("tracked", "launched"))

#: What became of an order, from the best to the worst.
FIRED, NOT_FIRED, NOT_ACQUIRED = "fired", "acquired, not fired", "not acquired"
REFUSED_ORDER, UNANSWERED, UNDER_WAY = "refused", "no answer", "under way at the end"
ORDER_FATES: Final = (FIRED, NOT_FIRED, NOT_ACQUIRED, REFUSED_ORDER, UNANSWERED, UNDER_WAY)
ANOTHER = "acquired another target"


class Chain(NamedTuple):
    """When each step was first taken against a threat by a shooter, s; None for a step that never came.

    Where it fired, the steps from the order on are those that led to its first shot, not those of orders that failed
    before. A threat against which nobody did anything has one row without a shooter. `kind` is the threat's class,
    `system` the shooter's entry, `orders` how many were given to it.
    """

    threat: str
    kind: str
    shooter: str
    system: str
    orders: int
    detected: float | None
    tracked: float | None
    declared: float | None
    ordered: float | None
    accepted: float | None
    acquired: float | None
    launched: float | None


class Medians(NamedTuple):
    """Medians of SPANS, s, over the chains of a class of threats and a system that ended in a launch."""

    kind: str
    system: str
    chains: int
    spans: tuple[float | None, ...]


class Order(NamedTuple):
    """An order: its number, when it was given, by whom, to whom, against which threat, and what became of it."""

    number: int
    t: float
    post: str
    unit: str
    system: str
    threat: str
    fate: str
    reason: str


class Count(NamedTuple):
    """How many orders to a system came to a fate for a reason."""

    system: str
    fate: str
    reason: str
    number: int


@dataclass(frozen=True)
class ChainTimes:
    """The chains of a run, their medians, and its orders, one by one and counted; plain data throughout."""

    chains: list[Chain]
    medians: list[Medians]
    orders: list[Order]
    counts: list[Count]

    def of(self, threat: str) -> ChainTimes:
        """Return what concerns one threat alone."""
        orders = [order for order in self.orders if order.threat == threat]
        return replace(
            self,
            chains=[chain for chain in self.chains if chain.threat == threat],
            medians=[],
            orders=orders,
            counts=counted(orders),
        )


def chain_times(recording: Recording) -> ChainTimes:
    """Return the times of every step of a run, per threat and shooter, and what became of its orders."""
    log = Log(recording)
    chains, orders = _chains(log), _orders(log)
    return ChainTimes(chains, medians(chains), orders, counted(orders))


def medians(chains: Iterable[Chain]) -> list[Medians]:
    """Return the medians by class of threat and system, the most frequent pair first."""
    groups: dict[tuple[str, str], list[Chain]] = defaultdict(list)
    for chain in chains:
        if chain.launched is not None:
            groups[chain.kind, chain.system].append(chain)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return [Medians(*key, len(group), tuple(_median(group, *span) for span in SPANS)) for key, group in ordered]


def counted(orders: Iterable[Order]) -> list[Count]:
    """Return how many orders came to what, by system, the most frequent first within a fate."""
    number = Counter((order.system, order.fate, order.reason) for order in orders)
    ranked = sorted(number.items(), key=lambda one: (one[0][0], ORDER_FATES.index(one[0][1]), -one[1], one[0][2]))
    return [Count(*key, times) for key, times in ranked]


def _median(group: Iterable[Chain], begin: str, end: str) -> float | None:
    ends = ((getattr(chain, begin), getattr(chain, end)) for chain in group)
    spans = [last - first for first, last in ends if first is not None and last is not None]
    return float(median(spans)) if spans else None


def _chains(log: Log) -> list[Chain]:
    group = {step: _first(log, kinds, _nobody) for step, kinds in OF_THE_GROUP.items()}
    shooters = {step: _first(log, kinds, unit) for step, (kinds, unit) in OF_A_SHOOTER.items()}
    given = Counter((int(log.threat[row]), log.name(int(log.whom[row]))) for row in log.rows(ORDERED).tolist())
    known: dict[int, set[str]] = defaultdict(set)
    for threat, unit in (pair for found in shooters.values() for pair in found):
        known[threat].add(unit)
    made = []
    for threat in log.threats:
        name = log.names[threat]
        kind = str(log.header["threats"][name]["kind"])
        for unit in sorted(known[threat]) or [""]:
            rows = {step: group[step].get((threat, "")) for step in group}
            rows |= {step: found.get((threat, unit)) for step, found in shooters.items()}
            launch = rows["launched"]
            if launch is not None:
                rows |= _of_order(log, log.orders[launch])
            times = {step: None if row is None else float(log.t[row]) for step, row in rows.items()}
            made.append(Chain(name, kind, unit, _system(log, unit), given[threat, unit], **times))
    return made


def _first(log: Log, kinds: tuple[int, ...], unit_of: Callable[[Log, int], str]) -> Mapping[tuple[int, str], int]:
    """The first row of some kinds that concerns each threat, by threat and by the unit of a row."""
    first: dict[tuple[int, str], int] = {}
    for row in log.rows(*kinds).tolist():
        if log.threat[row] >= 0:
            first.setdefault((int(log.threat[row]), unit_of(log, row)), row)
    return first


def _of_order(log: Log, order: int) -> dict[str, int | None]:
    """Rows of the steps from an order on that led to a launch."""
    first: dict[int, int] = {}
    for row in log.by_order[order] if order >= 0 else ():
        first.setdefault(int(log.kind[row]), row)
    return {"ordered": first.get(ORDERED), "accepted": first.get(ACCEPTED), "acquired": first.get(ACQUIRED)}


def _system(log: Log, unit: str) -> str:
    known = log.header["units"].get(unit, {})
    return str(known.get("entry") or known.get("title") or unit)


def _orders(log: Log) -> list[Order]:
    made = []
    for row in log.rows(ORDERED).tolist():
        unit, threat = log.name(int(log.whom[row])), int(log.threat[row])
        named = "a false track" if threat == FALSE_TRACK else log.name(threat)
        fate, why = _fate(log, threat, log.by_order[log.orders[row]])
        post = log.name(int(log.who[row]))
        made.append(Order(log.orders[row], float(log.t[row]), post, unit, _system(log, unit), named, fate, why))
    return made


def _fate(log: Log, threat: int, rows: Iterable[int]) -> tuple[str, str]:
    """What became of an order against a threat, and why, out of the rows of that order."""
    last: dict[int, int] = {}
    for row in rows:
        last.setdefault(int(log.kind[row]), row)
    ended = WORDS[int(log.why[last[ENDED]])] if ENDED in last else ""
    if LAUNCHED in last or BURST in last or ACQUIRED in last:
        aim = int(log.threat[last[ACQUIRED]]) if ACQUIRED in last else threat
        swapped = ANOTHER if aim not in (threat, NO_THREAT) else ""
        if LAUNCHED in last or BURST in last:
            return FIRED, swapped
        return (NOT_FIRED if ended else UNDER_WAY), swapped or ended
    if REFUSED in last:
        return REFUSED_ORDER, WORDS[int(log.why[last[REFUSED]])]
    if ACCEPTED in last:
        return (NOT_ACQUIRED, ended) if ended else (UNDER_WAY, "")
    return UNANSWERED, WORDS[NO_REASON]
