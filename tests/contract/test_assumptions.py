"""The page of assumptions is what cards, code and catalogue say today: `make assumptions` writes it."""

from __future__ import annotations

import importlib.util
import os
import re
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from shieldwall import catalogue

HOUSE = Path(__file__).resolve().parents[2]
PAGE = HOUSE / "docs" / "assumptions.md"


@cache
def maker() -> ModuleType:
    """The script that writes the page."""
    spec = importlib.util.spec_from_file_location("assumptions", HOUSE / "docs" / "assumptions.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_that_of_today() -> None:
    if os.environ.get("SHIELDWALL_UPDATE"):
        PAGE.write_text(maker().page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == maker().page(), "make assumptions writes it anew"


@pytest.mark.parametrize("entry_id", catalogue.ids())
def test_every_estimate_stands_on_the_page_with_its_range(entry_id: str) -> None:
    parts = re.split(r"^### (.*)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    rows = dict(zip(parts[1::2], parts[2::2], strict=True))
    entry = catalogue.load(entry_id)
    for path, value in entry.values():
        if value.grade == "D":
            low, high = (maker().show(end, value.dimension, value.unit) for end in (value.low, value.high))
            where = value.stated_in.removeprefix("class ")
            row = rf"^\| `{re.escape(path)}` \| [^|]+ \| {re.escape(low)} \| {re.escape(high)} \|"
            assert re.search(row, rows[where], flags=re.MULTILINE)


def test_constants_called_assumptions_in_code_are_found() -> None:
    found = {name: value for name, value, _ in maker().commented()}
    assert found["assembly.plan.units.RELOADS"] == 1
    assert found["assembly.draw.raid_sight.LOOKED_AT"] == 10.0
    text = PAGE.read_text(encoding="utf-8")
    assert not [name for name in found if f"| `{name}` |" not in text]
