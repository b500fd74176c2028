"""The warning that each radar and each link buys: the same battles without it, threat by threat.

Draws are named, so without one radar all others see what they saw. What a part buys is how much later, without it, a
threat is first detected, first followed by a confirmed track, and first declared hostile by anybody; a threat to which
that never happens counts as found at its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from math import inf
from typing import Final, NamedTuple

import numpy as np

from shieldwall.analysis.fates import endings
from shieldwall.analysis.rows import Log
from shieldwall.assembly.draw.replication import Workspace
from shieldwall.engine.run import FIRST_SENSOR_CLOCK
from shieldwall.exercise.simulate import Change, Simulator, planned
from shieldwall.quantities.errors import InputError
from shieldwall.record.kinds import DECLARED, DETECTED, TRACK_FOLLOWS
from shieldwall.scenario import Scenario
from shieldwall.study.paired import Progress
from shieldwall.study.statistics.intervals import difference

#: What a threat may be, and the rows that say it first.
STEPS: Final[Mapping[str, int]] = {"detected": DETECTED, "tracked": TRACK_FOLLOWS, "declared": DECLARED}
#: Two times are one when they differ by less, s.
SAME = 1e-6
FEWEST = 2

#: When each step was first taken against each threat, s, by (threat, step).
Times = dict[tuple[str, str], float]


class Bought(NamedTuple):
    """What a part buys against a class of threats: seconds by which a step comes earlier with it.

    `mean` and `half` are the mean over battles of the mean over threats and half of its 95 % interval; `median` is over
    all `threats` of all battles, of which `share` are found at another time without it.
    """

    part: str
    kind: str
    step: str
    mean: float
    half: float
    median: float
    share: float
    threats: int


def warning_bought(
    scenario: Scenario,
    replications: Iterable[int],
    seeds: Iterable[int] = (1,),
    parts: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> list[Bought]:
    """Return what each searching sensor and each link buys, against each class of threats and for each step.

    `parts` names those that are asked for, such as "blue/p-18/radar" or "ring", all where it is None. Raises InputError
    for a part that is none, and for fewer than two battles, which have no interval.
    """
    keys = tuple(product(tuple(seeds), tuple(replications)))
    if len(keys) < FEWEST:
        raise InputError(f"{len(keys)} battles have no interval", instead=f"fight at least {FEWEST}")
    simulator = Simulator(planned(scenario))
    simulator.simulate(*keys[0])
    known = removals(simulator)
    for name in parts or ():
        if name not in known:
            raise InputError(f"no radar or link is called {name}", instead=f"name one of {', '.join(known)}")
    asked = {name: change for name, change in known.items() if parts is None or name in parts}
    done, total = 0, len(keys) * (len(asked) + 1)

    def fought(change: Change | None) -> list[Times]:
        nonlocal done
        found = []
        for key in keys:
            simulator.simulate(*key, change=change)
            found.append(step_times(simulator))
            done += 1
            if progress is not None:
                progress(done, total)
        return found

    with_it = fought(None)
    kinds = {name: str(threat["kind"]) for name, threat in simulator.recording(scene=False).header["threats"].items()}
    return [row for name, change in asked.items() for row in _bought(name, kinds, with_it, fought(change))]


def removals(simulator: Simulator) -> dict[str, Change]:
    """Return, by name, how each searching sensor and each link is taken out of a battle that was drawn.

    A sensor never scans, a link is broken from the start and never repaired; nothing else is touched, and messages go
    another way where there is one.
    """
    model = simulator.workspace.model
    names = simulator.recording(scene=False).header["names"]
    found: dict[str, Change] = {}
    for row in np.flatnonzero(model.sensors["period"] < inf).tolist():
        found[names[int(model.sensors["name"][row])]] = _blinded(row)
    for row, name in enumerate(model.nets["name"].tolist()):
        found[names[int(name)]] = _broken(row)
    return found


def _blinded(row: int) -> Change:
    def change(workspace: Workspace) -> None:
        workspace.belief.clocks[FIRST_SENSOR_CLOCK + row] = inf

    return change


def _broken(row: int) -> Change:
    def change(workspace: Workspace) -> None:
        workspace.belief.net_state["broken"][row] = 1
        workspace.model.nets["breaks_after"][row] = inf

    return change


def step_times(simulator: Simulator) -> Times:
    """Return when each step was first taken against each threat of the last battle, its end where it never was."""
    log = Log(simulator.recording(scene=False))
    times = {(log.names[end.threat], step): end.t for end in endings(log) for step in STEPS}
    for step, kind in STEPS.items():
        rows = log.rows(kind)
        for row in rows[log.threat[rows] >= 0].tolist()[::-1]:
            key = (log.names[int(log.threat[row])], step)
            if key in times:
                times[key] = min(times[key], float(log.t[row]))
    return times


def _bought(part: str, kinds: Mapping[str, str], with_it: list[Times], without: list[Times]) -> list[Bought]:
    """The rows of one part, by class of threats and step."""
    later: dict[tuple[str, str], list[list[float]]] = {}
    for one, other in zip(with_it, without, strict=True):
        battle: dict[tuple[str, str], list[float]] = {}
        for (threat, step), t in one.items():
            if (threat, step) in other:
                battle.setdefault((kinds[threat], step), []).append(other[threat, step] - t)
        for key, gains in battle.items():
            later.setdefault(key, []).append(gains)
    rows = []
    for (kind, step), battles in sorted(later.items(), key=lambda one: (one[0][0], list(STEPS).index(one[0][1]))):
        if len(battles) < FEWEST:
            continue
        every = np.concatenate(battles)
        found = difference(np.array([np.mean(gains) for gains in battles]))
        share = float((np.abs(every) > SAME).mean())
        rows.append(Bought(part, kind, step, found.mean, found.half, float(np.median(every)), share, every.size))
    return rows
