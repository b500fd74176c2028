"""What "no round was ready" meant: that launchers were being reloaded, or that nothing was left."""

from __future__ import annotations

from functools import cached_property

from shieldwall.analysis.magazines import Magazine, Magazines
from shieldwall.analysis.rows import Log
from shieldwall.record.reasons import NO_ROUND, WORDS

RELOADING = "unengaged, the launchers were being reloaded"
NOTHING_LEFT = "unengaged, no round was left"


class Ammunition:
    """The magazines of a log, asked why somebody had no round ready; they are read only when somebody asks."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def words(self, who: int, begin: float, end: float) -> str:
        """Return why a unit, or any unit of a post (a name's number), had no round ready from `begin` to `end` (s)."""
        own = [unit for unit in self._fired if unit == self._log.unit_of(self._log.name(who))]
        asked = set(own or self._fired)
        if any(reload.unit in asked and reload.begin <= end and reload.end >= begin for reload in self._read.reloads):
            return RELOADING
        left = [magazine for magazine in self._read.magazines if magazine.unit in asked]
        return NOTHING_LEFT if not any(_left_at(magazine, begin) for magazine in left) else WORDS[NO_ROUND]

    @cached_property
    def _read(self) -> Magazines:
        return Magazines(self._log)

    @cached_property
    def _fired(self) -> list[str]:
        """Units with magazines."""
        return list(dict.fromkeys(magazine.unit for magazine in self._read.magazines))


def _left_at(magazine: Magazine, t: float) -> bool:
    """Tell whether a round was left at a time, the reserve with it."""
    step = max(0, int(magazine.t.searchsorted(t, side="right")) - 1)
    return bool(magazine.ready[step] + magazine.reserve[step])
