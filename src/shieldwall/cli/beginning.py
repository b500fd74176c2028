"""The command that writes a file to begin from: a scenario, a study or an entry of the catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shieldwall.cli.arguments import Replace
from shieldwall.cli.command import note
from shieldwall.cli.paper import typed

#: Where a file is written for which no place is named.
SCENARIO, STUDY = Path("my-exercise.yaml"), Path("my-study.yaml")


def new(
    path: Annotated[Path | None, typer.Argument(metavar="[PATH]", help="File to write.")] = None,
    entry: Annotated[
        str | None,
        typer.Option("--entry", metavar="KIND", help="Write an entry of this kind, such as radar/rotating."),
    ] = None,
    study: Annotated[bool, typer.Option("--study", help="Write a study.")] = False,
    replace: Replace = False,
) -> None:
    """Write a small commented scenario to begin from, with --study a study, with --entry KIND PATH an entry."""
    from shieldwall.outlets.atomic_write import write_atomically
    from shieldwall.quantities.errors import InputError

    if entry is not None and study:
        raise InputError("a file is an entry or a study", instead="write one of --entry KIND and --study")
    if entry is not None:
        from shieldwall.cli.own import write_entry

        write_entry(entry, path or SCENARIO, replace)
        return
    if study:
        from shieldwall.study.file import template as study_template

        place, text, verb = path or STUDY, study_template(), "study"
    else:
        from shieldwall.scenario import template

        place, text, verb = path or SCENARIO, template(), "run"
    write_atomically(place, text.encode(), replace)
    note(f"wrote {place}; run it with: shieldwall {verb} {typed(place)}")
