"""A decision of a commander from outside, as it waits for the staff of the post; and the acts that a unit is told."""

from typing import Final

from shieldwall.state.layout import layout, real, whole

#: Fire at a track; leave a track to others or alone, if no round is out.
ENGAGE, STAND_DOWN = 1, 2
#: Weapons control: `value` is WEAPONS_FREE, WEAPONS_TIGHT or WEAPONS_HOLD.
SET_CONTROL = 3
#: Radars: `value` is BY_DOCTRINE, ON or OFF. By the post of units that lie in wait: `value` is until when, s.
SET_EMISSION, OPEN_UP = 4, 5
#: The sector of the engagement sensor to which it returns: `x` and `y` are where its middle faces, 0 and 0 for its own.
FACE = 6
ACTS: Final = (ENGAGE, STAND_DOWN, SET_CONTROL, SET_EMISSION, FACE)
#: Decisions that wait for the staff at most.
MOST_DECISIONS: Final = 256

DECISION: Final = layout(
    real("t", "s", "the epoch at which it was taken"),
    real("value", "any", "what the act says"),
    real("x", "1", "where to face, east"),
    real("y", "1", "where to face, north"),
    whole("act", "act", "one of ACTS"),
    whole("unit", "unit", "who is to do it; NONE for STAND_DOWN, which is for who engages the track"),
    whole("track", "track number", "at which track, NONE for the acts without one"),
)
