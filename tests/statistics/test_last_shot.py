"""A place with one last shot: two units with one round each, and a post that sends both where nobody can look again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.record.kinds import KILLED, LAUNCHED
from shieldwall.scenario import load_text

RUNS = 150
#: Probability outside the bounds of the binomial law.
ALPHA = 1e-3
BATTLE = """
scenario: 1
title: One last shot
question: Does a second unit shoot where nobody can look again?
terrain: flat
origin: 44.8 N 20.3 E
start: 2019-10-24T08:00Z
lasts: 4 min
draws: {terrain_error: no, obstacle_angle: no, registration_bias: no, readiness: no}
blue:
  command: {post: post, least_chance: 0.1, delays: {declare: 2 s}}
  links: [{name: ring, joins: [post, east, west], delay: 0 s}]
  units:
    post: {is: an-tps-70, at: 44.78 N 20.3 E}
    east: {is: s-125m1t-neva, at: 44.8 N 20.31 E, facing: north, rounds: 1}
    west: {is: s-125m1t-neva, at: 44.8 N 20.29 E, facing: north, rounds: 1}
red:
  routes: {north: [45.25 N 20.3 E, target depot]}
  units: {one: {is: tomahawk-class, route: north, height: 1 km amsl, speed: 245 m/s, mission: {strike: depot}}}
places: {depot: {at: 44.8 N 20.3 E, value: 10, hardness: 1000}}
"""


#: Units in the order of their names: east, post, west.
EAST, WEST = 0, 2


def fought(made: Simulator, armed: tuple[int, ...], assess_after: float) -> tuple[Any, Any]:
    """Rounds fired and whether the target was killed, in each run, where these units have one round."""

    def change(drawn: Any) -> None:
        model, belief = drawn.model, drawn.belief
        model.units["assess_after"] = assess_after
        _, first = np.unique(model.launchers["unit"], return_index=True)
        model.launchers["capacity"] = 0
        model.launchers["capacity"][first] = 1
        belief.launcher_state["ready"] = model.launchers["capacity"] * np.isin(model.launchers["unit"], armed)
        belief.launcher_state["stock"] = 0
        unarmed = [u for u in (EAST, WEST) if u not in armed]
        belief.subordinates["weapons"][:, unarmed] = 0
        belief.subordinates["left"][:, unarmed] = 0.0

    found = []
    for replication in range(RUNS):
        made.simulate(1, replication, change=change)
        kinds = made.log()["kind"]
        found.append(((kinds == LAUNCHED).sum(), (kinds == KILLED).any()))
    rounds, kills = zip(*found, strict=True)
    return np.array(rounds), np.array(kills)


@pytest.mark.long
def test_two_units_with_one_round_each_kill_what_either_would_have_killed() -> None:
    made = Simulator(planned(load_text(BATTLE)))
    # Nobody can look at what a round did and have another fired: a look takes two minutes.
    alone = [fought(made, (unit,), 120.0) for unit in (EAST, WEST)]
    rounds, kills = fought(made, (EAST, WEST), 120.0)
    assert rounds.mean() > 1.9
    missed = np.prod([1.0 - float(killed.mean()) for _, killed in alone])
    low, high = stats.binom.interval(1.0 - ALPHA, RUNS, 1.0 - missed)
    assert low <= kills.sum() <= high
    # Each with a round of its own kills markedly more than the better of the two alone.
    best = max(int(killed.sum()) for _, killed in alone)
    assert stats.binomtest(int(kills.sum()), RUNS, best / RUNS, alternative="greater").pvalue < ALPHA


@pytest.mark.long
def test_with_time_to_look_the_second_round_is_fired_only_if_the_first_missed() -> None:
    made = Simulator(planned(load_text(BATTLE)))
    rounds, kills = fought(made, (EAST, WEST), 2.0)
    assert rounds[kills].mean() < 1.9
