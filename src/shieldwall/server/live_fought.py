"""Who shoots at whom in a battle that goes on, and what is left to shoot: rows with the version that last changed them.

Nothing here speaks of fates: what nobody has shot down yet may still be shot down.
"""

from __future__ import annotations

from typing import Any

from shieldwall.analysis import summary
from shieldwall.analysis.fates import outcome_rows
from shieldwall.analysis.magazines import Magazines
from shieldwall.analysis.rows import Log
from shieldwall.exercise.runs import Run
from shieldwall.record.kinds import UNIT_DESTROYED
from shieldwall.record.recording import Recording
from shieldwall.server.engagements import engagements
from shieldwall.server.opened import Opened


class Fought:
    """Engagements and reloads by what they are, and the sums of the battle so far."""

    def __init__(self) -> None:
        self.version = 0
        self._held: dict[tuple[Any, ...], tuple[int, str, dict[str, Any]]] = {}
        self._sums: tuple[int, dict[str, Any]] = (0, {})

    def take(self, recording: Recording) -> None:
        """Take in the log so far."""
        opened = Opened("", Run(recording))
        found = engagements(opened)
        rows = [("engagements", (one["channel"], one["from"]), one) for one in found["engagements"]]
        rows += [("reloads", (one["launcher"], one["from"]), one) for one in found["reloads"]]
        version, changed = self.version + 1, False
        for table, key, row in rows:
            if (held := self._held.get((table, *key))) is None or held[2] != row:
                self._held[table, *key] = version, table, row
                changed = True
        sums = _sums(opened.account.log, recording)
        if sums != self._sums[1]:
            self._sums, changed = (version, sums), True
        self.version += changed

    def between(self, since: int, until: int) -> dict[str, Any]:
        """Return what has changed since one version, as far as another; nothing where nothing has."""
        rows = [(table, row) for changed, table, row in list(self._held.values()) if since < changed <= until]
        found: dict[str, Any] = {}
        for table, row in rows:
            found.setdefault(table, []).append(row)
        version, sums = self._sums
        return {**found, "sums": sums} if since < version <= until else found


def _sums(log: Log, recording: Recording) -> dict[str, Any]:
    """The units lost so far, and the rounds left, in all and of each unit."""
    titles = log.header["weapons"]
    return {
        "lost": [
            {"unit": log.name(int(log.whom[row])), "t": float(log.t[row])} for row in log.rows(UNIT_DESTROYED).tolist()
        ],
        "rounds": summary.rounds(log, outcome_rows(recording)),
        "magazines": [
            {"unit": held.unit, "title": titles.get(held.weapon, {}).get("title", held.weapon),
             "ready": int(held.ready[-1]), "reserve": int(held.reserve[-1])}
            for held in Magazines(log).magazines
        ],
    }  # fmt: skip
