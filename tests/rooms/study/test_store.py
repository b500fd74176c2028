"""The study folder: what it keeps, what it sets aside, whom it refuses."""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from philox_battles import HEADER, MEASURES, PhiloxBattles

from shieldwall.quantities.errors import InputError, ShieldwallError
from shieldwall.record.holding import HeldError
from shieldwall.study import store as stores
from shieldwall.study.chunks import as_parquet
from shieldwall.study.fighting import fight_missing
from shieldwall.study.heads import StudyHeader
from shieldwall.study.merging import merge
from shieldwall.study.store import held_store, open_store
from shieldwall.study.work import Batch, Shard, ranges

WORK = [Batch(0, -1, 0, 40), Batch(1, 0, 0, 3), Batch(1, 1, 0, 3), Batch(1, 2, 5, 14)]
BATTLES = 60

pytestmark = pytest.mark.usefixtures("quick_disk")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A study folder with all of WORK, in chunks of 8 battles."""
    with held_store(tmp_path / "study", HEADER) as store:
        fight_missing(store, WORK, PhiloxBattles(), workers=1, chunk=8)
    return tmp_path / "study"


def chunks(folder: Path) -> list[Path]:
    return sorted((folder / "chunks").iterdir())


def test_results_are_those_of_the_battles_sorted_by_cell_row_and_replication(folder: Path) -> None:
    expected = np.concatenate([PhiloxBattles()(batch) for batch in WORK])
    store = open_store(folder, HEADER)
    assert store.results().tobytes() == expected.tobytes()
    assert store.results().dtype == expected.dtype
    assert store.frame().columns == ["cell", "row", "replication", *MEASURES]
    assert store.battles.count == BATTLES
    assert store.missing(WORK) == []
    assert store.missing([Batch(0, -1, 38, 5), Batch(0, 0, 0, 2)]) == [Batch(0, -1, 40, 3), Batch(0, 0, 0, 2)]


def test_a_study_goes_on_with_what_is_missing_alone(folder: Path) -> None:
    with held_store(folder, HEADER, resume=True) as store:
        came = fight_missing(store, [*WORK, Batch(2, -1, 0, 5)], PhiloxBattles(unlucky=range(5, 100)), workers=1)
        assert (came.fought, came.missing, came.interrupted) == (5, 0, False)
    assert open_store(folder).battles.count == BATTLES + 5


def cut(chunk: Path) -> None:
    chunk.write_bytes(chunk.read_bytes()[:-100])


def emptied(chunk: Path) -> None:
    chunk.write_bytes(b"")


def flipped(chunk: Path) -> None:
    content = bytearray(chunk.read_bytes())
    content[len(content) // 2] ^= 1
    chunk.write_bytes(content)


def renamed(chunk: Path) -> None:
    chunk.rename(chunk.with_name(chunk.name.replace("0.-1.0.8", "0.-1.90.8")))


def fought_again(folder: Path) -> tuple[int, list[Batch]]:
    """Go on with a folder that has a chunk to set aside: how many battles were fought, and what was missing."""
    with held_store(folder, HEADER, resume=True) as store:
        missing = store.missing(WORK)
        return fight_missing(store, WORK, PhiloxBattles()).fought, missing


@pytest.mark.parametrize("damage", [cut, emptied, flipped, renamed])
def test_a_damaged_chunk_is_set_aside_with_one_remark_and_fought_again(
    folder: Path, damage: Callable[[Path], None]
) -> None:
    whole = open_store(folder).result_hash()
    damage(chunks(folder)[0])
    with pytest.warns(RuntimeWarning, match=r"1 chunk \(the first .*--resume sets them aside"):
        assert open_store(folder).battles.count == BATTLES - 8
    with pytest.warns(RuntimeWarning, match="damaged or doubled: set aside in set-aside"):
        fought, missing = fought_again(folder)
    assert (fought, missing) == (8, [Batch(0, -1, 0, 8)])
    assert open_store(folder).result_hash() == whole
    assert len(list((folder / "set-aside").iterdir())) == 1


def test_battles_that_two_chunks_hold_are_there_once(folder: Path) -> None:
    whole = open_store(folder).result_hash()
    with held_store(folder, HEADER, resume=True) as store:
        store.keep((Batch(0, -1, 4, 8),), PhiloxBattles()(Batch(0, -1, 4, 8)))
    with pytest.warns(RuntimeWarning, match="damaged or doubled"):
        fought_again(folder)
    assert open_store(folder).result_hash() == whole


def test_a_chunk_of_another_study_is_refused(folder: Path, tmp_path: Path) -> None:
    other = StudyHeader({"question": "What else?"}, MEASURES, "c0de")
    with held_store(tmp_path / "other", other) as store:
        fight_missing(store, [Batch(5, -1, 0, 4)], PhiloxBattles())
    shutil.copy(chunks(tmp_path / "other")[0], folder / "chunks")
    for opened in (open_store, lambda place: held_store(place, HEADER, resume=True).__enter__()):
        with pytest.raises(InputError, match=r"belongs to another study.*move it away"):
            opened(folder)


def test_what_is_no_chunk_is_refused_but_not_what_file_managers_leave(folder: Path) -> None:
    (folder / "chunks" / ".DS_Store").write_bytes(b"")
    assert open_store(folder).battles.count == BATTLES
    (folder / "chunks" / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match=r"notes.txt is no chunk of a study; move it away"):
        open_store(folder)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (
            StudyHeader(HEADER.study, MEASURES, "beef"),
            r"with other code \(c0de, and this is beef\); go on with the ver",
        ),
        (StudyHeader(HEADER.study, ("launches",), "c0de"), "counted leakers, damage_share, not launches; begin a new"),
        (StudyHeader({"question": "What leaks?", "seed": 8}, MEASURES, "c0de"), "it differs in seed; give the folder"),
    ],
)
def test_a_study_with_another_header_is_refused(folder: Path, other: StudyHeader, words: str) -> None:
    with pytest.raises(InputError, match=words):
        open_store(folder, other)
    with pytest.raises(InputError, match=words), held_store(folder, other, resume=True):
        pass
    assert open_store(folder).battles.count == BATTLES


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"version": 1}, 'of format "1", and this version reads format 2; go on with the version that wrote it'),
        ({"version": True}, 'of format "True"'),
        ({"format": "x"}, "not the header of a study"),
        ({"measures": ["leakers"]}, "cut short, damaged or changed"),
        ({"measures": 3}, "cut short, damaged or changed"),
        ({"study": []}, "cut short, damaged or changed"),
        ({"shard": "9/8"}, "cut short, damaged or changed"),
    ],
)
def test_a_header_of_another_format_or_a_changed_one_is_refused(folder: Path, change: object, words: str) -> None:
    assert isinstance(change, dict)
    file = folder / "header.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | change))
    with pytest.raises(InputError, match=words):
        open_store(folder)


def test_a_header_that_is_cut_short_is_refused(folder: Path) -> None:
    cut(folder / "header.json")
    with pytest.raises(InputError, match=r"header\.json is cut short"):
        open_store(folder)


def test_what_is_no_study_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist; write one with: shieldwall study"):
        open_store(tmp_path / "none")
    with pytest.raises(InputError, match="is not a study folder"):
        open_store(tmp_path)


def test_a_folder_that_is_there_is_gone_on_with_only_when_told(folder: Path) -> None:
    with pytest.raises(InputError, match="exists already; go on with it by --resume"), held_store(folder, HEADER):
        pass
    assert open_store(folder).battles.count == BATTLES


def test_a_second_writer_is_refused_and_a_reader_is_not(folder: Path) -> None:
    with held_store(folder, HEADER, resume=True):
        with pytest.raises(HeldError, match="another shieldwall is writing"):
            held_store(folder, HEADER, resume=True).__enter__()
        assert open_store(folder).battles.count == BATTLES
    assert sorted(file.name for file in folder.iterdir()) == ["chunks", "header.json"]


def test_a_table_that_is_not_that_of_its_batch_is_refused(folder: Path) -> None:
    table = PhiloxBattles()(Batch(7, -1, 0, 3))
    with held_store(folder, HEADER, resume=True) as store:
        for batch in (Batch(7, -1, 1, 3), Batch(7, -1, 0, 4), Batch(6, -1, 0, 3), Batch(7, 0, 0, 3)):
            with pytest.raises(ShieldwallError, match="what was fought is not"):
                store.keep((batch,), table)
        with pytest.raises(ShieldwallError, match="what was fought is not"):
            store.keep((Batch(7, -1, 0, 3),), table[["cell", "row", "replication", "leakers"]])
    assert open_store(folder).battles.count == BATTLES


@pytest.mark.parametrize("measures", [(), ("leakers", "leakers"), ("row",)])
def test_measures_have_names_of_their_own(measures: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="name each measure once"):
        StudyHeader({}, measures, "c0de")


def test_a_chunk_is_flushed_before_it_is_renamed_and_its_name_before_it_counts_as_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a cut of power leaves: of a file what was flushed, and of a folder the names that were (POSIX, fsync)."""
    happened: list[tuple[str, Path]] = []
    rename = Path.replace

    def fsync(handle: int) -> None:
        happened.append(("flushed", Path(f"/proc/self/fd/{handle}").readlink()))

    def replace(file: Path, target: Path) -> Path:
        happened.extend((("from", file), ("to", target)))
        return rename(file, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    with held_store(folder, HEADER, resume=True) as store:
        happened.clear()
        store.keep((Batch(7, -1, 0, 3),), PhiloxBattles()(Batch(7, -1, 0, 3)))
    part = happened[0][1]
    new = [chunk for chunk in chunks(folder) if chunk.name.startswith("7.")]
    assert happened == [("flushed", part), ("from", part), ("to", new[0]), ("flushed", folder / "chunks")]


def shared(tmp_path: Path, *shards: Shard) -> list[Path]:
    """Study folders with these shares of WORK."""
    for shard in shards:
        with held_store(tmp_path / f"{shard.number}", HEADER, shard=shard) as store:
            fight_missing(store, shard.share(WORK), PhiloxBattles(), workers=1, chunk=7)
    return [tmp_path / f"{shard.number}" for shard in shards]


def test_shares_merge_into_the_whole_study(folder: Path, tmp_path: Path) -> None:
    folders = shared(tmp_path, *(Shard(number, 3) for number in (3, 1, 2)))
    assert merge(folders, tmp_path / "all") == (BATTLES, 0, ())
    assert open_store(tmp_path / "all", HEADER).result_hash() == open_store(folder).result_hash()
    assert len(chunks(tmp_path / "all")) == 1
    # Again, and with what it has already, nothing changes.
    assert merge([folder, *folders], tmp_path / "all") == (BATTLES, 2 * BATTLES, ())
    assert len(chunks(tmp_path / "all")) == 1


def test_a_merger_names_the_shares_that_are_not_there(folder: Path, tmp_path: Path) -> None:
    folders = shared(tmp_path, Shard(1, 4), Shard(3, 4))
    merged = merge(folders, tmp_path / "all")
    assert merged.missing == (Shard(2, 4), Shard(4, 4))
    lacks = open_store(tmp_path / "all").missing(WORK)
    assert merged.battles + sum(batch.count for batch in lacks) == BATTLES
    assert merge([*folders, folder], tmp_path / "all").battles == BATTLES


def test_folders_of_two_studies_are_not_merged(folder: Path, tmp_path: Path) -> None:
    with held_store(tmp_path / "other", StudyHeader(HEADER.study, MEASURES, "beef")) as store:
        fight_missing(store, WORK, PhiloxBattles())
    with pytest.raises(InputError, match="with other code"):
        merge([folder, tmp_path / "other"], tmp_path / "all")
    assert not (tmp_path / "all").exists()
    with pytest.raises(InputError, match="nothing to merge"):
        merge([], tmp_path / "all")


def test_two_results_of_one_battle_are_refused(folder: Path, tmp_path: Path) -> None:
    batch = Batch(0, -1, 5, 2)
    table = PhiloxBattles()(batch)
    table["leakers"][1] += 1.0
    with held_store(tmp_path / "other", HEADER) as store:
        store.keep((batch,), table)
    with pytest.raises(ShieldwallError, match="one battle, cell 0, row -1, replication 6"):
        merge([folder, tmp_path / "other"], tmp_path / "all")


def test_each_share_has_a_folder_of_its_own(tmp_path: Path) -> None:
    (folder,) = shared(tmp_path, Shard(1, 4))
    with pytest.raises(InputError, match="holds share 1/4 of the study"):
        held_store(folder, HEADER, resume=True, shard=Shard(2, 4)).__enter__()


def test_a_folder_that_changes_while_it_is_read_says_so(folder: Path) -> None:
    store = open_store(folder)
    chunks(folder)[0].unlink()
    with pytest.raises(InputError, match="changed while it was read; open it again"):
        store.results()


def test_ranges_of_several_batches_are_known_from_their_chunk(folder: Path) -> None:
    several = [chunk for chunk in chunks(folder) if "+" in chunk.name]
    assert [chunk.name.rsplit(".", 2)[0] for chunk in several] == ["1.0.0.3+2"]
    assert ranges(open_store(folder).results()) == tuple(WORK)
    assert stores.table_hash(open_store(folder).results()) == open_store(folder).result_hash()


def test_ctrl_c_while_a_chunk_is_made_is_for_the_program_to_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    # polars raises KeyboardInterrupt in any thread that it works for; a battle that was fought is kept all the same.
    frame, presses = pl.DataFrame({"a": [1, 2]}), iter([True, True])
    honest = pl.DataFrame.write_parquet

    def pressed(self: pl.DataFrame, *args: Any, **options: Any) -> None:
        honest(self, *args, **options)
        if next(presses, False):
            raise KeyboardInterrupt

    monkeypatch.setattr(pl.DataFrame, "write_parquet", pressed)
    with ThreadPoolExecutor(1) as pool:
        content = pool.submit(as_parquet, frame, {}).result()
    assert pl.read_parquet(io.BytesIO(content)).equals(frame)
    presses = iter([True])
    with pytest.raises(KeyboardInterrupt):
        as_parquet(frame, {})
