"""Runs as another machine would fight them: other libm variants, other vector units, other code."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest

#: Switches that make this machine an older one.
OLD_LIBM = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2,-AVX512F"}
PLAIN_CODE = {"NUMBA_CPU_NAME": "generic"}
SCENARIOS = ("one-battery", "stand-off-jammer", "slavic-shield-2019")
switchable = pytest.mark.skipif(
    platform.machine() != "x86_64" or platform.libc_ver()[0] != "glibc",
    reason="only glibc on x86-64 lets a process choose its libm and its vector units",
)

_DIGEST = """
import hashlib, sys
import shieldwall as sw
for name in sys.argv[1:]:
    recording = sw.run(name, progress=lambda *_: None).recording
    print(name, *(hashlib.sha256(table.tobytes()).hexdigest() for table in (recording.log, recording.film)))
"""


def output_of(code: str, *arguments: str, **environment: str) -> str:
    """What a fresh Python prints under some more environment."""
    started = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(started, env=os.environ | environment, capture_output=True, text=True, check=True)
    return done.stdout


def fought(**environment: str) -> str:
    """What a fresh Python makes of the scenarios: the hashes of their logs and films."""
    return output_of(_DIGEST, *SCENARIOS, **environment)
