"""The command that opens the page: a run replayed on a map, or a study, in a browser on this machine."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shieldwall.cli.arguments import Replace
from shieldwall.cli.command import answer, note, note_faults
from shieldwall.cli.viewing_live import kept_live, watch
from shieldwall.cli.viewing_studies import hold_study, is_study

if TYPE_CHECKING:
    from shieldwall.exercise import Run
    from shieldwall.scenario import Scenario
    from shieldwall.server.holdings import Holdings

#: Packages of the extra `view`.
NEEDS = ("fastapi", "uvicorn", "websockets")
#: Seed of a battle, where none is given.
FIRST = 1


def view(
    opened: Annotated[
        str | None,
        typer.Argument(
            metavar="[RUN|SCENARIO|STUDY]",
            help="Folder of a run, a scenario, which is run first, or a study, which the page starts.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="DIR", help="Keep the run of a scenario, or a study, there."),
    ] = None,
    replace: Replace = False,
    seed: Annotated[
        int | None, typer.Option(metavar="N", min=0, max=(1 << 32) - 1, help="Seed of the battle; 1 without it.")
    ] = None,
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="Port; a free one without it.")] = 0,
    edit: Annotated[bool, typer.Option("--edit", help="Open the scenario for editing and run nothing.")] = False,
    live: Annotated[
        bool, typer.Option("--live", help="Fight the scenario by the clock and watch it, rather than replay it.")
    ] = False,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address and open no browser.")] = False,
) -> None:
    """Open a page on this machine that replays a run and tells why, fights one live, edits, or fights a study."""
    check_installed()

    from shieldwall.quantities.errors import InputError
    from shieldwall.server.holdings import Holdings
    from shieldwall.server.page_files import page_files
    from shieldwall.server.serving import serve

    files, holdings = page_files(), Holdings()
    if live and edit:
        raise InputError("a scenario is either watched or edited", instead="leave out --live or --edit")
    with kept_live(out if live else None, replace) as store:
        if live:
            watch(
                holdings, opened, _read, named_file(opened) if opened else None, FIRST if seed is None else seed, store
            )
        else:
            hold(holdings, opened, out, edit, replace, seed)
        serve(holdings, files, port, not no_browser and has_browser(), _said)


def hold(holdings: Holdings, opened: str | None, out: Path | None, edit: bool, replace: bool, seed: int | None) -> None:
    """Hold what is named, for the page to show first; InputError for what cannot be, or not so."""
    from shieldwall.quantities.errors import InputError

    study = opened is not None and is_study(opened)
    if seed is not None and (opened is None or study or edit or Path(opened).is_dir()):
        raise InputError("nothing is fought here that has a seed", instead="name a scenario, or leave out --seed")
    if opened is not None and study:
        hold_study(holdings, opened, out, edit, replace)
    elif edit:
        open_draft(holdings, opened, out)
    elif opened is not None:
        run, words = run_of(opened, out, replace, FIRST if seed is None else seed)
        holdings.add(run, words, named_file(opened))
    elif out is not None:
        raise InputError("nothing is run that could be kept", instead="name a scenario, or leave out --out")


def check_installed() -> None:
    """Raise InputError, saying what to install, when the packages of the extra `view` are not there."""
    from shieldwall.quantities.errors import InputError

    missing = [package for package in NEEDS if find_spec(package) is None]
    if missing:
        raise InputError(
            f"the page needs the package {missing[0]}, which is not installed",
            instead='install it with: pip install "shieldwall[view]"',
        )


def run_of(opened: str, out: Path | None = None, replace: bool = False, seed: int = FIRST) -> tuple[Run, str]:
    """Return the run of a folder, or that of a scenario, which is fought first, and words for its name.

    Raises InputError for what is neither, and for a folder that is to be kept anew.
    """
    from shieldwall import exercise
    from shieldwall.quantities.errors import InputError

    if not Path(opened).is_dir():
        return _fought(opened, out, replace, seed), Path(opened).stem
    if out is not None:
        raise InputError(f"{opened} is a run that is kept already", instead="leave out --out")
    return exercise.open(opened), Path(opened).resolve().name


def open_draft(holdings: Holdings, opened: str | None, out: Path | None) -> None:
    """Hold a scenario, sound or not, as a draft that the page shows first; InputError for what is none."""
    from shieldwall.quantities.errors import InputError
    from shieldwall.scenario import source
    from shieldwall.server.draft_files import built_in, from_file

    if opened is None:
        raise InputError("nothing is named that could be edited", instead="name a scenario, or leave out --edit")
    if out is not None:
        raise InputError("a scenario that is edited is not run", instead="leave out --out, or --edit")
    if Path(opened).is_dir():
        raise InputError(f"{opened} is a run", instead="leave out --edit; its page opens its scenario for editing")
    source(opened)
    file = named_file(opened)
    held = holdings.drafts.open(*(from_file(file) if file is not None else built_in(opened)))
    holdings.editing = held.name


def named_file(opened: str) -> Path | None:
    """Return the file of a scenario, None for a built-in one and for a run."""
    from shieldwall.scenario import names

    return None if opened in names() or Path(opened).is_dir() else Path(opened)


def _fought(scenario: str, out: Path | None, replace: bool, seed: int) -> Run:
    from shieldwall import exercise
    from shieldwall.exercise.runs import drawing_beside
    from shieldwall.record.keeping import check_free, kept_place

    if out is not None:
        check_free(out, replace)
    note_faults()
    read = _read(scenario)
    held = kept_place(out, replace) if out is not None else nullcontext()
    with held as keep, drawing_beside(out is not None) as drawing:
        fought = exercise.run(read, seed)
        if keep is not None:
            fought.kept(keep, drawing)
    return fought


def _read(scenario: str) -> Scenario:
    """Return a scenario; InputError that speaks of runs, too, where there is none."""
    from shieldwall import exercise
    from shieldwall.quantities.errors import InputError

    try:
        return exercise.load(scenario)
    except InputError as error:
        if error.file is None and error.instead:
            error.instead += ", or the folder of a run"
        raise


def has_browser() -> bool:
    """Whether there is a screen for a browser; without one some open in the terminal, over what stands there."""
    return sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _said(address: str) -> None:
    answer(address)
    note("open this address in a browser on this machine; Ctrl-C ends it")
