"""Every layout says of each column its unit and its meaning, and keeps what holds apart from what changes."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import shieldwall
from shieldwall.quantities.units import SI_UNITS
from shieldwall.state.layout import OWN_COLUMNS, Column

SOURCE = Path(shieldwall.__file__).parent
STATE = SOURCE / "state"
#: Units of measured columns that the door of the catalogue does not know, since nobody types them.
DERIVED = {"1/m", "m2/s3", "m4", "m2 Hz/W", "million USD", "1 or m", "any"}
#: What a column of whole numbers may hold: the row of a table or the number of a thing, by name, ...
ROWS = {
    "airframe", "body", "body or place", "channel", "clock", "corner", "draw name", "event", "launcher", "leg", "link",
    "look", "mask", "name", "net", "order", "outage", "pair", "part", "place", "plot", "reported track", "round",
    "sensor", "signature", "source", "table", "track", "track number", "unit", "weapon",
}  # fmt: skip
#: ... a count, ...
COUNTS = {
    "1", "channels", "corners", "cycles", "decisions", "degrees", "edges", "engagements", "failures", "launchers",
    "legs", "lines", "looks", "messages", "orders", "outages", "pairs", "plots", "rounds", "scans", "tasks", "ticks",
    "tracks", "units",
}  # fmt: skip
#: ... or one of a few that have names, and bits and flags.
CHOICES = {
    "act", "band", "bits", "control", "flag", "identity", "kind", "medium", "message", "model", "mode", "mover",
    "reason", "role", "side", "state", "status", "tracker", "use",
}  # fmt: skip


@cache
def modules() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in STATE.glob("*.py") if path.stem not in ("__init__", "layout", "groups")))


@cache
def layouts() -> dict[str, tuple[str, list[Column]]]:
    """Name of each layout -> its module and its columns, as they are written down."""
    found: dict[str, tuple[str, list[Column]]] = {}
    for module in modules():
        tree = ast.parse((STATE / f"{module}.py").read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Call) and _name(node.value) == "layout":
                found[ast.unparse(node.target)] = module, list(_columns(node.value))
    return found


def _name(call: ast.Call) -> str:
    return ast.unparse(call.func)


def _columns(call: ast.Call) -> Iterator[Column]:
    for part in call.args:
        if isinstance(part, ast.Starred):
            assert ast.unparse(part.value) == "OWN_COLUMNS"
            yield from OWN_COLUMNS
        else:
            assert isinstance(part, ast.Call)
            kept = {"real": np.float64, "whole": np.int64}[_name(part)]
            yield Column(ast.literal_eval(part.args[0]), kept, *map(ast.literal_eval, part.args[1:]))


def test_every_table_is_written_down_as_a_layout() -> None:
    assert len(layouts()) >= 28
    for name, (module, columns) in layouts().items():
        made = getattr(importlib.import_module(f"shieldwall.state.{module}"), name)
        assert made.names == tuple(column.name for column in columns)
        assert [made[column.name] for column in columns] == [column.kept for column in columns]
        assert made.isalignedstruct


@pytest.mark.parametrize("name", list(layouts()))
def test_each_column_says_its_unit_and_its_meaning(name: str) -> None:
    for column in layouts()[name][1]:
        known = SI_UNITS.keys() | DERIVED if column.kept is np.float64 else ROWS | COUNTS | CHOICES
        assert column.unit in known, column
        assert re.search(r"\w", column.meaning), column
        assert column.unit != "flag" or column.meaning.startswith("whether"), column


@pytest.mark.parametrize("name", [name for name in layouts() if f"{name}_STATE" in layouts()])
def test_what_holds_and_what_changes_share_no_column(name: str) -> None:
    holds, changes = ({column.name for column in layouts()[which][1]} for which in (name, f"{name}_STATE"))
    assert not holds & changes


def test_every_state_stands_beside_its_parameters_in_one_file() -> None:
    states = [name for name in layouts() if name.endswith("_STATE")]
    assert {"SENSOR_STATE", "UNIT_STATE", "CHANNEL_STATE", "LAUNCHER_STATE", "WEAPON_STATE", "BODY_STATE"} <= set(
        states
    )
    for name in states:
        assert layouts()[name][0] == layouts()[name.removesuffix("_STATE")][0]


def test_no_column_is_written_down_for_nobody() -> None:
    """Each is named somewhere outside this room."""
    text = "\n".join(
        path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py") if not path.is_relative_to(STATE)
    )
    used = set(re.findall(r"\.([a-z]\w*)\b", text)) | set(re.findall(r"[\"']([a-z]\w*)[\"']", text))
    own = {column.name for column in OWN_COLUMNS}
    columns = {column.name for _, table in layouts().values() for column in table}
    assert columns - used - own == set()
