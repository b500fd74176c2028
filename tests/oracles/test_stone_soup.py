"""Our tracker against Stone Soup's on the same detections, with the same rules, by GOSPA.

Four sets of detections: those of a radar of bench-60, and three drawn here. Both trackers get the same plots with the
same covariances, the same motion, gates, assignment and confirmation; see `benchmarks/figures/stone_soup.py`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from evidence_rows import Comparison, Evidence
from numpy.typing import NDArray

from shieldwall.kernels.filters import convert
from shieldwall.state.look import PLOT

SOUP = Comparison(
    "stone-soup", "Tracking", "Mean GOSPA of our tracker over that of Stone Soup's", "ratio",
    "Stone Soup on the same detections, with the same associator and the same rules",
)  # fmt: skip
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
#: The looks of the battle that are compared: the middle of the raid. Equal accuracy is 5 % of GOSPA; with all rules
#: alike, and times of scans that both can write, little but rounding is left.
FIRST, LAST, EQUAL, SAME = 100, 220, 0.05, 0.01

Reals = NDArray[np.float64]
OSPA = Comparison(
    "ospa", "Tracking", "The metric of tracks, with one more track than targets", "1",
    "printed in test_ospametric.py of Stone Soup", "tracking.md",
)  # fmt: skip
OSPA_CASES = [(1, 0.5, 2.4), (2, 0.5, 4.49444), (1, 0.2, 2.16), (2, 0.2, 4.47571)]


@pytest.fixture(scope="module")
def soup() -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        return importlib.import_module("figures.stone_soup")


@dataclass(frozen=True)
class Radar:
    """A 3-D radar in the origin: period, s, deviations in range, azimuth and elevation, and what it misses and adds.

    False alarms, `alarms` a scan, are uniform in the box from `low` to `high`, m.
    """

    period: float
    sigmas: tuple[float, float, float]
    detects: float
    alarms: float
    low: tuple[float, float, float]
    high: tuple[float, float, float]


def crossing(t: float, rng: np.random.Generator) -> Reals:
    """Twelve targets whose ways cross within a few hundred metres, two minutes after the start."""
    angles = np.arange(12) * 2.0 * np.pi / 12 + rng.uniform(0.0, 0.3, 12)
    heading = np.column_stack([np.cos(angles), np.sin(angles), np.zeros(12)])
    centre = np.array([50e3, 40e3, 6e3]) + rng.normal(size=(12, 3)) * [400.0, 400.0, 200.0]
    return centre + (t - 120.0) * rng.uniform(180.0, 260.0, 12)[:, None] * heading


def raid(t: float, rng: np.random.Generator) -> Reals:
    """Twenty-four low targets in three waves, 1.5 km apart, half of which turn away at 2 g after 90 s."""
    rank, file = np.divmod(np.arange(24), 8)
    begin = np.column_stack([60e3 + 4e3 * rank, 1500.0 * (file - 3.5), 300.0 + 50.0 * rank])
    begin += rng.normal(size=(24, 3)) * [200.0, 200.0, 30.0]
    speed, rate = 240.0, 2.0 * 9.80665 / 240.0
    straight, turning = min(t, 90.0), np.clip(t - 90.0, 0.0, 15.0) * (file % 2)
    turned, after = rate * turning, max(t - 105.0, 0.0)
    ahead = straight + (1 - file % 2) * (t - straight) + np.sin(turned) / rate + after * np.cos(turned) * (file % 2)
    aside = (1.0 - np.cos(turned)) / rate + after * np.sin(turned) * (file % 2)
    return begin + speed * np.column_stack([-ahead, aside, np.zeros(24)])


def far_off(t: float, rng: np.random.Generator) -> Reals:
    """Ten targets that come in from 330 km, where a milliradian is 330 m."""
    begin = np.column_stack([rng.uniform(-80e3, 80e3, 10), np.full(10, 320e3), rng.uniform(7e3, 11e3, 10)])
    velocity = np.column_stack([rng.normal(0.0, 40.0, 10), rng.uniform(-270.0, -200.0, 10), np.zeros(10)])
    return begin + t * velocity


SETS: dict[str, tuple[Callable[[float, np.random.Generator], Reals], Radar]] = {
    "crossing targets": (crossing, Radar(4.0, (40.0, 3e-3, 3e-3), 0.9, 1.0, (10e3, 0.0, 3e3), (90e3, 80e3, 9e3))),
    "dense raid with false alarms": (
        raid, Radar(5.0, (30.0, 2.5e-3, 4e-3), 0.85, 12.0, (25e3, -25e3, 0.0), (75e3, 30e3, 3e3))
    ),
    "far and noisy": (far_off, Radar(10.0, (80.0, 5e-3, 6e-3), 0.6, 4.0, (-120e3, 200e3, 0.0), (120e3, 340e3, 15e3))),
}  # fmt: skip
#: Looks of each set.
LOOKS = 32


def watched(soup: ModuleType, name: str, seed: int) -> Any:
    """Return what the radar of a set reports of its targets, in the layout of a battle's."""
    where, radar = SETS[name]
    rng = np.random.default_rng([seed, len(name)])
    paths, rows, origins, counts = [], [], [], []
    for n in range(LOOKS):
        # The same generator at each look, so that a target keeps its way.
        true = where(n * radar.period, np.random.default_rng(seed))
        paths.append(true)
        behind = np.flatnonzero(rng.random(len(true)) < radar.detects)
        alarms = rng.uniform(radar.low, radar.high, (rng.poisson(radar.alarms), 3))
        order = rng.permutation(len(behind) + len(alarms))
        places = np.vstack([true[behind], alarms])[order]
        ground = np.hypot(places[:, 0], places[:, 1])
        polar = np.array([np.hypot(ground, places[:, 2]), np.arctan2(places[:, 0], places[:, 1]),
                          np.arctan2(places[:, 2], ground)])  # fmt: skip
        slant, azimuth, elevation = polar + np.array(radar.sigmas)[:, None] * rng.normal(size=polar.shape)
        level = slant * np.cos(elevation)
        seen = np.column_stack([level * np.sin(azimuth), level * np.cos(azimuth), slant * np.sin(elevation)])
        plots = np.zeros(len(seen), PLOT)
        plots["x"], plots["y"], plots["z"] = seen.T
        plots["t"] = n * radar.period
        for i, (x, y, z) in enumerate(seen.tolist()):
            convert(plots, i, x, y, z, *radar.sigmas)
        rows.append(plots)
        origins.append(np.concatenate([behind, np.full(len(alarms), -1)])[order])
        counts.append(len(seen))
    looks = np.zeros(LOOKS, importlib.import_module("figures.battle").LOOK)
    looks["t"], looks["count"] = np.arange(LOOKS) * radar.period, counts
    looks["first"] = np.concatenate([[0], np.cumsum(counts)[:-1]])
    return soup.Seen(looks, soup.table(PLOT, np.concatenate(rows)), np.concatenate(origins), np.array(paths))


def scores(soup: ModuleType, seen: Any) -> tuple[Reals, Reals]:
    """GOSPA of both trackers at each look that has a target."""
    true = soup.targets(seen)
    scored = [n for n, places in enumerate(true) if len(places)]
    ours, theirs = (
        np.array([soup.gospa(found[n], true[n]) for n in scored]) for found in (soup.ours(seen), soup.theirs(seen))
    )
    return ours, theirs


@pytest.mark.parametrize(("order", "shift", "expected"), OSPA_CASES)
def test_ospa_is_that_of_stone_soup_s_own_tests(
    soup: ModuleType, order: int, shift: float, expected: float, evidence: Evidence
) -> None:
    # Five tracks, each `shift` from a target on a line, of which the fifth is missing; OSPA is GOSPA with alpha 1 of
    # a target (Schuhmacher, Vo and Vo, IEEE Trans. Signal Processing 56(8), 2008).
    true = np.column_stack([np.arange(4.0), np.zeros((4, 2))])
    found = np.column_stack([np.arange(5.0) + shift, np.zeros((5, 2))])
    ospa = soup.gospa(found, true, 1.0, order, 10.0) / 5.0 ** (1.0 / order)
    evidence.close(OSPA, f"order {order}, tracks {shift:g} off", ospa, expected, tolerance=1e-9 if order == 1 else 1e-5)


def test_gospa_is_the_metric_of_its_authors(soup: ModuleType) -> None:
    # By hand from the definition with alpha 2: one pair 300 m apart, one target missed, c = 3000 m, p = 2.
    found, true = np.array([[0.0, 0.0, 0.0]]), np.array([[300.0, 0.0, 0.0], [90e3, 0.0, 0.0]])
    assert soup.gospa(found, true) == pytest.approx(np.sqrt(300.0**2 + 3000.0**2 / 2.0))
    assert soup.gospa(found, found) == 0.0
    # Beyond the cut-off a pair is one missed and one false.
    assert soup.gospa(found, true[1:]) == pytest.approx(3000.0)
    assert soup.gospa(found, true[:0]) == pytest.approx(3000.0 / np.sqrt(2.0))


@pytest.mark.long
def test_both_track_a_battle_alike(soup: ModuleType, evidence: Evidence) -> None:
    seen = soup.excerpt(soup.one_radar(soup.observed(dimensions=(3,))), FIRST, LAST)
    ours, theirs = scores(soup, seen)
    assert len(ours) > 100
    ratio = float(ours.mean() / theirs.mean())
    evidence.close(SOUP, f"one radar of bench-60, {len(ours)} looks", ratio, 1.0, tolerance=EQUAL)


@pytest.mark.long
@pytest.mark.parametrize("name", SETS)
def test_both_track_drawn_targets_alike(soup: ModuleType, name: str, evidence: Evidence) -> None:
    ours, theirs = scores(soup, watched(soup, name, 7))
    assert len(ours) >= LOOKS - 2
    evidence.close(SOUP, f"{name}, {len(ours)} looks", float(ours.mean() / theirs.mean()), 1.0, tolerance=SAME)
