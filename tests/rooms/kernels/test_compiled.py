"""The compiling decorator: what makes a cache stale, where caches live, and working without one."""

import ast
import os
import subprocess
import sys
import textwrap
import warnings
from pathlib import Path

import numba
import pytest

import shieldwall
from shieldwall.kernels import compiled

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
    print(value, before, sum(module.answer.stats.cache_hits.values()), compiled_before(module.answer))
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
    assert not list(package.rglob("*.nbi"))


def test_imports_are_found_as_the_parser_finds_them() -> None:
    for path in SOURCE.rglob("*.py"):
        parsed: set[tuple[str, str | None]] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                origin = "." * node.level + (node.module or "")
                parsed |= {(origin, alias.name) for alias in node.names}
            elif isinstance(node, ast.Import):
                parsed |= {(alias.name, None) for alias in node.names}
        read = compiled._source(path).imports
        found = {(origin, name) for origin, names in read for name in names or (None,)}
        assert parsed <= found, path


def test_closure_follows_what_a_kernel_calls() -> None:
    path = SOURCE / "kernels" / "draws.py"
    closure = compiled.import_closure("shieldwall.kernels.draws", path)
    names = ("draws", "elementary", "compiled", "linking", "caches")
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
    assert compiled.cache_root() == tmp_path / expected


@compiled_only
def test_without_a_writable_cache_it_works_and_says_so_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SHIELDWALL_CACHE", str(tmp_path / "file" / "below"))
    compiled._cache_folder.cache_clear()
    before = numba.config.CACHE_DIR
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        first = compiled.kernel(lambda x: x + 1.0)
        compiled._cache_folder.cache_clear()
        second = compiled.kernel(inline=True)(lambda x: x + 2.0)
    compiled._cache_folder.cache_clear()
    assert [first(1.0), second(1.0)] == [2.0, 3.0]
    assert ["SHIELDWALL_CACHE" in str(warning.message) for warning in said] == [True]
    assert before == numba.config.CACHE_DIR


@compiled_only
def test_long_unused_caches_of_the_same_module_are_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIELDWALL_CACHE", str(tmp_path))
    old, recent = (tmp_path / f"{__name__}-{digit * 16}" for digit in "01")
    other = tmp_path / f"other-{'0' * 16}"
    for folder in (old, recent, other):
        folder.mkdir()
    for folder in (old, other):
        os.utime(folder, (0.0, 0.0))
    compiled._cache_folder.cache_clear()
    compiled.kernel(lambda x: x)
    compiled._cache_folder.cache_clear()
    assert not old.exists()
    assert recent.exists()
    assert other.exists()


def test_a_plain_function_needs_no_compiling() -> None:
    assert compiled.compiled_before(len)
