"""What missiles reach, flown for their fitted thrust and for the ends of its range."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.plan.terms import Term, Terms
from shieldwall.assembly.plan.weapons import THRUSTS, WeaponKind, reach_tables
from shieldwall.catalogue.values import Value
from shieldwall.kernels.flight import AIRFRAME
from shieldwall.kernels.reach import HEIGHTS, LAYERS, RANGES

#: Reach is flown for shares of the fitted thrust that lie no farther apart.
THRUST_STEP = 0.03


class Reach(NamedTuple):
    """Reach by thrust: `thrusts`, float64[type, k], shares of the fitted thrust, ascending.

    `planned`, float32[type, k, LAYERS, RANGES, HEIGHTS], the tables; `places`, int64[type], the value that is the share
    in a replication, -1 where only the fitted thrust is planned.
    """

    thrusts: NDArray[np.float64]
    planned: NDArray[np.float32]
    places: NDArray[np.int64]


def plan_reach(weapon_kinds: Sequence[WeaponKind], terms: Terms, ranges: bool) -> Reach:
    """Return the reach of all types that fly; with `ranges` at the ends of the range of thrust too."""
    if not weapon_kinds:
        nothing = np.zeros((1, 1, LAYERS, RANGES, HEIGHTS), np.float32)
        return Reach(np.ones((1, 1)), nothing, np.full(1, -1, np.int64))
    spans = [shares(kind.thrusts) if ranges and kind.thrusts else [1.0] for kind in weapon_kinds]
    most = max(map(len, spans))
    thrusts = np.array([own + [own[-1]] * (most - len(own)) for own in spans])
    tables: dict[bytes, NDArray[np.float32]] = {}
    planned = [
        [_table(kind.airframe, share, tables) for share in own] for kind, own in zip(weapon_kinds, thrusts, strict=True)
    ]
    places = [terms.index(kind.thrust) if ranges and isinstance(kind.thrust, Term) else -1 for kind in weapon_kinds]
    return Reach(thrusts, np.array(planned, np.float32), np.array(places, np.int64))


def shares(thrust: Value) -> list[float]:
    """Return the shares of the fitted thrust for which reach is flown: the ends, the fit, and steps between them."""
    found = [thrust.low]
    for end in (1.0, thrust.high):
        gap = end - found[-1]
        if gap > 0.0:
            steps = math.ceil(gap / THRUST_STEP)
            found += [end - gap * (steps - step) / steps for step in range(1, steps)] + [end]
    return found


def _table(airframe: Any, share: float, known: dict[bytes, NDArray[np.float32]]) -> NDArray[np.float32]:
    scaled = np.array(airframe, AIRFRAME)
    for name in THRUSTS:
        scaled[name] *= share
    key = scaled.tobytes()
    if key not in known:
        known[key] = reach_tables(scaled)[0]
    return known[key]
