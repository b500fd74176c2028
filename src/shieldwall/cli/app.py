"""The commands and their options. Each imports what it needs when it is called, so that `--help` is quick."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from shieldwall.cli.arguments import AsJson, Changes, Replace, ScenarioName, changed_by
from shieldwall.cli.beginning import new
from shieldwall.cli.command import Command, StrictCommand, answer, is_strict, note, note_faults, write_json
from shieldwall.cli.fighting import RunCommand, replay, run
from shieldwall.cli.studying import StudyCommand, study
from shieldwall.cli.viewing import view
from shieldwall.cli.warned import warning

app = typer.Typer(
    name="shieldwall",
    help="Put a joint air-defence group on real terrain, fly a raid at it, and see what leaks and why.",
    epilog="Begin with: shieldwall run slavic-shield-2019",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from shieldwall import __version__

        answer(f"shieldwall {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Put a joint air-defence group on real terrain, fly a raid at it, and see what leaks and why."""


@app.command(cls=StrictCommand)
def check(scenario: ScenarioName, changes: Changes = None, as_json: AsJson = False) -> None:
    """Check a scenario; say what it holds, or what is wrong in which line and what to type instead.

    Warnings say what will be flown, loaded or joined other than as it is written.
    """
    from shieldwall.cli.cautions import checked, show_checked
    from shieldwall.exercise.checking import strictly, warnings
    from shieldwall.quantities.errors import InputError
    from shieldwall.scenario import load

    note_faults()
    try:
        read = load(scenario, changed_by(changes))
        found = warnings(read)
        if is_strict():
            strictly(found)
    except InputError as error:
        if as_json:
            write_json({"sound": False, "errors": [_error(one) for one in (error, *error.others)]})
        raise
    if as_json:
        write_json({"sound": True, **checked(read, found)})
    else:
        show_checked(checked(read, found), found)


@app.command(cls=Command)
def schema(
    what: Annotated[str, typer.Argument(metavar="scenario|entry|study", help="What the editor is to check.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help="File to write.")] = None,
    replace: Replace = False,
) -> None:
    """Write the JSON Schema of a scenario, an entry or a study, with which an editor checks and completes YAML."""
    from shieldwall.cli.schemas import schema_of, written

    found = schema_of(what)
    if out is None:
        write_json(found)
        return
    from shieldwall.outlets.atomic_write import write_atomically

    write_atomically(out, written(found).encode(), replace)
    note(f"wrote {out}; begin a YAML file with: # yaml-language-server: $schema={out}")


app.command(cls=Command)(new)
app.command(cls=RunCommand)(run)
app.command(cls=Command)(replay)
app.command(cls=StudyCommand)(study)


@app.command(cls=Command)
def explain(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run, as `run -o` writes it.")],
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="A threat, for example red/strike/3.")] = None,
    chain: Annotated[
        bool, typer.Option("--chain", help="Times from detection to launch and what became of orders, of all threats.")
    ] = False,
    but_for: Annotated[
        bool,
        typer.Option("--but-for", help="Which link of the kill chain, made ideal, would have stopped it, or how many."),
    ] = False,
    draws: Annotated[int, typer.Option(metavar="N", help="Draws of luck of --but-for.")] = 200,
    workers: Annotated[int, typer.Option(metavar="N", help="Threads of --but-for.")] = 2,
    scenario: Annotated[
        str | None, typer.Option(metavar="PATH", help="Scenario of the run, where files beside it belong to it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell the story of one threat, with times; how long every step of the kill chain took; or what would have helped.

    With --but-for the run is fought again on other luck, as it stands and with each link of the kill chain made ideal.
    """
    from shieldwall.exercise.runs import open as open_run

    if name is None and not chain and not but_for:
        from shieldwall.quantities.errors import InputError

        raise InputError(
            "no threat is named", instead="name one, such as red/strike/3, or write --chain or --but-for for all"
        )
    opened = open_run(folder)
    full = f"red/{name}"
    name = full if full in opened.header["threats"] else name
    if but_for:
        from shieldwall.cli.but_for import ask

        ask(opened, name, draws, workers, scenario, as_json)
        return
    if chain:
        from shieldwall.cli.chains import tell

        tell(opened.chain(name), as_json)
        return
    story = opened.explain(name or "")
    if as_json:
        write_json({"story": story.splitlines()})
    else:
        from shieldwall.cli.pages import show_story

        show_story(story)


@app.command(cls=Command)
def coverage(
    scenario: ScenarioName,
    altitude: Annotated[
        list[str] | None,
        typer.Option(metavar="HEIGHT", help="100 m (above ground) or 3 km amsl (above the sea); may be repeated."),
    ] = None,
    rcs: Annotated[
        list[str] | None,
        typer.Option(metavar="AREA", help="Radar cross-section of the target (1 m2); may be repeated."),
    ] = None,
    assume: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE",
            help="probability, speed, size, swerling, cell, seed, replication, draw, or target (a unit of the raid); "
            "may be repeated.",
        ),
    ] = None,
    changes: Changes = None,
    out: Annotated[
        list[Path] | None,
        typer.Option("-o", "--out", metavar="FILE", help=".png, .svg, .pdf, .tif, .geojson or .csv; may be repeated."),
    ] = None,
    replace: Replace = False,
    as_json: AsJson = False,
) -> None:
    """Say what a group's sensors see at some altitudes, apart and together, and draw it on the terrain."""
    from shieldwall.cli.coverage import assumed, show
    from shieldwall.exercise.coverage_files import check_ending
    from shieldwall.outlets.atomic_write import try_place
    from shieldwall.scenario import load

    files = list(dict.fromkeys(out or ()))
    for path in files:
        check_ending(path)
        try_place(path, replace)
    taken = assumed(assume or ())
    read = load(scenario, changed_by(changes))

    from shieldwall import exercise

    found = exercise.coverage(read, altitude or "100 m", rcs or None, **taken)
    written = [found.save(path, replace) for path in files]
    tables = found.tables()
    if as_json:
        write_json({**tables, "files": [str(path) for path in written]})
    else:
        show(found, tables, written)


@app.command(cls=Command)
def compare(
    one: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run.")],
    other: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of the run to compare it with.")],
    as_json: AsJson = False,
) -> None:
    """Put two runs side by side: what was changed, where they part, and what became of each threat."""
    from shieldwall.cli import comparison
    from shieldwall.exercise.runs import open as open_run

    compared = open_run(one).compare(open_run(other))
    if as_json:
        write_json(comparison.plain(compared, one, other))
    else:
        comparison.show(compared, one, other)


@app.command(cls=Command)
def export(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run, as `run -o` writes it.")],
    target: Annotated[
        str | None, typer.Option("--to", metavar="TARGET", help="What to write, for example acmi.")
    ] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="PATH", help="Where; RUN.TARGET without.")] = None,
    decimal_comma: Annotated[
        bool, typer.Option("--decimal-comma", help="In tables, write 0,5 for one half, and ; between cells.")
    ] = False,
    replace: Replace = False,
    as_json: AsJson = False,
) -> None:
    """Write a kept run for another program, such as Tacview."""
    from shieldwall.cli import exporting
    from shieldwall.exercise.runs import open as open_run

    write = exporting.writer(target, decimal_comma)
    path = out if out is not None else exporting.default(folder, str(target))
    exporting.check_free(path, replace)
    write(open_run(folder).recording, path)
    if as_json:
        write_json({"target": target, "written": str(path)})
    else:
        note(f"wrote {path}")


@app.command(cls=Command)
def catalogue(
    entries: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Entries to show.")] = None,
    fit: Annotated[bool, typer.Option("--fit", help="Fit these interceptors to their brochures anew, first.")] = False,
    card: Annotated[
        Path | None, typer.Option("--card", metavar="FILE", help="Write one entry's brochure against simulation.")
    ] = None,
    cards: Annotated[
        Path | None, typer.Option("--cards", metavar="DIR", help="Write the cards of these entries, or of all.")
    ] = None,
    scenario: Annotated[
        str | None,
        typer.Option("--scenario", metavar="PATH", help="Count the own entries of a scenario, folder or file, too."),
    ] = None,
    replace: Replace = False,
    matrix: Annotated[bool, typer.Option("--matrix", help="Show who may detect, cue, track and guide.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the entries, or show some: each value with its range, its grade and where it comes from."""
    from shieldwall.catalogue.beside import beside
    from shieldwall.cli.own import own_of

    note_faults()
    shown = entries or []
    with beside(own_of(scenario)):
        if matrix:
            from shieldwall.cli.matrices import matrix_pages, show_matrices

            found = matrix_pages(shown)
            write_json(found[0] if len(found) == 1 else found) if as_json else show_matrices(found)
            return
        _show_catalogue(shown, fit, card, cards, replace, as_json)


def _show_catalogue(
    shown: list[str], fit: bool, card: Path | None, cards: Path | None, replace: bool, as_json: bool
) -> None:
    from shieldwall.cli import pages

    if card is not None or cards is not None:
        from shieldwall.cli.carding import write_chosen

        written = write_chosen(shown, card, cards, replace)
        if as_json:
            write_json({"written": [str(path) for path in written]})
        return
    if fit:
        from shieldwall.cli.fitting import refit

        shown = refit(shown)
    if not shown:
        listed = pages.listed()
        write_json(listed) if as_json else pages.show_list(listed)
        return
    from shieldwall.cli.own import fit_shown

    fit_shown(shown)
    described = [pages.entry_page(name) for name in shown]
    if as_json:
        write_json(described[0] if len(described) == 1 else described)
    else:
        pages.show_entries(described)


@app.command(cls=Command)
def fit(
    path: Annotated[str, typer.Argument(metavar="PATH", help="Scenario, or folder or file of own entries.")],
    as_json: AsJson = False,
) -> None:
    """Fit the rounds of own entries to their brochures, and say what each flies like; a first run does it too."""
    from shieldwall.cli.own import fit_own

    pages_of_rounds = fit_own(path)
    if as_json:
        write_json({page["id"]: page["fit"] for page in pages_of_rounds})
    else:
        from shieldwall.cli.pages import show_fits

        show_fits(pages_of_rounds)


@app.command(cls=Command)
def bench(
    runs: Annotated[int, typer.Option(metavar="N", help="Replications to time.")] = 9,
    whole: Annotated[
        bool, typer.Option("--all", help="Measure every figure of docs/performance.md and write it; needs a clone.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Time the engine on the frozen scenario bench-60, on one core."""
    from shieldwall.cli import timing

    if whole:
        timing.measure_all(runs, as_json)
    else:
        timing.show(runs, as_json)


app.command(cls=Command)(warning)
app.command(cls=Command)(view)


def _error(error: Any) -> dict[str, Any]:
    return {name: getattr(error, name) for name in ("message", "file", "line", "path", "instead")}
