"""The command that opens the page: a run replayed on a map, in a browser on this machine."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shieldwall.cli.command import note

if TYPE_CHECKING:
    from shieldwall.exercise import Run

#: Packages of the extra `view`.
NEEDS = ("fastapi", "uvicorn")


def view(
    opened: Annotated[
        str | None,
        typer.Argument(metavar="[RUN|SCENARIO]", help="Folder of a run, or a scenario that is run first."),
    ] = None,
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="Port; a free one without it.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address and open no browser.")] = False,
) -> None:
    """Open a page on this machine that replays a run on a map and tells why; Ctrl-C ends it."""
    check_installed()

    from shieldwall.server.holdings import Holdings
    from shieldwall.server.page_files import page_files
    from shieldwall.server.serving import serve

    files = page_files()
    holdings = Holdings()
    if opened is not None:
        run, words = run_of(opened)
        holdings.add(run, words)
    serve(holdings, files, port, not no_browser, _said)


def check_installed() -> None:
    """Raise InputError, saying what to install, when the packages of the extra `view` are not there."""
    from shieldwall.quantities.errors import InputError

    missing = [package for package in NEEDS if find_spec(package) is None]
    if missing:
        raise InputError(
            f"the page needs the package {missing[0]}, which is not installed",
            instead='install it with: pip install "shieldwall[view]"',
        )


def run_of(opened: str) -> tuple[Run, str]:
    """Return the run of a folder, or that of a scenario, which is fought first, and words for its name."""
    from shieldwall import exercise

    if Path(opened).is_dir():
        return exercise.open(opened), Path(opened).resolve().name
    return exercise.run(opened), Path(opened).stem


def _said(address: str) -> None:
    note(f"open {address}\nCtrl-C ends it")
