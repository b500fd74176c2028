"""Who a track is to a unit; the answers to interrogation; and the corridors in which aircraft are expected."""

from typing import Final

from shieldwall.state.layout import layout, real

#: Identity of a track in a picture.
UNKNOWN, HOSTILE, NEUTRAL, FRIENDLY = 0, 1, 2, 3
#: Modes of interrogators and transponders, as bits: civil secondary radar, and the military mode with a key.
CIVIL, MILITARY = 1, 2
#: What a plot says: bits of the modes in which it was asked, and those of answers that much to the left of them.
ANSWERED: Final = 2

#: One straight piece of a corridor.
CORRIDOR: Final = layout(
    real("x", "m", "where it begins, east"),
    real("y", "m", "where it begins, north"),
    real("along_x", "1", "direction, east"),
    real("along_y", "1", "direction, north"),
    real("length", "m", "over the ground"),
    real("half_width", "m", "half its width"),
    real("lowest", "m", "height above the sea from which it begins"),
    real("highest", "m", "height above the sea up to which it goes"),
    real("slowest", "m/s", "least speed expected"),
    real("fastest", "m/s", "greatest speed expected"),
)
