"""A hold-fire zone: where nobody may be engaged, or into which no round may be sent."""

from typing import Final

from shieldwall.state.layout import layout, real, whole

#: What a zone forbids: to engage what is in it, to send rounds into it or through it.
TARGETS_BIT, ROUNDS_BIT = 1, 2

ZONE: Final = layout(
    real("x", "m", "middle of a circle, east of the origin"),
    real("y", "m", "the same, north"),
    real("radius", "m", "of a circle, 0 for a polygon"),
    real("floor", "m", "height above the sea from which it holds"),
    real("ceiling", "m", "height above the sea up to which it holds"),
    whole("name", "name", "its name"),
    whole("first_corner", "corner", "where the corners of a polygon begin"),
    whole("corners", "corners", "how many it has"),
    whole("forbids", "bits", "TARGETS_BIT and ROUNDS_BIT"),
    whole("binds", "bits", "the weapons control statuses under which it holds, one bit for each"),
)
