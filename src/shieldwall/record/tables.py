"""Layouts of the log and of the film, as a run writes them and a run folder keeps them."""

from typing import Final

import numpy as np

#: One event. `cause` is the row of the event that enabled it, `who` and `whom` rows of the name table, -1 for none.
EVENT: Final = np.dtype(
    [("t", "f8"), ("cause", "i8"), ("who", "i4"), ("whom", "i4"), ("kind", "i2"), ("why", "i2"),
     ("x", "f4"), ("y", "f4"), ("z", "f4"), ("v0", "f4"), ("v1", "f4")],
    align=True,
)  # fmt: skip

#: One sample of a body (`picture` -1) or of a track in a unit's picture (`picture` is the unit's name row).
SAMPLE: Final = np.dtype(
    [("t", "f8"), ("picture", "i4"), ("who", "i4"), ("x", "f4"), ("y", "f4"), ("z", "f4"),
     ("vx", "f4"), ("vy", "f4"), ("vz", "f4"), ("sxx", "f4"), ("sxy", "f4"), ("syy", "f4"), ("szz", "f4")],
    align=True,
)  # fmt: skip
