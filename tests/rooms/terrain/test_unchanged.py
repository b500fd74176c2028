"""A terrain file that is as it was is not read again; one that may be another is."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio import Affine

from shieldwall import terrain
from shieldwall.quantities.errors import InputError
from shieldwall.terrain import geotiff, unchanged


def written(path: Path, height: int) -> Path:
    with rasterio.open(
        path, "w", driver="GTiff", width=8, height=8, count=1, dtype="int16", crs="EPSG:4326",
        transform=Affine(0.1, 0.0, 20.0, 0.0, -0.1, 45.0),
    ) as raster:  # fmt: skip
        raster.write(np.full((8, 8), height, np.int16), 1)
    return path


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were read."""
    seen: list[Path] = []
    read = geotiff.read_file
    monkeypatch.setattr(geotiff, "read_file", lambda path: seen.append(path) or read(path))
    return seen


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as written long ago."""
    monkeypatch.setattr(unchanged, "SETTLED", -1.0)


@pytest.mark.usefixtures("settled")
def test_what_is_as_it_was_is_read_once(tmp_path: Path, reads: list[Path]) -> None:
    file = written(tmp_path / "hill.tif", 300)
    found = terrain.load(file)
    assert terrain.load(file) is found
    assert reads == [file]


def test_what_was_written_just_now_is_read_again(tmp_path: Path, reads: list[Path]) -> None:
    file = written(tmp_path / "hill.tif", 300)
    for _ in range(3):
        terrain.load(file)
    assert reads == 3 * [file]


@pytest.mark.usefixtures("settled")
def test_other_heights_of_the_same_size_and_age_are_noticed(tmp_path: Path) -> None:
    file = written(tmp_path / "hill.tif", 300)
    before = file.stat()
    assert terrain.load(file).height(0.78, 0.35) == 300.0
    time.sleep(0.02)
    written(file, 400)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert terrain.load(file).height(0.78, 0.35) == 400.0


@pytest.mark.usefixtures("settled")
def test_a_side_file_that_appears_and_a_file_that_goes_are_noticed(tmp_path: Path) -> None:
    file = written(tmp_path / "hill.tif", 300)
    assert terrain.load(file).height(0.78, 0.35) == 300.0
    unit = '<PAMDataset><PAMRasterBand band="1"><UnitType>ft</UnitType></PAMRasterBand></PAMDataset>'
    (tmp_path / "hill.tif.aux.xml").write_text(unit, encoding="utf-8")
    # The international foot is 0.3048 m.
    assert terrain.load(file).height(0.78, 0.35) == pytest.approx(91.44, abs=0.51)
    file.unlink()
    with pytest.raises(InputError, match="cannot be read"):
        terrain.load(file)
