"""Arguments and options that several commands have, and what is made of them."""

from __future__ import annotations

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Write the answer as JSON.")]
Replace = Annotated[bool, typer.Option("--replace", help="Replace what is already there.")]
ScenarioName = Annotated[str, typer.Argument(metavar="SCENARIO", help="Name of a built-in scenario, or a path.")]
Changes = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change a value of the scenario; may be repeated."),
]


def changed_by(assignments: list[str] | None) -> dict[str, str]:
    """Return the changes of a scenario that `--set` asks for; InputError for one that changes nothing."""
    from shieldwall.quantities.errors import InputError, quoted

    changes = {}
    for change in assignments or ():
        path, equals, value = change.partition("=")
        if not equals:
            raise InputError(f"{quoted(change)} changes nothing", instead="write for example red.units.strike.count=12")
        changes[path] = value
    return changes
