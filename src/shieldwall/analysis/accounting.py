"""The books of a run must balance: one fate each, no round from nowhere, no shot without a track."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from shieldwall.analysis.fates import endings
from shieldwall.analysis.rows import Log
from shieldwall.quantities.errors import ShieldwallError
from shieldwall.quantities.units import counted
from shieldwall.record.kinds import (
    ACQUIRED,
    ASSESSED,
    BURST,
    ENTERS,
    EXITS,
    IMPACT,
    KILLED,
    LAUNCHED,
    PASSED,
    ROUND_ENDED,
)
from shieldwall.record.reasons import CARRIER_LOST
from shieldwall.record.recording import Recording

_ENABLED_BY = {
    ACQUIRED: None,
    LAUNCHED: (ACQUIRED, ASSESSED),
    BURST: (ACQUIRED, ASSESSED),
    ASSESSED: (ACQUIRED, ASSESSED),
    PASSED: (LAUNCHED,),
    ROUND_ENDED: (LAUNCHED,),
    KILLED: (PASSED, BURST),
}


class AccountingError(ShieldwallError, AssertionError):
    """A log contradicts itself: the engine is at fault, not the scenario."""


def check_accounting(recording: Recording) -> None:
    """Raise AccountingError, naming the first entries that do not balance, if a log contradicts itself.

    Checked: each threat enters once, ends at most once and has one fate, and the fates sum to the threats;
    each round is launched once and ends at most once; no unit fires more than it was loaded with; each shot goes
    back to an acquired track, each kill to a pass or a burst; no place takes more damage than it can.
    """
    log = Log(recording)
    faults = [*_threat_faults(log), *_round_faults(log), *_cause_faults(log), *_damage_faults(log)]
    if faults:
        more = [f"and {len(faults) - 5} more"] if len(faults) > 5 else []
        raise AccountingError("the log does not balance: " + "; ".join(faults[:5] + more))


def _threat_faults(log: Log) -> Iterator[str]:
    threats = log.header["threats"]
    entered = Counter(log.who[log.rows(ENTERS)].tolist())
    yield from (f"{log.names[who]} enters {times} times" for who, times in entered.items() if times > 1)
    others = log.header.get("traffic", {})
    strangers = [name for name in (log.names[who] for who in entered) if name not in threats and name not in others]
    yield from (f"{name} enters, but is no threat" for name in strangers)
    over: dict[int, int] = {}
    for row in log.rows(KILLED, IMPACT, EXITS).tolist():
        threat = int(log.threat[row])
        if threat in over:
            yield f"{log.name(threat)} ends twice, in rows {over[threat]} and {row}"
        elif threat not in entered and log.why[row] != CARRIER_LOST:
            yield f"{log.name(threat)} ends in row {row} without having entered"
        over.setdefault(threat, row)
    fates = Counter(ending.threat for ending in endings(log))
    if set(fates) != set(log.threats) or fates.total() != len(log.threats):
        yield f"{len(log.threats)} threats have {fates.total()} fates"


def _round_faults(log: Log) -> Iterator[str]:
    launched = Counter(log.who[log.rows(LAUNCHED)].tolist())
    yield from (f"{log.names[who]} is launched {times} times" for who, times in launched.items() if times > 1)
    finished = Counter(who for who in log.who[log.rows(KILLED, ROUND_ENDED)].tolist() if who in launched)
    yield from (f"{log.names[who]} ends {times} times" for who, times in finished.items() if times > 1)
    for (unit, weapon), number in log.shots().items():
        loaded = log.header["units"].get(unit, {}).get("rounds", {}).get(weapon, 0)
        if number > loaded:
            yield f"{unit} fires {counted(number, 'time')} with {weapon or 'nothing'} and was loaded for {loaded}"


def _cause_faults(log: Log) -> Iterator[str]:
    for row in log.rows(*_ENABLED_BY).tolist():
        cause, enabled_by = int(log.cause[row]), _ENABLED_BY[int(log.kind[row])]
        if cause >= row:
            yield f"row {row} is caused by a later one"
        elif enabled_by is not None and (cause < 0 or log.kind[cause] not in enabled_by):
            yield f"row {row}, of {log.name(int(log.who[row]))}, has no cause that allows it"


def _damage_faults(log: Log) -> Iterator[str]:
    damage: dict[str, float] = defaultdict(float)
    for row in log.rows(IMPACT).tolist():
        damage[log.name(int(log.whom[row]))] += float(log.v0[row])
    for name, total in damage.items():
        place = log.header["places"].get(name)
        if place is None or total > place["hardness"] * (1.0 + 1e-4):
            yield f"{name} takes a damage of {total:g}, more than it can"
