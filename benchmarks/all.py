"""Measures every figure of docs/performance.md and writes the page.

`python benchmarks/all.py [--rounds N] [--only NAME]... [--page]`. The figures are kept in benchmarks/figures.json; with
`--only` the others stay as they are, with `--page` nothing is measured. Takes about twenty minutes on two free cores,
half of them for the study of twenty thousand battles.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ratio
from figures import (
    browser,
    growth,
    hot_kernels,
    integrator,
    machine,
    replications,
    stages,
    stone_soup,
    studies,
    threads,
    viewshed,
)
from figures.page import PAGE, page
from figures.repeats import plain

FIGURES = Path(__file__).with_name("figures.json")


def soup(rounds: int) -> dict[str, Any]:
    """Stone Soup's figures, none where it is not installed."""
    return stone_soup.measure(max(1, rounds // 3)) if machine.installed("stonesoup") else {}


MEASURES: dict[str, Callable[[int], Any]] = {
    "machine": lambda _: machine.describe(),
    "yardstick": ratio.spread_of_ratios,
    "replications": replications.measure,
    "threads": threads.measure,
    "stages": stages.measure,
    "gate_and_update": hot_kernels.gate_and_update,
    "batch_flight": hot_kernels.batch_flight,
    "stone_soup": soup,
    "viewshed": viewshed.measure,
    "integrator": integrator.measure,
    "growth": growth.measure,
    "studies": studies.measure,
    "browser": browser.measure,
}


def write(path: Path, text: str) -> None:
    """Write a file beside its place and rename it."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8", suffix=".part") as beside:
        beside.write(text)
    Path(beside.name).chmod(0o644)
    Path(beside.name).replace(path)


def main() -> None:
    """Measure what was asked for, and write figures and page."""
    parser = argparse.ArgumentParser(description="Measure every figure of docs/performance.md and write the page.")
    parser.add_argument("--rounds", type=int, default=9, help="repeats of each figure")
    parser.add_argument("--only", action="append", choices=list(MEASURES), help="measure this alone; may be repeated")
    parser.add_argument("--page", action="store_true", help="measure nothing, write the page from the kept figures")
    asked = parser.parse_args()
    measured = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.is_file() else {}
    for name in () if asked.page else (asked.only or MEASURES):
        print(f"measuring {name.replace('_', ' ')}", file=sys.stderr, flush=True)
        measured[name] = plain(MEASURES[name](asked.rounds))
        write(FIGURES, json.dumps({key: measured[key] for key in MEASURES if key in measured}, indent=1) + "\n")
    absent = [name for name in MEASURES if name not in measured]
    if absent:
        sys.exit(f"{PAGE.name} is not written: {', '.join(absent)} not measured yet")
    write(PAGE, page(measured))
    print(f"wrote {PAGE}", file=sys.stderr)


if __name__ == "__main__":
    main()
