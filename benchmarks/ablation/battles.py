"""The battles of the ablation table: each replication once as it is, and once with every twin."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Sequence

from ablation.twins import Change, Measured, Twin
from shieldwall.analysis.measures import measures
from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.record.recording import Recording
from shieldwall.scenario import Scenario, load

SCENARIO, SEED = "slavic-shield-2019", 1
USUAL = "as it is"


def measured(found: Measured, recording: Recording) -> None:
    """Add what a battle came to."""
    told = measures(recording)
    found.leakers.append(int(told["leakers"]))
    found.damage.append(float(told["damage_share"]))
    found.logs.append(hashlib.sha256(recording.log.tobytes()).hexdigest()[:8])


def ablate(twins: Sequence[Twin], replications: Iterable[int]) -> dict[str, Measured]:
    """Fight every replication with every twin, by common random numbers; progress goes to stderr."""
    scenario, numbers = load(SCENARIO), list(replications)
    found = {USUAL: battles(scenario, None, numbers)}
    for done, twin in enumerate(twins, 1):
        print(f"twin {done} of {len(twins)}: {twin.name}, {len(numbers)} battles", file=sys.stderr, flush=True)
        read = scenario if twin.text is None else load(SCENARIO, twin.text(scenario))
        found[twin.name] = battles(read, twin.change, numbers)
    return found


def battles(scenario: Scenario, change: Change | None, replications: Iterable[int]) -> Measured:
    """Fight replications of a scenario, figures of the drawn arrays set before each."""
    found = Measured()
    simulator = Simulator(planned(scenario))
    for replication in replications:
        simulator.simulate(SEED, replication, change=change)
        measured(found, simulator.recording(scene=False))
    return found
