"""Coverage against what can be reckoned by hand, and against what the engine logs of the same raid."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from functools import cache

import numpy as np
import pytest
from evidence_rows import Comparison, Evidence

import shieldwall as sw
from shieldwall.assembly.draw.replication import Workspace
from shieldwall.catalogue import load as entry
from shieldwall.engine.sense.points import ENTRIES, FIRST_LOG, STEPS, mean_probability, view_of_point
from shieldwall.exercise.simulate import drawn
from shieldwall.kernels.detection import fluctuation, probability_table, table_probability
from shieldwall.kernels.geodesy import height_above_sea
from shieldwall.record.kinds import SIGHT
from shieldwall.record.reasons import IN_CLUTTER, IN_VIEW, OUT_OF_RANGE, TOO_FAINT, UNRESOLVED
from shieldwall.scenario import Scenario, load, load_text
from shieldwall.state.sensor import ENGAGEMENT
from shieldwall.survey.coverage import together
from shieldwall.survey.gains import areas
from shieldwall.survey.sensor_network import SensorNetwork, Target

DISCS = Comparison(
    "coverage-discs", "Radar equation and propagation", "Area that coverage says is seen, over a smooth sea", "km2",
    "horizons that add, and the fourth power of range, by hand",
)  # fmt: skip
#: 4/3 of the documented radius of the earth, m.
EFFECTIVE = 4.0 / 3.0 * 6_371_000.0


@cache
def flat(unit: str) -> Scenario:
    """One unit on a smooth sea; trees and the terrain's uncertainty switched off."""
    return load_text(f"""
scenario: 1
title: One unit on the sea
question: How far does it see?
terrain: flat
start: 2019-10-24T08:00Z
lasts: 1 min
draws: {{terrain_error: no, obstacle_angle: no, registration_bias: no}}
propagation: {{gas: no, edges: no, ground: no}}
blue:
  command: {{post: one}}
  units:
    one: {{is: {unit}, at: 44.90 N 20.20 E}}
red:
  routes: {{path: [44.30 N 19.80 E, 44.60 N 20.00 E]}}
  units:
    visitor: {{is: strike-fighter, route: path, height: 1 km amsl, speed: 230 m/s, then: continue}}
""")


@pytest.mark.parametrize("height", [50.0, 100.0, 1000.0])
def test_a_perfect_radar_sees_to_the_horizon(height: float, evidence: Evidence) -> None:
    # Horizons of antenna and target add: d = sqrt(2 R h1) + sqrt(2 R h2); the antenna stands 10 m high.
    reach = math.sqrt(2.0 * EFFECTIVE * 10.0) + math.sqrt(2.0 * EFFECTIVE * height)
    disc = math.pi * reach * reach / 1e6
    found = sw.coverage(flat("certain-battery"), altitude=f"{height} m")
    ours = float(areas(found.cover, found.joint[0, 0], 0.5))
    evidence.close(DISCS, f"to the horizon of a target at {height:g} m", ours, disc, tolerance=0.012, relative=True)
    assert float(areas(found.cover, found.cover.sea[0, 0], 0.5)) == pytest.approx(disc, rel=0.012)
    first = found.first_sight().distances[0]
    assert first.min() == pytest.approx(reach, rel=0.015)
    assert first.max() == pytest.approx(reach, rel=0.015)


@pytest.mark.parametrize("reach", [60_000.0, 110_000.0])
def test_the_disc_of_a_radar_follows_the_fourth_power(reach: float, evidence: Evidence) -> None:
    # The entry states 350 km for 1.7 m2, at its anchor's probability; range goes with the fourth root of the section.
    # Above 20 degrees it does not look: at 3 km a hole with the radius 3 km / tan 20.
    section = 1.7 * (reach / 350_000.0) ** 4
    anchor = entry("an-tps-70").anchor_pd.value  # type: ignore[attr-defined]
    found = sw.coverage(flat("an-tps-70"), altitude="3 km amsl", rcs=f"{section:.9f} m2", probability=anchor)
    level = math.sqrt(reach**2 - 2994.0**2)
    hole = 2994.0 / math.tan(math.radians(20.0))
    annulus = math.pi * (level**2 - hole**2) / 1e6
    ours, what = float(areas(found.cover, found.joint[0, 0], anchor)), f"ring out to {reach / 1e3:g} km"
    evidence.close(DISCS, what, ours, annulus, tolerance=0.012, relative=True)


@cache
def shield(ground: str = "yes") -> tuple[Workspace, SensorNetwork]:
    made = drawn(load("slavic-shield-2019", {"propagation.ground": ground}), 1, 0)
    return made, SensorNetwork(made)


def test_what_a_run_logs_of_a_sight_is_what_coverage_says() -> None:
    """Every change of sight of a searching radar, at the place where the engine saw it."""
    made, _ = shield()
    log, names = sw.run("slavic-shield-2019", film=False).recording.log, made.plan.names.all()
    rows = {names[int(row.name)]: n for n, row in enumerate(made.model.sensors) if row.role != ENGAGEMENT}
    grid = made.model.grid[0]
    agree = disagree = 0
    for event in log[log["kind"] == SIGHT]:
        number = rows.get(names[event["who"]])
        if number is None or event["why"] == UNRESOLVED:
            continue
        x, y, z = (float(event[axis]) for axis in "xyz")
        height = height_above_sea(x, y, z, float(grid.meridional), float(grid.normal))
        why, distance, _, _ = view_of_point(made.model, made.belief.sensor_state, number, x, y, height)
        signal_decides = event["why"] in (IN_VIEW, TOO_FAINT, IN_CLUTTER)
        if why == (IN_VIEW if signal_decides else event["why"]):
            agree += 1
            # Far outside a range only the distance over ground is reckoned.
            assert why == OUT_OF_RANGE or distance == pytest.approx(float(event["v0"]), rel=1e-6, abs=0.1)
        else:
            disagree += 1
    assert agree > 1000
    # The log rounds positions to single precision, some centimetres, and a sight changes at an edge.
    assert disagree <= 0.005 * agree


@pytest.mark.parametrize("swerling", [1, 3])
@pytest.mark.parametrize("ratio", [0.3, 1.0, 4.0, 30.0, 1000.0])
def test_the_mean_is_that_of_the_echoes_of_the_battle(swerling: int, ratio: float) -> None:
    """Mean over many fluctuations of the engine's own table, as `engine.sense.detection` looks it up."""
    made, network = shield()
    number = next(n for n, sensor in enumerate(network.sensors) if sensor.name == "blue/tps-70/sensor")
    row = made.model.sensors[number]
    table = probability_table(1e-6, int(row.pulses))[None]
    u = (np.arange(20_000) + 0.5) / 20_000
    drawn = [table_probability(table, 0, ratio * fluctuation(one, swerling, int(row.pulses))) for one in u]
    means = network._means(swerling)
    assert mean_probability(means, int(row.table), ratio) == pytest.approx(float(np.mean(drawn)), abs=2e-4)


def test_the_table_of_means_has_its_ends() -> None:
    means = np.linspace(0.0, 1.0, ENTRIES)[None]
    assert mean_probability(means, 0, 0.0) == 0.0
    assert mean_probability(means, 0, 1e12) == 1.0
    middle = math.exp(FIRST_LOG + 100.25 / STEPS)
    assert mean_probability(means, 0, middle) == pytest.approx(100.25 / (ENTRIES - 1))


def test_terrain_only_takes_away() -> None:
    """For the same points; at the edge the mask's rounding to metres and the smooth earth may differ by a cell.

    What the ground reflects is apart: where it cancels the direct ray, an edge that takes from the reflected one fills
    the null, at most to what there is without a reflection, for F^2 is convex in the reflected field. A P-18 on a hill,
    as on Fruska Gora, 155 m over the land about it, has such nulls within its reach.
    """
    _, network = shield()
    _, bare = shield("no")
    x, y = np.meshgrid(np.linspace(-250e3, 250e3, 201), np.linspace(-250e3, 250e3, 201))
    for height in (300.0, 3000.0):
        points = network.above_ground(np.stack([x.ravel(), y.ravel(), np.full(x.size, height)]))
        for number in range(len(network.sensors)):
            land = network.probability(number, points, Target())[0]
            sea = network.probability(number, points, Target(), terrain=False)[0]
            bare_land = bare.probability(number, points, Target())[0]
            bare_sea = bare.probability(number, points, Target(), terrain=False)[0]
            few = 0.002 * max(1, np.count_nonzero(sea > 0.5))
            assert np.count_nonzero(bare_land > bare_sea + 1e-6) <= few
            assert np.count_nonzero(land > np.maximum(sea, bare_sea) + 1e-6) <= few


def test_a_larger_target_is_seen_wherever_a_smaller_one_is() -> None:
    found = sw.coverage("slavic-shield-2019", altitude=["300 m", "3 km"], rcs=["0.01 m2", "0.1 m2", "1 m2", "10 m2"])
    assert np.all(np.diff(found.probability, axis=2) >= 0.0)
    assert np.all(np.diff(areas(found.cover, found.joint, 0.5), axis=1) > 0.0)


def test_joint_is_one_less_the_product_of_misses() -> None:
    looks = np.array([[0.5, 0.0, 1.0], [0.5, 0.25, 0.3]], np.float32)
    assert together(looks).tolist() == pytest.approx([0.75, 0.25, 1.0])


PLAIN = """
import sys
import numpy as np
from shieldwall.exercise.simulate import drawn
from shieldwall.scenario import load
from shieldwall.survey.sensor_network import Target, SensorNetwork
network = SensorNetwork(drawn(load("one-radar"), 1, 0))
draw = np.random.default_rng(1).uniform
points = np.stack([draw(-2e5, 2e5, 2000), draw(-2e5, 2e5, 2000), draw(50.0, 9000.0, 2000)])
points = network.above_ground(points)
found = [network.probability(0, points, Target((1.0, 0.01)), terrain) for terrain in (True, False)]
sys.stdout.buffer.write(np.concatenate(found).tobytes())
"""


@pytest.mark.long
def test_coverage_is_that_of_plain_python() -> None:
    compiled, plain = (
        subprocess.run(
            [sys.executable, "-c", PLAIN], env=os.environ | {"NUMBA_DISABLE_JIT": off}, capture_output=True, check=True
        )
        for off in "01"
    )
    assert len(compiled.stdout) == 4 * 4 * 2000
    assert compiled.stdout == plain.stdout
