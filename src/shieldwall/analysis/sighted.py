"""The part of a threat's story before any shot: its flight, who saw it, who tracked it, how it was evaluated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from shieldwall.analysis.holds import Hold, timeline
from shieldwall.analysis.identity import reasoned
from shieldwall.analysis.prose import Line, away, clock, height, joined, lasting, listed, units
from shieldwall.analysis.rows import Log
from shieldwall.analysis.stages import HIDDEN, UNASSIGNED, UNCLEAR, Stages
from shieldwall.record.kinds import (
    DECLARED,
    DETECTED,
    ENTERS,
    EXITS,
    IMPACT,
    LOOKED,
    RELEASED,
    TRACK_DROPPED,
    TRACK_FOLLOWS,
    TRACKED,
    UNIT_DESTROYED,
)
from shieldwall.record.reasons import ENGAGED, IN_VIEW, WORDS

#: What held for less, s, is not reported; nor a gap in sight, or in a picture, of less.
_BRIEF = 5.0
_SIGHT_GAP, _PICTURE_GAP = 30.0, 15.0


def flight_lines(log: Log, rows: list[int]) -> Iterator[Line]:
    """Yield what the threat itself does, out of the rows that concern it."""
    released: dict[float, list[str]] = defaultdict(list)
    for row in rows:
        t, kind, whom = float(log.t[row]), int(log.kind[row]), log.name(int(log.whom[row]))
        if kind == ENTERS:
            yield Line(t, 0, 9, _entry(log, row))
        elif kind == RELEASED:
            released[t].append(whom.rpartition("/")[2])
        elif kind == IMPACT:
            yield Line(t, 9, 9, _impact(log, row, whom))
        elif kind == UNIT_DESTROYED:
            yield Line(t, 10, 9, f"{whom} is destroyed.")
        elif kind == LOOKED:
            yield Line(t, 9, 9, f"It completes its look at {whom} from {log.v0[row] / 1000.0:.0f} km.")
        elif kind == EXITS:
            yield Line(t, 9, 8, f"It leaves: {WORDS[int(log.why[row])]}.")
    for t, weapons in released.items():
        yield Line(t, 8, 9, f"It releases {units(weapons)}.")


def _entry(log: Log, row: int) -> str:
    """Say where a threat comes from, seen from the post."""
    x, y, z = log.places[row].tolist()
    units = log.header["units"]
    centre = next((name for name, unit in units.items() if unit.get("post")), next(iter(units), None))
    east, north, _ = units[centre]["at"] if centre else (0.0, 0.0, 0.0)
    verb = "is released" if log.header["threats"][log.name(int(log.who[row]))]["carrier"] else "enters"
    where = f"{away(x - east, y - north)} of {centre or 'the origin'}"
    return f"It {verb} {where}, {height(x, y, z):.0f} m above the sea, at {log.v1[row]:.0f} m/s."


def _impact(log: Log, row: int, place: str) -> str:
    done, so_far = float(log.v0[row]), float(log.v1[row])
    hardness = float(log.header["places"].get(place, {}).get("hardness", so_far))
    destroyed = so_far >= hardness * (1.0 - 1e-6)
    if done <= 0.0:
        return (
            f"It hits {place}, which is destroyed already." if destroyed else f"It reaches {place}, but does no damage."
        )
    total = ", which destroys it" if destroyed else f", {so_far:.2g} of {hardness:.2g} in all"
    return f"It hits {place}: damage {done:.2g}{total}."


def sight_lines(log: Log, stages: Stages, number: int, last: float) -> Iterator[Line]:
    """Yield who saw the threat first and why no one did before, who saw it later, and when no one did any more."""
    first: dict[str, int] = {}
    detected = log.rows(DETECTED)
    for row in detected[log.threat[detected] == number].tolist():
        first.setdefault(log.name(int(log.who[row])), row)
    holds = stages.sights.get(number, [])
    if not first:
        if holds:
            began = min(hold.begin for hold in holds)
            text = f"No sensor ever detects it: it is {summed(timeline(holds, HIDDEN + UNCLEAR))}."
            yield Line(began, 1, 9, text, 0.0, last)
        return
    sensor, row = next(iter(first.items()))
    seen = float(log.t[row])
    stretches = timeline(holds, HIDDEN + UNCLEAR)
    before = summed([hold._replace(end=min(hold.end, seen)) for hold in stretches if hold.begin < seen])
    until = f"; until then it was {before}" if before else ""
    yield Line(seen, 1, 9, f"{sensor} detects it first, {log.v0[row] / 1000.0:.0f} km away{until}.", 0.0, seen)
    others = {name: float(log.t[row]) for name, row in first.items() if name != sensor}
    if others:
        yield Line(min(others.values()), 1, 2, joined(others, "sees it", "see it", 4))
    for gap in _gaps([hold for hold in stretches if hold.begin > seen], last):
        text = f"For {lasting(gap[-1].end - gap[0].begin)} no search radar sees it, {summed(gap, spans=False)}."
        yield Line(gap[0].begin, 1, 4, text, until=gap[-1].end)


def _gaps(stretches: list[Hold], last: float) -> Iterator[list[Hold]]:
    """Group the stretches in which no sensor has the threat in view, the long ones only."""
    gap: list[Hold] = []
    for hold in [*stretches, Hold(last, last, IN_VIEW, "")]:
        if hold.why != IN_VIEW:
            gap.append(hold)
            continue
        if gap and gap[-1].end - gap[0].begin >= _SIGHT_GAP:
            yield gap
        gap = []


def summed(stretches: list[Hold], spans: bool = True) -> str:
    """Return for how long which reasons stood, the longest first: "masked by terrain for 3 min and ..."."""
    total: dict[str, float] = defaultdict(float)
    for hold in stretches:
        if hold.why != IN_VIEW:
            total[hold.words] += hold.end - hold.begin
    most = sorted((item for item in total.items() if item[1] >= _BRIEF), key=lambda item: -item[1])[:3]
    return listed([f"{words} for {lasting(span)}" if spans else words for words, span in most])


def track_lines(log: Log, rows: list[int], last: float) -> Iterator[Line]:
    """Yield which unit held a track of the threat and for how long its post lost it; the others are only named."""
    pictures: dict[str, list[tuple[float, int]]] = defaultdict(list)
    holding: dict[str, set[int]] = defaultdict(set)
    lost: dict[str, float] = {}
    gaps: list[tuple[str, float, float]] = []
    shown = set(log.v0[log.rows(TRACKED)].tolist())
    for row in rows:
        unit, t, track = log.name(int(log.who[row])), float(log.t[row]), int(log.v0[row])
        if log.kind[row] == TRACK_FOLLOWS and track in shown:
            if unit in lost:
                gaps.append((unit, lost.pop(unit), t))
            holding[unit].add(track)
            pictures[unit].append((t, track))
        elif log.kind[row] == TRACK_DROPPED and track in holding[unit]:
            holding[unit].remove(track)
            if not holding[unit]:
                lost[unit] = t
    gaps += [(unit, t, last) for unit, t in lost.items()]
    for row in log.rows(UNIT_DESTROYED).tolist():
        unit, t = log.name(int(log.whom[row])), float(log.t[row])
        # The threat that destroyed it says so itself.
        if holding[unit] and t <= last and row not in rows:
            yield Line(t, 2, 6, f"{unit}, which tracks it, is destroyed.")
    posts = [unit for unit in pictures if log.header["units"].get(unit, {}).get("post")]
    leading = posts or list(pictures)[:1]
    for unit in leading:
        t, track = pictures[unit][0]
        yield Line(t, 2, 7, f"{unit} holds it as track {track}.")
    others = {unit: held[0][0] for unit, held in pictures.items() if unit not in leading}
    if others:
        yield Line(min(others.values()), 2, 1, joined(others, "tracks it", "track it"))
    for unit, begin, end in gaps:
        if unit in leading and end - begin >= _PICTURE_GAP:
            back = "for good" if end >= last else f"for {lasting(end - begin)}"
            yield Line(begin, 2, 4, f"{unit} drops it from its picture {back}.")


def evaluation_lines(
    log: Log, rows: list[int], evaluations: list[Hold], turns: list[float], last: float
) -> Iterator[Line]:
    """Yield who declared the threat hostile, and why it was not engaged between the orders given at `turns` (s).

    `evaluations` say why its tracks were not engaged, or that they were, in every picture that evaluated them.
    """
    declared: dict[str, float] = {}
    for row in rows:
        if log.kind[row] == DECLARED:
            declared.setdefault(log.name(int(log.who[row])), float(log.t[row]))
    # With a new reason, `identity_lines` has it.
    news = reasoned(log, rows)
    first = next(iter(declared), "")
    if declared and first not in news:
        yield Line(declared[first], 3, 6, f"{first} declares it hostile.")
    later = {unit: t for unit, t in declared.items() if unit != first and unit not in news}
    if later:
        yield Line(min(later.values()), 3, 1, joined(later, "declares it hostile", "declare it hostile"))
    stretches = [hold for hold in timeline(evaluations, (*UNASSIGNED, ENGAGED)) if hold.why != ENGAGED]
    for begin, end in pairwise([-1.0, *turns, last + 1.0]):
        standing = [hold for hold in stretches if begin <= hold.begin < end]
        text = _standing_words(standing)
        if text:
            yield Line(standing[0].begin, 4, 5, text, until=standing[-1].end)


def _standing_words(stretches: list[Hold]) -> str:
    """Say how the obstacles of some stretches of time stood, empty when none lasted."""
    text = summed(stretches)
    if not text:
        return ""
    total = sum(hold.end - hold.begin for hold in stretches)
    if stretches[-1].end - stretches[0].begin > total + _BRIEF or len(stretches) > 3:
        return f"On and off until {clock(stretches[-1].end)}, it is {text}."
    return f"Now it is {text}."
