"""Heights in feet are read as feet, and advice for other units is typed as it stands and works."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio import Affine

from shieldwall import terrain
from shieldwall.quantities.errors import InputError

#: The international foot (1959) and the US survey foot (Mendenhall Order, 1893), m.
FOOT, SURVEY_FOOT = 0.3048, 1200.0 / 3937.0


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIELDWALL_CACHE", str(tmp_path / "cache"))


def written(path: Path, unit: str | None = None, **changes: Any) -> Path:
    values = np.arange(262, 262 + 20 * 30, dtype=np.int16).reshape(20, 30)
    values[4, 5] = -32768
    scale, offset = changes.pop("scale", 1.0), changes.pop("offset", 0.0)
    profile = {"driver": "GTiff", "count": 1, "height": 20, "width": 30, "dtype": "int16", "nodata": -32768,
               "crs": "EPSG:4326", "transform": Affine(0.01, 0.0, 20.0, 0.0, -0.01, 45.0)}  # fmt: skip
    with rasterio.open(path, "w", **(profile | changes)) as target:
        target.write(values, 1)
        target.scales, target.offsets = (scale,), (offset,)
        if unit is not None:
            target.units = (unit,)
    return path


FEET = [("ft", FOOT), ("foot", FOOT), ("Feet", FOOT), ("US survey foot", SURVEY_FOOT), ("us-ft", SURVEY_FOOT),
        ("Foot_US", SURVEY_FOOT), ("ftUS", SURVEY_FOOT)]  # fmt: skip


@pytest.mark.parametrize(("unit", "metres"), FEET)
def test_feet_become_metres(tmp_path: Path, unit: str, metres: float) -> None:
    found = terrain.load(written(tmp_path / "a.tif", unit))
    assert found.extremes == pytest.approx((262 * metres, 861 * metres), abs=1e-3)
    assert "in feet" in found.remarks[0] if metres == FOOT else "in US survey feet" in found.remarks[0]


# Vertical systems of EPSG: NAVD88 in US survey feet, in feet, in metres; EGM96.
@pytest.mark.parametrize(("vertical", "metres"), [(6360, SURVEY_FOOT), (8228, FOOT), (5703, 1.0), (5773, 1.0)])
def test_a_vertical_system_says_the_unit(tmp_path: Path, vertical: int, metres: float) -> None:
    found = terrain.load(written(tmp_path / "a.tif", crs=f"EPSG:4326+{vertical}"))
    assert found.extremes == pytest.approx((262 * metres, 861 * metres), abs=1e-3)


@pytest.mark.parametrize("unit", ["", "m", "metre", "Meters"])
def test_metres_are_metres(tmp_path: Path, unit: str) -> None:
    found = terrain.load(written(tmp_path / "a.tif", unit))
    assert found.extremes == (262, 861)
    assert len(found.remarks) == 1


def test_scale_and_offset_count_in_the_unit(tmp_path: Path) -> None:
    found = terrain.load(written(tmp_path / "a.tif", "ft", scale=0.5, offset=-100.0))
    assert found.extremes == pytest.approx(((131 - 100) * FOOT, (430.5 - 100) * FOOT), abs=1e-3)


# The lengths of a yard (1959) and a fathom; decimal parts of the metre.
@pytest.mark.tool("gdal_calc.py")
@pytest.mark.parametrize(
    ("unit", "metres", "crs"),
    [
        ("yards", 0.9144, "EPSG:4326"),
        ("cm", 0.01, "EPSG:4326"),
        ("Decimetre", 0.1, "EPSG:4326"),
        ("fathom", 1.8288, "EPSG:4326"),
        # NAVD88 depths and heights keep a unit in the system; another unit on the band stands against it.
        ("cm", 0.01, "EPSG:4326+5773"),
    ],
)
def test_advice_for_other_units_works_as_typed(tmp_path: Path, unit: str, metres: float, crs: str) -> None:
    path = written(tmp_path / "OLD", crs=crs)
    with rasterio.open(path, "r+") as target:
        target.units = (unit,)
    with pytest.raises(InputError, match=f"has its heights in {unit!r}".replace("'", '"')) as caught:
        terrain.load(path)
    for command in str(caught.value.instead).partition(": ")[2].split(" and "):
        subprocess.run(shlex.split(command), cwd=tmp_path, check=True, capture_output=True)
    found = terrain.load(tmp_path / "NEW")
    assert found.extremes == pytest.approx((262 * metres, 861 * metres), abs=1e-3)


def test_an_unknown_unit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r'"hands", which is no unit known here.*gdal_edit.py -units m FILE'):
        terrain.load(written(tmp_path / "a.tif", "hands"))


@pytest.mark.tool("gdal_calc.py")
def test_advice_for_a_sea_floor_works_as_typed(tmp_path: Path) -> None:
    path = written(tmp_path / "OLD", scale=1.0)
    with rasterio.open(path, "r+") as target:
        target.write(np.linspace(-3000, 300, 600).astype(np.int16).reshape(20, 30), 1)
    with pytest.raises(InputError) as caught:
        terrain.load(path)
    command = str(caught.value.instead).partition(": ")[2].partition(", or ")[0]
    subprocess.run(shlex.split(command), cwd=tmp_path, check=True, capture_output=True)
    assert terrain.load(tmp_path / "NEW").extremes == (0.0, 300.0)


@pytest.mark.tool("gdalwarp")
@pytest.mark.parametrize("declared", [True, False])
def test_the_way_to_lay_a_sea_into_missing_cells_works_as_the_how_to_has_it(tmp_path: Path, declared: bool) -> None:
    page = (Path(__file__).parents[3] / "docs/how-to/use-your-own-terrain.md").read_text(encoding="utf-8")
    mark = [] if declared else ["-srcnodata", "-9999"]
    assert "gdalwarp -dstnodata 0 OLD NEW" in page
    assert "gdal_edit.py -unsetnodata NEW" in page
    path = written(tmp_path / "OLD", nodata=-9999 if declared else None)
    with rasterio.open(path, "r+") as target:
        target.write(np.where(np.arange(600).reshape(20, 30) < 300, -9999, 700).astype(np.int16), 1)
    for command in (["gdalwarp", *mark, "-dstnodata", "0", "OLD", "NEW"], ["gdal_edit.py", "-unsetnodata", "NEW"]):
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    found = terrain.load(tmp_path / "NEW")
    assert found.remarks == ()
    assert found.extremes == (0.0, 700.0)


@pytest.mark.tool("gdalwarp")
def test_feet_survive_the_warp_that_is_advised(tmp_path: Path) -> None:
    place = Affine(500.0, 0.0, 400_000.0, 0.0, -500.0, 5_000_000.0)
    path = written(tmp_path / "OLD", crs="EPSG:32634+6360", transform=place)
    with pytest.raises(InputError) as caught:
        terrain.load(path)
    command = str(caught.value.instead).partition(": ")[2]
    subprocess.run(shlex.split(command), cwd=tmp_path, check=True, capture_output=True)
    found = terrain.load(tmp_path / "NEW")
    # The wedges that the warp leaves empty are no sea.
    assert found.extremes[0] > 70.0
    assert found.extremes[1] == pytest.approx(861 * SURVEY_FOOT, abs=10.0)


def test_a_plane_in_feet_asks_for_the_unit_of_heights(tmp_path: Path) -> None:
    # EPSG:2263, New York Long Island in US survey feet; nothing in the file says what its heights are in.
    place = Affine(100.0, 0.0, 980_000.0, 0.0, -100.0, 200_000.0)
    with pytest.raises(InputError, match=r"gdalwarp .*; its plane is in feet: .*gdal_edit.py -units ft NEW"):
        terrain.load(written(tmp_path / "a.tif", crs="EPSG:2263", transform=place))


def test_depths_are_refused(tmp_path: Path) -> None:
    # EPSG:5715, depth below mean sea level.
    with pytest.raises(InputError, match="counts depths downwards"):
        terrain.load(written(tmp_path / "a.tif", crs="EPSG:4326+5715"))
