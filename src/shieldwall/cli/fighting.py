"""The commands that fight an exercise: once, or once more as it was recorded."""

from __future__ import annotations

from contextlib import nullcontext
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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

_DOCTRINE: ContextVar[Path | None] = ContextVar("doctrine", default=None)
if TYPE_CHECKING:
    from shieldwall.study.rerun import Battle

#: The folder of a study and the row of its results that are fought again.
_ROW: ContextVar[tuple[Path | None, int | None]] = ContextVar("row", default=(None, None))


def _commanding(
    doctrine: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Python file that commands at its epochs; it runs with all your rights."),
    ] = None,
) -> None:
    """Hold the option that CommandedCommand adds to a command which has arguments enough."""


def _studied(
    folder: Annotated[
        Path | None, typer.Option("--from", metavar="STUDY", help="Fight a battle of this study's folder again.")
    ] = None,
) -> None:
    """Hold an option that CommandedCommand adds."""


def _of_row(
    row: Annotated[int | None, typer.Option(metavar="N", help="With --from: the row of its results, from 0.")] = None,
) -> None:
    """Hold an option that CommandedCommand adds."""


class CommandedCommand(Command):
    """A command that fights: it takes `--strict`, `--doctrine`, the file of a doctrine in Python, and a study's row."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        add_option(self, strictness)
        add_option(self, _commanding)
        add_option(self, _studied)
        add_option(self, _of_row)

    def invoke(self, ctx: Any) -> Any:
        """Run the command with what was said of all of them."""
        if ctx.params["scenario"] is None and ctx.params["folder"] is None and ctx.params["row"] is None:
            raise typer.BadParameter("name one, or a battle of a study by --from and --row", ctx, param_hint="SCENARIO")
        token = _DOCTRINE.set(ctx.params.pop("doctrine"))
        row = _ROW.set((ctx.params.pop("folder"), ctx.params.pop("row")))
        try:
            with strict_as_told(ctx):
                return super().invoke(ctx)
        finally:
            _ROW.reset(row)
            _DOCTRINE.reset(token)


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
    from shieldwall.scenario import load

    if out is not None:
        check_free(out, replace)
    note_faults()
    folder, row = _ROW.get()
    if folder is not None or row is not None:
        read, seed, replication, draw = _battle(folder, row, scenario, changes)
    else:
        read = load(scenario or "", changed_by(changes))
    file = _DOCTRINE.get()
    commander = None if file is None else _doctrine(file)

    from shieldwall import exercise
    from shieldwall.exercise.runs import drawing_beside

    held = kept_place(out, replace) if out is not None else nullcontext()
    with held as keep, drawing_beside(out is not None) as drawing:
        fought = exercise.run(read, seed, replication, draw, out is not None, None, is_strict(), commander)  # type: ignore[arg-type]
        saved = fought.kept(keep, drawing) if keep is not None else None
    if as_json:
        from shieldwall.cli.summary import plain

        write_json(plain(fought, saved))
    else:
        from shieldwall.cli.summary import show

        show(fought, out)


def _battle(folder: Path | None, row: int | None, scenario: str | None, changes: list[str] | None) -> Battle:
    """The battle of a study's row; InputError for what does not go with it."""
    from shieldwall.quantities.errors import InputError
    from shieldwall.study.rerun import battle_of

    if folder is None or row is None:
        raise InputError("a row is one of a study", instead="write --from STUDY --row N")
    if scenario is not None or changes:
        raise InputError("a battle of a study is what it was", instead="leave out the scenario and --set")
    return battle_of(folder, row)


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
