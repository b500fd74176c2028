"""How a battle that goes on may stand."""

from __future__ import annotations

from typing import Final

READY, GOING, STOPPED, ENDING, OVER, FAILED = "ready", "going", "stopped", "ending", "over", "failed"
DONE: Final = frozenset({OVER, FAILED})
