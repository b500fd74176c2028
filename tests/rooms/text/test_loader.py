"""The strict loader: each forbidden thing gives one InputError with file, line and what to type."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from time import thread_time

import pytest

from shieldwall.quantities.errors import InputError
from shieldwall.scenario import names, source
from shieldwall.text.loader import MAX_NODES, load, load_text
from shieldwall.text.nodes import Node


def complaint(text: str) -> str:
    with pytest.raises(InputError) as caught:
        load_text(text, "x.yaml")
    return str(caught.value)


def test_nodes_know_line_path_and_place() -> None:
    text = "a: 1\nb:\n  - c: 'x: y'\n  - [2, three]\n"
    root = load_text(text, "x.yaml")
    assert root.plain() == {"a": "1", "b": [{"c": "x: y"}, ["2", "three"]]}
    assert [(node.path, node.line) for node in root.walk()] == [
        ("", 1), ("a", 1), ("b", 2), ("b.1", 3), ("b.1.c", 3), ("b.2", 4), ("b.2.1", 4), ("b.2.2", 4),
    ]  # fmt: skip
    three = root.nearest(("b", 1, 1))
    assert text[three.start : three.end] == "three"


def test_scalars_stay_strings() -> None:
    text = "a: 0x10\nb: yes\nc: 1e3\nd: 2019-10-24\ne: ~\nf: 0123\n"
    assert list(load_text(text).plain().values()) == ["0x10", "yes", "1e3", "2019-10-24", "~", "0123"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "x.yaml: is empty; write at least one key: value"),
        ("# only a comment\n", "x.yaml: is empty; write at least one key: value"),
        ("a\n", "x.yaml line 1: holds a single value; write key: value lines"),
        ("- a\n", "x.yaml line 1: holds a list; write key: value lines"),
        (
            "a:\n  b: 1\n  b: 2\n",
            'x.yaml line 3, a.b: duplicate key "b"; it is already in line 2; keep one of them',
        ),
        (
            "a: {b: 1, 'b': 2}\n",
            'x.yaml line 1, a.b: duplicate key "b"; it is already in line 1; keep one of them',
        ),
        (
            "a: &x 1\n",
            "x.yaml line 1, a: an anchor (&x) is not allowed here; delete it and write the value out",
        ),
        ("a: 1\nb: *x\n", "x.yaml line 2, b: an alias (*x) is not allowed here; write the value out"),
        ("a: !!str 1\n", "x.yaml line 1, a: a tag (tag:yaml.org,2002:str) is not allowed here; delete it"),
        ("a: !python/object 1\n", "x.yaml line 1, a: a tag (!python/object) is not allowed here; delete it"),
        (
            "a: 1\n---\nb: 2\n",
            ("x.yaml line 2: a second document is not allowed here; keep one document in a file and delete the ---"),
        ),
        ("%YAML 1.1\n---\na: 1\n", "x.yaml line 2: a directive (%) is not allowed here; delete it"),
        ("? [a]\n: b\n", "x.yaml line 1: a key that is not a word is not allowed here; write key: value"),
        ("a: .nan\n", 'x.yaml line 1, a: ".nan" is not a finite number; write a number'),
        ("a: [1, -.INF]\n", 'x.yaml line 1, a.2: "-.INF" is not a finite number; write a number'),
        ("a: 1\nb:\n", "x.yaml line 2, b: has no value; write one, or delete the line"),
        (
            "a: 1\nb: c: d\n",
            (
                "x.yaml line 2: is not YAML: mapping values are not allowed here; "
                "put one key: value on a line, and quotes around a text that holds a colon"
            ),
        ),
        (
            "a: [1, 2\nb: 3\n",
            (
                "x.yaml line 2: is not YAML: expected ',' or ']', but got ':' (it began in line 1); "
                "close the bracket or quote that is open"
            ),
        ),
        (
            "a:\n\tb: 1\n",
            (
                "x.yaml line 2: is not YAML: found character '\\t' that cannot start any token; "
                "indent with spaces, not tabs"
            ),
        ),
        ("a: {b: c, count:2}\n", 'x.yaml line 1, a.count: "count:2" has no space after the colon; write count: 2'),
        (
            "a:\n  b: c\n  count:2  # two\n  d: e\n",
            'x.yaml line 3, count: "count:2" has no space after the colon; write count: 2',
        ),
        ("count:2\na: b\n", 'x.yaml line 1, count: "count:2" has no space after the colon; write count: 2'),
        (
            "a:\n  - at:44.8 N 20.3 E\n    d: e\n",
            'x.yaml line 2, at: "- at:44.8 N 20.3 E" has no space after the colon; write at: 44.8 N 20.3 E',
        ),
        ("a:\n  b:{c: d}\n", 'x.yaml line 2, a.b: "b:{c" has no space after the colon; write b: {c'),
        ("a: 1\nb: \x07\n", "x.yaml line 2: holds a character that text may not hold; delete it"),
        ("a: " + "[" * 100_000, "x.yaml line 1: is nested deeper than 32 levels; flatten it"),
        ("a: " + "{a: " * 100_000, "x.yaml line 1: is nested deeper than 32 levels; flatten it"),
    ],
)
def test_what_is_forbidden_is_named_with_its_line(text: str, message: str) -> None:
    assert complaint(text) == message


@pytest.mark.parametrize(
    ("text", "line", "named"),
    [
        ("a: 1\nb:\n\u00a0\u00a0units: 3\n", 3, "no-break space (U+00A0)"),
        ("b:\n  c: 1\n\u00a0 d: 2\n", 3, "no-break space (U+00A0)"),
        ("b:\n\u2003- 1\n", 2, "em space (U+2003)"),
        ("\u3000a: 1\n", 1, "ideographic space (U+3000)"),
    ],
)
def test_a_space_that_only_looks_like_one_is_named(text: str, line: int, named: str) -> None:
    """The names are those of the Unicode standard."""
    with pytest.raises(InputError, match=f"line {line}.* {re.escape(named)} stands where a plain space belongs"):
        load_text(text)


def test_a_no_break_space_inside_a_text_stays() -> None:
    assert load_text("a: x\u00a0y\nb: >\n  one\n  \u00a0two\n").plain()["a"] == "x\u00a0y"


def test_thirty_two_levels_are_allowed() -> None:
    load_text("a: " + "[" * 31 + "]" * 31)
    assert "nested deeper" in complaint("a: " + "[" * 32 + "]" * 32)


def test_ten_thousand_values_are_allowed_and_no_more() -> None:
    assert complaint("a: [" + "1, " * 12_000 + "]") == ("x.yaml line 1: holds more than 10000 values; split the file")
    assert len(load_text("a: [" + "1, " * 9_997 + "]").plain()["a"]) == 9_997


@pytest.mark.parametrize(
    "text", ["a: [" + "1, " * (1 << 18), "a:\n" + "- 1\n" * (1 << 18), "a: {" + "k: [], " * (1 << 17)]
)
def test_a_mebibyte_of_values_is_refused_in_a_moment(text: str) -> None:
    """The parser takes some 25 us a value: what is over the limit must not be read to its end."""
    began = thread_time()
    with pytest.raises(InputError):
        load_text(text)
    assert thread_time() - began < 2.0


def test_built_in_scenarios_are_far_below_the_limit() -> None:
    def count(node: Node) -> int:
        value = node.value
        if isinstance(value, dict):
            return 1 + sum(1 + count(child) for child in value.values())
        return 1 + (sum(map(count, value)) if isinstance(value, tuple) else 0)

    assert max(count(load_text(source(name)[0])) for name in names()) < MAX_NODES / 10


def test_a_file_of_five_megabytes_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "big.yaml"
    file.write_bytes(b"a: 1 # \n" * 625_000)
    with pytest.raises(InputError) as caught:
        load(file)
    assert str(caught.value) == (
        f"{file}: is too large (5.0 MB; at most 1.0 MB); split it, or check that it is the file you mean"
    )
    assert caught.value.code == 2


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load(tmp_path)
    assert str(caught.value) == f"{tmp_path}: is a folder; name the file inside it, for example scenario.yaml"


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file; check the name and the folder"):
        load(tmp_path / "none.yaml")
    with pytest.raises(InputError, match="no such file"):
        load(tmp_path / ("x" * 20) / "none.yaml")
    with pytest.raises(InputError, match=r"cannot be read \(File name too long\)"):
        load(tmp_path / ("x" * 5000))
    with pytest.raises(InputError, match=r"cannot be read \(embedded null byte\)"):
        load("a\0b.yaml")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="is not an ordinary file"):
        load(tmp_path / "pipe")


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secret.yaml"
    file.write_text("a: 1\n")

    def refused(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    # Root may read every file, so that no mode of the file itself would do.
    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(InputError, match=r"cannot be read \(Permission denied\)"):
        load(file)


def test_text_that_is_not_utf8_names_its_line(tmp_path: Path) -> None:
    file = tmp_path / "latin.yaml"
    file.write_bytes("a: 1\nb: Pan\u010devo \u017e\n".encode("iso-8859-2"))
    with pytest.raises(InputError) as caught:
        load(file)
    assert str(caught.value) == f"{file} line 2: is not UTF-8 text; save the file as UTF-8"


def test_a_byte_order_mark_and_windows_lines_are_read(tmp_path: Path) -> None:
    file = tmp_path / "windows.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert load(file).plain() == {"a": "1", "b": "2"}
