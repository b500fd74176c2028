"""Directions: a link made ideal lets no more through, and all of them together let through what no round can reach.

Pairs by common random numbers. A link may save one threat and cost another, so that what is held is the mean: no more
leak than luck allows. Were the change without effect, better and worse pairs would be equally likely (as in
test_directions.py).
"""

from __future__ import annotations

from typing import Any

import pytest
from scipy import stats

from shieldwall.scenario import load
from shieldwall.study.but_for import AS_IT_IS, LEAKERS
from shieldwall.study.ideal import CHANNELS, IDEALS, KILL, ROUNDS, Ideal, joint
from shieldwall.study.paired import Option, Pairs, paired

RUNS = range(120)
ALPHA = 1e-3
#: Each alone, the two that spare most, and all.
MADE = (*IDEALS, joint((ROUNDS, KILL)), joint(IDEALS))


def fought(scenario: Any, runs: range) -> Pairs:
    return paired([Option(AS_IT_IS, scenario), *(option(scenario, one) for one in MADE)], runs)


def option(scenario: Any, one: Ideal) -> Option:
    return Option(one.name, scenario, one.change, plenty=one.plenty)


@pytest.fixture(scope="module")
def joint_group(joint: Any, read: Any) -> Pairs:
    """A small joint group against twelve cruise missiles, its Neva and Pantsir short of rounds."""
    return fought(read(joint.armed(", rounds: 4").text()), RUNS)


@pytest.fixture(scope="module")
def slavic_shield() -> Pairs:
    """The massed raid on Belgrade."""
    return fought(load("slavic-shield-2019"), range(20))


def no_more_leak(pairs: Pairs, name: str) -> None:
    found = pairs.difference(name, AS_IT_IS, LEAKERS)
    if found.up + found.down:
        chance = stats.binomtest(found.up, found.up + found.down, alternative="greater").pvalue
        assert chance > ALPHA, f"{name}: {found}"


@pytest.mark.parametrize("name", [one.name for one in MADE])
def test_a_link_made_ideal_lets_no_more_through(joint_group: Pairs, name: str) -> None:
    no_more_leak(joint_group, name)


@pytest.mark.long
@pytest.mark.parametrize("name", [one.name for one in MADE])
def test_a_link_made_ideal_lets_no_more_of_a_massed_raid_through(slavic_shield: Pairs, name: str) -> None:
    no_more_leak(slavic_shield, name)


@pytest.mark.parametrize("one", [CHANNELS, KILL, ROUNDS], ids=lambda one: one.name)
def test_what_a_small_group_lacks_saves_some(joint_group: Pairs, one: Ideal) -> None:
    found = joint_group.difference(one.name, AS_IT_IS, LEAKERS)
    assert found.mean + found.half < 0.0


def test_all_links_together_stop_more_than_any_alone(joint_group: Pairs) -> None:
    means = {name: float(joint_group.of(name, LEAKERS).mean()) for name in (AS_IT_IS, *(one.name for one in MADE))}
    assert means[joint(IDEALS).name] < min(means[one.name] for one in IDEALS)
