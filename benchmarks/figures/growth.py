"""How the compiled loop's time grows with the raid and with the radars: bench-60 with more of each."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from figures.battle import again, ready
from figures.repeats import spread
from shieldwall.engine.run import run
from shieldwall.exercise.bench import BENCH
from shieldwall.exercise.simulate import FIRST_EVENTS, GROWTH, LARGEST_SCALE, blank
from shieldwall.scenario import Scenario, load
from shieldwall.state.sensor import SURVEILLANCE

FACTORS = (1, 2, 5, 10)
#: The scenario's two warning radars, of which there are more; the other searching sensors stay.
RADARS = ("p-18", "tps-70")
#: They stand on a ring of this radius.
RING = "60 km"


def with_threats(factor: int) -> Scenario:
    """bench-60 with so many times the threats, in the same time."""
    return load(BENCH, threat_changes(factor))


def threat_changes(factor: int) -> dict[str, str]:
    """Changes of the text that bring so many times the threats."""
    changes = {}
    for name, unit in load(BENCH).red.units.items():
        changes[f"red.units.{name}.count"] = str(unit.count * factor)
        changes[f"red.units.{name}.spacing"] = f"{unit.spacing / factor:g} s"
    return changes


def with_radars(factor: int) -> Scenario:
    """bench-60 with so many times the searching sensors, those added being warning radars."""
    return load(BENCH, radar_changes(factor))


def radar_changes(factor: int) -> dict[str, str]:
    """Changes of the text that bring so many times the searching sensors; none for once."""
    sensors = np.asarray(ready(load(BENCH))[0].model.sensors)
    added = int((sensors["role"] == SURVEILLANCE).sum()) * (factor - 1)
    counts = {RADARS[0]: 1 + added // 2, RADARS[1]: 1 + added - added // 2}
    if factor == 1:
        return {}
    changes = {f"blue.units.{name}.count": str(count) for name, count in counts.items()}
    return changes | {f"blue.units.{name}.spread": RING for name in RADARS}


def with_both(factor: int) -> Scenario:
    """bench-60 with so many times of either."""
    changes = radar_changes(factor) | threat_changes(factor)
    return load(BENCH, changes)


def seconds(scenario: Scenario, rounds: int) -> tuple[list[float], int, int]:
    """Processor times of the loop, s, with tables as large as the battle needs; its threats; its searching sensors."""
    scale = 1
    while True:
        first, _ = ready(scenario, scale=scale)
        log = blank(scale * FIRST_EVENTS)
        full = run(*_arguments(again(first), log))
        if not full and log.filled[0] <= len(log.events):
            break
        scale *= GROWTH
        assert scale <= LARGEST_SCALE
    times = []
    for _ in range(rounds):
        battle = again(first)
        log.filled[:] = 0
        began = time.thread_time()
        run(*_arguments(battle, log))
        times.append(time.thread_time() - began)
    sensors = np.asarray(first.model.sensors)
    return times, len(first.truth.bodies), int((sensors["role"] == SURVEILLANCE).sum())


def _arguments(battle: Any, log: Any) -> tuple[Any, ...]:
    return battle.model, battle.truth, battle.belief, log, battle.lasts


def exponent(sizes: list[int], times: list[float]) -> float:
    """Slope of the straight line through the logarithms of times and sizes."""
    return float(np.polyfit(np.log(sizes), np.log(times), 1)[0])


def measure(rounds: int) -> dict[str, Any]:
    """Times at each factor as a ratio to bench-60 as it is, the exponents, and the ratio at the last factor of both."""
    results: dict[str, Any] = {}
    for what, make in (("threats", with_threats), ("radars", with_radars)):
        rows, sizes, least = [], [], []
        for factor in FACTORS:
            times, bodies, sensors = seconds(make(factor), rounds)
            sizes.append(bodies if what == "threats" else sensors)
            least.append(min(times))
            rows.append({"size": sizes[-1], "to_one": spread([taken / least[0] for taken in times])})
        results[what] = {"rows": rows, "exponent": exponent(sizes, least), "last": exponent(sizes[-2:], least[-2:])}
    once, _, _ = seconds(load(BENCH), rounds)
    most, _, _ = seconds(with_both(FACTORS[-1]), max(3, rounds // 3))
    results["both"] = spread([taken / min(once) for taken in most])
    return results
