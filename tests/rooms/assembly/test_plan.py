"""The plan of a scenario: the figures that it takes, what it is made for, and what it refuses."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest

import shieldwall as sw
from shieldwall.assembly.draw.figures import CENTRAL, SAMPLED, draw_figures
from shieldwall.assembly.draw.replication import Workspace, draw
from shieldwall.assembly.plan import Plan, plan
from shieldwall.assembly.plan.figures import vector
from shieldwall.assembly.plan.plenty import Plenty
from shieldwall.assembly.plan.terms import Terms, cosine, greatest, sine
from shieldwall.catalogue import load as load_entry
from shieldwall.catalogue import sample
from shieldwall.kernels.draws import UNKNOWN_VALUE, entity_of, uniform
from shieldwall.quantities.errors import InputError, PlanError
from shieldwall.scenario.load import load_text

TEXT = """
scenario: 1
title: One battery
question: What does it have?
terrain: flat
start: 2019-10-24T08:00Z
lasts: 2 min
blue:
  command: {post: neva}
  units: {neva: {is: s-125m1t-neva, at: 44.90 N 20.30 E}, pantsir: {is: pantsir-s1, at: 44.80 N 20.30 E}}
  links: [{name: ring, joins: [neva, pantsir], delay: 1 s}]
red:
  routes: {in: [44.0 N 20.3 E, target depot]}
  units: {drone: {is: shahed-class, route: in, height: 300 m agl, speed: 50 m/s, mission: {strike: depot}}}
places: {depot: {at: 44.85 N 20.30 E, value: 1}}
"""


@pytest.fixture(scope="module")
def central() -> Plan:
    return plan(load_text(TEXT, "battery.yaml"))


@pytest.fixture(scope="module")
def ranged() -> Plan:
    return plan(load_text(TEXT, "battery.yaml"), ranges=True)


def test_figures_are_those_of_the_catalogue(ranged: Plan) -> None:
    values = np.zeros(len(ranged.figures))
    draw_figures(ranged.figures, CENTRAL, 7, 3, values)
    stated = ranged.terms.figures.values
    assert len(stated) > 100
    assert all(values[ranged.by_name[name]] == value.value for name, value in stated.items())


@pytest.mark.parametrize("replication", range(4))
def test_figures_are_drawn_as_the_catalogue_draws_them(ranged: Plan, replication: int) -> None:
    values = np.zeros(len(ranged.figures))
    draw_figures(ranged.figures, SAMPLED, 7, replication, values)
    for name, value in ranged.terms.figures.values.items():
        u = float(uniform(7, replication, UNKNOWN_VALUE, entity_of(name), 0, 0))
        assert values[ranged.by_name[name]] == sample(value, u), name


def test_a_thing_that_stands_twice_has_its_figures_once(ranged: Plan) -> None:
    columns = list(ranged.by_name.values())
    assert len(set(columns)) == len(columns)
    assert "5v27.fitted_thrust" in ranged.by_name
    assert "shahed-class.rcs.front" in ranged.by_name


def test_plenty_gives_channels_and_rounds_and_leaves_the_figures_as_they_are(ranged: Plan) -> None:
    """So that one vector of figures, and one luck, serve both."""
    much = plan(load_text(TEXT, "battery.yaml"), ranges=True, plenty=Plenty(channels=20, rounds=300))
    assert dict(much.by_name) == dict(ranged.by_name)
    assert much.figures.tolist() == ranged.figures.tolist()
    made = Workspace(much)
    draw(made, 1, 0, "sampled")
    guns = made.model.weapons["airframe"][made.model.launchers["weapon"]] < 0
    assert guns.any()
    # A launcher that a replication does not draw has none.
    assert sorted({*made.model.launchers["capacity"].tolist()} - {0}) == [300]
    assert (made.belief.launcher_state["stock"] == 0).all()
    # A Neva has a radar and a camera, a Pantsir as well.
    assert made.model.units["channels"].tolist() == [40, 40]
    assert len(made.belief.rounds) == 300 * int((~guns).sum())


def test_a_vector_of_figures_names_those_that_move(ranged: Plan) -> None:
    given = vector(ranged.figures, ranged.by_name, {"snr-125.antenna_height": 4.0})
    moved = np.flatnonzero(given != ranged.figures.value)
    assert moved.tolist() == [ranged.by_name["snr-125.antenna_height"]]
    workspace = Workspace(ranged)
    draw(workspace, 1, 0, given)
    assert workspace.values[: len(given)].tolist()[moved[0]] == 4.0
    with pytest.raises(InputError, match="did you mean"):
        vector(ranged.figures, ranged.by_name, {"snr-125.antena_height": 4.0})
    with pytest.raises(InputError, match="beyond its range"):
        vector(ranged.figures, ranged.by_name, {"snr-125.antenna_height": 40.0})
    with pytest.raises(InputError, match="figures are given"):
        draw(workspace, 1, 0, given[:-1])


def test_a_plan_of_central_figures_says_for_what_it_has_no_tables(central: Plan) -> None:
    workspace = Workspace(central)
    with pytest.raises(PlanError, match="ranges=True"):
        draw(workspace, 1, 0, "sampled")
    mast = vector(central.figures, central.by_name, {"snr-125.antenna_height": 4.0})
    with pytest.raises(PlanError, match="no tables"):
        draw(workspace, 1, 0, mast)
    # What has no table may move.
    draw(workspace, 1, 0, vector(central.figures, central.by_name, {"5v27.lethal_radius": 9.0}))
    row = central.tables.weapons.index("5v27")
    assert workspace.model.weapons[row].lethal_radius == 9.0


def test_a_plan_is_for_one_scenario(central: Plan) -> None:
    central.check(load_text(TEXT, "battery.yaml"))
    with pytest.raises(PlanError, match="another scenario"):
        central.check(load_text(TEXT.replace("One battery", "Another"), "battery.yaml"))


def test_a_plan_is_for_one_version_of_the_code(central: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(plan.__globals__, "code_hash", lambda: "another")
    with pytest.raises(PlanError, match="plan again"):
        central.check(central.scenario)


def test_a_plan_is_for_one_catalogue(central: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    def edited(name: str) -> object:
        entry = load_entry(name)
        return entry.model_copy(update={"title": "another"}) if name == "snr-125" else entry

    monkeypatch.setitem(plan.__globals__, "load_entry", edited)
    with pytest.raises(PlanError, match="plan again"):
        central.check(central.scenario)


def test_a_plan_is_for_one_terrain(central: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    other = dataclasses.replace(central.plane.terrain, digest="another")
    monkeypatch.setitem(plan.__globals__, "load", lambda _: other)
    with pytest.raises(PlanError, match="plan again"):
        central.check(central.scenario)


def test_tables_have_room_for_the_most_of_every_range(ranged: Plan) -> None:
    names = ranged.names.all()
    assert {f"blue/neva/rails-{number}" for number in range(1, 5)} <= set(names)
    assert {f"blue/pantsir/track-channel-{number:02d}" for number in range(1, 4)} <= set(names)
    entry = load_entry("s-125m1t-neva")
    rails = entry.launchers["rails"]  # type: ignore[attr-defined]
    most = 2 * int(rails.rounds.high)
    assert f"blue/neva/rails-1/round-{most}" in names
    assert f"blue/neva/rails-1/round-{most + 1}" not in names


def test_terms_are_the_arithmetic_that_they_stand_for() -> None:
    terms = Terms()
    entry = load_entry("p-18")
    turn = terms.figure(entry, "rotation_period", entry.rotation_period)  # type: ignore[attr-defined]
    assert greatest(1.0, 2.0) == 2.0
    made = (2.0 * turn - 1.0) / greatest(sine(turn), 0.5) + cosine(turn)
    from shieldwall.assembly.draw.terms import work_out
    from shieldwall.assembly.plan.air import clear_air

    values = np.zeros(len(terms.figures) + len(terms.table()))
    draw_figures(terms.figures.table(), CENTRAL, 1, 0, values)
    work_out(terms.table(), (float(len(terms.figures)), 6.4e6, 6.4e6), (1, 0), clear_air([]), values)
    t = entry.rotation_period.value  # type: ignore[attr-defined]
    expected = (2.0 * t - 1.0) / max(np.sin(t), 0.5) + np.cos(t)
    assert values[terms.index(made)] == pytest.approx(expected, rel=1e-14)


def test_the_header_lists_what_a_replication_has() -> None:
    run = sw.run(load_text(TEXT, "battery.yaml"), draw="sampled", film=False)
    header = run.header
    drawn = {(value["entry"], value["path"]): value["drawn"] for value in header["values"]}
    rails = [name for name in header["launchers"] if name.startswith("blue/neva/rails-")]
    assert len(rails) == drawn["s-125m1t-neva", "launchers.rails.count"]
    tracks = [name for name in header["units"]["blue/pantsir"]["channels"] if "/track-channel-" in name]
    assert len(tracks) == drawn["pantsir-track", "channels"]
    assert 0.8 < drawn["5v27", "fitted_thrust"] < 1.2


def test_threads_that_need_other_memories_do_not_disturb_each_other() -> None:
    memories: dict[int, object] = {}

    class Step(int):
        """A scale at which another thread makes a memory just when this one looks whether it is still wanted."""

        def __gt__(self, other: int) -> bool:
            memories.setdefault(99, "another thread's")
            return int(self) > other

    memories[Step(2)] = "an earlier step"
    image = SimpleNamespace(words=lambda: 0, writes=lambda _terms: (0, 0))
    stand_in = SimpleNamespace(_memories=memories, _laid=lambda _scale: image, terms=None)
    made = Plan.memory(stand_in, 4)  # type: ignore[arg-type]
    assert memories == {99: "another thread's", 4: made}


def test_what_was_laid_out_for_the_terms_is_the_first_memory_and_no_other() -> None:
    made = plan(load_text(TEXT))
    (image,) = made._image
    assert made.memory().image is image
    assert made.memory(4).image is not image
    assert made.memory().image is image
