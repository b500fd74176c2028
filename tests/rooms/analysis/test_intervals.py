"""Intervals against printed ones."""

from __future__ import annotations

import pytest
from evidence_rows import Comparison, Evidence

from shieldwall.analysis.intervals import wilson

SCORE = Comparison(
    "wilson", "Statistics of answers", "Wilson's intervals of a proportion", "share",
    "R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3; and B-52 losses of Linebacker II "
    "(15 of 729 sorties, vietnamwarpows.com) with an interval computed elsewhere",
)  # fmt: skip


# R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998),
# table I, method 3: the score interval without continuity correction.
@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (15, 729, 0.0125, 0.03368),
    ],
)
def test_wilson_gives_the_printed_intervals(
    successes: int, trials: int, low: float, high: float, evidence: Evidence
) -> None:
    for end, ours, printed in zip(("lower", "upper"), wilson(successes, trials), (low, high), strict=True):
        evidence.close(SCORE, f"{successes} of {trials}, {end} end", ours, printed, tolerance=5e-5)


def test_nothing_tried_is_nothing_known() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
