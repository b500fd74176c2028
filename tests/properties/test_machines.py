"""The same header gives the same log on another machine: other libm variants, other vector units.

That another processor gives it, too, is shown by tests/contract/test_example_plugin.py, whose plug-in has the engine
compiled anew in any case.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from other_machines import OLD_LIBM, fought, output_of, switchable

pytestmark = [pytest.mark.long, switchable]

LIBM = """
import hashlib, math, struct
values = [math.sin(0.37 * n) * math.exp(0.001 * n) for n in range(40_000)]
print(hashlib.sha256(struct.pack(f"{len(values)}d", *values)).hexdigest())
"""


def test_the_switch_of_libm_is_felt_by_those_who_use_it() -> None:
    assert " fma " in Path("/proc/cpuinfo").read_text(encoding="ascii"), (
        "no fused multiply-add to switch off: nothing here can fail"
    )
    assert output_of(LIBM) != output_of(LIBM, **OLD_LIBM)


def test_a_run_does_not_depend_on_libm() -> None:
    assert fought(**OLD_LIBM) == fought()
