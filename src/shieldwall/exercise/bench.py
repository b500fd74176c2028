"""How long the engine takes for one replication, and how long the draw before it."""

from __future__ import annotations

from dataclasses import dataclass

from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.quantities.errors import InputError
from shieldwall.scenario import Scenario, load

BENCH = "bench-60"


@dataclass(frozen=True)
class Timing:
    """Processor times of the engine at `verdicts`, s, one for each replication, and the events of the last.

    `drawing` are the times, s, of filling each replication's arrays, which `seconds` leaves out.
    """

    scenario: str
    seconds: tuple[float, ...]
    simulated: float
    events: int
    drawing: tuple[float, ...] = ()

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
    """Time the compiled loop on replications 0, 1, ... of a scenario on one core, and the draw before each.

    One more run goes before, untimed, so that nothing is compiled or read while the clock runs.
    Raises InputError for fewer than one run.
    """
    if runs < 1:
        raise InputError(f"{runs} runs have no median", instead="write at least 1")
    read = scenario if isinstance(scenario, Scenario) else load(scenario)
    simulator = Simulator(planned(read))
    times = []
    for number in range(-1, runs):
        simulator.simulate(seed, max(number, 0))
        times.append(simulator.seconds)
    drawing, seconds = zip(*times[1:], strict=True)
    events = int(simulator.tables.filled[0])
    return Timing(read.file.removesuffix(".yaml"), seconds, read.lasts, events, drawing)
