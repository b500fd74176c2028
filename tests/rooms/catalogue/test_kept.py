"""Parsed entries kept between runs."""

from pathlib import Path

import pytest

from shieldwall.catalogue import kept
from shieldwall.quantities.errors import InputError
from shieldwall.text import loader

ENTRY = "id: x\nparts: {one: {is: a, at: [1 m, 2 m]}, two: {is: b}}\nlist:\n  - first\n  - {second: 'a: b'}\n"


def same(one: loader.Node, other: loader.Node) -> bool:
    told = [(node.plain(), node.file, node.line, node.path, node.start, node.end) for node in (*one.walk(), one)]
    return told == [
        (node.plain(), node.file, node.line, node.path, node.start, node.end) for node in (*other.walk(), other)
    ]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHIELDWALL_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "entries"


def test_a_kept_entry_is_the_tree_that_was_parsed(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(ENTRY)
    parsed = loader.load(file)
    assert same(kept.load(file), parsed)
    monkeypatch.setattr(loader, "load_text", None)
    assert same(kept.load(file), parsed)
    moved = file.rename(tmp_path / "y.yaml")
    assert kept.load(moved).file == str(moved)


def test_an_edit_is_parsed_anew(tmp_path: Path, cache: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(ENTRY)
    kept.load(file)
    file.write_text(ENTRY.replace("2 m", "3 m"))
    assert kept.load(file).plain()["parts"]["one"]["at"] == ["1 m", "3 m"]


def test_a_damaged_keep_is_parsed_anew(tmp_path: Path, cache: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(ENTRY)
    parsed = kept.load(file)
    (stored,) = cache.iterdir()
    content = bytearray(stored.read_bytes())
    content[-30] ^= 1
    stored.write_bytes(bytes(content))
    assert same(kept.load(file), parsed)


def test_a_fault_is_told_and_not_kept(tmp_path: Path, cache: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("id: x\nid: y\n")
    for _ in range(2):
        with pytest.raises(InputError, match="duplicate key"):
            kept.load(file)
    assert not cache.exists()
