"""What a site's registration error does to a place that it reports, and to one that it is given."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from shieldwall.engine.track.registration import to_common, to_own
from shieldwall.state.sensor import SENSOR

pytestmark = pytest.mark.kernel


def site(east: float = 0.0, north: float = 0.0, turn: float = 0.0, stretch: float = 0.0) -> np.recarray:
    sensors = np.zeros(1, SENSOR).view(np.recarray)
    row = sensors[0]
    row.x, row.y = 1000.0, -2000.0
    row.bias_x, row.bias_y, row.bias_north, row.bias_range = east, north, turn, stretch
    return sensors


def test_a_site_without_error_reports_the_truth() -> None:
    assert to_common(site(), 0, 5000.0, 7000.0) == (5000.0, 7000.0)
    assert to_own(site(), 0, 5000.0, 7000.0) == (5000.0, 7000.0)


@pytest.mark.parametrize(
    ("error", "moved"),
    [
        # A site 30 m off to the east reports all places 30 m off to the east.
        ({"east": 30.0}, (30.0, 0.0)),
        # A north that lies a milliradian too far west turns a place 10 km to the north to the east, clockwise.
        ({"turn": 1e-3}, (10.0, 0.0)),
        # Ranges that read 20 m long.
        ({"stretch": 20.0}, (0.0, 20.0)),
    ],
)
def test_each_error_moves_a_place_as_it_should(error: dict[str, float], moved: tuple[float, float]) -> None:
    east, north = to_common(site(**error), 0, 1000.0, 8000.0)
    assert (east - 1000.0, north - 8000.0) == pytest.approx(moved, abs=0.01)


bounded = some.floats(-1.0, 1.0)


@given(bounded, bounded, bounded, bounded, some.floats(500.0, 300_000.0), some.floats(0.0, 2.0 * math.pi))
def test_a_cue_is_sought_where_the_site_would_have_reported_it(
    east: float, north: float, turn: float, stretch: float, distance: float, azimuth: float
) -> None:
    sensors = site(100.0 * east, 100.0 * north, 5e-3 * turn, 50.0 * stretch)
    x, y = 1000.0 + distance * math.sin(azimuth), -2000.0 + distance * math.cos(azimuth)
    back = to_own(sensors, 0, *to_common(sensors, 0, x, y))
    # To first order in the errors: what is left is a product of two of them.
    left = (5e-3) ** 2 * distance + 2.0 * 5e-3 * 50.0 + 2.0 * 50.0 * 50.0 / distance + 0.1
    assert math.hypot(back[0] - x, back[1] - y) <= left
