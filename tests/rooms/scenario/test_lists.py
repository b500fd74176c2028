"""Items put into and taken out of lists of a text: what else stands there stays as it was, byte for byte."""

from __future__ import annotations

import pytest

from shieldwall.quantities.errors import InputError
from shieldwall.scenario import load, source, with_changes
from shieldwall.text.loader import load_text

BLOCK = """\
# heads the text
routes:
  # the first of them
  - a      # beside a
           # and under it
  # meant for b
  - 'b, or so'

  - "c: #3"
  # at the end
links:
- {name: one}
last: [x]
"""
FLOW = """\
routes: [a, 'b, or so', "c: #3"]
lines: [
  a,  # beside a
  # meant for b
  'b, or so',
  "c]"  # beside c
]
none: []
wrapped: [m, b,
          c]
single: [x]  # beside all
"""


def only(before: str, after: str) -> list[str]:
    """Lines that a text has and another has not, when all lines of that one are in it in their order."""
    lines, new = before.splitlines(keepends=True), []
    for line in after.splitlines(keepends=True):
        if lines and line == lines[0]:
            lines.pop(0)
        else:
            new.append(line)
    assert not lines
    return new


@pytest.mark.parametrize(
    ("path", "line", "below"),
    [
        ("routes.0+", "  - new\n", "routes:"),
        ("routes.1+", "  - new\n", "           # and under it"),
        ("routes.2+", "  - new\n", "  - 'b, or so'"),
        ("routes.3+", "  - new\n", '  - "c: #3"'),
        ("routes+", "  - new\n", '  - "c: #3"'),
        ("links+", "- new\n", "- {name: one}"),
        ("links.0+", "- new\n", "links:"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_item_among_dashes_is_one_line_more(path: str, line: str, below: str, end: str) -> None:
    changed = with_changes(BLOCK.replace("\n", end), {path: "new"}).replace(end, "\n")
    assert only(BLOCK, changed) == [line]
    assert f"{below}\n{line}" in changed


@pytest.mark.parametrize(
    ("path", "was", "becomes"),
    [
        ("routes.0+", "[a,", "[new, a,"),
        ("routes.1+", "[a,", "[a, new,"),
        ("routes.2+", "'b, or so', \"c: #3\"]", "'b, or so', new, \"c: #3\"]"),
        ("routes.3+", '"c: #3"]', '"c: #3", new]'),
        ("lines.0+", "[\n", "[\n  new,\n"),
        ("lines.1+", "# beside a\n", "# beside a\n  new,\n"),
        ("lines.2+", "  'b, or so',\n  ", "  'b, or so',\n  new,\n  "),
        ("lines+", '"c]"  # beside c\n', '"c]",  # beside c\n  new\n'),
        ("none+", "[]", "[new]"),
        ("none.0+", "[]", "[new]"),
        ("wrapped.2+", "[m, b,\n", "[m, b,\n          new,\n"),
        ("wrapped+", "          c]", "          c,\n          new]"),
        ("single+", "[x]  #", "[x, new]  #"),
        ("more+", "# beside all\n", "# beside all\nmore: [new]\n"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_item_between_brackets_leaves_the_rest(path: str, was: str, becomes: str, end: str) -> None:
    assert FLOW.count(was) == 1
    changed = with_changes(FLOW.replace("\n", end), {path: "new"})
    assert changed == FLOW.replace(was, becomes).replace("\n", end)


def test_list_ends_with_the_text() -> None:
    assert with_changes("a:\n  - x", {"a+": "y"}) == "a:\n  - x\n  - y"
    assert with_changes("\ufeffa:\n- x", {"a+": "y"}) == "\ufeffa:\n- x\n- y"
    assert with_changes("a:\n- - x\n", {"a.1.0+": "y", "a.1+": "z"}) == "a:\n- - y\n  - x\n- z\n"
    # Of several lines: a folded text is not cut.
    assert with_changes("a:\n- |\n  x\n  y\n\n", {"a+": "z"}) == "a:\n- |\n  x\n  y\n\n- z\n"


@pytest.mark.parametrize(
    ("value", "item"),
    [("44.8, 20.3", "44.8, 20.3"), ("'it''s: #1'", "it's: #1"), ("{a: [1, 2]}", {"a": ["1", "2"]}), ("yes", "yes")],
)
@pytest.mark.parametrize("text", ["a: [x]\n", "a:\n- x\n", "a: []\n", "b: x\n"])
def test_value_stays_whole(value: str, item: object, text: str) -> None:
    assert load_text(with_changes(text, {"a+": value})).plain()["a"][-1] == item


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        (BLOCK, "routes.1", BLOCK.replace("  - a      # beside a\n           # and under it\n", "")),
        (BLOCK, "routes.2", BLOCK.replace("  - 'b, or so'\n", "")),
        (BLOCK, "routes.3", BLOCK.replace('  - "c: #3"\n', "")),
        (FLOW, "routes.1", FLOW.replace("[a, ", "[")),
        (FLOW, "routes.3", FLOW.replace(', "c: #3"', "")),
        (FLOW, "lines.1", FLOW.replace("  a,  # beside a\n", "")),
        (FLOW, "lines.2", FLOW.replace("  'b, or so',\n  ", "  ")),
        (FLOW, "lines.3", FLOW.replace(',\n  "c]"', "")),
        (FLOW, "wrapped.3", FLOW.replace(",\n          c]", "]")),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_item_is_taken_out_and_nothing_else(text: str, path: str, expected: str, end: str) -> None:
    assert with_changes(text.replace("\n", end), {path: None}) == expected.replace("\n", end)


def test_first_key_behind_a_dash_is_taken_out() -> None:
    assert with_changes("a:\n- b: 1\n  c: 2\n", {"a.1.b": None}) == "a:\n- c: 2\n"


def test_put_in_and_taken_out_again_is_as_before() -> None:
    slavic = source("slavic-shield-2019")[0]
    for route in ("morava", "drones-east"):
        for after in range(3):
            more = with_changes(slavic, {f"red.routes.{route}.{after}+": "44.1 N 20.1 E at 80 m agl"})
            assert with_changes(more, {f"red.routes.{route}.{after + 1}": None}) == slavic
    more = with_changes(slavic, {"blue.links+": "{name: more, joins: [s400, s400-cp], delay: 1 s}"})
    assert with_changes(more, {f"blue.links.{len(load('slavic-shield-2019').blue.links) + 1}": None}) == slavic


def test_several_at_once_are_made_in_turn() -> None:
    text = with_changes("a: [x, y]\nb: 1\n", {"a.1+": "m", "a.3": "z", "a.0+": "f", "b": "2"})
    assert text == "a: [f, x, m, z]\nb: 2\n"


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("routes.9+", "new", 'routes has no "9": it is a list of 3'),
        ("routes.-1+", "new", 'routes has no "-1"'),
        ("links.1.name+", "new", "links.1.name is a single value, no list"),
        ("nowhere.at+", "new", 'there is no "nowhere"'),
        ("routes.1+", None, "nothing is put there"),
        ("routes.1+", "", "the value is empty"),
        ("routes.1+", "&anchor x", "an anchor"),
        ("routes.1+", "x\n  - y", "does not fit here"),
        ("routes.4", "new", "or write routes+ for one more"),
    ],
)
def test_what_cannot_be_put_in_is_said(path: str, value: str | None, says: str) -> None:
    with pytest.raises(InputError) as caught:
        with_changes(BLOCK, {path: value})
    assert says in str(caught.value)


def test_text_with_an_anchor_is_refused_as_ever() -> None:
    with pytest.raises(InputError, match="an anchor"):
        with_changes("a: &one [x]\n", {"a+": "y"})


MAPPING = """\
units:
  # the first
  a: {is: x, at: y}   # beside a
  # meant for b
  b:
    is: x
    # within b
  # at the end

# about places
places: {depot: {
  at: z  # here
}}
"""


@pytest.mark.parametrize(
    ("path", "was", "becomes"),
    [
        ("units.new", "    # within b\n", "    # within b\n  new: v\n"),
        ("units.a.new", "at: y}", "at: y, new: v}"),
        ("units.b.new", "    is: x\n", "    is: x\n    new: v\n"),
        ("places.new", "}}\n", "}, new: v}\n"),
        ("places.depot.new", "at: z  #", "at: z, new: v  #"),
        ("new", "}}\n", "}}\nnew: v\n"),
    ],
)
def test_new_key_comes_last_and_under_no_remark_for_another(path: str, was: str, becomes: str) -> None:
    assert with_changes(MAPPING, {path: "v"}) == MAPPING.replace(was, becomes)


def test_last_key_leaves_the_empty_line_below_it() -> None:
    text = "units:\n  a: x\n  b: y\n\nplaces: z\n"
    assert with_changes(text, {"units.b": None}) == "units:\n  a: x\n\nplaces: z\n"
