"""GeoTIFFs of all kinds: the good are read, the others refused in one sentence, none with a traceback."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio import Affine

from shieldwall import terrain
from shieldwall.quantities.errors import InputError
from shieldwall.terrain import geotiff

HILLS = (np.arange(1, 601, dtype=np.int16).reshape(20, 30) % 97) * 3


def placed(west: float, south: float, east: float, north: float, width: int = 30, height: int = 20) -> Affine:
    return Affine((east - west) / width, 0.0, west, 0.0, (south - north) / height, north)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIELDWALL_CACHE", str(tmp_path / "cache"))


def written(path: Path, values: np.ndarray = HILLS, **changes: Any) -> Path:
    layers = values if values.ndim == 3 else values[None]
    profile: dict[str, Any] = {
        "driver": "GTiff", "count": len(layers), "height": layers.shape[1], "width": layers.shape[2],
        "dtype": values.dtype, "crs": "EPSG:4326", "transform": placed(20.0, 44.0, 21.0, 45.0),
    }  # fmt: skip
    describe = {name: changes.pop(name) for name in ("units", "scales", "offsets") if name in changes}
    with rasterio.open(path, "w", **(profile | changes)) as target:
        target.write(layers)
        for name, value in describe.items():
            setattr(target, name, (value,))
    return path


@pytest.mark.parametrize("kind", ["int16", "uint16", "int32", "float32", "float64"])
def test_elevations_come_as_written(tmp_path: Path, kind: str) -> None:
    found = terrain.load(written(tmp_path / "a.tif", HILLS.astype(kind)))
    assert np.array_equal(found.elevations, HILLS)
    assert np.degrees(found.bounds) == pytest.approx([44.0, 45.0, 20.0, 21.0])


def test_rows_run_from_north_to_south(tmp_path: Path) -> None:
    found = terrain.load(written(tmp_path / "a.tif"))
    north_west = np.radians([45.0 - 0.5 / 20, 20.0 + 0.5 / 30])
    assert float(found.height(*north_west)) == pytest.approx(HILLS[0, 0], abs=1e-9)


@pytest.mark.parametrize("kind", ["int16", "float32"])
def test_holes_are_filled_from_their_rim(tmp_path: Path, kind: str) -> None:
    values = np.full((20, 30), 500, kind)
    values[8:11, 8:11] = -9999
    values[3, 3] = -32768
    found = terrain.load(written(tmp_path / "a.tif", values, nodata=-9999))
    assert np.array_equal(found.elevations, np.full((20, 30), 500))


@pytest.mark.parametrize("value", [np.nan, np.inf, -9999.0, -32768.0, -3.4e38, 65535.0])
def test_a_file_without_data_is_refused(tmp_path: Path, value: float) -> None:
    with pytest.raises(InputError, match="every cell is missing"):
        terrain.load(written(tmp_path / "a.tif", np.full((20, 30), value, np.float32)))


REFUSED = {
    "projected": ({"crs": "EPSG:32634"}, "gdalwarp -t_srs EPSG:4326"),
    "nowhere": ({"crs": None}, "does not say where"),
    "another datum": ({"crs": "EPSG:4230"}, "WGS 84"),
    "south up": ({"transform": placed(20.0, 45.0, 21.0, 44.0)}, "north up"),
    "over the ellipsoid": ({"crs": "EPSG:4979"}, "over the ellipsoid"),
    "beyond the pole": ({"transform": placed(20.0, 89.0, 21.0, 91.0)}, "not on the earth"),
    "more than a turn": ({"transform": placed(-180.0, 44.0, 185.0, 45.0)}, "not on the earth"),
    "two turns away": ({"transform": placed(720.0, 44.0, 721.0, 45.0)}, "not on the earth"),
    "no scale": ({"scales": 0.0}, "a scale of heights that is no number"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_headers_that_will_not_do(tmp_path: Path, name: str) -> None:
    changes, message = REFUSED[name]
    with pytest.raises(InputError, match=message) as caught:
        terrain.load(written(tmp_path / "a.tif", **changes))
    assert caught.value.file == str(tmp_path / "a.tif")
    assert caught.value.instead


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (np.zeros((3, 20, 30), np.int16), "3 bands"),
        (np.zeros((20, 30), np.complex64), "complex64"),
        (np.zeros((1, 30), np.int16), "30 x 1 cells"),
        (np.full((20, 30), 20_000, np.int16), "every cell is missing"),
        (HILLS * 100, "values up to 28800, which are not elevations in metres"),
    ],
)
def test_pixels_that_will_not_do(tmp_path: Path, values: np.ndarray, message: str) -> None:
    with pytest.raises(InputError, match=message):
        terrain.load(written(tmp_path / "a.tif", values))


def test_a_header_that_claims_too_much_is_not_believed(tmp_path: Path) -> None:
    # A sparse file of a kilobyte whose header promises 120 000 x 100 000 cells.
    path = sparse(tmp_path / "a.tif", 120_000, 100_000)
    with pytest.raises(InputError, match="120000 x 100000 cells"):
        terrain.load(path)


def sparse(path: Path, width: int, height: int, **changes: Any) -> Path:
    """Write a GeoTIFF of a few bytes that claims any size."""
    profile: dict[str, Any] = {
        "count": 1,
        "dtype": "int16",
        "crs": "EPSG:4326",
        "sparse_ok": True,
        "tiled": True,
    }
    profile |= {"transform": placed(20.0, 44.0, 21.0, 45.0, width, height), "bigtiff": "yes"}
    with rasterio.open(path, "w", driver="GTiff", width=width, height=height, **(profile | changes)):
        pass
    return path


def test_blocks_that_claim_too_much_are_not_believed(tmp_path: Path) -> None:
    path = sparse(tmp_path / "a.tif", 16_000, 16_000, blockxsize=8192, blockysize=8192)
    with pytest.raises(InputError, match="blocks too large"):
        terrain.load(path)


@pytest.mark.parametrize("keep", [0, 1, 7, 8, 100, 300, 700, 1100])
def test_a_file_cut_short_is_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str], keep: int) -> None:
    path = written(tmp_path / "a.tif", tiled=True, blockxsize=16, blockysize=16)
    content = path.read_bytes()
    assert len(content) > 1100
    path.write_bytes(content[:keep])
    with pytest.raises(InputError, match=r"cut short|is empty|does not say where"):
        terrain.load(path)
    assert capfd.readouterr() == ("", "")


def test_no_damage_to_a_file_escapes(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tif", compress="deflate")
    content = bytearray(path.read_bytes())
    rng = np.random.default_rng(11)
    for _ in range(200):
        damaged = content.copy()
        for place in rng.integers(0, len(content), 4):
            damaged[place] = rng.integers(0, 256)
        path.write_bytes(damaged)
        with contextlib.suppress(InputError):
            terrain.load(path)


@pytest.mark.parametrize("content", [b"not a picture at all", b"\x89PNG\r\n\x1a\n", b"north,south\n1,2\n"])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(content)
    with pytest.raises(InputError, match="cannot be read as a GeoTIFF"):
        terrain.load(path)


def test_only_geotiff_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.img"
    path.write_text('<VRTDataset rasterXSize="2" rasterYSize="2"></VRTDataset>')
    with pytest.raises(InputError, match="cannot be read as a GeoTIFF"):
        terrain.load(path)


def test_places_that_are_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        terrain.load(tmp_path)
    with pytest.raises(InputError, match="No such file"):
        terrain.load(tmp_path / "absent.tif")
    os.mkfifo(tmp_path / "pipe.tif")
    with pytest.raises(InputError, match="not an ordinary file"):
        terrain.load(tmp_path / "pipe.tif")


def test_a_file_too_long_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "a.tif")
    monkeypatch.setattr(geotiff, "LARGEST", 100)
    with pytest.raises(InputError, match="too large"):
        terrain.load(path)
