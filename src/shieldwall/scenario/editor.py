"""JSON Schema of scenarios, for editors."""

from __future__ import annotations

from shieldwall.scenario.schema import Scenario
from shieldwall.text.editor import Editor, Schema


def scenario_schema() -> Schema:
    """Return the JSON Schema of a scenario, with the doctrines of installed plug-ins."""
    editor = Editor()
    body = editor.model(Scenario) | {"description": "An air-defence exercise of Shieldwall: a defence, a raid, places."}
    return editor.document("Shieldwall scenario", body)
