"""Flight: the global grid, seekers' looks, and rounds that are over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from shieldwall.engine.fly.ending import end
from shieldwall.engine.fly.flight import fly, tick
from shieldwall.engine.fly.grid import STEP
from shieldwall.kernels.flight import ACTIVE, BY, LAUNCHED, PHASE, TT, TX, TY, TZ, VX, VY, VZ, X, Y, Z
from shieldwall.models.numbers import COMMAND, DATALINK_ACTIVE
from shieldwall.record.kinds import SEEKS
from shieldwall.record.reasons import NO_REASON
from shieldwall.state.layout import NONE

Battle = Callable[..., Any]

FAR = (0.0, 40e3, 3000.0)


@pytest.fixture
def flying(fire_unit: Battle) -> Battle:
    """Return the function that lays a round that coasts north without drag, weight apart, far from its body."""

    def make(*, guidance: int = DATALINK_ACTIVE, **tables: Any) -> Any:
        made = fire_unit(weapons=[{"guidance": guidance}], bodies=[{"at": FAR, "speed": (0.0, 0.0, 0.0)}], **tables)
        frame = made.model.airframes
        frame.area = frame.boost_area = 0.01
        frame.structural_limit = frame.steering = 0.0
        made.engage(0, FAR)
        made.add_round(0, 0, 0)
        made.belief.flight[[X, Y, Z, VX, VY, VZ], 0] = (0.0, 1000.0, 5000.0, 0.0, 500.0, 0.0)
        made.belief.flight[[TX, TY, TZ], 0] = FAR
        made.belief.flight[[ACTIVE, LAUNCHED], 0] = (1.0, 0.0)
        return made

    return make


def carried(made: Any, t: float) -> int:
    fly(made.model, made.truth, made.belief, made.log, t)
    return int(made.belief.progress[0].ticks)


@pytest.mark.parametrize(("t", "ticks"), [(0.0, 0), (0.049, 0), (0.05, 1), (0.149, 2), (0.15, 3), (7.0, 140)])
def test_rounds_are_carried_to_the_last_tick_that_does_not_lie_after(flying: Battle, t: float, ticks: int) -> None:
    made = flying()
    assert carried(made, t) == ticks
    assert made.belief.flight[Y, 0] == pytest.approx(1000.0 + 500.0 * STEP * ticks, abs=1.0)


def test_time_cut_in_pieces_carries_them_as_far_by_the_same_ticks(flying: Battle) -> None:
    whole, parts = flying(), flying()
    carried(whole, 3.0)
    for t in np.arange(0.0, 3.0, 0.037):
        carried(parts, float(t))
    assert carried(parts, 3.0) == 60
    assert parts.belief.flight.tobytes() == whole.belief.flight.tobytes()


def test_with_nothing_in_the_air_time_passes_at_once(fire_unit: Battle) -> None:
    assert carried(fire_unit(), 1000.0) == 20_000


def test_the_place_before_a_tick_is_kept_for_its_passes(flying: Battle) -> None:
    made = flying()
    carried(made, STEP)
    assert made.belief.flight[BY, 0] == 1000.0


def test_a_seeker_looks_in_every_second_tick(flying: Battle) -> None:
    made = flying()
    made.belief.flight[PHASE, 0] = 1.0
    made.belief.flight[[X, Y, Z], 0] = (0.0, 35e3, 3000.0)
    for n, seen in ((1, False), (2, True)):
        tick(made.model, made.truth, made.belief, made.log, n)
        assert bool(len(made.rows(SEEKS))) is seen
    assert made.belief.flight[TT, 0] == pytest.approx(0.1)


def test_a_round_without_a_seeker_does_not_look(flying: Battle) -> None:
    made = flying(guidance=COMMAND)
    made.belief.flight[PHASE, 0] = 1.0
    made.belief.flight[[X, Y, Z], 0] = (0.0, 35e3, 3000.0)
    tick(made.model, made.truth, made.belief, made.log, 4)
    assert not len(made.rows(SEEKS))


def test_rounds_that_are_over_are_passed_by(flying: Battle) -> None:
    made = flying()
    made.add_round(1, 0, 0)
    end(made.belief, made.log, 0, NO_REASON, 0.0)
    tick(made.model, made.truth, made.belief, made.log, 0)
    assert made.belief.airborne[: made.belief.progress[0].flying].tolist() == [1]
    assert made.belief.flight[Y, 0] == 1000.0


def test_a_round_is_filmed_each_second(flying: Battle) -> None:
    made = flying(film=8)
    carried(made, 3.5)
    film = made.log.film[: made.log.filled[1]]
    assert film.t.tolist() == pytest.approx([1.0, 2.0, 3.0])
    assert set(film.picture.tolist()) == {NONE}
    assert film.who.tolist() == [made.belief.rounds[0].name] * 3
