"""A reader that leaves early, as `head` does, ends a command quietly; what is piped is folded at 80 columns."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SHIELDWALL = [sys.executable, "-m", "shieldwall"]


@pytest.mark.parametrize("asked", [["catalogue"], ["catalogue", "--json"], ["schema", "scenario"]])
def test_a_closed_pipe_ends_a_command_as_it_ends_other_tools(asked: list[str]) -> None:
    """SIGPIPE is number 13 (POSIX), and shells report 128 more."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as gone:
        ended = subprocess.run([*SHIELDWALL, *asked], stdout=gone, stderr=subprocess.PIPE, check=False)
    assert ended.stderr == b""
    assert ended.returncode == 141


def test_warnings_that_are_piped_fit_80_columns(tmp_path: Path) -> None:
    said = ["check", "one-battery", "--set", "red.units.valley-pair.speed=500 m/s", "--set", "refraction=9"]
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    out = subprocess.run([*SHIELDWALL, *said], capture_output=True, check=True, text=True, env=environment).stdout
    lines = out.splitlines()
    assert sum(line.startswith("warning: ") for line in lines) == 2
    assert max(map(len, lines)) <= 80
