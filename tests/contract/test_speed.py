"""The promises of speed and memory, measured side by side in one process where a ratio is promised."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.detection import probability_table, table_probability

#: One look-up of a detection probability.
MOST_NANOSECONDS = 20.0
ROOT = Path(__file__).parents[2]
#: bench-60 on one core against the frozen yardstick; peak memory of a run.
MOST_RATIO, MOST_MEGABYTES = 1.3, 500.0
#: Cost of fifty radars against a thousand threats over their pairs, both over those of bench-60.
MOST_GROWTH = 1.5
#: A report of Slavic Shield with its pictures: seconds of one core, and size of the page.
MOST_REPORT_SECONDS, MOST_REPORT_MEGABYTES = 12.0, 4.0


@kernel
def _looks_up(table, ratios):
    total = 0.0
    for ratio in ratios:
        total += table_probability(table, 0, ratio)
    return total


@pytest.mark.alone
def test_a_detection_probability_costs_twenty_nanoseconds(keeps_to: Any) -> None:
    table = probability_table(1e-6, 8)[np.newaxis]
    ratios = np.random.default_rng(1).exponential(5.0, 200_000)
    _looks_up(table, ratios)

    def takes() -> float:
        times = []
        for _ in range(9):
            begun = time.process_time()
            _looks_up(table, ratios)
            times.append(time.process_time() - begun)
        return min(times) / ratios.size

    keeps_to(MOST_NANOSECONDS * 1e-9, takes)


@pytest.mark.alone
def test_what_takes_longer_than_the_machine_is_slow_does_not_keep_to_its_promise(keeps_to: Any) -> None:
    with pytest.raises(pytest.fail.Exception, match=r"more than 0\.001 s: 1 s while the machine took \d"):
        keeps_to(1e-3, lambda: 1.0)


@pytest.mark.alone
@pytest.mark.long
def test_bench_60_keeps_its_ratio_to_the_yardstick(monkeypatch: pytest.MonkeyPatch) -> None:
    # In this process: the yardstick, which takes ten seconds to compile, is there for other tests then.
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    assert importlib.import_module("ratio").measure(15)["ratio"] <= MOST_RATIO


def test_a_run_needs_little_memory() -> None:
    # The kernel's own mark of this process image: what `getrusage` says includes the parent before the exec.
    code = (
        "from shieldwall.exercise import run; run('slavic-shield-2019').outcomes();"
        "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert int(done.stdout) / 1024.0 <= MOST_MEGABYTES


def of_large(asked: str) -> Any:
    """What `benchmarks/figures/large.py` says, in a process of its own."""
    code = f"import json; from figures import large; print(json.dumps(large.{asked}))"
    where = ROOT / "benchmarks"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=where)
    return json.loads(done.stdout)


@pytest.mark.long
def test_a_large_battle_fits_into_memory() -> None:
    assert of_large("megabytes()") <= MOST_MEGABYTES


@pytest.mark.alone
@pytest.mark.long
def test_a_large_battle_costs_as_much_more_as_it_has_pairs() -> None:
    found = of_large("measure(3)")
    # A thousand threats and the weapons that they release, for fifty radars and those of the fire units.
    assert found["pairs"] > 40.0
    assert found["growth"][1] <= MOST_GROWTH


@pytest.mark.alone
@pytest.mark.long
def test_a_report_is_quick_and_small(keeps_to: Any) -> None:
    # Counted from an interpreter that has drawn nothing yet; time of the process, so that neighbours do not count.
    code = (
        "import time; from shieldwall.exercise import run; recording = run('slavic-shield-2019').recording;"
        "begun = time.process_time(); from shieldwall.outlets.report import report; page = report(recording);"
        "print(time.process_time() - begun, len(page.encode()) / 1e6)"
    )

    def takes() -> float:
        done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        seconds, megabytes = map(float, done.stdout.split())
        assert megabytes <= MOST_REPORT_MEGABYTES
        return seconds

    keeps_to(MOST_REPORT_SECONDS, takes)
