"""A map in a few seconds: the time of the process, so that a busy machine does not count."""

from __future__ import annotations

import time
from typing import Any

import pytest

import shieldwall as sw

pytestmark = pytest.mark.alone


def test_coverage_of_the_shield_takes_seconds(keeps_to: Any) -> None:
    def takes() -> float:
        began = time.process_time()
        sw.coverage("slavic-shield-2019", altitude=["100 m", "1 km", "5 km"]).tables()
        return time.process_time() - began

    sw.coverage("slavic-shield-2019")
    keeps_to(8.0, takes)
