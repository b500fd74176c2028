"""What happened in a run, as the events that Tacview lists and marks on its time line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from shieldwall.analysis.events import sentence
from shieldwall.analysis.rows import Log
from shieldwall.record.kinds import (
    AUTONOMOUS,
    BURST,
    DETECTED,
    EXITS,
    IMPACT,
    KILLED,
    KINDS,
    LAUNCHED,
    LOOKED,
    PASSED,
    RELEASED,
    ROUND_ENDED,
    UNDER_COMMAND,
    UNIT_DESTROYED,
    UNREADY,
)

#: Event by kind of row. Bookmarks stand out on the time line; LeftArea keeps Tacview from inferring a kill.
EVENTS: Final = {
    LAUNCHED: "Message",
    BURST: "Message",
    PASSED: "Message",
    ROUND_ENDED: "Message",
    RELEASED: "Message",
    AUTONOMOUS: "Message",
    UNDER_COMMAND: "Message",
    UNREADY: "Message",
    KILLED: "Destroyed",
    UNIT_DESTROYED: "Destroyed",
    IMPACT: "Bookmark",
    LOOKED: "Bookmark",
    EXITS: "LeftArea",
}
#: A place is destroyed when its damage reaches its hardness, but for rounding.
_WHOLE: Final = 1.0 - 1e-6


class Bulletin(NamedTuple):
    """One event: when (s), its kind, the ids of the objects that it concerns, and the texts of its last fields."""

    t: float
    event: str
    ids: tuple[str, ...]
    texts: tuple[str, ...]


def bulletins(log: Log, shown: Mapping[str, str]) -> Iterator[Bulletin]:
    """Yield the events of a run that concern objects shown (ids by name), in the order of its log."""
    seen: set[int] = set()
    for row in log.rows(*EVENTS, DETECTED).tolist():
        kind = int(log.kind[row])
        if kind == DETECTED:
            if int(log.whom[row]) in seen:
                continue
            seen.add(int(log.whom[row]))
        names = _concerned(log, row, shown)
        # What concerns nothing that is shown, such as a bomb that was never released, is left out.
        if names:
            texts = (plain(sentence(log, row)),)
            event = EVENTS.get(kind, "Message")
            yield Bulletin(float(log.t[row]), event, tuple(shown[name] for name in names), texts)
            yield from _consequences(log, row, shown)


def departures(log: Log, shown: set[str]) -> dict[str, float]:
    """Return when each object shown leaves: killed, destroyed, arrived, gone home or, for a round, ended (s)."""
    gone: dict[str, float] = {}
    for row in log.rows(KILLED, ROUND_ENDED, IMPACT, EXITS, UNIT_DESTROYED).tolist():
        kind, who, whom = int(log.kind[row]), log.name(int(log.who[row])), log.name(int(log.whom[row]))
        leaving = {KILLED: (whom, who), UNIT_DESTROYED: (whom,)}.get(kind, (who,))
        if kind == IMPACT and _destroys(log, row):
            leaving = (who, whom)
        for name in leaving:
            # A killer that is a channel of guns is no object, and a unit stays when its guns kill.
            if name in shown and (kind != KILLED or name == whom or log.weapon_of(name)):
                gone.setdefault(name, float(log.t[row]))
    return gone


def _concerned(log: Log, row: int, shown: Mapping[str, str]) -> list[str]:
    """Names of the objects that a row concerns: who, whom and the threat, the victim first."""
    who, whom, threat = (log.name(int(number)) for number in (log.who[row], log.whom[row], max(log.threat[row], -1)))
    parts = (whom, who, threat) if int(log.kind[row]) in (KILLED, UNIT_DESTROYED) else (who, whom, threat)
    known = (name if name in shown else log.unit_of(name) for name in parts if name)
    return list(dict.fromkeys(name for name in known if name in shown))


def _consequences(log: Log, row: int, shown: Mapping[str, str]) -> Iterator[Bulletin]:
    """What a row also means to Tacview: a shot that is over, an arrival that is no kill, a place that is no more."""
    kind, t = int(log.kind[row]), float(log.t[row])
    who, whom = log.name(int(log.who[row])), log.name(int(log.whom[row]))
    if kind == ROUND_ENDED or (kind == KILLED and log.weapon_of(who)):
        yield Bulletin(t, "Timeout", (), _shot(log, row, shown, kind == KILLED))
    elif kind == BURST:
        hits = (log.kind == KILLED) & (log.cause == row)
        yield Bulletin(t, "Timeout", (), _shot(log, row, shown, bool(hits.any())))
    elif kind == IMPACT:
        if who in shown:
            yield Bulletin(t, "LeftArea", (shown[who],), ("",))
        if _destroys(log, row) and {who, whom} <= set(shown):
            text = KINDS[UNIT_DESTROYED].sentence.format(who=who, whom=whom)
            yield Bulletin(t, "Destroyed", (shown[whom], shown[who]), (plain(text),))


def _shot(log: Log, row: int, shown: Mapping[str, str], hit: bool) -> tuple[str, ...]:
    """The fields of the event by which Tacview fills its log of shots."""
    who, target = log.name(int(log.who[row])), log.name(max(int(log.threat[row]), -1))
    unit = log.unit_of(who)
    weapon = log.weapon_of(who) or log.gun_of(unit)
    title = log.header["weapons"].get(weapon, {"title": weapon or "round"})["title"]
    source = (f"SourceId:{shown[unit]}",) if unit in shown else ()
    aim = (f"TargetId:{shown[target]}",) if target in shown else ()
    return (
        *source,
        f"AmmoType:{plain(title).replace(':', '')}",
        "AmmoCount:1",
        *aim,
        f"Outcome:{'Kill' if hit else 'Miss'}",
    )


def _destroys(log: Log, row: int) -> bool:
    """Whether an impact destroys a place that is no unit; a unit's destruction has a row of its own."""
    place = log.header["places"].get(log.name(int(log.whom[row])))
    if place is None or place["unit"] is not None or log.v0[row] <= 0.0:
        return False
    return bool(log.v1[row] >= place["hardness"] * _WHOLE)


def plain(text: str) -> str:
    """Return text as a property or an event may hold it: on one line, no mark of the format, commas escaped."""
    return " ".join(text.replace("\\", "/").replace("|", "/").split()).replace(",", "\\,")
