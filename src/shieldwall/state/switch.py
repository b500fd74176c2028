"""A seller's switch: a unit that its seller may switch off, or rob of a part of what it can do."""

from typing import Final

from shieldwall.state.layout import layout, real, whole

#: What starts the switch: a time, the first threat that enters, the first order that the unit is given.
AT_TIME, AT_RAID, AT_ORDER = 0, 1, 2
#: What a switch bars, one bit each: radars, nets, launches, and all the unit.
RADAR_BIT, NETWORK_BIT, LAUNCH_BIT, OFF_BIT = 1, 2, 4, 8

SWITCH: Final = layout(
    real("after", "s", "from the start, the raid or the order until it acts"),
    real("chance", "1", "probability that it acts"),
    whole("unit", "unit", "whose it is"),
    whole("starts", "act", "AT_TIME, AT_RAID or AT_ORDER"),
    whole("bars", "bits", "RADAR_BIT, NETWORK_BIT, LAUNCH_BIT or OFF_BIT"),
)

SWITCH_STATE: Final = layout(
    real("at", "s", "when it acts, infinite while nothing has started it"),
    whole("started", "flag", "whether something has started it"),
)
