"""One battle of a scenario, and all that its searching sensors saw in it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from shieldwall.assembly.draw.replication import Workspace, draw
from shieldwall.engine.run import run
from shieldwall.exercise.bench import BENCH
from shieldwall.exercise.simulate import FIRST_EVENTS, blank, drawn
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
    """What the searching sensors of a battle reported, look by look, and the truth that it is compared with.

    `origins: int64[plot]` is the body behind each plot, -1 for a false alarm; `paths: float64[look, body, 3]` the
    place of each body at each look, m, not-a-number while it does not fly.
    """

    looks: np.ndarray
    plots: np.ndarray
    origins: np.ndarray
    paths: np.ndarray


def ready(scenario: Scenario | str = BENCH, replication: int = 0, scale: int = 1) -> tuple[Workspace, EventLog]:
    """A battle about to begin, and empty tables for its log at `verdicts`."""
    read = scenario if isinstance(scenario, Scenario) else load(scenario)
    return drawn(read, SEED, replication, scale=scale), blank_log(scale)


def blank_log(scale: int = 1) -> EventLog:
    """Empty tables for a log at `verdicts`."""
    return blank(scale * FIRST_EVENTS)


def fight(battle: Workspace, log: EventLog) -> None:
    """Fight a battle in one call of the engine."""
    full = run(battle.model, battle.truth, battle.belief, log, battle.lasts)
    assert not full
    assert log.filled[0] <= len(log.events)


def table(layout: np.dtype, rows: np.ndarray) -> np.ndarray:
    """Rows in a table as the engine's are, so that the engine's own machine code takes it."""
    made = np.zeros(len(rows), layout)
    for name in layout.names:
        made[name] = rows[name]
    return made.view(np.recarray)


def observed(replication: int = 0, dimensions: tuple[int, ...] = (2, 3)) -> Seen:
    """Fight bench-60 and keep what its searching sensors of some dimensions reported, in the order of time."""
    battle, log = ready(BENCH, replication)
    belief, truth = battle.belief, battle.truth
    sensors = np.asarray(battle.model.sensors)
    chosen = (sensors["role"] == SURVEILLANCE) & np.isin(sensors["dimensions"], dimensions)
    capacity = len(belief.plots)
    rows, origins, flying = [], [], []
    taken = 0
    for t in np.arange(SLICE, battle.lasts + SLICE, SLICE):
        assert not run(battle.model, truth, belief, log, min(t, battle.lasts))
        made = int(belief.progress[0].plots)
        assert made - taken <= capacity
        here = np.arange(taken, made) % capacity
        rows.append(np.asarray(belief.plots)[here].view(PLOT))
        origins.append(truth.origins[here].copy())
        flying.append(np.asarray(truth.body_state)["state"] == FLYING)
        taken = made
    plots, behind = np.concatenate(rows), np.concatenate(origins)
    of_sensor = chosen[plots["sensor"]]
    plots, behind = plots[of_sensor], behind[of_sensor]
    order = np.lexsort((plots["sensor"], plots["t"]))
    plots, behind = table(PLOT, plots[order]), behind[order]
    starts = np.flatnonzero(np.diff(plots["t"], prepend=-1.0) + np.diff(plots["sensor"], prepend=-1))
    looks = np.zeros(len(starts), LOOK)
    looks["t"], looks["sensor"] = plots["t"][starts], plots["sensor"][starts]
    looks["first"], looks["count"] = starts, np.diff(starts, append=len(plots))
    return Seen(looks, plots, behind, _paths(battle, looks, np.array(flying)))


def _paths(battle: Workspace, looks: np.ndarray, flying: np.ndarray) -> np.ndarray:
    bodies = battle.truth.bodies
    paths = np.full((len(looks), len(bodies), 3), np.nan)
    for n, look in enumerate(looks):
        # A body counts from the first slice that it flew to the end of, to the last.
        up = np.flatnonzero(flying[min(int(look["t"] / SLICE), len(flying) - 1)])
        for b in up:
            paths[n, b] = locate(battle.truth.legs, bodies[b].first_leg, bodies[b].legs, look["t"])[:3]
    return paths


def again(battle: Workspace) -> Workspace:
    """The same battle once more, before its first event, in arrays of its own; the plan is shared."""
    other = Workspace(battle.plan, battle.scale)
    draw(other, *battle.key)
    return other
