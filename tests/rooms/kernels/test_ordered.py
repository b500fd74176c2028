"""A list of rows in order against sorted()."""

import numpy as np

from shieldwall.kernels.ordered import insert, remove


def test_rows_stay_in_order() -> None:
    random = np.random.default_rng(3)
    rows, held = np.full(20, -1), set()
    for _ in range(2000):
        row = int(random.integers(20))
        if row in held:
            remove(rows, len(held), row)
            held.discard(row)
        else:
            insert(rows, len(held), row)
            held.add(row)
        assert rows[: len(held)].tolist() == sorted(held)
