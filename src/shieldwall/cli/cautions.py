"""What a check found: what a sound scenario holds, and its warnings, as a person and a script read them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.text import Text

from shieldwall.cli.paper import new_console
from shieldwall.quantities.errors import InputWarning
from shieldwall.quantities.units import counted, show_time
from shieldwall.scenario import Scenario
from shieldwall.scenario.ground import ground

if TYPE_CHECKING:
    from rich.console import Console

#: Warnings that a summary shows; `check` shows all.
MOST = 6


def checked(scenario: Scenario, found: Sequence[InputWarning]) -> dict[str, Any]:
    """Return in plain data what a sound scenario holds, with its warnings."""
    from shieldwall.assembly.plan.sites import sight_cells

    land, cells = ground(scenario), sight_cells(scenario)
    return {
        "file": scenario.file,
        "title": scenario.title,
        "question": scenario.question,
        "units": sum(unit.count for unit in scenario.blue.units.values()),
        "threats": sum(unit.count for unit in scenario.red.units.values()),
        "places": len(scenario.places),
        "own_entries": scenario.own.ids(),
        "minutes": scenario.lasts / 60.0,
        "ground": {
            "terrain": land.name,
            "lowest_m": round(land.lowest, 1),
            "highest_m": round(land.highest, 1),
            "cell_m": round(cells.wide),
            "cell_near_units_m": round(cells.near),
            "near_units_m": round(cells.reach) if cells.near < cells.wide else None,
        },
        "warnings": [warning.plain() for warning in found],
    }


def show_checked(summary: dict[str, Any], found: Sequence[InputWarning]) -> None:
    """Print what a sound scenario holds, and all of its warnings."""
    console = new_console()
    doubts = f", with {counted(len(found), 'warning')}" if found else ""
    console.print(Text(f"{summary['file']}: sound{doubts}"), soft_wrap=True)
    units, threats = counted(summary["units"], "unit"), counted(summary["threats"], "threat")
    console.print(
        Text(f"  {summary['title']}: {units}, {threats}, {show_time(60.0 * summary['minutes'])}"), soft_wrap=True
    )
    land = summary["ground"]
    heights = f"{land['lowest_m']:.0f} to {land['highest_m']:.0f} m above the sea"
    console.print(Text(f"  ground from {heights}"), soft_wrap=True)
    console.print(Text(f"  lines of sight over cells of {_cells(land)}"), soft_wrap=True)
    show_warnings(console, found, most=len(found))


def _cells(land: dict[str, Any]) -> str:
    """Return how wide cells are, such as "331 m, within 25 km of units of 100 m"."""
    if land["near_units_m"] is None:
        return f"{land['cell_m']} m"
    near = f"within {land['near_units_m'] / 1000.0:g} km of units of {land['cell_near_units_m']} m"
    return f"{land['cell_m']} m, {near}"


def show_warnings(console: Console, found: Sequence[InputWarning], most: int = MOST) -> None:
    """Print warnings, a paragraph each, at most so many."""
    for warning in found[:most]:
        # A terminal folds lines itself, so that a command in one may be copied; a file and a pipe do not.
        said = str(warning) if console.is_terminal else _folded(f"warning: {warning}", console.width)
        console.print(Text.assemble(("warning: ", "bold yellow"), said.removeprefix("warning: ")), soft_wrap=True)
    if len(found) > most:
        console.print(Text(f"and {counted(len(found) - most, 'more warning')}: see shieldwall check", style="yellow"))


def _folded(words: str, width: int) -> str:
    """Words in lines of at most so many columns; what is longer, such as a path, stays whole."""
    return "\n".join(textwrap.wrap(words, width, break_long_words=False, break_on_hyphens=False))
