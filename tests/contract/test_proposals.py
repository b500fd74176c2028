"""What a message says to add for a missing key, typed in, is read as that key, whatever the schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, get_args

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from shieldwall.catalogue.reading import Source
from shieldwall.catalogue.schema import KINDS
from shieldwall.quantities.positions import Position
from shieldwall.scenario.schema import Scenario
from shieldwall.text.loader import load_text
from shieldwall.text.proposals import proposal

#: What a figure leaves to its author, for whom no message can answer.
OPEN = "..."


def models(annotation: Any) -> Iterator[type[BaseModel]]:
    """All models that an annotation leads to."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from models(field.annotation)
    for part in get_args(annotation):
        yield from models(part)


REQUIRED = {
    f"{model.__name__}.{field.alias or name}": field
    for whole in (Scenario, Source, *KINDS.values())
    for model in models(whole)
    for name, field in model.model_fields.items()
    if field.is_required()
}


class Anywhere:
    """Finds everything at one place; a proposal may name what its author has yet to write."""

    def where(self, name: str) -> Position:
        del name
        return Position(0.78, 0.35)

    def resolve(self, place: Any) -> Position:
        del place
        return Position(0.78, 0.35)


def test_every_part_of_a_scenario_and_of_an_entry_is_asked() -> None:
    assert {"Scenario.title", "Blue.units", "Look.within", "Unit.parts", "Radar.is", "Interceptor.cost"} <= set(
        REQUIRED
    )


@pytest.mark.parametrize("key", REQUIRED)
def test_what_is_proposed_for_a_missing_key_is_read_as_that_key(key: str) -> None:
    field, word = REQUIRED[key], key.partition(".")[2]
    text = f"{word}: {proposal(field)}\n"
    node = load_text(text, "x.yaml").child(word)
    assert node is not None
    kind: Any = field.annotation
    for note in field.metadata:
        kind = Annotated[kind, note]
    try:
        TypeAdapter(kind).validate_python(filled(node.plain()), context=Anywhere())
    except ValidationError as trouble:
        pytest.fail(f"{text}{trouble}")


def filled(written: Any) -> Any:
    """The same with each figure as it stands, without the range and the reasoning that it leaves to its author."""
    if not isinstance(written, dict):
        return written
    if OPEN in written.values():
        said = {key: value for key, value in written.items() if value != OPEN}
        return said | {"defined": "as proposed"}
    return {key: filled(value) for key, value in written.items()}
