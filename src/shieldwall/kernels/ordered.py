"""A short list of table rows, kept in their order."""

from shieldwall.kernels.compiled import kernel


@kernel
def insert(rows, count, row):
    """Insert a row among the first `count` of `rows: int64[n]`, which ascend; n is greater than the count."""
    place = count
    while place > 0 and rows[place - 1] > row:
        rows[place] = rows[place - 1]
        place -= 1
    rows[place] = row


@kernel
def remove(rows, count, row):
    """Remove a row from the first `count` of `rows: int64[n]`, among which it is."""
    place = 0
    while rows[place] != row:
        place += 1
    while place < count - 1:
        rows[place] = rows[place + 1]
        place += 1
