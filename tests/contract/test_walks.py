"""Pages that a reader types along with: every command, file and line of Python in them is tried, in their order.

Each page is walked in a folder of its own. A block `console` holds commands and what they print; `diff` is an edit of
the file that its first line names; a block with a title is a file to write; `python` without one is run, and `text`
after it is what it prints. Output that ends with `...` is shown for as many paragraphs as stand there.

After a change of the models, `SHIELDWALL_UPDATE=1 pytest tests/contract/test_walks.py` writes the outputs anew.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner

from shieldwall.cli.app import app

pytestmark = pytest.mark.long

HOUSE = Path(__file__).resolve().parents[2]
HOW_TO = ("read-the-answer", "use-your-own-systems", "use-your-own-terrain", "write-a-scenario")
WALKS = [HOUSE / "docs" / "tutorial.md", *(HOUSE / "docs" / "how-to" / f"{name}.md" for name in HOW_TO)]
BLOCK = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
WIDTH = 80
#: What a reader types that has no part in a walk: it makes the command known to the shell.
OF_THE_SHELL = (". .venv/bin/activate",)


class Walk(NamedTuple):
    """What a walk through a page gave: each block as it stands and as it should, and the whole page."""

    found: list[tuple[str, str]]
    text: str


def shown(output: str, as_now: str) -> str:
    """Return an output as a page shows it: folded to its width, cut where the page cuts it."""
    lines = [line.rstrip() for line in output.strip().splitlines()]
    folded = [part for line in lines for part in (textwrap.wrap(line, WIDTH) if len(line) > WIDTH else [line])]
    text = "\n".join(folded)
    if not as_now.rstrip().endswith("..."):
        return f"{text}\n"
    number = len(as_now.strip().split("\n\n"))
    return "\n\n".join(text.split("\n\n")[:number]) + "\n...\n"


def typed(command: str, as_now: str = "") -> str:
    """Return what a command prints: to stdout or, where nothing comes there, to stderr.

    It may fail only where the page shows what it prints, which then tells.
    """
    words = shlex.split(command.partition("  #")[0])
    if words == ["make", "demo"]:
        makefile = (HOUSE / "Makefile").read_text(encoding="utf-8")
        words = shlex.split(re.search(r"^demo:.*\n\t@\S*/(.*)$", makefile, flags=re.MULTILINE)[1])  # type: ignore[index]
    if words[0] == "python":
        ran = subprocess.run([sys.executable, *words[1:]], capture_output=True, text=True, check=True)
        return ran.stdout
    assert words[0] == "shieldwall"
    result = CliRunner(env={"COLUMNS": str(WIDTH)}).invoke(app, words[1:])
    assert result.exit_code == 0 or (as_now.strip() and result.exit_code == 2), result.stderr
    return result.stdout or result.stderr


def console(block: str) -> str:
    """Return a block of commands with the output of today where it shows any."""
    parts = re.split(r"^(\$ .*\n)", block, flags=re.MULTILINE)
    assert not parts[0]
    printed_so_far = ""
    for prompt, output in zip(parts[1::2], parts[2::2], strict=True):
        command = prompt[2:].strip()
        printed = "" if command in OF_THE_SHELL else typed(command, output)
        printed_so_far += prompt + (shown(printed, output) if output.strip() else "")
    return printed_so_far


def edit(block: str) -> None:
    """Make an edit: lines with - give way to those with +, in the file of the first line."""
    heading, _, body = block.partition("\n")
    path = Path(heading.removeprefix("--- "))
    lines = body.splitlines()
    old = "".join(f"{line[1:]}\n" for line in lines if line[:1] in (" ", "-"))
    new = "".join(f"{line[1:]}\n" for line in lines if line[:1] in (" ", "+"))
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def walk(page: str) -> Walk:
    """Do all that a page says, in the folder of today, and return what it says and should say."""
    found, printed = [], ""
    names: dict[str, Any] = {}

    def done(match: re.Match[str]) -> str:
        nonlocal printed
        language, title, block = match.groups()
        new = block
        if title:
            Path(title).write_text(block, encoding="utf-8")
        elif language == "console":
            new = console(block)
        elif language == "diff":
            edit(block)
        elif language == "python":
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(compile(block, "page", "exec"), names)  # noqa: S102  the page's own example
            printed = out.getvalue()
        elif language == "text":
            new = shown(printed, block)
        found.append((block, new))
        return match[0].replace(block, new)

    return Walk(found, BLOCK.sub(done, page))


@pytest.mark.parametrize("page", WALKS, ids=lambda page: page.stem)
def test_a_page_does_what_it_says(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    # A walk keeps runs without their reports, which have tests of their own.
    monkeypatch.setattr("shieldwall.exercise.runs.REPORT_NEEDS", ("no-such-package",))
    walked = walk(page.read_text(encoding="utf-8"))
    if os.environ.get("SHIELDWALL_UPDATE"):
        page.write_text(walked.text, encoding="utf-8")
    else:
        assert [old for old, _ in walked.found] == [new for _, new in walked.found]


def test_a_walk_reports_a_wrong_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = '```yaml title="a.yaml"\na: 1\n```\n\n```diff\n--- a.yaml\n-a: 1\n+a: 2\n```\n'
    page += '\n```python\nfrom pathlib import Path\nprint(Path("a.yaml").read_text())\n```\n\n```text\na: 1\n```\n'
    page += "\n```console\n$ shieldwall check a.yaml\nfine\n```\n"
    walked = walk(page)
    assert walked.found[3] == ("a: 1\n", "a: 2\n")
    assert walked.found[4][1].startswith("$ shieldwall check a.yaml\nerror: a.yaml")
    assert max(len(line) for line in walked.text.splitlines()) <= WIDTH
    assert "fine" not in walked.text
