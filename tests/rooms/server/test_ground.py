"""The ground of a run on the map: tiles, profiles, lands; heights come from the terrain, sight from the kernel."""

from __future__ import annotations

import io
import math
from typing import Any

import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient

from shieldwall.kernels.sight_lines import line_of_sight
from shieldwall.server.ground import FromRelief, FromTerrain, ground_of
from shieldwall.server.opened import Opened
from shieldwall.server.painted import AS_STEEP, Colours, painted
from shieldwall.server.terrain_tiles import STEP, coloured
from shieldwall.terrain import load

RUN = "/api/runs/battery"
#: Tiles of web Mercator: https://wiki.openstreetmap.org/wiki/Slippy_map_tilenames, the tile of 44.8 N 20.3 E at zoom 9.
ZOOM, COLUMN, ROW = 9, 284, 184


def heights_of(picture: bytes) -> Any:
    """Heights of a tile, decoded as https://github.com/tilezen/joerd/blob/master/docs/formats.md says of Terrarium."""
    red, green, blue = np.moveaxis(np.asarray(Image.open(io.BytesIO(picture)), dtype=np.float64), -1, 0)
    return red * 256.0 + green + blue / 256.0 - 32768.0


def test_tile_holds_the_heights_of_the_terrain(client: TestClient) -> None:
    answer = client.get(f"{RUN}/terrain/{ZOOM}/{COLUMN}/{ROW}.png")
    assert answer.headers["content-type"] == "image/png"
    heights = heights_of(answer.content)
    assert heights.shape == (256, 256)
    terrain = load("serbia")
    for column, row in ((0, 0), (255, 0), (17, 200), (128, 128)):
        x, y = (COLUMN + (column + 0.5) / 256) / 2**ZOOM, (ROW + (row + 0.5) / 256) / 2**ZOOM
        latitude = math.atan(math.sinh(math.pi * (1.0 - 2.0 * y)))
        expected = float(terrain.height(latitude, math.radians(360.0 * x - 180.0)))
        assert heights[row, column] == pytest.approx(expected, abs=STEP / 2)


def test_tile_outside_the_terrain_is_not_there(client: TestClient) -> None:
    assert client.get(f"{RUN}/terrain/{ZOOM}/0/0.png").status_code == 404


#: Greys for heights, black for what is turned away from the light and white for what is turned to it, by half.
PAINT = "101010-202020-303030-404040-505050-000000-ffffff-50"


def picture(client: TestClient, column: int) -> Any:
    answer = client.get(f"{RUN}/terrain/{ZOOM}/{column}/{ROW}.png?paint={PAINT}")
    assert answer.headers["content-type"] == "image/png"
    return np.asarray(Image.open(io.BytesIO(answer.content)), dtype=np.float64)


@pytest.mark.parametrize(("height", "grey"), [(-5.0, 0x10), (0.0, 0x10), (75.0, 0x18), (500.0, 0x30), (5000.0, 0x50)])
def test_flat_ground_is_painted_in_the_tint_of_its_height(height: float, grey: int) -> None:
    flat = painted(np.full((4, 5), height), np.full(2, 100.0), 9, Colours.read(PAINT))
    assert flat.shape == (2, 3, 3)
    assert np.all(flat == grey)


def test_a_slope_to_the_light_is_lit_and_one_away_from_it_is_not() -> None:
    # Light from the north-west at 45 degrees: a slope of 45 degrees to it is lit straight, one away from it not at all.
    down = np.arange(6.0) * 100.0 / math.sqrt(2.0)
    away, to = (2000.0 + sign * (down[:, None] + down) for sign in (-1.0, 1.0))
    pixels, colours = np.full(4, 100.0), Colours.read(PAINT)
    unlit, lit = (painted(heights, pixels, AS_STEEP, colours)[1:3, 1:3, 0] for heights in (away, to))
    tints = [np.interp(heights[2:4, 2:4], (1100.0, 2200.0), (0x40, 0x50)) for heights in (away, to)]
    assert unlit == pytest.approx(0.5 * tints[0], abs=0.51)
    assert lit == pytest.approx(0.5 * (tints[1] + 255.0), abs=0.51)


def test_painted_tiles_join_without_a_seam(client: TestClient) -> None:
    answers = [client.get(f"{RUN}/terrain/{ZOOM}/{column}/{ROW}.png") for column in (COLUMN, COLUMN + 1)]
    joined = np.concatenate([heights_of(answer.content) for answer in answers], axis=1)
    side = 256 * 2**ZOOM
    latitude = np.arctan(np.sinh(np.pi * (1.0 - 2.0 * (ROW * 256 + np.arange(1, 255) + 0.5) / side)))
    pixels = 40_075_017.0 / side * np.cos(latitude)

    def columns(heights: Any) -> Any:
        """Two columns of a picture of some heights, without its first and last row."""
        return painted(heights, pixels, ZOOM, Colours.read(PAINT))[..., 0]

    shown = np.concatenate([picture(client, COLUMN), picture(client, COLUMN + 1)], axis=1)[1:-1, 255:257, 0]
    assert np.abs(shown - columns(joined[:, 254:258])).max() <= 2.0
    # As each tile would end if it knew nothing of the other.
    apart = joined[:, [254, 255, 255, 256]]
    assert np.abs(shown[:, 0] - columns(apart)[:, 0]).max() > 5.0


@pytest.mark.parametrize(
    ("height", "colour"), [(0.0, (128, 0, 0)), (-1.0, (127, 255, 0)), (8848.5, (162, 144, 128)), (0.25, (128, 0, 64))]
)
def test_colours_of_heights(height: float, colour: tuple[int, int, int]) -> None:
    assert tuple(coloured(np.array([height]))[0].tolist()) == colour


def test_finest_zoom_has_pixels_no_wider_than_cells(client: TestClient) -> None:
    given = client.get(RUN).json()
    west, south, east, north = given["bounds"]
    # At zoom 0 the equator, 40 075 km, has 256 pixels.
    pixel = 40_075_017.0 * math.cos(math.radians(0.5 * (south + north))) / 256 / 2 ** given["terrain"]["finest_zoom"]
    cell = 6_371_000.0 * math.radians(north - south) / load("serbia").elevations.shape[0]
    assert 0.5 * cell < pixel <= cell
    assert west < 20.3 < east


def test_relief_of_the_folder_stands_for_a_terrain_that_is_not_here(opened: Opened) -> None:
    relief, terrain = FromRelief(opened), ground_of(opened)
    assert isinstance(terrain, FromTerrain)
    latitude, longitude = np.meshgrid(np.linspace(44.6, 45.0, 9), np.linspace(20.0, 20.6, 9))
    apart = relief.heights(latitude, longitude) - terrain.heights(latitude, longitude)
    assert float(np.abs(apart).mean()) < 15.0
    assert relief.bounds.west < 20.0 < relief.bounds.east


def test_terrain_that_is_no_longer_as_it_was_is_not_taken(opened: Opened) -> None:
    other = Opened("other", opened.run)
    other.header["terrain"] = {**(was := other.header["terrain"]), "digest": "0" * 64}
    try:
        assert isinstance(ground_of(other), FromRelief)
    finally:
        other.header["terrain"] = was


def test_sight_line_is_that_of_the_battle(client: TestClient, opened: Opened) -> None:
    grid = opened.drawn.plan.plane.grid
    frame = opened.plane
    rng = np.random.default_rng(13)
    same = 0
    for _ in range(60):
        lon, lat = rng.uniform(19.5, 21.0, 2), rng.uniform(43.8, 45.2, 2)
        asked = {"from": f"{lon[0]},{lat[0]}", "to": f"{lon[1]},{lat[1]}", "height": 150.0, "antenna": 25.0}
        found = client.get(f"{RUN}/profile", params=asked).json()
        x, y, _ = frame.to_enu(np.radians(lat), np.radians(lon), 0.0)
        feet = [grid.height(x[k], y[k], 0.0) for k in range(2)]
        ends = [
            tuple(float(part) for part in frame.to_enu(math.radians(lat[k]), math.radians(lon[k]), feet[k] + above))
            for k, above in ((0, 25.0), (1, 150.0))
        ]
        same += found["clear"] == bool(line_of_sight(grid.heights, grid.header, *ends, 0.0))
    # The battle's grid has cells of its own, and a line that only just passes may be blocked on one of them.
    assert same >= 57


def test_sight_over_the_sea_ends_at_the_horizon(client: TestClient) -> None:
    # Over the flat Pannonian plain, from 10 m to 10 m above it: 4.12 (sqrt(10) + sqrt(10)) = 26 km, the usual rule.
    near = client.get(f"{RUN}/profile", params={"from": "20.00,45.80", "to": "20.13,45.80", "height": 10}).json()
    far = client.get(f"{RUN}/profile", params={"from": "19.80,45.80", "to": "20.50,45.80", "height": 10}).json()
    assert near["length"] < 20_000.0
    assert near["clear"]
    assert far["length"] > 50_000.0
    assert not far["clear"]
    assert 0.0 < far["blocked"] < far["length"]
    assert near["sight"][0] == pytest.approx(near["ground"][0] + 10.0, abs=0.2)
    assert near["sight"][-1] == pytest.approx(near["ground"][-1] + 10.0, abs=0.2)


def test_lands_have_what_a_map_of_serbia_has(client: TestClient) -> None:
    features = client.get(f"{RUN}/geography").json()["features"]
    kinds = {one["properties"]["kind"] for one in features}
    assert kinds >= {"river", "border", "town"}
    named = {one["properties"]["name"]: one for one in features}
    assert "Belgrade" in named
    longitude, latitude = named["Belgrade"]["geometry"]["coordinates"]
    # Terazije, the centre of Belgrade, lies at 44.81 N 20.46 E.
    assert (longitude, latitude) == pytest.approx((20.46, 44.81), abs=0.05)
    disputed = {one["properties"]["disputed"] for one in features if one["properties"]["kind"] == "border"}
    assert disputed == {True, False}


def test_coverage_is_that_of_the_command(client: TestClient, opened: Opened) -> None:
    from shieldwall import exercise

    expected = exercise.coverage("one-battery", "500 m").tables()
    (feature,) = client.get(f"{RUN}/coverage", params={"height": 500}).json()["features"]
    assert feature["geometry"]["type"] == "MultiPolygon"
    assert feature["properties"]["area_km2"] > 100.0
    areas = [value for value in _numbers(expected) if abs(value - feature["properties"]["area_km2"]) < 0.06]
    assert areas


def _numbers(value: Any) -> list[float]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [number for inner in value for number in _numbers(inner)]
    return [float(value)] if isinstance(value, int | float) else []


def test_coverage_of_a_post_without_sensor_is_refused_in_words(client: TestClient, opened: Opened) -> None:
    unit = opened.header["units"]["blue/pantsir"]
    kept, unit["sensors"] = unit["sensors"], []
    try:
        answer = client.get(f"{RUN}/coverage", params={"unit": "blue/pantsir"})
    finally:
        unit["sensors"] = kept
    assert answer.status_code == 400
    assert answer.json()["error"] == "blue/pantsir has no sensor"


def test_envelopes_are_rings_within_the_ranges_of_the_catalogue(client: TestClient) -> None:
    features = client.get(f"{RUN}/envelopes", params={"height": 1000}).json()["features"]
    reach = {one["properties"]["weapon"]: one["properties"] for one in features}
    # 57E6: 20 km and 1.2 km; 2A38M: 4 km and 0.2 km (the entries and their sources).
    assert reach["57e6"]["outer_m"] <= 20_000.0
    assert reach["57e6"]["inner_m"] == pytest.approx(math.sqrt(1200.0**2 - 1000.0**2))
    assert reach["2a38m"]["outer_m"] == pytest.approx(math.sqrt(4000.0**2 - 1000.0**2))
    for one in features:
        for ring in one["geometry"]["coordinates"]:
            assert ring[0] == ring[-1]
    above = client.get(f"{RUN}/envelopes", params={"height": 29_000}).json()["features"]
    assert above == []
