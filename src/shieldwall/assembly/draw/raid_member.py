"""A member of raid or traffic, as its author wrote it: a vehicle, or a weapon that one of them may release.

Rows are in the order of the members' names, so those of a carrier's weapons follow its own. A weapon has its name,
entity, threat, carrier and number; the rest is its carrier's.
"""

from typing import Final

import numpy as np

#: What a member is sent for.
NO_MISSION, STRIKE_MISSION, RELEASE_MISSION, LOOK_MISSION = 0, 1, 2, 3

MEMBER: Final = np.dtype(
    [
        ("start", "f8"),  # s, when it enters, without its spread
        ("time_spread", "f8"),  # s, standard deviation of that
        ("offset_spread", "f8"),  # m, standard deviation of its place across its route
        ("height_spread", "f8"),  # m, standard deviation of its height
        ("speed", "f8"),  # m/s, along its path
        ("height", "f8"),  # m, that it flies at from the beginning
        ("lowest", "f8"),  # m above ground, least height that its author asks for, infinite where it asks for none
        ("dive", "f8"),  # m of ground over which it goes down to what it strikes
        ("release_at", "f8"),  # m of ground from its aim, where it releases
        ("within", "f8"),  # m of ground, how near it must be to see what it looks at
        ("look_lasts", "f8"),  # s in view that complete a look
        ("orbit_x", "f8"),  # m, middle of its orbit
        ("orbit_y", "f8"),  # m
        ("orbit_radius", "f8"),  # m, 0 for no orbit
        ("course_x", "f8"),  # direction to the middle of its orbit, from the end of its route, its aim or the south
        ("course_y", "f8"),  # its other component
        ("orbit_until", "f8"),  # s, when it leaves its orbit, infinite where no time is said
        ("every", "f8"),  # s, mean time between the flights of its stream, 0 where it comes by a schedule
        ("silent", "f8"),  # probability that its transponder is silent, NONE for its entry's
        ("orbit_turns", "f8"),  # turns that it flies, infinite where none are said
        ("name", "i8"),  # row of the name table
        ("entity", "i8"),  # its name in draws
        ("threat", "i8"),  # row of its entry
        ("carrier", "i8"),  # row of the member that releases it, NONE for a vehicle
        ("number", "i8"),  # among its carrier's weapons, in the order of their release, or in its stream
        ("weapons", "i8"),  # rows of its weapons, after its own
        ("above_ground", "i8"),  # flag: whether `height` is above ground, not above the sea
        ("first_point", "i8"),  # row of its first waypoint
        ("points", "i8"),  # waypoints of its route, 0 for none
        ("mission", "i8"),  # NO_MISSION, STRIKE_MISSION, RELEASE_MISSION or LOOK_MISSION
        ("aim", "i8"),  # row of what the mission is about, NONE for nothing
        ("side", "i8"),  # BLUE, RED or NEUTRAL
        ("transponder", "i8"),  # bits: CIVIL and MILITARY modes in which it would answer
        ("stream", "i8"),  # name in draws of the stream of flights that it belongs to
        ("ends", "i8"),  # flag: whether it leaves the sky where its route ends
        ("returns", "i8"),  # flag: whether it goes home along its route after its mission
    ],
    align=True,
)
