"""What one run left behind, as arrays: the whole input of analysis and outlets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Version of the run folder and of its header that this code writes and reads; 2 has the hashes of the folder's parts.
FORMAT = 2


@dataclass(frozen=True, eq=False)
class Recording:
    """A run as it was recorded; written by the engine's caller, or read back from a run folder.

    `header`: plain JSON values that say what was run (names, units, threats, places, seed, sources). `log`: EVENT
    rows in the order in which they were written; a row's number is what `cause` points to. `film`: SAMPLE rows,
    none at the level `verdicts`. `scene`: plain arrays for maps (relief, coverage), by name.
    """

    header: dict[str, Any]
    log: NDArray[np.void]
    film: NDArray[np.void]
    scene: dict[str, NDArray[Any]]
