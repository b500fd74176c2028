"""JSON Schema of studies, for editors."""

from __future__ import annotations

from shieldwall.study.file import Study
from shieldwall.text.editor import Editor, Schema


def study_schema() -> Schema:
    """Return the JSON Schema of a study; what its options change, the schema of a scenario says."""
    editor = Editor()
    return editor.document("Shieldwall study", editor.model(Study))
