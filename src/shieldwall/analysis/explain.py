"""The kill chain of one threat as a short story with times."""

from __future__ import annotations

from shieldwall.analysis.fates import Ending, Fate, endings, killer
from shieldwall.analysis.fired import fire_lines
from shieldwall.analysis.prose import Line, clock, listed, page, paragraph
from shieldwall.analysis.rows import Log
from shieldwall.analysis.sighted import flight_lines, judgement_lines, sight_lines, track_lines
from shieldwall.analysis.stages import Stage, Stages
from shieldwall.quantities.errors import InputError, closest, quoted
from shieldwall.record.kinds import EXITS, IMPACT, KILLED, ORDERED
from shieldwall.record.recording import Recording

_MOST_PRINTED = 34

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
    """Return the story of a threat, such as "red/strike/3": a heading, a line per event that mattered, its fate.

    Raises InputError, with the nearest name, when no threat is called so.
    """
    log = Log(recording)
    told = log.header["threats"].get(name)
    if told is None:
        raise _unknown(log, name)
    carried = f", carried by {told['carrier']}" if told["carrier"] else ""
    task = f" Task: {told['mission']}." if told["mission"] else ""
    heading = paragraph(f"{name}: {told['title']}{carried}.{task}")
    number = log.number[name]
    known = {ending.threat: ending for ending in endings(log)}
    if number not in known:
        why = "its carrier did not release it" if told["carrier"] else "the exercise ended before it entered"
        return "\n".join([*heading, f"It never came to be: {why}."])
    stages = Stages(log, {threat: ending.t for threat, ending in known.items()})
    verdict = paragraph(_verdict(log, stages, known[number]))
    return "\n".join([*heading, *_fitted(_lines(log, stages, number)), "", *verdict])


def _unknown(log: Log, name: str) -> InputError:
    threats = list(log.header["threats"])
    meant = next((full for full in (f"red/{name}", f"{name}/1", f"red/{name}/1") if full in threats), None)
    near = meant or closest(name, threats)
    instead = f"did you mean {near}?" if near else f"this run has {listed(threats, 8)}"
    return InputError(f"there is no threat {quoted(name)} in this run", instead=instead)


def _lines(log: Log, stages: Stages, number: int) -> list[Line]:
    """Everything worth telling of a threat up to its leaving the sky, in the order of time."""
    rows = (log.threat == number).nonzero()[0].tolist()
    over = [row for row in rows if log.kind[row] in (EXITS, IMPACT, KILLED)]
    last = float(log.t[over[0]]) if over else log.lasts
    rows = [row for row in rows if log.t[row] <= last]
    turns = [float(log.t[row]) for row in rows if log.kind[row] == ORDERED]
    lines = [
        *flight_lines(log, rows),
        *sight_lines(log, stages, number, last),
        *track_lines(log, rows, last),
        *judgement_lines(log, number, turns, last),
        *fire_lines(log, number, rows),
    ]
    return sorted(lines, key=lambda line: (line.t, line.order))


def _fitted(lines: list[Line]) -> list[str]:
    """Print the lines on one page: the least weighty are left out first, then the middle."""
    kept = lines
    for weight in sorted({line.weight for line in lines})[:-1]:
        if len(page(kept)) <= _MOST_PRINTED:
            break
        kept = [line for line in lines if line.weight > weight]
    left_out = [f"       ({len(lines) - len(kept)} lesser events are left out.)"] if len(kept) < len(lines) else []
    printed = page(kept)
    if len(printed) > _MOST_PRINTED:
        half = _MOST_PRINTED // 2
        printed = [*printed[:half], "       ...", *printed[-half:]]
    return printed + left_out


def _verdict(log: Log, stages: Stages, ending: Ending) -> str:
    """Say the fate, the furthest stage and what held there."""
    at = f"at {clock(ending.t)}"
    if ending.fate is Fate.KILLED:
        after = ", after it had released its weapons" if ending.released else ""
        return f"Fate: killed {at} by {killer(log, ending.killed)}{after}."
    fate = {
        Fate.LEAKED: f"leaked {at}",
        Fate.DELIVERED: f"delivered {at}; its weapons count themselves",
        Fate.RECOVERED: f"recovered {at}, its task undone",
        Fate.EXPIRED: "expired, still under way at the end" if ending.row < 0 else f"expired {at}",
    }.get(ending.fate, f"{ending.fate.value} {at}")
    stage = stages.of(ending.threat)
    return f"Fate: {fate}. {_STANDING[stage]} {stages.reason(ending.threat)}."
