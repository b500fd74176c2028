"""Every model says truly what it is."""

from __future__ import annotations

import importlib
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shieldwall.kernels.draws import PURPOSES
from shieldwall.models.doctrines import switch as doctrines
from shieldwall.models.guidance import switch as guidance
from shieldwall.models.links import delayed
from shieldwall.models.model import Model
from shieldwall.models.movers import script
from shieldwall.models.sensors import switch as sensors
from shieldwall.models.weapons import switch as weapons
from shieldwall.record import tables
from shieldwall.record.reasons import WORDS

ROOT = Path(__file__).parents[2]
MODELS = (*sensors.MODELS, *weapons.MODELS, *guidance.MODELS, *doctrines.MODELS, script.MODEL, delayed.MODEL)
TABLE = {
    "sensors": tables.SENSOR,
    "weapons": tables.WEAPON,
    "guidance": tables.WEAPON,
    "links": tables.LINK,
    "movers": tables.LEG,
    "doctrines": tables.NODE,
}
FILES = {path for path in (ROOT / "src/shieldwall/models").glob("*/*.py") if "MODEL = Model(" in path.read_text()}


def test_every_file_with_a_model_is_listed() -> None:
    assert len(FILES) == len(MODELS)
    assert len({(model.family, model.name) for model in MODELS}) == len(MODELS)
    for family in TABLE:
        numbers = sorted(model.number for model in MODELS if model.family == family)
        assert numbers == list(range(len(numbers))), f"{family} are numbered {numbers}"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: f"{model.family}-{model.name}")
def test_a_model_keeps_its_contract(model: Model) -> None:
    assert callable(model.kernel)
    assert getattr(model.kernel, "py_func", model.kernel).__doc__
    for field, parameter in model.parameters.items():
        assert field in (TABLE[model.family].names or ())
        assert parameter.low < parameter.high
        assert parameter.unit
        assert parameter.meaning
    assert set(model.reasons) <= set(WORDS)
    assert set(model.purposes) <= set(PURPOSES)
    assert (ROOT / "docs/models" / f"{model.card}.md").is_file()


def table(layout: Any, **values: float) -> Any:
    """One row of a table."""
    made = np.zeros(1, layout).view(np.recarray)
    for name, value in values.items():
        made[name][0] = value
    return made


@pytest.mark.parametrize("model", doctrines.MODELS, ids=lambda model: model.name)
def test_the_switch_of_doctrines_reaches_each(model: Model) -> None:
    assert [doctrines.rounds_before_look(model.number, salvo) for salvo in (1, 2, 4)] == [
        model.kernel(salvo) for salvo in (1, 2, 4)
    ]


@pytest.mark.parametrize("model", guidance.MODELS, ids=lambda model: model.name)
def test_the_switch_of_guidance_reaches_each(model: Model) -> None:
    own = importlib.import_module(f"shieldwall.models.guidance.{model.name.replace('-', '_')}")
    assert [guidance.needs_support(model.number, homing) for homing in (0, 1)] == [
        own.needs_support(homing) for homing in (0, 1)
    ]


def test_the_switch_of_weapons_reaches_each() -> None:
    figures = {"lethal_radius": 10.0, "fuze_radius": 30.0, "prior": 0.4}
    rows = {model.name: table(tables.WEAPON, kind=model.number, **figures) for model in weapons.MODELS}
    # At the lethal radius a warhead has even odds; twice as tough a target has the odds of twice the miss.
    assert weapons.kill_probability(rows["missile"], 0, 10.0, 1.0) == pytest.approx(0.5)
    assert weapons.kill_probability(rows["missile"], 0, 10.0, 2.0) == pytest.approx(0.5**4)
    assert weapons.kill_probability(rows["missile"], 0, 31.0, 1.0) == 0.0
    assert weapons.kill_probability(rows["certain"], 0, 31.0, 9.0) == 0.4


def test_the_switch_of_sensors_reaches_each() -> None:
    figures = {"snr": 1e20, "visibility": 20e3, "blind_speed": 10.0, "clutter": 0.0}
    rows = {model.name: table(tables.SENSOR, kind=model.number, **figures) for model in sensors.MODELS}
    # Above the beam's lower edge: the fourth power of the range for a radar, Koschmieder's law for a camera.
    assert sensors.signal(rows["radar"], 0, 20e3, 0.5, 100.0, 2.0, 3.0) == pytest.approx((1250.0, 1250.0))
    clear = 1e20 * (3.0 / 20e3) ** 2 * math.exp(-2.0 * 3.912)
    assert sensors.signal(rows["optical"], 0, 20e3, 0.5, 100.0, 2.0, 3.0) == pytest.approx((clear, clear))
    assert min(sensors.signal(rows["perfect"], 0, 400e3, 0.0, 0.0, 1e-6, 0.1)) >= 1e6
