"""`shieldwall view STUDY`: what it opens, and what it refuses before it serves anything."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import httpx2
import pytest
from typer.testing import CliRunner

from shieldwall.cli.app import app
from shieldwall.server import page_files
from shieldwall.server.holdings import Holdings
from shieldwall.server.serving import ENDING
from shieldwall.study.ask import study
from shieldwall.study.file import load_text
from shieldwall.study.store import open_store

TEXT = """study: 1
question: What do the rounds stop?
scenario: one-battery
options:
  as-it-is: {}
  half: {blue.units.pantsir.rounds: 2}
replications: 4
"""


@pytest.fixture(autouse=True)
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built page."""
    page = tmp_path / "page"
    page.mkdir()
    (page / "index.html").write_text("<!doctype html><title>Shieldwall</title>", encoding="utf-8")
    monkeypatch.setattr(page_files.page_files, "__defaults__", (page,))
    return page


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Holdings]:
    """What would be served."""
    found: list[Holdings] = []
    monkeypatch.setattr("shieldwall.server.serving.serve", lambda holdings, *_: found.append(holdings))
    return found


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    file = tmp_path / "rounds.yaml"
    file.write_text(TEXT, encoding="utf-8")
    return file


def view(*arguments: str) -> None:
    result = CliRunner().invoke(app, ["view", "--no-browser", *arguments])
    assert result.exit_code == 0, result.output


def complaint(*arguments: str) -> str:
    result = CliRunner(env={"COLUMNS": "400"}).invoke(app, ["view", "--no-browser", *arguments])
    assert result.exit_code == 2, result.output
    return " ".join(result.stderr.split())


def test_built_in_study_file_and_folder_are_opened_and_not_begun(
    served: list[Holdings], mine: Path, tmp_path: Path
) -> None:
    study(load_text(TEXT, "rounds.yaml"), out=tmp_path / "fought")
    for arguments in (
        ["s400-or-not"],
        [str(mine)],
        [str(mine), "-o", str(tmp_path / "new")],
        [str(tmp_path / "fought")],
    ):
        view(*arguments)
    assert [one.opened for one in served] == [
        {"kind": "study", "id": name} for name in ("s400-or-not", "rounds", "rounds", "fought")
    ]
    held = [one.studies.all()[0] for one in served]
    assert [(one.state, one.kept, one.battles) for one in held] == [
        ("ready", False, 0), ("ready", False, 0), ("ready", True, 0), ("done", True, 8)
    ]  # fmt: skip
    assert held[2].folder == tmp_path / "new"
    assert not held[2].folder.exists()


def test_what_is_no_study_to_open_is_refused(served: list[Holdings], mine: Path, tmp_path: Path) -> None:
    folder = tmp_path / "fought"
    study(load_text(TEXT, "rounds.yaml"), out=folder)
    assert f"view {folder}" in complaint(str(mine), "-o", str(folder))
    assert "goes on in its own folder" in complaint(str(folder), "-o", str(tmp_path / "other"))
    assert "is a study" in complaint(str(folder), "--edit")
    assert "not replaced" in complaint(str(mine), "-o", str(tmp_path / "new"), "--replace")
    mine.write_text(TEXT.replace("rounds: 2", "round: 2"), encoding="utf-8")
    assert "rounds.yaml line 6" in complaint(str(mine))
    header = folder / "header.json"
    header.write_text(header.read_text(encoding="utf-8").replace('"version": 2', '"version": 3'), encoding="utf-8")
    assert 'of format "3"' in complaint(str(folder))
    assert served == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("number", ENDING)
def test_end_of_the_server_keeps_what_was_fought(number: int, mine: Path, built: Path, tmp_path: Path) -> None:
    start = (
        "from shieldwall.server import page_files; from pathlib import Path; import sys;"
        "page_files.page_files.__defaults__ = (Path(sys.argv.pop(1)),);"
        "from shieldwall.cli import main; main()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", start, str(built), "view", str(mine), "-o", str(tmp_path / "s"), "--no-browser"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        stuck = threading.Timer(120.0, process.kill)
        stuck.start()
        assert process.stdout is not None
        assert process.stderr is not None
        address = process.stdout.readline().strip()
        origin = re.match(r"http://[\d.:]+", address)[0]  # type: ignore[index]
        with httpx2.Client(base_url=origin, headers={"origin": origin}) as browser:
            browser.get(address)
            assert browser.post("/api/studies/rounds/start", json={"replications": 100_000}).status_code == 202
            while browser.get("/api/studies/rounds").json()["battles"] == 0:
                pass
        process.send_signal(number)
        assert process.wait(60.0) == 0
        said = process.stderr.read()
        stuck.cancel()
    assert "finishing the battles under way" in said
    assert "Traceback" not in said
    store = open_store(tmp_path / "s")
    assert len(store.results()) == store.battles.count > 0
