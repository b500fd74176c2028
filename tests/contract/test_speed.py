"""The promises of speed and memory, measured side by side in one process where a ratio is promised."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: bench-60 on one core against the frozen yardstick; peak memory of a run.
MOST_RATIO, MOST_MEGABYTES = 3.5, 500.0


@pytest.mark.long
def test_bench_60_keeps_its_ratio_to_the_yardstick() -> None:
    told = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks/ratio.py"), "--json"], check=True, capture_output=True, text=True
    )
    assert json.loads(told.stdout)["ratio"] <= MOST_RATIO


def test_a_run_needs_little_memory() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "shieldwall", "run", "slavic-shield-2019", "--json"], stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    assert usage.ru_maxrss / 1024.0 <= MOST_MEGABYTES
