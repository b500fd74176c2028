"""What `bench` prints: one scenario timed in a few seconds, or every figure of the page on performance."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from shieldwall.cli.command import answer, note, write_json
from shieldwall.quantities.errors import InputError, ShieldwallError


def show(runs: int, as_json: bool) -> None:
    """Time the engine on bench-60 and print the median, its range, and what the draw takes.

    Raises InputError for fewer than one run.
    """
    from shieldwall.exercise.bench import bench, median

    timing = bench(runs=runs)
    if as_json:
        write_json(
            {
                "scenario": timing.scenario,
                "seconds": timing.seconds,
                "median": timing.median,
                "draw": timing.drawing,
                "events": timing.events,
            }
        )
        return
    least, most = (1e3 * end for end in (min(timing.seconds), max(timing.seconds)))
    answer(
        f"{timing.scenario}: {1e3 * timing.median:.1f} ms for {timing.simulated / 60:g} min, "
        f"median of {runs} replications ({least:.1f} to {most:.1f} ms), {timing.events} events; "
        f"draw {1e3 * median(timing.drawing):.1f} ms"
    )


def measure_all(rounds: int, as_json: bool) -> None:
    """Measure every figure with so many repeats and write docs/performance.md, by the benchmarks of a clone.

    Raises InputError where the package does not stand in a clone or for fewer than one repeat, ShieldwallError
    when a measurement fails.
    """
    if rounds < 1:
        raise InputError(f"{rounds} repeats have no median", instead="write at least 1")
    clone = Path(__file__).resolve().parents[3]
    script = clone / "benchmarks" / "all.py"
    if not script.is_file():
        raise InputError(
            "the full benchmarks are not part of the installed package",
            instead="clone the project and run: make bench",
        )
    done = subprocess.run([sys.executable, str(script), "--rounds", str(rounds)], check=False, stdout=sys.stderr)  # noqa: S603
    if done.returncode:
        raise ShieldwallError(f"a measurement failed with code {done.returncode}; its words are above")
    if as_json:
        write_json(json.loads((clone / "benchmarks" / "figures.json").read_text(encoding="utf-8")))
    else:
        note("read it: docs/performance.md")
