"""The compiling decorator: what makes a cache stale, where caches live, and working without one."""

import ast
import os
import subprocess
import sys
import textwrap
import warnings
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest

import shieldwall
from shieldwall.kernels import caches, compiled, sources

SOURCE = Path(shieldwall.__file__).parent
compiled_only = pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="needs the compiler")

PACKAGE = {
    "__init__.py": "",
    "entry.py": """
        from shieldwall.kernels.compiled import kernel
        from .middle import twice

        @kernel
        def answer(x):
            return twice(x) + 1.0
        """,
    "middle.py": """
        from shieldwall.kernels.compiled import kernel
        from closure_case import leaf

        @kernel(inline=True)
        def twice(x):
            return 2.0 * leaf.shifted(x)
        """,
    "leaf.py": """
        from shieldwall.kernels.compiled import kernel

        @kernel
        def shifted(x):
            return x + 10.0

        def cycle():
            import closure_case.middle
        """,
    "sibling.py": """
        from shieldwall.kernels.compiled import kernel

        @kernel
        def answer(x):
            return -x
        """,
}
SCRIPT = """
from shieldwall.kernels.compiled import compiled_before
from closure_case import entry, sibling
for module in (entry, sibling):
    before = compiled_before(module.answer)
    value = module.answer(3.0)
    print(value, before, sum(module.answer.whole.stats.cache_hits.values()), compiled_before(module.answer))
"""


def run(folder: Path, cache: Path) -> list[list[str]]:
    environment = {
        **os.environ,
        "SHIELDWALL_CACHE": str(cache),
        "PYTHONPATH": f"{folder}{os.pathsep}{SOURCE.parent}",
    }
    command = [sys.executable, "-B", "-c", SCRIPT]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return [line.split() for line in done.stdout.splitlines()]


@compiled_only
def test_an_edit_in_a_called_file_recompiles_its_callers_and_nothing_else(tmp_path: Path) -> None:
    package = tmp_path / "closure_case"
    package.mkdir()
    for name, text in PACKAGE.items():
        (package / name).write_text(textwrap.dedent(text))
    cache = tmp_path / "cache"
    assert run(tmp_path, cache) == [["27.0", "False", "0", "True"], ["-3.0", "False", "0", "True"]]
    assert run(tmp_path, cache) == [["27.0", "True", "1", "True"], ["-3.0", "True", "1", "True"]]
    leaf = package / "leaf.py"
    leaf.write_text(leaf.read_text().replace("10.0", "20.0"))
    assert run(tmp_path, cache) == [["47.0", "False", "0", "True"], ["-3.0", "True", "1", "True"]]
    assert {file.suffix for file in package.rglob("*.*")} == {".py"}


def test_imports_are_found_as_the_parser_finds_them() -> None:
    for path in SOURCE.rglob("*.py"):
        parsed: set[tuple[str, str | None]] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                origin = "." * node.level + (node.module or "")
                parsed |= {(origin, alias.name) for alias in node.names}
            elif isinstance(node, ast.Import):
                parsed |= {(alias.name, None) for alias in node.names}
        read = sources._source(path).imports
        found = {(origin, name) for origin, names in read for name in names or (None,)}
        assert parsed <= found, path


def test_closure_follows_what_a_kernel_calls() -> None:
    path = SOURCE / "kernels" / "draws.py"
    closure = sources.import_closure("shieldwall.kernels.draws", path)
    names = ("draws", "elementary", "compiled", "code_cache", "linking", "sources", "caches")
    assert closure == {f"shieldwall.kernels.{name}" for name in names}


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"SHIELDWALL_CACHE": "a", "XDG_CACHE_HOME": "b"}, "a"),
        ({"XDG_CACHE_HOME": "b"}, "b/shieldwall"),
        ({}, ".cache/shieldwall"),
    ],
)
def test_caches_live_where_the_environment_says(
    chosen: dict[str, str], expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("SHIELDWALL_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, folder in chosen.items():
        monkeypatch.setenv(name, str(tmp_path / folder))
    assert caches.cache_root() == tmp_path / expected


@compiled_only
def test_without_a_writable_cache_it_works_and_says_so_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    # What one process could not keep is remembered in it.
    monkeypatch.setattr(caches, "_unkept", [])
    monkeypatch.setenv("SHIELDWALL_CACHE", str(tmp_path / "file" / "below"))
    caches.say_once.cache_clear()
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        first = compiled.kernel(lambda x: x + 1.0)
        second = compiled.kernel(inline=True)(lambda x: x + 2.0)
        assert [first(1.0), second(1.0)] == [2.0, 3.0]
    assert ["SHIELDWALL_CACHE" in str(warning.message) for warning in said] == [True]


def hits(made: Any) -> int:
    """Call a fresh kernel and return how often it was found on disk."""
    assert made(1.0) == 4.0
    return sum(made.whole.stats.cache_hits.values())


def fresh() -> Any:
    """A kernel as another process would make it: nothing compiled yet."""
    return compiled.kernel(lambda x: x + 3.0)


@compiled_only
def test_a_damaged_file_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIELDWALL_CACHE", str(tmp_path))
    assert [hits(fresh()), hits(fresh())] == [0, 1]
    (file,) = (file for file in tmp_path.rglob("whole-*"))
    sound = file.read_bytes()
    caches.say_once.cache_clear()
    file.write_bytes(b"")
    with pytest.warns(RuntimeWarning, match=f"cache {tmp_path} is damaged; it is made anew"):
        assert [hits(fresh()), hits(fresh())] == [0, 1]
    # Said once, and a warning is an error here.
    for place in (0, 40, len(sound) // 2, len(sound) - 1):
        file.write_bytes(sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1 :])
        assert [hits(fresh()), hits(fresh())] == [0, 1]
    for length in (0, 10, len(sound) // 2):
        file.write_bytes(sound[:length])
        assert [hits(fresh()), hits(fresh())] == [0, 1]


@compiled_only
def test_a_file_under_the_name_of_another_is_not_taken_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIELDWALL_CACHE", str(tmp_path))
    made = fresh()
    assert (made(1.0), made(1)) == (4.0, 4.0)
    files = sorted(tmp_path.rglob("whole-*"))
    contents = [file.read_bytes() for file in files]
    assert len(files) == 2
    for file, content in zip(files, reversed(contents), strict=True):
        file.write_bytes(content)
    again = fresh()
    caches.say_once.cache_clear()
    with pytest.warns(RuntimeWarning, match="is damaged"):
        assert (again(1.0), again(1)) == (4.0, 4.0)
    assert sum(again.whole.stats.cache_hits.values()) == 0


@compiled_only
def test_a_warm_cache_that_cannot_be_written_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIELDWALL_CACHE", str(tmp_path))
    assert hits(fresh()) == 0

    def refused(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    for name in ("utime", "replace"):
        monkeypatch.setattr(os, name, refused)
    monkeypatch.setattr("tempfile.mkstemp", refused)
    # A warning is an error here.
    assert hits(fresh()) == 1


#: numba takes a constant above a million bytes by its address.
LARGE = np.arange(125_001.0)


@compiled_only
def test_a_kernel_that_cannot_be_stored_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIELDWALL_CACHE", str(tmp_path))
    caches.say_once.cache_clear()

    def made() -> Any:
        return compiled.kernel(lambda place: LARGE[place])

    with pytest.warns(RuntimeWarning, match=rf"{__name__}\..*made.* holds an address of this process"):
        assert made()(7) == 7.0
    # Said once, and a warning is an error here.
    assert made()(np.uint64(8)) == 8.0
    assert not list(tmp_path.rglob("whole-*"))


@compiled_only
def test_long_unused_caches_of_the_same_module_are_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIELDWALL_CACHE", str(tmp_path))
    old, recent, used = (tmp_path / f"{__name__}-{digit * 16}" for digit in "012")
    other = tmp_path / f"other-{'0' * 16}"
    for folder in (old, recent, used, other):
        folder.mkdir()
        (folder / "whole").write_text("")
    for place in (old, old / "whole", used, other, other / "whole"):
        os.utime(place, (0.0, 0.0))
    assert hits(fresh()) == 0
    assert [folder.exists() for folder in (old, recent, used, other)] == [False, True, True, True]


def test_a_plain_function_needs_no_compiling() -> None:
    assert compiled.compiled_before(len)
