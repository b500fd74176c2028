"""The battle itself: drawn from its plan, fought in slices, fought again with larger tables if one was too small.

This is the one place that joins the draw and the run, whoever asks: a run, a study, a bench, a card, a test.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.replication import ParameterDraws, Workspace, beyond_central, draw
from shieldwall.assembly.header import header
from shieldwall.assembly.plan import Plan, plan
from shieldwall.assembly.plan.plenty import AS_STATED, Plenty
from shieldwall.engine.referee.tally import INTERVAL
from shieldwall.engine.run import run
from shieldwall.exercise.commander import Commander
from shieldwall.exercise.first_start import compiled
from shieldwall.exercise.own_fits import fitted
from shieldwall.exercise.scripted import scripted
from shieldwall.exercise.tallied import tally_scene
from shieldwall.kernels.compiled import compiled_before
from shieldwall.quantities.errors import ShieldwallError
from shieldwall.record.emit import EventLog
from shieldwall.record.recording import Recording
from shieldwall.record.tables import EVENT, SAMPLE
from shieldwall.scenario import Scenario

#: Called with the seconds fought and the seconds in all.
Progress = Callable[[float, float], None]
#: Called with a thread's arrays after the draw, to set figures of a model before the first event.
Change = Callable[[Workspace], object]

#: Simulated time between two calls of `progress`, s, first and at most, and the longest time of day between them that
#: is aimed at, s. It changes no event.
FIRST_SLICE, SLICE, SOON = 1.0, 60.0, 0.25
#: Rows that a table of events or samples has at first, and at most.
FIRST_EVENTS, FIRST_SAMPLES, MOST_ROWS = 1 << 16, 1 << 18, 20_000_000
#: How much larger the engine's work tables come after some that were too small, and how much larger than at first at
#: most. All is fought again each time, which for a thousand threats costs more than the room that is not needed.
GROWTH, LARGEST_SCALE = 4, 64


class Simulator:
    """The arrays of one thread for battles of one plan, one after another; too small ones grow, without a new plan.

    A plan that was made of another catalogue, terrain or code is refused by a PlanError. `workspace` holds the last
    battle as it ended, `tables` its rows; `seconds` are the processor times of its draw and of its loop. With `tally`
    the referee sums up at fixed times what measures need beside the rows; it changes no row.
    """

    def __init__(self, plan: Plan, film: bool = False, scale: int = 1, tally: bool = False) -> None:
        plan.check(plan.scenario)
        self.plan = plan
        self.tally = tally
        self.workspace = Workspace(plan, scale)
        self.tables = blank(FIRST_EVENTS, FIRST_SAMPLES if film else 0)
        self.seconds = (0.0, 0.0)
        self.commander: Commander | None = None
        self._readiness: NDArray[Any] | None = None

    def simulate(
        self,
        seed: int,
        replication: int,
        parameter_draws: ParameterDraws = "central",
        readiness: NDArray[Any] | None = None,
        change: Change | None = None,
        progress: Progress | None = None,
        commander: Commander | None = None,
    ) -> None:
        """Fight a replication to its end; nothing is dropped for want of room.

        `parameter_draws` and `readiness` are those of `draw`; `change` sets figures of the drawn arrays before the
        first event, `progress` is called as it goes on, and `commander` decides at his epochs. Raises ShieldwallError
        when a table would have to grow beyond all reason, and what `draw` and the commander raise.
        """
        while True:
            began = time.thread_time()
            self.begin(seed, replication, parameter_draws, readiness, change, commander)
            drawn = time.thread_time()
            full = battle(self.workspace, self.tables, progress, commander)
            self.seconds = drawn - began, time.thread_time() - drawn
            if not self.grown(full):
                return

    def begin(
        self,
        seed: int,
        replication: int,
        parameter_draws: ParameterDraws = "central",
        readiness: NDArray[Any] | None = None,
        change: Change | None = None,
        commander: Commander | None = None,
    ) -> None:
        """Draw a replication and empty the tables: the battle stands before its first event."""
        self._readiness = readiness
        draw(self.workspace, seed, replication, parameter_draws, readiness)
        if self.tally:
            self.workspace.belief.clocks[-1] = INTERVAL
        if change is not None:
            change(self.workspace)
        if commander is not None:
            commander.begin(self.workspace)
        self.commander = commander
        self.tables.filled[:] = 0

    def advance(self, t: float) -> bool:
        """Fight on to `t`, s; return whether a table was too small, which has grown, and all is to begin again."""
        workspace = self.workspace
        return self.grown(run(workspace.model, workspace.truth, workspace.belief, self.tables, t) != 0)

    def _forced(self) -> dict[str, Any]:
        """What the header says of units that were forced to be ready or not."""
        if self._readiness is None:
            return {}
        pairs = zip(self.plan.units, self._readiness.tolist(), strict=True)
        return {"readiness": {unit.name: bool(state) for unit, state in pairs if state >= 0}}

    def grown(self, full: bool) -> bool:
        """Make room for the next attempt, if one is needed; a full log counts on, so the need is known."""
        events, samples = (int(count) for count in self.tables.filled)
        had = len(self.tables.events), len(self.tables.film)
        small = events > had[0] or (had[1] > 0 and samples > had[1])
        scale = GROWTH * self.workspace.scale if full else self.workspace.scale
        if scale > LARGEST_SCALE or max(events, samples) > MOST_ROWS:
            raise ShieldwallError(
                f"this battle does not fit: {events} events, {samples} samples, work tables {scale}-fold"
            )
        if full:
            # The smaller arrays go before the larger ones come.
            del self.workspace
            self.workspace = Workspace(self.plan, scale)
        if small:
            self.tables = blank(_rows(had[0], events), _rows(had[1], samples))
        return full or small

    def log(self) -> NDArray[np.void]:
        """Return a copy of the rows of the last battle, EVENT."""
        return _plain(self.tables.events[: int(self.tables.filled[0])], EVENT)

    def recording(self, scene: bool = True) -> Recording:
        """Return all that the last battle left behind; `scene` says whether with the arrays that pictures need."""
        log, known = self.log(), header(self.workspace) | self._forced()
        film = np.zeros(0, SAMPLE)
        if len(self.tables.film):
            seen = _plain(self.tables.film[: int(self.tables.filled[1])], SAMPLE)
            film = np.concatenate([seen, scripted(self.workspace, log)])
        sums = tally_scene(self.workspace) if self.tally else {}
        if self.commander is not None:
            known |= self.commander.in_header()
            sums |= self.commander.scene()
        return Recording(known, log, film, {**self.plan.scene, **sums} if scene else {})


_LATEST: list[Plan] = []


def planned(scenario: Scenario, ranges: bool = False, plenty: Plenty = AS_STATED) -> Plan:
    """Return the plan of a scenario, the latest one where it was made for this very scenario.

    `plenty` gives every fire unit more than it states. The first time ever, the engine is compiled first.
    """
    for known in _LATEST:
        if known.scenario is scenario and (known.ranges, known.plenty) == (ranges, plenty) and known.holds():
            return known
    fitted(scenario.own)
    make = partial(plan, scenario, ranges, plenty)
    made = make() if compiled_before(run) else compiled(make, blank(1))
    # Another thread may plan another scenario meanwhile.
    _LATEST[:] = [made]
    return made


def drawn(
    scenario: Scenario,
    seed: int,
    replication: int,
    parameter_draws: ParameterDraws = "central",
    readiness: NDArray[Any] | None = None,
    scale: int = 1,
) -> Workspace:
    """Return the arrays of a replication as they are before its first event."""
    workspace = Workspace(planned(scenario, beyond_central(parameter_draws)), scale)
    draw(workspace, seed, replication, parameter_draws, readiness)
    return workspace


def blank(events: int, samples: int = 0) -> EventLog:
    """Return empty tables for a run to write."""
    log = np.zeros(events, EVENT).view(np.recarray)
    film = np.zeros(samples, SAMPLE).view(np.recarray)
    return EventLog(log, film, np.zeros(2, np.int64))


def battle(
    workspace: Workspace, log: EventLog, progress: Progress | None = None, commander: Commander | None = None
) -> bool:
    """Run the engine to the end of the exercise; return whether one of its work tables was too small.

    In one call, but for where `progress` is to be called, and for the epochs of a `commander`.
    """
    lasts = workspace.lasts
    every = inf if commander is None else commander.every
    t, epoch, slices = 0.0, 1, _Slices()
    while t < lasts:
        t = min(lasts, epoch * every, inf if progress is None else slices.until)
        if run(workspace.model, workspace.truth, workspace.belief, log, t) != 0:
            return True
        if progress is not None and t >= min(lasts, slices.until):
            progress(t, lasts)
            slices.next()
        if commander is not None and t == epoch * every and t < lasts:
            commander.decide(log, t)
            epoch += 1
    return False


class _Slices:
    """When `progress` is called next: soon, so that who no longer wants a battle need not wait for its slow part."""

    def __init__(self) -> None:
        self.until = self._size = min(FIRST_SLICE, SLICE)
        self._began = time.monotonic()

    def next(self) -> None:
        """Go on to the end of the next slice, which is larger after a quick one and smaller after a slow one."""
        now = time.monotonic()
        took, self._began = now - self._began, now
        self._size = min(SLICE, 2.0 * self._size) if 2.0 * took < SOON else self._size * min(1.0, SOON / took)
        self.until += self._size


def _rows(had: int, wanted: int) -> int:
    while 0 < had < wanted:
        had *= 2
    return had


def _plain(rows: Any, layout: np.dtype[np.void]) -> NDArray[np.void]:
    """Copy rows out of a table that is larger."""
    copied: NDArray[np.void] = np.array(rows.view(np.ndarray)).view(layout)
    return copied
