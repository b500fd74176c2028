"""A launcher with one kind of round."""

from typing import Final

from shieldwall.state.layout import layout, real, whole

LAUNCHER: Final = layout(
    real("x", "m", "east of the origin"),
    real("y", "m", "north of the origin"),
    real("z", "m", "up from the origin's plane"),
    real("interval", "s", "between two rounds"),
    real("reload_time", "s", "from the last round to a full launcher"),
    whole("name", "name", "its name"),
    whole("entity", "draw name", "its name in draws"),
    whole("unit", "unit", "whose it is"),
    whole("weapon", "weapon", "what it fires"),
    whole("capacity", "rounds", "rounds of a full launcher"),
    whole("reserve", "rounds", "rounds to reload with"),
    whole("first_round", "name", "name of its first round"),
)

LAUNCHER_STATE: Final = layout(
    real("ready_at", "s", "when it can fire next, or is reloaded"),
    whole("ready", "rounds", "on the launcher"),
    whole("stock", "rounds", "left to reload with"),
    whole("fired", "rounds", "fired so far"),
)
