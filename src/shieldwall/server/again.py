"""The scenario of a run fought once more, on another seed or replication: a run to compare it with."""

from __future__ import annotations

from pathlib import PurePath
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from shieldwall.exercise.runs import MOST, Run, run
from shieldwall.quantities.errors import InputError, ShieldwallError
from shieldwall.server.fights import fight
from shieldwall.server.holdings import Holdings
from shieldwall.server.jobs import Job, Jobs, Progress, What
from shieldwall.server.opened import Opened

_Number = Annotated[int, Field(ge=0, le=MOST)]


class Luck(BaseModel):
    """Which battle of the scenario; what is left out is as the run has it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    seed: _Number | None = None
    replication: _Number | None = None


def begin(jobs: Jobs, holdings: Holdings, opened: Opened, luck: Luck) -> Job:
    """Begin to fight the scenario of a run on other luck, to be opened when it is over.

    Raises InputError for the luck that the run itself had, and ShieldwallError for a run that code commanded or whose
    figures or readiness a study set, which other luck would not have.
    """
    header = opened.header
    had = header["seed"], header["replication"]
    seed, replication = luck.seed if luck.seed is not None else had[0], luck.replication
    replication = replication if replication is not None else had[1]
    if (seed, replication) == had:
        raise InputError("this run was fought on that luck already", instead="give another seed or replication")
    if "doctrine" in header:
        raise ShieldwallError("a doctrine from outside commanded this run, and the page runs no code; run it by itself")
    if opened.run.battle.readiness is not None or not isinstance(opened.run.battle.parameter_draws, str):
        raise ShieldwallError("a study chose what varies in this battle; replay another of its battles from a bar")
    scenario = opened.scenario

    draw: Literal["central", "sampled"] = "sampled" if header["sampled"] else "central"

    def fought(progress: Progress) -> Run:
        return run(scenario, seed=seed, replication=replication, draw=draw, progress=progress)

    what = What("again", opened.run.title, f"{opened.name}, seed {seed}, replication {replication}")
    return fight(jobs, holdings, what, PurePath(header["file"]).stem, fought)
