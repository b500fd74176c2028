"""The run folder: written whole or not at all, read back exactly, and never trusted."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from shieldwall.quantities.errors import InputError, ShieldwallError
from shieldwall.record import folder as door
from shieldwall.record.folder import kept_place, read, write
from shieldwall.record.holding import HeldError
from shieldwall.record.kinds import ENTERS, SIGHT, TRACKED
from shieldwall.record.recording import Recording
from shieldwall.record.tables import EVENT, SAMPLE

FILES = {"header.json", "log.parquet", "film.parquet", "outcomes.parquet", "scene.npz"}


@pytest.fixture
def recording() -> Recording:
    unit = {"title": "Post", "at": [0.0, 0.0, 9.0], "cost": 1.0, "rounds": {}, "sensors": [], "channels": []}
    threat = {"title": "Drone", "kind": "drone", "carrier": None, "mission": "", "cost": 1, "route": [[0, 1, 2, 3.5]]}
    header = {
        "format": 2, "title": "Čačak", "question": "Why?", "scenario": "scenario: 1\n", "seed": 7, "replication": 0,
        "lasts": 60.0, "origin": [44.8, 20.3], "names": ["blue/post", "red/drone/1", "place/depot"],
        "units": {"blue/post": unit}, "weapons": {}, "rounds": {}, "threats": {"red/drone/1": threat},
        "places": {"place/depot": {"at": [0, 0, 0], "value": 1, "hardness": 2.0, "unit": None}},
    }  # fmt: skip
    log = np.zeros(3, EVENT)
    log["t"], log["cause"], log["kind"] = [0.0, 1.5, 2.25], [-1, -1, 1], [ENTERS, SIGHT, TRACKED]
    log["who"], log["whom"], log["why"] = [1, 0, 0], [-1, 1, -1], [0, 5, 0]
    log["v0"], log["v1"] = [9.0, 8.0, 4.0], [240.0, np.inf, 0.0]
    film = np.zeros(2, SAMPLE)
    film["picture"], film["who"], film["x"] = [-1, 0], [1, 4_000_000], [1.5, -2.5]
    return Recording(header, log, film, {"relief": np.arange(6, dtype=np.int16).reshape(2, 3), "step": np.array(3.0)})


@pytest.fixture
def outcomes() -> pl.DataFrame:
    return pl.DataFrame({"threat": ["red/drone/1"], "fate": ["leaked"]})


@pytest.fixture
def written(tmp_path: Path, recording: Recording, outcomes: pl.DataFrame) -> Path:
    return write(recording, outcomes, tmp_path / "run")


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_what_is_written_is_read_back_exactly(written: Path, recording: Recording) -> None:
    back = read(written)
    assert back.header == recording.header
    assert back.log.dtype == EVENT
    assert back.film.dtype == SAMPLE
    for name in EVENT.names or ():
        np.testing.assert_array_equal(back.log[name], recording.log[name])
    for name in SAMPLE.names or ():
        np.testing.assert_array_equal(back.film[name], recording.film[name])
    assert set(back.scene) == {"relief", "step"}
    np.testing.assert_array_equal(back.scene["relief"], recording.scene["relief"])


def test_a_folder_holds_its_files_and_nothing_is_left_beside_it(written: Path) -> None:
    assert names(written) == FILES
    assert names(written.parent) == {"run"}


def test_each_table_carries_the_header_and_the_hashes_of_what_was_written_before_it(
    written: Path, recording: Recording
) -> None:
    """The hashes are those of `sha256sum`, from Python's own library."""
    sealed: dict[str, str] = {}
    for name in ("scene.npz", "log.parquet", "film.parquet", "outcomes.parquet"):
        if name.endswith(".parquet"):
            told = json.loads(pl.read_parquet_metadata(written / name)["shieldwall"])
            assert told == {**recording.header, "parts": sealed}
        sealed[name] = hashlib.sha256((written / name).read_bytes()).hexdigest()
    assert json.loads((written / "header.json").read_bytes()) == {**recording.header, "parts": sealed}


def test_a_run_without_outcomes_film_or_scene_can_be_kept(tmp_path: Path, recording: Recording) -> None:
    bare = Recording(recording.header, recording.log, recording.film[:0], {})
    back = read(write(bare, None, tmp_path / "bare"))
    assert back.film.size == 0
    assert back.scene == {}
    assert not (tmp_path / "bare" / "outcomes.parquet").exists()


def test_pages_are_written_with_the_run(tmp_path: Path, recording: Recording) -> None:
    folder = write(recording, None, tmp_path / "run", pages={"report.html": "<p>č</p>"})
    assert (folder / "report.html").read_text(encoding="utf-8") == "<p>č</p>"
    read(folder)


def test_a_report_of_another_run_is_noticed_and_one_may_be_taken_away(tmp_path: Path, recording: Recording) -> None:
    folder = write(recording, None, tmp_path / "run", pages={"report.html": "<p>mine</p>"})
    (folder / "report.html").write_text("<p>theirs</p>", encoding="utf-8")
    with pytest.raises(InputError, match=r"report\.html does not belong to the header\.json beside it"):
        read(folder)
    (folder / "report.html").unlink()
    assert read(folder).header["seed"] == 7


def test_missing_folders_on_the_way_are_made(tmp_path: Path, recording: Recording) -> None:
    assert read(write(recording, None, tmp_path / "a" / "b" / "run")).header["seed"] == 7


def test_an_existing_run_is_refused_and_unharmed(written: Path, recording: Recording) -> None:
    before = (written / "log.parquet").read_bytes()
    with pytest.raises(InputError, match="exists already; give another name, or add --replace"):
        write(recording, None, written)
    assert (written / "log.parquet").read_bytes() == before


def test_an_existing_run_is_replaced_when_asked(written: Path, recording: Recording) -> None:
    write(recording, None, written, replace=True)
    assert names(written) == FILES - {"outcomes.parquet"}
    assert names(written.parent) == {"run"}


@pytest.mark.parametrize("content", ["thesis.txt", "header.json.bak"])
def test_a_folder_of_something_else_is_never_replaced(tmp_path: Path, recording: Recording, content: str) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / content).write_text("years of work")
    with pytest.raises(InputError, match=f"holds something else than a run: {content}; give another name"):
        write(recording, None, tmp_path / "home", replace=True)
    assert (tmp_path / "home" / content).read_text() == "years of work"


@pytest.mark.parametrize(
    "name", ["notes.txt", "notes.html", "report.html.bak", "log.csv", "header.json~", "deep/x.txt"]
)
def test_what_a_person_put_into_a_run_is_named_and_stays(written: Path, recording: Recording, name: str) -> None:
    (written / name).parent.mkdir(exist_ok=True)
    (written / name).write_text("years of work")
    before = (written / "log.parquet").read_bytes()
    with pytest.raises(InputError, match=f"holds something else than a run: {name.partition('/')[0]}; "):
        write(recording, None, written, replace=True)
    assert (written / name).read_text() == "years of work"
    assert (written / "log.parquet").read_bytes() == before


def test_a_report_of_a_persons_own_stays(tmp_path: Path, recording: Recording) -> None:
    page = '<!DOCTYPE html>\n<head><meta name="generator" content="Shieldwall 0.1.0">'
    folder = write(recording, None, tmp_path / "run", pages={"report.html": page})
    write(recording, None, folder, replace=True, pages={"report.html": page})
    (folder / "report.html").write_text("years of work")
    with pytest.raises(InputError, match=r"holds something else than a run: report\.html; give another name"):
        write(recording, None, folder, replace=True)
    assert (folder / "report.html").read_text() == "years of work"


@pytest.mark.parametrize("name", ["header.json", "log.parquet"])
def test_files_that_are_only_called_like_ours_stay(tmp_path: Path, recording: Recording, name: str) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / name).write_text('{"name": "another program"}')
    with pytest.raises(InputError, match="holds something else than a run, by the names of one"):
        write(recording, None, tmp_path / "run", replace=True)
    assert (tmp_path / "run" / name).read_text() == '{"name": "another program"}'


@pytest.mark.parametrize("damage", ["header.json", "log.parquet", "scene.npz"])
def test_a_damaged_run_is_replaced_as_its_error_advises(written: Path, recording: Recording, damage: str) -> None:
    (written / damage).write_bytes(b"")
    (written / ".DS_Store").write_bytes(b"")
    with pytest.raises(InputError, match="run its scenario again"):
        read(written)
    write(recording, None, written, replace=True)
    assert read(written).header == recording.header


PLACES = ["run [1]", "r?", "**", "*", "~", "run 1", "Übung 演習", "{a,b}", "-o", "%25", "line\nfeed", "x" * 255]


@pytest.mark.parametrize("name", PLACES)
def test_exactly_the_folder_that_is_named_is_read(tmp_path: Path, recording: Recording, name: str) -> None:
    """Beside runs whose names the name would match as a pattern of a shell."""
    for seed, beside in enumerate(["run 1", "r1", "r2", "a", "b", "x"]):
        other = Recording(recording.header | {"seed": 100 + seed}, recording.log, recording.film, recording.scene)
        write(other, None, tmp_path / beside, replace=True)
    folder = write(recording, None, tmp_path / name, replace=True)
    back = read(folder)
    assert back.header == recording.header
    assert (back.log.size, back.film.size) == (recording.log.size, recording.film.size)
    assert read(f"{folder}/").header["seed"] == 7
    assert len(names(tmp_path)) == (6 if name == "run 1" else 7)


def test_a_second_writer_is_refused_before_its_battle_and_nothing_is_lost(tmp_path: Path, recording: Recording) -> None:
    with kept_place(tmp_path / "run") as keep:
        with pytest.raises(
            HeldError, match=r"another shieldwall is writing to .*run; wait until it is done, or"
        ) as told:
            write(recording, None, tmp_path / "run", replace=True)
        assert told.value.code == 1
        write(recording, None, tmp_path / "another")
        keep(recording, None, {})
    assert read(tmp_path / "run").header == recording.header
    assert names(tmp_path) == {"run", "another"}
    with pytest.raises(InputError, match="exists already"):
        write(recording, None, tmp_path / "run")


def test_a_second_writer_loses_where_the_disk_has_no_locks(
    tmp_path: Path, recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: int) -> None:
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))

    monkeypatch.setattr(fcntl, "flock", none)
    with kept_place(tmp_path / "run") as keep:
        write(recording, None, tmp_path / "run")
        with pytest.raises(InputError, match="exists already"):
            keep(recording, None, {})
    # One that comes between the last look and the renaming.
    rename = Path.rename

    def late(part: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "rename", rename)
        write(recording, None, target)
        return rename(part, target)

    monkeypatch.setattr(Path, "rename", late)
    with pytest.raises(ShieldwallError, match="late was not written: Directory not empty; nothing was left behind"):
        write(recording, None, tmp_path / "late")
    monkeypatch.undo()
    assert names(tmp_path) == {"run", "late"}
    assert read(tmp_path / "late").header == read(tmp_path / "run").header == recording.header


def killed(folder: Path, where: str) -> None:
    """Write a run in a process of its own that is killed on the way: at its files, or before its last renaming."""
    script = (
        "import os, signal, sys, pathlib\n"
        "from shieldwall.record import atomic_folder, keeping\n"
        "from shieldwall.record.folder import read, write\n"
        "die = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)\n"
        "rename = pathlib.Path.rename\n"
        "if sys.argv[3] == 'files': keeping.put = die\n"
        "else: pathlib.Path.rename = lambda self, to: die() if self.suffix == '.part' else rename(self, to)\n"
        "write(read(sys.argv[1]), None, sys.argv[2], replace=True)\n"
    )
    source = folder.with_name("source")
    done = subprocess.run([sys.executable, "-c", script, str(source), str(folder), where], check=False)
    assert done.returncode == -signal.SIGKILL


@pytest.mark.parametrize("where", ["files", "renaming"])
@pytest.mark.parametrize("next_one", ["run", "another"])
def test_what_a_killed_run_left_is_cleared_by_the_next(
    tmp_path: Path, recording: Recording, where: str, next_one: str
) -> None:
    write(recording, None, tmp_path / "source")
    older = Recording(recording.header | {"seed": 6}, recording.log, recording.film, recording.scene)
    write(older, None, tmp_path / "run")
    killed(tmp_path / "run", where)
    assert any(name.endswith(".part") for name in names(tmp_path))
    if next_one == "run" and where == "renaming":
        # The run before is back, as nothing replaced it.
        with pytest.raises(InputError, match="exists already"):
            write(recording, None, tmp_path / "run")
        assert read(tmp_path / "run").header["seed"] == 6
    write(recording, None, tmp_path / next_one, replace=True)
    left = {name for name in names(tmp_path) if name.startswith(".")}
    # Of a run that was put aside, only who writes there again knows where it was.
    assert {Path(name).suffix for name in left} <= ({".old", ".lock"} if where == "renaming" else set())
    write(recording, None, tmp_path / "run", replace=True)
    assert names(tmp_path) == {"source", "run", next_one}


def test_a_persons_folder_beside_it_is_left_alone(tmp_path: Path, recording: Recording) -> None:
    for name in ("run.part", "run.old", ".shieldwall-notes.part"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "log.parquet").write_text("years of work")
    write(recording, None, tmp_path / "run")
    assert names(tmp_path) == {"run", "run.part", "run.old", ".shieldwall-notes.part"}


def test_folders_made_on_the_way_go_again_when_nothing_was_kept(tmp_path: Path) -> None:
    with kept_place(tmp_path / "a" / "b" / "run"):
        assert (tmp_path / "a" / "b").is_dir()
    assert names(tmp_path) == set()


def test_a_place_that_cannot_be_written_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    for place in (tmp_path / "file" / "run", Path("/proc/run"), tmp_path / ("x" * 300)):
        with pytest.raises(ShieldwallError, match="was not written: "), kept_place(place):
            pytest.fail("the battle would be fought")
    monkeypatch.setattr("shieldwall.record.holding.secrets.token_bytes", full)
    with pytest.raises(ShieldwallError, match="No space left on device"), kept_place(tmp_path / "run"):
        pytest.fail("the battle would be fought")
    assert names(tmp_path) == {"file"}


def full(_: int) -> bytes:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_file_larger_than_allowed_is_told_at_once(tmp_path: Path) -> None:
    """By the system's own limit on files, which a full disk resembles: an eighth of a trial fits."""
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 19, 1 << 19))\n"
        "from shieldwall.record.folder import kept_place\n"
        "with kept_place(sys.argv[1]): print('fought')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "run")], capture_output=True, text=True, check=False
    )
    assert done.stdout == ""
    assert "was not written: File too large; nothing was left behind" in done.stderr
    assert names(tmp_path) == set()


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path, recording: Recording) -> None:
    (tmp_path / "run").write_text("x")
    with pytest.raises(InputError, match="exists and is not a folder"):
        write(recording, None, tmp_path / "run", replace=True)


class Full:
    """A disk that is full after some files."""

    def __init__(self, files: int, error: BaseException) -> None:
        self.files = files
        self.error = error

    def __call__(self, _: int) -> None:
        self.files -= 1
        if self.files < 0:
            raise self.error


@pytest.mark.parametrize("files", range(6))
@pytest.mark.parametrize("replace", [False, True])
def test_a_full_disk_leaves_nothing_half_written(
    tmp_path: Path, recording: Recording, monkeypatch: pytest.MonkeyPatch, files: int, replace: bool
) -> None:
    if replace:
        write(recording, None, tmp_path / "run")
    monkeypatch.setattr(os, "fsync", Full(files, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))))
    with pytest.raises(ShieldwallError, match="No space left on device") as caught:
        write(recording, pl.DataFrame({"threat": ["x"]}), tmp_path / "run", replace=replace)
    assert caught.value.code == 1
    monkeypatch.undo()
    assert names(tmp_path) == ({"run"} if replace else set())
    if replace:
        assert read(tmp_path / "run").header["seed"] == 7


def test_an_interrupt_leaves_nothing_half_written(
    tmp_path: Path, recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", Full(2, KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        write(recording, None, tmp_path / "run")
    assert names(tmp_path) == set()


def test_a_failed_rename_brings_the_old_run_back(
    written: Path, recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.suffix == ".part":
            raise OSError(errno.EIO, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(ShieldwallError, match="was not written"):
        write(recording, None, written, replace=True)
    assert names(written) == FILES
    assert names(written.parent) == {"run"}


def cut(name: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[: len(content) // 2])

    return damage


def lose(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def fill(name: str, content: bytes) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        (folder / name).write_bytes(content)

    return damage


def header(**changes: Any) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        header = json.loads((folder / "header.json").read_text(encoding="utf-8")) | changes
        (folder / "header.json").write_text(json.dumps(header), encoding="utf-8")

    return damage


def due(when: Any) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        header = json.loads((folder / "header.json").read_text(encoding="utf-8"))
        header["threats"]["red/drone/1"]["due"] = when
        (folder / "header.json").write_text(json.dumps(header), encoding="utf-8")

    return damage


def seal(folder: Path) -> None:
    """State the hashes of the parts as they are now, as who makes a folder up would."""
    header = json.loads((folder / "header.json").read_text(encoding="utf-8"))
    header["parts"] = {}
    for name in ("scene.npz", "log.parquet", "film.parquet", "outcomes.parquet"):
        if name.endswith(".parquet"):
            frame = pl.read_parquet(folder / name)
            frame.write_parquet(folder / name, metadata={"shieldwall": json.dumps(header)})
        header["parts"][name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / "header.json").write_text(json.dumps(header), encoding="utf-8")


def table(name: str, *columns: pl.Expr, sealed: bool = True) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        header = pl.read_parquet_metadata(folder / name)["shieldwall"]
        pl.read_parquet(folder / name).with_columns(*columns).write_parquet(
            folder / name, metadata={"shieldwall": header}
        )
        if sealed:
            seal(folder)

    return damage


def pickled(folder: Path) -> None:
    np.savez(folder / "scene.npz", relief=np.array([{"code": 1}], dtype=object))
    seal(folder)


def of_another_run(*files: str, seed: int = 8) -> Callable[[Path], None]:
    """Files of a run with another scene, film, outcome and log, and another seed or the same."""

    def damage(folder: Path) -> None:
        other = read(folder)
        other.header["seed"] = seed
        other.scene["relief"] += 1
        other.log["t"] += 1.0
        other.film["t"] += 1.0
        write(other, pl.DataFrame({"threat": ["red/drone/1"], "fate": ["killed"]}), folder.with_name("other"))
        for file in files:
            shutil.copy(folder.with_name("other") / file, folder)

    return damage


def parts(**changes: Any) -> Callable[[Path], None]:
    """Change the hashes that the header states: None takes one out."""

    def damage(folder: Path) -> None:
        text = json.loads((folder / "header.json").read_text(encoding="utf-8"))
        stated = {**text["parts"], **{name.replace("_", "."): sealed for name, sealed in changes.items()}}
        text["parts"] = {name: sealed for name, sealed in stated.items() if sealed is not None}
        (folder / "header.json").write_text(json.dumps(text), encoding="utf-8")

    return damage


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lose("header.json"), "is not a run folder"),
        (cut("header.json"), "header.json is cut short or damaged"),
        (fill("header.json", b"\xff\xfe\x00"), "header.json is cut short or damaged"),
        (fill("header.json", b"[" * 100_000), "header.json is cut short or damaged"),
        (fill("header.json", b'{"format": NaN}'), "header.json is cut short or damaged"),
        (fill("header.json", b"{}"), "this is not the header of a run"),
        (fill("header.json", b"[]"), "this is not the header of a run"),
        (header(format=1), 'format "1", and this version reads format 2'),
        (header(format=3), 'format "3", and this version reads format 2'),
        (header(parts=None), "header.json does not state the hashes of the files beside it"),
        (header(parts={}), "header.json does not state the hashes of the files beside it"),
        (parts(log_parquet=7), "header.json does not state the hashes of the files beside it"),
        (parts(log_parquet="0" * 63), "header.json does not state the hashes of the files beside it"),
        (parts(scene_npz=None), "header.json does not state the hashes of the files beside it"),
        (parts(header_json="0" * 64), "header.json does not state the hashes of the files beside it"),
        (parts(scene_npz="0" * 64), "log.parquet does not belong to the header.json beside it"),
        (parts(log_parquet="0" * 64), "log.parquet is not as its run wrote it, but changed or damaged"),
        (parts(outcomes_parquet=None), "outcomes.parquet does not belong to the header.json beside it"),
        (parts(film_parquet="0" * 64), "film.parquet is not as its run wrote it, but changed or damaged"),
        (parts(outcomes_parquet="0" * 64), "outcomes.parquet is not as its run wrote it, but changed or damaged"),
        (header(file="a\u202eb"), "file"),
        (header(scenario="\ud800"), "scenario"),
        (header(names=["a", "a"]), "names"),
        (header(names=[1]), "names"),
        (header(names=["blue/post", "place/depot"]), "threats.red/drone/1"),
        (header(units={"blue/post": 3}), "units.blue/post"),
        (header(units={"blue/post": {}}), "units.blue/post.title"),
        (header(launchers={"blue/post/rail": {"weapon": "m", "ready": 1}}), "launchers.blue/post/rail.reserve"),
        (header(launchers={"blue/post/rail": {"weapon": "m", "ready": 1, "reserve": -1}}), "launchers.blue/post/rail"),
        (header(launchers=[]), "launchers"),
        (due("soon"), "threats.red/drone/1.due"),
        (header(lasts="long"), "lasts"),
        (header(seed=True), "seed"),
        (header(origin=[1.0]), "origin"),
        (header(title="\x1b[2J"), "title"),
        (header(question={"a": {"b": []}}), "question"),
        (header(seed=8), "log.parquet does not belong to the header.json beside it"),
        *[
            (of_another_run(name, seed=seed), f"{name} does not belong to the header.json beside it")
            for name in ("log.parquet", "film.parquet", "outcomes.parquet", "scene.npz")
            for seed in (7, 8)
        ],
        (of_another_run("log.parquet", "film.parquet", "header.json"), "outcomes.parquet does not belong"),
        (of_another_run("log.parquet", "film.parquet", "outcomes.parquet", "header.json"), "scene.npz does not belong"),
        (table("log.parquet", pl.col("t") + 0.5, sealed=False), "log.parquet is not as its run wrote it, but changed"),
        (table("film.parquet", pl.col("x") + 0.5, sealed=False), "film.parquet is not as its run wrote it"),
        (lose("outcomes.parquet"), "outcomes.parquet is missing"),
        (cut("outcomes.parquet"), "outcomes.parquet is cut short or damaged"),
        (lose("log.parquet"), "log.parquet is missing"),
        (lose("film.parquet"), "film.parquet is missing"),
        (lose("scene.npz"), "scene.npz is missing"),
        (cut("log.parquet"), "log.parquet is cut short or damaged"),
        (cut("film.parquet"), "film.parquet is cut short or damaged"),
        (cut("scene.npz"), "scene.npz is cut short or damaged"),
        (fill("log.parquet", b""), "log.parquet is cut short or damaged"),
        (fill("scene.npz", b"PK"), "scene.npz is cut short or damaged"),
        (pickled, "scene.npz is cut short or damaged"),
        (table("log.parquet", pl.lit(1).alias("more")), "has other columns"),
        (table("log.parquet", pl.col("who").cast(pl.Int64)), "a column who of another kind"),
        (table("log.parquet", pl.lit(None, pl.Int32).alias("who")), "a column who of another kind"),
        (table("log.parquet", pl.lit("x").alias("why")), "a column why of another kind"),
        (table("log.parquet", pl.lit(3, pl.Int32).alias("who")), "holds a name that cannot be"),
        (table("log.parquet", pl.lit(-2, pl.Int32).alias("whom")), "holds a name that cannot be"),
        (table("log.parquet", pl.lit(99, pl.Int16).alias("kind")), "holds a kind that cannot be"),
        (table("log.parquet", pl.lit(19, pl.Int16).alias("why")), "holds a reason that cannot be"),
        (table("log.parquet", pl.lit(2, pl.Int64).alias("cause")), "holds a cause that cannot be"),
        (table("log.parquet", pl.lit(-2, pl.Int64).alias("cause")), "holds a cause that cannot be"),
        (table("log.parquet", pl.lit(float("nan")).alias("t")), "holds a time that cannot be"),
        (table("log.parquet", pl.lit(float("nan"), pl.Float32).alias("v0")), "holds a track that cannot be"),
        (table("log.parquet", pl.lit(-1.0, pl.Float32).alias("v0")), "holds a track that cannot be"),
        (table("film.parquet", pl.lit(3, pl.Int32).alias("who")), "holds a name or track that cannot be"),
        (table("film.parquet", pl.lit(3, pl.Int32).alias("picture")), "holds a picture that cannot be"),
    ],
)
def test_a_damaged_or_made_up_folder_has_one_clear_message(
    written: Path, damage: Callable[[Path], None], said: str
) -> None:
    damage(written)
    with pytest.raises(InputError) as caught:
        read(written)
    assert said in str(caught.value)
    assert caught.value.instead
    assert str(caught.value).isprintable()


def test_what_is_no_folder_is_called_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no run folder"):
        read(tmp_path / "nowhere")
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="is a file, not a run folder"):
        read(tmp_path / "file")


def test_a_scene_that_unpacks_without_end_is_refused(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MOST_SCENE_BYTES", 8)
    with pytest.raises(InputError, match="too large for a scene"):
        read(written)


def test_a_table_with_too_many_rows_is_refused(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MOST_ROWS", 1)
    with pytest.raises(InputError, match="too long"):
        read(written)
