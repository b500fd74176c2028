"""The command that opens the page: what it says when something is missing, and how it is ended."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic, sleep

import pytest
from typer.testing import CliRunner

from shieldwall import exercise
from shieldwall.cli import viewing
from shieldwall.cli.app import app
from shieldwall.scenario import source
from shieldwall.server import page_files
from shieldwall.server.holdings import Holdings
from shieldwall.server.live import OVER
from shieldwall.server.serving import serve

MAIN = [sys.executable, "-c", "from shieldwall.cli import main; main()"]


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built page."""
    page = tmp_path / "page"
    page.mkdir()
    (page / "index.html").write_text("<!doctype html><title>Shieldwall</title>", encoding="utf-8")
    monkeypatch.setattr(page_files.page_files, "__defaults__", (page,))
    return page


def complaint(*arguments: str) -> str:
    """What the command says on stderr when it refuses, on one line."""
    result = CliRunner(env={"COLUMNS": "400"}).invoke(app, ["view", "--no-browser", *arguments])
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    return " ".join(result.stderr.split())


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewing, "find_spec", lambda _: None)
    assert 'pip install "shieldwall[view]"' in complaint("one-radar")


def test_without_the_built_page_it_says_how_to_build_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_files.page_files, "__defaults__", (tmp_path,))
    assert "make view" in complaint("one-radar")


def test_what_is_neither_run_nor_scenario_is_refused(built: Path, tmp_path: Path) -> None:
    said = complaint("one-radr")
    assert "one-radar" in said
    assert "the folder of a run" in said
    assert "header.json" in complaint(str(tmp_path))


def test_folder_to_keep_is_tried_before_the_battle(built: Path, tmp_path: Path) -> None:
    assert "exists already" in complaint("one-radar", "-o", str(tmp_path))
    assert "leave out --out" in complaint("-o", str(tmp_path / "new"))


def test_what_cannot_be_watched_live_is_refused(built: Path, tmp_path: Path) -> None:
    assert "nothing is named" in complaint("--live")
    assert "is a run" in complaint(str(tmp_path), "--live")
    assert "exists already" in complaint("one-radar", "--live", "-o", str(tmp_path / "page"))
    assert "either watched or edited" in complaint("one-radar", "--live", "--edit")
    assert "did you mean one-radar" in complaint("one-radr", "--live")


def test_scenario_is_made_ready_to_be_watched_and_not_fought(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[Holdings] = []
    monkeypatch.setattr("shieldwall.server.serving.serve", lambda holdings, *_: served.append(holdings))
    mine = tmp_path / "mine.yaml"
    mine.write_text(source("one-radar")[0], encoding="utf-8")
    for opened in ("one-radar", str(mine)):
        assert CliRunner().invoke(app, ["view", "--no-browser", "--live", opened]).exit_code == 0
    assert [held.opened for held in served] == [
        {"kind": "live", "id": "live-one-radar"},
        {"kind": "live", "id": "live-mine"},
    ]
    assert all(held.lives.going is not None and held.lives.going.state == "ready" for held in served)


def test_seed_is_for_what_is_fought(built: Path, tmp_path: Path) -> None:
    for asked in ([str(tmp_path)], ["one-radar", "--edit"], ["s400-or-not"], []):
        assert "leave out --seed" in complaint(*asked, "--seed", "2")


def test_live_battle_is_fought_with_its_seed_and_kept_when_it_is_over(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shieldwall.exercise.runs.has_report", lambda: False)

    def followed(holdings: Holdings, *_: object) -> None:
        live = holdings.lives.going
        assert live is not None
        live.listen(print)
        live.end()
        until = monotonic() + 60.0
        while live.state != OVER and monotonic() < until:
            sleep(0.01)
        holdings.lives.close()

    def unseen(*_: object) -> None:
        """Nobody follows it."""

    kept, other = tmp_path / "kept", tmp_path / "other"
    for folder, serving, said in ((kept, followed, "it is kept in"), (other, unseen, "nothing is kept in")):
        monkeypatch.setattr("shieldwall.server.serving.serve", serving)
        asked = ["view", "--no-browser", "--live", "one-battery", "--seed", "7", "-o", str(folder)]
        result = CliRunner().invoke(app, asked)
        assert result.exit_code == 0, result.output
        assert said in " ".join(result.stderr.split())
    assert not other.exists()
    alone = exercise.run("one-battery", seed=7)
    assert exercise.open(kept).recording.log.tobytes() == alone.recording.log.tobytes()


def test_what_cannot_be_edited_is_refused(built: Path, tmp_path: Path) -> None:
    assert "nothing is named" in complaint("--edit")
    assert "leave out --out" in complaint("one-radar", "--edit", "-o", str(tmp_path / "new"))
    assert "is a run" in complaint(str(tmp_path), "--edit")
    assert "did you mean one-radar" in complaint("one-radr", "--edit")
    assert "no such file" in complaint(str(tmp_path / "none.yaml"), "--edit")


def test_scenario_is_opened_for_editing_and_not_run(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[Holdings] = []
    monkeypatch.setattr("shieldwall.server.serving.serve", lambda holdings, *_: served.append(holdings))
    mine = tmp_path / "mine.yaml"
    mine.write_text("no scenario yet", encoding="utf-8")
    for opened in ("one-radar", str(mine)):
        assert CliRunner().invoke(app, ["view", "--no-browser", "--edit", opened]).exit_code == 0
    names = [held.opened for held in served]
    assert names == [{"kind": "draft", "id": "one-radar"}, {"kind": "draft", "id": "mine"}]
    assert [held.drafts.all()[0].origin.place for held in served] == [None, mine]
    assert not any(held.runs for held in served)


def test_damaged_run_is_refused_as_it_is_elsewhere(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shieldwall.exercise.runs.has_report", lambda: False)
    folder = exercise.run("one-radar").save(tmp_path / "radar")
    film = folder / "film.parquet"
    film.write_bytes(film.read_bytes()[:-100])
    assert "film.parquet" in complaint(str(folder))
    header = folder / "header.json"
    header.write_text(header.read_text(encoding="utf-8").replace('"format": 2', '"format": 99'), encoding="utf-8")
    assert "99" in complaint(str(folder))


def test_port_that_is_taken_is_said(built: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"port {port} cannot be used" in complaint("--port", str(port))


def test_browser_is_opened_only_where_there_is_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewing.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert not viewing.has_browser()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert viewing.has_browser()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_interrupt_ends_it_quietly(built: Path, tmp_path: Path) -> None:
    start = (
        "from shieldwall.server import page_files; from pathlib import Path; import sys;"
        "page_files.page_files.__defaults__ = (Path(sys.argv.pop(1)),);"
        "from shieldwall.cli import main; main()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", start, str(built), "view", "one-radar", "--no-browser"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        stuck = threading.Timer(120.0, process.kill)
        stuck.start()
        assert process.stdout is not None
        assert process.stderr is not None
        address = process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{43}", address)
        port = int(re.search(r":(\d+)/", address)[1])  # type: ignore[index]
        with socket.create_connection(("127.0.0.1", port), timeout=10.0) as idle:
            process.send_signal(signal.SIGINT)
            assert process.wait(30.0) == 0
            idle.settimeout(1.0)
        said = process.stderr.read()
        stuck.cancel()
    assert "rror" not in said
    assert "Traceback" not in said


def test_interrupt_the_moment_that_it_says_its_address_ends_it_quietly(
    built: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []

    def interrupted(address: str) -> None:
        said.append(address)
        signal.raise_signal(signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    serve(Holdings(), page_files.page_files(built), 0, False, interrupted)
    assert len(said) == 1
    assert capfd.readouterr().err == ""
    assert signal.getsignal(signal.SIGINT) is before
