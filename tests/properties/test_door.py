"""At the door nothing but a typed error comes out, whatever is typed; and what is written is read back."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shieldwall.quantities.errors import InputError
from shieldwall.quantities.instants import parse_instant
from shieldwall.quantities.positions import Position, parse_place, parse_position, show_position
from shieldwall.quantities.units import DIMENSIONS, parse, show
from shieldwall.scenario import load_text, template, with_changes
from shieldwall.text.loader import load_text as load_nodes

TYPED = st.text(st.characters(codec="utf-8"), max_size=40) | st.text("0123456789.eE+- kmsNEd:[]{}#'&*!,\n", max_size=40)


@given(TYPED, st.sampled_from(sorted(DIMENSIONS)))
def test_any_text_is_a_quantity_or_a_typed_error(text: str, dimension: str) -> None:
    with contextlib.suppress(InputError):
        assert parse(text, dimension) == parse(text, dimension)


@given(TYPED)
def test_any_text_is_a_place_and_an_instant_or_a_typed_error(text: str) -> None:
    for read in (parse_place, parse_instant):
        with contextlib.suppress(InputError):
            read(text)


@given(st.sampled_from(sorted(DIMENSIONS)), st.floats(1e-9, 1e9), st.data())
def test_a_quantity_written_is_read_back(dimension: str, value: float, data: st.DataObject) -> None:
    kind = DIMENSIONS[dimension]
    units = [None, *kind.spellings, *([""] if kind.plain else [])]
    unit = data.draw(st.sampled_from(units))
    assert parse(show(value, dimension, unit, digits=17), dimension) == pytest.approx(value, rel=1e-13)
    assert parse(show(value, dimension, unit), dimension) == pytest.approx(value, rel=2e-4 if unit else 1e-5)


@given(st.floats(-1.57, 1.57), st.floats(-3.14, 3.14))
def test_a_position_written_is_read_back(latitude: float, longitude: float) -> None:
    read = parse_position(show_position(Position(latitude, longitude), digits=12))
    assert read == pytest.approx((latitude, longitude), abs=1e-13)


@given(TYPED)
def test_any_text_is_nodes_or_a_typed_error(text: str) -> None:
    with contextlib.suppress(InputError):
        for node in load_nodes(text).walk():
            assert 1 <= node.line <= text.count("\n") + text.count("\r") + text.count("\u2028") + 2


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_spoilt_scenario_gives_a_scenario_or_a_typed_error(data: st.DataObject) -> None:
    text = template()
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 12))
        text = text[:at] + data.draw(TYPED) + text[at + cut :]
    with contextlib.suppress(InputError):
        load_text(text)


@settings(max_examples=60, deadline=None)
@given(TYPED, st.data())
def test_a_change_makes_its_own_value_or_a_typed_error(value: str, data: st.DataObject) -> None:
    root = load_nodes(template())
    path = data.draw(st.sampled_from([node.path for node in root.walk() if isinstance(node.value, str)]))
    try:
        changed = with_changes(template(), {path: value})
    except InputError:
        return
    before = {node.path: node.value for node in root.walk() if isinstance(node.value, str)}
    after = {node.path: node.value for node in load_nodes(changed).walk() if isinstance(node.value, str)}
    touched = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert all(key == path or key.startswith(f"{path}.") for key in touched)
