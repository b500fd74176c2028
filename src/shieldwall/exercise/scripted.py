"""The film of scripted flight: a sample where each leg begins, from a threat's entry to its end."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly import Assembly
from shieldwall.models.movers.script import locate
from shieldwall.record.kinds import ENTERS, EXITS, IMPACT, KILLED
from shieldwall.record.tables import SAMPLE


def scripted(assembly: Assembly, log: NDArray[np.void]) -> NDArray[np.void]:
    """Return SAMPLE rows of all threats that flew, body after body, each in the order of time."""
    begin = {int(row["who"]): float(row["t"]) for row in log[log["kind"] == ENTERS]}
    end = {int(row["whom"]): float(row["t"]) for row in log[log["kind"] == KILLED]}
    for row in log[np.isin(log["kind"], (IMPACT, EXITS))]:
        end.setdefault(int(row["who"]), float(row["t"]))
    truth = assembly.truth
    samples: list[tuple[Any, ...]] = []
    for body in truth.bodies:
        name = int(body.name)
        if name not in begin:
            continue
        first, last = begin[name], min(end.get(name, assembly.lasts), assembly.lasts)
        own = truth.legs["t"][body.first_leg : body.first_leg + body.legs]
        for t in (first, *own[(own > first) & (own < last)], last):
            place = locate(truth.legs, int(body.first_leg), int(body.legs), float(t))
            samples.append((t, -1, name, *place, 0.0, 0.0, 0.0, 0.0))
    return np.array(samples, SAMPLE)
