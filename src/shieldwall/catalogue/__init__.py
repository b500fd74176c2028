"""Cited entries: systems, parts, rounds and threats, each value with its range, source and grade."""

from __future__ import annotations

from shieldwall.catalogue.entry import Entry
from shieldwall.catalogue.reading import Source, find, ids, load, load_parts, load_unit, sources
from shieldwall.catalogue.values import Value, Word, sample

__all__ = [
    "Entry",
    "Source",
    "Value",
    "Word",
    "find",
    "ids",
    "load",
    "load_parts",
    "load_unit",
    "sample",
    "sources",
]
