"""What each fire channel did when: searching, waiting with its reason, guiding, assessing; and what it fired."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from shieldwall.analysis.rows import NO_THREAT, Log
from shieldwall.record.kinds import (
    ACCEPTED,
    ACQUIRED,
    ASSESSED,
    BURST,
    ENDED,
    KILLED,
    LAUNCHED,
    ROUND_ENDED,
    WAITS,
)
from shieldwall.record.reasons import ASSESSED_KILLED, NO_REASON


class State(StrEnum):
    """What a fire channel may be busy with."""

    ACQUIRING = "acquiring"
    WAITING = "waiting"
    GUIDING = "guiding"
    ASSESSING = "assessing"


class Span(NamedTuple):
    """A channel in one state from `begin` to `end` (s).

    `why`: the reason of a wait, NO_REASON in the other states and while none is logged. `threat`: its row of the
    name table, or FALSE_TRACK or NO_THREAT. `engagement`: the row of the log with which the engagement began.
    """

    channel: str
    begin: float
    end: float
    state: State
    why: int
    threat: int
    engagement: int


class Mark(NamedTuple):
    """A launch, a burst or a kill of a channel at `t` (s); `threat` as in Span, the victim for a kill."""

    channel: str
    t: float
    kind: int
    threat: int


@dataclass
class _Busy:
    """An engagement under way."""

    since: float
    threat: int
    row: int
    state: State = State.ACQUIRING
    why: int = NO_REASON
    flying: int = 0


class Channels:
    """The spans and the marks of all fire channels of a log, each in the order of time.

    A channel guides as long as one of its rounds flies, whatever else it waits for. After the last one is over,
    and after a burst, it assesses.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self.spans: list[Span] = []
        self.marks: list[Mark] = []
        self._busy: dict[str, _Busy] = {}
        self._shooter: dict[int, str] = {}
        kinds = (ACCEPTED, ACQUIRED, WAITS, LAUNCHED, BURST, ROUND_ENDED, KILLED, ASSESSED, ENDED)
        for row in log.rows(*kinds).tolist():
            self._read(row)
        for channel, busy in self._busy.items():
            self._close(channel, busy, log.lasts)
        self.spans.sort(key=lambda span: (span.channel, span.begin))

    def _read(self, row: int) -> None:
        log = self._log
        kind, t, why = int(log.kind[row]), float(log.t[row]), int(log.why[row])
        if kind == LAUNCHED:
            cause = int(log.cause[row])
            if cause >= 0:
                self._shooter[int(log.who[row])] = log.name(int(log.who[cause]))
        # Rounds are logged by their own name, everything else by the channel's.
        channel = self._shooter.get(int(log.who[row]), log.name(int(log.who[row])))
        if kind in (LAUNCHED, BURST, KILLED):
            self.marks.append(Mark(channel, t, kind, int(log.threat[row])))
        if kind == ACCEPTED:
            if channel in self._busy:
                self._close(channel, self._busy[channel], t)
            self._busy[channel] = _Busy(t, int(log.threat[row]), row)
        busy = self._busy.get(channel)
        if busy is None or kind == ACCEPTED:
            return
        if kind == ENDED:
            self._close(channel, self._busy.pop(channel), t)
            return
        self._turn(channel, busy, (kind, t, why), row)

    def _turn(self, channel: str, busy: _Busy, event: tuple[int, float, int], row: int) -> None:
        """Move a busy channel on after an event (kind, t, why) of its own or of one of its rounds."""
        kind, t, why = event
        if kind == LAUNCHED:
            busy.flying += 1
            state, why = State.GUIDING, NO_REASON
        elif kind == BURST:
            state, why = State.ASSESSING, NO_REASON
        elif kind in (ROUND_ENDED, KILLED):
            if int(self._log.who[row]) in self._shooter:
                busy.flying = max(0, busy.flying - 1)
            state, why = State.GUIDING if busy.flying else State.ASSESSING, NO_REASON
        elif kind == ASSESSED and why == ASSESSED_KILLED:
            return
        else:
            state, why = State.WAITING, why if kind == WAITS else NO_REASON
            state = State.GUIDING if busy.flying else state
            why = why if state is State.WAITING else NO_REASON
        if kind == ACQUIRED and self._log.threat[row] != NO_THREAT:
            threat = int(self._log.threat[row])
        else:
            threat = busy.threat
        if (state, why, threat) != (busy.state, busy.why, busy.threat):
            self._close(channel, busy, t)
            busy.since, busy.state, busy.why, busy.threat = t, state, why, threat

    def _close(self, channel: str, busy: _Busy, t: float) -> None:
        if t > busy.since:
            self.spans.append(Span(channel, busy.since, t, busy.state, busy.why, busy.threat, busy.row))
