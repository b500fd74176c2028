"""Coverage of a scenario: its grid, and the identities of what each unit and sensor brings."""

from __future__ import annotations

import math

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

import shieldwall as sw
from shieldwall.kernels.geodesy import Frame
from shieldwall.outlets.field import Cells, polygons
from shieldwall.scenario import load_text
from shieldwall.survey.gains import Profile, areas
from shieldwall.survey.grid import around


@pytest.fixture(scope="module")
def shield() -> sw.Coverage:
    return sw.coverage("slavic-shield-2019", altitude=["100 m", "2 km amsl"], rcs=["1 m2", "0.05 m2"])


def test_cells_have_the_area_of_the_ellipsoid() -> None:
    """Karney's geodesic polygon, GeographicLib, round the edges of a grid."""
    grid = around(Frame(math.radians(44.9), math.radians(20.2)), (-90e3, -70e3, 80e3, 60e3), 1000.0)
    south, west = grid.south, grid.west
    north, east = south + grid.rows * grid.step_lat, west + grid.columns * grid.step_lon
    polygon = Geodesic.WGS84.Polygon()
    # Parallels are no geodesics, so they are walked in short steps.
    for lon in np.linspace(west, east, 400):
        polygon.AddPoint(south, float(lon))
    for lon in np.linspace(east, west, 400):
        polygon.AddPoint(north, float(lon))
    _, _, area = polygon.Compute()
    assert float(grid.cells().sum()) * grid.columns == pytest.approx(area / 1e6, rel=1e-5)


def test_a_grid_holds_its_box() -> None:
    frame = Frame(math.radians(44.9), math.radians(20.2))
    x, y = around(frame, (-300e3, -200e3, 250e3, 150e3), 2000.0).feet(frame)
    assert x.min() < -298e3
    assert x.max() > 248e3
    assert y.min() < -198e3
    assert y.max() > 148e3


@pytest.mark.parametrize("origin", [180.0, -180.0, 179.3, -179.5])
def test_no_cell_lies_on_both_sides_of_180_degrees(origin: float) -> None:
    """RFC 7946, 3.1.9: nothing in GeoJSON crosses the antimeridian, and no longitude lies beyond it."""
    frame = Frame(math.radians(44.9), math.radians(origin))
    grid = around(frame, (-130e3, -70e3, 110e3, 60e3), 1000.0)
    edges = (grid.west + grid.step_lon * np.arange(grid.columns + 1)) % 360.0
    assert np.abs(edges - 180.0).min() < 1e-9
    x, _ = grid.feet(frame)
    assert x.min() < -128e3
    assert x.max() > 108e3
    found = polygons(
        Cells(grid.west, grid.south, grid.step_lon, grid.step_lat), np.ones((grid.rows, grid.columns), bool)
    )
    longitudes = [lon for rings in found for lon, _ in rings[0]]
    assert len(found) == 2
    assert (min(longitudes), max(longitudes)) == (-180.0, 180.0)


def test_a_grid_at_a_pole_is_refused() -> None:
    with pytest.raises(sw.InputError, match="where meridians meet"):
        around(Frame(math.radians(84.0), 0.0), (-3e5, -3e5, 3e5, 3e5), 1000.0)


def test_what_sensors_bring(shield: sw.Coverage) -> None:
    level = shield.assumed.probability
    for height in (0, 1):
        for section in (0, 1):
            joint = float(areas(shield.cover, shield.joint[height, section], level))
            for by in ("unit", "sensor"):
                gains = shield.gains(height, section, by)
                assert all(0.0 <= gain.lost <= gain.area + 1e-6 for gain in gains)
                assert all(0.0 <= gain.alone <= gain.area + 1e-6 for gain in gains)
                # What one alone covers would be covered by nobody without it, except by weak looks that add up.
                assert sum(gain.alone for gain in gains) <= joint + 1e-6
                assert max(gain.area for gain in gains) <= joint + 1e-6


def test_without_weak_looks_that_add_up_lost_is_alone() -> None:
    """Perfect sensors see or do not see, so the joint coverage is the union."""
    text = sw.load("one-radar").text.replace("an-tps-70", "certain-battery").replace(
        "units:\n    warning:", "units:\n    second: {is: certain-battery, at: 44.60 N 20.60 E}\n    warning:", 1
    )  # fmt: skip
    from shieldwall.scenario import load_text

    gains = sw.coverage(load_text(text), altitude="200 m").gains()
    assert {gain.name for gain in gains} == {"blue/warning", "blue/second"}
    for gain in gains:
        assert gain.lost == pytest.approx(gain.alone, abs=1e-6)
        assert 0.0 < gain.alone < gain.area


def test_cameras_do_not_search_and_a_two_dimensional_radar_only_warns(shield: sw.Coverage) -> None:
    sensors = {sensor.name: sensor for sensor in shield.sensors}
    assert not sensors["blue/pantsir-1/camera"].searches
    assert sensors["blue/p-18/sensor"].warns
    assert not sensors["blue/tps-70/sensor"].warns
    assert sensors["blue/s400/engagement"].engages
    names = {gain.name for gain in shield.gains(by="sensor")}
    assert "blue/pantsir-1/camera" not in names
    assert "blue/p-18/sensor" in names


def test_a_sector_looks_where_it_faces(shield: sw.Coverage) -> None:
    """The S-400's fire-control radar faces south-west with 90 degrees."""
    number = [sensor.name for sensor in shield.sensors].index("blue/s400/engagement")
    seen = shield.probability[number, 1, 0] > 0.5
    sensor = shield.sensors[number]
    x, y = shield.cover.grid.feet(shield.network.frame)
    bearing = np.degrees(np.arctan2(x - sensor.x, y - sensor.y)) % 360.0
    assert bearing[seen].min() > 225.0 - 45.0 - 1.0
    assert bearing[seen].max() < 225.0 + 45.0 + 1.0


def test_volume_is_area_over_height() -> None:
    # A cone that opens by 1 km2 a metre: 0.5 x 1000 x 1 km3 up to 1 km, and as much as at 100 m below 100 m.
    heights = np.linspace(100.0, 1000.0, 10)
    profile = Profile(heights, heights[None, :].copy(), heights[None, :].copy())
    assert profile.volume()[0, 0] == pytest.approx(100.0 * 0.1)
    assert profile.volume()[0, -1] == pytest.approx(10.0 + 0.5 * (100.0 + 1000.0) * 0.9)


def test_more_is_seen_higher_up_as_long_as_range_does_not_end_it(shield: sw.Coverage) -> None:
    low = [
        area for height, area in zip(shield.profile.heights, shield.profile.joint[0], strict=True) if height <= 5000.0
    ]
    assert low == sorted(low)
    assert np.all(np.diff(shield.profile.volume(), axis=1) > 0.0)


def test_the_key_of_a_run_draws_its_trees(shield: sw.Coverage) -> None:
    other = sw.coverage("slavic-shield-2019", altitude="100 m", replication=3)
    assert other.gains()[0].area != shield.gains()[0].area


def test_a_coverage_at_a_pole_says_where_and_what_to_type() -> None:
    text = (
        "scenario: 1\ntitle: North\nquestion: Who sees?\nterrain: flat\nstart: 2026-05-01T06:00Z\nlasts: 9 min\n"
        "blue:\n  command: {post: r}\n  units:\n    r: {is: p-18, at: 88 N 20 E}\n"
        "red:\n  routes: {w: [87 N 20 E, 88 N 20 E]}\n"
        "  units: {c: {is: tomahawk-class, route: w, height: 60 m agl, speed: 245 m/s}}\nplaces: {}\n"
    )
    with pytest.raises(sw.InputError, match=r"^north.yaml line 9, blue.units: .*where meridians meet") as caught:
        sw.coverage(load_text(text, "north.yaml"))
    assert "farther from the pole" in str(caught.value.instead)
