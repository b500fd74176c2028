"""Cells without ground: which are known as such, what they get, and what is said of them."""

from __future__ import annotations

from math import radians
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio import Affine

from shieldwall import terrain
from shieldwall.quantities.errors import InputError
from shieldwall.terrain import Terrain


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIELDWALL_CACHE", str(tmp_path / "cache"))


def written(path: Path, values: np.ndarray, mask: np.ndarray | None = None, **changes: Any) -> Path:
    rows, columns = values.shape
    profile = {"driver": "GTiff", "count": 1, "height": rows, "width": columns, "dtype": values.dtype,
               "crs": "EPSG:4326", "transform": Affine(0.01, 0.0, 20.0, 0.0, -0.01, 45.0)}  # fmt: skip
    scale, offset = changes.pop("scale", 1.0), changes.pop("offset", 0.0)
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(path, "w", **(profile | changes)) as target:
        target.write(values, 1)
        target.scales, target.offsets = (scale,), (offset,)
        if mask is not None:
            target.write_mask(mask)
    return path


def plateau(mark: float, kind: str, ground: float = 500.0) -> np.ndarray:
    """A plain with one cell, and a block of 3 x 4 cells, that hold a mark."""
    values = np.full((40, 50), ground, kind)
    values[3, 3] = values[20:23, 30:34] = mark
    return values


MARKS = [
    ("int16", -9999), ("int16", -10000), ("int16", -32768), ("int16", -32767), ("int16", 32767), ("int16", -501),
    ("uint16", 65535), ("int32", -99999), ("int32", -2147483648), ("uint32", 4294967295),
    ("float32", -9999.0), ("float32", np.nan), ("float32", np.inf), ("float32", -np.inf),
    ("float32", -3.4028234663852886e38), ("float32", 1e20), ("float64", -1e38), ("float64", -9999.9),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "mark"), MARKS)
@pytest.mark.parametrize("nodata", [None, 255])
def test_marks_of_missing_data_are_no_ground(tmp_path: Path, kind: str, mark: float, nodata: int | None) -> None:
    # The marks that are in use: SRTM -32768, Esri -9999 and -3.4e38, GTOPO30 -9999, 16 bits without a sign 65535.
    found = terrain.load(written(tmp_path / "a.tif", plateau(mark, kind), nodata=nodata))
    assert np.allclose(found.elevations, 500.0, atol=0.01)
    assert "13 cells hold no ground (0.7 % of it, from 44.77 to 44.97 N and 20.03 to 20.34 E)" in found.remarks[0]
    if np.isfinite(mark):
        assert f"marks cells with {mark:g} and does not declare" in found.remarks[1]


def test_what_is_declared_is_not_called_undeclared(tmp_path: Path) -> None:
    found = terrain.load(written(tmp_path / "a.tif", plateau(-9999, "int16"), nodata=-9999))
    assert len(found.remarks) == 1


def test_a_mask_beside_the_band_is_heeded(tmp_path: Path) -> None:
    values = plateau(0, "int16")
    mask = np.where(values == 0, 0, 255).astype(np.uint8)
    found = terrain.load(written(tmp_path / "a.tif", values, mask))
    assert (found.elevations == 500).all()
    assert "13 cells" in found.remarks[0]


def test_a_mark_under_a_scale_is_no_ground(tmp_path: Path) -> None:
    # -9999 would be -99.99 m, a height that land has.
    found = terrain.load(written(tmp_path / "a.tif", plateau(-9999, "int16", 5000), scale=0.01, offset=100.0))
    assert np.allclose(found.elevations, 150.0)


@pytest.mark.parametrize("ground", [-430, -413, 0, 8849])
def test_all_land_is_ground(tmp_path: Path, ground: int) -> None:
    # The shore of the Dead Sea (-430 m) and Mount Everest (8849 m).
    found = terrain.load(written(tmp_path / "a.tif", plateau(ground, "int16", 300)))
    assert found.remarks == ()
    assert found.extremes == (min(ground, 300), max(ground, 300))


def test_a_sea_floor_is_refused(tmp_path: Path) -> None:
    slope = np.linspace(200.0, -3000.0, 2000).reshape(40, 50).astype(np.float32)
    with pytest.raises(InputError, match="down to -3000 m, deeper than any land") as caught:
        terrain.load(written(tmp_path / "a.tif", slope))
    assert "maximum(A,0)" in str(caught.value.instead)


def test_marks_that_a_warp_has_blended_are_refused(tmp_path: Path) -> None:
    blended = plateau(-9999, "float32")
    blended[20:23, 29] = blended[20:23, 34] = [-7000.0, -5000.0, -3000.0]
    with pytest.raises(InputError, match="a warp blended with ground"):
        terrain.load(written(tmp_path / "a.tif", blended))


@pytest.mark.parametrize("width", [1, 5, 30, 60, 150])
@pytest.mark.parametrize("kind", ["int16", "float32"])
def test_a_void_of_any_width_is_filled_to_its_middle(tmp_path: Path, width: int, kind: str) -> None:
    values = np.full((200, 210), 1500, kind)
    values[20 : 20 + width, 30 : 30 + width] = -32768
    found = terrain.load(written(tmp_path / "a.tif", values, nodata=-32768))
    assert np.allclose(found.elevations, 1500.0, atol=0.01)
    assert found.remarks[0].startswith("1 cell holds" if width == 1 else f"{width * width} cells hold")


def test_a_wide_void_on_a_slope_goes_on_with_the_slope(tmp_path: Path) -> None:
    slope = np.broadcast_to(np.arange(200.0, dtype=np.float32) * 5.0, (150, 200)).copy()
    holed = slope.copy()
    holed[40:110, 50:150] = np.nan
    found = terrain.load(written(tmp_path / "a.tif", holed)).elevations
    # Between rims of 245 and 750 m; no pit, no peak, and the middle of the void near the middle of the slope.
    assert found.min() >= 0.0
    assert found[40:110, 50:150].min() > 200.0
    assert found[40:110, 50:150].max() < 800.0
    assert found[75, 100] == pytest.approx(500.0, abs=60.0)


def test_a_corner_without_data_gets_the_ground_beside_it(tmp_path: Path) -> None:
    # A warp leaves wedges like this at the edges.
    values = np.where(np.add.outer(np.arange(120), np.arange(120)) < 130, -32768, 700).astype(np.int16)
    assert (terrain.load(written(tmp_path / "a.tif", values)).elevations == 700).all()


def test_places_on_made_up_ground_are_known(tmp_path: Path) -> None:
    values = plateau(-9999, "int16")
    found = terrain.load(written(tmp_path / "a.tif", values))
    again = terrain.load(tmp_path / "a.tif")
    for one in (found, again):
        # Cells [20:23, 30:34] lie from 44.77 to 44.80 N and 20.30 to 20.34 E.
        assert one.made_up(radians(44.785), radians(20.32))
        # Within half a cell of the rim, the ground between two cells comes from both.
        assert one.made_up(radians(44.803), radians(20.32))
        assert not one.made_up(radians(44.82), radians(20.32))
        assert not one.made_up(radians(10.0), radians(20.32))
    assert not terrain.load("serbia").made_up(radians(44.8), radians(20.3))


def test_a_void_across_180_degrees_says_where(tmp_path: Path) -> None:
    place = Affine(0.01, 0.0, 179.7, 0.0, -0.01, 45.0)
    found = terrain.load(written(tmp_path / "a.tif", plateau(-9999, "int16"), transform=place))
    assert "179.73 E to 179.96 W" in found.remarks[0]


def test_a_terrain_made_by_hand_has_no_remarks() -> None:
    hand = Terrain("hand", np.zeros((2, 2), np.int16), (0.0, 0.1, 0.0, 0.1), "0")
    assert hand.remarks == ()
    assert not hand.made_up(0.05, 0.05)


def test_several_marks_are_listed_as_a_sentence_has_them(tmp_path: Path) -> None:
    values = plateau(-9999, "float32")
    values[10, 10], values[11, 11] = -32768, 1e30
    assert (
        "marks cells with -32768, -9999 and 1e+30 and does"
        in terrain.load(written(tmp_path / "a.tif", values)).remarks[1]
    )
