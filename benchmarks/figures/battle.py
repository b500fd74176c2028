"""One battle of a scenario, and all that its searching sensors saw in it."""

from __future__ import annotations

import dataclasses
import time
from typing import NamedTuple

import numpy as np

from shieldwall.assembly import Assembly, assemble
from shieldwall.engine.run import run
from shieldwall.exercise.bench import BENCH
from shieldwall.exercise.fight import FIRST_EVENTS, Room, blank
from shieldwall.models.movers.script import locate
from shieldwall.record.emit import EventLog
from shieldwall.scenario import Scenario, load
from shieldwall.state.body import FLYING
from shieldwall.state.look import PLOT
from shieldwall.state.sensor import SURVEILLANCE

SEED = 1
#: Simulated time between two looks at the plot table, s: less than it takes to come round.
SLICE = 1.0

LOOK = np.dtype([("t", np.float64), ("sensor", np.int64), ("first", np.int64), ("count", np.int64)])
"""One scan of one sensor, with its plots `first` to `first + count` - 1."""


class Seen(NamedTuple):
    """What the searching sensors of a battle reported, look by look, and the truth that it is judged by.

    `origins: int64[plot]` is the body behind each plot, -1 for a false alarm; `paths: float64[look, body, 3]` the
    place of each body at each look, m, not-a-number while it does not fly.
    """

    looks: np.ndarray
    plots: np.ndarray
    origins: np.ndarray
    paths: np.ndarray


def ready(scenario: Scenario | str = BENCH, replication: int = 0, scale: int = 1) -> tuple[Assembly, EventLog]:
    """A battle about to begin, and empty tables for its log at `verdicts`."""
    read = scenario if isinstance(scenario, Scenario) else load(scenario)
    return assemble(read, SEED, replication, False, scale), blank_log(scale)


def blank_log(scale: int = 1) -> EventLog:
    """Empty tables for a log at `verdicts`."""
    return blank(Room(scale * FIRST_EVENTS, 0, scale))


def fight(assembly: Assembly, log: EventLog) -> None:
    """Fight a battle in one call of the engine."""
    full = run(assembly.model, assembly.truth, assembly.belief, log, assembly.lasts)
    assert not full
    assert log.filled[0] <= len(log.events)


def loop_seconds(scenario: Scenario | str = BENCH, replication: int = 0) -> float:
    """Processor time of the compiled loop alone, s."""
    assembly, log = ready(scenario, replication)
    began = time.thread_time()
    fight(assembly, log)
    return time.thread_time() - began


def table(layout: np.dtype, rows: np.ndarray) -> np.ndarray:
    """Rows in a table as the engine's are, so that the engine's own machine code takes it."""
    made = np.zeros(len(rows), layout)
    for name in layout.names:
        made[name] = rows[name]
    return made.view(np.recarray)


def watch(replication: int = 0, dimensions: tuple[int, ...] = (2, 3)) -> Seen:
    """Fight bench-60 and keep what its searching sensors of some dimensions reported, in the order of time."""
    assembly, log = ready(BENCH, replication)
    belief, truth = assembly.belief, assembly.truth
    sensors = np.asarray(assembly.model.sensors)
    chosen = (sensors["role"] == SURVEILLANCE) & np.isin(sensors["dimensions"], dimensions)
    capacity = len(belief.plots)
    rows, origins, flying = [], [], []
    taken = 0
    for t in np.arange(SLICE, assembly.lasts + SLICE, SLICE):
        assert not run(assembly.model, truth, belief, log, min(t, assembly.lasts))
        made = int(belief.progress[0].plots)
        assert made - taken <= capacity
        here = np.arange(taken, made) % capacity
        rows.append(np.asarray(belief.plots)[here].view(PLOT))
        origins.append(truth.origins[here].copy())
        flying.append(np.asarray(truth.body_state)["state"] == FLYING)
        taken = made
    plots, behind = np.concatenate(rows), np.concatenate(origins)
    kept = chosen[plots["sensor"]]
    plots, behind = plots[kept], behind[kept]
    order = np.lexsort((plots["sensor"], plots["t"]))
    plots, behind = table(PLOT, plots[order]), behind[order]
    starts = np.flatnonzero(np.diff(plots["t"], prepend=-1.0) + np.diff(plots["sensor"], prepend=-1))
    looks = np.zeros(len(starts), LOOK)
    looks["t"], looks["sensor"] = plots["t"][starts], plots["sensor"][starts]
    looks["first"], looks["count"] = starts, np.diff(starts, append=len(plots))
    return Seen(looks, plots, behind, _paths(assembly, looks, np.array(flying)))


def _paths(assembly: Assembly, looks: np.ndarray, flying: np.ndarray) -> np.ndarray:
    bodies = assembly.truth.bodies
    paths = np.full((len(looks), len(bodies), 3), np.nan)
    for n, look in enumerate(looks):
        # A body counts from the first slice that it flew to the end of, to the last.
        up = np.flatnonzero(flying[min(int(look["t"] / SLICE), len(flying) - 1)])
        for b in up:
            paths[n, b] = locate(assembly.truth.legs, bodies[b].first_leg, bodies[b].legs, look["t"])[:3]
    return paths


def copied(assembly: Assembly) -> Assembly:
    """The same battle once more, before its first event; what is constant is shared, as threads share it."""
    truth = type(assembly.truth)(*(part.copy() for part in assembly.truth))
    scratch = type(assembly.belief.scratch)(*(part.copy() for part in assembly.belief.scratch))
    parts = {name: part.copy() for name, part in assembly.belief._asdict().items() if name != "scratch"}
    return dataclasses.replace(assembly, truth=truth, belief=type(assembly.belief)(**parts, scratch=scratch))
