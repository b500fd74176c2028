"""What a scripted body flies, and what it does on its way."""

from typing import Final

from shieldwall.state.layout import layout, real, whole

ENTER, RELEASE, STRIKE, OBSERVE, EXIT = 1, 2, 3, 4, 5

#: A straight piece of a flight path.
LEG: Final = layout(
    real("t", "s", "when it begins"),
    real("x", "m", "where it begins, east"),
    real("y", "m", "where it begins, north"),
    real("z", "m", "where it begins, up"),
    real("vx", "m/s", "velocity, east"),
    real("vy", "m/s", "velocity, north"),
    real("vz", "m/s", "velocity, up"),
)

#: What the script has a body do.
SCRIPT: Final = layout(
    real("t", "s", "when"),
    real("amount", "1 or m", "damage of a hit; distance of an observation"),
    real("chance", "1", "probability that a hit does its damage"),
    whole("what", "act", "ENTER, RELEASE, STRIKE, OBSERVE or EXIT"),
    whole("body", "body", "who"),
    whole("other", "body or place", "the weapon released; the place hit or looked at"),
)
