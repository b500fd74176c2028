"""Changes from outside the file: values of Python's types, deletions, and the lines that errors name afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from shieldwall.quantities.errors import InputError
from shieldwall.scenario import load, load_text, root_of, source, with_changes

SLAVIC = source("slavic-shield-2019")[0]


def line_of(text: str, begins: str) -> int:
    """The line of a text, from 1, that begins so."""
    return next(n for n, line in enumerate(text.splitlines(), 1) if line.strip().startswith(begins))


@pytest.mark.parametrize(
    ("path", "value", "attribute", "expected"),
    [
        ("red.units.watch.count", 3, lambda s: s.red.units["watch"].count, 3),
        ("blue.links.1.fails", 0.25, lambda s: s.blue.links[0].fails, 0.25),
        ("draws.readiness", False, lambda s: s.draws.readiness, False),
        ("draws.readiness", True, lambda s: s.draws.readiness, True),
        ("places.batajnica.value", 0, lambda s: s.places["batajnica"].value, 0.0),
    ],
)
def test_values_of_python_are_taken(path: str, value: Any, attribute: Any, expected: Any) -> None:
    assert attribute(load("slavic-shield-2019", {path: value})) == expected


@pytest.mark.parametrize(
    ("path", "value", "attribute", "expected"),
    [
        ("red.units.valley-pair.spread.height", "20 m", lambda s: s.red.units["valley-pair"].spread.height, 20.0),
        ("blue.command.delays.reaction", "5 s", lambda s: s.blue.command.delays.reaction, 5.0),
        ("weather.rain", "36 mm/h", lambda s: s.weather.rain, 1e-5),
        ("propagation.gas", "no", lambda s: s.propagation.gas, False),
    ],
)
def test_a_mapping_that_may_be_there_is_made(path: str, value: Any, attribute: Any, expected: Any) -> None:
    bare = load("one-battery", {"red.units.valley-pair.spread": None})
    assert attribute(load_text(with_changes(bare.text, {path: value}))) == pytest.approx(expected)


def test_a_mapping_of_an_item_of_a_list_is_made() -> None:
    text = with_changes(load("airliner-in-the-corridor").text, {"blue.links.2.breaks": "{every: 40 min, for: 3 min}"})
    text = with_changes(text, {"blue.links.1.breaks.every": "1 h"})
    assert "delay: 0.5 s, fails: 0.005, breaks: {every: 1 h}}" in text
    with pytest.raises(InputError, match='there is no "breakz"'):
        with_changes(text, {"blue.links.1.breakz.every": "1 h"})


@pytest.mark.parametrize("path", ["red.units.vally-pair.speed", "places.depott.value", "blue.comand.delays.reaction"])
def test_a_name_that_is_not_there_is_no_mapping_to_make(path: str) -> None:
    with pytest.raises(InputError, match=r'there is no ".*did you mean (valley-pair|depot|command)'):
        load("one-battery", {path: "5"})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [3], {"a": 1}, object(), 1j, b"3"])
def test_other_values_are_refused_by_name(value: Any) -> None:
    with pytest.raises(InputError, match="is no value for a scenario") as caught:
        load("one-battery", {"red.units.valley-pair.count": value})
    assert caught.value.path == "red.units.valley-pair.count"
    assert caught.value.file == "one-battery.yaml"


@pytest.mark.parametrize("changes", [3, "lasts=9 min", [("lasts", "9 min")], {3: "x"}])
def test_changes_that_are_none_are_refused(changes: Any) -> None:
    with pytest.raises(InputError, match="change"):
        load("one-battery", changes)


@pytest.mark.parametrize(
    ("path", "gone"),
    [
        ("red.units.watch", ["watch:", "90 km"]),  # the last of a block, over lines
        ("red.units.cm-drina", ["cm-drina:"]),  # one amid others
        ("red.units.stealth.spread.offset", []),  # amid others between braces
        ("red.units.stealth.spread.height", ["height: 200 m}\n    watch"]),  # the last between braces
        ("blue.units.p-18", ["p-18: {"]),
        ("blue.links", ["links:", "name: ring", "name: warning"]),
        ("blue.links.2", ["name: ring"]),
        ("red.routes.drones-east.2", ["44.98 N 21.20 E"]),
        ("red.routes.morava.3", ["42.30 N 21.66 E"]),
    ],
)
def test_none_deletes_what_stands_at_a_path(path: str, gone: list[str]) -> None:
    for value in (None, "none"):
        changed = with_changes(SLAVIC, {path: value})
        assert len(changed) < len(SLAVIC)
        assert changed.count("#") == SLAVIC.count("#")
        for word in gone:
            assert word not in changed
    # All else is as it was.
    left = [line for line in changed.splitlines() if line not in SLAVIC.splitlines()]
    assert len(left) <= 1


def test_two_deletions_follow_each_other() -> None:
    read = load("slavic-shield-2019", {"red.units.watch": None, "red.units.stealth": "none"})
    assert not {"watch", "stealth"} & set(read.red.units)
    assert len(read.red.units) == 10


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("red.units.nobody", 'there is no "nobody" in red.units'),
        ("places.depot", "nothing would be left of places; write places=none"),
        ("red.routes.valley.9", 'red.routes.valley has no "9": it is a list of 4'),
    ],
)
def test_what_cannot_be_deleted_is_said(path: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        load("one-battery", {path: None})
    assert says in str(caught.value)


def test_a_quoted_none_is_a_word() -> None:
    assert load("one-battery", {"title": '"none"'}).title == "none"


CHANGES = [
    {"weather.rain": "5 mm/h"},
    {"weather.rain": "5 mm/h", "draws.readiness": "no"},
    {"blue.links": None},
    {"red.routes.morava.3": None, "weather.rain": "1 mm/h"},
    {"red.units.cm-drina": None},
    {"red.units.cm-morava.then": "continue"},
]


@pytest.mark.parametrize("changes", CHANGES)
def test_errors_name_the_line_of_the_file_after_a_change(changes: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        load("slavic-shield-2019", {**changes, "red.units.watch.speed": "fast"})
    watch = line_of(SLAVIC, "watch:")
    assert caught.value.line == watch + line_of(SLAVIC.split("watch:")[1], "speed:") - 1


@pytest.mark.parametrize("changes", CHANGES)
def test_every_line_of_a_changed_text_is_one_of_the_file_or_new(changes: dict[str, Any]) -> None:
    read = load("slavic-shield-2019", changes)
    before = SLAVIC.splitlines()
    for text, number in zip(read.text.splitlines(), read.written.lines, strict=False):
        assert number == 0 or text == before[number - 1]
    assert root_of(read).nearest(("places", "batajnica")).line == line_of(SLAVIC, "batajnica:")


def test_what_a_change_added_has_no_line() -> None:
    with pytest.raises(InputError) as caught:
        load("one-battery", {"red.units.valley-pair.jammer": "{is: nothing}"})
    assert caught.value.line is None
    assert caught.value.path == "red.units.valley-pair.jammer.is"


def test_not_a_number_is_told_with_option_and_path() -> None:
    with pytest.raises(InputError) as caught:
        load("one-battery", {"lasts": "nan"})
    told = 'one-battery.yaml, lasts: --set lasts=nan: "nan" is not a finite number; write a number'
    assert str(caught.value) == told


@pytest.mark.parametrize(
    ("path", "line"),
    [("places.batajnica.at", "batajnica:"), ("blue.units.s400.at", "s400:"), ("blue.units.s400-cp.at", "s400-cp:")],
)
def test_a_wrong_place_is_one_error(path: str, line: str) -> None:
    with pytest.raises(InputError, match="is not a position") as caught:
        load("slavic-shield-2019", {path: "here"})
    assert caught.value.path == path
    assert caught.value.line == line_of(SLAVIC, line)
    assert caught.value.others == ()


def test_a_route_without_points_is_one_error() -> None:
    with pytest.raises(InputError) as caught:
        load("one-battery", {"red.routes.valley": "[]"})
    assert str(caught.value).endswith('red.routes.valley: route "valley" has no point; write at least two')
    assert caught.value.others == ()


def test_no_name_is_told() -> None:
    for name in ("", "  "):
        with pytest.raises(InputError, match="no scenario is named; write one of airliner-in-the-corridor, bench-60, "):
            load(name)
