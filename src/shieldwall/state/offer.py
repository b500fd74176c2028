"""An offer: one unit's best shot at one track, in the round of assignment that compares them."""

from typing import Final

from shieldwall.state.layout import layout, real, whole

OFFER: Final = layout(
    real("gain", "1", "value of the shot, less the later it may be taken"),
    whole("track", "track", "at what"),
    whole("unit", "unit", "who shoots"),
)
