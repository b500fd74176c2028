"""The time of an exercise by the clock on the wall: so many times as fast, stopped, or at once to its end."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import inf
from typing import Final

from shieldwall.quantities.errors import InputError

#: Seconds of the exercise in one on the wall.
PACES: Final = (1, 5, 10, 30, 60, 100)
#: Longest step, s on the wall: where the machine was away for longer, the exercise was so, too.
LONGEST: Final = 0.5


class Paced:
    """A clock of the exercise, which stands still until it is let go."""

    def __init__(self, pace: int = 10, wall: Callable[[], float] = time.monotonic) -> None:
        self._wall = wall
        self._last = wall()
        self.t = 0.0
        self.pace = 0
        self.going = False
        self.set_pace(pace)

    def set_pace(self, pace: int) -> None:
        """Go so many times as fast as the clock on the wall; InputError for what is not one of PACES."""
        if pace not in PACES:
            raise InputError(f"{pace} is no pace", instead=f"use {', '.join(str(one) for one in PACES)}")
        self.now()
        self.pace = pace

    def go(self) -> None:
        """Go on from where it stands."""
        self.now()
        self.going = True

    def stop(self) -> None:
        """Stand still."""
        self.now()
        self.going = False

    def end(self) -> None:
        """Be at the end at once, be it when it may."""
        self.t = inf

    def now(self) -> float:
        """Return the time of the exercise, s."""
        wall = self._wall()
        if self.going:
            self.t += min(wall - self._last, LONGEST) * self.pace
        self._last = wall
        return self.t
