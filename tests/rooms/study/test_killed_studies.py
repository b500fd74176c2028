"""Kill -9 of whoever fights or keeps a study, at random moments: nothing lost, nothing doubled, nothing broken."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
KILLS = 50

pytestmark = pytest.mark.long


def killed(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run some lines in a process that has one thread, as it must to make copies of itself."""
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, sys.argv[1])\n{script}", HERE, *arguments]
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, timeout=900)


def test_nothing_is_lost_or_doubled_by_fifty_kills(tmp_path: Path) -> None:
    script = """
from pathlib import Path
from killed_studies import kill_often
print(kill_often(int(sys.argv[3]), 12, Path(sys.argv[2])))
"""
    done = killed(script, tmp_path, KILLS)
    assert done.returncode == 0, done.stderr


def test_a_writer_that_writes_in_place_does_not_pass(tmp_path: Path) -> None:
    script = """
from pathlib import Path
from killed_studies import in_place, kill_often
with in_place():
    kill_often(int(sys.argv[3]), 12, Path(sys.argv[2]))
"""
    done = killed(script, tmp_path, KILLS)
    assert done.returncode == 1
    assert "cannot be used; --resume sets them aside" in done.stderr
    assert "what was kept is not sound" in done.stderr
