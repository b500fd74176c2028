"""The command that answers a question over many battles, and what it prints."""

from __future__ import annotations

from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from shieldwall.cli.arguments import AsJson
from shieldwall.cli.command import Command, add_option, note, note_faults, write_json
from shieldwall.cli.interrupts import INTERRUPTED

if TYPE_CHECKING:
    from shieldwall.study.answer import Answer
    from shieldwall.study.causes import Cause

#: What the function of the command has no room for.
_OPTIONS = ("shard", "merge", "cluster", "processes", "csv", "no_report", "but_for")
_HELD: ContextVar[dict[str, Any] | None] = ContextVar("study", default=None)


def _sharing(
    shard: Annotated[
        str | None, typer.Option(metavar="I/N", help="Fight one of N shares alone, in a folder of its own.")
    ] = None,
) -> None:
    """Hold an option of `study`."""


def _merging(
    merge: Annotated[bool, typer.Option("--merge", help="Put the folders of shares together, into -o DIR.")] = False,
) -> None:
    """Hold an option of `study`."""


def _clustering(
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Fight on the Dask cluster of this scheduler.")
    ] = None,
) -> None:
    """Hold an option of `study`."""


def _as_text(
    csv: Annotated[bool, typer.Option("--csv", help="Write the results into the folder as CSV, too.")] = False,
) -> None:
    """Hold an option of `study`."""


def _without_report(
    no_report: Annotated[bool, typer.Option("--no-report", help="Write no report.html into the folder.")] = False,
) -> None:
    """Hold an option of `study`."""


def _asking_why(
    but_for: Annotated[
        bool,
        typer.Option("--but-for", help="Ask which link of the kill chain, made ideal, would have stopped how many."),
    ] = False,
) -> None:
    """Hold an option of `study`."""


def _processing(
    processes: Annotated[bool, typer.Option("--processes", help="Fight in processes, not in threads.")] = False,
) -> None:
    """Hold an option of `study`."""


class StudyCommand(Command):
    """The command of studies, which has more options than a function may have arguments."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for holder in (_sharing, _merging, _clustering, _processing, _as_text, _without_report, _asking_why):
            add_option(self, holder)

    def invoke(self, ctx: Any) -> Any:
        """Run the command with what was said of the rest."""
        token = _HELD.set({name: ctx.params.pop(name) for name in _OPTIONS})
        try:
            return super().invoke(ctx)
        finally:
            _HELD.reset(token)


def study(
    names: Annotated[
        list[str], typer.Argument(metavar="STUDY", help="Built-in study, path of one, or folder that a study wrote.")
    ],
    replications: Annotated[
        int | None, typer.Option(metavar="N", help="Battles of each option against each raid.")
    ] = None,
    precision: Annotated[
        float | None,
        typer.Option(metavar="H", help="Stop when half of each interval of the first measure is as small as this."),
    ] = None,
    workers: Annotated[int, typer.Option(metavar="N", help="Threads; their number changes no answer.")] = 2,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="DIR", help="Keep every battle there, as it is finished.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with what the folder has not got.")] = False,
    plan: Annotated[
        bool, typer.Option("--plan", help="Say how long it will take and how precise it will be, and fight no more.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Answer a question over many battles: options on the same luck, each difference with its interval."""
    from shieldwall.quantities.errors import InputError

    held = _HELD.get() or {}
    if held.get("merge"):
        _merge(names, out, as_json)
        return
    if len(names) > 1:
        raise InputError(f"{len(names)} studies are named", instead="name one, or put shares together with --merge")
    note_faults()
    if plan:
        _forecast(names[0], replications, precision, workers, as_json)
        return
    from shieldwall.cli import answers
    from shieldwall.study.ask import study as ask

    with answers.watched(names[0]) as watch:
        hands = held.get("cluster") or (f"processes:{workers}" if held.get("processes") else workers)
        found = ask(names[0], replications, precision, hands, watch, out, resume, held.get("shard"))
    folder = out if out is not None else _folder(names[0])
    why = _why(found, folder, workers) if held.get("but_for") else []
    write_json(answers.plain(found, folder, why)) if as_json else answers.show(found, folder, why)
    if folder is not None and (out is not None or resume or why) and held.get("shard") is None:
        _write(found, folder)
    if not found.complete:
        note("interrupted; every battle that was finished counts above" + (" and is kept" if folder else ""))
        raise typer.Exit(INTERRUPTED)


def _why(found: Answer, folder: Path | None, workers: int) -> list[Cause]:
    """Return but for what more would have been stopped; a study that was interrupted is not asked."""
    from shieldwall.study.causes import ask_causes

    return ask_causes(found, folder, workers=workers) if found.complete else []


def _write(found: Answer, folder: Path) -> None:
    """Write what a folder holds for people: the results as a table, and the report of a study that was not stopped."""
    from shieldwall.study.written import write_report, write_results

    held = _HELD.get() or {}
    write_results(found, folder, bool(held.get("csv")))
    if found.complete and not held.get("no_report"):
        page = write_report(found, folder)
        note(
            f"wrote {page}"
            if page is not None
            else "no report was written: it takes 2 battles of each, and the extra report"
        )


def _folder(name: str) -> Path | None:
    from shieldwall.study.headed import is_study_folder

    return Path(name) if is_study_folder(name) else None


def _forecast(name: str, replications: int | None, precision: float | None, workers: int, as_json: bool) -> None:
    """Say what a study takes."""
    from shieldwall.cli import answers
    from shieldwall.study.ask import prepared
    from shieldwall.study.cells import cells, check
    from shieldwall.study.file import load, with_budget
    from shieldwall.study.forecast import forecast

    asked = with_budget(load(name), replications, precision)
    check(asked, cells(asked))
    made = prepared(asked)
    found = forecast(made, workers)
    if as_json:
        write_json(found._asdict() | {"workers": workers})
    else:
        answers.show_forecast(made[0].study, found, workers)


def _merge(folders: list[str], out: Path | None, as_json: bool) -> None:
    """Put the folders of shares together and say what is in them."""
    from shieldwall.cli import answers
    from shieldwall.quantities.errors import InputError
    from shieldwall.study.headed import open_answer
    from shieldwall.study.merging import merge

    if out is None:
        raise InputError("nothing says where the shares are to be put together", instead="name a folder with -o DIR")
    merged = merge(folders, out)
    found = open_answer(out)
    if merged.missing:
        note(f"not yet there: {', '.join(f'share {share}' for share in merged.missing)}")
    write_json(answers.plain(found, out)) if as_json else answers.show(found, out)
    if not merged.missing:
        _write(found, out)
