"""Battles that take no time: a stand-in for a fight, whose every result has its own name in numpy's Philox."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shieldwall.study.heads import StudyHeader
from shieldwall.study.work import Batch, Table, blank_results

MEASURES = ("leakers", "damage_share")
HEADER = StudyHeader({"question": "What leaks?", "seed": 7}, MEASURES, "c0de")


@dataclass(frozen=True)
class PhiloxBattles:
    """A pure fight; each battle takes so long, s, and those of `unlucky` raise. A `deadly` one ends its process."""

    takes: float = 0.0
    unlucky: Sequence[int] = ()
    deadly: bool = False

    def __call__(self, batch: Batch) -> Table:
        """Fight a batch."""
        if self.deadly:
            os._exit(9)
        table = blank_results(batch, MEASURES)
        for row in table:
            cell, drawn, replication = (int(row[name]) for name in ("cell", "row", "replication"))
            if replication in self.unlucky:
                raise ValueError(f"battle {replication} has no end")
            luck = np.random.Generator(np.random.Philox(key=[replication, (cell << 32) + drawn + 1]))
            row["leakers"], row["damage_share"] = luck.integers(0, 60), luck.random()
        time.sleep(self.takes * batch.count)
        return table
