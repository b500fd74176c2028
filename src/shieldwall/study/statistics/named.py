"""Random numbers of statistics, named as those of battles are, in whole arrays.

The words are those of `kernels.draws.philox`, worked out for many counters at once: a bootstrap or a design depends on
the seed and on what it is called, never on what was worked out before it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shieldwall.kernels.draws import entity_of

Floats = NDArray[np.float64]
Words = NDArray[np.uint64]

_LOW, _SHIFT = np.uint64(0xFFFFFFFF), np.uint64(32)
_MULTIPLIERS = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_WEYL = 0x9E3779B9, 0xBB67AE85
ROUNDS = 10


def words(seed: int, purpose: int, name: str, other: Words, index: Words) -> tuple[Words, Words, Words, Words]:
    """Return the four 32-bit words of each Philox 4x32-10 block (Salmon et al. 2011); the replication is 0."""
    shape = np.broadcast_shapes(other.shape, index.shape)
    c0, c1 = np.full(shape, purpose, np.uint64), np.full(shape, entity_of(name), np.uint64)
    c2, c3 = np.broadcast_to(other, shape), np.broadcast_to(index, shape)
    keys = [seed & int(_LOW), 0]
    for _ in range(ROUNDS):
        left, right = _MULTIPLIERS[0] * c0, _MULTIPLIERS[1] * c2
        c0, c1, c2, c3 = (
            (right >> _SHIFT) ^ c1 ^ np.uint64(keys[0]),
            right & _LOW,
            (left >> _SHIFT) ^ c3 ^ np.uint64(keys[1]),
            left & _LOW,
        )
        keys = [(key + step) & int(_LOW) for key, step in zip(keys, _WEYL, strict=True)]
    return c0, c1, c2, c3


def uniforms(seed: int, purpose: int, name: str, rows: range, columns: int) -> Floats:
    """Return uniform numbers in (0, 1) of some rows, float64[row, columns], of 32 random bits each."""
    blocks = np.arange((columns + 3) // 4, dtype=np.uint64)
    drawn = words(seed, purpose, name, np.array(rows, dtype=np.uint64)[:, None], blocks[None, :])
    whole = np.stack(drawn, axis=-1).reshape(len(rows), -1)[:, :columns]
    return np.asarray((whole + 0.5) * 2.0**-32)
