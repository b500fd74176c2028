"""A point of a route as one unit flies it, on the plane of the frame.

A member is shifted sideways by an offset of its own: its point lies `2 offset shift / square` from here. Heights are
asked for by the points that the author wrote; a point that was added between two of them has what lies between.
"""

from typing import Final

import numpy as np

WAYPOINT: Final = np.dtype(
    [
        ("x", "f8"),  # m
        ("y", "f8"),  # m
        ("height", "f8"),  # m, asked for here
        ("shift_x", "f8"),  # sum of the unit vectors to the right of the legs that meet here, 0 where all members meet
        ("shift_y", "f8"),  # its other component
        ("square", "f8"),  # its length squared, at least 1
        (
            "blend",
            "f8",
        ),  # of a point added: share of the point before in its height, the rest is the next one's; else 0
        ("above_ground", "i8"),  # flag: whether `height` is above ground, not above the sea
    ],
    align=True,
)
