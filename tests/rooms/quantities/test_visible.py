"""Text as it may be shown: nothing steers a terminal, hides or turns the line around, and nothing else is touched."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shieldwall.quantities.errors import InputError, quoted
from shieldwall.quantities.visible import visible, visible_json, visible_line

#: The controls of direction, by name, from UAX 9, table 1 (Unicode 15).
DIRECTION = [
    "LEFT-TO-RIGHT MARK", "RIGHT-TO-LEFT MARK", "ARABIC LETTER MARK", "LEFT-TO-RIGHT EMBEDDING",
    "RIGHT-TO-LEFT EMBEDDING", "POP DIRECTIONAL FORMATTING", "LEFT-TO-RIGHT OVERRIDE", "RIGHT-TO-LEFT OVERRIDE",
    "LEFT-TO-RIGHT ISOLATE", "RIGHT-TO-LEFT ISOLATE", "FIRST STRONG ISOLATE", "POP DIRECTIONAL ISOLATE",
]  # fmt: skip
KEPT = [
    "Übung Süd Ћуприја 演習",
    "a\u00a0b",
    "soft\u00adhyphen",
    "👨\u200d👩\u200d👧 ✈\ufe0f",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "one\n\ttwo",
]


@pytest.mark.parametrize("name", DIRECTION)
def test_what_turns_the_line_is_an_escape(name: str) -> None:
    mark = unicodedata.lookup(name)
    assert visible(f"a{mark}b") == f"a\\u{ord(mark):04x}b"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J\x07", r"\x1b[2J\x07"),
        ("\x9b31m\x7f", r"\x9b31m\x7f"),
        ("a\rb", r"a\rb"),
        ("\ufeffa\u200b\u2060\u2028", r"\ufeffa\u200b\u2060\u2028"),
        ("caf\udce9", r"caf\udce9"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_what_steers_or_hides_is_an_escape(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize("text", KEPT)
def test_what_is_text_stays(text: str) -> None:
    assert visible(text) == text


def test_a_line_stays_a_line() -> None:
    assert visible_line("a\n\tb") == r"a\n\tb"
    assert str(InputError("is\x1b[1m wrong", "x\n\u202e.yaml", 3, "a\x07", "write \x9b")) == (
        r"x\n\u202e.yaml line 3, a\x07: is\x1b[1m wrong; write \x9b"
    )
    assert quoted("a\u202eb") == r'"a\u202eb"'


@given(st.text())
def test_no_text_steers_and_none_is_escaped_twice(text: str) -> None:
    shown = visible(text)
    assert not any(unicodedata.category(mark) in ("Cc", "Cs") and mark not in "\t\n" for mark in shown)
    assert visible(shown) == shown
    shown.encode()


@given(st.text(st.characters(exclude_categories=())))
def test_json_means_the_same(text: str) -> None:
    written = visible_json(json.dumps(text, ensure_ascii=False))
    assert written == visible(written)
    assert json.loads(written).encode("utf-16", "surrogatepass") == text.encode("utf-16", "surrogatepass")
