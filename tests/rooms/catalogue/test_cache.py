"""The cache of parsed entries."""

from pathlib import Path

import pytest

from shieldwall.catalogue import cache
from shieldwall.kernels import caches
from shieldwall.quantities.errors import InputError
from shieldwall.text import loader

ENTRY = "id: x\nparts: {one: {is: a, at: [1 m, 2 m]}, two: {is: b}}\nlist:\n  - first\n  - {second: 'a: b'}\n"


def same(one: loader.Node, other: loader.Node) -> bool:
    nodes = [(node.plain(), node.file, node.line, node.path, node.start, node.end) for node in (*one.walk(), one)]
    return nodes == [
        (node.plain(), node.file, node.line, node.path, node.start, node.end) for node in (*other.walk(), other)
    ]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHIELDWALL_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "entries"


def test_a_cached_entry_is_the_tree_that_was_parsed(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(ENTRY)
    parsed = loader.load(file)
    assert same(cache.load(file), parsed)
    monkeypatch.setattr(loader, "load_text", None)
    assert same(cache.load(file), parsed)
    moved = file.rename(tmp_path / "y.yaml")
    assert cache.load(moved).file == str(moved)


def test_an_edit_is_parsed_anew(tmp_path: Path, folder: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(ENTRY)
    cache.load(file)
    file.write_text(ENTRY.replace("2 m", "3 m"))
    assert cache.load(file).plain()["parts"]["one"]["at"] == ["1 m", "3 m"]


def test_a_damaged_cache_file_is_parsed_anew(tmp_path: Path, folder: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(ENTRY)
    parsed = cache.load(file)
    (stored,) = folder.iterdir()
    content = bytearray(stored.read_bytes())
    content[-30] ^= 1
    stored.write_bytes(bytes(content))
    caches.say_once.cache_clear()
    with pytest.warns(RuntimeWarning, match="is damaged"):
        assert same(cache.load(file), parsed)


def test_a_fault_is_reported_and_not_cached(tmp_path: Path, folder: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("id: x\nid: y\n")
    for _ in range(2):
        with pytest.raises(InputError, match="duplicate key"):
            cache.load(file)
    assert not folder.exists()
