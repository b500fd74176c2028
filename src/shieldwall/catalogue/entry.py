"""What all entries share: their heading, and the walk over their figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, Field

from shieldwall.catalogue.values import Origin, Value, Word
from shieldwall.quantities.errors import InputError
from shieldwall.text.fields import Line, Name, Prose
from shieldwall.text.proposals import Example, proposal
from shieldwall.text.schema import Checked

_Found = TypeVar("_Found", bound=Origin)


class Entry(Checked):
    """What every entry says; `id` is the stem of its file and `kind` stands under `is`."""

    id: Annotated[Name, Example("my-system")] = Field(description="Stable id: the stem of its file.")
    kind: Line = Field(alias="is", description="What it is.")
    title: Annotated[Line, Example("My system, 2020")] = Field(description="Its name in full.")
    note: Annotated[Prose, Example("the export version")] | None = Field(default=None, description="A remark.")
    family: Annotated[Name, Example("vhf-surveillance")] | None = Field(
        default=None, alias="class", description="Textbook class to inherit from."
    )

    def values(self) -> Iterator[tuple[str, Value]]:
        """Yield (path, value) for every figure, inherited ones too, in the order of the schema."""
        return _walk(self, "", Value)

    def words(self) -> Iterator[tuple[str, Word]]:
        """Yield (path, word) for every cited word, inherited ones too."""
        return _walk(self, "", Word)

    def cited(self) -> list[str]:
        """Return the ids of all sources that the entry cites, sorted."""
        return sorted({source for _, origin in _walk(self, "", Origin) for source in origin.cite})


def need(entry: Entry, what: str, *names: str) -> None:
    """Raise InputError when the entry leaves one of these parameters out."""
    missing = [name for name in names if getattr(entry, name) is None]
    if missing:
        example = proposal(type(entry).model_fields[missing[0]])
        raise InputError(
            f"{what} needs {' and '.join(missing)}", instead=f"add {missing[0]}: {example}, or name a class that has it"
        )


def ascending(entry: Entry, lower: str, upper: str) -> None:
    """Raise InputError when the value of `lower` lies above that of `upper`."""
    first, second = getattr(entry, lower), getattr(entry, upper)
    if first.value > second.value:
        raise InputError(f"{lower} {first} lies above {upper} {second}", instead=f"let {lower} <= {upper}")


def _walk(model: BaseModel, path: str, wanted: type[_Found]) -> Iterator[tuple[str, _Found]]:
    for name in type(model).model_fields:
        yield from _found(getattr(model, name), f"{path}.{name}" if path else name, wanted)


def _found(item: Any, path: str, wanted: type[_Found]) -> Iterator[tuple[str, _Found]]:
    if isinstance(item, wanted):
        yield path, item
    elif isinstance(item, BaseModel):
        yield from _walk(item, path, wanted)
    elif isinstance(item, dict):
        for key, inner in item.items():
            yield from _found(inner, f"{path}.{key}", wanted)
