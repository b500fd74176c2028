"""Ctrl-C at any moment of a command: one code, one line, and no second one in the midst of the first."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from typer.testing import CliRunner

from shieldwall import cli
from shieldwall.cli import app as commands
from shieldwall.cli import command, schemas
from shieldwall.quantities.errors import InputError

SAID = "error: interrupted; nothing half-written was left behind\n"


class Struck:
    """Something that is struck while the class is made that has it, as a member of an Enum may be."""

    def __set_name__(self, owner: type, name: str) -> None:
        raise KeyboardInterrupt


def at_once(*_: Any, **__: Any) -> NoReturn:
    raise KeyboardInterrupt


def in_a_class(*_: Any) -> type:
    return type("Made", (), {"it": Struck()})


def in_code_of_others(*_: Any) -> NoReturn:
    try:
        raise KeyboardInterrupt
    except KeyboardInterrupt:
        raise InputError("it cannot be read") from None


def in_one_that_was_caught(*_: Any) -> NoReturn:
    try:
        in_code_of_others()
    except InputError as error:
        raise OSError(5, "it cannot be written") from error


STRUCK = [at_once, in_a_class, in_code_of_others, in_one_that_was_caught]


@pytest.fixture
def _process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put back what the command line sets for its whole process."""
    monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)
    threshold, handler = gc.get_threshold(), signal.getsignal(signal.SIGINT)
    yield
    gc.set_threshold(*threshold)
    gc.unfreeze()
    signal.signal(signal.SIGINT, handler)


@pytest.mark.parametrize("strike", STRUCK)
def test_whatever_became_of_it_in_a_command(strike: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schemas, "schema_of", strike)
    result = CliRunner().invoke(commands.app, ["schema", "scenario"])
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", SAID)


def test_an_error_that_no_interrupt_made_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: str) -> NoReturn:
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt:
            pass
        raise InputError("it cannot be read")

    monkeypatch.setattr(schemas, "schema_of", fail)
    result = CliRunner().invoke(commands.app, ["schema", "scenario"])
    assert (result.exit_code, result.stderr) == (2, "error: it cannot be read\n")


def test_pressed_again_while_the_first_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    say = command.say_error

    def pressed_again(words: str) -> None:
        signal.raise_signal(signal.SIGINT)
        say(words)

    monkeypatch.setattr(command, "say_error", pressed_again)
    monkeypatch.setattr(schemas, "schema_of", at_once)
    result = CliRunner().invoke(commands.app, ["schema", "scenario"])
    assert (result.exit_code, result.stderr) == (130, SAID)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.usefixtures("_process")
@pytest.mark.parametrize("strike", STRUCK)
def test_before_a_command_has_begun(
    strike: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "app", strike)
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 130
    assert capsys.readouterr().err == SAID


@pytest.mark.usefixtures("_process")
def test_while_arguments_are_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(command.Command, "make_context", at_once)
    monkeypatch.setattr("sys.argv", ["shieldwall", "schema", "scenario"])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 130
    assert capsys.readouterr().err == SAID


def test_in_a_text_that_a_library_executes(tmp_path: Path) -> None:
    # `python -m` would end by the signal then, which is -2 to whoever started it.
    struck = "from shieldwall.cli import app, main\napp.app = lambda: exec('raise KeyboardInterrupt')\nmain()\n"
    (tmp_path / "struck.py").write_text(struck)
    ended = subprocess.run([sys.executable, "-m", "struck"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", SAID)


@pytest.mark.usefixtures("_process")
def test_once_all_is_said_it_ends_the_process_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    codes: list[int] = []
    monkeypatch.setattr(os, "_exit", codes.append)
    monkeypatch.setattr(commands, "app", lambda: None)
    cli.main()
    signal.raise_signal(signal.SIGINT)
    assert codes == [130]
