"""Single shots of an interceptor, fought by the engine: how often the first round at a target kills, and where.

A real fire unit stands by the sea, cued by an ideal radar, so that its own fire control and its round decide, not the
search. Targets of one kind come one after another, straight at it and level; each appears where the first intercept
will fall about at a wanted range. Only the first round at each target counts. Its place is that of the intercept
predicted at launch.
"""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.analysis.rows import Log
from shieldwall.assembly.draw.replication import Workspace
from shieldwall.assembly.plan import central, plan
from shieldwall.assembly.plan.weapons import reach_tables
from shieldwall.catalogue import ids, load, load_parts
from shieldwall.catalogue.page import digest
from shieldwall.catalogue.schema import Unit
from shieldwall.catalogue.weapons import Interceptor, Threat
from shieldwall.exercise.simulate import Simulator
from shieldwall.kernels.reach import HEIGHTS, RANGES, TIME
from shieldwall.kernels.sources import import_closure
from shieldwall.quantities.errors import InputError, ShieldwallError
from shieldwall.record.kinds import KILLED, LAUNCHED, ROUND_ENDED
from shieldwall.record.reasons import NO_REASON, WORDS
from shieldwall.scenario import Scenario
from shieldwall.scenario.load import load_text
from shieldwall.terrain.cache import cached

Counts = NDArray[np.int64]
Shots = list[tuple[float, bool, int]]
#: Called with the battles fought and the battles in all.
Progress = Callable[[int, int], None]

TARGET = "strike-fighter"
#: Heights of the targets above the sea, m, as far as target and round fly so high.
LEVELS = (100.0, 500.0, 1000.0, 2000.0, 4000.0, 6000.0, 8000.0, 10_000.0, 12_000.0, 14_000.0)
#: Cells of range, targets of one battle, and battles at each height.
CELLS, TARGETS, BATTLES = 12, 36, 14
#: A cell with fewer shots says nothing.
FEW = 20
WORKERS = 2
SEED = 1
#: Launchers are filled so that no shot fails for want of a round.
ROUNDS = 60
#: A target flies on so far behind the unit, m, and the next one appears so much later, s.
BEHIND, PAUSE = 3000.0, 30.0
#: With so many fire channels a target that was missed does not keep the next one waiting.
MANY_CHANNELS = 4
#: Something to defend stands every so many metres under the path of the targets.
PICKETS = 60_000.0
_DEGREE = 111_195.0


@dataclass(frozen=True)
class KillMap:
    """Shots and kills by height and range.

    `edges` are ranges, m (CELLS + 1); `fired` and `killed` int64[heights, CELLS]; `ends` the rounds that did not kill,
    by why and cell of range; `beyond` those that were to meet their target outside the cells. Speed in m/s.
    """

    weapon: str
    unit: str
    target: str
    speed: float
    battles: int
    heights: tuple[float, ...]
    edges: NDArray[np.float64]
    fired: Counts
    killed: Counts
    ends: Counter[tuple[str, int]]
    beyond: int

    def endings(self, first: int = 0) -> Counter[str]:
        """Return the rounds that did not kill by why, those from a cell of range on."""
        total: Counter[str] = Counter()
        for (why, cell), number in self.ends.items():
            if cell >= first:
                total[why] += number
        return total

    def fades(self) -> int | None:
        """Return the cell of range from which rounds kill less than half as often as before it; None when none is.

        It begins no nearer than half the reach, and both sides hold FEW shots at least.
        """
        fired, killed = self.fired.sum(axis=0), self.killed.sum(axis=0)
        for cell in range(CELLS // 2, CELLS):
            near, far = int(fired[1:cell].sum()), int(fired[cell:].sum())
            if near < FEW or far < FEW:
                continue
            if (
                2.0 * killed[cell:].sum() / far < killed[1:cell].sum() / near
                and 2.0 * killed[cell] * near < fired[cell] * killed[1:cell].sum()
            ):
                return cell
        return None

    @property
    def shots(self) -> int:
        """All first rounds, those outside the cells too."""
        return int(self.fired.sum()) + self.beyond


def carrier(weapon: str) -> str:
    """Return the unit of the catalogue that fires an interceptor; InputError when there is none."""
    for name in ids():
        unit = load(name)
        if isinstance(unit, Unit) and any(group.fires == weapon for group in unit.launchers.values()):
            return name
    raise InputError(f"no unit of the catalogue fires {weapon}", instead="add it to the launchers of a unit")


def kill_map(weapon: str, battles: int = BATTLES, progress: Progress | None = None, workers: int = WORKERS) -> KillMap:
    """Fight for the map of an interceptor, or read it from disk if it was fought before.

    `battles` are fought at each height. The map depends on nothing else than the code and the catalogue: not on
    `workers`, the threads that fight. Raises InputError when no unit fires it, or it has no fit.
    """
    unit, entry, target = carrier(weapon), load(weapon), load(TARGET)
    if not isinstance(entry, Interceptor) or not isinstance(target, Threat):
        raise InputError(f"{weapon} is {entry.kind} and is not guided", instead="name an interceptor")
    ceiling = min(entry.max_altitude.value, target.max_altitude.value if target.max_altitude else math.inf)
    heights = tuple(level for level in LEVELS if entry.min_altitude.value <= level <= ceiling)
    key = _key(weapon, unit, battles)
    arrays = cached("kill-map", key, lambda: _fought(entry, unit, heights, battles, progress, workers))
    ends: Counter[tuple[str, int]] = Counter()
    for why, cell, count in arrays["ends"]:
        ends[WORDS[int(why)], int(cell)] += int(count)
    return KillMap(
        weapon, unit, TARGET, target.speed.value, battles, heights, arrays["edges"], arrays["fired"],
        arrays["killed"], ends, int(arrays["beyond"][0]),
    )  # fmt: skip


def _key(weapon: str, unit: str, battles: int) -> bytes:
    """All that a map depends on: the sources that it runs, what the catalogue says, how much is fought."""
    parts = {unit, weapon, TARGET, "perfect-radar"}
    made = load(unit)
    if isinstance(made, Unit):
        parts |= {part.entry for part in made.parts.values()} | {group.fires for group in made.launchers.values()}
    root = Path(__file__).parents[2]
    files = (root / f"{name.replace('.', '/')}.py" for name in sorted(import_closure(__name__, Path(__file__))))
    sources = b"".join(file.read_bytes() for file in files if file.is_file())
    return sources + f"{weapon} {digest(parts)} {battles}".encode()


def _fought(
    entry: Interceptor, unit: str, heights: tuple[float, ...], battles: int, progress: Progress | None, workers: int
) -> dict[str, NDArray[np.float64]]:
    edges = np.linspace(0.0, entry.max_range.high, CELLS + 1)
    fired = np.zeros((len(heights), CELLS), np.int64)
    killed = np.zeros_like(fired)
    ends: Counter[tuple[int, int]] = Counter()
    beyond = 0
    for done, (row, shots) in enumerate(_battles(entry, unit, heights, battles, workers), 1):
        for place, kill, why in shots:
            cell = int(np.searchsorted(edges, place, side="right")) - 1
            if not 0 <= cell < CELLS:
                beyond += 1
            else:
                fired[row, cell] += 1
                killed[row, cell] += kill
            if not kill:
                ends[why, cell] += 1
        if progress is not None:
            progress(done, len(heights) * battles)
    misses = np.array([(*end, number) for end, number in sorted(ends.items())], np.int64).reshape(-1, 3)
    return {"edges": edges, "fired": fired, "killed": killed, "ends": misses, "beyond": np.array([beyond])}


def _battles(
    entry: Interceptor, unit: str, heights: tuple[float, ...], battles: int, workers: int
) -> Iterator[tuple[int, Shots]]:
    """Yield the row of its height and the shots of each battle, the engine running on several threads."""
    plans = [plan(raid(entry, unit, height)) for height in heights]
    tasks = [(row, number) for row in range(len(heights)) for number in range(battles)]
    # Each thread has arrays of its own for each height.
    own = threading.local()

    def fight(task: tuple[int, int]) -> tuple[int, Shots]:
        row, number = task
        simulators = own.__dict__.setdefault("simulators", {})
        if row not in simulators:
            simulators[row] = Simulator(plans[row])
        return row, first_shots(simulators[row], entry.id, number)

    first = fight(tasks[0])
    yield first
    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(fight, tasks[1:])


def raid(entry: Interceptor, unit: str, height: float, number: int = TARGETS) -> Scenario:
    """Return the scenario of one height: a fire unit, an ideal radar that cues it, targets one by one."""
    speed, delay, channels = _pace(unit)
    routes, vehicles, t = [], [], 0.0
    # Named by their height, since random streams go by names, and two heights are to have streams of their own.
    for n, (place, flown) in enumerate(_entries(entry, height, speed, delay, number)):
        north = 45.0 + place / _DEGREE
        routes.append(f"    route-{n}: [{north:.5f} N 20.0 E, {45.0 - BEHIND / _DEGREE:.5f} N 20.0 E]")
        vehicles.append(
            f"    level-{height:g}-{n}: "
            f"{{is: {TARGET}, route: route-{n}, height: {height:g} m amsl, speed: {speed:g} m/s, "
            f"enters: {t:.1f} s, then: continue, spread: {{offset: 200 m, time: 3 s}}}}"
        )
        # A target that was missed flies on and is fired at again, which only a unit with few channels would miss.
        t += PAUSE + (delay + flown if channels >= MANY_CHANNELS else (place + BEHIND) / speed)
    t += (max(place for place, _ in _entries(entry, height, speed, delay, number)) + BEHIND) / speed
    text = "\n".join([
        "scenario: 1", "title: Single shots", "question: How often does the first round kill?", "terrain: flat",
        "start: 2020-01-01T00:00Z", f"lasts: {t:.0f} s", "blue:",
        "  command: {post: shooter, doctrine: shoot-look-shoot, control: weapons-tight}",
        "  links: [{name: cue, joins: [shooter, eye], delay: 0 s}]", "  units:",
        f"    shooter: {{is: {unit}, at: 45.0 N 20.0 E, facing: north, rounds: {ROUNDS}, value: 1}}",
        "    eye: {is: perfect-radar, at: 100 m south of shooter}",
        "red:", "  routes:", *routes, "  units:", *vehicles, "places:",
        # A post waits until a threat comes near something to defend; so there is something all along the route.
        *(f"  picket-{n}: {{at: {45.0 + n * PICKETS / _DEGREE:.5f} N 20.0 E, value: 1}}"
          for n in range(1, int(entry.max_range.high / PICKETS) + 2)), "",
    ])  # fmt: skip
    return load_text(text, "single-shots.yaml")


def _pace(unit: str) -> tuple[float, float, int]:
    """Speed of the target, m/s; about how long the unit takes from its appearance to the launch, s; its channels."""
    target, made = load(TARGET), load(unit)
    if not isinstance(target, Threat) or not isinstance(made, Unit):
        raise InputError(f"{unit} cannot shoot at {TARGET}", instead="name a fire unit")
    waits = (made.declaration_delay, made.command_cycle, made.reaction_time, made.operator_delay)
    held = (getattr(part, "channels", None) for part in load_parts(made).values())
    channels = sum(int(one.value) for one in held if one is not None)
    return target.speed.value, sum(wait.value for wait in waits if wait is not None), channels


def _entries(entry: Interceptor, height: float, speed: float, delay: float, number: int) -> list[tuple[float, float]]:
    """Ground ranges, m, at which targets appear, so that first intercepts fall evenly over the reach; flights, s."""
    rows = central.weapon(entry.id).airframe
    if rows is None:
        raise ShieldwallError(f"{entry.id} does not fly")
    times = reach_tables(rows)[0, TIME].astype(np.float64)
    column = min(round(height / float(rows["reach_height"][0]) * (HEIGHTS - 1)), HEIGHTS - 1)
    grid = np.linspace(0.0, float(rows["reach_range"][0]), RANGES)
    wanted = (np.arange(number) + 0.5) / number * entry.max_range.value
    flown = np.interp(wanted, grid, times[:, column])
    return [(float(place + speed * (delay + t)), float(t)) for place, t in zip(wanted, flown, strict=True)]


def first_shots(simulator: Simulator, weapon: str, replication: int) -> Shots:
    """Fight one battle; return range of predicted intercept, m, whether it killed and why not, of each first round."""
    simulator.simulate(SEED, replication, change=partial(disarm, weapon=weapon))
    recording = simulator.recording(scene=False)
    log, events = Log(recording), recording.log
    kills = set(log.who[log.rows(KILLED)].tolist())
    ends = {int(log.who[row]): int(log.why[row]) for row in log.rows(ROUND_ENDED)}
    speed = next(iter(simulator.plan.scenario.red.units.values())).speed
    seen: set[int] = set()
    shots: Shots = []
    for row in log.rows(LAUNCHED).tolist():
        threat, round_name = int(log.threat[row]), int(log.who[row])
        # A battle that ends while the round flies has no verdict; a false track is no target.
        if threat < 0 or threat in seen or (round_name not in kills and round_name not in ends):
            continue
        seen.add(threat)
        east, north, _ = log.places[row]
        place = math.hypot(east, north - speed * float(events["v1"][row]))
        shots.append((place, round_name in kills, ends.get(round_name, NO_REASON)))
    return shots


def disarm(drawn: Workspace, weapon: str) -> None:
    """Empty every launcher, guns too, that does not hold the interceptor."""
    launchers: Any = drawn.model.launchers
    other = launchers.weapon != drawn.plan.tables.weapons.index(weapon)
    state: Any = drawn.belief.launcher_state
    state.ready[other] = state.stock[other] = 0
