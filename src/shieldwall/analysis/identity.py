"""Who was taken for whom: neutrals and own aircraft held hostile or shot down, and raiders that were not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from shieldwall.analysis.fates import Ending, Fate, killer
from shieldwall.analysis.prose import Line, Story, clock
from shieldwall.analysis.rows import Log
from shieldwall.record.kinds import (
    BURST,
    DECLARED,
    ENTERS,
    EXITS,
    HELD,
    IN_DOUBT,
    KILLED,
    LAUNCHED,
    TAKEN_FOR_FRIENDLY,
    TAKEN_FOR_NEUTRAL,
    TRACKED,
)
from shieldwall.record.reasons import WORDS

#: Kinds that give a track an identity, in words.
HELD_FOR = {
    DECLARED: "hostile",
    TAKEN_FOR_NEUTRAL: "neutral",
    TAKEN_FOR_FRIENDLY: "friendly",
    IN_DOUBT: "nobody that it knows",
}
#: Sides of what flies besides the raid, in words.
SIDE_WORDS = {"neutral": "a neutral", "blue": "an own aircraft"}


class Mistake(NamedTuple):
    """Who (a unit) held whom (a body) for what from when (s), and why; `row` of the log."""

    row: int
    t: float
    unit: str
    body: str
    held_for: str
    why: str


class Victim(NamedTuple):
    """An aircraft that is not of the raid and was shot down: when (s), by what, and the mistake before it, if any."""

    name: str
    side: str
    title: str
    t: float
    by: str
    mistake: Mistake | None


def mistakes(log: Log) -> list[Mistake]:
    """Return each time that a unit held a raider for neutral or friendly, or somebody else for hostile."""
    traffic, threats = log.header.get("traffic", {}), log.header["threats"]
    found = []
    for row in log.rows(DECLARED, TAKEN_FOR_NEUTRAL, TAKEN_FOR_FRIENDLY).tolist():
        body = log.name(int(log.threat[row])) if log.threat[row] >= 0 else ""
        hostile = log.kind[row] == DECLARED
        if (hostile and body in traffic) or (not hostile and body in threats):
            who, held_for = log.name(int(log.who[row])), HELD_FOR[int(log.kind[row])]
            found.append(Mistake(row, float(log.t[row]), who, body, held_for, WORDS[int(log.why[row])]))
    return found


def victims(log: Log) -> list[Victim]:
    """Return who was shot down and was not of the raid, in the order of their times."""
    traffic = log.header.get("traffic", {})
    known = [mistake for mistake in mistakes(log) if mistake.held_for == "hostile"]
    found = []
    for row in log.rows(KILLED).tolist():
        name, t = log.name(int(log.whom[row])), float(log.t[row])
        if name in traffic:
            before = [mistake for mistake in known if mistake.body == name and mistake.t <= t]
            body = traffic[name]
            last = before[-1] if before else None
            found.append(Victim(name, body["side"], body["title"], t, killer(log, row), last))
    return found


def identity_measures(log: Log, known: list[Ending]) -> dict[str, Any]:
    """Return the measures of identity, none where nothing but the raid could fly.

    victims: names of neutrals and own aircraft shot down. misidentified: how many of them were held hostile by
    somebody. spared: raiders that somebody held for neutral or friendly; leakers_spared: those of them that leaked.
    """
    if "traffic" not in log.header and not log.rows(TAKEN_FOR_NEUTRAL, TAKEN_FOR_FRIENDLY).size:
        return {"victims": [], "misidentified": 0, "spared": 0, "leakers_spared": 0}
    found = mistakes(log)
    spared = {mistake.body: mistake.t for mistake in reversed(found) if mistake.held_for != "hostile"}
    leaked = [log.names[ending.threat] for ending in known if ending.fate is Fate.LEAKED]
    ends = {log.names[ending.threat]: ending.t for ending in known}
    return {
        "victims": [victim.name for victim in victims(log)],
        "misidentified": len({mistake.body for mistake in found if mistake.held_for == "hostile"}),
        "spared": len(spared),
        "leakers_spared": sum(spared[name] <= ends[name] for name in leaked if name in spared),
    }


def reasoned(log: Log, rows: Iterable[int]) -> dict[str, int]:
    """Return, out of the rows about what flies, those in which a unit gives a new reason to hold it hostile, by unit.

    Who held it so already says it again of another track of it, which is no news.
    """
    found: dict[str, int] = {}
    given: set[int] = set()
    hostile: set[int] = set()
    for row in rows:
        kind, why, who = int(log.kind[row]), int(log.why[row]), int(log.who[row])
        if kind == DECLARED:
            if who not in hostile and WORDS[why] and why not in given:
                found[log.name(who)] = row
                given.add(why)
            hostile.add(who)
        elif kind in HELD_FOR:
            hostile.discard(who)
    return found


def identity_lines(log: Log, rows: Iterable[int]) -> Iterator[Line]:
    """Yield who held what flies for whom, out of the rows that concern it, where that was not settled by time alone.

    Who declares it hostile for no reason, or for that of another before him, is named by `evaluation_lines` alone.
    """
    rows = list(rows)
    news = set(reasoned(log, rows).values())
    for row in rows:
        kind, why = int(log.kind[row]), WORDS[int(log.why[row])]
        if kind not in HELD_FOR or (kind == DECLARED and row not in news):
            continue
        holds = "declares it hostile" if kind == DECLARED else f"holds it for {HELD_FOR[kind]}"
        yield Line(float(log.t[row]), 4, 7, f"{log.name(int(log.who[row]))} {holds}{f': {why}' if why else ''}.")


def story(log: Log, name: str) -> Story:
    """Return the story of an aircraft that is not of the raid: who held it for whom, and whether it was shot down."""
    body, number = log.header["traffic"][name], log.number[name]
    heading = f"{name}: {body['title']}, {SIDE_WORDS[body['side']]}. Task: {body['mission']}."
    rows = [row for row in range(log.size) if log.threat[row] == number]
    lines = [*_flown(log, rows), *identity_lines(log, rows), *_declared(log, rows)]
    killed = next((victim for victim in victims(log) if victim.name == name), None)
    ordered = sorted(lines, key=lambda line: (line.t, line.order))
    return Story(heading, ordered, 0, _ending(killed))


def _declared(log: Log, rows: list[int]) -> Iterator[Line]:
    """Yield who holds it hostile and has no reason of his own for that, each when he first does."""
    known = set(reasoned(log, rows))
    for row in rows:
        who = log.name(int(log.who[row]))
        if log.kind[row] == DECLARED and who not in known:
            known.add(who)
            yield Line(float(log.t[row]), 4, 7, f"{who} declares it hostile.")


def _flown(log: Log, rows: Iterable[int]) -> Iterator[Line]:
    for row in rows:
        t, kind, who = float(log.t[row]), int(log.kind[row]), log.name(int(log.who[row]))
        if kind == ENTERS:
            seen = f"{log.v0[row]:.0f} m above the sea at {log.v1[row]:.0f} m/s"
            yield Line(t, 0, 9, f"It enters, or is under way, {seen}.")
        elif kind == TRACKED:
            yield Line(t, 3, 5, f"{who} tracks it.")
        elif kind == HELD:
            yield Line(t, 5, 6, f"{who} leaves it alone: it is {WORDS[int(log.why[row])]}.")
        elif kind in (LAUNCHED, BURST):
            yield Line(t, 6, 9, f"{who} is launched at it." if kind == LAUNCHED else f"{who} fires a burst at it.")
        elif kind == KILLED:
            yield Line(t, 8, 9, f"It is shot down by {killer(log, row)}.")
        elif kind == EXITS:
            yield Line(t, 9, 8, f"It leaves: {WORDS[int(log.why[row])]}.")


def _ending(killed: Victim | None) -> str:
    if killed is None:
        return "It was not shot down."
    why = "no unit had declared it hostile: the round was meant for another"
    if killed.mistake is not None:
        because = f": {killed.mistake.why}" if killed.mistake.why else ""
        why = f"{killed.mistake.unit} had declared it hostile at {clock(killed.mistake.t)}{because}"
    return f"A victim: shot down at {clock(killed.t)} by {killed.by}; {why}."
