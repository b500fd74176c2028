"""The greedy assignment against the best one: by branch and bound, and by scipy's solver of linear assignment."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from weapon_target import Case, best, options, random_case, saved

from shieldwall.engine.command.greedy import best_offer, choose
from shieldwall.state.layout import NONE
from shieldwall.state.offer import OFFER
from shieldwall.state.track import TRACK

#: Random cases of each kind.
CASES = 500


def greedy(case: Case) -> tuple[float, list[tuple[int, ...]]]:
    """What the engine's choice saves, and who shoots at each target in turn."""
    targets, units = case.chance.shape
    tracks = np.zeros(targets, TRACK).view(np.recarray)
    tracks.shooter = tracks.second = NONE
    tracks.left = 1.0
    pairs = [(k, u) for k, u in product(range(targets), range(units)) if saved(case, k, (u,)) > 0.0]
    pairs = [(k, u) for k, u in pairs if case.chance[k, u] > 0.0]
    offers = np.zeros(len(pairs) + 1, OFFER).view(np.recarray)
    for i, (k, u) in enumerate(pairs):
        offer = offers[i]
        offer.track, offer.unit, offer.weight = k, u, 1.0
        offer.saves = case.worth[k] * case.chance[k, u]
        offer.value = offer.saves - case.cost[u]
        offer.leaves = 1.0 - case.chance[k, u] if case.lone[u] else 0.0
    spare = case.channels.copy()
    while (row := best_offer(offers, len(pairs), spare, tracks)) >= 0:
        choose(offers[row], spare, tracks[offers[row].track])
    assert (spare >= 0).all()
    shooters = [tuple(int(u) for u in (track.shooter, track.second) if u >= 0) for track in tracks]
    return sum(saved(case, k, who) for k, who in enumerate(shooters)), shooters


def ratios(lone: float, cost: float, seed: int) -> NDArray[np.float64]:
    """What the greedy choice saves over the most that can be saved, in random cases."""
    draw = np.random.default_rng(seed)
    cases = [random_case(draw, lone, cost) for _ in range(CASES)]
    most = np.array([best(case) for case in cases])
    return np.array([greedy(case)[0] for case in cases])[most > 0.0] / most[most > 0.0]


def everything(case: Case) -> float:
    """The most that can be saved, by trying all."""
    most = 0.0
    for chosen in product(*(options(case, k) for k in range(len(case.worth)))):
        used = np.bincount([u for _, who in chosen for u in who], minlength=len(case.channels))
        if (used <= case.channels).all():
            most = max(most, sum(value for value, _ in chosen))
    return most


def test_branch_and_bound_finds_what_trying_all_finds() -> None:
    draw = np.random.default_rng(3)
    for _ in range(60):
        case = random_case(draw, 0.5, 0.1, targets=4, units=3)
        assert best(case) == pytest.approx(everything(case), abs=1e-12)


def test_with_one_shooter_a_target_it_finds_what_scipy_finds() -> None:
    draw = np.random.default_rng(4)
    for _ in range(200):
        case = random_case(draw, 0.0, 0.0)
        board = np.repeat(case.worth[:, None] * case.chance, case.channels, axis=1)
        rows, columns = linear_sum_assignment(board, maximize=True)
        assert best(case) == pytest.approx(board[rows, columns].sum(), rel=1e-12)


@pytest.mark.parametrize(
    ("lone", "cost", "mean", "worst"),
    # What practice gives, as the card says: one shooter a target; two where all are alone with their round; the rule as
    # the engine has it, for units of both kinds whose rounds have a price.
    [(0.0, 0.0, 0.985, 0.68), (1.0, 0.0, 0.985, 0.79), (0.5, 0.1, 0.97, 0.77)],
)
def test_the_greedy_choice_is_within_the_proven_half_of_the_best_and_mostly_near_it(
    lone: float, cost: float, mean: float, worst: float
) -> None:
    found = ratios(lone, cost, seed=11)
    assert found.max() <= 1.0 + 1e-12
    # Proven for one shooter a target and for two, without a price; with prices found to hold.
    assert found.min() >= 0.5
    assert found.mean() >= mean
    assert found.min() >= worst


def case_of(worth: list[float], chance: list[list[float]], lone: list[bool], channels: list[int]) -> Case:
    return Case(*map(np.array, (worth, chance, np.zeros(len(channels)), lone, channels)))


def test_the_classical_bad_case_costs_the_greedy_choice_half() -> None:
    # The first unit could take either; it is given the better target and leaves the other to nobody.
    case = case_of([1.0, 1.0], [[1.0, 0.99], [0.99, 0.0]], [False, False], [1, 1])
    assert best(case) == 1.98
    assert greedy(case) == (1.0, [(0,), ()])


def test_a_second_unit_adds_what_the_first_leaves_and_goes_where_that_is_most() -> None:
    # At the first target 0.3 x 0.6 = 0.18 is left to gain; a target of 0.5 of its own is worth 0.3 to the third unit.
    worth, chance = [1.0, 0.5], [[0.7, 0.6, 0.6], [0.0, 0.0, 0.6]]
    total, shooters = greedy(case_of(worth, chance, [True] * 3, [1, 1, 1]))
    assert shooters == [(0, 1), (2,)]
    assert total == pytest.approx(0.7 + 0.3 * 0.6 + 0.3)
    # Who can send a second round himself needs nobody beside him.
    assert greedy(case_of(worth, chance, [False, True, True], [1, 1, 1]))[1] == [(0,), (2,)]
    # A unit is no second shooter beside itself, whatever channels it has.
    assert greedy(case_of([1.0], [[0.7]], [True], [2]))[1] == [(0,)]
