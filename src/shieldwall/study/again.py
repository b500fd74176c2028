"""A battle of a study, fought again by itself, from its row of the results to its log and its film."""

from __future__ import annotations

import os

from shieldwall.exercise.progress import say
from shieldwall.exercise.runs import Battle, Run
from shieldwall.exercise.runs import fight as fight_once
from shieldwall.exercise.simulate import Progress, planned
from shieldwall.quantities.errors import InputError
from shieldwall.study.answer import Answer
from shieldwall.study.battles import Battlefield
from shieldwall.study.cells import cells
from shieldwall.study.headed import header_of, open_answer
from shieldwall.study.order import design_of
from shieldwall.study.store import open_store
from shieldwall.study.work import OWN_DRAW, Batch


def battlefield_of(answer: Answer) -> Battlefield:
    """Return what fights the battles of an answer, each as it was fought for it."""
    return Battlefield(cells(answer.study), design_of(answer.study))


def battle_of(answer: Answer, number: int) -> Batch:
    """Return the battle of a row of the results, counted from 0 as `Answer.runs` has them; InputError for none."""
    if not 0 <= number < len(answer.results):
        last = len(answer.results) - 1
        instead = f"write from 0 to {last}" if last >= 0 else "fight some battles first"
        raise InputError(f"there is no row {number}", instead=instead)
    row = answer.results[number]
    return Batch(int(row["cell"]), int(row["row"]), int(row["replication"]), 1)


def run_of(
    answer: Answer, number: int, film: bool = True, progress: Progress | None = None, strict: bool = False
) -> Run:
    """Fight the battle of a row of the results again and return its run; it comes to what the row says.

    InputError for a row that is none, and for an option whose models Python replaces; with `strict`, for a warning.
    """
    battle, field = battle_of(answer, number), battlefield_of(answer)
    field.cells[battle.cell].stated()
    scenario = field.scenario(battle.cell, battle.row)
    ranges = field.design is not None or field.parameter_draws != "central"
    plan = planned(scenario, ranges)
    drawn = Battle(field.seed, battle.first, field.draws(plan, battle.row), field.readiness(plan, battle.row))
    return fight_once(scenario, drawn, film, progress, strict)


def run_from(folder: str | os.PathLike[str], number: int, film: bool = True, strict: bool = False) -> Run:
    """Fight the battle of a row of a study folder again, and say on stderr which it is.

    InputError when there is no such folder or row, and for a folder that another version of the code wrote.
    """
    answer = open_answer(folder)
    header_of(answer.study).check(open_store(folder).header, os.fspath(folder))
    say(f"row {number} of {os.fspath(folder)}: {battle_words(answer, number)}")
    return run_of(answer, number, film, None, strict)


def battle_words(answer: Answer, number: int) -> str:
    """Return which battle a row of the results is, in words; InputError for none."""
    battle = battle_of(answer, number)
    cell = cells(answer.study)[battle.cell]
    names = answer.study.layers.names
    row = "" if battle.row == OWN_DRAW else f", {names[battle.row]}" if names else f", row {battle.row} of the design"
    return f"{cell.option} against {cell.raid}{row}, replication {battle.first}"
