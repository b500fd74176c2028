"""Rivers, borders and towns lie where maps have them. Positions from Wikipedia's articles on each place."""

from __future__ import annotations

import math

import numpy as np
import pytest

from shieldwall.kernels.geodesy import Frame
from shieldwall.outlets.base_map import base_map
from shieldwall.outlets.captioned import style
from shieldwall.outlets.geography import BORDER, COAST, DISPUTED, LAKE, RIVER, lines, towns
from shieldwall.outlets.landmarks import FRONTIER, name_land
from shieldwall.outlets.relief import Box
from shieldwall.record.recording import Recording
from shieldwall.record.tables import EVENT, SAMPLE

AROUND = Box(-300_000.0, -300_000.0, 300_000.0, 300_000.0)
#: What 1:10 million is good for, m.
FINE = 3_000.0


def place(origin: list[float], latitude: float, longitude: float) -> tuple[float, float]:
    frame = Frame(*(math.radians(part) for part in origin))
    x, y, _ = frame.to_enu(math.radians(latitude), math.radians(longitude), 0.0)
    return float(x), float(y)


def distance(latitude: float, longitude: float, kind: int, name: str = "") -> float:
    """The distance of a place from the nearest line of a kind, m."""
    origin = [latitude, longitude]
    nearest = math.inf
    for line in lines(origin, Box(-30_000.0, -30_000.0, 30_000.0, 30_000.0)):
        if line.kind == kind and name in line.name:
            along, across = line.points[:-1], np.diff(line.points, axis=0)
            share = np.clip(-(along * across).sum(axis=1) / np.maximum((across**2).sum(axis=1), 1e-9), 0.0, 1.0)
            nearest = min(nearest, float(np.hypot(*(along + share[:, None] * across).T).min()))
    return nearest


@pytest.mark.parametrize(
    ("name", "latitude", "longitude"),
    [("Belgrade", 44.82, 20.46), ("Novi Sad", 45.25, 19.84), ("Ni\u0161", 43.32, 21.90), ("Sarajevo", 43.86, 18.41)],
)
def test_towns_lie_where_they_are(name: str, latitude: float, longitude: float) -> None:
    origin = [44.8, 20.3]
    (town,) = (one for one in towns(origin, AROUND) if one.name == name)
    x, y = place(origin, latitude, longitude)
    assert math.hypot(town.x - x, town.y - y) < FINE


def test_towns_come_by_rank() -> None:
    ranks = [town.rank for town in towns([44.8, 20.3], AROUND)]
    assert ranks == sorted(ranks)
    assert len(ranks) > 15


def test_the_sava_meets_the_danube_at_belgrade() -> None:
    for river in ("Sava", "Danube"):
        assert distance(44.826, 20.446, RIVER, river) < FINE


def test_a_river_has_the_name_that_it_has_there() -> None:
    assert distance(45.56, 18.68, RIVER, "Drava") < 2.0 * FINE  # Osijek
    assert distance(45.56, 18.68, RIVER, "Mur") > 10.0 * FINE


@pytest.mark.parametrize(("latitude", "longitude"), [(43.2317, 20.6881), (42.983, 21.249)])
def test_the_line_between_serbia_and_kosovo_is_drawn_as_disputed(latitude: float, longitude: float) -> None:
    """The crossings of Jarinje and Merdare."""
    assert distance(latitude, longitude, DISPUTED) < FINE
    assert distance(latitude, longitude, BORDER) > 3.0 * FINE


def test_a_line_that_nobody_disputes_is_not() -> None:
    """The crossing of Horgos and Roszke."""
    assert distance(46.178, 19.975, BORDER) < FINE
    assert distance(46.178, 19.975, DISPUTED) > 10.0 * FINE


def test_lakes_and_coasts_are_there() -> None:
    assert distance(46.95, 17.90, LAKE) < 2.0 * FINE  # Balatonfuered, on the shore of the Balaton
    assert distance(43.506, 16.44, COAST) < 2.0 * FINE  # Split


def test_elsewhere_the_map_of_the_world_serves() -> None:
    near = Box(-60_000.0, -60_000.0, 60_000.0, 60_000.0)
    assert "Tokyo" in [town.name for town in towns([35.7, 139.7], near)]


def test_lines_run_on_over_the_antimeridian() -> None:
    """Vanua Levu in Fiji lies west of it, 16.6 S 179.2 E, Taveuni on it."""
    for longitude in (179.95, -179.95):
        found = list(lines([-16.7, longitude], Box(-60_000.0, -60_000.0, 60_000.0, 60_000.0)))
        x = np.concatenate([line.points[:, 0] for line in found if line.kind == COAST])
        assert (x < -10_000.0).any()
        assert np.nanmin(np.abs(x)) < 20_000.0


def test_what_lies_behind_the_earth_is_not_shown() -> None:
    """A plane about the antipode of Belgrade, in the Pacific, has Belgrade in its middle, seen from behind."""
    assert "Belgrade" not in [town.name for town in towns([-44.8, -159.6], AROUND)]


@pytest.mark.parametrize("latitude", [89.0, -89.9])
def test_a_pole_has_a_map(latitude: float) -> None:
    for line in lines([latitude, 10.0], AROUND):
        assert line.points.shape[1] == 2


def test_a_map_shows_borders_thin_and_dashes_those_on_which_states_differ() -> None:
    box = Box(-60_000.0, -40_000.0, 60_000.0, 40_000.0)
    header = {"origin": [42.9, 21.0], "units": {}, "places": {}}
    with style():
        made = base_map(Recording(header, np.zeros(0, EVENT), np.zeros(0, SAMPLE), {}), box, np.zeros((0, 2)), [])
        name_land(made, np.zeros((0, 2)))
    drawn = [line for line in made.axes.lines if line.get_color() == FRONTIER]
    assert True in {line.is_dashed() for line in drawn}
    assert all(line.get_linewidth() < 1.0 for line in drawn)
    assert "Pristina" in [text.get_text() for text in made.axes.texts]
