"""The schemas that editors read."""

from __future__ import annotations

import json
from typing import Any

from shieldwall.quantities.errors import InputError, guessed, quoted

_WHAT = ("scenario", "entry", "study")


def schema_of(what: str) -> dict[str, Any]:
    """Return the JSON Schema of `scenario`, `entry` or `study`; InputError for anything else."""
    if what not in _WHAT:
        guess = guessed(what, _WHAT)
        raise InputError(f"there is no schema of {quoted(what)}", instead=f"{guess}write scenario, entry or study")
    if what == "scenario":
        from shieldwall.scenario.editor import scenario_schema

        return scenario_schema()
    if what == "study":
        from shieldwall.study.editor import study_schema

        return study_schema()
    from shieldwall.catalogue.editor import entry_schema

    return entry_schema()


def written(schema: dict[str, Any]) -> str:
    """Return a schema as the text of a file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
