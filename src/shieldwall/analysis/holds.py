"""How long each obstacle held: the log's changes of state as intervals, a list of them per threat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from math import inf
from typing import NamedTuple

import numpy as np

from shieldwall.analysis.ammunition import Ammunition
from shieldwall.analysis.rows import Log
from shieldwall.record.kinds import (
    ACCEPTED,
    ACQUIRED,
    BURST,
    DECLARED,
    ENDED,
    ENTERS,
    HELD,
    KILLED,
    LAUNCHED,
    ORDERED,
    PASSED,
    RADARS_ON,
    RADARS_SILENT,
    RADARS_TAKEN,
    REFUSED,
    ROUND_ENDED,
    SIGHT,
    SWITCHED_OFF,
    TRACK_DROPPED,
    TRACK_FOLLOWS,
    UNIT_DESTROYED,
    WAITS,
)
from shieldwall.record.periods import ACQUIRE_TIME, GUN_CHANNEL_REST
from shieldwall.record.reasons import (
    DECLARATION_WAITS,
    DETONATED_WITHOUT_KILL,
    ENGAGED,
    FUZED,
    HELD_AS_FRIENDLY,
    HELD_AS_NEUTRAL,
    NO_ANSWER,
    NO_REASON,
    NO_ROUND,
    NOT_ACQUIRED,
    NOT_DECLARED,
    RADAR_BARRED,
    RADAR_SILENT,
    SENSOR_LOST,
    TARGET_GONE,
    UNIDENTIFIED,
    UNIT_OFF,
    WORDS,
)

#: When a unit loses its sensors that never does; what a seller's switch may do to them, and the reason that follows.
STANDS = (inf, NO_REASON)
SWITCHES = {SWITCHED_OFF: UNIT_OFF, RADARS_TAKEN: RADAR_BARRED}
STILL_FLYING = "the round was still on its way"
TOO_LATE_A_ROUND = "the round came too late"
ANOTHER_KILLED = "the round killed its neighbour"
ANOTHER_MET = "the round went for its neighbour and did not kill it"
TAKEN_FOR_ANOTHER = "taken for another target, which was under engagement"
BURST_MISSED = "the gun bursts missed"
#: Reasons that hold before a track is declared.
UNDECLARED = (NOT_DECLARED, DECLARATION_WAITS, UNIDENTIFIED, HELD_AS_NEUTRAL, HELD_AS_FRIENDLY)


class Hold(NamedTuple):
    """An obstacle from `begin` to `end` (s): the number of its reason, and the words for it."""

    begin: float
    end: float
    why: int
    words: str


Holds = dict[int, list[Hold]]


@dataclass
class _State:
    """What stands in the way of a track or an order now, and since when."""

    threat: int
    who: int
    why: int
    since: float
    words: str = ""


def sight_holds(log: Log, ends: Mapping[int, float]) -> Holds:
    """Return how each sensor saw each threat, until the threat's end or the sensor's, and from then on that it is lost.

    An engagement sensor looks only where it is sent: what it saw holds until its engagement ends.
    """
    lost = _lost_units(log)
    looks = _last_looks(log)
    rows = log.rows(SIGHT)
    rows = rows[np.lexsort((rows, log.whom[rows], log.who[rows]))]
    pairs = list(zip(log.who[rows].tolist(), log.whom[rows].tolist(), strict=True))
    times = log.t[rows].tolist()
    whys = log.why[rows].tolist()
    holds: Holds = defaultdict(list)
    for i, (sensor, threat) in enumerate(pairs):
        same = i + 1 < len(pairs) and pairs[i + 1] == pairs[i]
        end = min(times[i + 1] if same else inf, ends.get(threat, inf))
        if lost:
            end = min(end, lost.get(log.unit_of(log.names[sensor]), STANDS)[0])
        if log.engages(log.names[sensor]):
            over = (t for t in looks.get((sensor, threat), ()) if t >= times[i])
            end = min(end, next(over, times[i] + ACQUIRE_TIME))
        if times[i] <= end < inf:
            holds[threat].append(Hold(times[i], end, whys[i], WORDS[whys[i]]))
    if lost:
        _after_losses(log, ends, lost, holds)
    _while_silent(log, ends, holds)
    return holds


def _while_silent(log: Log, ends: Mapping[int, float], holds: Holds) -> None:
    """Say of each unit whose searching radars are off to be silent that it does not see what is there meanwhile."""
    silent = silences(log)
    if not silent:
        return
    entered = {int(log.who[row]): float(log.t[row]) for row in log.rows(ENTERS).tolist()}
    for unit, spans in silent.items():
        if all(log.engages(sensor) for sensor in log.header["units"].get(unit, {}).get("sensors", ())):
            continue
        for threat, end in ends.items():
            for first, last in spans:
                begin, over = max(first, entered.get(threat, inf)), min(last, end)
                if begin < over:
                    holds[threat].append(Hold(begin, over, RADAR_SILENT, WORDS[RADAR_SILENT]))


def silences(log: Log) -> dict[str, list[tuple[float, float]]]:
    """Return from when to when (s) the radars of each unit were off to be silent, for good to infinity."""
    found: dict[str, list[tuple[float, float]]] = {}
    for row in log.rows(RADARS_SILENT, RADARS_ON).tolist():
        t, spans = float(log.t[row]), found.setdefault(log.name(int(log.who[row])), [])
        if log.kind[row] == RADARS_SILENT:
            spans.append((t, inf))
        elif spans:
            spans[-1] = (spans[-1][0], t)
    return found


def _after_losses(log: Log, ends: Mapping[int, float], lost: Mapping[str, tuple[float, int]], holds: Holds) -> None:
    """Add, for each unit whose searching sensors were lost, that it no longer sees the threats that are there."""
    entered = {int(log.who[row]): float(log.t[row]) for row in log.rows(ENTERS).tolist()}
    for unit, (t, why) in lost.items():
        if all(log.engages(sensor) for sensor in log.header["units"].get(unit, {}).get("sensors", ())):
            continue
        for threat, end in ends.items():
            begin = max(t, entered.get(threat, inf))
            if begin < end:
                holds[threat].append(Hold(begin, end, why, WORDS[why]))


def _last_looks(log: Log) -> dict[tuple[int, int], list[float]]:
    """Return when engagements of each threat by each engagement sensor ended."""
    over: dict[tuple[int, int], list[float]] = defaultdict(list)
    for row in log.rows(ENDED).tolist():
        sensor = log.number.get(log.sensor_of(log.names[log.who[row]]), -1)
        over[sensor, int(log.threat[row])].append(float(log.t[row]))
    return over


def _lost_units(log: Log) -> dict[str, tuple[float, int]]:
    """When each unit lost its sensors and why: destroyed, or by its seller's switch; whichever came first."""
    lost: dict[str, tuple[float, int]] = {}
    for row in log.rows(UNIT_DESTROYED, *SWITCHES).tolist():
        kind = int(log.kind[row])
        unit = log.name(int(log.whom[row] if kind == UNIT_DESTROYED else log.who[row]))
        lost.setdefault(unit, (float(log.t[row]), SWITCHES.get(kind, SENSOR_LOST)))
    return lost


def weighing_holds(log: Log, ends: Mapping[int, float]) -> Holds:
    """Return why each track of a threat was not engaged, or that it was, in every picture that evaluated it."""
    holds, ammunition = defaultdict[int, list[Hold]](list), Ammunition(log)
    close = partial(_close, holds, ammunition, ends)
    states: dict[int, _State] = {}
    for row in log.rows(TRACK_FOLLOWS, HELD, DECLARED, ORDERED, TRACK_DROPPED, UNIT_DESTROYED, SWITCHED_OFF).tolist():
        t, kind = float(log.t[row]), int(log.kind[row])
        if kind in (UNIT_DESTROYED, SWITCHED_OFF):
            gone = log.whom[row] if kind == UNIT_DESTROYED else log.who[row]
            for track in [number for number, state in states.items() if state.who == gone]:
                close(states.pop(track), t)
            continue
        track, threat = int(log.v0[row]), int(log.threat[row])
        state = states.setdefault(track, _State(threat, int(log.who[row]), NO_REASON, t))
        close(state, t)
        state.since = t
        if kind == TRACK_FOLLOWS:
            state.threat = threat
        elif kind == HELD:
            state.why = int(log.why[row])
        elif kind == TRACK_DROPPED:
            del states[track]
        elif kind == ORDERED:
            state.why = ENGAGED
        elif state.why in UNDECLARED:
            state.why = NO_REASON
    for state in states.values():
        close(state, inf)
    return holds


def order_holds(log: Log, ends: Mapping[int, float]) -> Holds:
    """Return what stood between each order against a threat and its first round, and between its rounds."""
    holds, ammunition = defaultdict[int, list[Hold]](list), Ammunition(log)
    close = partial(_close, holds, ammunition, ends)
    states: dict[int, _State] = {}
    pending: dict[int, _State] = {}
    orders = log.orders
    kinds = (ORDERED, ACCEPTED, REFUSED, ACQUIRED, WAITS, LAUNCHED, BURST, ENDED, HELD, TRACK_DROPPED)
    for row in log.rows(*kinds).tolist():
        t, kind, why = float(log.t[row]), int(log.kind[row]), int(log.why[row])
        if kind in (ORDERED, HELD, TRACK_DROPPED):
            # The post turns to the track again: silence or refusal of its last order is past, unless it repeats it.
            track = int(log.v0[row])
            if track in pending and pending[track].why != why:
                past = pending.pop(track)
                close(past, t)
                past.why = NO_REASON
            if kind == ORDERED:
                state = _State(int(log.threat[row]), int(log.who[row]), NO_ANSWER, t)
                states[orders[row]] = pending[track] = state
            continue
        if orders[row] not in states:
            continue
        state = states[orders[row]]
        if kind == ACCEPTED:
            pending.pop(int(log.v0[row]), None)
            if t > ends.get(state.threat, inf):
                # The answer came when it was over.
                close(state, t)
        elif kind == ENDED and state.why == NO_REASON:
            close(replace(state, why=why), t)
        elif kind != REFUSED:
            close(state, t)
        if kind != REFUSED:
            # What a unit refuses for stood in the way from the order on, reported or not.
            state.since = t
        state.why = {ACCEPTED: NOT_ACQUIRED, REFUSED: why, WAITS: why}.get(kind, NO_REASON)
        state.words = TAKEN_FOR_ANOTHER if state.why == ENGAGED else ""
    for state in states.values():
        close(state, inf)
    return holds


def _close(holds: Holds, ammunition: Ammunition, ends: Mapping[int, float], state: _State, t: float) -> None:
    """Add the hold that a state was until a time (s), or until the threat's end."""
    end = min(t, ends.get(state.threat, -inf))
    if state.threat >= 0 and state.why != NO_REASON and state.since <= end:
        words = state.words or WORDS[state.why]
        if state.why == NO_ROUND:
            words = ammunition.words(state.who, state.since, end)
        holds[state.threat].append(Hold(state.since, end, state.why, words))


def round_holds(log: Log, ends: Mapping[int, float]) -> Holds:
    """Return the flight of each round at a threat, under the reason why it did not reach it."""
    holds: Holds = defaultdict(list)
    finished = {int(log.cause[row]): row for row in log.rows(ROUND_ENDED).tolist()}
    killers = {int(log.who[row]): row for row in log.rows(KILLED).tolist()}
    met: dict[int, set[int]] = defaultdict(set)
    for row in log.rows(PASSED).tolist():
        met[int(log.who[row])].add(int(log.threat[row]))
    for row in log.rows(LAUNCHED).tolist():
        threat = int(log.threat[row])
        if threat not in ends:
            continue
        end, why, words = ends[threat], NO_REASON, STILL_FLYING
        if row in finished and log.t[finished[row]] <= end:
            end, why = float(log.t[finished[row]]), int(log.why[finished[row]])
            astray = threat not in met.get(int(log.who[row]), {threat})
            words = TOO_LATE_A_ROUND if why == TARGET_GONE else ANOTHER_MET if astray else WORDS[why]
        elif int(log.who[row]) in killers and log.t[killers[int(log.who[row])]] <= end:
            end, words = float(log.t[killers[int(log.who[row])]]), ANOTHER_KILLED
        holds[threat].append(Hold(float(log.t[row]), end, why, words))
    return holds


def pass_holds(log: Log, ends: Mapping[int, float]) -> Holds:
    """Return the flight of each round that reached a threat, and each burst at it, by the reason why it lived."""
    holds: Holds = defaultdict(list)
    for row in log.rows(PASSED, BURST).tolist():
        threat, t = int(log.threat[row]), float(log.t[row])
        if threat not in ends or t > ends[threat]:
            continue
        if log.kind[row] == BURST:
            holds[threat].append(Hold(t, t + GUN_CHANNEL_REST, NO_REASON, BURST_MISSED))
            continue
        why = int(log.why[row])
        why = DETONATED_WITHOUT_KILL if why == FUZED else why
        launched = float(log.t[log.cause[row]]) if log.cause[row] >= 0 else t
        holds[threat].append(Hold(launched, t, why, WORDS[why]))
    return holds


def timeline(holds: Iterable[Hold], order: Sequence[int]) -> list[Hold]:
    """Return which reason stood foremost when: holds that do not overlap, in the order of time.

    At each moment only the reason counts that comes last in `order`: it is the one of the best placed.
    """
    ranks = {why: rank for rank, why in enumerate(order)}
    known = sorted((hold for hold in holds if hold.why in ranks), key=lambda hold: hold.begin)
    edges = sorted({edge for hold in known for edge in (hold.begin, hold.end)})
    stretches: list[Hold] = []
    standing: list[Hold] = []
    begun = 0
    for begin, end in pairwise(edges):
        while begun < len(known) and known[begun].begin <= begin:
            standing.append(known[begun])
            begun += 1
        standing = [hold for hold in standing if hold.end >= end]
        if not standing:
            continue
        best = max(standing, key=lambda hold: ranks[hold.why])
        if stretches and stretches[-1].why == best.why and stretches[-1].end == begin:
            stretches[-1] = stretches[-1]._replace(end=end)
        else:
            stretches.append(Hold(begin, end, best.why, best.words))
    return stretches


def since(holds: Iterable[Hold], t: float) -> list[Hold]:
    """Return what of some holds lies after a time, s."""
    return [hold._replace(begin=max(hold.begin, t)) for hold in holds if hold.end > t]


def longest(holds: Sequence[Hold], order: Sequence[int]) -> Hold | None:
    """Return a hold of the reason that stood foremost for longest, of equals the earlier.

    When none lasted at all, the reason that comes last in `order` is returned; without any of them None.
    """
    known = [hold for hold in holds if hold.why in order]
    return longest_together(timeline(known, order)) or max(known, key=lambda hold: order.index(hold.why), default=None)


def longest_together(holds: Iterable[Hold]) -> Hold | None:
    """Return the hold whose words add up to the longest time; of equal ones the earlier."""
    known = sorted(holds, key=lambda hold: hold.begin)
    total: dict[str, float] = defaultdict(float)
    for hold in known:
        total[hold.words] += hold.end - hold.begin
    return max(known, key=lambda hold: total[hold.words], default=None)
