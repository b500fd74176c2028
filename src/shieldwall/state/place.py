"""A defended place, or a unit as a target."""

from typing import Final

from shieldwall.state.layout import layout, real, whole

PLACE: Final = layout(
    real("x", "m", "east of the origin"),
    real("y", "m", "north of the origin"),
    real("z", "m", "up from the origin's plane"),
    real("value", "1", "what it is worth to the defence"),
    real("hardness", "1", "damage that destroys it"),
    whole("name", "name", "its name"),
    whole("unit", "unit", "the unit that stands there"),
)

PLACE_STATE: Final = layout(
    real("damage", "1", "damage done"),
)
