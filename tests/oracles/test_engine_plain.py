"""The whole engine against itself as plain Python: the same battle, compiled and not, bit for bit.

So is the loop of `benchmarks/figures/stages.py`, which reads a clock between the engine's phases: that it compiles is
seen here, too; to optimise it takes as long as the engine's loop, and `make bench` does, and compares the logs again.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from shieldwall.kernels.linking import compile_part, types_of
from shieldwall.record.kinds import BURST, DETECTED, KILLED, LAUNCHED, PASSED, SEEKS, SIGHT
from shieldwall.scenario import load_text

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"

HEAD = """
scenario: 1
title: A tiny battle
question: Is it the same as plain Python?
terrain: serbia
origin: 44.90 N 20.25 E
start: 2019-10-24T08:00Z
"""

# Command guidance, optics, guns, links that lose messages, a bomb that is released.
LOW = f"""{HEAD}
lasts: 150 s
blue:
  command: {{post: neva, doctrine: salvo, least_chance: 0.1, delays: {{declare: 2 s, reaction: 3 s}}}}
  links: [{{name: wire, joins: [neva, pantsir], delay: 1 s, fails: 0.1}}]
  units:
    neva: {{is: s-125m1t-neva, at: 44.93 N 20.33 E, facing: west}}
    pantsir: {{is: pantsir-s1, at: 44.90 N 20.20 E, facing: west, rounds: 1}}
red:
  routes:
    high: [44.92 N 19.95 E, target depot]
    low: [44.84 N 19.95 E, target depot]
  units:
    strike:
      is: strike-fighter
      route: high
      height: 4 km amsl
      speed: 240 m/s
      mission: {{release: guided-bomb, on: depot, at: 5 km}}
    missile:
      is: tomahawk-class
      count: 2
      route: low
      height: 80 m agl
      speed: 240 m/s
      spacing: 8 s
      mission: {{strike: depot}}
places:
  depot: {{at: 44.90 N 20.25 E, value: 10, hardness: 2}}
"""

# Datalink and semi-active guidance with seekers, lofted flight, a 2-D radar far from the post.
HIGH = f"""{HEAD}
lasts: 130 s
blue:
  command: {{post: s400, doctrine: shoot-look-shoot, delays: {{declare: 2 s, reaction: 3 s}}}}
  links: [{{name: wire, joins: [s400, warning], delay: 2 s}}]
  units:
    s400: {{is: s-400-battalion, at: 44.95 N 20.18 E, facing: west}}
    warning: {{is: p-18, at: 44.88 N 20.36 E}}
red:
  routes:
    west: [44.90 N 19.45 E, target depot]
  units:
    strike:
      is: strike-fighter
      count: 2
      route: west
      height: 5 km amsl
      speed: 250 m/s
      spacing: 6 s
      mission: {{release: guided-bomb, on: depot, at: 6 km}}
places:
  depot: {{at: 44.93 N 20.26 E, value: 10}}
"""

# Noise from afar and from the target, through main lobe and side lobes, into two- and three-dimensional radars.
JAMMED = f"""{HEAD}
lasts: 120 s
blue:
  command: {{post: search, control: weapons-hold}}
  units:
    search: {{is: pantsir-search, at: 44.90 N 20.20 E}}
    warning: {{is: p-18, at: 44.88 N 20.36 E}}
red:
  routes:
    west: [44.90 N 19.90 E, 44.90 N 20.60 E]
    north: [45.20 N 20.24 E, 44.60 N 20.24 E]
  units:
    jammer:
      is: electronic-attack
      orbit: {{around: 44.95 N 19.20 E, radius: 12 km}}
      height: 9 km amsl
      speed: 220 m/s
      jammer: {{is: stand-off-pods, to: 100 s}}
    screened: {{is: strike-fighter, route: west, height: 3 km amsl, speed: 240 m/s, jammer: {{is: self-screening-pod}}}}
    plain: {{is: strike-fighter, count: 2, route: north, height: 3 km amsl, speed: 240 m/s, spacing: 4 s}}
"""

FIGHT = """
import sys
from pathlib import Path
from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.scenario import load_text
scenario, kinds = load_text(sys.stdin.read(), "tiny.yaml"), set()
with Path(sys.argv[1]).open("wb") as log, Path(sys.argv[2]).open("wb") as film:
    for replication in range(4):
        sampled = replication > 1
        simulator = Simulator(planned(scenario, sampled), film=True)
        simulator.simulate(1, replication, "sampled" if sampled else "central")
        recording = simulator.recording()
        log.write(recording.log.tobytes())
        film.write(recording.film.tobytes())
        kinds |= set(recording.log["kind"].tolist())
print(*kinds)
"""

TIMED = """
import sys
from time import perf_counter_ns
import numpy as np
from figures import battle, stages
from shieldwall.scenario import load_text
begun, log = battle.ready(load_text(sys.stdin.read(), "tiny.yaml"))
tally = np.zeros((2, len(stages.STAGES) + 1), np.int64)
# Plain Python has no counter of the processor.
stages.counter = perf_counter_ns
stages.timed(begun.model, begun.truth, begun.belief, log, begun.lasts, tally)
assert (tally[0, :-1] > 0).all(), tally
sys.stdout.buffer.write(log.events[: log.filled[0]].tobytes())
"""


def fought(text: str, folder: Path, **environment: str) -> tuple[bytes, bytes, set[int]]:
    """Logs and films of four replications, fought in a process of their own, and the kinds of their events."""
    log, film = folder / "log", folder / "film"
    done = subprocess.run(
        [sys.executable, "-c", FIGHT, str(log), str(film)],
        input=text,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return log.read_bytes(), film.read_bytes(), set(map(int, done.stdout.split()))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (LOW, {LAUNCHED, PASSED, KILLED, BURST}),
        (HIGH, {LAUNCHED, SEEKS, PASSED, KILLED}),
        (JAMMED, {SIGHT, DETECTED}),
    ],
    ids=["low", "high", "jammed"],
)
def test_a_battle_is_the_same_in_plain_python(text: str, wanted: set[int], tmp_path: Path) -> None:
    compiled = fought(text, tmp_path, NUMBA_DISABLE_JIT="0")
    plain = fought(text, tmp_path, NUMBA_DISABLE_JIT="1")
    assert plain[0] == compiled[0]
    assert plain[1] == compiled[1]
    assert wanted <= plain[2]


def test_the_timed_loop_is_the_engines_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    battle, stages = (importlib.import_module(f"figures.{name}") for name in ("battle", "stages"))
    begun, log = battle.ready(load_text(LOW, "tiny.yaml"))
    battle.fight(begun, log)
    tally = np.zeros((2, len(stages.STAGES) + 1), np.int64)
    compile_part(stages.timed, types_of(begun.model, begun.truth, begun.belief, log, begun.lasts, tally))
    assert stages.ticks_of_a_read() > 0.0
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(BENCHMARKS)}
    command = [sys.executable, "-c", TIMED]
    done = subprocess.run(command, input=LOW.encode(), env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert log.filled[0] > 50
    assert done.stdout == log.events[: log.filled[0]].tobytes()
