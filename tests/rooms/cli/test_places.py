"""Where a command writes: told before the work whether it can be, and never over what somebody else put there."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import shieldwall as sw
from shieldwall.cli.app import app

MAIN = [sys.executable, "-c", "from shieldwall.cli import main; main()"]


def refused(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code in (1, 2), result.stdout
    assert (result.stdout, result.stderr.count("\n")) == ("", 1), result.stderr
    return result.exit_code, result.stderr.removeprefix("error: ").strip()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, save_bare: Callable[..., Path]) -> Path:
    return save_bare(sw.run("one-radar"), tmp_path_factory.mktemp("kept") / "run")


@pytest.fixture
def _no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever begins the work that a command is for, fails."""

    def begun(*_: object, **__: object) -> None:
        pytest.fail("the work was begun")

    for work in ("exercise.run", "exercise.coverage", "outlets.acmi.acmi", "outlets.figures.captioned_figures",
                 "outlets.figures.data_tables", "exercise.cards.card", "cli.fitting.fit"):  # fmt: skip
        monkeypatch.setattr(f"shieldwall.{work}", begun)


#: What writes, with OUT where it writes to, and the end of that name.
WRITERS = [
    (("run", "one-radar", "-o", "OUT"), ""),
    (("coverage", "one-radar", "-o", "OUT"), ".csv"),
    (("coverage", "one-radar", "-o", "OUT"), ".png"),
    (("export", "KEPT", "--to", "acmi", "-o", "OUT"), ".acmi"),
    (("export", "KEPT", "--to", "figures", "-o", "OUT"), ""),
    (("export", "KEPT", "--to", "tables", "-o", "OUT"), ""),
    (("catalogue", "57e6", "--card", "OUT"), ".html"),
    (("catalogue", "57e6", "--cards", "OUT"), ""),
    (("new", "OUT"), ".yaml"),
    (("schema", "scenario", "-o", "OUT"), ".json"),
]
NAMES = [f"{words[0]}{words[3] if words[0] == 'export' else words[2][2:] if words[0] == 'catalogue' else ending}"
         for words, ending in WRITERS]  # fmt: skip


def filled(words: tuple[str, ...], kept: Path, out: Path) -> list[str]:
    return [{"KEPT": str(kept), "OUT": str(out)}.get(word, word) for word in words]


@pytest.mark.usefixtures("_no_work")
@pytest.mark.parametrize(("words", "ending"), WRITERS, ids=NAMES)
def test_a_full_disk_is_told_before_the_work(
    tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], ending: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("shieldwall.record.holding.secrets.token_bytes", full)
    monkeypatch.setattr("os.fsync", full)
    code, said = refused(*filled(words, kept, tmp_path / f"out{ending}"))
    assert (code, "was not written: No space left on device" in said) == (1, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("_no_work")
@pytest.mark.parametrize(("words", "ending"), WRITERS, ids=NAMES)
def test_a_place_that_is_taken_or_cannot_be_is_told_before_the_work(
    tmp_path: Path, kept: Path, words: tuple[str, ...], ending: str
) -> None:
    (tmp_path / f"file{ending}").write_text("years of work")
    code, said = refused(*filled(words, kept, tmp_path / f"file{ending}"))
    assert code == 2
    assert "exists" in said or "is a file" in said
    # A file where there should be a folder, and a folder of the system that takes none, not even from its superuser.
    for place in (tmp_path / f"file{ending}" / f"out{ending}", Path(f"/proc/out{ending}")):
        code, said = refused(*filled(words, kept, place))
        assert "was not" in said or "there is no folder" in said, said
    assert (tmp_path / f"file{ending}").read_text() == "years of work"
    assert [path.name for path in tmp_path.iterdir()] == [f"file{ending}"]


@pytest.mark.parametrize("target", ["figures", "tables"])
def test_only_what_an_export_wrote_is_replaced(tmp_path: Path, kept: Path, target: str) -> None:
    out = tmp_path / "out"
    words = ["export", str(kept), "--to", target, "-o", str(out), "--replace"]
    for _ in "12":
        result = CliRunner().invoke(app, words)
        assert result.exit_code == 0, result.stderr
    mine = out / {"figures": "holiday.png", "tables": "results.csv"}[target]
    mine.write_text("years of work")
    code, said = refused(*words)
    assert (code, f": {mine.name}; give another name, or move it away" in said) == (2, True)
    assert mine.read_text() == "years of work"


def test_a_persons_page_is_no_card(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("years of work")
    code, said = refused("catalogue", "p-18", "--cards", str(tmp_path), "--replace")
    assert (code, "index.html is not a card that was written here; name another folder" in said) == (2, True)
    assert (tmp_path / "index.html").read_text() == "years of work"


@pytest.mark.parametrize("words", [("new", "/dev/null"), ("schema", "entry", "-o", "/dev/null")])
def test_no_device_is_replaced(words: tuple[str, ...]) -> None:
    assert refused(*words, "--replace") == (2, "/dev/null is not an ordinary file; give another name")
    assert Path("/dev/null").is_char_device()


def test_a_file_that_comes_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from shieldwall.outlets import atomic_write

    put = atomic_write.put

    def late(path: Path, content: bytes) -> None:
        put(path, content)
        (tmp_path / "x.yaml").write_text("years of work")

    monkeypatch.setattr(atomic_write, "put", late)
    assert refused("new", str(tmp_path / "x.yaml")) == (1, f"{tmp_path}/x.yaml was not written: File exists")
    assert (tmp_path / "x.yaml").read_text() == "years of work"
    assert [path.name for path in tmp_path.iterdir()] == ["x.yaml"]


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory, save_bare: Callable[..., Path]) -> Path:
    """A folder with runs whose names the names below would match as patterns of a shell."""
    folder = tmp_path_factory.mktemp("beside")
    for seed, name in enumerate(["run 1", "r1", "r2"], 2):
        save_bare(sw.run("one-radar", seed), folder / name)
    return folder


@pytest.mark.parametrize("name", ["run [1]", "r?", "**", "~", "Übung 演習", "with space/"])
def test_every_command_reads_and_writes_exactly_what_is_named(
    beside: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(beside)

    def done(*words: str) -> str:
        result = CliRunner().invoke(app, list(words))
        assert result.exit_code == 0, result.stderr
        return str(result.stdout)

    done("run", "one-radar", "-o", name)
    assert sw.open(name).header["seed"] == 1
    assert sw.open(name).events().equals(sw.run("one-radar").events())
    assert "red/visitor/1: " in done("explain", name, "visitor/1")
    assert "Where they part" in done("compare", name, "r1")
    assert "The same, bit for bit" in done("compare", name, name)
    stem = name.rstrip("/")
    done("export", name, "--to", "acmi")
    done("coverage", "one-radar", "-o", f"{stem}.csv", "-o", f"{stem}.tif", "-o", f"{stem}.geojson")
    assert {f"{stem}.{ending}" for ending in ("acmi", "csv", "tif", "geojson")} <= {
        path.name for path in Path().iterdir()
    }
    assert not [path.name for path in Path().iterdir() if path.name.startswith(".")]


def test_of_two_runs_into_one_folder_at_once_one_wins_and_the_other_says_so(tmp_path: Path) -> None:
    command = [*MAIN, "run", "one-radar", "-o", str(tmp_path / "run"), "--seed"]
    both = [
        subprocess.Popen([*command, seed], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for seed in "12"
    ]
    ended = [(one.communicate()[1], one.returncode) for one in both]
    won = [code for _, code in ended].index(0)
    said, code = ended[1 - won]
    assert code in (1, 2)
    assert f"another shieldwall is writing to {tmp_path}/run; " in said or "exists already" in said
    assert sw.open(tmp_path / "run").header["seed"] == won + 1
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
