"""What of a sound scenario will not be as it is written: by its text, by its entries, by its raid flown once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from shieldwall.assembly.draw.raid import draw_raid
from shieldwall.assembly.draw.replication import Workspace
from shieldwall.assembly.group_warnings import group_warnings
from shieldwall.assembly.plan import Plan
from shieldwall.assembly.raid_warnings import raid_warnings
from shieldwall.assembly.rehearsal import stage_of, staged
from shieldwall.catalogue.beside import beside
from shieldwall.exercise.own_fits import fitted
from shieldwall.exercise.progress import announced
from shieldwall.kernels.compiled import compiled_before
from shieldwall.quantities.errors import InputError, InputWarning
from shieldwall.scenario import Scenario, load, root_of
from shieldwall.scenario.beyond import beyond_entries
from shieldwall.scenario.ground import ground_warnings
from shieldwall.scenario.idle import without_effect
from shieldwall.text.schema import first

#: What the compilation of the raid's kernels takes, s.
COMPILING = 10


def warnings(scenario: Scenario | str | os.PathLike[str], plan: Plan | None = None) -> tuple[InputWarning, ...]:
    """Return what of a scenario is flown, loaded or joined other than as it is written, in the order of its text.

    Own rounds are fitted first where they are not yet, as a run has it.

    Args:
        scenario: a loaded scenario, the name of a built-in one, or a path.
        plan: its plan, where one is at hand.

    Raises:
        InputError: the scenario or the catalogue does not fit.
    """
    read = scenario if isinstance(scenario, Scenario) else load(os.fspath(scenario))
    root = root_of(read)
    fitted(read.own)
    with beside(read.own), announced(not compiled_before(draw_raid), COMPILING):
        found = [*beyond_entries(read, root), *without_effect(read, root), *ground_warnings(read, root)]
        stage = stage_of(plan) if plan is not None else staged(read)
        found += [*group_warnings(read, root, stage.units), *raid_warnings(read, root, stage)]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.line or 0))


def unready(workspace: Workspace) -> tuple[InputWarning, ...]:
    """Return a warning for each unit that a drawn replication finds not ready, in the order of their names."""
    plan, (seed, replication) = workspace.plan, workspace.key
    root = root_of(plan.scenario)
    out = [unit.name for unit, ready in zip(plan.units, workspace.ready.tolist(), strict=True) if not ready]
    return tuple(
        root.nearest(("blue", "units", name.split("/")[1])).warning(
            f"{name} is drawn not ready in replication {replication} of seed {seed} and takes no part",
            "write draws: {readiness: no} to have every unit take part",
        )
        for name in out
    )


def in_header(warning: InputWarning) -> dict[str, Any]:
    """Return a warning as the header of a run keeps it, with its file by name alone, as the header has it."""
    return warning.plain() | {"file": Path(warning.file).name if warning.file else None}


def strictly(found: tuple[InputWarning, ...]) -> None:
    """Raise the warnings as errors, if there are any: the first in the order of the text, the rest as its `others`."""
    if found:
        raise _failing(found)


def _failing(found: tuple[InputWarning, ...]) -> InputError:
    return first([one.as_error() for one in found])
