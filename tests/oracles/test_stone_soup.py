"""Our tracker against Stone Soup's on the same detections of a radar of bench-60, with the same rules, by GOSPA."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from evidence_rows import Comparison, Evidence

SOUP = Comparison(
    "stone-soup", "Tracking", "Mean GOSPA of our tracker over that of Stone Soup's", "ratio",
    "Stone Soup on the same detections, with the same associator and the same rules",
)  # fmt: skip
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
#: The looks compared: the middle of the raid. Equal accuracy is 5 % of GOSPA.
FIRST, LAST, EQUAL = 100, 220, 1.05


@pytest.fixture(scope="module")
def soup() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        return importlib.import_module("figures.stone_soup")


def test_gospa_is_the_metric_of_its_authors(soup: ModuleType) -> None:
    # By hand from the definition with alpha 2: one pair 300 m apart, one target missed, c = 3000 m, p = 2.
    found, true = np.array([[0.0, 0.0, 0.0]]), np.array([[300.0, 0.0, 0.0], [90e3, 0.0, 0.0]])
    assert soup.gospa(found, true) == pytest.approx(np.sqrt(300.0**2 + 3000.0**2 / 2.0))
    assert soup.gospa(found, found) == 0.0
    # Beyond the cut-off a pair is one missed and one false.
    assert soup.gospa(found, true[1:]) == pytest.approx(3000.0)
    assert soup.gospa(found, true[:0]) == pytest.approx(3000.0 / np.sqrt(2.0))


@pytest.mark.long
def test_stone_soup_tracks_no_better(soup: ModuleType, evidence: Evidence) -> None:
    seen = soup.excerpt(soup.one_radar(soup.watch(dimensions=(3,))), FIRST, LAST)
    true = soup.targets(seen)
    judged = [n for n, places in enumerate(true) if len(places)]
    assert len(judged) > 100
    ours, theirs = ([soup.gospa(found[n], true[n]) for n in judged] for found in (soup.ours(seen), soup.theirs(seen)))
    ratio = float(np.mean(ours) / np.mean(theirs))
    evidence.at_most(SOUP, f"one radar of bench-60, {len(judged)} looks", ratio, EQUAL, digits=3)
