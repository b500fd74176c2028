"""Held legs and the screens of a look, against a walk over all legs and the tests one by one."""

from math import inf, sqrt

import numpy as np
import pytest

from shieldwall.kernels.legs import (
    ALOFT,
    ENDS,
    HELD_ROWS,
    held_place,
    hold,
    leg_at,
    screen_cone,
    screen_near,
    screen_range,
)
from shieldwall.models.movers.script import locate
from shieldwall.state.script import LEG

BODIES, LEGS_EACH = 21, 6
SEEN, BEYOND = 3, 7


@pytest.fixture
def legs():
    """Legs of every body in the order of time, the last two of one beginning at once."""
    random = np.random.default_rng(5)
    rows = np.zeros(BODIES * LEGS_EACH, LEG).view(np.recarray)
    for name in ("x", "y", "z", "vx", "vy", "vz"):
        rows[name] = random.uniform(-300.0, 300.0, len(rows))
    rows.t = np.sort(random.uniform(0.0, 100.0, (BODIES, LEGS_EACH)), axis=1).ravel()
    rows.t[LEGS_EACH - 1] = rows.t[LEGS_EACH - 2]
    return rows


def walked(legs, b, t):
    """Row of the last leg that has begun, the first before."""
    begun = [row for row in range(b * LEGS_EACH, (b + 1) * LEGS_EACH) if legs[row].t <= t]
    return begun[-1] if begun else b * LEGS_EACH


def times(legs):
    """Times in no order, among them those at which legs begin."""
    random = np.random.default_rng(6)
    return random.permutation(np.concatenate([random.uniform(-20.0, 120.0, 60), legs.t[: 3 * LEGS_EACH]]))


def test_a_held_leg_is_the_one_that_holds(legs) -> None:
    held = np.zeros((HELD_ROWS, BODIES))
    for t in times(legs):
        for b in range(3):
            assert leg_at(legs, b * LEGS_EACH, LEGS_EACH, t) == walked(legs, b, t)
            place = held_place(legs, b * LEGS_EACH, LEGS_EACH, held, b, t)
            assert place == locate(legs, b * LEGS_EACH, LEGS_EACH, t)


def prepared(legs, t):
    """Columns of which some hold the leg of `t`, some an earlier one, and some none; two thirds are in the air."""
    held = np.zeros((HELD_ROWS, BODIES))
    for b in range(BODIES):
        held[ALOFT, b] = float(b % 3 > 0)
        if b % 5 > 0:
            hold(legs, b * LEGS_EACH, LEGS_EACH, held, b, t if b % 5 > 1 else 0.5 * t)
    return held


def known(legs, held, b, t):
    """Whether a column holds the leg of this time, the first one excepted before it begins."""
    copy = held.copy()
    hold(legs, b * LEGS_EACH, LEGS_EACH, copy, b, t)
    return bool((copy[:, b] == held[:, b]).all()) and legs[b * LEGS_EACH].t <= t


@pytest.mark.parametrize("t", [-5.0, 20.0, 55.0, 90.0, 130.0])
def test_a_scan_leaves_out_only_what_is_beyond_it_as_before(legs, t: float) -> None:
    held = prepared(legs, t)
    sights = np.where(np.arange(BODIES) % 4 == 0, SEEN, BEYOND).astype(np.int16)
    marks = np.full(BODIES + 3, 9, np.uint8)
    screen_range(held, BODIES, t, (10.0, 20.0, 30.0), 9000.0, sights, BEYOND, marks)
    for b in range(BODIES):
        x, y, z = locate(legs, b * LEGS_EACH, LEGS_EACH, t)[:3]
        near = sqrt((x - 10.0) ** 2 + (y - 20.0) ** 2 + (z - 30.0) ** 2) <= 9000.0
        wanted = b % 3 > 0 and (near or sights[b] != BEYOND or not known(legs, held, b, t))
        assert marks[b] == wanted
    assert (marks[BODIES:] == 9).all()


def test_a_body_at_the_very_reach_is_not_left_out() -> None:
    held = np.zeros((HELD_ROWS, 1))
    held[ALOFT], held[ENDS] = 1.0, inf
    marks, sights = np.zeros(1, np.uint8), np.full(1, BEYOND, np.int16)
    for reach in np.random.default_rng(7).uniform(1.0, 500_000.0, 200):
        # The distance that the exact test compares is the root of a sum that was rounded.
        held[0], held[1] = reach * 0.6, reach * 0.8
        distance = sqrt(held[0, 0] ** 2 + held[1, 0] ** 2)
        screen_range(held, 1, 1.0, (0.0, 0.0, 0.0), reach, sights, BEYOND, marks)
        assert marks[0] == 1 or distance > reach


@pytest.mark.parametrize("t", [20.0, 55.0, 130.0])
def test_a_look_leaves_out_only_what_is_outside_its_cone(legs, t: float) -> None:
    held = prepared(legs, t)
    marks = np.full(BODIES, 9, np.uint8)
    axis, least = (0.6, 0.0, 0.8), 0.2
    screen_cone(held, BODIES, t, (10.0, 20.0, 30.0), (*axis, least), marks)
    for b in range(BODIES):
        x, y, z = locate(legs, b * LEGS_EACH, LEGS_EACH, t)[:3]
        dx, dy, dz = x - 10.0, y - 20.0, z - 30.0
        inside = dx * axis[0] + dy * axis[1] + dz * axis[2] >= least * sqrt(dx * dx + dy * dy + dz * dz)
        assert marks[b] == (b % 3 > 0 and (inside or not known(legs, held, b, t)))


@pytest.mark.parametrize("t", [-5.0, 20.0, 55.0, 130.0])
def test_what_may_be_near_a_point_is_not_left_out(legs, t: float) -> None:
    held = prepared(legs, t)
    marks = np.full(BODIES, 9, np.uint8)
    screen_near(held, BODIES, t, (10.0, 20.0, 30.0), 9000.0, marks)
    for b in range(BODIES):
        x, y, z = locate(legs, b * LEGS_EACH, LEGS_EACH, t)[:3]
        near = sqrt((x - 10.0) ** 2 + (y - 20.0) ** 2 + (z - 30.0) ** 2) <= 9000.0
        assert marks[b] == (b % 3 > 0 and (near or not known(legs, held, b, t)))
