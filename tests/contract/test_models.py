"""Every model says truly what it is."""

from __future__ import annotations

from pathlib import Path

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
    assert len({(model.family, model.number) for model in MODELS}) == len(MODELS)
    assert len({(model.family, model.name) for model in MODELS}) == len(MODELS)


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
