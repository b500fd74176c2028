"""Lists as a person may write them: an item put in and taken out again leaves all else as it was."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from shieldwall.scenario import with_changes
from shieldwall.text.loader import load_text

#: Items as they are typed, and what they mean.
WORDS = {"a": "a", "44.1 N 20.2 E": "44.1 N 20.2 E", "'b, or so'": "b, or so", '"c: #3]"': "c: #3]", "{d: [1, 2]}": {
    "d": ["1", "2"]}}  # fmt: skip
REMARK = st.sampled_from(["", "", "  # remark", "   #, with a comma ]"])


@dataclass(frozen=True)
class Written:
    """A text with a list under the key `a`, and what the list holds."""

    text: str
    items: list[object]


@st.composite
def lists(draw: st.DrawFn) -> Written:
    """Lists among dashes, between brackets in a line, and over lines, with remarks anywhere."""
    words = draw(st.lists(st.sampled_from([*WORDS]), min_size=1, max_size=5))
    style, end = draw(st.sampled_from(["dashes", "line", "lines"])), draw(st.sampled_from(["\n", "\r\n"]))
    lines = ["# head", "first: x", *(["# for a"] if draw(st.booleans()) else [])]
    if style == "line":
        lines.append(f"a: [{', '.join(words)}{draw(st.sampled_from(['', ',', ' ']))}]{draw(REMARK)}")
    else:
        margin = " " * draw(st.integers(0 if style == "dashes" else 1, 4))
        lines.append(f"a:{' [' if style == 'lines' else ''}{draw(REMARK)}")
        for number, word in enumerate(words):
            if draw(st.booleans()):
                lines.append(f"{margin}# above {number}")
            comma = "," if style == "lines" and (number < len(words) - 1 or draw(st.booleans())) else ""
            lines.append(f"{margin}{'- ' if style == 'dashes' else ''}{word}{comma}{draw(REMARK)}")
        if style == "lines":
            lines.append("]")
    after = draw(st.sampled_from([[], ["# tail"], ["", "last: y"]]))
    return Written(end.join(lines + after) + draw(st.sampled_from(["", end])), [WORDS[word] for word in words])


@given(lists(), st.integers(0, 5), st.sampled_from([*WORDS]))
def test_item_put_in_and_taken_out_leaves_the_rest(written: Written, at: int, word: str) -> None:
    after = min(at, len(written.items))
    more = with_changes(written.text, {f"a.{after}+": word})
    assert load_text(more).plain()["a"] == [*written.items[:after], WORDS[word], *written.items[after:]]
    assert more.count("#") == written.text.count("#") + word.count("#")
    assert more.count("\r\n") - written.text.count("\r\n") in (0, 1)
    less = with_changes(more, {f"a.{after + 1}": None})
    assert load_text(less).plain() == load_text(written.text).plain()
    # Commas may stand otherwise, and a text that ended without one may end with a line end.
    assert less.replace(",", "").rstrip("\r\n") == written.text.replace(",", "").rstrip("\r\n")
