"""A noise jammer that a member carries, and where its figures stand."""

from typing import Final

import numpy as np

POD: Final = np.dtype(
    [
        ("on", "f8"),  # s, when it begins to transmit
        ("off", "f8"),  # s, when it stops
        ("body", "i8"),  # row of its carrier
        ("bands", "i8"),  # bits: those of `state.sensor.BANDS` in which it transmits
        ("sector", "i8"),  # figure, rad: full width of the sector that it fills
        ("back_lobes", "i8"),  # figure: power outside its sector over that inside
        ("power", "i8"),  # figure, W: effective, radiated in a band
        ("bandwidth", "i8"),  # figure, Hz: over which it is spread
    ],
    align=True,
)
