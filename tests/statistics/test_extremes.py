"""Extremes: without a defence all leak, with a perfect one none, and weapons-hold spares what comes at others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

RUNS = range(40)
ONE_WAY, BOMBS = 32, 8


@pytest.fixture
def massed(joint: Any) -> Any:
    """Missiles in a column 208 m apart, drones, and aircraft with two bombs each.

    At 130 m they would stand where the one before stood a scan ago, and tracks would stand still.
    """
    column = "count: 12, spacing: 0.8 s, height: 60 m agl, speed: 260 m/s, mission: {strike: depot}"
    drones = "count: 8, spacing: 12 s, height: 200 m agl, speed: 50 m/s, mission: {strike: depot}"
    bombers = (
        "count: 4, spacing: 5 s, height: 5 km amsl, speed: 260 m/s, "
        "mission: {release: guided-bomb, on: depot, at: 8 km, count: 2}"
    )
    more = {
        "column": ("tomahawk-class", (0.0, -50.0), column),
        "drones": ("shahed-class", (20.0, -15.0), drones),
        "bombers": ("strike-fighter", (10.0, 60.0), bombers),
    }
    return joint.but(raid=joint.raid | more, links="", minutes=10, command="post: post")


def test_no_defence_stops_nothing(leaks: Callable[..., Any], massed: Any) -> None:
    warned = massed.but(units={"post": ("an-tps-70", (6.0, 3.0), 0.0, "")})
    assert set(leaks(warned, RUNS)) == {ONE_WAY + BOMBS}


def test_weapons_hold_stops_no_more_than_self_defence_does(leaks: Callable[..., Any], joint: Any) -> None:
    """Nobody fires at what passes 10 km away, twice as far as counts as coming at itself, and in reach of both."""
    aside = {"neva": ("s-125m1t-neva", (-6.0, 10.0), 270.0, ""), "pantsir": ("pantsir-s1", (-2.0, -10.0), 270.0, "")}
    past = joint.but(units=joint.units | aside, raid={"middle": joint.raid["middle"]})
    hold = f"{joint.command}, control: weapons-hold"
    assert set(leaks(past.but(command=hold), RUNS)) == {4}
    assert sum(leaks(past, RUNS)) < 4 * len(RUNS)
    # Where they stood, all ways in lead past them.
    assert sum(leaks(joint.but(command=hold), RUNS)) < 12 * len(RUNS)


@pytest.mark.parametrize("doctrine", ["salvo", "shoot-look-shoot"])
def test_a_perfect_defence_stops_all(leaks: Callable[..., Any], massed: Any, doctrine: str) -> None:
    sure = massed.but(
        units={"post": ("certain-battery", (1.0, 1.0), 0.0, "")},
        command=f"post: post, doctrine: {doctrine}, reserve: 0",
    )
    assert set(leaks(sure, RUNS)) == {0}
