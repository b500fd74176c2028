"""Commented entries to begin from, one for each kind: what they hold is sound, flies, and is invented."""

from __future__ import annotations

from importlib import resources

from shieldwall.catalogue.schema import KINDS
from shieldwall.quantities.errors import InputError, closest, quoted
from shieldwall.text.fields import parse_name

#: What people look for that is part of an entry of another kind.
_PART_OF = {
    "launcher": "unit",
    "battery": "unit",
    "battalion": "unit",
    "missile": "interceptor",
    "round": "interceptor",
    "camera": "sensor/optical",
    "fighter": "aircraft",
    "radar": "radar/rotating",
}


def draft(kind: str, entry_id: str) -> str:
    """Return the text of a commented entry; InputError for a kind or a name that is none."""
    if kind not in KINDS:
        meant = _PART_OF.get(kind) or closest(kind, KINDS)
        guess = f"did you mean {meant}? " if meant else ""
        raise InputError(
            f"{quoted(kind)} is no kind of entry", instead=f"{guess}write --entry and one of {', '.join(KINDS)}"
        )
    file = resources.files(__package__) / "drafts" / f"{kind.replace('/', '-')}.yaml"
    return file.read_text(encoding="utf-8").replace("ID", parse_name(entry_id))
