"""What goes into a pipe is folded at 80 columns."""

from __future__ import annotations

import os
import subprocess
import sys

SHIELDWALL = [sys.executable, "-m", "shieldwall"]


def test_warnings_that_are_piped_fit_80_columns() -> None:
    said = ["check", "one-battery", "--set", "red.units.valley-pair.speed=500 m/s", "--set", "refraction=9"]
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    out = subprocess.run([*SHIELDWALL, *said], capture_output=True, check=True, text=True, env=environment).stdout
    lines = out.splitlines()
    assert sum(line.startswith("warning: ") for line in lines) == 2
    assert max(map(len, lines)) <= 80
    assert not any(line.endswith(" ") for line in lines)
