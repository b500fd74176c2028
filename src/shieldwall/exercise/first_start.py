"""The one long compilation: announced, and shared with a second process where there is a second core."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from math import inf

from shieldwall.assembly.draw.replication import Workspace, draw
from shieldwall.assembly.plan import Plan
from shieldwall.engine import ahead
from shieldwall.engine.run import run
from shieldwall.exercise.progress import announced
from shieldwall.kernels.linking import types_of
from shieldwall.record.emit import EventLog

#: What it takes on two cores of a machine of 2020, and on one, s.
COMPILING, ALONE = 80, 120


def compiled(make: Callable[[], Plan], log: EventLog) -> Plan:
    """Return a plan as `make` makes it, and the engine compiled; says on stderr what takes so long.

    Another process compiles half of the engine beside this one. Nothing depends on it: what it does not leave behind is
    compiled here.
    """
    with announced(True, COMPILING if _cores() > 1 else ALONE):
        plan = make()
        workspace = Workspace(plan)
        groups = workspace.model, workspace.truth, workspace.belief, log
        other = _beside(pickle.dumps(types_of(*groups))) if _cores() > 1 else None
        try:
            draw(workspace, 0, 0)
            ahead.compile_phases(ahead.SECOND_HALF, types_of(*groups))
        finally:
            if other is not None:
                other.wait()
        # Before the first event there is nothing to do, but to link what both have compiled.
        run(*groups, -inf)
    return plan


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _beside(types: bytes) -> subprocess.Popen[bytes]:
    """Start the process that compiles the first half."""
    asked = [sys.executable, "-m", ahead.__name__]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(asked, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet)  # noqa: S603  our own module
    if process.stdin is not None:
        try:
            process.stdin.write(types)
            process.stdin.close()
        except BrokenPipeError:
            # It is gone already; this process compiles all.
            pass
    return process
