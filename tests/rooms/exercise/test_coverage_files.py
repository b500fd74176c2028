"""The files of a coverage, read back by other programs' readers."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio.features import rasterize
from rasterio.transform import Affine

import shieldwall as sw
from shieldwall.outlets.field import Cells, polygons

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def found() -> sw.Coverage:
    return sw.coverage("one-radar", altitude=["100 m", "2 km amsl"], rcs=["1 m2", "0.1 m2"])


def test_a_geotiff_has_its_bands_where_they_belong(found: sw.Coverage, tmp_path: Path) -> None:
    with rasterio.open(found.save(tmp_path / "map.tif")) as file:
        assert file.crs.to_epsg() == 4326
        assert set(file.dtypes) == {"float32"}
        assert file.count == 2 * 2 * (2 + len(found.sensors))
        assert file.descriptions[:3] == (
            "joint, 100 m agl, 1 m2",
            "joint without terrain, 100 m agl, 1 m2",
            "blue/warning/sensor, 100 m agl, 1 m2",
        )
        assert file.tags()["PROBABILITY"] == "0.5"
        assert file.tags(3)["warning_only"] == "False"
        north_up = file.transform
        assert north_up.a > 0.0 > north_up.e
        # Some points by their latitude and longitude, as a GIS asks.
        for row, column in ((10, 20), (60, 41), (found.latitudes.size // 2, found.longitudes.size // 2)):
            place = (found.longitudes[column], found.latitudes[row])
            (sample,) = file.sample([place])
            assert sample[0] == found.joint[0, 0, row, column]
            assert sample[-1] == found.probability[0, 1, 1, row, column]
        # The radar itself stands in the middle of what it sees, off a hole above it.
        assert file.bounds.left < 20.20 < file.bounds.right
        assert file.bounds.bottom < 44.90 < file.bounds.top


def test_geojson_is_what_rfc_7946_asks(found: sw.Coverage, tmp_path: Path) -> None:
    collection = json.loads(found.save(tmp_path / "map.geojson").read_bytes())
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection
    features = collection["features"]
    assert len(features) == 2 * 2 * (2 + len(found.sensors))
    for feature in features:
        assert feature["type"] == "Feature"
        assert feature["geometry"]["type"] == "MultiPolygon"
        for polygon in feature["geometry"]["coordinates"]:
            for number, ring in enumerate(polygon):
                assert ring[0] == ring[-1]
                assert len(ring) >= 4
                assert (signed(ring) > 0.0) == (number == 0)
                assert all(14.0 < lon < 27.0 and 40.0 < lat < 50.0 for lon, lat in ring)


def test_polygons_cover_what_the_cells_do(found: sw.Coverage, tmp_path: Path) -> None:
    """GDAL burns them back onto the grid; cutting corners may move cells at the edge only."""
    collection = json.loads(found.save(tmp_path / "map.geojson").read_bytes())
    grid = found.cover.grid
    transform = Affine(grid.step_lon, 0.0, grid.west, 0.0, grid.step_lat, grid.south)
    feature = next(one for one in collection["features"] if one["properties"]["name"] == "joint, 2 km amsl, 1 m2")
    inside = found.joint[1, 0] >= 0.5
    burnt = rasterize([feature["geometry"]], out_shape=inside.shape, transform=transform) > 0
    assert np.count_nonzero(burnt ^ inside) <= 0.02 * np.count_nonzero(inside)
    area = feature["properties"]["area_km2"]
    assert area == pytest.approx(float((inside * grid.cells()).sum()), abs=0.06)


def signed(ring: list[list[float]]) -> float:
    x, y = np.array(ring).T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


def test_a_ring_with_a_hole_keeps_it() -> None:
    inside = np.ones((5, 5), bool)
    inside[0, 0] = inside[2, 2] = False
    ((outer, hole),) = polygons(Cells(20.0, 44.0, 0.1, 0.1), inside)
    assert signed([list(point) for point in outer]) > 0.0
    assert signed([list(point) for point in hole]) < 0.0
    # The hole is the diamond through the middles of the sides of its one cell.
    assert set(hole) == {(20.25, 44.2), (20.2, 44.25), (20.25, 44.3), (20.3, 44.25)}


def test_polygons_are_cut_at_the_antimeridian() -> None:
    found = polygons(Cells(179.8, 10.0, 0.1, 0.1), np.ones((2, 4), bool))
    longitudes = [sorted(lon for lon, _ in rings[0]) for rings in found]
    assert [(low[0], low[-1]) for low in longitudes] == [(179.8, 180.0), (-180.0, -179.8)]


def test_the_table_is_tidy(found: sw.Coverage, tmp_path: Path) -> None:
    with found.save(tmp_path / "map.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    count = Counter(row["measure"] for row in rows)
    assert count["area"] == 2 * 2 * (1 + len(found.sensors))
    assert count["volume below"] == 2 * len(found.profile.heights)
    assert count["first detection"] == 2 * 2 * 72
    by_measure = {(row["measure"], row["who"], row["altitude"], row["rcs_m2"]): row for row in rows}
    joint = by_measure["area", "joint", "100 m agl", "1.0"]
    assert (float(joint["value"]), joint["unit"]) == (found.tables()["areas"][0]["joint_km2"], "km2")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"altitude": "100 m"}, ["Coverage at 100 m agl of a target of 1 m²", "all together"]),
        ({"altitude": "2 km amsl"}, ["Coverage at 2 km amsl of a target of 1 m²", "without terrain"]),
        ({"altitude": "100 m, 3 km"}, ["of a target of 1 m² by altitude", "3 km agl"]),
        ({"altitude": "1 km amsl", "rcs": "0.1 m2, 1 m2"}, ["at 1 km amsl by cross-section", "0.1 m²"]),
    ],
)
def test_the_map_says_what_it_shows(asked: dict[str, Any], words: list[str], tmp_path: Path) -> None:
    found = sw.coverage("one-radar", **asked)
    text = found.save(tmp_path / "map.svg").read_text(encoding="utf-8")
    assert all(word in text for word in [*words, "AN/TPS-70", "km²", "notional"])
    assert found.save(tmp_path / "again.svg").read_bytes() == (tmp_path / "map.svg").read_bytes()


def test_a_picture_of_dots_and_one_for_print(found: sw.Coverage, tmp_path: Path) -> None:
    assert found.save(tmp_path / "map.png").read_bytes().startswith(PNG)
    assert found.save(tmp_path / "map.pdf").read_bytes().startswith(b"%PDF-")
    assert found.plot().get_figwidth() > 4.0


def test_nothing_seen_is_drawn_all_the_same(tmp_path: Path) -> None:
    """A target too small and too high to be seen anywhere."""
    found = sw.coverage("one-radar", altitude="25 km amsl", rcs="0.000001 m2")
    assert float(found.joint.max()) < 0.5
    assert found.save(tmp_path / "map.png").read_bytes().startswith(PNG)
    collection = json.loads(found.save(tmp_path / "map.geojson").read_bytes())
    assert collection["features"][0]["geometry"]["coordinates"] == []
    assert found.tables()["areas"][0]["joint_km2"] == 0.0


def test_nothing_is_replaced_or_left_half_written(found: sw.Coverage, tmp_path: Path) -> None:
    file = found.save(tmp_path / "map.csv")
    with pytest.raises(sw.InputError, match="exists already; give another name, or add --replace"):
        found.save(file)
    assert found.save(file, replace=True) == file
    assert sorted(tmp_path.iterdir()) == [file]
