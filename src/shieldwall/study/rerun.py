"""From a row of a study's results back to its battle, which may then be fought with its film and its log."""

from __future__ import annotations

import os
from typing import NamedTuple

from shieldwall.quantities.errors import InputError
from shieldwall.scenario import Scenario
from shieldwall.study.answer import Answer
from shieldwall.study.cells import cells
from shieldwall.study.headed import header_of, study_in
from shieldwall.study.store import open_store
from shieldwall.study.work import OWN_DRAW


class Battle(NamedTuple):
    """What makes a battle of a study what it is; `draw` is how its figures are drawn."""

    scenario: Scenario
    seed: int
    replication: int
    draw: str


def battle_of(folder: str | os.PathLike[str], row: int) -> Battle:
    """Return the battle of a row of `Answer.runs`, counted from 0.

    Raises InputError for a folder that is none or was fought by another version, for a row that is not there, and for
    one whose figures a design gave.
    """
    store = open_store(folder)
    study = study_in(store.header, folder)
    header_of(study).check(store.header, str(folder))
    answer = Answer(study, store.results())
    if not 0 <= row < len(answer.results):
        raise InputError(f"there is no row {row}", instead=f"write from 0 to {len(answer.results) - 1}")
    cell, design_row, replication = (int(answer.results[name][row]) for name in ("cell", "row", "replication"))
    if design_row != OWN_DRAW:
        raise InputError(
            f"the figures of row {row} are those of a design", instead="name a row of a study without factors"
        )
    return Battle(cells(study)[cell].scenario, study.seed, replication, study.draws)
