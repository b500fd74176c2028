"""What a post's tracks are fused of: a part for each source, and a pool of cross-covariances for pairs of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.kernels.fusion import CROSS, PART

#: Cross-covariances that a post's tracks may have together, at scale 1. A thousand tracks that fifty radars may report
#: have more than a million pairs of parts, and use a tenth of them.
CROSSES = 16384


def fused_arrays(parts: int, pairs: int, scale: int) -> dict[str, NDArray[Any]]:
    """Return the arrays of so many parts of tracks, which make so many pairs, by their names in `Belief`."""
    made = np.zeros(parts, PART)
    made["number"] = -1
    crosses = min(pairs, CROSSES * scale)
    return {
        "parts": made,
        "part_covariance": np.zeros((parts, 21)),
        "crosses": np.zeros((crosses, CROSS)),
        "cross_rows": np.full(pairs, -1, np.int32),
        "spare_crosses": np.arange(crosses, dtype=np.int32),
    }
