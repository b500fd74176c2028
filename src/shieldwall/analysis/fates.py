"""What became of each threat: one fate each, how far the defence came with it, and why no further."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from shieldwall.analysis.rows import Log
from shieldwall.analysis.stages import Stage, Stages
from shieldwall.record.kinds import BURST, EXITS, IMPACT, KILLED, LAUNCHED, LOOKED, RELEASED
from shieldwall.record.reasons import HOME_AFTER_RELEASE, HOME_UNRELEASED
from shieldwall.record.recording import Recording

if TYPE_CHECKING:
    import polars as pl


class Fate(StrEnum):
    """What may become of a threat."""

    KILLED = "killed"
    LEAKED = "leaked"
    DELIVERED = "delivered"
    TURNED_BACK = "turned back"
    RECOVERED = "recovered"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Ending:
    """How one threat ended.

    `threat`: its row of the name table. `fate` at `t` (s), as `row` of the log says, -1 for none. `killed`: the
    row that killed it, be it after its fate, -1 for none. `released`: whether it released a weapon.
    """

    threat: int
    fate: Fate
    t: float
    row: int
    killed: int
    released: bool


def endings(log: Log) -> list[Ending]:
    """Return the ending of every threat that came to be, in the order of the header.

    A one-way threat that reaches its place and an aircraft that completes its look have leaked, even if the
    aircraft is shot down afterwards: its picture has gone out. An aircraft that released its weapons, which count
    themselves, has delivered, unless it is killed afterwards. What neither arrived, left nor fell has expired.
    """
    last = {kind: _by_threat(log, kind) for kind in (KILLED, IMPACT, LOOKED, EXITS, RELEASED)}
    carriers = log.header["threats"]
    found = []
    for threat in log.threats:
        killed, impact, looked, left, released = (last[kind].get(threat, -1) for kind in last)
        weapon = carriers[log.names[threat]]["carrier"] is not None
        if impact >= 0 or looked >= 0:
            fate, row = Fate.LEAKED, impact if impact >= 0 else looked
        elif killed >= 0:
            fate, row = Fate.KILLED, killed
        elif released >= 0:
            fate, row = Fate.DELIVERED, released
        elif left >= 0 and log.why[left] == HOME_AFTER_RELEASE:
            fate, row = Fate.DELIVERED, left
        elif left >= 0 and log.why[left] == HOME_UNRELEASED and not weapon:
            fate, row = Fate.RECOVERED, left
        else:
            fate, row = Fate.EXPIRED, left
        t = float(log.t[row]) if row >= 0 else log.lasts
        found.append(Ending(threat, fate, t, row, killed, released >= 0))
    return found


def _by_threat(log: Log, kind: int) -> dict[int, int]:
    """Return the row of a kind for each threat: the last release, the first of all others."""
    rows = log.rows(kind).tolist()
    return {int(log.threat[row]): row for row in (rows if kind == RELEASED else reversed(rows))}


def outcomes(recording: Recording) -> pl.DataFrame:
    """Return `outcome_rows` as a table."""
    return outcome_table(outcome_rows(recording))


def outcome_table(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Return rows as `outcome_rows` gives them as a table."""
    import polars as pl

    return pl.DataFrame(rows, schema=_schema(pl))


def outcome_rows(recording: Recording) -> list[dict[str, Any]]:
    """Return a row per threat that came to be.

    Stage and reason explain the fate: they count what happened up to it. Columns: threat (name), system (title),
    kind, carrier (null for none), fate, stage, reason (in words; the killer of a killed one), t_s (of the fate),
    detected_s, tracked_s, engaged_s (the first each; null for never), shots (rounds and bursts at it), killed_by
    (round or channel), place (hit or looked at), released (whether it released a weapon).
    """
    log = Log(recording)
    known = endings(log)
    stages = Stages(log, {ending.threat: ending.t for ending in known})
    shots = {threat: len(rows) for threat, rows in log.by_threat(log.rows(LAUNCHED, BURST).tolist()).items()}
    table = []
    for ending in known:
        threat = ending.threat
        entry = log.header["threats"][log.names[threat]]
        dead = ending.fate is Fate.KILLED
        table.append(
            {
                "threat": log.names[threat],
                "system": entry["title"],
                "kind": entry["kind"],
                "carrier": entry["carrier"],
                "fate": ending.fate.value,
                "stage": (Stage.KILLED if dead else stages.of(threat)).words,
                "reason": killed_by(log, ending) if dead else stages.reason(threat),
                "t_s": ending.t,
                "detected_s": stages.first[Stage.DETECTED].get(threat),
                "tracked_s": stages.first[Stage.TRACKED].get(threat),
                "engaged_s": stages.first[Stage.FIRED_AT].get(threat),
                "shots": shots.get(threat, 0),
                "killed_by": log.name(int(log.who[ending.killed])) if ending.killed >= 0 else None,
                "place": log.name(int(log.whom[ending.row])) if ending.fate is Fate.LEAKED else None,
                "released": ending.released,
            }
        )
    return table


def killed_by(log: Log, ending: Ending) -> str:
    """Return in words what killed a threat, and at whom it was fired where that was another."""
    words = killer(log, ending.killed)
    launches = log.rows(LAUNCHED)
    mine = launches[log.who[launches] == log.who[ending.killed]]
    aimed = int(log.threat[mine[0]]) if mine.size else ending.threat
    return words if aimed < 0 or aimed == ending.threat else f"{words}, fired at {log.names[aimed]}"


def killer(log: Log, row: int) -> str:
    """Return in words what killed a threat, from its row of the log."""
    name = log.name(int(log.who[row]))
    weapon = log.header["weapons"].get(log.weapon_of(name))
    return f"{'a ' + weapon['title'] if weapon else 'the guns'} of {log.unit_of(name)}"


def _schema(pl: Any) -> dict[str, Any]:
    texts = ("threat", "system", "kind", "carrier", "fate", "stage", "reason")
    numbers = ("t_s", "detected_s", "tracked_s", "engaged_s")
    return {
        **dict.fromkeys(texts, pl.String),
        **dict.fromkeys(numbers, pl.Float64),
        "shots": pl.Int64,
        "killed_by": pl.String,
        "place": pl.String,
        "released": pl.Boolean,
    }
