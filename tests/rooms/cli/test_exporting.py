"""`shieldwall export`: what is written where, and every way in which it cannot be."""

from __future__ import annotations

import errno
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import shieldwall as sw
from shieldwall.cli import exporting
from shieldwall.cli.app import app
from shieldwall.quantities.errors import InputError
from shieldwall.record.recording import Recording


def call(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def refused(*arguments: str, code: int = 2) -> str:
    """The one message of a command that refuses."""
    exit_code, out, err = call(*arguments)
    assert (exit_code, out) == (code, ""), err
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    return err.removeprefix("error: ").strip()


@pytest.fixture(scope="module")
def saved_run(tmp_path_factory: pytest.TempPathFactory, save_bare: Callable[..., Path]) -> Path:
    return save_bare(sw.run("one-radar"), tmp_path_factory.mktemp("runs") / "radar")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def test_a_run_is_written_under_its_own_name(saved_run: Path) -> None:
    assert call("export", str(saved_run), "--to", "acmi") == (0, "", "wrote radar.acmi\n")
    assert Path("radar.acmi").read_bytes().startswith(b"\xef\xbb\xbfFileType=text/acmi/tacview\nFileVersion=2.2\n")
    assert [path.name for path in Path().iterdir()] == ["radar.acmi"]


def test_the_ending_packs(saved_run: Path) -> None:
    assert call("export", str(saved_run), "--to", "acmi", "-o", "a.acmi")[0] == 0
    assert call("export", str(saved_run), "--to", "acmi", "-o", "b.zip.acmi")[0] == 0
    with zipfile.ZipFile("b.zip.acmi") as archive:
        assert archive.namelist() == ["b.txt.acmi"]
        assert archive.read("b.txt.acmi") == Path("a.acmi").read_bytes()


def test_tracks_are_a_target_of_their_own(saved_run: Path) -> None:
    call("export", str(saved_run), "--to", "acmi")
    call("export", str(saved_run), "--to", "tracks.acmi")
    assert "/track-" not in Path("radar.acmi").read_text()
    assert "Name=blue/warning/track-" in Path("radar.tracks.acmi").read_text()


def test_json_says_where(saved_run: Path) -> None:
    code, out, _ = call("export", str(saved_run), "--to", "acmi", "--json")
    assert (code, json.loads(out)) == (0, {"target": "acmi", "written": "radar.acmi"})


def test_a_target_that_is_not_there(saved_run: Path) -> None:
    assert refused("export", str(saved_run), "--to", "acme").startswith(
        'there is no export to "acme"; did you mean acmi? known here: acmi: a recording for Tacview'
    )
    assert refused("export", str(saved_run)).startswith("to what is not said; add --to TARGET, where TARGET is acmi: ")


def test_every_target_says_what_it_is() -> None:
    for name, (description, write) in exporting.TARGETS.items():
        assert name == name.lower()
        assert description
        assert callable(write)


def test_what_exists_is_not_overwritten(saved_run: Path) -> None:
    Path("x.acmi").write_text("mine")
    message = refused("export", str(saved_run), "--to", "acmi", "-o", "x.acmi")
    assert message == "x.acmi exists already; give another name, or add --replace"
    assert Path("x.acmi").read_text() == "mine"
    assert call("export", str(saved_run), "--to", "acmi", "-o", "x.acmi", "--replace")[0] == 0
    assert Path("x.acmi").read_bytes()[:3] == b"\xef\xbb\xbf"


def test_a_folder_in_the_place_of_the_file(saved_run: Path) -> None:
    Path("x.acmi").mkdir()
    message = refused("export", str(saved_run), "--to", "acmi", "-o", "x.acmi")
    assert message == "x.acmi is a folder, which exists already; give another name"
    message = refused("export", str(saved_run), "--to", "acmi", "-o", "x.acmi", "--replace")
    assert message == "x.acmi is a folder; name a file in it"


def test_a_folder_that_is_not_there(saved_run: Path) -> None:
    message = refused("export", str(saved_run), "--to", "acmi", "-o", "nowhere/x.acmi")
    assert message == "there is no folder nowhere; make it first, or name another"


def test_a_name_that_tacview_does_not_open(saved_run: Path) -> None:
    message = refused("export", str(saved_run), "--to", "acmi", "-o", "x.txt")
    assert message == "Tacview does not open x.txt; write for example x.acmi, or .zip.acmi to have it packed"


def test_a_folder_that_may_not_be_written(saved_run: Path) -> None:
    # Not even the superuser writes into the kernel's own folder.
    assert "x.acmi was not written: " in refused("export", str(saved_run), "--to", "acmi", "-o", "/proc/x.acmi", code=1)


@pytest.mark.parametrize("trouble", [errno.EACCES, errno.ENOSPC, errno.EROFS])
def test_a_disk_that_refuses_leaves_nothing(saved_run: Path, monkeypatch: pytest.MonkeyPatch, trouble: int) -> None:
    def fail(_: int) -> None:
        raise OSError(trouble, os.strerror(trouble))

    monkeypatch.setattr(os, "fsync", fail)
    message = refused("export", str(saved_run), "--to", "acmi", code=1)
    assert message == f"radar.acmi was not written: {os.strerror(trouble)}"
    assert [path.name for path in Path().iterdir()] == []


def test_a_run_without_a_film(tmp_path: Path) -> None:
    bare = sw.run("one-radar", film=False).save(tmp_path / "bare")
    message = refused("export", str(bare), "--to", "acmi")
    assert message.startswith("this run was kept without its film, so there is nothing to play back; run its scenario")
    assert [path.name for path in Path().iterdir()] == []


def spoilt(saved_run: Path, folder: Path) -> Path:
    """A copy of a run in which the header is another's: seed 2 instead of 1."""
    copied = shutil.copytree(saved_run, folder)
    text = (copied / "header.json").read_text()
    assert '"seed": 1,' in text
    (copied / "header.json").write_text(text.replace('"seed": 1,', '"seed": 2,'))
    return copied


@pytest.mark.parametrize("command", ["explain", "compare", "export"])
def test_a_run_folder_that_is_none_or_not_whole(saved_run: Path, tmp_path: Path, command: str) -> None:
    rest = {"explain": ["red/visitor/1"], "compare": [str(saved_run)], "export": ["--to", "acmi"]}[command]
    assert "there is no run folder nowhere" in refused(command, "nowhere", *rest)
    (tmp_path / "empty").mkdir()
    assert "is not a run folder, it has no header.json" in refused(command, str(tmp_path / "empty"), *rest)
    other = refused(command, str(spoilt(saved_run, tmp_path / "other")), *rest)
    assert other.endswith("log.parquet does not belong to the header.json beside it; run its scenario again")
    older = shutil.copytree(saved_run, tmp_path / "older")
    text = (older / "header.json").read_text()
    (older / "header.json").write_text(text.replace('"format": 2,', '"format": 1,', 1))
    message = refused(command, str(older), *rest)
    assert 'the run was written in format "1", and this version reads format 2; run its scenario again' in message
    short = shutil.copytree(saved_run, tmp_path / "short")
    (short / "film.parquet").write_bytes((saved_run / "film.parquet").read_bytes()[:-100])
    assert "film.parquet is cut short or damaged; run its scenario again" in refused(command, str(short), *rest)


def test_a_further_target_is_one_line(saved_run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def count(recording: Recording, path: Path) -> None:
        path.write_text(f"{recording.log.size}\n")

    monkeypatch.setitem(exporting.TARGETS, "count", ("the number of events", count))
    assert call("export", str(saved_run), "--to", "count") == (0, "", "wrote radar.count\n")
    assert int(Path("radar.count").read_text()) == sw.open(saved_run).recording.log.size


def test_the_door_keeps_links_that_lead_nowhere(tmp_path: Path) -> None:
    Path("link.acmi").symlink_to(tmp_path / "nothing")
    with pytest.raises(InputError, match=r"link\.acmi exists already"):
        exporting.check_free(Path("link.acmi"), replace=False)
