"""What a message proposes to type for a key that is missing: an example of its own, put together where it has parts."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo


class Example(NamedTuple):
    """Annotation of a field: what a message proposes to type when the field is missing; of several, the last counts."""

    text: str


@dataclass(frozen=True)
class Refers:
    """Annotation of a field that takes names: the mappings of the text, by their paths, in which these stand."""

    paths: tuple[str, ...]


@dataclass(frozen=True)
class Mentions:
    """Annotation of a field whose text may hold a name: where such names stand, and at which characters one does."""

    paths: tuple[str, ...]
    find: Callable[[str], tuple[int, int] | None]


def proposal(field: FieldInfo) -> str:
    """Return the text of a field that its door reads, or reads but for figures that only its author knows (`...`)."""
    if field.examples and not _example(field.metadata):
        return _flow(field.examples[0])
    return _proposed(field.annotation, field.metadata)


def _example(notes: Iterable[Any]) -> str:
    """The last example: a field's own stands behind that of its type."""
    return next((note.text for note in reversed(list(notes)) if isinstance(note, Example)), "")


def _proposed(annotation: Any, notes: Iterable[Any] = ()) -> str:
    if example := _example(notes):
        return example
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _proposed(arguments[0], arguments[1:])
    if origin in (Union, types.UnionType):
        return _proposed(arguments[0])
    if origin is Literal:
        return str(arguments[0])
    if origin is tuple:
        return f"[{_proposed(arguments[0])}]"
    if origin is dict:
        return f"{{{_proposed(arguments[0])}: {_proposed(arguments[1])}}}"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        needed = {name: field for name, field in annotation.model_fields.items() if field.is_required()}
        return f"{{{', '.join(f'{field.alias or name}: {proposal(field)}' for name, field in needed.items())}}}"
    raise TypeError(f"{annotation} has no example")


def _flow(example: Any) -> str:
    """An example as YAML on one line."""
    if isinstance(example, Mapping):
        return f"{{{', '.join(f'{key}: {_flow(value)}' for key, value in example.items())}}}"
    if isinstance(example, Sequence) and not isinstance(example, str):
        return f"[{', '.join(map(_flow, example))}]"
    return str(example)
