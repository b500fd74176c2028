"""The engine's speed as a ratio: bench-60 and the frozen yardstick, timed in turn in one process.

`python benchmarks/ratio.py [--rounds N] [--json]`. Times are processor time of one thread, so that other work on
the machine matters little; what remains of it (shared caches, clock rates) meets both sides alike.
"""

from __future__ import annotations

import argparse
import json
import statistics

from yardstick import Yardstick

from shieldwall.exercise.bench import BENCH
from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.scenario import load


def in_turn(rounds: int) -> tuple[list[float], list[float]]:
    """Times of the engine and of the yardstick, s, over rounds of one replication each."""
    simulator = Simulator(planned(load(BENCH)))
    yardstick = Yardstick()
    simulator.simulate(1, 0)
    engine, unit = [], []
    for number in range(rounds):
        unit.append(yardstick.seconds(number + 1))
        simulator.simulate(1, number)
        engine.append(simulator.seconds[1])
    return engine, unit


def spread_of_ratios(rounds: int) -> tuple[float, float, float]:
    """Least, median and greatest ratio of the rounds."""
    ratios = [ours / theirs for ours, theirs in zip(*in_turn(rounds), strict=True)]
    return min(ratios), statistics.median(ratios), max(ratios)


def measure(rounds: int) -> dict[str, float]:
    """Median times of the engine and of the yardstick, s, and their ratio."""
    times = tuple(map(statistics.median, in_turn(rounds)))
    return {"engine": times[0], "yardstick": times[1], "ratio": times[0] / times[1], "rounds": rounds}


def main() -> None:
    """Print the ratio."""
    parser = argparse.ArgumentParser(description="Time bench-60 against the frozen yardstick.")
    parser.add_argument("--rounds", type=int, default=15, help="replications of each")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    result = measure(asked.rounds)
    if asked.json:
        print(json.dumps(result))
    else:
        engine, yardstick = 1e3 * result["engine"], 1e3 * result["yardstick"]
        print(f"{BENCH} {engine:.1f} ms, yardstick {yardstick:.1f} ms, ratio {result['ratio']:.2f}")


if __name__ == "__main__":
    main()
