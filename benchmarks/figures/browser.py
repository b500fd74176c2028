"""The page in a real browser that draws in software: how soon it shows a map, seeks and draws, and what it weighs.

`web/e2e/measure.ts` measures, and writes what it found; here it is called some times and summed up. Two runs: Slavic
Shield, and a crowd of four hundred threats with a hundred and fifty rounds in the air at once.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from figures.repeats import spread

BUILD = Path(__file__).parents[2] / "web" / "build.py"
RUNS = {"raid": "a raid", "crowd": "a crowd"}


def available() -> bool:
    """Whether there is a browser to measure in."""
    return shutil.which(os.environ.get("CHROMIUM", "chromium")) is not None


def measure(rounds: int) -> dict[str, Any]:
    """Spread of each cost of each run; nothing where there is no browser."""
    if not available():
        return {}
    found = [once() for _ in range(max(1, rounds // 3))]
    return {
        run: {cost: spread([each[name][cost] for each in found]) for cost in found[0][name]}
        for run, name in RUNS.items()
    }


def once() -> dict[str, dict[str, float]]:
    """What the harness finds: cost by name, for each run by the name that it has there."""
    with tempfile.TemporaryDirectory() as folder:
        costs = Path(folder) / "costs.json"
        command = [sys.executable, str(BUILD), "build", "measure"]
        subprocess.run(command, check=True, stdout=sys.stderr, env={**os.environ, "COSTS": str(costs)})  # noqa: S603
        found: dict[str, dict[str, float]] = json.loads(costs.read_text(encoding="utf-8"))
    return found
