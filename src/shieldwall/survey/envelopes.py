"""Envelopes of weapons: between which ground ranges an intercept at a height lies, as a run has them."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from shieldwall.assembly.draw.replication import Workspace
from shieldwall.kernels.reach import HEIGHTS, MARGIN, RANGES
from shieldwall.models.numbers import GUN
from shieldwall.survey.missile_card import reached


class Envelope(NamedTuple):
    """The ground ranges, m, between which a weapon intercepts at a height; both are 0 where it does not."""

    inner: float
    outer: float


def envelopes(drawn: Workspace, height: float) -> dict[str, Envelope]:
    """Return the envelope of each weapon of a run, by its entry, at a height above it, m.

    A missile reaches what its flights reach within the cited limits, for a target that stands still; terrain, sight
    and guidance are not asked.
    """
    names, model = drawn.plan.names.all(), drawn.model
    return {names[int(row["name"])]: _envelope(model, row, height) for row in model.weapons}


def _envelope(model: Any, weapon: Any, height: float) -> Envelope:
    if not float(weapon["min_height"]) <= height <= float(weapon["max_height"]):
        return Envelope(0.0, 0.0)
    outer = _ground(float(weapon["max_range"]), height)
    if int(weapon["kind"]) != GUN:
        number = int(weapon["airframe"])
        body, margin = model.airframes[number], model.flight_times[number, MARGIN].T.astype(np.float64)
        ranges, heights = (
            np.linspace(0.0, float(body[name]), count)
            for name, count in (("reach_range", RANGES), ("reach_height", HEIGHTS))
        )
        outer = min(outer, reached(ranges, heights, margin, height))
    inner = _ground(float(weapon["min_range"]), height)
    return Envelope(inner, outer) if outer > inner else Envelope(0.0, 0.0)


def _ground(slant: float, height: float) -> float:
    return math.sqrt(max(slant * slant - height * height, 0.0))
