"""The run folder: written whole or not at all, read back exactly, and never trusted."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from shieldwall.quantities.errors import InputError, ShieldwallError
from shieldwall.record import folder as door
from shieldwall.record.folder import read, write
from shieldwall.record.kinds import ENTERS, SIGHT, TRACKED
from shieldwall.record.recording import Recording
from shieldwall.record.tables import EVENT, SAMPLE

FILES = {"header.json", "log.parquet", "film.parquet", "outcomes.parquet", "scene.npz"}


@pytest.fixture
def recording() -> Recording:
    unit = {"title": "Post", "at": [0.0, 0.0, 9.0], "cost": 1.0, "rounds": {}, "sensors": [], "channels": []}
    threat = {"title": "Drone", "kind": "drone", "carrier": None, "mission": "", "cost": 1, "route": [[0, 1, 2, 3.5]]}
    header = {
        "format": 1, "title": "Čačak", "question": "Why?", "scenario": "scenario: 1\n", "seed": 7, "replication": 0,
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


def test_each_table_carries_the_header(written: Path, recording: Recording) -> None:
    for name in ("log.parquet", "film.parquet", "outcomes.parquet"):
        assert json.loads(pl.read_parquet_metadata(written / name)["shieldwall"]) == recording.header


def test_a_run_without_outcomes_film_or_scene_can_be_kept(tmp_path: Path, recording: Recording) -> None:
    bare = Recording(recording.header, recording.log, recording.film[:0], {})
    back = read(write(bare, None, tmp_path / "bare"))
    assert back.film.size == 0
    assert back.scene == {}
    assert not (tmp_path / "bare" / "outcomes.parquet").exists()


def test_pages_are_written_with_the_run(tmp_path: Path, recording: Recording) -> None:
    folder = write(recording, None, tmp_path / "run", pages={"report.html": "<p>č</p>"})
    assert (folder / "report.html").read_text(encoding="utf-8") == "<p>č</p>"


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
    with pytest.raises(InputError, match="holds something else than a run"):
        write(recording, None, tmp_path / "home", replace=True)
    assert (tmp_path / "home" / content).read_text() == "years of work"


@pytest.mark.parametrize("beside", ["run.part", "run.old"])
def test_what_an_interrupted_run_left_is_cleared_but_nothing_else(
    tmp_path: Path, recording: Recording, beside: str
) -> None:
    (tmp_path / beside).mkdir()
    (tmp_path / beside / "log.parquet").write_bytes(b"half")
    write(recording, None, tmp_path / "run")
    assert names(tmp_path) == {"run"}
    (tmp_path / beside).mkdir()
    (tmp_path / beside / "thesis.txt").write_text("years of work")
    with pytest.raises(InputError, match="holds something else than a run"):
        write(recording, None, tmp_path / "run", replace=True)
    assert (tmp_path / beside / "thesis.txt").exists()
    assert read(tmp_path / "run").header["seed"] == 7


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


def table(name: str, *columns: pl.Expr) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        header = pl.read_parquet_metadata(folder / name)["shieldwall"]
        pl.read_parquet(folder / name).with_columns(*columns).write_parquet(
            folder / name, metadata={"shieldwall": header}
        )

    return damage


def pickled(folder: Path) -> None:
    np.savez(folder / "scene.npz", relief=np.array([{"code": 1}], dtype=object))


def of_another_run(folder: Path) -> None:
    other = read(folder)
    other.header["seed"] = 8
    write(other, None, folder.with_name("other"))
    shutil.copy(folder.with_name("other") / "log.parquet", folder)


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
        (header(format=2), 'format "2", and this version reads format 1'),
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
        (of_another_run, "log.parquet does not belong to the header.json beside it"),
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
