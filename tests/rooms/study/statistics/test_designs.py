"""Designs: what a Latin hypercube, Sobol's points and Saltelli's matrices promise; figures as battles draw them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import qmc

from shieldwall.assembly.draw.figures import FIGURE, SAMPLED, TRIANGULAR, UNIFORM, draw_figures
from shieldwall.kernels.draws import UNKNOWN_VALUE, uniform
from shieldwall.quantities.errors import InputError
from shieldwall.study.statistics import designs

NAMES = ["range", "rcs", "delay"]


def test_a_latin_hypercube_has_one_number_in_each_part_of_each_range() -> None:
    design = designs.latin(NAMES, 50)
    assert (np.sort((design * 50).astype(int), axis=0) == np.arange(50)[:, None]).all()
    assert abs(np.corrcoef(design.T)[np.triu_indices(3, 1)]).max() < 0.4


@pytest.mark.parametrize("seed", [1, 2])
def test_scrambled_points_fill_every_elementary_box(seed: int) -> None:
    points = designs.sobol(NAMES[:2], 64, seed)
    # The first two columns of Sobol's sequence are a (0, 6, 2)-net: each box of volume 1/64 holds one point.
    for power in range(7):
        cells = (points * [2**power, 2 ** (6 - power)]).astype(int)
        assert len({tuple(cell) for cell in cells.tolist()}) == 64
    assert 0.0 < points.min() < points.max() < 1.0


def test_scrambled_points_are_even_and_no_two_scrambles_are_one() -> None:
    points = designs.sobol([str(number) for number in range(6)], 256)
    assert qmc.discrepancy(points) < 0.2 * qmc.discrepancy(np.random.default_rng(1).random((256, 6)))
    assert not (points == designs.sobol([str(number) for number in range(6)], 256, seed=2)).any()
    # Over scrambles each point is uniform: means of a first point's six columns over 200 seeds.
    first = np.array([designs.sobol(NAMES, 1, seed)[0] for seed in range(200)])
    assert first.mean(axis=0) == pytest.approx([0.5] * 3, abs=4.0 / np.sqrt(12.0 * 200))


def test_a_column_goes_by_its_name() -> None:
    design, fewer = designs.latin(NAMES, 20), designs.latin(NAMES[1:], 20)
    assert design[:, 1:].tolist() == fewer.tolist()
    points, swapped = designs.sobol(["a", "b"], 8), designs.sobol(["a", "c"], 8)
    assert points[:, 0].tolist() == swapped[:, 0].tolist()
    assert points[:, 1].tolist() != swapped[:, 1].tolist()
    for make in (designs.latin, designs.sobol):
        with pytest.raises(InputError, match="two columns"):
            make(["a", "a"], 4)


def test_saltellis_matrices_share_all_columns_but_one() -> None:
    found = designs.saltelli(NAMES, 16)
    mixed = found.ab(1)
    assert mixed[:, [0, 2]].tolist() == found.a[:, [0, 2]].tolist()
    assert mixed[:, 1].tolist() == found.b[:, 1].tolist()
    assert not (found.a == found.b).any()
    rows = found.rows()
    assert rows.shape == (80, 3)
    assert rows[48:64].tolist() == mixed.tolist()


def test_numbers_become_figures_by_the_law_that_battles_draw_by() -> None:
    figures = np.zeros(4, FIGURE).view(np.recarray)
    figures["value"], figures["low"], figures["high"] = (
        [3.0, 10.0, 2.0, 5.0],
        [1.0, 1.0, 0.0, 4.0],
        [5.0, 100.0, 4.0, 6.0],
    )
    figures["law"], figures["mode"] = [UNIFORM, UNIFORM, TRIANGULAR, 0], [0.0, 0.0, 0.5, 0.0]
    figures["logarithmic"][1] = 1
    found = designs.figures_of(np.array([0.25, 0.25, 0.5, 0.9]), figures, range(4))
    # A quarter of 1 to 5; of two decades; the median of a symmetric triangle; what is stated stays.
    assert found.tolist() == pytest.approx([2.0, 10.0**0.5, 2.0, 5.0])
    assert designs.figures_of(np.array([0.75]), figures, [0]).tolist() == [4.0, 10.0, 2.0, 5.0]
    with pytest.raises(InputError, match="1 numbers for 2 figures"):
        designs.figures_of(np.array([0.5]), figures, [0, 1])


def test_the_number_that_a_battle_draws_gives_the_figure_that_it_draws() -> None:
    figures = np.zeros(1, FIGURE).view(np.recarray)
    figures[0] = (3.0, 1.0, 50.0, 0.4, TRIANGULAR, 1, 0, UNKNOWN_VALUE, 77)
    drawn = np.zeros(1)
    draw_figures(figures, SAMPLED, 5, 9, drawn)
    number = uniform(5, 9, UNKNOWN_VALUE, 77, 0, 0)
    assert designs.figures_of(np.array([number]), figures, [0]).tolist() == drawn.tolist()
