"""A disk that is full, broken or read-only: a typed error, and all that was kept before is as it was."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import numpy as np
import pytest
from philox_battles import HEADER, PhiloxBattles

from shieldwall.quantities.errors import ShieldwallError
from shieldwall.study.fighting import Progressed, fight_missing
from shieldwall.study.store import held_store, open_store
from shieldwall.study.work import Batch, Battles, ranges

WORK = [Batch(0, -1, 0, 50), *(Batch(1, row, 0, 5) for row in range(4))]
#: Fifty of the writes that a study takes, and what the disk says at each: alternately full and broken.
SAMPLED = [
    (int(write), (errno.ENOSPC, errno.EIO)[place % 2])
    for place, write in enumerate(np.random.default_rng(12).choice(95, 50, replace=False))
]


class _Stream:
    """A file of which the disk takes one half."""

    def __init__(self, stream: Any, disk: _Disk) -> None:
        self._stream, self._disk = stream, disk

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def write(self, content: bytes) -> None:
        """Write all, or half of it and fail."""
        if self._disk.fails():
            self._stream.write(content[: len(content) // 2])
            self._stream.flush()
            raise self._disk.error()
        self._stream.write(content)

    def flush(self) -> None:
        """Hand on what is written."""
        self._stream.flush()

    def fileno(self) -> int:
        """Return the descriptor."""
        return int(self._stream.fileno())


class _Disk:
    """A disk whose write number `bad` fails, counting openings, writings, flushings and renamings."""

    def __init__(self, bad: int, code: int) -> None:
        self.bad, self.code, self.count = bad, code, -1

    def fails(self) -> bool:
        """Count one more, and tell whether it fails."""
        self.count += 1
        return self.count == self.bad

    def error(self) -> OSError:
        """Return what the system says."""
        return OSError(self.code, os.strerror(self.code))

    def check(self) -> None:
        """Count one more, and raise when it fails."""
        if self.fails():
            raise self.error()


@contextmanager
def bad_disk(bad: int, code: int) -> Iterator[_Disk]:
    disk = _Disk(bad, code)
    opened, replace = Path.open, Path.replace

    def open_file(file: Path, mode: str = "r", *rest: Any, **options: Any) -> Any:
        if mode != "xb":
            return opened(file, mode, *rest, **options)
        disk.check()
        return _Stream(opened(file, mode, *rest, **options), disk)

    def replaced(file: Path, target: Path) -> Path:
        disk.check()
        return replace(file, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "open", open_file)
        patch.setattr(Path, "replace", replaced)
        patch.setattr(os, "fsync", lambda _: disk.check())
        yield disk


def test_the_sample_is_of_the_writes_of_a_study(tmp_path: Path) -> None:
    with bad_disk(-1, 0) as disk, held_store(tmp_path / "study", HEADER) as store:
        fight_missing(store, WORK, PhiloxBattles(), chunk=4)
    assert 95 <= disk.count < 110
    assert len({write for write, _ in SAMPLED}) == 50


@pytest.mark.parametrize(("write", "code"), SAMPLED)
def test_a_write_that_fails_leaves_what_was_kept_and_the_study_goes_on(tmp_path: Path, write: int, code: int) -> None:
    folder, found = tmp_path / "study", Battles()

    def watch(progressed: Progressed) -> None:
        for batch in ranges(progressed.table):
            found.add(batch)

    with (
        bad_disk(write, code),
        pytest.raises(ShieldwallError, match=os.strerror(code)),
        held_store(folder, HEADER) as store,
    ):
        fight_missing(store, WORK, PhiloxBattles(), chunk=4, watch=watch)
    if folder.exists():
        store = open_store(folder, HEADER)
        assert all(batch in store.battles for batch in found)
        expected = [PhiloxBattles()(batch) for batch in store.battles]
        assert store.results().tobytes() == np.concatenate([*expected, store.results()[:0]]).tobytes()
    else:
        assert found.count == 0
        assert not list(tmp_path.iterdir())
    with bad_disk(-1, 0), held_store(folder, HEADER, resume=True) as store:
        fight_missing(store, WORK, PhiloxBattles(), chunk=4)
    whole = np.concatenate([PhiloxBattles()(batch) for batch in WORK])
    assert open_store(folder).results().tobytes() == whole.tobytes()
    assert sorted(file.name for file in folder.iterdir()) == ["chunks", "header.json"]


def test_a_read_only_folder_is_refused_before_a_battle_and_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bad_disk(-1, 0), held_store(tmp_path / "study", HEADER) as store:
        fight_missing(store, WORK, PhiloxBattles(), chunk=50)
    opened = os.open

    def read_only(file: Any, flags: int, *rest: Any, **options: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), file)
        return opened(file, flags, *rest, **options)

    monkeypatch.setattr(os, "open", read_only)
    with pytest.raises(ShieldwallError, match="cannot be written: Read-only file system; what it holds is intact"):
        held_store(tmp_path / "study", HEADER, resume=True).__enter__()
    assert open_store(tmp_path / "study").battles.count == 70
