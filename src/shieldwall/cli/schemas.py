"""The schemas that editors read, as text."""

from __future__ import annotations

import json

from shieldwall.quantities.errors import InputError, closest, quoted

_WHAT = ("scenario", "entry")


def schema_text(what: str) -> str:
    """Return the JSON Schema of `scenario` or `entry` as JSON; InputError for anything else."""
    if what not in _WHAT:
        near = closest(what, _WHAT)
        guess = f"did you mean {near}? " if near else ""
        raise InputError(f"there is no schema of {quoted(what)}", instead=f"{guess}write scenario or entry")
    if what == "scenario":
        from shieldwall.scenario.editor import scenario_schema

        schema = scenario_schema()
    else:
        from shieldwall.catalogue.editor import entry_schema

        schema = entry_schema()
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
