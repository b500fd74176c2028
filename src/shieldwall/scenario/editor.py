"""JSON Schema of scenarios, for editors."""

from __future__ import annotations

from shieldwall.scenario.extension import EXTENDS, OWN
from shieldwall.scenario.schema import Scenario
from shieldwall.text.editor import Editor, Schema


def scenario_schema() -> Schema:
    """Return the JSON Schema of a scenario, with the doctrines of installed plug-ins.

    One that extends another may leave out anything at any depth, so that only what it states for itself is checked.
    """
    editor = Editor()
    whole = editor.model(Scenario) | {
        "description": "An air-defence exercise of Shieldwall: a defence, a raid, places."
    }
    own = {key: whole["properties"][key] for key in ("scenario", *OWN)}
    extension = {
        "description": "What a scenario has otherwise than another one.",
        "type": "object",
        "properties": own
        | {
            EXTENDS: {
                "description": "The scenario that it extends: a built-in one, or a file beside it.",
                "type": "string",
                "examples": ["slavic-shield-2019"],
            }
        },
        "propertyNames": {"enum": [*whole["properties"], EXTENDS]},
        "required": ["scenario", EXTENDS, *OWN],
    }
    editor.definitions |= {"Scenario": whole, "Extension": extension}
    return editor.document(
        "Shieldwall scenario",
        {
            "description": "An exercise, whole or as what it has otherwise than another.",
            "if": {"required": [EXTENDS]},
            "then": {"$ref": "#/$defs/Extension"},
            "else": {"$ref": "#/$defs/Scenario"},
        },
    )
