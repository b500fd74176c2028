"""The kill chain of one threat as a short story with times."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterator

from shieldwall.analysis.fates import Ending, Fate, endings, killer
from shieldwall.analysis.holds import weighing_holds
from shieldwall.analysis.prose import away, clock, height, lasting, listed
from shieldwall.analysis.rows import Log
from shieldwall.analysis.stages import UNASSIGNED, Stage, Stages
from shieldwall.analysis.tale import Line, fire_lines
from shieldwall.quantities.errors import InputError, closest, quoted
from shieldwall.record.kinds import (
    DECLARED,
    DETECTED,
    ENTERS,
    EXITS,
    IMPACT,
    KILLED,
    LOOKED,
    RELEASED,
    TRACK_DROPPED,
    TRACK_FOLLOWS,
    UNIT_DESTROYED,
)
from shieldwall.record.reasons import IN_VIEW, NOT_DECLARED, WORDS
from shieldwall.record.recording import Recording

_MOST_LINES = 32
_WIDTH = 100
#: What held for less, s, is not told.
_BRIEF = 5.0
#: A picture without the threat for so long, s, has lost it.
_GAP = 15.0

_STANDING = {
    Stage.UNSEEN: "It was never in view: for longest it was",
    Stage.IN_VIEW: "It was in view but never detected: for longest it was",
    Stage.DETECTED: "It was detected but never tracked: it was",
    Stage.TRACKED: "It was tracked but never declared hostile: it was",
    Stage.IDENTIFIED: "It was declared hostile, but no fire unit was assigned: for longest it was",
    Stage.ASSIGNED: "A fire unit was assigned, but none fired: for longest it was",
    Stage.FIRED_AT: "It was fired at, but no round reached it: mostly,",
    Stage.REACHED: "It was reached, but not killed: mostly,",
}


def explain(recording: Recording, name: str) -> str:
    """Return the story of one threat, such as "red/strike/3": a heading, a line per event that mattered, a fate.

    Raises InputError, with the nearest name, when no threat is called so.
    """
    log = Log(recording)
    told = log.header["threats"].get(name)
    if told is None:
        raise _unknown(log, name)
    heading = f"{name}: {told['title']}{_mission(told)}"
    number = log.number[name]
    known = {ending.threat: ending for ending in endings(log)}
    if number not in known:
        why = "its carrier never released it" if told["carrier"] else "the exercise ended before it entered"
        return f"{heading}\nIt never came to be: {why}."
    stages = Stages(log, {threat: ending.t for threat, ending in known.items()})
    lines = sorted(_lines(log, stages, known[number]), key=lambda line: (line.t, line.order))
    return "\n".join([heading, *_shown(lines), "", _verdict(log, stages, known[number])])


def _unknown(log: Log, name: str) -> InputError:
    threats = list(log.header["threats"])
    for candidate in (f"red/{name}", f"{name}/1", f"red/{name}/1"):
        if candidate in log.header["threats"]:
            near: str | None = candidate
            break
    else:
        near = closest(name, threats)
    instead = f"did you mean {near}?" if near else f"this run has {listed(threats, 8)}"
    return InputError(f"there is no threat {quoted(name)} in this run", instead=instead)


def _mission(told: dict[str, object]) -> str:
    carrier = f", carried by {told['carrier']}" if told["carrier"] else ""
    return f"{carrier}. Task: {told['mission']}." if told["mission"] else f"{carrier}."


def _shown(lines: list[Line]) -> list[str]:
    """Lay the lines out, the least weighty left out when there are too many."""
    left_out = 0
    kept = lines
    for weight in range(1, 4):
        if len(kept) > _MOST_LINES:
            kept = [line for line in lines if line.weight > weight]
            left_out = len(lines) - len(kept)
    pages = []
    for line in kept:
        text = textwrap.fill(line.text, _WIDTH, subsequent_indent=" " * 7, break_on_hyphens=False)
        pages.append(f"{clock(line.t)}  {text}")
    return [*pages, f"       ({left_out} lesser events are left out)"] if left_out else pages


def _lines(log: Log, stages: Stages, ending: Ending) -> Iterator[Line]:
    number = ending.threat
    last = float(log.t[ending.killed]) if ending.killed >= 0 else log.lasts
    rows = [row for row in (log.threat == number).nonzero()[0].tolist() if log.t[row] <= last]
    yield from _flight_lines(log, rows)
    yield from _sight_lines(log, stages, number)
    yield from _track_lines(log, rows, last)
    yield from _judgement_lines(log, number, last)
    yield from fire_lines(log, number, rows)


def _flight_lines(log: Log, rows: list[int]) -> Iterator[Line]:
    released: dict[float, list[str]] = defaultdict(list)
    for row in rows:
        t, kind, whom = float(log.t[row]), int(log.kind[row]), log.name(int(log.whom[row]))
        if kind == ENTERS:
            x, y, z = log.places[row].tolist()
            told = log.header["threats"][log.name(int(log.who[row]))]
            verb = "It is released" if told["carrier"] else "It enters"
            where = f"{away(x, y)} of the middle, {height(x, y, z):.0f} m up"
            yield Line(t, 0, 9, f"{verb} {where}, at {log.v1[row]:.0f} m/s.")
        elif kind == RELEASED:
            released[t].append(whom.rpartition("/")[2])
        elif kind == IMPACT:
            so_far = f", {log.v1[row]:.2g} so far" if log.v1[row] > log.v0[row] + 1e-6 else ""
            yield Line(t, 9, 9, f"It hits {whom}: damage {log.v0[row]:.2g}{so_far}.")
        elif kind == UNIT_DESTROYED:
            yield Line(t, 10, 9, f"{whom} is destroyed.")
        elif kind == LOOKED:
            yield Line(t, 9, 9, f"It completes its look at {whom} from {log.v0[row] / 1000.0:.0f} km.")
        elif kind == EXITS:
            yield Line(t, 9, 8, f"It leaves: {WORDS[int(log.why[row])]}.")
        elif kind == KILLED:
            yield Line(t, 9, 9, f"It is killed by {log.name(int(log.who[row]))}, {log.v0[row]:.1f} m off.")
    for t, weapons in released.items():
        yield Line(t, 8, 9, f"It releases {listed(weapons)}.")


def _sight_lines(log: Log, stages: Stages, number: int) -> Iterator[Line]:
    """Say who saw it first and why no one did before, and who saw it later."""
    holds = stages.sights.get(number, [])
    first: dict[str, int] = {}
    for row in log.rows(DETECTED).tolist():
        if log.threat[row] == number:
            first.setdefault(log.name(int(log.who[row])), row)
    if not first:
        if holds:
            begin = min(hold.begin for hold in holds)
            yield Line(begin, 1, 8, f"No sensor ever detects it: {_hidden(stages, number, log.lasts)}.")
        return
    sensor, row = next(iter(first.items()))
    seen = float(log.t[row])
    before = _hidden(stages, number, seen)
    until = f" Until then it was {before}." if before else ""
    yield Line(seen, 1, 9, f"{sensor} detects it first, {log.v0[row] / 1000.0:.0f} km away.{until}")
    others = [name for name in first if name != sensor]
    if others:
        then = float(log.t[first[others[0]]])
        yield Line(then, 1, 3, f"{listed(others)} {'detects' if len(others) == 1 else 'detect'} it later.")


def _hidden(stages: Stages, number: int, until: float) -> str:
    """Say for how long it stood best with which reason up to a time, the longest first."""
    spans = stages.foremost_sights(number, until)
    told = [(span, why) for why, span in spans.items() if span >= _BRIEF and why != IN_VIEW]
    told.sort(reverse=True)
    return listed([f"{WORDS[why]} for {lasting(span)}" for span, why in told[:3]]) if told else ""


def _track_lines(log: Log, rows: list[int], last: float) -> Iterator[Line]:
    """Say which unit held a track of it and when it was lost; units that only follow are named together."""
    pictures: dict[str, list[tuple[float, int]]] = defaultdict(list)
    current: dict[int, str] = {}
    lost: dict[str, float] = {}
    gaps: list[Line] = []
    for row in rows:
        unit, t, track = log.name(int(log.who[row])), float(log.t[row]), int(log.v0[row])
        if log.kind[row] == TRACK_FOLLOWS:
            if unit in lost and t - lost[unit] > _GAP:
                away_for = lasting(t - lost[unit])
                gaps.append(Line(lost[unit], 2, 4, f"{unit} loses it from its picture for {away_for}."))
            lost.pop(unit, None)
            current[track] = unit
            pictures[unit].append((t, track))
        elif log.kind[row] == TRACK_DROPPED and current.pop(track, None) and unit not in current.values():
            lost[unit] = t
    posts = [unit for unit in pictures if log.header["units"].get(unit, {}).get("post")]
    for unit in posts or list(pictures)[:1]:
        t, track = pictures[unit][0]
        yield Line(t, 2, 7, f"{unit} holds it as track {track}.")
    others = [unit for unit in pictures if unit not in (posts or list(pictures)[:1])]
    if others:
        verb = "tracks it" if len(others) == 1 else "track it"
        yield Line(pictures[others[0]][0][0], 2, 2, f"{listed(others)} {verb}, too.")
    yield from gaps
    for unit, t in lost.items():
        if last - t > _GAP:
            yield Line(t, 2, 4, f"{unit} loses it from its picture for good.")


def _judgement_lines(log: Log, number: int, last: float) -> Iterator[Line]:
    declared: dict[str, float] = {}
    for row in log.rows(DECLARED).tolist():
        if log.threat[row] == number and log.t[row] <= last:
            declared.setdefault(log.name(int(log.who[row])), float(log.t[row]))
    for unit, t in declared.items():
        yield Line(t, 3, 6, f"{unit} declares it hostile.")
    merged: list[tuple[float, float, int]] = []
    for hold in sorted(weighing_holds(log, {number: last}).get(number, [])):
        if hold.why not in UNASSIGNED or hold.why == NOT_DECLARED:
            continue
        if merged and merged[-1][2] == hold.why and hold.begin - merged[-1][1] < _GAP:
            merged[-1] = (merged[-1][0], max(hold.end, merged[-1][1]), hold.why)
        else:
            merged.append((hold.begin, hold.end, hold.why))
    for begin, end, why in merged:
        if end - begin >= _BRIEF:
            yield Line(begin, 4, 5, f"For {lasting(end - begin)} it is {WORDS[why]}.")


def _verdict(log: Log, stages: Stages, ending: Ending) -> str:
    """Say the fate, the furthest stage and what held there."""
    at = f"at {clock(ending.t)}"
    if ending.fate is Fate.KILLED:
        after = ", after it had released its weapons" if ending.released else ""
        return f"Fate: killed {at} by {killer(log, ending.killed)}{after}."
    stage = stages.of(ending.threat)
    fate = {
        Fate.LEAKED: f"leaked {at}",
        Fate.DELIVERED: f"delivered {at}, its weapons count themselves",
        Fate.RECOVERED: f"recovered {at}, its task undone",
        Fate.EXPIRED: "expired, still under way at the end" if ending.row < 0 else f"expired {at}",
    }.get(ending.fate, f"{ending.fate.value} {at}")
    told = f"Fate: {fate}. {_STANDING[stage]} {stages.reason(ending.threat)}."
    return textwrap.fill(told, _WIDTH + 7, break_on_hyphens=False)
