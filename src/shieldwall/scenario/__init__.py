"""Scenarios: text in, a checked and resolved `Scenario` out, or the line that is wrong and what to type."""

from __future__ import annotations

from shieldwall.scenario.changes import with_changes
from shieldwall.scenario.load import load, load_text, names, root_of, source, template
from shieldwall.scenario.schema import Scenario

__all__ = ["Scenario", "load", "load_text", "names", "root_of", "source", "template", "with_changes"]
