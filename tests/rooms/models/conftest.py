"""Packages with plug-ins, installed by hand into a folder: what an installer leaves is a module and its metadata."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

import shieldwall

SOURCE = Path(shieldwall.__file__).parents[1]
MAIN = "from shieldwall.cli import main; main()"


class Site:
    """A folder of installed packages, and Python with it on its path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "site"
        self.cache = folder / "cache"
        self.folder.mkdir()

    def install(self, package: str, files: Mapping[str, str], **groups: Mapping[str, str]) -> None:
        """Install a distribution: its files, and entry points by group (`models`, `catalogue`)."""
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), encoding="utf-8")
        about = self.folder / f"{package.replace('-', '_')}-1.2.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.2\n", encoding="utf-8")
        lines = [
            line
            for group, points in groups.items()
            for line in (f"[shieldwall.{group}]", *(f"{name} = {value}" for name, value in points.items()))
        ]
        (about / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def python(self, script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a script in a process of its own that finds the packages; compiled, unless told otherwise."""
        variables = {
            **os.environ,
            "SHIELDWALL_CACHE": str(self.cache),
            "PYTHONPATH": f"{self.folder}{os.pathsep}{SOURCE}",
            "COLUMNS": "200",
            "NUMBA_DISABLE_JIT": "0",
            **environment,
        }
        command = [sys.executable, "-B", "-c", script, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=variables)

    def shieldwall(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command as plain Python, for what fights nothing."""
        return self.python(MAIN, *arguments, NUMBA_DISABLE_JIT="1")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)
