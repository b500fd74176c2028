"""Theorems through the real engine: with ideal members the whole chain collapses to what can be reckoned by hand.

A perfect radar sees all, its battery has channels and rounds without end, and a round of certain effect kills what it
reaches with probability p, whatever its miss. Then a raid is a row of independent trials. The threats come from all
sides, so that no round passes another threat on its way.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import cache
from typing import NamedTuple

import numpy as np
import pytest
from evidence_rows import Comparison, Evidence
from scipy import stats

from shieldwall.analysis.rows import Log
from shieldwall.assembly.draw.replication import Workspace
from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.record.kinds import IMPACT, KILLED, LAUNCHED
from shieldwall.scenario import Scenario, load_text

LEAKS = Comparison(
    "binomial-defence", "The whole chain", "Layers and salvoes leak a binomial number", "p-value",
    "Binomial(36, (1 - p)^layers) by the exact two-sided test, through the real engine with ideal members",
)  # fmt: skip
SHOTS = Comparison(
    "shoot-look-shoot", "The whole chain", "Shoot-look-shoot fires a geometric number", "p-value",
    "the negative binomial law of failures, through the real engine with ideal members",
)  # fmt: skip
THREATS, RUNS = 36, 25
#: Probability that a test fails although the theorem holds; the seeds are fixed, so it fails always or never.
ALPHA = 1e-3
LATITUDE, LONGITUDE, FAR_NORTH, FAR_EAST = 44.80, 20.30, 0.45, 0.634
#: An assessment that never comes: a threat gets one salvo from each battery and no more.
NEVER = 10**9


class Fought(NamedTuple):
    """Threats that leaked and that were killed, and the shots that each battery fired at each threat."""

    leaks: int
    kills: int
    shots: Counter[tuple[str, str]]


@cache
def scenario(layers: int, vehicle: str, speed: int, doctrine: str) -> Scenario:
    """Batteries that know nothing of one another, about a depot, and a raid from all sides."""
    bearings = [2.0 * math.pi * n / THREATS for n in range(THREATS)]
    ends = [(LATITUDE + FAR_NORTH * math.cos(b), LONGITUDE + FAR_EAST * math.sin(b)) for b in bearings]
    units = [f"layer-{n}: {{is: certain-battery, at: {n} km north of depot}}" for n in range(1, layers + 1)]
    routes = [f"route-{n}: [{north:.4f} N {east:.4f} E, target depot]" for n, (north, east) in enumerate(ends)]
    raid = [
        f"red-{n}: {{is: {vehicle}, route: route-{n}, height: 1 km amsl, speed: {speed} m/s, enters: {5 * n % 37} s, "
        "mission: {strike: depot}}"
        for n in range(THREATS)
    ]
    return load_text(f"""
scenario: 1
title: Layers
question: How many leak?
terrain: flat
start: 2019-10-24T08:00Z
lasts: {60 + 52_000 // speed} s
draws: {{terrain_error: false, obstacle_angle: false, registration_bias: false}}
blue:
  command: {{post: layer-1, doctrine: {doctrine}, delays: {{declare: 1 s, cycle: 2 s, reaction: 1 s}}}}
  units: {{{", ".join(units)}}}
red:
  routes: {{{", ".join(routes)}}}
  units: {{{", ".join(raid)}}}
places:
  depot: {{at: {LATITUDE} N {LONGITUDE} E, value: 10, hardness: 1000}}
""")


def fought(read: Scenario, probability: float, replication: int, salvo: int = 1, looks: int = NEVER) -> Fought:
    """Fight a replication with rounds that kill with a probability."""

    def change(drawn: Workspace) -> None:
        drawn.model.weapons["prior"][:] = probability
        drawn.model.units["salvo"][:] = salvo
        drawn.model.units["assess_after"][:] = looks

    simulator = Simulator(planned(read))
    simulator.simulate(1, replication, change=change)
    log = Log(simulator.recording(scene=False))
    launched = log.rows(LAUNCHED).tolist()
    shots = Counter((log.unit_of(log.name(int(log.who[r]))), log.name(int(log.threat[r]))) for r in launched)
    return Fought(log.rows(IMPACT).size, log.rows(KILLED).size, shots)


def is_binomial(leaks: list[int], probability: float, evidence: Evidence, what: str) -> None:
    """Hold numbers of leakers to Binomial(THREATS, probability): by their sum, exactly, and by their spread."""
    total = stats.binomtest(sum(leaks), THREATS * len(leaks), probability)
    what_leaked = f"{what}: {sum(leaks)} of {THREATS * len(leaks)} leak, expected {100.0 * probability:.1f} %"
    evidence.at_least(LEAKS, what_leaked, total.pvalue, ALPHA)
    # Four classes of about equal weight; runs are independent, so their numbers of leakers are, too.
    edges = np.unique(stats.binom.ppf([0.25, 0.5, 0.75], THREATS, probability))
    seen = np.bincount(np.searchsorted(edges, leaks), minlength=edges.size + 1)
    weights = np.diff([0.0, *stats.binom.cdf(edges, THREATS, probability), 1.0])
    assert stats.chisquare(seen, weights * len(leaks)).pvalue > ALPHA, f"{leaks} is no binomial sample"


@pytest.mark.parametrize(("layers", "probability"), [(1, 0.7), (2, 0.5), (3, 0.3)])
def test_layers_leak_a_binomial_number(layers: int, probability: float, evidence: Evidence) -> None:
    read = scenario(layers, "tomahawk-class", 250, "shoot-look-shoot")
    runs = [fought(read, probability, number) for number in range(RUNS)]
    # The premise: each battery fires once at each threat, all in time.
    assert all(set(one.shots.values()) == {1} and len(one.shots) == layers * THREATS for one in runs)
    assert all(one.leaks + one.kills == THREATS for one in runs)
    what = f"{layers} layers that kill with {probability:g}"
    is_binomial([one.leaks for one in runs], (1.0 - probability) ** layers, evidence, what)


@pytest.mark.parametrize(("salvo", "probability"), [(2, 0.5), (3, 0.3)])
def test_a_salvo_leaks_as_many_layers(salvo: int, probability: float, evidence: Evidence) -> None:
    read = scenario(1, "tomahawk-class", 250, "salvo")
    runs = [fought(read, probability, number, salvo) for number in range(RUNS)]
    assert all(set(one.shots.values()) == {salvo} and len(one.shots) == THREATS for one in runs)
    what = f"salvoes of {salvo} that kill with {probability:g}"
    is_binomial([one.leaks for one in runs], (1.0 - probability) ** salvo, evidence, what)


@pytest.mark.parametrize("probability", [0.5, 0.8])
def test_shoot_look_shoot_fires_a_geometric_number(probability: float, evidence: Evidence) -> None:
    """Against slow drones there is time to shoot until all are dead: 1 / p shots at each on average."""
    read = scenario(1, "shahed-class", 50, "shoot-look-shoot")
    runs = [fought(read, probability, number, looks=5) for number in range(RUNS)]
    assert all(one.kills == THREATS and len(one.shots) == THREATS for one in runs)
    shots = [number for one in runs for number in one.shots.values()]
    # The sum of geometric numbers is negative binomial: failures before as many successes as there are threats.
    spare = stats.nbinom(len(shots), probability)
    failures = sum(shots) - len(shots)
    what = f"{sum(shots)} shots at {len(shots)} threats, each kills with {probability:g}"
    evidence.at_least(SHOTS, what, min(spare.cdf(failures), spare.sf(failures - 1)), ALPHA / 2)
    classes = np.bincount(np.minimum(shots, 4), minlength=5)[1:]
    weights = np.array([probability * (1.0 - probability) ** n for n in range(3)])
    assert stats.chisquare(classes, len(shots) * np.append(weights, 1.0 - weights.sum())).pvalue > ALPHA


@pytest.mark.parametrize(("probability", "leaks"), [(1.0, 0), (0.0, THREATS)])
def test_certainty_leaks_none_and_nothing_stops_nothing(probability: float, leaks: int) -> None:
    one = fought(scenario(1, "tomahawk-class", 250, "shoot-look-shoot"), probability, 0)
    assert (one.leaks, one.kills) == (leaks, THREATS - leaks)
