"""A run that is over, fought again and again on other luck: its scenario and its figures, and new draws of the rest."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from shieldwall.assembly.draw.replication import ParameterDraws
from shieldwall.assembly.plan.code import code_hash
from shieldwall.assembly.plan.figures import vector
from shieldwall.exercise.progress import Parts, say
from shieldwall.exercise.replays import scenario_of
from shieldwall.exercise.runs import MOST, Run
from shieldwall.exercise.runs import open as open_run
from shieldwall.exercise.simulate import planned
from shieldwall.quantities.errors import InputError
from shieldwall.scenario import Scenario
from shieldwall.study.but_for import DRAWS, FEWEST, ButFor, battles, sample_of
from shieldwall.study.but_for import but_for as fight_but_for
from shieldwall.study.ideal import IDEALS
from shieldwall.study.paired import WORKERS, Progress

#: What is said where the models may have changed since the run.
OTHER_CODE = "this run was fought by another version of the code: what follows is of the models as they are now"


class Luck(NamedTuple):
    """What holds over all draws of luck of a run: its scenario, its seed and its figures; and the draws themselves."""

    scenario: Scenario
    seed: int
    replications: Sequence[int]
    parameter_draws: ParameterDraws


def luck_of(run: Run, draws: int, scenario: Scenario | str | os.PathLike[str] | None = None) -> Luck:
    """Return draws of luck of a run: the replications after its own, which was chosen for what it came to.

    Figures of the catalogue stay as the run drew them. What varies from battle to battle is drawn: readiness, trees,
    terrain error, registration, the spread of the raid, and everything in the battle.

    Raises InputError where a doctrine in Python commanded, where the scenario is another, and where its catalogue or
    its terrain no longer is what it was.
    """
    header = run.header
    if "doctrine" in header:
        raise InputError(
            "a doctrine in Python commanded this run, and its header does not hold that",
            instead="give a run that was fought without --doctrine",
        )
    read = scenario_of(run, scenario)
    plan = planned(read, bool(header["sampled"]))
    if plan.header["terrain"]["digest"] != header["terrain"]["digest"]:
        raise InputError("the terrain is not that of the run", instead="give the elevation that it was fought on")
    first = int(header["replication"]) + 1
    numbers = [(first + number) % (MOST + 1) for number in range(draws)]
    if not header["sampled"]:
        return Luck(read, header["seed"], numbers, "central")
    drawn = {f"{one['entry']}.{one['path']}": one["drawn"] for one in header["values"] if one["drawn"] is not None}
    return Luck(read, header["seed"], numbers, vector(plan.figures, plan.by_name, drawn))


def but_for(
    run: Run | str | os.PathLike[str],
    draws: int = DRAWS,
    pair_draws: int | None = None,
    workers: int = WORKERS,
    progress: Progress | None = None,
    scenario: Scenario | str | os.PathLike[str] | None = None,
) -> ButFor:
    """Return which link of the kill chain, made ideal, would have stopped how many of a run's threats, and whom.

    Args:
        run: a run, or its folder.
        draws: how often it is fought on other luck, as it stands and with each link made ideal.
        pair_draws: of these, how many are also fought with every two links made ideal; a fifth where it is None.
        workers: threads; their number changes no answer.
        progress: called with the battles fought and the battles in all; without it, stderr says how long it takes.
        scenario: the scenario, where its text names files beside it, such as terrain of one's own.

    Raises InputError for too few draws, and what `luck_of` raises.
    """
    recorded = run if isinstance(run, Run) else open_run(run)
    if draws < FEWEST:
        raise InputError(f"{draws} draws of luck have no interval", instead=f"write {DRAWS} or more")
    luck = luck_of(recorded, draws, scenario)
    if recorded.header["code"] != code_hash():
        say(OTHER_CODE)
    sample = sample_of(draws) if pair_draws is None else pair_draws
    note = progress
    if note is None:
        say(
            f"{battles(draws, sample)} battles: {draws} draws of luck as it stands and with each of {len(IDEALS)} "
            f"links made ideal, {sample} with every two"
        )
        parts = Parts()

        def note(done: int, total: int) -> None:
            parts("but for", done / total)

    return fight_but_for(luck.scenario, luck.replications, luck.seed, luck.parameter_draws, sample, workers, note)
