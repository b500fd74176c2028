"""Whole replications, as a study fights them: draw, loop and measures, as ratios to the yardstick timed in turn."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from yardstick import Yardstick

from figures.repeats import spread
from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.scenario import load
from shieldwall.study.paired import MEASURES

AIRCRAFT = Path(__file__).parents[1] / "scenarios" / "aircraft-24.yaml"
#: What is fought, by the names of the page.
FOUGHT = {
    "bench-60": "bench-60",
    "slavic-shield-2019": "slavic-shield-2019",
    "aircraft-24": str(AIRCRAFT),
    "one-battery": "one-battery",
}
SEED = 1


def measure(rounds: int) -> dict[str, Any]:
    """Times of the draw, of the loop and of the whole over the yardstick's, and the least time of a whole, s."""
    simulators = {name: Simulator(planned(load(name_or_path))) for name, name_or_path in FOUGHT.items()}
    yardstick = Yardstick()
    taken: dict[str, list[tuple[float, float, float]]] = {name: [] for name in FOUGHT}
    least = dict.fromkeys(FOUGHT, float("inf"))
    for simulator in simulators.values():
        simulator.simulate(SEED, 0)
    for number in range(rounds):
        unit = yardstick.seconds(number + 1)
        for name, simulator in simulators.items():
            began = time.thread_time()
            simulator.simulate(SEED, number)
            for read in MEASURES.values():
                read(simulator)
            in_all = time.thread_time() - began
            least[name] = min(least[name], in_all)
            taken[name].append((simulator.seconds[0] / unit, simulator.seconds[1] / unit, in_all / unit))
    parts = ("draw", "loop", "whole")
    return {
        name: {part: spread([one[n] for one in found]) for n, part in enumerate(parts)} | {"seconds": least[name]}
        for name, found in taken.items()
    }
