"""GOSPA of our matching against Stone Soup's, on sets of objects and tracks drawn here."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from shieldwall.kernels.assignment import CLAIM
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.gates import PAIR, SLOT
from shieldwall.kernels.gospa import best_match, gospa_squared

CUTOFF = 3000.0
TIME = datetime(2026, 1, 1, tzinfo=UTC)


@kernel
def squared(objects: Any, tracks: Any, matches: Any, total: Any) -> Any:
    return gospa_squared(objects, tracks, matches, total, CUTOFF)


def ours(objects: Any, tracks: Any) -> tuple[float, int]:
    slots = np.zeros(len(tracks) + 1, SLOT)
    slots["x"][: len(tracks)], slots["y"][: len(tracks)] = tracks[:, 0], tracks[:, 1]
    slots["row"] = np.arange(len(slots))
    pairs, claims = np.zeros(512, PAIR), np.zeros(len(objects) + 1, CLAIM)
    assigned = np.zeros(len(objects), np.int64)
    places = np.ascontiguousarray(objects.T)
    matches, total = best_match(places, len(objects), slots, len(tracks), pairs, claims, assigned, CUTOFF)
    assert (assigned >= 0).sum() == matches
    return float(squared(len(objects), len(tracks), matches, total)) ** 0.5, int(matches)


def stone_soup(objects: Any, tracks: Any) -> float:
    from stonesoup.metricgenerator.ospametric import GOSPAMetric
    from stonesoup.types.state import State

    metric = GOSPAMetric(p=2, c=CUTOFF)
    states = [[State(place.reshape(2, 1), timestamp=TIME) for place in places] for places in (tracks, objects)]
    found, _ = metric.compute_gospa_metric(*states)
    return float(found.value["distance"])


@pytest.mark.parametrize("seed", range(12))
def test_gospa_is_that_of_stone_soup(seed: int) -> None:
    luck = np.random.default_rng(seed)
    objects = luck.uniform(0.0, 8000.0, (int(luck.integers(1, 12)), 2))
    tracks = luck.uniform(0.0, 8000.0, (int(luck.integers(1, 12)), 2))
    near = min(len(objects), len(tracks)) // 2
    tracks[:near] = objects[:near] + luck.normal(0.0, 700.0, (near, 2))
    assert ours(objects, tracks)[0] == pytest.approx(stone_soup(objects, tracks), rel=1e-9)


def test_two_objects_may_change_their_nearest_tracks_for_the_better_sum() -> None:
    # 0 is nearest to 1 and so is 2.2, which is nobody else's: 0 goes to -1.5. By hand: 1.5^2 + 1.2^2 km2.
    objects, tracks = np.array([[0.0, 0.0], [2200.0, 0.0]]), np.array([[1000.0, 0.0], [-1500.0, 0.0]])
    assert ours(objects, tracks) == (pytest.approx((1500.0**2 + 1200.0**2) ** 0.5), 2)


def test_what_has_no_partner_costs_half_of_the_cutoff_squared() -> None:
    objects, tracks = np.array([[0.0, 0.0]]), np.array([[0.0, CUTOFF]])
    assert ours(objects, tracks) == (pytest.approx(CUTOFF), 0)
