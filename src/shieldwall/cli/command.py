"""How a command ends: what it says of an error, and the code that it exits with."""

from __future__ import annotations

import errno
import json
import math
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from shieldwall import __version__
from shieldwall.cli.interrupts import INTERRUPTED, WORDS, is_interrupt, unheard
from shieldwall.cli.streams import is_unicode, leave_quietly
from shieldwall.quantities.errors import InputError, ShieldwallError
from shieldwall.quantities.visible import visible, visible_json


class Command(TyperCommand):
    """A command that says every error in one red line on stderr; only a bug shows a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command and turn what it raises into words and an exit code."""
        try:
            return super().invoke(ctx)
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  whatever it is, it is said in words
            code = _answered(error, ctx)
        raise typer.Exit(code)


def _answered(error: BaseException, ctx: Any) -> int:
    """Say what a command raised, and return the code to exit with; what typer answers by itself is raised again."""
    if is_interrupt(error):
        with unheard():
            say_error(WORDS)
        return INTERRUPTED
    if isinstance(error, ShieldwallError):
        say_error(str(error) + _further(error, ctx.info_name))
        return error.code
    if hasattr(error, "exit_code"):
        raise error
    if isinstance(error, OSError):
        if error.errno == errno.EPIPE:
            leave_quietly()
        place = f"{error.filename}: " if error.filename else ""
        say_error(f"{place}{error.strerror or error}; make room or give another place")
    else:
        _say_bug(ctx)
    return 1


_STRICT = ContextVar("strict", default=False)


def strictness(strict: Annotated[bool, typer.Option("--strict", help="Take warnings for errors.")] = False) -> None:
    """Hold the option of commands that take warnings for errors."""


def add_option(command: TyperCommand, holder: Callable[..., None]) -> None:
    """Add the one option of a function to a command whose own function has arguments enough."""
    held = typer.Typer(add_completion=False)
    held.command()(holder)
    command.params.insert(-1, typer.main.get_command(held).params[0])


@contextmanager
def strict_as_told(ctx: Any) -> Iterator[None]:
    """Let `is_strict` tell what was said of `--strict`, which the command's function does not take."""
    token = _STRICT.set(bool(ctx.params.pop("strict")))
    try:
        yield
    finally:
        _STRICT.reset(token)


class StrictCommand(Command):
    """A command of scenarios that takes `--strict`, which `is_strict` then tells."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        add_option(self, strictness)

    def invoke(self, ctx: Any) -> Any:
        """Run the command with what was said of `--strict`."""
        with strict_as_told(ctx):
            return super().invoke(ctx)


def is_strict() -> bool:
    """Tell whether the command that runs was told to take warnings for errors."""
    return _STRICT.get()


def say_error(message: str) -> None:
    """Write an error to stderr, red on a terminal."""
    from rich.console import Console
    from rich.text import Text

    words = Text.assemble(("error: ", "bold red"), (visible(message), "red"))
    Console(stderr=True, highlight=False).print(words, soft_wrap=True)


def note(message: str) -> None:
    """Write a remark to stderr."""
    print(visible(message), file=sys.stderr, flush=True)  # noqa: T201


def answer(words: str) -> None:
    """Write a line to stdout."""
    print(visible(words), flush=True)  # noqa: T201


def note_faults() -> None:
    """Write to stderr which installed plug-ins do not work; what does not need them goes on."""
    from shieldwall.scenario.needs import faults

    for _, fault in faults():
        note(str(fault))


def write_json(value: Any) -> None:
    """Write plain data to stdout as JSON; numbers that are not finite become null.

    Where the output cannot have every character, and for those that steer a terminal, JSON's own escapes stand.
    """
    text = json.dumps(_finite(value), ensure_ascii=not is_unicode(sys.stdout.encoding), indent=2)
    print(visible_json(text), flush=True)  # noqa: T201


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _finite(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _further(error: ShieldwallError, command: str | None) -> str:
    others = error.others if isinstance(error, InputError) else ()
    if command == "check":
        return "".join(f"\nerror: {other}" for other in others)
    count = "1 more error" if len(others) == 1 else f"{len(others)} more errors"
    return f" ({count}: see shieldwall check)" if others else ""


def _say_bug(ctx: Any) -> None:
    """A traceback, and what whoever mends it needs to know."""
    note(traceback.format_exc().rstrip())
    given = ", ".join(
        f"{name} {value}" for name, value in ctx.params.items() if value is not None and value is not False
    )
    say_error(f"this is a bug in shieldwall {__version__}; please report it with all of the text above and below")
    note(f"{ctx.command_path}: {given or 'no arguments'}; Python {sys.version.split()[0]} on {sys.platform}")
