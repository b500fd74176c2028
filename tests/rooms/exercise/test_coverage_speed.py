"""A map in a few seconds: the time of the process, so that a busy machine does not count."""

from __future__ import annotations

import time

import pytest

import shieldwall as sw

pytestmark = pytest.mark.alone


def test_coverage_of_the_shield_takes_seconds() -> None:
    sw.coverage("slavic-shield-2019")
    began = time.process_time()
    sw.coverage("slavic-shield-2019", altitude=["100 m", "1 km", "5 km"]).tables()
    assert time.process_time() - began < 8.0
