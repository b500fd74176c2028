"""The film of scripted flight: a sample where each leg begins, from a threat's entry to its end."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.replication import Workspace
from shieldwall.models.movers.script import locate
from shieldwall.record.kinds import ENTERS, EXITS, IMPACT, KILLED
from shieldwall.record.tables import SAMPLE


def scripted(workspace: Workspace, log: NDArray[np.void]) -> NDArray[np.void]:
    """Return SAMPLE rows of all threats that flew, body after body, each in the order of time."""
    begin = {int(row["who"]): float(row["t"]) for row in log[log["kind"] == ENTERS]}
    end = {int(row["whom"]): float(row["t"]) for row in log[log["kind"] == KILLED]}
    for row in log[np.isin(log["kind"], (IMPACT, EXITS))]:
        end.setdefault(int(row["who"]), float(row["t"]))
    legs, lasts = workspace.truth.legs, workspace.plan.scenario.lasts
    starts = legs["t"]
    samples: list[tuple[Any, ...]] = []
    for name, leg, count in workspace.truth.bodies[["name", "first_leg", "legs"]].tolist():
        if name not in begin:
            continue
        first, last = begin[name], min(end.get(name, lasts), lasts)
        own = starts[leg : leg + count]
        times = (first, *own[(own > first) & (own < last)].tolist(), last)
        samples += [(t, -1, name, *locate(legs, leg, count, t), 0.0, 0.0, 0.0, 0.0) for t in times]
    return np.array(samples, SAMPLE)
