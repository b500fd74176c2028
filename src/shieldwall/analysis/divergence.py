"""Where two runs part: the first event that one of them has otherwise, and the last before it that both have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.analysis.events import sentence
from shieldwall.analysis.headers import Difference
from shieldwall.analysis.rows import Log
from shieldwall.record.kinds import KINDS, OF_ORDERS, OF_TRACKS
from shieldwall.record.reasons import WORDS

#: Between two frames the same battle gives numbers that agree to so much: relative, and in s or the number's unit.
_RELATIVE, _ABSOLUTE = 1e-4, 0.01
#: Heights and ranges agree to so much, m: the ground between two postings lies otherwise in another frame.
_METRES = 1.0
_LENGTHS = ("height, m", "range, m", "distance, m", "distance to go, m")
_NUMBERS = ("t", "x", "y", "z", "v0", "v1")
_WORDS = ("kind", "who", "whom", "why", "cause")


@dataclass(frozen=True)
class Event:
    """A row of a log: its number, when (s), its kind, and its sentence."""

    row: int
    t: float
    kind: str
    sentence: str


@dataclass(frozen=True)
class Divergence:
    """The first event that differs, as each run has it (None where its log has ended), in what, and the last alike."""

    last: Event | None
    one: Event | None
    other: Event | None
    differs: tuple[Difference, ...]


@dataclass(frozen=True)
class Course:
    """How far two logs agree.

    `alike`: events that both have before they part, of `events` in each. `alone`: names that only one run has, of parts
    those that events are about; `left_out`: the events about these, which are not compared. `exact`: whether every
    number was compared bit for bit; runs with different origins are compared without places, and to 0.01 s, a metre of
    height or range, or one in ten thousand.
    """

    alike: int
    events: tuple[int, int]
    alone: tuple[tuple[str, ...], tuple[str, ...]]
    left_out: tuple[int, int]
    exact: bool
    divergence: Divergence | None


def course(one: Log, other: Log) -> Course:
    """Compare two logs event by event, by names and not by their numbers, up to the first that differs."""
    exact = one.header["origin"] == other.header["origin"]
    known = set(one.names), set(other.names)
    numbers = {name: number for number, name in enumerate(dict.fromkeys([*one.names, *other.names]))}
    sides = [
        _Side(log, numbers, strange) for log, strange in ((one, known[0] - known[1]), (other, known[1] - known[0]))
    ]
    length = min(side.rows.size for side in sides)
    unlike = np.zeros(length, dtype=np.bool_)
    for name in (*_WORDS, *_NUMBERS):
        unlike |= ~_equal(name, sides, slice(length), exact)
    found = np.flatnonzero(unlike)
    alike = int(found[0]) if found.size else length
    alone = tuple(_alone(log, side.strange) for log, side in zip((one, other), sides, strict=True))
    return Course(
        alike,
        (one.size, other.size),
        (alone[0], alone[1]),
        (one.size - sides[0].rows.size, other.size - sides[1].rows.size),
        exact,
        _parting(sides, alike, exact),
    )


def _alone(log: Log, strange: set[str]) -> tuple[str, ...]:
    """Names of a set, in the order of the name table, but for parts that no event is about."""
    about = set(np.unique(np.concatenate([log.who, log.whom])).tolist())
    whole = log.header["places"].keys() | log.header["units"].keys() | log.header["threats"].keys()
    whole |= log.header.get("traffic", {}).keys()
    return tuple(
        name for number, name in enumerate(log.names) if name in strange and (number in about or name in whole)
    )


class _Side:
    """The comparable rows of one log: names, tracks and orders numbered alike in both, `rows` their numbers."""

    def __init__(self, log: Log, numbers: dict[str, int], strange: set[str]) -> None:
        self.log, self.strange = log, strange
        mine = np.array([numbers[name] for name in log.names] + [-1], dtype=np.int64)
        foreign = np.array([name in strange for name in log.names] + [False, False], dtype=np.bool_)
        # FALSE_TRACK and NO_THREAT are the last two of the table when it is read from its end.
        self.rows = np.flatnonzero(~(foreign[log.who] | foreign[log.whom] | foreign[log.threat]))
        new_rows = np.full(log.size + 1, -2, dtype=np.int64)
        new_rows[self.rows] = np.arange(self.rows.size)
        new_rows[-1] = -1
        kind = log.kind[self.rows]
        self.columns: dict[str, NDArray[Any]] = {
            "kind": kind,
            "who": mine[log.who][self.rows],
            "whom": mine[log.whom][self.rows],
            "why": log.why[self.rows],
            "cause": new_rows[log.cause][self.rows],
            "t": log.t[self.rows],
            **{axis: log.places[self.rows, number] for number, axis in enumerate("xyz")},
            "v0": _renumbered(log.v0[self.rows], np.isin(kind, list(OF_TRACKS))),
            "v1": _renumbered(log.v1[self.rows], np.isin(kind, list(OF_ORDERS))),
        }

    def event(self, place: int) -> Event | None:
        """Return the event at a place among the comparable rows, None beyond the last."""
        if not 0 <= place < self.rows.size:
            return None
        row = int(self.rows[place])
        return Event(row, float(self.log.t[row]), KINDS[int(self.log.kind[row])].name, sentence(self.log, row))


def _renumbered(values: NDArray[np.float64], chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the values with the chosen ones, which are mere numbers of things, counted by first appearance."""
    ranked = values.copy()
    _, first, which = np.unique(values[chosen], return_index=True, return_inverse=True)
    ranked[chosen] = np.argsort(np.argsort(first))[which]
    return ranked


def _equal(name: str, sides: list[_Side], rows: slice, exact: bool) -> NDArray[np.bool_]:
    """Where a column of both agrees, of some of the rows."""
    one, other = (side.columns[name][rows] for side in sides)
    if name in _WORDS or exact:
        same = one == other
        if name in _NUMBERS:
            same |= np.isnan(one) & np.isnan(other)
        return np.asarray(same, dtype=np.bool_)
    if name in "xyz":
        return np.ones(one.size, dtype=np.bool_)
    relative = 0.0 if name == "t" else _RELATIVE
    lengths = [number for number, kind in KINDS.items() if getattr(kind, name, None) in _LENGTHS]
    absolute = np.where(np.isin(sides[0].columns["kind"][rows], lengths), _METRES, _ABSOLUTE)
    return np.asarray(np.isclose(one, other, rtol=relative, atol=absolute, equal_nan=True), dtype=np.bool_)


def _parting(sides: list[_Side], place: int, exact: bool) -> Divergence | None:
    one, other = (side.event(place) for side in sides)
    if one is None and other is None:
        return None
    last = sides[0].event(place - 1)
    if one is None or other is None:
        return Divergence(last, one, other, ())
    return Divergence(last, one, other, tuple(_differences(sides, place, exact)))


def _differences(sides: list[_Side], place: int, exact: bool) -> list[Difference]:
    """Say in what two events differ; of events of different kinds or things only the time is worth comparing."""

    def same(name: str) -> bool:
        return bool(_equal(name, sides, slice(place, place + 1), exact)[0])

    unlike = [name for name in (*_WORDS, *_NUMBERS) if not same(name)]
    if {"kind", "who", "whom"} & set(unlike):
        unlike = [name for name in unlike if name in ("t", "kind", "who", "whom")]
    return [
        Difference(_meaning(sides[0], name, place), *(_readable(side, name, place) for side in sides))
        for name in unlike
    ]


def _meaning(side: _Side, name: str, place: int) -> str:
    kind = KINDS[int(side.columns["kind"][place])]
    known = {"t": "time, s", "x": "east, m", "y": "north, m", "z": "up, m", "v0": kind.v0, "v1": kind.v1}
    return known.get(name) or name


def _readable(side: _Side, name: str, place: int) -> Any:
    row, log = int(side.rows[place]), side.log
    if name in ("who", "whom"):
        return log.name(int(getattr(log, name)[row])) or None
    if name == "kind":
        return KINDS[int(log.kind[row])].name
    if name == "why":
        return WORDS[int(log.why[row])] or None
    if name == "cause":
        cause = int(log.cause[row])
        return sentence(log, cause) if cause >= 0 else None
    return float(log.places[row, "xyz".index(name)]) if name in "xyz" else float(getattr(log, name)[row])
