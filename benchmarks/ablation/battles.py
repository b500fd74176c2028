"""The battles of the ablation table: the same random numbers with each model as it is and with its twin."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterable, Sequence

from ablation.twins import Twin
from shieldwall.exercise.simulate import Simulator
from shieldwall.scenario import load
from shieldwall.study.paired import MEASURES, Option, Pairs, paired

SCENARIO, SEED = "slavic-shield-2019", 1
USUAL = "as it is"
#: Beside the measures: a number that tells one log from another.
LOG = "log"


def log_number(battle: Simulator) -> float:
    """Checksum of the rows of a battle."""
    return float(zlib.crc32(battle.log().tobytes()))


def ablate(twins: Sequence[Twin], replications: Iterable[int]) -> Pairs:
    """Fight every replication with every twin, by common random numbers; progress goes to stderr."""
    scenario = load(SCENARIO)
    options = [Option(USUAL, scenario)]
    for twin in twins:
        read = scenario if twin.text is None else load(SCENARIO, twin.text(scenario))
        options.append(Option(twin.name, read, twin.change))
    numbers = list(replications)

    def progress(fought: int, battles: int) -> None:
        if fought % len(numbers) == 0:
            print(f"{fought} of {battles} battles", file=sys.stderr, flush=True)

    return paired(options, numbers, (SEED,), {**MEASURES, LOG: log_number}, progress=progress)
