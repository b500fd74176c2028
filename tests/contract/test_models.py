"""Every model says truly what it is, those of installed plug-ins like those of the house."""

from __future__ import annotations

import importlib
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shieldwall.kernels.draws import PURPOSES
from shieldwall.models import plugins
from shieldwall.models.commands import switch as commands
from shieldwall.models.commands.conduct import CHOOSES, NO_TARGET, RADIATES
from shieldwall.models.doctrines import switch as doctrines
from shieldwall.models.families import FAMILIES
from shieldwall.models.guidance import switch as guidance
from shieldwall.models.links import delayed
from shieldwall.models.model import Model
from shieldwall.models.movers import script
from shieldwall.models.numbers import FIRST_PLUGIN
from shieldwall.models.sensors import switch as sensors
from shieldwall.models.weapons import gun
from shieldwall.models.weapons import switch as weapons
from shieldwall.quantities.units import SI_UNITS
from shieldwall.record.reasons import WORDS
from shieldwall.state.link import LINK
from shieldwall.state.script import LEG
from shieldwall.state.sensor import SENSOR
from shieldwall.state.unit import UNIT
from shieldwall.state.weapon import WEAPON

ROOT = Path(__file__).parents[2]
SWITCHED = (*sensors.MODELS, *weapons.MODELS, *guidance.MODELS, *doctrines.MODELS, *commands.MODELS)
MODELS = (*SWITCHED, script.MODEL, delayed.MODEL)
SWITCHES = {
    "sensors": sensors.signal,
    "weapons": weapons.kill_probability,
    "guidance": guidance.needs_support,
    "doctrines": doctrines.rounds_before_look,
    "commands": commands.conduct,
}
TABLE = {
    "sensors": SENSOR,
    "weapons": WEAPON,
    "guidance": WEAPON,
    "links": LINK,
    "movers": LEG,
    "doctrines": UNIT,
    "commands": UNIT,
}
FILES = {path for path in (ROOT / "src/shieldwall/models").glob("*/*.py") if "MODEL = Model(" in path.read_text()}


def called(model: Model) -> str:
    return f"{model.family}-{model.name}"


def is_plugin(model: Model) -> bool:
    return model.number >= FIRST_PLUGIN


def test_every_file_with_a_model_is_listed() -> None:
    built_in = [model for model in MODELS if not is_plugin(model)]
    assert len(FILES) == len(built_in)
    # The stem of its file is a model's name, by which a plug-in is refused that is called alike.
    assert {(path.parent.name, path.stem) for path in FILES} == {
        (model.family, model.name.replace("-", "_")) for model in built_in
    }
    assert len({(model.family, model.name) for model in MODELS}) == len(MODELS)
    assert len({(model.family, model.number) for model in MODELS}) == len(MODELS)
    for family in TABLE:
        numbers = sorted(model.number for model in built_in if model.family == family)
        assert numbers == list(range(len(numbers))), f"{family} are numbered {numbers}"


def test_every_plugin_works() -> None:
    assert not plugins.members().faults
    assert {model.name for _, model in plugins.members().models} == {m.name for m in SWITCHED if is_plugin(m)}


def card(model: Model) -> Path:
    """The page of a model: in docs/models, or beside a plug-in's module."""
    if not is_plugin(model):
        return ROOT / "docs/models" / f"{model.card}.md"
    plugin = next(plugin for plugin, found in plugins.members().models if found is model)
    module = importlib.import_module(plugin.value.partition(":")[0])
    return Path(str(module.__file__)).parent / f"{model.card}.md"


@pytest.mark.parametrize("model", MODELS, ids=called)
def test_a_model_keeps_its_contract(model: Model) -> None:
    assert callable(model.kernel)
    assert getattr(model.kernel, "py_func", model.kernel).__doc__
    for field, parameter in model.parameters.items():
        assert (field in (TABLE[model.family].names or ())) is not is_plugin(model)
        assert parameter.low < parameter.high
        assert parameter.unit in SI_UNITS
        assert parameter.meaning
    assert set(model.reasons) <= set(WORDS)
    assert set(model.purposes) <= set(PURPOSES)
    assert card(model).is_file()


@pytest.mark.parametrize("model", [model for model in SWITCHED if model != gun.MODEL], ids=called)
def test_the_switch_reaches_each(model: Model) -> None:
    family = FAMILIES[model.family]
    # The model's own parameters, at the middle of their ranges.
    own = [0.5 * (p.low + p.high) for p in model.parameters.values()] if is_plugin(model) else []
    for call in family.trial(own):
        answer = model.kernel(*call)
        assert family.sound(answer)
        if "kind" in family.number:
            call[0].kind[0] = model.number
            assert SWITCHES[model.family](*call) == answer
        else:
            assert SWITCHES[model.family](model.number, *call) == answer


def test_seekers_are_where_guidance_says() -> None:
    # 48N6 and 9M96 carry seekers, command guidance and the ideal round do not.
    carrying = {"command": False, "semi-active": True, "datalink-active": True, "certain": False}
    for model in guidance.MODELS:
        assert guidance.has_seeker(model.number) is carrying.get(model.name, model.seeker)


def table(layout: Any, **values: float) -> Any:
    """One row of a table."""
    made = np.zeros(1, layout).view(np.recarray)
    for name, value in values.items():
        made[name][0] = value
    return made


@pytest.mark.parametrize("salvo", [1, 2, 4])
def test_doctrines_follow_their_names(salvo: int) -> None:
    single, volley = doctrines.MODELS[:2]
    assert doctrines.rounds_before_look(single.number, salvo) == 1
    assert doctrines.rounds_before_look(volley.number, salvo) == salvo


def test_command_doctrines_follow_their_names() -> None:
    central, free, ambush = commands.MODELS[:3]
    asked = [(False, False, 5.0, NO_TARGET), (False, True, 5.0, 0.1), (True, False, 5.0, 0.9)]
    assert [commands.conduct(central.number, *one) for one in asked] == [RADIATES] * 3
    assert [commands.conduct(free.number, *one) for one in asked] == [CHOOSES | RADIATES] * 3
    # Silent until a target is deep, then on as long as there is one; a unit alone does not wait.
    deep = [(NO_TARGET, 0), (0.0, 0), (0.39, 0), (0.4, RADIATES), (1.0, RADIATES)]
    for depth, does in deep:
        assert commands.conduct(ambush.number, False, False, 5.0, depth) == does
        assert commands.conduct(ambush.number, False, True, 5.0, depth) == (0 if depth == NO_TARGET else RADIATES)
        assert commands.conduct(ambush.number, True, False, 5.0, depth) == RADIATES


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("command", True, True), ("semi-active", True, True), ("datalink-active", True, False), ("certain", False, False)],
)
def test_guidance_needs_support_until_it_does_not(name: str, before: bool, after: bool) -> None:
    number = next(model.number for model in guidance.MODELS if model.name == name)
    assert [guidance.needs_support(number, homing) for homing in (0, 1)] == [before, after]


def test_weapons_follow_their_laws() -> None:
    figures = {"lethal_radius": 10.0, "fuze_radius": 30.0, "prior": 0.4}
    rows = {model.name: table(WEAPON, kind=model.number, **figures) for model in weapons.MODELS}
    # At the lethal radius a warhead has even odds; twice as tough a target has the odds of twice the miss.
    assert weapons.kill_probability(rows["missile"], 0, 10.0, 1.0) == pytest.approx(0.5)
    assert weapons.kill_probability(rows["missile"], 0, 10.0, 2.0) == pytest.approx(0.5**4)
    assert weapons.kill_probability(rows["missile"], 0, 31.0, 1.0) == 0.0
    assert weapons.kill_probability(rows["certain"], 0, 31.0, 9.0) == 0.4


def test_sensors_follow_their_laws() -> None:
    figures = {"radar_constant": 1e20, "visibility": 20e3, "blind_speed": 10.0, "clutter": 0.0}
    rows = {model.name: table(SENSOR, kind=model.number, **figures) for model in sensors.MODELS}
    # Above the beam's lower edge: the fourth power of the range for a radar, Koschmieder's law for a camera.
    assert sensors.signal(rows["radar"], 0, 20e3, 0.5, 100.0, 2.0, 3.0) == pytest.approx((1250.0, 1250.0))
    clear = 1e20 * (3.0 / 20e3) ** 2 * math.exp(-2.0 * 3.912)
    assert sensors.signal(rows["optical"], 0, 20e3, 0.5, 100.0, 2.0, 3.0) == pytest.approx((clear, clear))
    assert min(sensors.signal(rows["perfect"], 0, 400e3, 0.0, 0.0, 1e-6, 0.1)) >= 1e6
