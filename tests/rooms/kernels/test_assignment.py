"""Assignment on cases small enough to see the answer."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shieldwall.kernels.assignment import CLAIM, associate
from shieldwall.kernels.gates import PAIR, SLOT, TENTATIVE_WEIGHT

pytestmark = pytest.mark.kernel


def association(plots: int, distances: dict[tuple[int, int], float], tentative: tuple[int, ...] = ()) -> list[int]:
    """Associate from squared distances by (plot, track); the answer is a track, or -1, for each plot."""
    slots = np.zeros(10, SLOT)
    slots["row"] = 100 + np.arange(10)
    slots["weight"] = 1.0
    slots["weight"][list(tentative)] = TENTATIVE_WEIGHT
    pairs = np.zeros(50, PAIR)
    for n, (plot, slot) in enumerate(sorted(distances)):
        pairs[n] = plot, slot, distances[plot, slot]
    assigned = np.full(plots, 77)
    associate(pairs, len(distances), slots, np.zeros(plots + 1, CLAIM), plots, assigned)
    return [int(row) - 100 if row >= 0 else -1 for row in assigned]


@pytest.mark.parametrize(
    ("plots", "distances", "answer"),
    [
        pytest.param(0, {}, [], id="no plots"),
        pytest.param(2, {}, [-1, -1], id="no tracks"),
        pytest.param(2, {(0, 3): 5.0, (1, 1): 2.0}, [3, 1], id="no conflict"),
        pytest.param(1, {(0, 0): 4.0, (0, 1): 3.0}, [1], id="the nearer track"),
        pytest.param(2, {(0, 0): 4.0, (1, 0): 3.0}, [-1, 0], id="the nearer plot"),
        pytest.param(2, {(0, 0): 1.0, (0, 1): 2.0, (1, 0): 2.0, (1, 1): 9.0}, [1, 0], id="not each plot's nearest"),
        pytest.param(2, {(0, 0): 1.0, (0, 1): 9.0, (1, 0): 4.0}, [1, 0], id="9 + 4 < 1 + 16"),
        pytest.param(2, {(0, 0): 1.0, (0, 1): 9.0, (1, 0): 9.0}, [0, -1], id="1 + 16 < 9 + 9"),
        pytest.param(3, {(0, 0): 1, (0, 1): 2, (1, 1): 1, (1, 2): 2, (2, 0): 1}, [1, 2, 0], id="a chain of three"),
        pytest.param(1, {(0, 2): 3.0, (0, 4): 3.0}, [2], id="equal tracks, the lower"),
        pytest.param(2, {(0, 0): 3.0, (1, 0): 3.0}, [0, -1], id="equal plots, the lower"),
    ],
)
def test_association_by_hand(plots: int, distances: dict[tuple[int, int], float], answer: list[int]) -> None:
    assert association(plots, distances) == answer


def test_confirmed_tracks_choose_first() -> None:
    assert association(1, {(0, 0): 9.0, (0, 1): 0.5}, tentative=(1,)) == [0]
    assert association(2, {(0, 0): 9.0, (0, 1): 0.5, (1, 1): 8.0}, tentative=(1,)) == [0, 1]
    assert association(2, {(0, 0): 1.0, (0, 1): 0.5, (1, 0): 2.0}, tentative=(1,)) == [0, -1]
    assert association(2, {(0, 0): 4.0, (0, 1): 3.0, (1, 1): 2.0}, tentative=(0, 1)) == [0, 1]


@given(
    pairs=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 7)), max_size=20, unique=True),
    plots=st.permutations(range(7)),
    tracks=st.permutations(range(8)),
)
@settings(max_examples=60, deadline=None)
def test_the_order_of_rows_does_not_matter(pairs: list[tuple[int, int]], plots: list[int], tracks: list[int]) -> None:
    # Fractional parts of a quadratic in sqrt(2), so that no two associations are equally good.
    distances = {pair: 15.9 * (1.4142135623730951 * n * n % 1.0) for n, pair in enumerate(pairs, 1)}
    plain = association(7, distances)
    shuffled = association(7, {(plots[i], tracks[j]): d for (i, j), d in distances.items()})
    assert [shuffled[plots[i]] for i in range(7)] == [tracks[j] if j >= 0 else -1 for j in plain]
