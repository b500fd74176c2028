"""Rows of a table that meet a condition: marked by one branch-free pass, then listed, eight marks at a glance."""

import numpy as np

from shieldwall.kernels.compiled import kernel


@kernel
def rows_equal(values, first, last, wanted, words, rows):
    """List in `rows` which of `values` from `first` to `last` - 1 are `wanted`, in order; return how many.

    `values: int32[n]`; `words: uint64[m]` is a workspace, m at least (last - first + 7) // 8.
    """
    marks = words.view(np.uint8)
    count = last - first
    for i in range(count):
        marks[i] = values[first + i] == wanted
    found = marked(words, count, rows)
    for i in range(found):
        rows[i] += first
    return found


@kernel
def marked(words, count, rows):
    """List in `rows` which of the first `count` bytes of `words: uint64[n]` are not 0; return how many."""
    marks = words.view(np.uint8)
    found = 0
    for word in range((count + 7) >> 3):
        if words[word] == 0:
            continue
        for row in range(8 * word, min(8 * word + 8, count)):
            if marks[row] != 0:
                rows[found] = row
                found += 1
    return found
