"""JSON Schema of catalogue entries, for editors: one document for all families, distinguished by `is`."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from shieldwall.catalogue.entry import Entry
from shieldwall.catalogue.reading import Source
from shieldwall.catalogue.schema import FAMILIES, KINDS
from shieldwall.catalogue.values import Statement
from shieldwall.catalogue.weapons import CrossSection, Seeker
from shieldwall.text import patterns
from shieldwall.text.editor import Editor, Schema

#: Groups of figures of which an entry may say a part, the class the rest.
_FILLED_IN: tuple[type[BaseModel], ...] = (CrossSection, Seeker)
_HEADING = ("id", "is", "title")


def entry_schema() -> Schema:
    """Return the JSON Schema of an entry, with the choices of installed plug-ins."""
    editor = Editor()
    editor.definitions["Statement"] = _statement(editor)
    families = [_family(editor, model, words) for model, words in FAMILIES.values()]
    for group in _FILLED_IN:
        del editor.definitions[group.__name__]["required"]
    kinds = {"description": "What it is.", "enum": list(KINDS), "examples": [next(iter(KINDS))]}
    editor.definitions["Entry"] = {
        "description": "An entry of Shieldwall's catalogue. What it leaves out, its textbook class may give.",
        "type": "object",
        "properties": {"is": kinds},
        "required": ["is"],
        "allOf": families,
    }
    editor.definitions["OwnFile"] = _own_file(editor)
    body: Schema = {
        "description": "An entry of Shieldwall's catalogue, or a file of own entries with their sources and classes.",
        "type": "object",
        "if": {"required": ["entries"]},
        "then": {"$ref": "#/$defs/OwnFile"},
        "else": {"$ref": "#/$defs/Entry"},
    }
    return editor.document("Shieldwall catalogue entry", body)


def _own_file(editor: Editor) -> Schema:
    """A file of several own entries, which a scenario names by `catalogue`."""
    names = patterns.name()
    entries = {
        "description": "Own entries, each with its id.",
        "type": "array",
        "items": {"$ref": "#/$defs/Entry"},
        "examples": [[{"id": "my-radar", "is": "radar/rotating", "title": "My radar", "class": "s-band-surveillance"}]],
    }
    sources = {
        "description": "Sources that they cite, by name.",
        "type": "object",
        "propertyNames": names,
        "additionalProperties": editor.refer(Source),
        "examples": [{"my-book": {"title": "A book, 2020"}}],
    }
    classes = {
        "description": "Classes of their own to inherit from, by name.",
        "type": "object",
        "propertyNames": names,
        "additionalProperties": {"type": "object"},
        "examples": [{"my-class": {"for": "radar", "class": "s-band-surveillance"}}],
    }
    return {
        "description": "Own entries with their sources and classes.",
        "type": "object",
        "properties": {"entries": entries, "sources": sources, "classes": classes},
        "required": ["entries"],
        "additionalProperties": False,
    }


def _family(editor: Editor, model: type[Entry], kinds: tuple[str, ...]) -> Schema:
    """What holds of an entry of some kinds: all of it, or the heading where a class fills in the rest."""
    reference = editor.refer(model)
    form = editor.definitions[model.__name__]
    required = [key for key in form.pop("required", []) if key not in _HEADING]
    form["required"] = list(_HEADING)
    if required:
        form["if"] = {"not": {"required": ["class"]}}
        form["then"] = {"required": required}
    return {"if": {"properties": {"is": {"enum": list(kinds)}}, "required": ["is"]}, "then": reference}


def _statement(editor: Editor) -> Schema:
    """The form of all figures: exactly one origin, and what each origin asks for."""
    form = editor.model(Statement)
    form["oneOf"] = [{"required": [origin]} for origin in ("cite", "estimate", "defined")]
    form["allOf"] = [
        _where("cite", {"required": ["grade", "checked"], "properties": {"grade": {"enum": ["A", "B", "C"]}}}),
        _where("estimate", {"properties": {"grade": {"enum": ["D"]}, "checked": False}}),
        _where("defined", {"properties": dict.fromkeys(("low", "high", "grade", "checked"), False)}),
    ]
    return form


def _where(key: str, then: Any) -> Schema:
    return {"if": {"required": [key]}, "then": then}
