"""The battles of the ablation table: each replication once as it is, and once with every twin."""

from __future__ import annotations

import copy
import hashlib
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from ablation.twins import Measured, Twin
from shieldwall.analysis.measures import measures
from shieldwall.assembly import Assembly, assemble
from shieldwall.engine.run import run
from shieldwall.exercise.fight import Room, blank
from shieldwall.record.recording import Recording
from shieldwall.record.tables import EVENT, SAMPLE
from shieldwall.scenario import Scenario, load

SCENARIO, SEED = "slavic-shield-2019", 1
USUAL = "as it is"


def fresh(assembly: Assembly) -> Assembly:
    """Return an assembly whose truth and beliefs are its own; what no event changes is shared."""
    truth, belief = copy.deepcopy((assembly.truth, assembly.belief))
    return replace(assembly, truth=truth, belief=belief)


def fought(assembly: Assembly) -> Recording:
    """Fight an assembly to its end, and once more with larger tables where they were too small."""
    room = 1 << 16
    while True:
        here, written = fresh(assembly), blank(Room(room, 0, 1))
        full = run(here.model, here.truth, here.belief, written, here.lasts)
        events = int(written.filled[0])
        if full:
            raise SystemExit("a work table of the engine is full: take fewer of something in the twin")
        if events <= room:
            log = np.array(written.events[:events].view(np.ndarray)).view(EVENT)
            return Recording(assembly.header, log, np.zeros(0, SAMPLE), {})
        room *= 2


def measured(found: Measured, recording: Recording) -> None:
    """Add what a battle came to."""
    told = measures(recording)
    found.leakers.append(int(told["leakers"]))
    found.damage.append(float(told["damage_share"]))
    found.logs.append(hashlib.sha256(recording.log.tobytes()).hexdigest()[:8])


def assembled(scenario: Scenario, base: Assembly, twin: Twin, replication: int) -> Assembly:
    """Return the assembly of a replication with a twin in a model's place."""
    made = base
    if twin.text is not None:
        changed = load(SCENARIO, twin.text(scenario))
        made = assemble(changed, SEED, replication, sampled=False)
    made = fresh(made)
    return (twin.change(made) or made) if twin.change is not None else made


def ablate(twins: Sequence[Twin], replications: Iterable[int]) -> dict[str, Measured]:
    """Fight every replication with every twin, by common random numbers; progress goes to stderr."""
    scenario = load(SCENARIO)
    found = {name: Measured() for name in (USUAL, *(twin.name for twin in twins))}
    for replication in replications:
        print(f"replication {replication}: {1 + len(twins)} battles", file=sys.stderr, flush=True)
        base = assemble(scenario, SEED, replication, sampled=False)
        measured(found[USUAL], fought(base))
        for twin in twins:
            measured(found[twin.name], fought(assembled(scenario, base, twin, replication)))
    return found
