"""One signature for each kernel of the engine: one more is its code a second time, in compiling and in caches.

The kernels are those that `run` reaches, and their types those of a battle's tables, the same for every scenario.
"""

from __future__ import annotations

import collections
from typing import Any

import numba
import pytest

import shieldwall
from shieldwall.assembly.draw.raid import draw_raid
from shieldwall.engine import ahead
from shieldwall.engine.run import run
from shieldwall.kernels.linking import parts_of

pytestmark = pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="needs the compiler")

#: Kernels that serve more than one type, each with the reason.
SEVERAL = {
    # v0 and v1 are whole numbers in some rows: both, the first, or none.
    ("shieldwall.record.emit", "emit"): 3,
    # The filter updates rows of two tables: a picture's tracks, and the two models of motion of the IMM.
    ("shieldwall.kernels.filters", "update"): 2,
    ("shieldwall.kernels.filters", "predict"): 2,
    # A post asks it of a facing that was reported, a sensor of its own.
    ("shieldwall.engine.sense.line_of_sight", "in_sector"): 2,
    ("shieldwall.engine.sense.pointing", "bearing_off"): 2,
    ("shieldwall.engine.sense.pointing", "turn_towards"): 2,
    # A unit asks it of its own warning, a post of the last that it gave.
    ("shieldwall.engine.command.alert", "towards"): 2,
    # Plots bring replies, and so do tracks that units report.
    ("shieldwall.engine.track.replies", "take_replies"): 2,
    # It also looks ahead for the tracks that units report.
    ("shieldwall.kernels.filters", "expect"): 3,
    ("shieldwall.kernels.imm", "_shift"): 2,
}


def test_each_kernel_of_the_engine_has_one_signature() -> None:
    shieldwall.run("one-radar", progress=lambda *_: None)
    counted = signatures(run)
    assert len(counted) > 150
    assert {name: count for name, count in counted.items() if count > 1} == SEVERAL


def test_each_kernel_of_the_draw_of_a_raid_has_one_signature() -> None:
    shieldwall.run("one-radar", progress=lambda *_: None)
    counted = signatures(draw_raid)
    assert len(counted) > 80
    assert {name: count for name, count in counted.items() if count > 1} == {}


def test_two_processes_compile_all_phases_of_the_engine_between_them_for_its_types() -> None:
    """What neither compiled would be left to the one that links, and the other would stand idle."""
    shieldwall.run("one-radar", progress=lambda *_: None)
    (types,) = run.whole.signatures
    halves = (*ahead.FIRST_HALF, *ahead.SECOND_HALF)
    ahead.compile_phases(halves, types[:4])
    phases = {
        (phase.__module__, phase.__qualname__, tuple(found)) for phase, _ in halves for found in phase.part.signatures
    }
    called = {part.origin for part in parts_of(run, types)[0]._linking_libraries}
    assert {origin for origin in called if origin[0].startswith("shieldwall.engine.")} == phases


def signatures(whole: Any) -> collections.Counter[tuple[str, str]]:
    """How often each kernel is compiled that one for Python reaches, which is called with one set of types."""
    types, *others = whole.whole.signatures
    assert not others
    return collections.Counter(part.origin[:2] for part in parts_of(whole, types))
