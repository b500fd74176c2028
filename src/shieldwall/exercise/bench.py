"""How long the engine takes for one replication, and how long the assembly before it."""

from __future__ import annotations

import time
from dataclasses import dataclass

from shieldwall.assembly import assemble
from shieldwall.engine.run import run
from shieldwall.exercise.fight import COMPILING, FIRST_EVENTS, Room, blank
from shieldwall.exercise.progress import announced
from shieldwall.kernels.compiled import compiled_before
from shieldwall.quantities.errors import InputError, ShieldwallError
from shieldwall.scenario import Scenario, load

BENCH = "bench-60"


@dataclass(frozen=True)
class Timing:
    """Processor times of the engine at `verdicts`, s, one for each replication, and the events of the last.

    `assembly` are the times, s, of making each replication's arrays, which `seconds` leaves out.
    """

    scenario: str
    seconds: tuple[float, ...]
    simulated: float
    events: int
    assembly: tuple[float, ...] = ()

    @property
    def median(self) -> float:
        """The median time, s."""
        return median(self.seconds)


def median(seconds: tuple[float, ...]) -> float:
    """Return the middle one of some times, or the mean of the two in the middle."""
    ordered = sorted(seconds)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else 0.5 * (ordered[middle - 1] + ordered[middle])


def bench(scenario: Scenario | str = BENCH, runs: int = 9, seed: int = 1) -> Timing:
    """Time the compiled loop on replications 0, 1, ... of a scenario on one core, and the assembly before each.

    One more run goes before, untimed, so that nothing is compiled or read while the clock runs.
    Raises InputError for fewer than one run, ShieldwallError when the scenario needs larger tables than the
    first ones.
    """
    if runs < 1:
        raise InputError(f"{runs} runs have no median", instead="write at least 1")
    read = scenario if isinstance(scenario, Scenario) else load(scenario)
    seconds: list[float] = []
    assembling: list[float] = []
    events = 0
    with announced(not compiled_before(run), COMPILING):
        for number in range(-1, runs):
            asked = time.thread_time()
            assembly = assemble(read, seed, max(number, 0), sampled=False)
            made = time.thread_time() - asked
            log = blank(Room(FIRST_EVENTS, 0, 1))
            began = time.thread_time()
            full = run(assembly.model, assembly.truth, assembly.belief, log, assembly.lasts)
            taken = time.thread_time() - began
            events = int(log.filled[0])
            if full or events > FIRST_EVENTS:
                raise ShieldwallError(f"{read.file} needs larger tables and is no bench")
            if number >= 0:
                seconds.append(taken)
                assembling.append(made)
    return Timing(read.file.removesuffix(".yaml"), tuple(seconds), read.lasts, events, tuple(assembling))
