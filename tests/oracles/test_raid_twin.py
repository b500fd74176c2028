"""The compiled draw of a raid against its plain twin: the same members, acts and legs, to a nanometre or so.

The twin computes in numpy with the machine's libm, the kernels with functions of our own, which may differ in the last
bits.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pytest
from raid_twin.draws import Draws
from raid_twin.profiles import Ground
from raid_twin.raid import raid as twin
from red_side import HEAD, Drawing, drawing

import shieldwall
from shieldwall.catalogue.entry import Entry
from shieldwall.scenario.load import load_text
from shieldwall.state.body import RED
from shieldwall.state.script import RELEASE

#: Units of red that fly all that can be flown, each with the terrain that it meets.
SHAPES = {
    "strike": "route: south, height: 60 m agl, mission: {strike: depot, dive: 3 km}",
    "strike-near": "route: near, height: 400 m amsl, mission: {strike: depot, dive: 3 km}",
    "through": "route: south, height: 300 m agl, then: continue",
    "home": "route: south, height: 500 m amsl",
    "bombs": "route: south, height: 6 km amsl, mission: {release: guided-bomb, on: depot, at: 10 km, count: 3}",
    "short": "route: south, height: 1 km amsl, mission: {release: guided-bomb, on: depot, at: 25 km}",
    "never": "route: south, height: 6 km amsl, mission: {release: guided-bomb, on: cp, at: 12 km}",
    "missiles": "route: south, height: 3 km amsl, mission: {release: tomahawk-class, on: depot, at: 60 km, count: 2}",
    "on": "route: south, height: 3 km amsl, mission: {release: guided-bomb, on: depot, at: 8 km}, then: continue",
    "orbit": "orbit: {around: 44.36 N 19.46 E, radius: 12 km}, height: 2 km agl",
    "turns": "orbit: {around: 44.36 N 19.46 E, radius: 900 m, turns: 2.5}, height: 2 km amsl",
    "until": "route: south, orbit: {around: 44.9 N 19.9 E, radius: 15 km, until: 35 min}, height: 2 km amsl",
    "look": "orbit: {around: 44.36 N 19.46 E, radius: 12 km}, height: 6 km amsl, "
    "mission: {look: depot, within: 90 km, for: 4 min}",
    "glimpse": "route: south, height: 700 m amsl, mission: {look: depot, within: 30 km, for: 30 s}",
    "look-join": "route: south, orbit: {around: 44.9 N 20.1 E, radius: 8 km, turns: 1}, height: 2500 m amsl, "
    "mission: {look: depot, within: 25 km, for: 3 min}",
}
ROUTES = """
    near: [44.65 N 20.30 E, 44.78 N 20.33 E, target depot]
"""


def scenario_text(shape: str) -> str:
    """A scenario on hills with one unit of that shape, spread in all ways."""
    entry = "tomahawk-class" if "strike:" in SHAPES[shape] else "strike-fighter"
    unit = (
        f"\n    unit: {{is: {entry}, count: 3, speed: 230 m/s, enters: 20 s, spacing: 20 s, {SHAPES[shape]}, "
        "spread: {time: 15 s, offset: 2 km, height: 60 m}}\n"
    )
    head = HEAD.replace("terrain: flat", "terrain: serbia").replace("  units:\n", "  units:\n", 1)
    return head.replace("  routes:\n", f"  routes:{ROUTES.rstrip()}\n") + unit


def figure(drawn: Drawing, entry: Entry, path: str) -> float:
    """A figure of the vector that the kernels read; 0 where the entry states none."""
    value: Any = functools.reduce(getattr, path.split("."), entry)
    return drawn.columns.value(entry, path, value, drawn.figures)


def compared(drawn: Drawing) -> None:
    """Assert that twin and kernels agree."""
    draws = Draws(drawn.seed, drawn.replication, functools.partial(figure, drawn))
    ground = Ground(drawn.terrain, drawn.frame, drawn.grid, drawn.relief)
    plain = twin(drawn.scenario, ground, draws, drawn.places)
    found = drawn
    flown = np.flatnonzero(found.drawn.came)
    assert [found.names[row] for row in flown] == list(plain.about)
    row_of = {int(row): number for number, row in enumerate(flown)}
    for name in ("t", "amount", "chance"):
        assert found.script[name] == pytest.approx(plain.script[name], abs=1e-9, rel=1e-12)
    assert found.script.what.tolist() == plain.script.what.tolist()
    assert [row_of[body] for body in found.script.body.tolist()] == plain.script.body.tolist()
    released = found.script.what == RELEASE
    assert [row_of[other] for other in found.script.other[released].tolist()] == plain.script.other[released].tolist()
    assert found.script.other[~released].tolist() == plain.script.other[~released].tolist()
    for row, number in row_of.items():
        body, other = found.bodies[row], plain.bodies[number]
        for name in ("entity", "fluctuation", "decorrelation", "extent", "toughness"):
            assert body[name] == other[name]
        assert row_of.get(int(body.carrier), -1) == other.carrier
        assert (body.side, body.transponder) == (RED, 0)
        assert found.drawn.signatures[body.signature].tolist() == plain.signatures[other.signature].tolist()
        legs = found.legs[body.first_leg : body.first_leg + body.legs]
        twins = plain.legs[other.first_leg : other.first_leg + other.legs]
        assert len(legs) == len(twins)
        for name in ("t", "x", "y", "z", "vx", "vy", "vz"):
            assert legs[name] == pytest.approx(twins[name], abs=1e-8)
    assert list(found.about) == ["threats"]
    assert list(found.about["threats"]) == list(plain.about)
    for name, about in found.about["threats"].items():
        assert about == pytest.approx(plain.about[name]) if not about["route"] else True
        assert np.array(about["route"]) == pytest.approx(np.array(plain.about[name]["route"]), abs=0.11)
        assert about | {"route": 0} == pytest.approx(plain.about[name] | {"route": 0})


@pytest.mark.parametrize("sampled", [False, True])
@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_what_can_be_flown_is_flown_as_by_the_twin(shape: str, sampled: bool) -> None:
    for replication in range(3):
        compared(drawing(load_text(scenario_text(shape)), replication=replication, sampled=sampled, fitted=False))


@pytest.mark.parametrize("name", ["bench-60", "slavic-shield-2019"])
def test_fitted_places_move_no_leg_by_a_millimetre(name: str) -> None:
    scenario = shieldwall.load(name)
    for replication in range(3):
        found = drawing(scenario, replication=replication, sampled=True)
        exact = drawing(scenario, replication=replication, sampled=True, fitted=False)
        assert found.bodies.legs.tolist() == exact.bodies.legs.tolist()
        assert found.script.t == pytest.approx(exact.script.t, abs=1e-6)
        for axis in ("x", "y", "z"):
            assert found.legs[axis] == pytest.approx(exact.legs[axis], abs=1e-3, rel=0.0)


@pytest.mark.parametrize("sampled", [False, True])
@pytest.mark.parametrize("name", ["one-radar", "one-battery", "stand-off-jammer", "bench-60", "slavic-shield-2019"])
def test_the_raids_of_the_library_are_those_of_the_twin(name: str, sampled: bool) -> None:
    for replication in range(2):
        compared(drawing(shieldwall.load(name), replication=replication, sampled=sampled, fitted=False))
