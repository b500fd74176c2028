"""The same header gives the same log on another machine: other libm variants, other vector units, other code."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        platform.machine() != "x86_64" or platform.libc_ver()[0] != "glibc",
        reason="only glibc on x86-64 lets a process choose its libm and its vector units",
    ),
]

#: Switches that make this machine an older one.
OLD_LIBM = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2,-AVX512F"}
PLAIN_CODE = {"NUMBA_CPU_NAME": "generic"}
SCENARIOS = ("one-battery", "stand-off-jammer", "slavic-shield-2019")

DIGEST = """
import hashlib, sys
import shieldwall as sw
for name in sys.argv[1:]:
    recording = sw.run(name, progress=lambda *_: None).recording
    print(name, *(hashlib.sha256(table.tobytes()).hexdigest() for table in (recording.log, recording.film)))
"""
LIBM = """
import hashlib, math, struct
values = [math.sin(0.37 * n) * math.exp(0.001 * n) for n in range(40_000)]
print(hashlib.sha256(struct.pack(f"{len(values)}d", *values)).hexdigest())
"""


def output_of(code: str, *arguments: str, **environment: str) -> str:
    """What a fresh Python prints under some more environment."""
    started = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(started, env=os.environ | environment, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture(scope="module")
def here() -> str:
    """What this machine makes of the scenarios."""
    return output_of(DIGEST, *SCENARIOS)


def test_the_switch_of_libm_is_felt_by_those_who_use_it() -> None:
    assert " fma " in Path("/proc/cpuinfo").read_text(encoding="ascii"), (
        "no fused multiply-add to switch off: nothing here can fail"
    )
    assert output_of(LIBM) != output_of(LIBM, **OLD_LIBM)


def test_a_run_does_not_depend_on_libm(here: str) -> None:
    assert output_of(DIGEST, *SCENARIOS, **OLD_LIBM) == here


@pytest.mark.parametrize("environment", [PLAIN_CODE, PLAIN_CODE | OLD_LIBM], ids=["generic", "generic-and-old-libm"])
def test_a_run_does_not_depend_on_the_processor(here: str, environment: dict[str, str]) -> None:
    assert output_of(DIGEST, *SCENARIOS, **environment) == here
