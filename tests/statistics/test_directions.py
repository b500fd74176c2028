"""Directions: what should help the defence moves the number of leakers down.

Replications are compared in pairs, by common random numbers. The bound is exact: were the change without effect,
better and worse pairs would be equally likely, and so few worse ones would come with a probability below ALPHA. Seeds
are fixed, so a test passes always or never.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from scipy import stats

RUNS = range(180)
#: For what moves less: of the pairs of which a quicker crew changes anything, about two in three improve. Of 180 pairs
#: one series in four would not tell that at ALPHA, of 400 fewer than one in a hundred.
MORE_RUNS = range(400)
ALPHA = 1e-3

Leaks = Callable[..., Any]


@pytest.fixture(scope="session")
def usual(leaks: Leaks, joint: Any) -> Any:
    """What leaks of the battle as it stands."""
    return leaks(joint, RUNS)


def fewer(better: Any, worse: Any) -> None:
    """Hold the mean of `better` below that of `worse`."""
    up, down = int((worse > better).sum()), int((worse < better).sum())
    chance = stats.binomtest(up, up + down, alternative="greater").pvalue
    assert chance < ALPHA, f"means {better.mean():.2f} and {worse.mean():.2f}; {up} pairs improve, {down} get worse"
    assert better.mean() < worse.mean()


def scaled(field: str, factor: float) -> Callable[[Any], None]:
    """Return a change of a figure of all rounds."""

    def change(assembly: Any) -> None:
        assembly.model.weapons[field][:] *= factor

    return change


def faint(assembly: Any) -> None:
    """Make all radar cross-sections thirty times smaller."""
    assembly.truth.signatures[:] -= math.log(30.0)


def jammed(power: float) -> Callable[[Any], None]:
    """Return a change of the power of all jammers."""

    def change(assembly: Any) -> None:
        assembly.truth.densities[:] *= power

    return change


def ring(said: str) -> str:
    return f"{{name: ring, joins: [post, neva, pantsir], {said}}}"


def test_more_rounds_stop_more(leaks: Leaks, joint: Any) -> None:
    fewer(leaks(joint.armed(", rounds: 8"), RUNS), leaks(joint.armed(", rounds: 2"), RUNS))


def test_another_unit_stops_more(leaks: Leaks, joint: Any, usual: Any) -> None:
    alone = {name: unit for name, unit in joint.units.items() if name != "pantsir"}
    fewer(usual, leaks(joint.but(units=alone, links="{name: ring, joins: [post, neva], delay: 1 s}"), RUNS))


@pytest.mark.parametrize("field", ["lethal_radius", "fuze_works", "works"])
def test_better_rounds_stop_more(leaks: Leaks, joint: Any, usual: Any, field: str) -> None:
    fewer(usual, leaks(joint, RUNS, scaled(field, 0.5)))


def test_fainter_threats_leak_more(leaks: Leaks, joint: Any, usual: Any) -> None:
    fewer(usual, leaks(joint, RUNS, faint))


def test_more_jamming_leaks_more(leaks: Leaks, joint: Any) -> None:
    pods = "height: 9 km amsl, speed: 150 m/s, jammer: {is: stand-off-pods}"
    battle = joint.but(raid=joint.raid | {"jammer": ("electronic-attack", (-140.0, 0.0), pods)})
    # The upper end of the catalogue's power blinds about one of the three ways in, a thousand times its value all.
    silent, strong, endless = (leaks(battle, RUNS, jammed(power)) for power in (0.0, 10.0, 1000.0))
    fewer(silent, strong)
    fewer(strong, endless)


@pytest.fixture(scope="module")
def lost(leaks: Leaks, joint: Any) -> Any:
    """What leaks when the link loses all."""
    return leaks(joint.but(links=ring("delay: 1 s, fails: 1")), RUNS)


def test_a_link_that_is_down_costs(usual: Any, lost: Any) -> None:
    fewer(usual, lost)


def test_a_link_out_of_service_is_a_link_that_loses_all(leaks: Leaks, joint: Any, lost: Any) -> None:
    cut = leaks(joint.but(links=ring("delay: 1 s, outages: [{from: 0 s, to: 6 min}]")), RUNS)
    assert (lost == cut).all()


def test_a_prompt_link_stops_more_than_a_late_one(leaks: Leaks, joint: Any) -> None:
    fewer(leaks(joint.but(links=ring("delay: 0 s")), RUNS), leaks(joint.but(links=ring("delay: 30 s")), RUNS))


def test_a_quick_crew_stops_more(leaks: Leaks, joint: Any) -> None:
    quick, slow = (
        leaks(
            joint.but(command=f"post: post, doctrine: salvo, delays: {{declare: 2 s, reaction: {time} s}}"), MORE_RUNS
        )
        for time in (2, 60)
    )
    fewer(quick, slow)
