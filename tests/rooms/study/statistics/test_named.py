"""Named numbers in arrays are those of the battles' own generator."""

from __future__ import annotations

import numpy as np
import pytest

from shieldwall.kernels import draws
from shieldwall.study.statistics import named


def test_the_words_are_those_of_the_battles() -> None:
    found = named.uniforms(7, draws.RESAMPLE, "leakers", range(5), 11)
    entity = draws.entity_of("leakers")
    for row in range(5):
        one_by_one = [draws.uniforms(7, 0, draws.RESAMPLE, entity, row, block) for block in range(3)]
        assert found[row].tolist() == np.ravel(one_by_one)[:11].tolist()


def test_more_rows_or_columns_change_none_of_those_before() -> None:
    few, many = (named.uniforms(1, draws.DESIGN, "rcs", range(rows), columns) for rows, columns in ((3, 5), (8, 21)))
    assert many[:3, :5].tolist() == few.tolist()


@pytest.mark.parametrize("other", [(2, draws.RESAMPLE, "a"), (1, draws.DESIGN, "a"), (1, draws.RESAMPLE, "b")])
def test_seed_purpose_and_name_all_matter(other: tuple[int, int, str]) -> None:
    one, two = named.uniforms(1, draws.RESAMPLE, "a", range(4), 9), named.uniforms(*other, range(4), 9)
    assert not (one == two).any()
