"""What missiles reach, flown for their fitted thrust and for the ends of its range."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.plan.terms import Term, Terms
from shieldwall.assembly.plan.weapons import THRUSTS, Arm, reach_tables
from shieldwall.kernels.flight import AIRFRAME
from shieldwall.kernels.reach import HEIGHTS, LAYERS, RANGES


class Reach(NamedTuple):
    """Reach by thrust: `thrusts`, float64[type, k], shares of the fitted thrust, ascending.

    `planned`, float32[type, k, LAYERS, RANGES, HEIGHTS], the tables; `places`, int64[type], the value that is the share
    in a replication, -1 where only the fitted thrust is planned.
    """

    thrusts: NDArray[np.float64]
    planned: NDArray[np.float32]
    places: NDArray[np.int64]


def plan_reach(arms: Sequence[Arm], terms: Terms, ranges: bool) -> Reach:
    """Return the reach of all types that fly; with `ranges` at the ends of the range of thrust too."""
    if not arms:
        nothing = np.zeros((1, 1, LAYERS, RANGES, HEIGHTS), np.float32)
        return Reach(np.ones((1, 1)), nothing, np.full(1, -1, np.int64))
    spans = [(arm.thrusts.low, 1.0, arm.thrusts.high) if ranges and arm.thrusts else (1.0, 1.0, 1.0) for arm in arms]
    thrusts = np.array(spans if ranges else [(1.0,)] * len(arms))
    # Flown in one go: a type's table depends on its own constants alone.
    tables: dict[bytes, NDArray[np.float32]] = {}
    planned = [[_table(arm.airframe, share, tables) for share in own] for arm, own in zip(arms, thrusts, strict=True)]
    places = [terms.index(arm.thrust) if ranges and isinstance(arm.thrust, Term) else -1 for arm in arms]
    return Reach(thrusts, np.array(planned, np.float32), np.array(places, np.int64))


def _table(airframe: Any, share: float, known: dict[bytes, NDArray[np.float32]]) -> NDArray[np.float32]:
    scaled = np.array(airframe, AIRFRAME)
    for name in THRUSTS:
        scaled[name] *= share
    key = scaled.tobytes()
    if key not in known:
        known[key] = reach_tables(scaled)[0]
    return known[key]
