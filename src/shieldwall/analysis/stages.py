"""How far the defence came with each threat, and what held it there longest."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from functools import cached_property
from math import inf

from shieldwall.analysis.absent import absent_fire, absent_sensors, not_ready
from shieldwall.analysis.holds import (
    TAKEN_FOR_ANOTHER,
    UNDECLARED,
    Hold,
    Holds,
    longest,
    longest_together,
    order_holds,
    pass_holds,
    round_holds,
    sight_holds,
    since,
    weighing_holds,
)
from shieldwall.analysis.rows import Log
from shieldwall.record.kinds import (
    BURST,
    DECLARED,
    DETECTED,
    HELD,
    KILLED,
    LAUNCHED,
    ORDERED,
    PASSED,
    SIGHT,
    TRACK_DROPPED,
    TRACK_FOLLOWS,
)
from shieldwall.record.reasons import (
    ASSESSED_KILLED,
    ASSESSED_UNKNOWN,
    AWARENESS_ONLY,
    BEHIND_TREES,
    BELOW_HORIZON,
    ENGAGED,
    FAINT_FOR_FIRE_CONTROL,
    GUIDANCE_FULL,
    HEIGHT_UNKNOWN,
    HELD_BY_RULE,
    HELD_IN_ZONE,
    HELD_WITHOUT_POST,
    IN_CLUTTER,
    IN_VIEW,
    INTO_ZONE,
    JAMMED,
    KEPT_IN_RESERVE,
    LAUNCH_BARRED,
    LAUNCHERS_BUSY,
    LEADS_NO_SUCH_ROUND,
    LEFT_ENVELOPE,
    LEFT_TO_ANOTHER,
    LEFT_TO_UNITS,
    LINK_DOWN,
    MASKED,
    NO_ANSWER,
    NO_CHANNEL,
    NO_ROUND,
    NO_UNIT_IN_REACH,
    NOT_ACQUIRED,
    NOT_APPROACHING,
    NOT_DECLARED,
    NOT_ORDERED,
    NOT_WORTH_A_ROUND,
    OUT_OF_RANGE,
    OUTSIDE_ELEVATION,
    OUTSIDE_SECTOR,
    RADAR_BARRED,
    RADAR_SILENT,
    REACTING,
    SENSOR_LOST,
    SILENT_BY_ORDER,
    STAFF_BUSY,
    STRIKES_FIRST,
    TOO_CLOSE,
    TOO_FAINT,
    TOO_FAST,
    TOO_LATE,
    TRACK_LOST,
    TRACKED_VAGUELY,
    UNIT_IN_WAIT,
    UNIT_LOST,
    UNIT_OFF,
    UNLIKELY,
    UNRESOLVED,
    UNSEEN_BY_FIRE_CONTROL,
    UNSTEADY,
    WORDS,
)


class Stage(IntEnum):
    """How far the defence came with a threat."""

    UNSEEN = 0
    IN_VIEW = 1
    DETECTED = 2
    TRACKED = 3
    IDENTIFIED = 4
    ASSIGNED = 5
    FIRED_AT = 6
    REACHED = 7
    KILLED = 8

    @property
    def words(self) -> str:
        """The stage as it reads in a table."""
        return self.name.lower().replace("_", " ")


# Reasons from the first hurdle to the last, in the order in which sensors, posts and channels meet them.
HIDDEN = (
    SENSOR_LOST, UNIT_OFF, RADAR_BARRED, RADAR_SILENT, OUT_OF_RANGE, TOO_CLOSE, BELOW_HORIZON, MASKED, BEHIND_TREES,
    OUTSIDE_ELEVATION, OUTSIDE_SECTOR,
)  # fmt: skip
UNCLEAR = (IN_CLUTTER, TOO_FAINT, JAMMED, UNRESOLVED, IN_VIEW)
UNASSIGNED = (
    NOT_APPROACHING, HEIGHT_UNKNOWN, AWARENESS_ONLY, HELD_BY_RULE, HELD_IN_ZONE, HELD_WITHOUT_POST, STAFF_BUSY,
    NOT_ORDERED, NO_UNIT_IN_REACH, TOO_FAST, TOO_LATE, INTO_ZONE,
    UNSEEN_BY_FIRE_CONTROL, TRACKED_VAGUELY, FAINT_FOR_FIRE_CONTROL, OUTSIDE_SECTOR, STRIKES_FIRST, UNLIKELY,
    NOT_WORTH_A_ROUND, KEPT_IN_RESERVE, LAUNCH_BARRED, RADAR_BARRED, LINK_DOWN, NO_ANSWER, NO_ROUND, NO_CHANNEL,
    LEFT_TO_UNITS, UNIT_IN_WAIT, LEFT_TO_ANOTHER, ASSESSED_UNKNOWN, ASSESSED_KILLED,
)  # fmt: skip
UNFIRED = (
    ENGAGED, LEFT_TO_ANOTHER, AWARENESS_ONLY, UNIT_OFF, LAUNCH_BARRED, RADAR_BARRED, SILENT_BY_ORDER,
    LINK_DOWN, NO_ANSWER, NO_ROUND, OUTSIDE_SECTOR, NO_CHANNEL, UNIT_LOST, NOT_ACQUIRED, TRACK_LOST, TOO_FAST,
    LEFT_ENVELOPE, STRIKES_FIRST, UNLIKELY, NOT_WORTH_A_ROUND, KEPT_IN_RESERVE, HELD_IN_ZONE, INTO_ZONE,
    LEADS_NO_SUCH_ROUND, LAUNCHERS_BUSY, GUIDANCE_FULL, UNSTEADY, REACTING,
    ASSESSED_UNKNOWN, ASSESSED_KILLED,
)  # fmt: skip

#: A burst reaches its target when it hits with at least this probability.
AIMED = 0.01
#: Who is in view for so long after its first plot, s, gives the slowest of radars plots for a track.
LONG_IN_VIEW = 60.0
#: Only what held so long before its end, s, is why nobody was assigned: who flies for half an hour is far for longest.
LAST_MINUTES = 180.0

NEVER_LOOKED_AT = "where no sensor looked"
NEVER_DETECTED = "in view, but never long enough to be detected"
TOO_BRIEF = "detected too seldom for a track"
UNASSOCIATED = "in view for long, but its plots made no track"
LOST_UNDECLARED = "lost again before it could be declared hostile"
UNJUDGED = "known only to units that wait for orders"
NOT_LOGGED = "not said by the log"

_SIGNS = {
    Stage.DETECTED: (DETECTED,),
    Stage.TRACKED: (TRACK_FOLLOWS,),
    Stage.IDENTIFIED: (DECLARED, ORDERED),
    Stage.ASSIGNED: (ORDERED,),
    Stage.FIRED_AT: (LAUNCHED, BURST),
    Stage.KILLED: (KILLED,),
}


class Stages:
    """The stages of every threat of a log up to its fate; `ends` says when (s) each threat met it.

    `first` holds, by stage and by threat, when (s) the stage was first reached, before or after the fate.
    """

    def __init__(self, log: Log, ends: Mapping[int, float]) -> None:
        self._log = log
        self._ends = ends
        self.first: dict[Stage, dict[int, float]] = {}
        for stage, kinds in _SIGNS.items():
            self.first[stage] = self._earliest(log.rows(*kinds).tolist())
        aimed = [row for row in log.rows(PASSED, BURST).tolist() if log.kind[row] == PASSED or log.v1[row] >= AIMED]
        self.first[Stage.REACHED] = self._earliest(aimed)
        evaluated = [row for row in log.rows(HELD).tolist() if log.why[row] not in UNDECLARED]
        for threat, t in self._earliest(evaluated).items():
            known = self.first[Stage.IDENTIFIED]
            known[threat] = min(known.get(threat, t), t)
        seen = [row for row in log.rows(SIGHT).tolist() if log.why[row] in UNCLEAR]
        self.first[Stage.IN_VIEW] = self._earliest(seen)

    def _earliest(self, rows: list[int]) -> dict[int, float]:
        first: dict[int, float] = {}
        for row in rows:
            threat, t = int(self._log.threat[row]), float(self._log.t[row])
            if threat >= 0:
                first[threat] = min(first.get(threat, t), t)
        return first

    def of(self, threat: int) -> Stage:
        """Return the furthest stage that the defence reached with a threat."""
        end = self._ends[threat]
        reached = (stage for stage, first in self.first.items() if first.get(threat, inf) <= end)
        return max(reached, default=Stage.UNSEEN)

    def reason(self, threat: int) -> str:
        """Return in words what held longest at the furthest stage of a threat that was not killed."""
        stage = self.of(threat)
        header = self._log.header
        if stage is Stage.UNSEEN:
            hold, blind = longest(self.sights.get(threat, []), HIDDEN), absent_sensors(header)
            return _reason_of(hold, f"{NEVER_LOOKED_AT}: {not_ready(blind)}" if blind else NEVER_LOOKED_AT)
        if stage is Stage.IN_VIEW:
            hold = longest(self.sights.get(threat, []), UNCLEAR)
            return NEVER_DETECTED if hold is None or hold.why == IN_VIEW else hold.words
        if stage <= Stage.IDENTIFIED and (mute := absent_fire(header)):
            return f"no fire unit took part: {not_ready(mute)}"
        if stage is Stage.DETECTED:
            return self._untracked(threat)
        if stage is Stage.TRACKED:
            return self._undeclared(threat)
        if stage is Stage.IDENTIFIED:
            return self._unassigned(threat)
        if stage is Stage.ASSIGNED:
            return _reason_of(longest(self._orders.get(threat, []), UNFIRED), NOT_LOGGED)
        passes = self._passes.get(threat, [])
        rounds = passes if stage is Stage.REACHED else [*self._rounds.get(threat, []), *passes]
        return _reason_of(longest_together(rounds), NOT_LOGGED)

    def _untracked(self, threat: int) -> str:
        later = since(self.sights.get(threat, []), self.first[Stage.DETECTED][threat])
        hold = longest(later, HIDDEN + UNCLEAR)
        if hold is not None and hold.why != IN_VIEW:
            return hold.words
        return UNASSOCIATED if hold is not None and hold.end - hold.begin >= LONG_IN_VIEW else TOO_BRIEF

    def _undeclared(self, threat: int) -> str:
        if not self._evaluations.get(threat):
            return UNJUDGED
        dropped = [row for row in self._log.rows(TRACK_DROPPED).tolist() if self._log.threat[row] == threat]
        lost = any(self._log.t[row] <= self._ends[threat] for row in dropped)
        hold = longest(self._evaluations[threat], UNDECLARED)
        return LOST_UNDECLARED if lost else WORDS[NOT_DECLARED if hold is None else hold.why]

    def _unassigned(self, threat: int) -> str:
        evaluations = self._evaluations.get(threat, [])
        hold = longest(since(evaluations, self._ends[threat] - LAST_MINUTES), UNASSIGNED)
        hold = hold or longest(evaluations, UNASSIGNED)
        if hold is None and longest(evaluations, (ENGAGED,)) is not None:
            # Its track was another's when the order was given, and the order went with that one.
            return TAKEN_FOR_ANOTHER
        return _reason_of(hold, NOT_LOGGED)

    @cached_property
    def sights(self) -> Holds:
        """How each sensor saw each threat."""
        return sight_holds(self._log, self._ends)

    @cached_property
    def _evaluations(self) -> Holds:
        return weighing_holds(self._log, self._ends)

    @cached_property
    def _orders(self) -> Holds:
        return order_holds(self._log, self._ends)

    @cached_property
    def _rounds(self) -> Holds:
        return round_holds(self._log, self._ends)

    @cached_property
    def _passes(self) -> Holds:
        return pass_holds(self._log, self._ends)


def _reason_of(hold: Hold | None, otherwise: str) -> str:
    return hold.words if hold is not None else otherwise
