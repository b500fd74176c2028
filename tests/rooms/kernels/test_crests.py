"""The highest ground below a leg, against closed forms and against a walk in small steps."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shieldwall.kernels.crests import crest
from shieldwall.kernels.land import elevation_at

#: A ridge of one row, 600 m high, in the middle of a plain of 100 m.
RIDGE = np.full((9, 9), 100.0, np.float32)
RIDGE[4] = 600.0


def highest(raster: np.ndarray, here: tuple[float, float], there: tuple[float, float], raised: float = 0.0) -> float:
    layers = raster if raster.ndim == 3 else raster[None]
    return float(crest(np.ascontiguousarray(layers), raised, (layers.shape[2], layers.shape[1]), *here, *there))


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        # Between rows 3 and 5 stands the ridge, whichever way one crosses it.
        ((2.5, 3.6), (2.5, 4.4), 600.0),
        ((2.5, 4.4), (2.5, 3.6), 600.0),
        ((1.2, 3.9), (3.4, 4.1), 600.0),
        # Up its slope: 500 m in a row.
        ((2.5, 3.0), (2.5, 3.5), 350.0),
        ((2.5, 3.5), (2.5, 3.0), 350.0),
        # Beside it, and on one spot.
        ((1.5, 1.5), (6.5, 1.5), 100.0),
        ((5.0, 5.0), (5.0, 5.0), 100.0),
        # Out of the raster and into it; half a cell beyond the outermost centres the ground goes on level.
        ((4.0, 3.5), (4.0, 30.0), 600.0),
        ((-20.0, 4.0), (20.0, 4.0), 600.0),
        ((-0.4, 3.5), (-0.4, 4.5), 600.0),
        # Wholly outside.
        ((-3.0, 2.0), (-2.0, 6.0), -math.inf),
        ((2.0, 12.0), (6.0, 12.0), -math.inf),
    ],
)
def test_a_ridge_between_two_places_counts(
    here: tuple[float, float], there: tuple[float, float], expected: float
) -> None:
    assert highest(RIDGE, here, there) == pytest.approx(expected, abs=1e-9)


def test_a_saddle_has_its_top_inside_the_cell() -> None:
    # z = 100 (x + y - 2 x y): along the diagonal x = y it is 200 (x - x^2), at most 50 at x = 1/2.
    saddle = np.array([[0.0, 100.0], [100.0, 0.0]], np.float32)
    assert highest(saddle, (0.0, 0.0), (1.0, 1.0)) == pytest.approx(50.0)
    assert highest(saddle, (0.1, 0.1), (0.3, 0.3)) == pytest.approx(200.0 * (0.3 - 0.09))


def test_the_raised_ground_counts_by_its_share() -> None:
    layers = np.stack([RIDGE, RIDGE + np.float32(200.0)])
    assert highest(layers, (2.5, 3.6), (2.5, 4.4), 0.25) == pytest.approx(650.0)


PLACES = st.floats(-2.0, 9.0)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32 - 1), PLACES, PLACES, PLACES, PLACES)
def test_nothing_on_the_way_is_higher_and_something_is_as_high(
    seed: int, a: float, b: float, to_a: float, to_b: float
) -> None:
    raster = np.random.default_rng(seed).uniform(0.0, 1000.0, (8, 8)).astype(np.float32)
    found = highest(raster, (a, b), (to_a, to_b))
    parts = np.linspace(0.0, 1.0, 2001)
    x, y = a + parts * (to_a - a), b + parts * (to_b - b)
    inside = (x >= 0.0) & (x <= 7.0) & (y >= 0.0) & (y <= 7.0)
    walked = [elevation_at(raster, *place) for place in zip(x[inside].tolist(), y[inside].tolist(), strict=True)]
    # Over the outermost half of a cell places are moved onto its centres.
    assume(walked and not any(-0.5 <= place < 0.0 or 7.0 < place <= 7.5 for place in (a, b, to_a, to_b)))
    # A step of the walk is at most 0.008 cells, and the steepest slope 2000 m in a cell.
    assert max(walked) - 1e-6 <= found <= max(walked) + 16.0
