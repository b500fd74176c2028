"""The studies of the ablation table, one for each seed: every model as it is and with its twin, on the same luck."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

import numpy as np

from ablation.twins import Twin
from shieldwall.exercise.progress import say
from shieldwall.quantities.units import counted
from shieldwall.scenario import load as load_scenario
from shieldwall.study.ask import study
from shieldwall.study.fighting import WORKERS
from shieldwall.study.file import Study, load_text, with_twins
from shieldwall.study.headed import header_of
from shieldwall.study.paired import Pairs
from shieldwall.study.running import Running
from shieldwall.study.twins import Twins
from shieldwall.study.watching import watched

SCENARIO = "slavic-shield-2019"
#: Seeds, and replications of each: one S-400 that is not ready moves the mean of a few battles.
SEEDS, REPLICATIONS = (1, 2, 3, 907), 100
USUAL = "as-it-is"
#: What the table shows, and what tells one log from another.
SHOWN, LOG = ("leakers", "damage_share"), "log_checksum"
#: Digits of a header's hash in the name of its folder.
DIGITS = 12


def study_of(twins: Sequence[Twin], seed: int, replications: int) -> Study:
    """Return the study of a seed, each twin an option of it.

    Twins that leave the text as it is come first, so that one plan serves them all.
    """
    scenario = load_scenario(SCENARIO)
    lines = [
        "study: 1",
        "question: What is each model worth?",
        f"scenario: {SCENARIO}",
        f"seed: {seed}",
        f"replications: {replications}",
        "draws: central",
        f"measures: [{', '.join((*SHOWN, LOG))}]",
        "options:",
        f"  {USUAL}: {{}}",
    ]
    for twin in sorted(twins, key=lambda twin: twin.text is not None):
        lines += [f"  {twin.option}:", f"    title: {json.dumps(twin.name)}"]
        lines += [f"    {path}: {value}" for path, value in ({} if twin.text is None else twin.text(scenario)).items()]
    changes = {twin.option: twin.change for twin in twins if twin.change is not None}
    source = Path(__file__).with_name("twins.py").read_text(encoding="utf-8")
    read = load_text("\n".join(lines) + "\n", "ablation.yaml", scenario)
    return with_twins(read, Twins(MappingProxyType(changes), source))


def ablate(
    twins: Sequence[Twin], folder: Path, seeds: Sequence[int] = SEEDS, replications: int = REPLICATIONS
) -> Pairs | None:
    """Fight what a folder has not got of every seed, and return what all of it came to; None after Ctrl-C.

    Each study has a folder of its own there, named by its hash, so that battles of other code or other twins stay where
    they are and none is taken for one of these.
    """
    values: list[dict[str, np.ndarray]] = []
    options: tuple[str, ...] = ()
    for number, seed in enumerate(seeds, 1):
        asked = study_of(twins, seed, replications)
        place = folder / f"seed-{seed}-{header_of(asked).hash[:DIGITS]}"
        battles = counted(len(asked.options) * replications, "battle")
        say(f"seed {seed}, {number} of {len(seeds)}: {battles}, kept in {place}")
        with watched(Running(asked)) as watch:
            answer = study(asked, workers=WORKERS, watch=watch, out=place, resume=True)
        if not answer.complete:
            return None
        options = answer.options
        values.append({name: answer.values(name)[:, 0, :replications] for name in (*SHOWN, LOG)})
    joined = {name: np.stack([of_seed[name] for of_seed in values], axis=1) for name in (*SHOWN, LOG)}
    return Pairs(options, tuple(seeds), tuple(range(replications)), MappingProxyType(joined))
