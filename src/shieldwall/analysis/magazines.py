"""Rounds ready and in reserve against time, per unit and weapon, and launchers that wait for their reload."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.analysis.rows import Log
from shieldwall.record.kinds import BURST, LAUNCHED, RELOADED, UNIT_DESTROYED


class Magazine(NamedTuple):
    """The rounds of one weapon of one unit: `ready` and `reserve` (numbers) hold from each `t` (s) on."""

    unit: str
    weapon: str
    t: NDArray[np.float64]
    ready: NDArray[np.int64]
    reserve: NDArray[np.int64]

    @property
    def left(self) -> int:
        """Rounds left at the end, the reserve with them."""
        return int(self.ready[-1] + self.reserve[-1])

    @property
    def empty(self) -> list[tuple[float, float]]:
        """When no round was ready, as spans of s; the last one ends with the exercise."""
        spans, since = [], None
        for t, ready in zip(self.t.tolist(), self.ready.tolist(), strict=True):
            if ready == 0 and since is None:
                since = t
            elif ready > 0 and since is not None:
                spans.append((since, t))
                since = None
        if since is not None and self.t[-1] > since:
            spans.append((since, float(self.t[-1])))
        return spans


class Reload(NamedTuple):
    """A launcher without a ready round that waits for its reserve, from `begin` to `end` (s)."""

    launcher: str
    unit: str
    weapon: str
    begin: float
    end: float


@dataclass
class _Launcher:
    unit: str
    weapon: str
    ready: int
    reserve: int
    empty_since: float | None = None


class Magazines:
    """The magazines of a log, in the order of its units, and the reloads of its launchers.

    What each launcher had ready and in reserve is stated by the header's `launchers`; without that, all rounds of a
    launcher count as ready. A launcher is reloaded only when it has no ready round left.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        loaded = _loaded(log)
        self._launchers = {
            name: _Launcher(log.unit_of(name), str(weapon), *loaded[name])
            for name, weapon in log.header["rounds"].items()
        }
        self._guns = {held.unit: name for name, held in self._launchers.items() if held.weapon == log.gun_of(held.unit)}
        self._steps: dict[tuple[str, str], list[tuple[float, int, int]]] = {}
        self.reloads: list[Reload] = []
        for held in self._launchers.values():
            self._note(held, 0.0)
        lost = {log.name(int(log.whom[row])): float(log.t[row]) for row in log.rows(UNIT_DESTROYED)}
        for row in log.rows(LAUNCHED, BURST, RELOADED).tolist():
            self._read(row)
        for name, held in self._launchers.items():
            self._reloaded(name, held, min(lost.get(held.unit, log.lasts), log.lasts))
        self.magazines = [self._magazine(key) for key in self._steps]

    def _read(self, row: int) -> None:
        log = self._log
        kind, t, name = int(log.kind[row]), float(log.t[row]), log.name(int(log.who[row]))
        if kind == LAUNCHED:
            name = name.rpartition("/")[0]
        elif kind == BURST:
            name = self._guns.get(log.unit_of(name), "")
        held = self._launchers.get(name)
        if held is None:
            return
        if kind == RELOADED:
            moved = min(int(log.v0[row]), held.reserve)
            held.ready, held.reserve = held.ready + moved, held.reserve - moved
            self._reloaded(name, held, t)
        else:
            held.ready -= 1
            if held.ready == 0 and held.reserve > 0:
                held.empty_since = t
        self._note(held, t)

    def _note(self, held: _Launcher, t: float) -> None:
        key = held.unit, held.weapon
        mine = [one for one in self._launchers.values() if (one.unit, one.weapon) == key]
        step = t, sum(one.ready for one in mine), sum(one.reserve for one in mine)
        self._steps.setdefault(key, []).append(step)

    def _reloaded(self, name: str, held: _Launcher, t: float) -> None:
        if held.empty_since is not None and t > held.empty_since:
            self.reloads.append(Reload(name, held.unit, held.weapon, held.empty_since, t))
        held.empty_since = None

    def _magazine(self, key: tuple[str, str]) -> Magazine:
        steps = self._steps[key]
        steps.append((max(self._log.lasts, steps[-1][0]), *steps[-1][1:]))
        t, ready, reserve = (np.array(column) for column in zip(*steps, strict=True))
        return Magazine(*key, t.astype(np.float64), ready.astype(np.int64), reserve.astype(np.int64))


def _loaded(log: Log) -> dict[str, tuple[int, int]]:
    """Return the rounds of each launcher ready and in reserve.

    Without word of it, a launcher has the rounds that have names, and the first of its unit what else was loaded.
    """
    launchers: dict[str, Any] = log.header.get("launchers", {})
    loaded: dict[str, tuple[int, int]] = {}
    rest = {
        (unit, weapon): number for unit, one in log.header["units"].items() for weapon, number in one["rounds"].items()
    }
    first: dict[tuple[str, str], str] = {}
    for launcher, weapon in log.header["rounds"].items():
        known = launchers.get(launcher)
        named = 0
        while f"{launcher}/round-{named + 1}" in log.number:
            named += 1
        loaded[launcher] = (int(known["ready"]), int(known["reserve"])) if known else (named, 0)
        key = log.unit_of(launcher), str(weapon)
        first.setdefault(key, launcher)
        rest[key] = rest.get(key, 0) - sum(loaded[launcher])
    for key, launcher in first.items():
        ready, reserve = loaded[launcher]
        loaded[launcher] = ready + max(0, rest[key]), reserve
    return loaded
