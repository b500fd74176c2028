"""What tests of studies share: stand-in battles that other processes can import, and disks that take no time."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

# Worker processes look where this one does.
sys.path.append(str(Path(__file__).parent))


@pytest.fixture
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Flush nothing, in tests of other things."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)
