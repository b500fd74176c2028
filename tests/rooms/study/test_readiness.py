"""Strata of readiness: weights by hand, forced units, and what a unit's absence costs."""

from __future__ import annotations

from functools import cache
from math import log

import numpy as np
import pytest

from shieldwall.assembly.draw.replication import Workspace, draw
from shieldwall.assembly.plan import Plan
from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.quantities.errors import InputError
from shieldwall.scenario import load
from shieldwall.study.measures import leakers
from shieldwall.study.readiness import readiness_strata, unit_effects

ONE, OTHER = "blue/pantsir", "blue/second"
#: The textbook class: 0.95, drawn evenly over the logarithm from 0.8 to 0.98, so that its mean is 0.8870.
STATED, LOW, HIGH = 0.95, 0.8, 0.98
RATIO = log(HIGH / LOW)
MEAN, SQUARE = (HIGH - LOW) / RATIO, 0.5 * (HIGH**2 - LOW**2) / RATIO


@cache
def plan(ranges: bool = False, readiness: bool = True) -> Plan:
    second = "{is: pantsir-s1, at: 1500 m north-east of depot, facing: south-west}"
    return planned(load("one-battery", {"blue.units.second": second, "draws.readiness": readiness}), ranges)


def test_weights_multiply_and_all_ready_comes_first() -> None:
    found = readiness_strata(plan(), [ONE, OTHER])
    assert [one.out for one in found] == [(), (OTHER,), (ONE,), (ONE, OTHER)]
    expected = [STATED**2, STATED * (1 - STATED), STATED * (1 - STATED), (1 - STATED) ** 2]
    assert [one.weight for one in found] == pytest.approx(expected)
    assert found[1].readiness.tolist() == [1, 0]
    assert readiness_strata(plan(), [OTHER])[1].readiness.tolist() == [-1, 0]


def test_of_figures_that_are_sampled_weights_are_means_and_units_of_an_entry_share_them() -> None:
    found = readiness_strata(plan(True), [ONE, OTHER], "sampled")
    expected = [SQUARE, MEAN - SQUARE, MEAN - SQUARE, 1.0 - 2.0 * MEAN + SQUARE]
    assert [one.weight for one in found] == pytest.approx(expected, rel=1e-5)
    given = plan(True).figures.value.copy()
    given[plan(True).by_name["pantsir-s1.readiness"]] = 0.9
    assert [one.weight for one in readiness_strata(plan(True), [ONE], given)] == pytest.approx([0.9, 0.1])


def test_what_is_forced_is_forced_and_the_rest_is_drawn() -> None:
    workspace, drawn, forced = Workspace(plan()), [], []
    for number in range(200):
        draw(workspace, 1, number)
        drawn.append(workspace.ready.tolist())
        draw(workspace, 1, number, readiness=np.array([0, -1]))
        forced.append(workspace.ready.tolist())
    assert {one for one, _ in forced} == {False}
    assert [other for _, other in forced] == [other for _, other in drawn]
    assert 180 <= sum(other for _, other in drawn) < 200


def test_where_all_are_ready_only_the_forced_are_not() -> None:
    workspace = Workspace(plan(readiness=False))
    draw(workspace, 1, 0, readiness=np.array([0, -1]))
    assert workspace.ready.tolist() == [False, True]


def test_the_effect_of_a_unit_is_what_its_absence_costs() -> None:
    found = unit_effects(Simulator(plan()), leakers, range(4))
    assert [one.unit for one in found] in ([ONE, OTHER], [OTHER, ONE])
    for one in found:
        assert one.chance == pytest.approx(0.05)
        assert one.difference.estimate >= 0.0
        assert one.variance == pytest.approx(0.05 * 0.95 * one.difference.estimate**2)


@pytest.mark.parametrize(
    ("units", "says"), [(["blue/pansir"], "did you mean blue/pantsir"), ([], "0 units"), ([ONE, ONE], "2 units")]
)
def test_what_makes_no_strata_is_refused(units: list[str], says: str) -> None:
    with pytest.raises(InputError, match=says):
        readiness_strata(plan(), units)
    with pytest.raises(InputError, match="all units of this scenario are ready"):
        readiness_strata(plan(readiness=False), [ONE])
