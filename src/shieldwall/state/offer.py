"""An offer: one unit's best shot at one track, in the round of assignment that compares them."""

from typing import Final

from shieldwall.state.layout import layout, real, whole

OFFER: Final = layout(
    real("value", "1", "what the shot would save, less the worth of its rounds"),
    real("saves", "1", "what it would save"),
    real("leaves", "1", "share of that which a lone round, without time for another, would leave to a second shooter"),
    real("weight", "1", "what a value counts for, the less the later the shot may be taken"),
    whole("track", "track", "at what"),
    whole("unit", "unit", "who shoots"),
    whole("turn", "1", "as which of those chosen in this cycle, from 1; 0 for not"),
)
