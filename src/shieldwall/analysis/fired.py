"""The part of a threat's story that is about fire: orders, refusals, waits, shots and what they did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from shieldwall.analysis.prose import Line, clock, lasting, listed, times, units
from shieldwall.analysis.rows import FALSE_TRACK, NO_THREAT, Log
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
    ENGAGED,
    FUZED,
    NO_REASON,
    NOT_ACQUIRED,
    ON_FOREIGN_TRACK,
    SUPPORT_LOST,
    WORDS,
)

#: A search or a wait shorter than this, s, is not reported.
_BRIEF = 3.0


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
    instead: str = ""
    closed: float | None = None
    twice: bool = False

    @property
    def over(self) -> float:
        """When it had fired first or ended, s, as far as the log says."""
        ended = self.closed if self.instead else self.ended
        return max(self.t, self.acquired or 0.0, ended or 0.0)

    @property
    def sort(self) -> tuple[object, ...]:
        """What failed orders that are reported together share."""
        return "" if self.post == self.unit else self.post, self.answer, self.why, self.twice

    def holds(self, t: float) -> bool:
        """Whether the unit worked on it at a time."""
        return self.answer == ACCEPTED and self.accepted <= t and (self.closed is None or t <= self.closed)


def fire_lines(log: Log, number: int, rows: list[int]) -> Iterator[Line]:
    """Yield the lines of a story that are about fire at threat `number`, out of the rows that concern it."""
    yield from _order_lines(log, _engagements(log, number, rows))
    yield from _round_lines(log, number, rows)
    yield from _burst_lines(log, rows)
    for row in rows:
        t, kind, why = float(log.t[row]), int(log.kind[row]), int(log.why[row])
        unit = log.unit_of(log.name(int(log.who[row])))
        if kind == ASSESSED and why == ASSESSED_KILLED:
            yield Line(t, 7, 6, f"{unit} wrongly takes it for killed.")
        elif kind == ENDED and why not in (ASSESSED_KILLED, ASSESSED_ALIVE, NOT_ACQUIRED):
            yield Line(t, 7, 5, f"{unit} breaks off: {_ending(why)}.")


def _ending(why: int) -> str:
    """Why a unit breaks off: of the target, or, where the words say first what becomes of that, of itself."""
    held, _, because = WORDS[why].partition(", ")
    return because if held in ("unengaged", "unseen", "waiting") else f"the target is {WORDS[why]}"


def _engagements(log: Log, number: int, rows: list[int]) -> list[_Engagement]:
    orders, held = log.orders, log.by_order
    mine = {orders[row] for row in rows if log.kind[row] == ORDERED}
    found: dict[int, _Engagement] = {}
    for row in sorted(row for order in mine for row in held[order]):
        order, t, kind = orders[row], float(log.t[row]), int(log.kind[row])
        who = log.name(int(log.who[row]))
        if kind == ORDERED:
            found[order] = _Engagement(t, who, log.name(int(log.whom[row])))
        engagement = found.get(order)
        if engagement is None:
            continue
        if kind in (ACCEPTED, REFUSED):
            engagement.answer, engagement.why, engagement.accepted = kind, int(log.why[row]), t
            engagement.channel = who.rpartition("/")[2]
        elif kind == ACQUIRED:
            engagement.acquired = t
            if log.threat[row] not in (number, NO_THREAT):
                engagement.instead = log.name(int(log.threat[row])) or "a false track"
                engagement.closed = log.lasts
        elif kind == WAITS and engagement.ended is None:
            engagement.waits.append((t, int(log.why[row])))
        elif kind in (LAUNCHED, BURST, ENDED) and engagement.ended is None:
            engagement.ended = t
            engagement.fired = kind != ENDED
        if kind == ENDED:
            engagement.closed = t
    return [one for one in found.values() if not _idle_talk(one, found.values())]


def _idle_talk(one: _Engagement, others: Iterable[_Engagement]) -> bool:
    """Whether a unit only refused by itself what it had in hand already; an order for that is marked as one."""
    in_hand = (other.unit == one.unit and other.holds(one.t) for other in others)
    one.twice = one.answer == REFUSED and one.why == ENGAGED and any(in_hand)
    return one.twice and one.post == one.unit


def _order_lines(log: Log, engagements: list[_Engagement]) -> Iterator[Line]:
    """Yield a line per order; failed ones between two that acquired are reported together, by how they failed."""
    failed: dict[tuple[object, ...], list[_Engagement]] = {}
    for engagement in engagements:
        if engagement.acquired is None:
            failed.setdefault(engagement.sort, []).append(engagement)
            continue
        yield from (_failure(log, group) for group in failed.values())
        failed = {}
        start = f"{engagement.post} orders {engagement.unit} to engage it"
        if engagement.post == engagement.unit:
            by_itself = "" if _leads(log, engagement.post) else " by itself"
            start = f"{engagement.unit} takes it on{by_itself}"
        text = f"{start}; {engagement.channel} acquires it{_waited(engagement)}."
        if engagement.instead:
            works = f"works on that until {clock(engagement.over)}"
            text = f"{start}; {engagement.channel} acquires {engagement.instead} in its place and {works}."
        yield Line(engagement.t, 5, 7, text, until=engagement.over)
    yield from (_failure(log, group) for group in failed.values())


def _leads(log: Log, unit: str) -> bool:
    """Whether a unit is the post, which nobody else could have told to fire."""
    return bool(log.header["units"].get(unit, {}).get("post"))


def _failure(log: Log, group: list[_Engagement]) -> Line:
    """Tell orders that failed in the same way."""
    first = group[0]
    names = dict.fromkeys(engagement.unit for engagement in group)
    often = f", {times(len(group))} until {clock(group[-1].t)}," if len(group) > 1 else ""
    start = f"{first.post} orders {units(names)} to engage it"
    if first.post == first.unit:
        alone = f" by {'itself' if len(names) == 1 else 'themselves'}" if not all(_leads(log, n) for n in names) else ""
        start = f"{units(names)} would take it on{alone}"
    if first.answer == 0:
        end = "but no answer comes"
    elif first.answer == REFUSED:
        end = "which it does already" if first.twice else f"but it is {WORDS[first.why]}"
    else:
        spans = [engagement.ended - engagement.accepted for engagement in group if engagement.ended is not None]
        search = f" in {lasting(max(spans))}" if spans else " in time"
        end = f"but the engagement sensor does not find it{search}"
    until = max(engagement.over for engagement in group)
    return Line(first.t, 5, 5, f"{start}{often or ','} {end}.", until=until)


def _waited(engagement: _Engagement) -> str:
    """Say how long a channel took to acquire and what it then waited for."""
    search = (engagement.acquired or engagement.accepted) - engagement.accepted
    search_words = f" after {lasting(search)}" if search >= _BRIEF else ""
    waits: dict[int, float] = defaultdict(float)
    stops = [t for t, _ in engagement.waits[1:]]
    for (t, why), stop in zip(engagement.waits, [*stops, engagement.ended], strict=False):
        waits[why] += (stop if stop is not None else t) - t
    held = [f"{lasting(span)} ({WORDS[why]})" for why, span in waits.items() if span >= _BRIEF]
    return f"{search_words} and holds fire for {listed(held)}" if held else search_words


def _round_lines(log: Log, number: int, rows: list[int]) -> Iterator[Line]:
    """Yield a line per round fired at the threat, with its fate, and per round of others that passed it."""
    kills = {int(log.who[row]): row for row in log.rows(KILLED).tolist()}
    launched = [row for row in rows if log.kind[row] == LAUNCHED]
    for row in launched:
        name = log.name(int(log.who[row]))
        kill = kills.get(int(log.who[row]))
        about = log.rounds.get(row, [])
        fate = _round_fate(log, number, row, about, kill)
        ends = [float(log.t[one]) for one in (*about, *([kill] if kill is not None else []))]
        text = f"{log.unit_of(name)} fires {_round(log, name)}, which {fate}."
        yield Line(float(log.t[row]), 6, 8, text, until=max(ends, default=log.lasts))
    for row in rows:
        if log.kind[row] == PASSED and log.cause[row] not in launched:
            name, aim = log.name(int(log.who[row])), int(log.threat[log.cause[row]])
            target = log.name(aim) or ("a false track" if aim == FALSE_TRACK else "another")
            shooter = log.unit_of(name)
            text = f"{shooter}'s {_round(log, name)[2:]}, fired at {target}, passes it at {log.v0[row]:.1f} m"
            yield Line(float(log.t[row]), 6, 7, f"{text}: {_pass(log, row)}.")


def _round(log: Log, name: str) -> str:
    weapon = log.header["weapons"].get(log.weapon_of(name), {"title": "round"})
    return f"a {weapon['title']} ({name.removeprefix(log.unit_of(name) + '/')})"


def _pass(log: Log, row: int) -> str:
    """Say what a pass came to."""
    if int(log.who[row]) in {int(log.who[kill]) for kill in log.rows(KILLED) if log.cause[kill] == row}:
        return "it kills"
    return WORDS[DETONATED_WITHOUT_KILL if log.why[row] == FUZED else int(log.why[row])]


def _round_fate(log: Log, number: int, launch: int, rows: list[int], kill: int | None) -> str:
    """Say what became of a round: its pass, its kill or its end, and whether its support failed on the way."""
    passed = next((row for row in rows if log.kind[row] == PASSED), None)
    ended = next((row for row in rows if log.kind[row] == ROUND_ENDED), None)
    support = _support(log, launch, [row for row in rows if log.kind[row] == SUPPORT])
    # After another time of the round, "later" would be after that.
    then = "after launch" if support else "later"
    if kill is not None:
        victim = "it" if log.whom[kill] == number else log.name(int(log.whom[kill]))
        return f"{support}kills {victim} {_since(log, launch, kill)} {then}, {log.v0[kill]:.1f} m off"
    if passed is not None:
        victim = "it" if log.whom[passed] == number else log.name(int(log.whom[passed]))
        passing = f"passes {victim} {_since(log, launch, passed)} {then} at {log.v0[passed]:.1f} m"
        return f"{support}{passing}: {_pass(log, passed)}"
    if ended is not None:
        why = int(log.why[ended])
        before = "" if why == SUPPORT_LOST else support
        return f"{before}ends {_since(log, launch, ended)} after launch: {WORDS[why]}"
    return f"{support}still flies at the end of the exercise"


def _support(log: Log, launch: int, changes: list[int]) -> str:
    """Say when a round lost its support for good, or for how long it went without."""
    if changes and log.why[changes[-1]] == SUPPORT_LOST:
        return f"loses its support after {_since(log, launch, changes[-1])} and "
    led = "is led on a foreign track and " if any(log.why[row] == ON_FOREIGN_TRACK for row in changes) else ""
    without = sum(float(log.t[back] - log.t[lost]) for lost, back in pairwise(changes) if log.why[lost] == SUPPORT_LOST)
    return led + (f"goes without support for {lasting(without)} and " if without >= _BRIEF else "")


def _since(log: Log, launch: int, row: int) -> str:
    return lasting(float(log.t[row] - log.t[launch]))


def _burst_lines(log: Log, rows: list[int]) -> Iterator[Line]:
    """Yield a line per string of bursts of one channel."""
    bursts: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        if log.kind[row] == BURST:
            bursts[int(log.who[row])].append(row)
    killing = {int(log.cause[row]) for row in log.rows(KILLED).tolist()}
    for who, fired in bursts.items():
        number = f"{len(fired)} bursts" if len(fired) > 1 else "a burst"
        until = f" until {clock(log.t[fired[-1]])}" if len(fired) > 1 else ""
        best = max(float(log.v1[row]) for row in fired)
        result = f"none hits, with a chance of {100.0 * best:.0f} % at best" if best >= 0.005 else "none can hit"
        if killing.intersection(fired):
            result = "the last one kills" if len(fired) > 1 else "it kills"
        text = f"{log.unit_of(log.name(who))} fires {number} from its guns{until}: {result}."
        yield Line(float(log.t[fired[0]]), 6, 7, text, until=float(log.t[fired[-1]]))
