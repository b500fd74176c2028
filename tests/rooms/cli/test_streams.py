"""What the output cannot have, and what may not reach a terminal: every command writes on, and nothing steers."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import shieldwall as sw
from shieldwall.cli.app import app
from shieldwall.cli.streams import settle
from shieldwall.scenario import template

#: A title in four scripts, as someone reported of another product, see the folder.
CASE = Path(__file__).parents[2] / "cases" / "12-title-not-in-the-encoding" / "title.yaml"
TITLE = "Übung Süd Ћуприја 演習"
ENCODINGS = ["ascii", "latin-1", "cp1252", "cp437", "utf-8"]
MAIN = [sys.executable, "-c", "from shieldwall.cli import main; main()"]
#: What no output may hold, but for the colours of a terminal, which no test asks for.
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def spoken(monkeypatch: pytest.MonkeyPatch, encoding: str, *arguments: str) -> tuple[int, str]:
    """Exit code of a command and what it writes to a stdout that refuses what it lacks."""
    written = io.BytesIO()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", io.TextIOWrapper(written, encoding, errors="strict"))
        patched.setenv("COLUMNS", "80")
        settle()
        code = app(list(arguments), standalone_mode=False)
        sys.stdout.flush()
        return code or 0, written.getvalue().decode(encoding)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sw.run(str(CASE)).save(tmp_path_factory.mktemp("kept") / "演習 [1]")


COMMANDS = [
    ("check", str(CASE)), ("run", str(CASE)), ("coverage", str(CASE), "--altitude", "3 km amsl"), ("catalogue",),
    ("catalogue", "p-18"), ("explain", "KEPT", "c/1"), ("compare", "KEPT", "KEPT"), ("bench", "--help"), ("--help",),
]  # fmt: skip


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_every_command_writes_in_any_encoding(
    monkeypatch: pytest.MonkeyPatch, kept: Path, encoding: str, command: tuple[str, ...]
) -> None:
    code, text = spoken(monkeypatch, encoding, *(str(kept) if word == "KEPT" else word for word in command))
    assert code == 0
    assert text
    if command[0] != "check":
        assert max(map(len, text.splitlines())) <= 80


DATA = [("check", str(CASE)), ("run", str(CASE)), ("explain", "KEPT", "c/1"), ("compare", "KEPT", "KEPT"),
        ("catalogue", "p-18"), ("schema", "scenario"), ("schema", "entry")]  # fmt: skip


@pytest.mark.parametrize("command", DATA, ids=lambda command: "-".join(command[::2])[:9])
def test_data_says_the_same_in_any_encoding(
    monkeypatch: pytest.MonkeyPatch, kept: Path, command: tuple[str, ...]
) -> None:
    words = [str(kept) if word == "KEPT" else word for word in command]
    option = [] if command[0] == "schema" else ["--json"]
    answers = [json.loads(spoken(monkeypatch, encoding, *words, *option)[1]) for encoding in ENCODINGS]
    assert all(answer == answers[-1] for answer in answers)
    if command[0] in ("check", "run"):
        assert answers[0]["title"] == TITLE


def test_what_is_lacking_takes_as_much_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two columns for an ideograph, none for what joins or combines; dashes and quotes have twins."""
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, "ascii", errors="strict"))
    settle()
    sys.stdout.write("Š 演 e\u0301 a\u200db \u2013 “x” ½ 3\u00a0m² █\n")
    sys.stdout.flush()
    assert written.getvalue() == b'? ?? e ab - "x" ? 3 m2 ?\n'


class Hesitant(io.RawIOBase):
    """What `python -u` writes to when it is stopped again and again: of each write it takes but the beginning."""

    def __init__(self) -> None:
        self.taken = b""

    def writable(self) -> bool:
        return True

    def write(self, given: object) -> int:
        self.taken += bytes(given)[:1000]
        return min(len(bytes(given)), 1000)


def test_all_is_written_where_python_does_not_buffer(monkeypatch: pytest.MonkeyPatch) -> None:
    # https://docs.python.org/3/library/io.html#io.RawIOBase.write: it may take less than it is given.
    output = Hesitant()
    stream = io.TextIOWrapper(output, "ascii", write_through=True)
    for name in ("stdout", "__stdout__"):
        monkeypatch.setattr(sys, name, stream)
    settle()
    sys.stdout.write(20_000 * "x" + "\N{EN DASH}\n")
    assert output.taken == 20_000 * b"x" + b"-\n"


@pytest.mark.parametrize(
    "variables", [{"PYTHONIOENCODING": "cp1252"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_the_reported_case(tmp_path: Path, variables: dict[str, str]) -> None:
    place = {**os.environ, **variables}
    with (tmp_path / "file").open("wb") as stream:
        done = subprocess.run([*MAIN, "run", str(CASE), "-o", str(tmp_path / "out"), "--replace"], stdout=stream,
                              stderr=subprocess.PIPE, env=place, check=False)  # fmt: skip
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    assert sw.open(tmp_path / "out").title == TITLE
    assert re.match(rb"(\xdc|\?)bung S(\xfc|\?)d \?{7} \?{4}\r?\n", (tmp_path / "file").read_bytes())


HOSTILE = r'"Raid \e]0;owned\a\e[2J \u202edetrevni\u202c \x9b31m \ud800 tail"'
SHOWN = r"Raid \x1b]0;owned\x07\x1b[2J \u202edetrevni\u202c \x9b31m \ud800 tail"


def test_no_title_or_name_steers_a_terminal_or_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = Path("x\x1b[31m\u202e\udce9.yaml")
    text = template().replace("title: My first exercise", f"title: {HOSTILE}").replace("question: ", "question: \u202e")
    file.write_text(text, encoding="utf-8")
    folder = "run\x1b[31m\u2066\udce9"
    spoken_all = ""
    for command in (
        ("check", str(file)), ("check", str(file), "--json"), ("run", str(file), "-o", folder),
        ("run", str(file), "-o", folder, "--replace", "--json"), ("compare", folder, folder),
        ("compare", folder, folder, "--json"), ("explain", folder, "drones/1"),
    ):  # fmt: skip
        code, written = spoken(monkeypatch, "utf-8", *command)
        assert code == 0
        assert not STEERING.search(written), command
        spoken_all += written
    assert SHOWN in spoken_all
    run = sw.open(folder)
    assert run.title == SHOWN
    assert run.header["scenario"] == text
    assert run.header["file"] == r"x\x1b[31m\u202e\udce9.yaml"
    assert not STEERING.search(Path(folder, "report.html").read_text(encoding="utf-8"))
    assert spoken(monkeypatch, "utf-8", "export", folder, "--to", "tables", "-o", "tables")[0] == 0
    for table in Path("tables").iterdir():
        assert not STEERING.search(table.read_bytes().decode().replace("\r\n", "\n"))


@pytest.mark.parametrize(
    "arguments",
    [("check", "no\x1b[31m/x.yaml"), ("explain", "no\x1b[31m", "x"), ("explain", "FILE", "x"), ("run", "\x1b[31m"),
     ("run", "one-radar", "-o", "FILE"), ("export", "KEPT", "--to", "\u202e"), ("explain", "KEPT", "\x1b[2J"),
     ("catalogue", "\x1b[31m"), ("run", "one-radar", "--set", "lasts=\u202e"),
     ("coverage", "one-radar", "-o", "\x1b.xyz")],
    ids=lambda words: words[0],
)  # fmt: skip
def test_no_error_steers_a_terminal(
    tmp_path: Path, kept: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    (tmp_path / "a\x1b[31m").write_text("x")
    places = {"FILE": str(tmp_path / "a\x1b[31m"), "KEPT": str(kept)}
    assert app([places.get(word, word) for word in arguments], standalone_mode=False) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: ")
    assert not STEERING.search(said)
    assert re.search(r"\\(x1b|u202e)", said)


def test_brackets_and_colons_of_a_title_are_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a library for terminals takes for its own marks: colours in brackets, pictures between colons."""
    monkeypatch.chdir(tmp_path)
    for number, title in enumerate(["[red]a[/red] :warning:", "[/nothing] [link=x] :cat:"]):
        Path(f"{number}.yaml").write_text(template().replace("title: My first exercise", f"title: '{title}'"))
        assert title in spoken(monkeypatch, "utf-8", "run", f"{number}.yaml", "-o", f"{number} [b]")[1]
    compared = spoken(monkeypatch, "utf-8", "compare", "0 [b]", "1 [b]")[1]
    assert "[red]a[/red] :warning:" in compared
    assert "[/nothing] [link=x] :cat:" in compared


@pytest.mark.parametrize("arguments", [("catalogue",), ("catalogue", "p-18"), ("catalogue", "pantsir-s1", "--matrix")])
def test_no_line_in_a_pipe_ends_in_blanks(arguments: tuple[str, ...]) -> None:
    """Nor do titles or cells run together for that: on a terminal the same words stand in the same columns."""
    piped = CliRunner().invoke(app, list(arguments)).stdout
    assert [line for line in piped.splitlines() if line != line.rstrip()] == []
    wide = CliRunner(env={"FORCE_COLOR": "1", "COLUMNS": "80"}).invoke(app, list(arguments)).stdout
    plain = re.sub(r"\x1b\[[\d;]*m", "", wide)
    assert piped == "".join(f"{line.rstrip()}\n" for line in plain.splitlines())
