"""An entry as plain data: each figure with its range, grade and origin, its parts, its sources, its fit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from shieldwall.catalogue.fits import fit
from shieldwall.catalogue.jammers import Jammer
from shieldwall.catalogue.reading import load, sources
from shieldwall.catalogue.schema import Unit
from shieldwall.catalogue.values import Value, Word
from shieldwall.quantities.errors import InputError
from shieldwall.quantities.units import show


def entry_page(entry_id: str) -> dict[str, Any]:
    """Return all that the catalogue says of an entry, as plain data."""
    entry = load(entry_id)
    known = sources()
    page: dict[str, Any] = {"id": entry.id, "kind": entry.kind, "title": entry.title}
    page["class"], page["note"] = entry.family, entry.note
    if isinstance(entry, Unit):
        page["parts"] = {name: {"is": part.entry, "role": part.role} for name, part in entry.parts.items()}
        page["launchers"] = {
            name: {"fires": group.fires, "count": group.count.value, "rounds": group.rounds.value}
            for name, group in entry.launchers.items()
        }
    page["values"] = [_value(path, value) for path, value in entry.values()]
    page["words"] = [{"path": path, "value": word.value, **origin(word)} for path, word in entry.words()]
    if isinstance(entry, Jammer):
        page["words"].append(_chosen("bands", ", ".join(entry.bands), entry.id))
    page["sources"] = {name: {"title": known[name].title, "address": known[name].address} for name in entry.cited()}
    page["fit"] = _fit(entry_id) if entry.kind == "interceptor" else None
    return page


def _value(path: str, value: Value) -> dict[str, Any]:
    def short(number: float) -> str:
        return show(number, value.dimension, value.unit)

    held = {
        name: show(number, {"rcs": "area", "size": "length", "height": "length"}.get(name, "probability"))
        for name, number in value.at.items()
    }
    ends = {"value": short(value.value), "low": short(value.low), "high": short(value.high), "at": held}
    return {"path": path, **ends, **origin(value)}


def _chosen(path: str, words: str, entry_id: str) -> dict[str, Any]:
    """What an entry chooses, which needs no source."""
    chosen = Word((), None, "a choice of the entry", None, "n/a", None, entry_id, words)
    return {"path": path, "value": words, **origin(chosen)}


def origin(value: Any) -> dict[str, Any]:
    """Return where a figure or a word comes from, as plain data."""
    return {
        "grade": value.grade,
        "checked": value.checked,
        "cite": list(value.cite),
        "estimate": value.estimate,
        "defined": value.defined,
        "note": value.note,
        "stated_in": value.stated_in,
    }


def _fit(entry_id: str) -> list[dict[str, Any]] | None:
    """The residuals of a kept fit: cited figure, its range, and what the fitted missile does."""
    try:
        residuals = fit(entry_id).child("residuals")
    except InputError:
        return None
    plain: Any = residuals.plain() if residuals else {}
    rows = []
    for name, figures in plain.items():
        dimension = "speed" if name.endswith("speed") else "length"
        shown = {key: show(float(figures[key]), dimension) for key in ("cited", "low", "high", "simulated")}
        rows.append({"figure": name, **shown, "within": figures["within"] == "yes"})
    return rows


def digest(entry_ids: Iterable[str]) -> str:
    """Return a digest of all that the catalogue says of some entries, fits included: 16 hexadecimal digits."""
    pages = [[entry_page(name), _constants(name)] for name in sorted(set(entry_ids))]
    return hashlib.sha256(json.dumps(pages, sort_keys=True).encode()).hexdigest()[:16]


def _constants(entry_id: str) -> Any:
    try:
        return fit(entry_id).plain()
    except InputError:
        return None
