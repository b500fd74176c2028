"""Scenarios that state what they have otherwise than another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from shieldwall.quantities.errors import InputError
from shieldwall.scenario import load, load_text, root_of, template
from shieldwall.scenario.schema import Scenario

HEAD = "scenario: 1\nextends: slavic-shield-2019\ntitle: Mine\nquestion: 'What: of it?'\n"


def mine(text: str) -> Scenario:
    return load_text(HEAD + text, "mine.yaml")


def line_of(name: str, begin: str) -> int:
    """The line of a built-in scenario that begins so."""
    text = load(name).text.splitlines()
    return next(number for number, line in enumerate(text, 1) if line.strip().startswith(begin))


def test_mappings_are_laid_over_lists_and_values_replaced_and_none_deletes() -> None:
    base = load("slavic-shield-2019")
    made = mine("""
blue:
  links: [{name: net, joins: [s400-cp, s400], delay: 2 s}]
  units:
    p-18: none
    pantsir-4: {at: 2 km north of batajnica, facing: none}
    extra: {is: p-18, at: 5 km west of s400}
red:
  routes: {sava: [45.75 N 15.60 E, target s400-cp]}
  units:
    cm-sava: {count: 9}
""")
    assert (made.title, made.question) == ("Mine", "What: of it?")
    assert set(made.blue.units) == {*base.blue.units, "extra"} - {"p-18"}
    assert [link.name for link in made.blue.links] == ["net"]
    assert made.blue.units["pantsir-4"].facing is None
    assert made.blue.units["pantsir-4"].guards == "batajnica"
    assert made.blue.units["pantsir-3"] == base.blue.units["pantsir-3"]
    assert len(made.red.routes["sava"]) == 2
    assert made.red.units["cm-sava"] == base.red.units["cm-sava"].model_copy(update={"count": 9})
    assert made.places == base.places


def test_its_text_is_a_whole_scenario_that_holds_both() -> None:
    """A header keeps the text alone, and the same scenario must come of it."""
    made = mine("blue: {units: {s400: {switch: {degrades: off, at: 20 min}}}}\n")
    again = load_text(made.text, "kept.yaml")
    assert [getattr(again, part) for part in Scenario.model_fields] == [
        getattr(made, part) for part in Scenario.model_fields
    ]
    assert all(f"# | {line}".rstrip() in made.text for line in HEAD.splitlines())
    assert "# Low, along rivers" in made.text


@pytest.mark.parametrize(
    ("text", "file", "line", "path"),
    [
        ("blue:\n  units:\n    s400: {count: many}\n", "mine.yaml", 7, "blue.units.s400.count"),
        ("blue:\n  units:\n    more: {is: pantsir-s1}\n", "mine.yaml", 7, "blue.units.more.at"),
        ("blue:\n  units:\n    s400: none\n", "slavic-shield-2019.yaml", "- {name: battalion", "blue.links.1.joins.2"),
        ("blue:\n  units:\n    no-one: none\n", "mine.yaml", 7, "blue.units.no-one"),
        ("plases: {}\n", "mine.yaml", 5, "plases"),
        ("blue: {links: [{name: a, joins: [s400, nobody], delay: 1 s}]}\n", "mine.yaml", 5, "blue.links.1.joins.2"),
        ("places: {batajnica: {value: {a: b}}}\n", "mine.yaml", 5, "places.batajnica.value"),
    ],
)
def test_errors_name_the_file_and_line_where_it_was_written(text: str, file: str, line: int | str, path: str) -> None:
    with pytest.raises(InputError) as caught:
        mine(text)
    wanted = line if isinstance(line, int) else line_of("slavic-shield-2019", line)
    assert (caught.value.file, caught.value.line, caught.value.path) == (file, wanted, path)


def test_every_node_of_a_built_in_extension_knows_a_line_where_its_key_stands() -> None:
    made = load("switched-off")
    assert {node.file for node in root_of(made).walk()} == {"switched-off.yaml", "slavic-shield-2019.yaml"}
    other = load("slavic-shield-2019").text.splitlines()
    for node in root_of(made).walk():
        key = node.path.rpartition(".")[2]
        if node.file == "slavic-shield-2019.yaml" and key and not key.isdigit():
            assert key in other[node.line - 1]


def test_changes_are_made_on_the_whole() -> None:
    made = load(
        "switched-off", {"blue.units.s400.switch.at": "5 min", "red.units.watch": None, "weather.rain": "5 mm/h"}
    )
    switch = made.blue.units["s400"].switch
    assert switch is not None
    assert switch.at == 300.0
    assert "watch" not in made.red.units
    with pytest.raises(InputError) as caught:
        load("switched-off", {"blue.units.s400.switch.degrades": "all"})
    assert caught.value.file == "switched-off.yaml"


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("scenario: 1\nextends: slavic-sheild-2019\ntitle: a\nquestion: b\n", "did you mean slavic-shield-2019?"),
        ("scenario: 1\nextends: [a]\ntitle: a\nquestion: b\n", "name one scenario"),
        ("scenario: 1\nextends: slavic-shield-2019\ntitle: a\n", "question is missing"),
        ("scenario: 1\nextends: switched-off\ntitle: a\nquestion: b\n", "name slavic-shield-2019"),
        ("scenario: 1\nextends: ../else/where.yaml\ntitle: a\nquestion: b\n", "a file beside this one"),
    ],
)
def test_what_cannot_be_extended_is_refused(head: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        load_text(head, "mine.yaml")


def test_a_file_beside_it_may_be_extended(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(template(), encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(
        "scenario: 1\nextends: base.yaml\ntitle: a\nquestion: b\nlasts: 20 min\n", encoding="utf-8"
    )
    made = load(tmp_path / "mine.yaml")
    assert made.lasts == 1200.0
    assert made.blue == load_text(template()).blue
