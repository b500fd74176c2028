"""Rows of a table that meet a condition: marked by one branch-free pass, then listed, eight marks at once."""

import numpy as np

from shieldwall.kernels.compiled import kernel


@kernel(inline=True)
def mark_equal(values, first, last, wanted, marks):
    """Mark which of `values: int32[n]` from `first` to `last` - 1 are `wanted`: `marks: uint8[n]` 1 or 0, from 0 on."""
    for i in range(last - first):
        marks[i] = values[first + i] == wanted


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
