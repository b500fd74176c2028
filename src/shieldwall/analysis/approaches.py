"""How far each threat still had to go when the defence detected, tracked, ordered, engaged and stopped it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from shieldwall.analysis.fates import endings
from shieldwall.analysis.rows import Log
from shieldwall.analysis.stages import Stage, Stages
from shieldwall.record.kinds import ENTERS, LOOKED, RELEASED

#: The stages whose distances are reported, in their order.
REPORTED_STAGES = (Stage.DETECTED, Stage.TRACKED, Stage.ASSIGNED, Stage.FIRED_AT)


class Approach(NamedTuple):
    """One threat on its way to its task: its target, its point of release, or the end of its look.

    `due` is when it does or was to do the task, s. Distances along its route, m: where it entered, where it met its
    fate, and, in `stages`, where it was at each of REPORTED_STAGES, None for a stage not reached before its fate.
    """

    threat: str
    system: str
    fate: str
    due: float
    entered: float
    ended: float
    stages: tuple[float | None, ...]


def approaches(log: Log) -> list[Approach]:
    """Return the approach of every threat whose route and task are known, in the order of the header.

    Left out are threats that had no task, or whose task would have come after the exercise.
    """
    known = endings(log)
    stages = Stages(log, {ending.threat: ending.t for ending in known})
    enters = {int(log.who[row]): float(log.t[row]) for row in log.rows(ENTERS).tolist()}
    done = {int(log.who[row]): float(log.t[row]) for row in reversed(log.rows(RELEASED, LOOKED).tolist())}
    found = []
    for ending in known:
        name = log.names[ending.threat]
        threat = log.header["threats"][name]
        due = _due(threat, done.get(ending.threat))
        if due is None or len(threat["route"]) < 2:
            continue
        times = [stages.first[stage].get(ending.threat) for stage in REPORTED_STAGES]
        distances = tuple(to_go(threat["route"], t, due) if t is not None and t <= ending.t else None for t in times)
        entered = to_go(threat["route"], enters[ending.threat], due)
        ended = to_go(threat["route"], ending.t, due)
        found.append(Approach(name, threat["title"], ending.fate.value, due, entered, ended, distances))
    return found


def _due(threat: dict[str, Any], done: float | None) -> float | None:
    """Return when a threat does its task: as the header says, else as the log, else where a one-way route ends."""
    if threat.get("due") is not None:
        return float(threat["due"])
    if done is not None:
        return done
    if "due" in threat or threat["kind"] == "aircraft" or not threat["route"]:
        return None
    return float(threat["route"][-1][0])


def to_go(route: Sequence[Sequence[float]], t: float, due: float) -> float:
    """Return the distance, m, along a route of points (t, x, y, z) from where it is at `t` to where it is at `due` (s).

    It is 0 after that.
    """
    points = np.asarray(route, dtype=np.float64)
    flown = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points[:, 1:], axis=0), axis=1))])
    here, there = np.interp([t, due], points[:, 0], flown)
    return max(0.0, float(there - here))
