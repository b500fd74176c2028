"""Assignment on cases small enough to see the answer."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shieldwall.kernels.assignment import CLAIM, associate, greedy_assign, linear_assignment
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


def solve(cost: np.ndarray) -> tuple[bool, list[int]]:
    rows, columns = cost.shape
    longer = max(rows, columns)
    padded = np.full((rows + 2, columns + 2), -1e6)
    padded[:rows, :columns] = cost
    assigned = np.zeros(rows, np.int64)
    reals, integers = np.zeros((3, longer)), np.zeros((4, longer), np.int64)
    return bool(linear_assignment(padded, rows, columns, assigned, reals, integers)), assigned.tolist()


def test_linear_assignment_by_hand() -> None:
    assert solve(np.array([[4.0, 1.0, 3.0], [2.0, 0.0, 5.0], [3.0, 2.0, 2.0]])) == (True, [1, 0, 2])
    assert solve(np.array([[1.0, 2.0, 0.5]])) == (True, [2])
    assert solve(np.array([[3.0], [2.0], [4.0]])) == (True, [-1, 0, -1])
    assert solve(np.array([[1.0, np.inf], [0.0, 5.0]])) == (True, [0, 1])
    assert solve(np.zeros((3, 3))) == (True, [0, 1, 2])


def test_barred_assignments_are_said() -> None:
    feasible, _ = solve(np.array([[1.0, np.inf], [0.0, np.inf]]))
    assert not feasible


def greedy(
    value: np.ndarray, kill: np.ndarray, capacity: np.ndarray, least: float = 0.0, shots: int = 50
) -> tuple[list[tuple[int, int]], float]:
    """Shots of the greedy rule and the value that they save."""
    left, answer = value.copy(), np.zeros((shots, 2), np.int64)
    count = greedy_assign(left, kill, capacity.copy(), least, answer)
    return [(int(unit), int(target)) for unit, target in answer[:count]], float(value.sum() - left.sum())


def best_saving(value: np.ndarray, kill: np.ndarray, capacity: np.ndarray) -> float:
    """The exact answer, by trying everything that every round may do."""
    rounds = np.repeat(np.arange(len(capacity)), capacity)
    best = 0.0
    for targets in itertools.product(range(len(value)), repeat=len(rounds)):
        survival = np.ones(len(value))
        for unit, target in zip(rounds, targets, strict=True):
            survival[target] *= 1.0 - kill[unit, target]
        best = max(best, float(value @ (1.0 - survival)))
    return best


def test_greedy_takes_the_greatest_gain_each_time() -> None:
    value, kill = np.array([10.0, 6.0]), np.array([[0.5, 0.5], [0.4, 0.9]])
    shots, saved = greedy(value, kill, np.array([2, 1]))
    assert shots == [(1, 1), (0, 0), (0, 0)]
    assert saved == pytest.approx(10.0 * 0.75 + 6.0 * 0.9)


def test_greedy_stops_at_the_least_gain_the_last_round_and_the_full_table() -> None:
    value, kill = np.array([10.0]), np.array([[0.5]])
    assert greedy(value, kill, np.array([9]), least=1.25)[0] == [(0, 0), (0, 0)]
    assert greedy(value, kill, np.array([3]))[0] == [(0, 0)] * 3
    assert greedy(value, kill, np.array([9]), shots=4)[0] == [(0, 0)] * 4
    assert greedy(value, np.zeros((1, 1)), np.array([9]))[0] == []


def test_greedy_is_exact_when_units_are_alike() -> None:
    """The theorem of den Broeder, Ellison and Emerling 1959."""
    rng = np.random.default_rng(5)
    for _ in range(40):
        value, chance = rng.uniform(1.0, 10.0, 3), rng.uniform(0.1, 0.9, 3)
        kill, capacity = np.tile(chance, (2, 1)), rng.integers(1, 4, 2)
        assert greedy(value, kill, capacity)[1] == pytest.approx(best_saving(value, kill, capacity))


def test_greedy_saves_at_least_half_of_the_best() -> None:
    """The bound of Fisher, Nemhauser and Wolsey 1978; on random cases the mean is far better."""
    rng = np.random.default_rng(6)
    shares = []
    for _ in range(100):
        value, kill, capacity = (
            rng.uniform(1.0, 10.0, 3),
            rng.uniform(0.0, 0.95, (3, 3)),
            rng.integers(0, 3, 3),
        )
        best = best_saving(value, kill, capacity)
        if best > 0.0:
            shares.append(greedy(value, kill, capacity)[1] / best)
    assert min(shares) >= 0.5
    assert np.mean(shares) > 0.97
