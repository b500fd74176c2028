"""Gating against measuring every pair."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shieldwall.kernels.filters import POSITION, convert, expect
from shieldwall.kernels.gates import CONFIRMED, FREE, GATE, PAIR, SLOT, TENTATIVE, candidates, measure, pack

pytestmark = pytest.mark.kernel

TRACK = np.dtype([(name, np.float64) for name in ("x", "y", "z", "vx", "vy", "vz", "t")] + [("status", np.int64)])
ROWS = 61


def a_picture(seed: int, east: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """A crowded table of tracks of all ages and states, some rows free."""
    rng = np.random.default_rng(seed)
    tracks, covariance = np.zeros(ROWS, TRACK), np.zeros((ROWS, 21))
    for name in "xyz":
        tracks[name] = rng.uniform(-6e3, 6e3, ROWS)
    tracks["x"] += east
    for name in ("vx", "vy"):
        tracks[name] = rng.normal(0.0, 200.0, ROWS)
    tracks["t"] = rng.uniform(90.0, 110.0, ROWS)
    tracks["status"] = rng.choice([FREE, TENTATIVE, CONFIRMED], ROWS)
    upper = np.triu_indices(3)
    for k in range(ROWS):
        root = rng.normal(size=(6, 6)) * np.repeat([300.0, 30.0], 3)[:, None]
        full = root @ root.T
        covariance[k] = [*full[:3, :3][upper], *full[:3, 3:].ravel(), *full[3:, 3:][upper]]
    return tracks, covariance


def some_plots(seed: int, number: int, east: float = 0.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    plots = np.zeros(number, POSITION)
    for i in range(number):
        place = rng.uniform(-6e3, 6e3, 3)
        plots[i]["x"], plots[i]["y"], plots[i]["z"] = place + np.array([east, 0.0, 0.0])
        convert(plots, i, place[0] + 30e3, place[1] + 60e3, place[2], 100.0, 5e-3, 5e-3)
    return plots


def every_pair(
    tracks: np.ndarray, covariance: np.ndarray, rows: range, t: float, plots: np.ndarray
) -> list[tuple[int, int, float]]:
    """(plot, row, squared distance) of all pairs inside the gate, by solving each one's 3 x 3 system."""
    there = np.zeros(1, POSITION)
    full = [3, 4, 5, 4, 6, 7, 5, 7, 8]
    pairs = []
    for i, plot in enumerate(plots):
        for k in rows:
            if tracks[k]["status"] == FREE:
                continue
            expect(tracks, covariance, k, t, 30.0, there, 0)
            a, b = np.array(list(plot)), np.array(list(there[0]))
            miss = (a - b)[:3]
            square = miss @ np.linalg.solve((a + b)[full].reshape(3, 3), miss)
            if square < GATE:
                pairs.append((i, k, float(square)))
    return pairs


def check_equal(found: list[tuple[int, int, float]], expected: list[tuple[int, int, float]]) -> None:
    assert [pair[:2] for pair in found] == [pair[:2] for pair in expected]
    assert [pair[2] for pair in found] == pytest.approx([pair[2] for pair in expected], rel=1e-9)


def gated(
    tracks: np.ndarray, covariance: np.ndarray, rows: range, t: float, plots: np.ndarray
) -> list[tuple[int, int, float]]:
    columns, slots = np.full((3, ROWS), np.nan, np.float32), np.zeros(ROWS, SLOT)
    words, pairs = np.full((ROWS + 7) // 8, 2**63 + 255, np.uint64), np.zeros(4000, PAIR)
    count = pack(tracks, covariance, rows.start, rows.stop, t, 30.0, columns, slots)
    coarse = candidates(columns, count, plots, len(plots), words, pairs)
    found = measure(tracks, covariance, t, 30.0, slots, plots, pairs, coarse)
    return [(pair["plot"], slots[pair["slot"]]["row"], pair["distance"]) for pair in pairs[:found]]


@given(
    seed=st.integers(0, 10**6),
    t=st.floats(80.0, 130.0),
    rows=st.tuples(st.integers(0, 30), st.integers(30, ROWS)),
)
@settings(max_examples=25, deadline=None)
def test_no_pair_is_lost_or_invented(seed: int, t: float, rows: tuple[int, int]) -> None:
    tracks, covariance = a_picture(seed)
    plots = some_plots(seed + 1, 7)
    check_equal(
        gated(tracks, covariance, range(*rows), t, plots),
        every_pair(tracks, covariance, range(*rows), t, plots),
    )


def test_far_from_the_origin_single_precision_loses_no_pair() -> None:
    tracks, covariance = a_picture(1, east=800e3)
    plots = some_plots(2, 20, east=800e3)
    found = gated(tracks, covariance, range(ROWS), 100.0, plots)
    assert len(found) > 20
    check_equal(found, every_pair(tracks, covariance, range(ROWS), 100.0, plots))


def test_packing_leaves_tracks_alone_and_weighs_confirmed_ones_more() -> None:
    tracks, covariance = a_picture(3)
    before, covariance_before = tracks.copy(), covariance.copy()
    columns, slots = np.zeros((3, ROWS), np.float32), np.zeros(ROWS, SLOT)
    count = pack(tracks, covariance, 0, ROWS, 120.0, 30.0, columns, slots)
    assert np.array_equal(tracks, before)
    assert np.array_equal(covariance, covariance_before)
    assert count == np.count_nonzero(tracks["status"])
    confirmed = tracks["status"][slots["row"][:count]] == CONFIRMED
    assert (slots["weight"][:count][confirmed] == 1.0).all()
    assert (slots["weight"][:count][~confirmed] < 0.01).all()


def test_a_full_list_of_pairs_is_said() -> None:
    tracks, covariance = a_picture(4)
    plots = some_plots(5, 20)
    columns, slots, words = np.zeros((3, ROWS), np.float32), np.zeros(ROWS, SLOT), np.zeros(8, np.uint64)
    count = pack(tracks, covariance, 0, ROWS, 100.0, 30.0, columns, slots)
    needed = candidates(columns, count, plots, 20, words, np.zeros(4000, PAIR))
    assert needed > 5
    assert candidates(columns, count, plots, 20, words, np.zeros(needed, PAIR)) == needed
    assert candidates(columns, count, plots, 20, words, np.zeros(needed - 1, PAIR)) == -1


def test_no_tracks_or_no_plots_give_no_pairs() -> None:
    tracks, covariance = a_picture(6)
    assert gated(tracks, covariance, range(ROWS), 100.0, np.zeros(0, POSITION)) == []
    tracks["status"] = FREE
    assert gated(tracks, covariance, range(ROWS), 100.0, some_plots(7, 4)) == []
