"""Rows that meet a condition, against numpy's list of them."""

import numpy as np
import pytest

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.marks import mark_equal, marked


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 40])
def test_marked_rows_are_listed_in_order(count: int) -> None:
    words = np.zeros(6, np.uint64)
    marks = words.view(np.uint8)
    marks[:] = np.random.default_rng(count).uniform(size=48) < 0.2
    rows = np.full(48, -1)
    found = marked(words, count, rows)
    assert rows[:found].tolist() == np.flatnonzero(marks[:count]).tolist()


@kernel
def mark_rows(values, first, last, wanted, marks):
    mark_equal(values, first, last, wanted, marks)


@pytest.mark.parametrize(("first", "last"), [(0, 0), (3, 4), (0, 64), (5, 61), (17, 25)])
def test_values_that_are_wanted_are_marked(first: int, last: int) -> None:
    values = np.random.default_rng(first).integers(-1, 3, 64).astype(np.int32)
    marks = np.full(64, 9, np.uint8)
    mark_rows(values, first, last, 1, marks)
    assert marks[: last - first].tolist() == [int(value == 1) for value in values[first:last]]
    assert (marks[last - first :] == 9).all()
