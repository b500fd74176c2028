"""What a member of the raid strikes, releases its weapons on, or looks at."""

from typing import Final

import numpy as np

AIM: Final = np.dtype(
    [
        ("x", "f8"),  # m
        ("y", "f8"),  # m
        ("z", "f8"),  # m
        ("height", "f8"),  # m above the sea
        ("radius", "f8"),  # m, a weapon that lands within it hits
        ("hardness", "f8"),  # kg of warhead that do damage 1
        ("place", "i8"),  # PLACE row
    ],
    align=True,
)
