"""Schemas over nodes: a strict model, and every complaint turned into an InputError at its line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from shieldwall.quantities.errors import FollowingError, InputError, closest, quoted
from shieldwall.text.nodes import Node
from shieldwall.text.proposals import proposal

_Model = TypeVar("_Model", bound=BaseModel)


class Trouble(NamedTuple):
    """A complaint about one key of a mapping, found before its fields are read."""

    key: str
    message: str
    instead: str


class Checked(BaseModel):
    """A frozen model without unknown keys, whose complaints say which keys it knows and what to add."""

    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=())
    #: Groups of keys of which a text has exactly one, for editors; what checks refuse says so in words.
    alternatives: ClassVar[tuple[tuple[str, ...], ...]] = ()

    @model_validator(mode="before")
    @classmethod
    def _keys(cls, data: Any) -> Any:
        if isinstance(data, dict) and (troubles := _key_troubles(cls, data)):
            raise PydanticCustomError("keys", "unknown or missing keys", {"troubles": troubles})
        return data


def validate(node: Node, model: type[_Model], context: object = None) -> _Model:
    """Check a node against a Pydantic model and return the model's instance; validators may read `context`.

    Raises the first InputError in the order of the text; its `others` hold the rest.
    """
    try:
        return model.model_validate(node.plain(), context=context)
    except ValidationError as trouble:
        raise first(_errors(node, trouble)) from None


def first(errors: Sequence[InputError]) -> InputError:
    """Return the error that stands first in the text, with the rest as its `others`, but none that follows from one."""
    # What one place has wrong may be wrong wherever its name stands; that place is what must be repaired.
    causes = [error for error in errors if not isinstance(error, FollowingError)] or errors[:1]
    ordered = sorted(causes, key=lambda error: error.line or 0)
    ordered[0].others = tuple(ordered[1:])
    return ordered[0]


def _key_troubles(model: type[BaseModel], data: dict[str, Any]) -> list[Trouble]:
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    troubles: list[Trouble] = []
    meant: set[str] = set()
    for key in data:
        if key not in fields:
            near = closest(str(key), [name for name in fields if name not in data])
            meant.add(near or "")
            guess = f"did you mean {near}? " if near else ""
            troubles.append(
                Trouble(str(key), f"unknown key {quoted(str(key))}", f"{guess}known here: {', '.join(fields)}")
            )
    for key, field in fields.items():
        if field.is_required() and key not in data and key not in meant:
            troubles.append(Trouble(key, "is missing", f"add {key}: {proposal(field)}"))
    return troubles


def _errors(root: Node, trouble: ValidationError) -> list[InputError]:
    errors: list[InputError] = []
    for detail in trouble.errors(include_url=False):
        node = root.nearest(detail["loc"])
        context = detail.get("ctx", {})
        if detail["type"] == "keys":
            errors += [_key_error(node, complaint) for complaint in context["troubles"]]
        elif isinstance(context.get("error"), InputError):
            errors.append(context["error"].placed(node.file, node.line, node.path or None))
        else:
            errors.append(_other(node, detail["type"], detail["msg"]))
    return errors


def _key_error(node: Node, complaint: Trouble) -> InputError:
    at = node.child(complaint.key) or node
    return InputError(complaint.message, at.file, at.line or None, node.under(complaint.key), complaint.instead)


def _other(node: Node, kind: str, message: str) -> InputError:
    expected = {
        "dict_type": "write key: value lines here",
        "model_type": "write key: value lines here",
        "list_type": "write a list here, as in [one, two]",
        "tuple_type": "write a list here, as in [one, two]",
        "string_type": "write a single value here",
    }.get(kind)
    if expected:
        return node.error(f"{node.noun} does not fit here", expected)
    shown = f"{quoted(node.value)} " if isinstance(node.value, str) else ""
    return node.error(f"{shown}{message[:1].lower()}{message[1:]}")
