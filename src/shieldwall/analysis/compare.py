"""Two runs side by side: what they were asked, where they part, what became of each threat, what they come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shieldwall.analysis.divergence import Course, course
from shieldwall.analysis.fates import outcomes
from shieldwall.analysis.headers import (
    Difference,
    header_differences,
    scenario_changes,
    text_difference,
    value_differences,
)
from shieldwall.analysis.measures import measures
from shieldwall.analysis.rows import Log
from shieldwall.record.recording import Recording

CAUTION = "Each run is one sample: do not read a difference between two single runs as an effect of what was changed."
#: Fates of runs with different origins agree to so much, s.
_SAME_TIME = 0.01


@dataclass(frozen=True)
class Outcome:
    """How one threat fared: its fate, the furthest stage against it, why no further, and when its fate fell (s)."""

    fate: str
    stage: str
    reason: str
    t_s: float


@dataclass(frozen=True)
class Parted:
    """A threat that fared differently; None for the run in which it never came to be."""

    threat: str
    one: Outcome | None
    other: Outcome | None


@dataclass(frozen=True)
class Measured:
    """A measure of both runs and other less one; None where that is no number, or a run has no such measure."""

    name: str
    one: Any
    other: Any
    difference: float | None


@dataclass(frozen=True)
class Comparison:
    """Two runs side by side; plain data throughout.

    `same`: header and log are the same, bit for bit. `header`: what else they were asked and by which code, `changes`:
    values of the scenario by path, `text`: its unified diff, `values`: catalogue values. `course`: where the logs
    part. `fates`: numbers of threats by fate. `outcomes`: threats that fared differently, `alike`: how many did not.
    `measures`: every measure of both.
    """

    same: bool
    header: tuple[Difference, ...]
    changes: tuple[Difference, ...]
    text: tuple[str, ...]
    values: tuple[Difference, ...]
    course: Course
    fates: dict[str, tuple[int, int]]
    outcomes: tuple[Parted, ...]
    alike: int
    measures: tuple[Measured, ...]


def compare(one: Recording, other: Recording) -> Comparison:
    """Compare two runs, of the same scenario or not; names are compared by their text, never by their numbers."""
    logs = Log(one), Log(other)
    log_course = course(*logs)
    sides = _outcomes(one), _outcomes(other)
    parted = tuple(_parted(*sides, log_course.exact))
    texts = str(one.header["scenario"]), str(other.header["scenario"])
    return Comparison(
        one.header == other.header and one.log.tobytes() == other.log.tobytes(),
        (*header_differences(one.header, other.header), *_films(one, other)),
        scenario_changes(*texts) if texts[0] != texts[1] else (),
        text_difference(*texts),
        value_differences(one.header, other.header),
        log_course,
        _fates(*sides),
        parted,
        len(sides[0].keys() | sides[1].keys()) - len(parted),
        tuple(_measured(measures(one), measures(other))),
    )


def _films(one: Recording, other: Recording) -> Iterator[Difference]:
    """A film of one run alone, or films that differ though the logs do not."""
    sizes = [f"{side.film.size} samples" if side.film.size else "none" for side in (one, other)]
    alike = one.film.tobytes() == other.film.tobytes()
    if not alike and ("none" in sizes or one.log.tobytes() == other.log.tobytes()):
        yield Difference("film", *sizes)


def _outcomes(recording: Recording) -> dict[str, Outcome]:
    rows = outcomes(recording).select("threat", "fate", "stage", "reason", "t_s").iter_rows()
    return {threat: Outcome(*outcome) for threat, *outcome in rows}


def _parted(one: dict[str, Outcome], other: dict[str, Outcome], exact: bool) -> Iterator[Parted]:
    for threat in dict.fromkeys([*one, *other]):
        before, after = one.get(threat), other.get(threat)
        if before is None or after is None or not _alike(before, after, exact):
            yield Parted(threat, before, after)


def _alike(one: Outcome, other: Outcome, exact: bool) -> bool:
    close = one.t_s == other.t_s if exact else abs(one.t_s - other.t_s) <= _SAME_TIME
    return close and (one.fate, one.stage, one.reason) == (other.fate, other.stage, other.reason)


def _fates(one: dict[str, Outcome], other: dict[str, Outcome]) -> dict[str, tuple[int, int]]:
    counts = [Counter(outcome.fate for outcome in side.values()) for side in (one, other)]
    return {fate: (counts[0][fate], counts[1][fate]) for fate in dict.fromkeys([*counts[0], *counts[1]])}


def _measured(one: dict[str, Any], other: dict[str, Any]) -> Iterator[Measured]:
    flat = dict(_flat(one)), dict(_flat(other))
    for name in dict.fromkeys([*flat[0], *flat[1]]):
        before, after = (side.get(name) for side in flat)
        numbers = isinstance(before, int | float) and isinstance(after, int | float)
        yield Measured(name, before, after, after - before if numbers else None)  # type: ignore[operator]


def _flat(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{key}", inner) for key, inner in value.items())
        else:
            yield name, value
