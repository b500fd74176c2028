"""Which paths of a scenario lead to mappings of known keys, by its schema."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from shieldwall.scenario.schema import Scenario


def is_mapping(parts: Sequence[str]) -> bool:
    """Tell whether a path leads to a mapping whose keys the schema lists, such as blue.command.delays.

    One whose keys are names of the author's, such as red.units, or that may be one of several, such as a mission, is
    none; nor is what such a name stands for, a unit, a route or a place.
    """
    kind: Any = Scenario
    named = True
    for part in parts:
        named = get_origin(kind) in (dict, Mapping, tuple)
        if named:
            # An item of a list is found by its number, as what an author names is by that.
            kind = _plain(get_args(kind)[0 if get_origin(kind) is tuple else 1])
        elif isinstance(kind, type) and issubclass(kind, BaseModel):
            fields = ((field.alias or name, field.annotation) for name, field in kind.model_fields.items())
            kind = _plain(next((inner for name, inner in fields if name == part), None))
        else:
            return False
    return not named and isinstance(kind, type) and issubclass(kind, BaseModel)


def _plain(kind: Any) -> Any:
    """A type without what is noted of it and without None."""
    while get_origin(kind) in (Annotated, Union, types.UnionType):
        inner = [one for one in get_args(kind) if one is not type(None)]
        if get_origin(kind) is Annotated or len(inner) == 1:
            kind = inner[0]
        else:
            return None
    return kind
