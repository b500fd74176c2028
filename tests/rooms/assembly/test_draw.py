"""The draw of a replication: a thread's own arrays, the same for the same key whatever went before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from shieldwall.assembly.draw.raid_groups import LEGS, LINES
from shieldwall.assembly.draw.replication import Workspace, draw
from shieldwall.assembly.plan import Plan, plan
from shieldwall.assembly.plan.figures import vector
from shieldwall.assembly.plan.reach import THRUST_STEP
from shieldwall.assembly.plan.weapons import reach_tables
from shieldwall.catalogue import load as load_entry
from shieldwall.catalogue.fits import airframe, thrust
from shieldwall.exercise.simulate import Simulator
from shieldwall.kernels.masks import mask_size, visible_altitude
from shieldwall.kernels.reach import MARGIN, TIME
from shieldwall.scenario import load
from shieldwall.terrain.visibility import _layers, site_of

SCENARIO = "one-battery"


@pytest.fixture(scope="module")
def ranged() -> Plan:
    return plan(load(SCENARIO), ranges=True)


def arrays(workspace: Workspace) -> list[bytes]:
    """All that a replication sets, as bytes: the words of the tables, and the raid as far as it is filled."""
    raid = workspace.raid
    filled = raid.filled
    parts = [
        workspace.words, workspace.values, raid.bodies, raid.legs[: filled[LEGS]], raid.script[: filled[LINES]],
        raid.signatures, raid.jammers, raid.came, filled, workspace.model.flight_times,
    ]  # fmt: skip
    return [np.ascontiguousarray(part).tobytes() for part in parts]


@pytest.mark.parametrize("parameter_draws", ["central", "sampled"])
def test_a_draw_depends_on_its_key_alone(ranged: Plan, parameter_draws: str) -> None:
    one, other = Workspace(ranged), Workspace(ranged)
    draw(one, 1, 4, parameter_draws)
    for replication in (7, 2, 4):
        draw(other, 1, replication, parameter_draws)
    assert arrays(one) == arrays(other)
    draw(other, 2, 4, parameter_draws)
    assert arrays(one) != arrays(other)


def test_a_draw_after_a_battle_is_a_fresh_one(ranged: Plan) -> None:
    fresh = Workspace(ranged)
    draw(fresh, 1, 3, "sampled")
    simulator = Simulator(ranged)
    simulator.simulate(1, 5, "sampled")
    assert simulator.log().size > 10
    draw(simulator.workspace, 1, 3, "sampled")
    assert arrays(simulator.workspace) == arrays(fresh)


def test_threads_share_a_plan_and_nothing_else(ranged: Plan) -> None:
    def drawn(numbers: range) -> list[list[bytes]]:
        workspace = Workspace(ranged)
        found = []
        for number in numbers:
            draw(workspace, 1, number, "sampled")
            found.append(arrays(workspace))
        return found

    alone = drawn(range(8))
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(drawn, (range(4), range(4, 8))))
    assert together[0] + together[1] == alone


def test_central_figures_are_those_of_a_plan_without_ranges(ranged: Plan) -> None:
    one, other = Workspace(ranged), Workspace(plan(load(SCENARIO)))
    draw(one, 1, 2)
    draw(other, 1, 2)
    differ = {"mask", "table"}
    for name in ("sensors", "units", "weapons", "launchers", "links"):
        here, there = getattr(one.model, name), getattr(other.model, name)
        assert len(here) == len(there)
        for column in set(here.dtype.names) - differ:
            assert here[column].tolist() == there[column].tolist(), (name, column)
    assert one.model.flight_times.tobytes() == other.model.flight_times.tobytes()
    assert not one.model.mask_rows.weight.any()


def test_readiness_can_be_given(ranged: Plan) -> None:
    workspace = Workspace(ranged)
    units = len(ranged.units)
    for asked in (np.zeros(units), np.ones(units), np.arange(units) % 2):
        draw(workspace, 1, 0, readiness=asked)
        assert workspace.model.units.ready.tolist() == asked.tolist()
        assert workspace.belief.unit_state.alive.tolist() == asked.tolist()


def test_what_a_replication_does_not_have_stands_at_the_end_and_is_empty() -> None:
    made = plan(load("slavic-shield-2019"), ranges=True)
    workspace = Workspace(made)
    names = made.names.all()
    n = next(n for n, unit in enumerate(made.units) if unit.entry.id == "s-400-battalion")
    given = {"s-400-battalion.launchers.long.count": 4.0, "92n6e.channels": 7.0}
    draw(workspace, 1, 0, vector(made.figures, made.by_name, given))
    model, unit = workspace.model, workspace.model.units[n]
    launchers = model.launchers[unit.first_launcher :][: unit.launchers]
    present = [names[row.name].rpartition("/")[2] for row in launchers]
    assert present == [*(f"long-{number}" for number in range(1, 5)), "medium-1", "medium-2"]
    assert (launchers.unit == n).all()
    assert (launchers.capacity > 0).all()
    most = made.blocks[n, 3]
    rest = slice(unit.first_launcher + unit.launchers, unit.first_launcher + most)
    assert most > unit.launchers
    assert not model.launchers[rest].capacity.any()
    assert not workspace.belief.launcher_state[rest].ready.any()
    assert unit.channels == 7
    assert (workspace.belief.subordinates[:, n].free == 7).all()
    weapon = model.weapons[made.tables.weapons.index("48n6e3")]
    others = sum(
        int(row.capacity + row.reserve) for row in model.launchers if row.weapon == made.tables.weapons.index("48n6e3")
    )
    assert weapon.end_column - weapon.first_column == others


def test_a_mast_between_two_planned_heights_sees_about_as_far_as_its_own_mask_says() -> None:
    made = plan(load("slavic-shield-2019"), ranges=True)
    number = next(n for n, (_, sensor) in enumerate(made.tables.sensors) if sensor.name == "blue/s400/engagement")
    workspace = Workspace(made)
    height = 7.6
    draw(workspace, 1, 0, vector(made.figures, made.by_name, {"92n6e.antenna_height": height}))
    row: Any = workspace.model.mask_rows[number]
    assert 0.0 < row.weight < 1.0
    antenna, own = made.masks.antennas[number], row.copy()
    own["offset"], own["weight"] = 0, 0.0
    site = site_of(made.plane.grid, made.plane.frame, antenna._replace(height=height))
    exact = _layers(made.plane.grid, [(site, antenna.reach, own, 0.0, 0)], mask_size(own))
    middle = np.array([row.west, row.south]) + 0.5 * (row.columns - 1) / row.per_cell
    spots = middle + np.random.default_rng(3).uniform(-150e3, 150e3, (4000, 2))
    seen = np.array([visible_altitude(workspace.model.masks, row, x, y, 0.0) for x, y in spots])
    there = np.array([visible_altitude(exact, own, x, y, 0.0) for x, y in spots])
    low = there < 10_000.0
    off = (seen - there)[low]
    # A shadow falls the less the higher the antenna, so that a chord lies above: never lower but for rounding.
    assert off.min() > -3.0
    assert off.mean() < 3.0
    assert np.percentile(off, 95) < 12.0


def test_thrust_is_drawn_and_reach_follows_it(ranged: Plan) -> None:
    entry = load_entry("57e6")
    stated = thrust(entry)
    assert stated is not None
    workspace = Workspace(ranged)
    shares = []
    fitted = float(airframe(entry)["boost_thrust"][0])
    for replication in range(20):
        draw(workspace, 1, replication, "sampled")
        shares.append(float(workspace.model.airframes[0].boost_thrust) / fitted)
    assert min(shares) >= stated.low
    assert max(shares) <= stated.high
    assert max(shares) - min(shares) > 0.5 * (stated.high - stated.low)
    draw(workspace, 1, 0)
    assert float(workspace.model.airframes[0].boost_thrust) == fitted


def test_reach_between_two_planned_thrusts_is_about_that_flown(ranged: Plan) -> None:
    stated = thrust(load_entry("57e6"))
    assert stated is not None
    share = 1.0 - 0.5 * (1.0 - stated.low) / np.ceil((1.0 - stated.low) / THRUST_STEP)
    workspace = Workspace(ranged)
    draw(workspace, 1, 0, vector(ranged.figures, ranged.by_name, {"57e6.fitted_thrust": share}))
    flown = reach_tables(np.array(workspace.model.airframes))[0]
    mixed = workspace.model.flight_times[0]
    both = (flown[MARGIN] >= 0.0) & (mixed[MARGIN] >= 0.0)
    assert np.mean((flown[MARGIN] >= 0.0) != (mixed[MARGIN] >= 0.0)) < 0.02
    assert np.abs(flown[TIME] - mixed[TIME])[both].max() < 0.3
