"""What the referee summed up, as measures of pictures and of threats that could have been shot at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from shieldwall.analysis.tallied import Exposure, Picture, exposures, passed, pictures
from shieldwall.record.recording import Recording

POST, CRUISE = "blue/post", "red/cruise/1"


def tallied(log: Any, sums: list[float], seconds: list[float]) -> Recording:
    log.enters(CRUISE)
    log.hits(100.0, CRUISE)
    recording: Recording = log.recording()
    number = recording.header["names"].index
    scene = {
        "pictures_of": np.array([number(POST)]), "pictures": np.array([sums]), "picture_step": np.array([10.0]),
        "exposure_of": np.array([number(CRUISE)]), "exposure": np.array([seconds]),
    }  # fmt: skip
    return replace(recording, scene=scene)


def test_measures_of_a_picture_are_shares_of_its_sums(log: Any) -> None:
    # 20 looks; of 40 threats 30 had 36 of 45 tracks; 3 changes in 300 s; 25 matches with 10^6 m2, GOSPA^2 8 x 10^6.
    sums = [20.0, 40.0, 30.0, 45.0, 36.0, 3.0, 25.0, 25e6, 160e6]
    (found,) = pictures(tallied(log, sums, [0.0] * 3))
    assert found == Picture(
        POST, 20, 0.75, 1.2, pytest.approx(0.2), pytest.approx(36.0), 1000.0, pytest.approx(2828.4271)
    )


def test_what_was_not_there_has_no_measure(log: Any) -> None:
    (found,) = pictures(tallied(log, [20.0] + [0.0] * 8, [0.0] * 3))
    assert found == Picture(POST, 20, None, None, None, None, None, 0.0)
    assert pictures(tallied(log, [0.0] * 9, [0.0] * 3)) == []


@pytest.mark.parametrize(("idle", "number"), [(15.0, 1), (10.0, 0)])
def test_who_leaked_past_an_idle_unit_for_long_enough(log: Any, idle: float, number: int) -> None:
    rows = exposures(tallied(log, [0.0] * 9, [60.0, 40.0, idle, 5.0]))
    assert rows == [Exposure(CRUISE, "leaked", 60.0, 40.0, idle, 5.0)]
    assert len(passed(rows)) == number


def test_a_run_that_was_not_tallied_says_nothing(log: Any) -> None:
    assert pictures(log.recording()) == exposures(log.recording()) == []
