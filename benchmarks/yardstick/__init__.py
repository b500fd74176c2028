"""A frozen simulation of fixed size, against which the engine's speed is measured; never a source of answers."""

from __future__ import annotations

import time

import numpy as np

from .battle import replicate
from .world import desk, world


class Yardstick:
    """The yardstick on its world, compiled and ready."""

    def __init__(self) -> None:
        self._world, self._desk = world(), desk()
        replicate(self._world, self._desk, np.uint64(0))

    def replicate(self, seed: int) -> tuple[int, ...]:
        """Fight one replication; return what it did, the counts LOOKS to KILLS of `tracking`."""
        self._desk.tally[:] = 0
        replicate(self._world, self._desk, np.uint64(seed))
        return tuple(int(count) for count in self._desk.tally)

    def seconds(self, seed: int) -> float:
        """Processor time of one replication, s."""
        began = time.thread_time()
        replicate(self._world, self._desk, np.uint64(seed))
        return time.thread_time() - began
