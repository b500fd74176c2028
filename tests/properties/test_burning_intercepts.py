"""A round that knows all of a straight flyer meets it where its reach table says, though its motor burns."""

from __future__ import annotations

import math

import numpy as np
import pytest

from shieldwall.assembly.plan.weapons import reach_tables
from shieldwall.catalogue import load
from shieldwall.catalogue.fits import airframe
from shieldwall.kernels import flight as f
from shieldwall.kernels import reach
from shieldwall.kernels.closest import closest_approach
from shieldwall.quantities.constants import EARTH_RADIUS

Vector = tuple[float, float, float]

HERE, STEP = (0.0, 0.0, 5.0), 0.05
CRUISE, DIVE = (-245.0, 0.0, 0.0), (-668.0, 0.0, -210.0)


def miss(body: np.ndarray, place: Vector, velocity: Vector, time: float, point: Vector) -> float:
    """How near a round comes that is launched at a predicted intercept and knows nothing wrong, m."""
    flight = np.zeros((f.FIELDS, 1))
    flight[f.Z] = HERE[2]
    flight[f.TX : f.TZ + 1, 0], flight[f.TVX : f.TVZ + 1, 0] = place, velocity
    flight[f.PX : f.PZ + 1, 0], flight[f.PT] = point, time
    f.launch(flight, 0, body, 0, 0.0)
    least = math.inf
    for tick in range(round((time + 2.0) / STEP)):
        f.advance(flight, 0, 1, body, 0, tick * STEP, STEP, EARTH_RADIUS)
        begin, end = (np.array(place) + np.array(velocity) * t * STEP for t in (tick, tick + 1))
        before, after = flight[f.BX : f.BZ + 1, 0], flight[f.X : f.Z + 1, 0]
        least = min(least, closest_approach(tuple(begin - before), tuple(end - after), (0.0, 0.0, 0.0))[0])
    return least


@pytest.mark.parametrize(
    ("weapon", "height", "velocity", "allowed"),
    [
        # The dart burns for 2.2 s, in which it flies 1.3 km; it passed what crossed there by 20 m.
        ("57e6", 120.0, CRUISE, 0.0),
        ("57e6", 3000.0, DIVE, 0.02),
        # They leave upright and burn for ten seconds; of what dives at them, a half and more passed by unharmed.
        ("9m96e2", 6000.0, DIVE, 0.01),
        ("48n6e3", 12000.0, (-720.0, 0.0, -960.0), 0.05),
    ],
)
def test_a_burning_round_meets_what_flies_straight(
    weapon: str, height: float, velocity: Vector, allowed: float
) -> None:
    entry = load(weapon)
    body, least = airframe(entry), entry.min_range.value
    table = reach_tables(body)
    misses = []
    for across in np.linspace(0.0, 6e3, 7):
        for ahead in np.linspace(-2e3, 16e3, 10):
            place = (float(ahead), float(across), height)
            margin, time, *point = reach.intercept(table, body, 0, HERE, place, velocity, 0.0, EARTH_RADIUS)
            if margin >= 0.0 and math.hypot(*point[:2]) >= least and point[2] > 15.0:
                misses.append(miss(body, place, velocity, time, (point[0], point[1], point[2])))
    assert len(misses) > 30
    # What the table promises of fixed points holds of straight flyers: geometry asks for no more.
    far = float(np.mean(np.array(misses) > reach.HIT))
    assert far <= allowed
