"""Fifty radars, a thousand threats, a hundred links: what a battle costs beside bench-60, and its memory.

The fire units, places and routes are those of bench-60. Each warning radar has a link to the post and one to each of
its neighbours. Cost is to grow about as the pairs of a searching sensor and a body do (`tests/contract/test_speed.py`).
"""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np

from figures.battle import ready
from figures.growth import seconds
from figures.repeats import spread
from shieldwall.exercise.bench import BENCH
from shieldwall.scenario import Scenario, load, load_text, source, with_changes

RADARS, THREATS, LINKS = 50, 1000, 100
#: Radars of bench-60's fire units.
THEIRS = 17
#: The warning radars stand on a grid from here, degrees north and east, over so many degrees.
SOUTH, WEST, HEIGHT, WIDTH = 43.7, 19.2, 2.0, 2.6
KINDS = ("p-18", "an-tps-70")
#: A run in a process of its own; the mark of that process alone, since `getrusage` counts the parent before the exec.
ALONE = (
    "from figures.large import large; from shieldwall.exercise.simulate import Simulator, planned;"
    "Simulator(planned(large())).simulate(1, 0);"
    "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
)


def large() -> Scenario:
    """bench-60 with fifty radars, a thousand threats and a hundred links."""
    bench = load(BENCH)
    names = [f"radar-{number:02d}" for number in range(1, RADARS - THEIRS + 1)]
    side = int(np.ceil(np.sqrt(len(names))))
    sites = [
        f"    {name}: {{is: {KINDS[i % 2]}, at: {SOUTH + HEIGHT * (i // side) / side:.3f} N "
        f"{WEST + WIDTH * (i % side) / side:.3f} E}}\n"
        for i, name in enumerate(names)
    ]
    text = source(BENCH)[0]
    before, rest = text.split("  links:\n")
    rest = rest[rest.index("  units:\n") :]
    first = rest.index("    p-18:")
    units = rest[:first] + "".join(sites) + rest[rest.index("\n", rest.index("    tps-70:")) + 1 :]
    links = "".join(
        f"    - {{name: {name}, joins: [{joins}], delay: 3 s, fails: 0.02}}\n" for name, joins in nets(names)
    )
    factor = THREATS / sum(unit.count for unit in bench.red.units.values())
    changes = {}
    for name, unit in bench.red.units.items():
        changes[f"red.units.{name}.count"] = str(round(unit.count * factor))
        changes[f"red.units.{name}.spacing"] = f"{unit.spacing / factor:g} s"
    return load_text(with_changes(f"{before}  links:\n{links}{units}", changes))


def nets(radars: list[str]) -> list[tuple[str, str]]:
    """Names and members of the links: all units to the post, then radars to neighbours until there are enough."""
    post = load(BENCH).blue.command.post
    fire = [name for name in load(BENCH).blue.units if name not in (post, "p-18", "tps-70")]
    found = [(f"to-{name}", f"{post}, {name}") for name in (*radars, *fire)]
    for number in range(LINKS - len(found)):
        one, step = number % len(radars), 1 + number // len(radars)
        found.append((f"beside-{number}", f"{radars[one]}, {radars[(one + step) % len(radars)]}"))
    return found


def measure(rounds: int) -> dict[str, Any]:
    """Pairs and cost of the large battle over those of bench-60, and the spread of cost over pairs."""
    small, bodies, sensors = seconds(load(BENCH), rounds)
    taken, many_bodies, many_sensors = seconds(large(), max(1, rounds // 3))
    pairs = many_bodies * many_sensors / (bodies * sensors)
    return {
        "pairs": pairs,
        "links": len(np.asarray(ready(large())[0].model.links)),
        "cost": spread([time / min(small) for time in taken]),
        "growth": spread([time / min(small) / pairs for time in taken]),
    }


def megabytes() -> float:
    """Memory that a process needs which fights the large battle, MB."""
    done = subprocess.run([sys.executable, "-c", ALONE], check=True, capture_output=True, text=True)  # noqa: S603
    return int(done.stdout) / 1024.0
