"""JSON Schema of our schemas, draft 2020-12, for editors that check YAML while it is written.

It says what a schema can say: keys, what is required, choices, and the form of every text with its units. Our door
says the rest. Keywords are those that drafts since 7 share, since editors lag behind; `patternErrorMessage` is what
Visual Studio Code shows. Two are the page's: `x-names` says where the names stand of which a field takes one, and
`x-form` that a text is a position or a waypoint.
"""

from __future__ import annotations

import re
import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from shieldwall.text import patterns
from shieldwall.text.fields import Shape
from shieldwall.text.proposals import Example, Refers

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


class Editor:
    """Collects the definitions of the schemas that a document refers to."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def refer(self, model: type[BaseModel]) -> Schema:
        """Return a reference to the definition of a model, which is made on its first use."""
        if model.__name__ not in self.definitions:
            self.definitions[model.__name__] = {}
            self.definitions[model.__name__] = self.model(model)
        return {"$ref": f"#/$defs/{model.__name__}"}

    def model(self, model: type[BaseModel]) -> Schema:
        """Return the schema of a model: its keys, and no others."""
        required = [field.alias or name for name, field in model.model_fields.items() if field.is_required()]
        properties = {
            field.alias or name: self.field(field) for name, field in model.model_fields.items() if not field.exclude
        }
        groups = [_group(keys, properties) for keys in getattr(model, "alternatives", ())]
        return {
            "description": _sentence(model),
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        } | ({"oneOf": groups} if groups else {})

    def field(self, field: FieldInfo) -> Schema:
        """Return the schema of a field, with its description and examples."""
        shape = self.annotated(field.annotation, field.metadata)
        if "$ref" in shape:
            # Editors of older drafts read nothing beside a reference.
            shape = {"allOf": [shape]}
        if field.description:
            shape = {"description": field.description} | shape
        examples = list(field.examples or []) or shape.get("examples") or _examples(field.annotation, field.metadata)
        named = [path for note in field.metadata if isinstance(note, Refers) for path in note.paths]
        return shape | ({"x-names": named} if named else {}) | ({"examples": examples} if examples else {})

    def annotated(self, annotation: Any, metadata: Any = ()) -> Schema:
        """Return the schema of an annotation; what a field type says of itself comes first."""
        for note in sorted(metadata, key=lambda note: not isinstance(note, Shape)):
            if callable(shape := getattr(note, "shape", None)):
                return dict(shape())
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self.annotated(arguments[0], arguments[1:])
        if origin in (Union, types.UnionType):
            members = [self.annotated(one) for one in arguments if one is not type(None)]
            return members[0] if len(members) == 1 else {"oneOf": members}
        if origin is tuple:
            return {"type": "array", "items": self.annotated(arguments[0])}
        if origin is dict:
            names = self.annotated(arguments[0])
            return {"type": "object", "propertyNames": names, "additionalProperties": self.annotated(arguments[1])}
        if origin is Literal:
            return patterns.words(arguments)
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return self.refer(annotation)
        if annotation is str:
            return {"type": "string"}
        raise TypeError(f"{annotation} does not say its shape")

    def document(self, title: str, body: Schema) -> Schema:
        """Return a whole document with its definitions."""
        return {"$schema": DRAFT, "title": title, **body, "$defs": dict(sorted(self.definitions.items()))}


def _group(keys: tuple[str, ...], properties: Schema) -> Schema:
    """One of several groups of keys of which a text has exactly one; a list without items is none."""
    lists = {key: {"minItems": 1} for key in keys if properties[key].get("type") == "array"}
    return {"required": list(keys)} | ({"properties": lists} if lists else {})


def _sentence(model: type[BaseModel]) -> str:
    """The docstring of a model, as one line."""
    return " ".join((model.__doc__ or "").replace("`", "").split())


def _examples(annotation: Any, metadata: Any) -> list[Any]:
    """What a message would propose to type, as a YAML parser would give it."""
    for note in reversed(list(metadata)):
        if isinstance(note, Example):
            return [_typed(note.text)]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _examples(arguments[0], arguments[1:])
    if origin is tuple:
        return [found] if (found := _examples(arguments[0], ())) else []
    return _examples(arguments[0], ()) if origin in (Union, types.UnionType) else []


def _typed(text: str) -> Any:
    if re.fullmatch(r"[+-]?[0-9]+", text, re.ASCII):
        return int(text)
    return float(text) if re.fullmatch(patterns.SIGNED, text, re.ASCII) else text
