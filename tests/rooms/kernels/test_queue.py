"""The queue of rows against heapq, which orders pairs of time and number."""

import heapq

import numpy as np
import pytest

from shieldwall.kernels.queue import empty_queue, hasten, put_in, take_first

CAPACITY = 40


@pytest.mark.parametrize("seed", range(4))
def test_rows_leave_by_time_and_then_as_they_came(seed: int) -> None:
    random = np.random.default_rng(seed)
    queue = empty_queue(CAPACITY)
    twin: list[tuple[float, int, int]] = []
    for serial in range(2000):
        if len(twin) < CAPACITY and random.uniform() < 0.55:
            # Few different times, so that many are equal.
            t = float(random.integers(0, 6))
            row = put_in(queue, len(twin), t, serial)
            assert row not in [held for _, _, held in twin]
            heapq.heappush(twin, (t, serial, row))
        elif twin:
            assert take_first(queue, len(twin)) == heapq.heappop(twin)[2]
        if twin:
            assert (queue[0]["t"], queue[0]["serial"], queue[0]["row"]) == twin[0]
        assert sorted(queue["row"]) == list(range(CAPACITY))


def test_a_queue_of_one_row() -> None:
    queue = empty_queue(1)
    for serial in range(3):
        assert put_in(queue, 0, 5.0, serial) == 0
        assert take_first(queue, 1) == 0


@pytest.mark.parametrize("seed", range(4))
def test_a_row_that_is_hastened_leaves_by_its_new_time_and_its_old_number(seed: int) -> None:
    random = np.random.default_rng(seed)
    queue = empty_queue(CAPACITY)
    twin = []
    for serial in range(CAPACITY):
        t = float(random.integers(0, 6)) if serial % 2 else np.inf
        twin.append((t, serial, int(put_in(queue, serial, t, serial))))
    for number, (_, serial, row) in [item for item in enumerate(twin) if item[1][0] == np.inf]:
        t = float(random.integers(0, 6))
        (place,) = np.flatnonzero(queue["row"] == row)
        hasten(queue, place, t)
        twin[number] = (t, serial, row)
    assert [take_first(queue, CAPACITY - n) for n in range(CAPACITY)] == [row for _, _, row in sorted(twin)]
