"""What flies in a battle that is still fought: the points that scripted flights have passed, and where all is now."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.replication import Workspace
from shieldwall.kernels.flight import X, Z
from shieldwall.models.movers.script import locate
from shieldwall.record.kinds import ENTERS, EXITS, IMPACT, KILLED
from shieldwall.state.round import IN_FLIGHT

#: Longest time between two points of a path, s: on its chord the earth's curve is less than a metre high.
EVERY: Final = 5.0
#: A point of a flight: time (s), whose (a row of the name table), position (m).
POINT: Final = np.dtype([("t", "f8"), ("who", "i4"), ("x", "f8"), ("y", "f8"), ("z", "f8")])


class Aloft:
    """The flights of a battle, by what its log has said of them so far; nothing is asked of the rest of a script."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        bodies = workspace.truth.bodies
        self._legs = {name: (first, count) for name, first, count in bodies[["name", "first_leg", "legs"]].tolist()}
        #: Since when what flies has been flying, and up to when its points were given.
        self._flying: dict[int, float] = {}
        self._given = -np.inf

    def passed(self, events: NDArray[np.void], t: float) -> NDArray[np.void]:
        """Return the points (POINT) passed up to `t`, those of each flight in the order of time.

        `events` are the rows of the log since the last call. They are where flights begin, end and turn, and one each
        EVERY seconds.
        """
        ends: dict[int, float] = {}
        for row in events[np.isin(events["kind"], (ENTERS, KILLED, IMPACT, EXITS))].tolist():
            self._note(dict(zip(events.dtype.names or (), row, strict=True)), ends)
        points = [
            (moment, name, *self._place(name, moment))
            for name, since in self._flying.items()
            for moment in self._moments(name, since, ends.get(name), t)
        ]
        for name in ends:
            self._flying.pop(name, None)
        self._given = t
        return np.array(points, POINT)

    def now(self, t: float) -> NDArray[np.void]:
        """Return where everything is at `t` that flies: scripted flights, and rounds at their last tick (POINT)."""
        scripted = [(t, name, *self._place(name, t)) for name in self._flying]
        belief = self.workspace.belief
        rows = belief.airborne[: int(belief.progress[0]["flying"])]
        rows = rows[belief.rounds["state"][rows] == IN_FLIGHT]
        rounds = [(t, int(belief.rounds["name"][row]), *belief.flight[X : Z + 1, row].tolist()) for row in rows]
        return np.array(scripted + rounds, POINT)

    def _note(self, event: dict[str, Any], ends: dict[int, float]) -> None:
        """Take down who enters and who is gone; what was shot down is gone at once, whatever it does later."""
        if event["kind"] == ENTERS:
            self._flying.setdefault(event["who"], event["t"])
            return
        gone = event["whom"] if event["kind"] == KILLED else event["who"]
        if gone in self._flying:
            ends.setdefault(gone, event["t"])

    def _moments(self, name: int, since: float, end: float | None, t: float) -> list[float]:
        first, count = self._legs[name]
        turns = self.workspace.truth.legs["t"][first : first + count]
        after, last = max(since, self._given), t if end is None else end
        steps = np.arange(np.floor(after / EVERY) + 1.0, np.floor(last / EVERY) + 1.0) * EVERY
        inner = np.unique(np.concatenate([turns[(turns > after) & (turns <= last)], steps]))
        begin = [since] if since > self._given or self._given == -np.inf else []
        return [*begin, *inner.tolist(), *([] if end is None or end in inner else [end])]

    def _place(self, name: int, t: float) -> tuple[float, float, float]:
        first, count = self._legs[name]
        x, y, z, *_ = locate(self.workspace.truth.legs, first, count, t)
        return x, y, z
