"""Studies against the bare engine on the same two threads: battles a second, and memory over many thousands."""

from __future__ import annotations

import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from figures.repeats import spread
from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.scenario import load
from shieldwall.study.ask import study
from shieldwall.study.file import Study, load_text

SEED, THREADS = 1, 2
#: Battles of the long study, and of the sample that stands for the longer one.
MANY, SAMPLE = 20_000, 1000
#: Battles of the longer study.
LONGER = 100_000
#: Battles of the bare engine before and after a study.
BARE = 1000
STATUS = Path("/proc/self/status")


def asked(scenario: str, battles: int) -> Study:
    """A study of one cell: how many leak through in a scenario as it is written."""
    return load_text(
        f"study: 1\nquestion: How many leak through?\nscenario: {scenario}\noptions:\n  as-written: {{}}\n"
        f"measures: [leakers]\nreplications: {battles}\nseed: {SEED}\n"
    )


class Bare:
    """The engine alone on two threads, each with arrays of its own: draw and loop, nothing read and nothing kept."""

    def __init__(self, scenario: str) -> None:
        plan = planned(load(scenario), True)
        self._simulators = [Simulator(plan) for _ in range(THREADS)]

    def seconds(self, first: int, count: int) -> float:
        """Wall time of so many battles, s."""

        def share(thread: int) -> None:
            for number in range(first + thread, first + count, THREADS):
                self._simulators[thread].simulate(SEED, number)

        began = time.perf_counter()
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(share, range(THREADS)))
        return time.perf_counter() - began


def memory() -> float:
    """Memory that this process holds now, MB; NaN where the system does not tell it."""
    if not STATUS.is_file():
        return float("nan")
    line = next(line for line in STATUS.read_text(encoding="utf-8").splitlines() if line.startswith("VmRSS"))
    return float(line.split()[1]) / 1024.0


def long(scenario: str, battles: int) -> dict[str, Any]:
    """A long study that a folder keeps, before and after it the bare engine: ratio of rates, and memory."""
    bare = Bare(scenario)
    bare.seconds(0, 2 * THREADS)
    sampled = min(BARE, battles)
    before = bare.seconds(0, sampled)
    held: list[tuple[int, float]] = []
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        answer = study(
            asked(scenario, battles),
            workers=THREADS,
            out=Path(folder) / "study",
            watch=lambda so_far: held.append((so_far.held, memory())),
        )
    per_second = answer.battles / (time.perf_counter() - began)
    alone = spread([sampled / before, sampled / bare.seconds(0, sampled)])
    return {
        "battles": answer.battles,
        "per_second": per_second,
        "rate": [per_second / rate for rate in reversed(alone)],
        "slope": slope(held),
    }


def slope(held: list[tuple[int, float]]) -> float:
    """How much memory ten thousand battles add, MB, after the first third, in which arrays are filled for once."""
    done, megabytes = np.array(held).T[:, len(held) // 3 :]
    return float(np.polyfit(done, megabytes, 1)[0] * 1e4)


def measure(_rounds: int) -> dict[str, Any]:
    """Rates of studies over those of the bare engine, memory, and the time that a hundred thousand battles take."""
    many, sample = long("bench-60", MANY), long("slavic-shield-2019", SAMPLE)
    return {"bench-60": many, "slavic-shield-2019": sample | {"minutes": LONGER / sample["per_second"] / 60.0}}
