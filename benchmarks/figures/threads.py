"""Two threads over replications against one: the compiled loop alone, and with assembly in Python.

Whether the machine gives two threads two cores at the time is measured in the same run: the frozen yardstick, which
holds no lock and shares nothing, is the control.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from yardstick import Yardstick

from figures.battle import blank_book, copied, fight, ready
from figures.repeats import spread

#: Makes one job for each of so many threads.
Maker = Callable[[int], list[Callable[[], object]]]

PROMISE = 1.7
#: Replications of a thread in each round.
RUNS = {"control": 8, "loop": 4, "assembly": 2}


def together(jobs: list[Callable[[], object]]) -> float:
    """Time from the start of the first of some threads, one for each job, to the end of the last, s."""
    failures: list[BaseException] = []

    def guarded(job: Callable[[], object]) -> None:
        try:
            job()
        except BaseException as error:  # noqa: BLE001  it is raised again in the thread that asked
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(job,)) for job in jobs]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.perf_counter() - began
    if failures:
        raise failures[0]
    return taken


def loop_jobs(scenario: str, runs: int) -> Maker:
    """Jobs that fight so many battles each, all made ready before: the compiled loop alone."""
    assembly, _ = ready(scenario)
    fight(*ready(scenario))

    def make(threads: int) -> list[Callable[[], object]]:
        def job(battles: list[Any]) -> None:
            for battle in battles:
                fight(*battle)

        waiting = [[(copied(assembly), blank_book()) for _ in range(runs)] for _ in range(threads)]
        return [lambda battles=battles: job(battles) for battles in waiting]

    return make


def whole_jobs(scenario: str, runs: int) -> Maker:
    """Jobs that assemble and fight so many replications each."""

    def make(threads: int) -> list[Callable[[], object]]:
        def job(thread: int) -> None:
            for run in range(runs):
                fight(*ready(scenario, thread * runs + run))

        return [lambda thread=thread: job(thread) for thread in range(threads)]

    return make


def control_jobs(runs: int) -> Maker:
    """Jobs that replicate the yardstick, each on a world of its own."""
    yardsticks = [Yardstick(), Yardstick()]

    def make(threads: int) -> list[Callable[[], object]]:
        def job(thread: int) -> None:
            for run in range(runs):
                yardsticks[thread].replicate(run)

        return [lambda thread=thread: job(thread) for thread in range(threads)]

    return make


def gains(rounds: int, makers: dict[str, Maker]) -> dict[str, list[tuple[float, float]]]:
    """Time that one thread takes for its share of each kind of work, and two threads for a share each, by round, s."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in makers}
    for _ in range(rounds):
        for name, make in makers.items():
            found[name].append((together(make(1)), together(make(2))))
    return found


def promised(gain: float, control: float) -> bool:
    """Whether a gain keeps the promise, on a machine whose two cores were worth `control` at the time, 2 when free."""
    return gain >= PROMISE * min(1.0, control / 2.0)


def measure(rounds: int) -> dict[str, Any]:
    """Gains of two threads over one, and runs per second, of bench-60 and Slavic Shield with and without assembly."""
    makers: dict[str, Maker] = {"control": control_jobs(RUNS["control"])}
    for scenario in ("bench-60", "slavic-shield-2019"):
        makers[f"{scenario}, loop"] = loop_jobs(scenario, RUNS["loop"])
        makers[f"{scenario}, with assembly"] = whole_jobs(scenario, RUNS["assembly"])
    results = {}
    for name, found in gains(rounds, makers).items():
        runs = RUNS[name.split()[-1]]
        results[name] = {
            "gain": spread([2.0 * one / two for one, two in found]),
            "per_second": [max(runs / one for one, _ in found), max(2 * runs / two for _, two in found)],
        }
    return results
