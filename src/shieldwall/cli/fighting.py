"""The commands that fight an exercise: once, or once more as it was recorded."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from shieldwall.cli.arguments import AsJson, Changes, Replace, changed_by
from shieldwall.cli.command import (
    Command,
    add_option,
    answer,
    is_strict,
    note_faults,
    strict_as_told,
    strictness,
    write_json,
)

if TYPE_CHECKING:
    from shieldwall.exercise import Run


class _Asked(NamedTuple):
    """What was said of `run` beyond what its function takes; `said` are the words of what a row of a study says."""

    doctrine: Path | None
    study: Path | None
    row: int | None
    said: tuple[str, ...]


_ASKED: ContextVar[_Asked] = ContextVar("asked")
#: What the row of a study says already, by the name of the parameter.
_OF_A_ROW = {"scenario": "SCENARIO", "seed": "--seed", "replication": "--replication", "changes": "--set",
             "draw": "--draw", "doctrine": "--doctrine"}  # fmt: skip


def _commanding(
    doctrine: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Python file that commands at its epochs; it runs with all your rights."),
    ] = None,
) -> None:
    """Hold an option of RunCommand."""


def _from_study(
    study: Annotated[
        Path | None, typer.Option("--from", metavar="STUDY", help="Fight a battle of this study folder again.")
    ] = None,
) -> None:
    """Hold an option of RunCommand."""


def _of_row(
    row: Annotated[int | None, typer.Option(metavar="N", help="Its row of the results, counted from 0.")] = None,
) -> None:
    """Hold an option of RunCommand."""


class RunCommand(Command):
    """The command that fights once: it takes `--strict`, `--doctrine`, and a row of a study in place of a scenario."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for holder in (strictness, _commanding, _from_study, _of_row):
            add_option(self, holder)

    def invoke(self, ctx: Any) -> Any:
        """Run the command with what was said of all these."""
        said = tuple(
            words
            for name, words in _OF_A_ROW.items()
            if getattr(ctx.get_parameter_source(name), "name", "DEFAULT") not in ("DEFAULT", "DEFAULT_MAP")
        )
        doctrine, study, row = (ctx.params.pop(name) for name in ("doctrine", "study", "row"))
        if ctx.params["scenario"] is None and (study, row) == (None, None):
            raise typer.BadParameter("name one, or a battle of a study by --from and --row", ctx, param_hint="SCENARIO")
        token = _ASKED.set(_Asked(doctrine, study, row, said))
        try:
            with strict_as_told(ctx):
                return super().invoke(ctx)
        finally:
            _ASKED.reset(token)


def run(
    scenario: Annotated[
        str | None, typer.Argument(metavar="SCENARIO", help="Name of a built-in scenario, or a path.")
    ] = None,
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of all draws.")] = 1,
    replication: Annotated[int, typer.Option(metavar="N", help="Number of the replication.")] = 0,
    changes: Changes = None,
    draw: Annotated[str, typer.Option(metavar="central|sampled", help="How catalogue values are drawn.")] = "central",
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="DIR", help="Keep the run and its report.")] = None,
    replace: Replace = False,
    as_json: AsJson = False,
) -> None:
    """Fight an exercise once and say what was stopped, what leaked and why."""
    from shieldwall.record.keeping import check_free, kept_place

    if out is not None:
        check_free(out, replace)
    note_faults()
    asked = _ASKED.get()
    of_study = asked.study is not None or asked.row is not None
    fight = _again(asked) if of_study else _anew(scenario or "", seed, replication, changed_by(changes), draw)

    from shieldwall.exercise.runs import drawing_beside

    held = kept_place(out, replace) if out is not None else nullcontext()
    with held as keep, drawing_beside(out is not None) as drawing:
        fought = fight(out is not None)
        saved = fought.kept(keep, drawing) if keep is not None else None
    if as_json:
        from shieldwall.cli.summary import plain

        write_json(plain(fought, saved))
    else:
        from shieldwall.cli.summary import show

        show(fought, out)


def _anew(scenario: str, seed: int, replication: int, changes: dict[str, str], draw: str) -> Callable[[bool], Run]:
    """Return what fights a scenario, with its film or without."""
    from shieldwall.scenario import load

    read, doctrine = load(scenario, changes), _ASKED.get().doctrine
    commander = None if doctrine is None else _doctrine(doctrine)

    from shieldwall import exercise

    return lambda film: exercise.run(read, seed, replication, draw, film, None, is_strict(), commander)  # type: ignore[arg-type]


def _again(asked: _Asked) -> Callable[[bool], Run]:
    """Return what fights the battle of a row of a study again, with its film or without."""
    from shieldwall.quantities.errors import InputError

    if asked.study is None or asked.row is None:
        raise InputError("a row is one of a study", instead="write --from STUDY --row N")
    if asked.said:
        raise InputError("a battle of a study is what it was", instead=f"leave out {' and '.join(asked.said)}")
    study, row = asked.study, asked.row

    from shieldwall.study.again import run_from

    return lambda film: run_from(study, row, film, is_strict())


def _doctrine(path: Path) -> Any:
    """Return the doctrine of a file that somebody named on the command line; it is code, and this runs it."""
    from shieldwall.exercise.python_doctrine import doctrine

    return doctrine(path)


def replay(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a run that a doctrine in Python commanded.")],
    doctrine: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Ask the doctrine again, too; it runs with all your rights."),
    ] = None,
    scenario: Annotated[
        str | None, typer.Option(metavar="PATH", help="Scenario of the run, where files beside it belong to it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Fight a commanded run again from its header and its orders, and say whether every row of the log is the same."""
    from shieldwall.exercise.replays import replay as fight_again

    again = fight_again(folder, doctrine, scenario)
    epochs, orders = again.decided()
    if as_json:
        write_json({"same": True, "rows": len(again.recording.log), "epochs": epochs, "orders": orders})
        return
    by = "the record alone" if doctrine is None else f"{doctrine.name}, which gave the same orders again"
    answer(f"the same {len(again.recording.log)} rows, by {by}: {orders} orders at {epochs} epochs")
