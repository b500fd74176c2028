"""What lies beside a GeoTIFF, and a second band of it, counts as it counts for GDAL; advice is typed as it stands."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio import Affine
from rasterio.enums import ColorInterp

from shieldwall import terrain
from shieldwall.quantities.errors import InputError

#: The international foot (1959), m.
FOOT = 0.3048
HEIGHTS = np.arange(200, 200 + 20 * 30).reshape(20, 30)
HOLE = np.s_[5:9, 10:20]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIELDWALL_CACHE", str(tmp_path / "cache"))


def written(path: Path, *bands: np.ndarray, colours: tuple[ColorInterp, ...] = (), kind: str = "int16") -> Path:
    profile = {"driver": "GTiff", "count": len(bands), "height": 20, "width": 30, "dtype": kind, "crs": "EPSG:4326",
               "transform": Affine(0.01, 0.0, 20.0, 0.0, -0.01, 45.0)}  # fmt: skip
    with rasterio.open(path, "w", **profile) as target:
        if colours:
            target.colorinterp = colours
        target.write(np.stack(bands).astype(kind))
    return path


def masked() -> np.ndarray:
    """255 where there is ground, 0 in the hole."""
    alpha = np.full((20, 30), 255)
    alpha[HOLE] = 0
    return alpha


@pytest.mark.tool("gdal_edit.py")
def test_a_unit_that_was_written_beside_the_file_counts(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tif", HEIGHTS)
    before = terrain.load(path)
    assert before.extremes == (200.0, 799.0)
    # Opened for reading alone, the unit goes into a.tif.aux.xml.
    subprocess.run(shlex.split(f"gdal_edit.py -ro -units ft '{path}'"), check=True, capture_output=True)
    assert (tmp_path / "a.tif.aux.xml").exists()
    found = terrain.load(path)
    assert found.extremes == pytest.approx((200 * FOOT, 799 * FOOT), abs=1e-3)
    assert found.digest != before.digest


def test_missing_data_declared_beside_the_file_counts(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tif", np.where(masked() > 0, HEIGHTS, 0))
    said = "<PAMDataset><PAMRasterBand band='1'><NoDataValue>0</NoDataValue></PAMRasterBand></PAMDataset>"
    path.with_name("a.tif.aux.xml").write_text(said, encoding="utf-8")
    found = terrain.load(path)
    assert found.extremes[0] == 200.0
    assert "40 cells hold no ground" in found.remarks[0]


def test_statistics_beside_a_file_change_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tif", HEIGHTS)
    before = terrain.load(path).digest
    said = "<PAMDataset><PAMRasterBand band='1'><Metadata><MDI key='STATISTICS_MAXIMUM'>799</MDI></Metadata>"
    path.with_name("a.tif.aux.xml").write_text(said + "</PAMRasterBand></PAMDataset>", encoding="utf-8")
    assert terrain.load(path).digest == before


@pytest.mark.parametrize("inside", [True, False])
def test_a_mask_counts_inside_a_file_and_beside_it(tmp_path: Path, inside: bool) -> None:
    path = written(tmp_path / "a.tif", np.where(masked() > 0, HEIGHTS, 0))
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=inside), rasterio.open(path, "r+") as target:
        target.write_mask(masked() > 0)
    assert (tmp_path / "a.tif.msk").exists() is not inside
    found = terrain.load(path)
    assert found.extremes[0] == 200.0
    assert "40 cells hold no ground" in found.remarks[0]


@pytest.mark.parametrize("kind", ["uint8", "int16", "float32"])
def test_an_alpha_says_where_there_is_ground(tmp_path: Path, kind: str) -> None:
    heights = np.where(masked() > 0, np.minimum(HEIGHTS, 250), 0)
    colours = (ColorInterp.gray, ColorInterp.alpha)
    found = terrain.load(written(tmp_path / "a.tif", heights, masked(), colours=colours, kind=kind))
    assert found.extremes == (200.0, 250.0)
    assert "40 cells hold no ground" in found.remarks[0]


GRAY, NONE, ALPHA = ColorInterp.gray, ColorInterp.undefined, ColorInterp.alpha


@pytest.mark.tool("gdal_translate")
@pytest.mark.parametrize("colours", [(GRAY, NONE), (GRAY, NONE, ALPHA)])
def test_advice_for_several_bands_keeps_what_says_where_there_is_ground(
    tmp_path: Path, colours: tuple[ColorInterp, ...]
) -> None:
    heights = np.where(masked() > 0, HEIGHTS, 0)
    bands = (heights, masked()) if len(colours) == 2 else (heights, HEIGHTS, masked())
    with pytest.raises(InputError, match=f"has {len(bands)} bands") as caught:
        terrain.load(written(tmp_path / "OLD", *bands, colours=colours))
    command = str(caught.value.instead).rpartition(": ")[2]
    subprocess.run(shlex.split(command), cwd=tmp_path, check=True, capture_output=True)
    found = terrain.load(tmp_path / "NEW")
    assert found.extremes == (200.0, 799.0)
    assert "40 cells hold no ground" in found.remarks[0]


def test_a_picture_in_colours_is_no_terrain(tmp_path: Path) -> None:
    colours = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)
    layer = np.full((20, 30), 90)
    with pytest.raises(InputError, match="is a picture in colours, of 3 bands"):
        terrain.load(written(tmp_path / "a.tif", layer, layer, layer, colours=colours, kind="uint8"))
