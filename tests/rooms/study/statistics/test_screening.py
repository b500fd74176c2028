"""Screening finds the few of many."""

from __future__ import annotations

import numpy as np
import pytest

from shieldwall.quantities.errors import InputError
from shieldwall.study.statistics import designs, screening

ROWS, COLUMNS = 3000, 500


@pytest.fixture(scope="module")
def design() -> np.ndarray:
    return designs.latin([f"figure-{number}" for number in range(COLUMNS)], ROWS)


def test_five_of_five_hundred_are_found_and_no_other(design: np.ndarray) -> None:
    luck = np.random.default_rng(1).normal(size=ROWS)
    # Uniform numbers have variance 1/12, and 4 (u - 1/2)^2 has 4/45; luck has 1.
    moved = 1.2 * design[:, 3] - 0.8 * design[:, 77] + 0.7 * design[:, 400] + 0.9 * design[:, 499]
    found = screening.screen(design, moved + 4.0 * (design[:, 10] - 0.5) ** 2 + luck)
    assert {one.column for one in found if one.found} == {3, 10, 77, 400, 499}
    by_column = {one.column: one for one in found}
    whole = (1.2**2 + 0.8**2 + 0.7**2 + 0.9**2) / 12.0 + 4.0 / 45.0 + 1.0
    assert by_column[3].share == pytest.approx(1.44 / 12.0 / whole, abs=0.03)
    assert by_column[10].share == pytest.approx(4.0 / 45.0 / whole, abs=0.03)
    assert by_column[77].slope < -0.1 < 0.1 < by_column[3].slope
    assert abs(by_column[10].slope) < 0.05
    assert found[0].column == 3


def test_where_nothing_matters_nothing_is_found(design: np.ndarray) -> None:
    finds = sum(
        any(one.found for one in screening.screen(design[:500, :50], luck))
        for luck in np.random.default_rng(2).poisson(2.0, (200, 500)).astype(float)
    )
    # A chance of 5 %: of 200 more than 20 in one case of a thousand.
    assert finds <= 20


def test_an_answer_that_never_varies_finds_nothing(design: np.ndarray) -> None:
    assert not any(one.found for one in screening.screen(design[:, :3], np.ones(ROWS)))


def test_answers_that_are_not_one_a_row_are_refused(design: np.ndarray) -> None:
    with pytest.raises(InputError, match="10 answers to 3000 rows"):
        screening.screen(design, np.zeros(10))
