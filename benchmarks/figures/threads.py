"""Two threads over replications against one: the compiled loop alone, and whole replications.

Whether the machine gives two threads two cores at the time is measured in the same run: the frozen yardstick, which
holds no lock and shares nothing, is the control. Where it does not, two things are still seen: whether a thread ever
waits, as it must for a lock, and whether a run costs more processor time with another beside it.
"""

from __future__ import annotations

import resource
import threading
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from yardstick import Yardstick

from figures.battle import SEED, again, blank_log, fight, ready
from figures.repeats import spread
from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.scenario import load

#: Makes one job for each of so many threads.
Maker = Callable[[int], list[Callable[[], object]]]

PROMISE = 1.7
#: Gain of the control that two free cores give, and the waits of a run that are no sign of a lock.
FREE, WAITS = 1.9, 2.0
#: Replications of a thread in each round.
RUNS = {"control": 8, "loop": 4, "draw": 4}


class Spent(NamedTuple):
    """Time from the first start to the last end, s, mean processor time of a thread, s, and waits of all threads.

    A wait is a voluntary switch away from the processor: for a lock, or for a disk. Being pushed off it is none.
    """

    wall: float
    processor: float
    waits: int


def together(jobs: list[Callable[[], object]]) -> Spent:
    """Run some jobs at once, each in a thread of its own, and say what they took."""
    failures: list[BaseException] = []
    taken: list[tuple[float, int]] = []

    def guarded(job: Callable[[], object]) -> None:
        try:
            began, waited = time.thread_time(), waits()
            job()
            taken.append((time.thread_time() - began, waits() - waited))
        except BaseException as error:  # noqa: BLE001  it is raised again in the thread that asked
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(job,)) for job in jobs]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall = time.perf_counter() - began
    if failures:
        raise failures[0]
    return Spent(wall, sum(one for one, _ in taken) / len(jobs), sum(n for _, n in taken))


def waits() -> int:
    """How often this thread has waited so far; 0 where the system does not tell it of a thread."""
    who = getattr(resource, "RUSAGE_THREAD", None)
    return 0 if who is None else resource.getrusage(who).ru_nvcsw


def loop_jobs(scenario: str, runs: int) -> Maker:
    """Jobs that fight so many battles each, all made ready before: the compiled loop alone."""
    first, _ = ready(scenario)
    fight(*ready(scenario))

    def make(threads: int) -> list[Callable[[], object]]:
        def job(battles: list[Any]) -> None:
            for battle in battles:
                fight(*battle)

        waiting = [[(again(first), blank_log()) for _ in range(runs)] for _ in range(threads)]
        return [lambda battles=battles: job(battles) for battles in waiting]

    return make


def whole_jobs(scenario: str, runs: int) -> Maker:
    """Jobs that draw and fight the same replications each, in arrays that each thread keeps.

    One replication may take a tenth longer than another, which would look like a wait of the thread without it.
    """
    plan = planned(load(scenario))
    simulators = [Simulator(plan), Simulator(plan)]

    def make(threads: int) -> list[Callable[[], object]]:
        def job(thread: int) -> None:
            for run in range(runs):
                simulators[thread].simulate(SEED, run)

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


def pairs(rounds: int, makers: dict[str, Maker]) -> dict[str, list[tuple[Spent, Spent]]]:
    """What one thread takes for its share of each kind of work, and two threads for a share each, round by round."""
    found: dict[str, list[tuple[Spent, Spent]]] = {name: [] for name in makers}
    for _ in range(rounds):
        for name, make in makers.items():
            found[name].append((together(make(1)), together(make(2))))
    return found


def gain(one: Spent, two: Spent) -> float:
    """How much more work two threads did than one in the same time."""
    return 2.0 * one.wall / two.wall


def room(one: Spent, two: Spent) -> float:
    """The gain that two free cores would give, if no thread waits: what is lost to shared caches is taken off."""
    return 2.0 * one.processor / two.processor


def promised(best: float, control: float, best_room: float, most_waits: float) -> bool:
    """Whether the gain keeps the promise; on a machine without two free cores, whether nothing in us would break it.

    `control` is the gain of the yardstick in the same run, 2 on a free machine; `most_waits` the waits of a run.
    """
    if control >= FREE:
        return best >= PROMISE
    return best_room >= PROMISE and most_waits <= WAITS


def measure(rounds: int) -> dict[str, Any]:
    """Gains of two threads over one, and runs per second, of bench-60 and Slavic Shield with and without the draw."""
    makers: dict[str, Maker] = {"control": control_jobs(RUNS["control"])}
    for scenario in ("bench-60", "slavic-shield-2019"):
        makers[f"{scenario}, loop"] = loop_jobs(scenario, RUNS["loop"])
        makers[f"{scenario}, with draw"] = whole_jobs(scenario, RUNS["draw"])
    results = {}
    for name, found in pairs(rounds, makers).items():
        runs = RUNS[name.split()[-1]]
        results[name] = {
            "gain": spread([gain(*pair) for pair in found]),
            "room": spread([room(*pair) for pair in found]),
            "waits": spread([two.waits / (2 * runs) for _, two in found]),
            "per_second": [max(runs / one.wall for one, _ in found), max(2 * runs / two.wall for _, two in found)],
        }
    return results
