"""What the referee sums up at fixed times: of each threat, how long it could have been shot at, and of each sensor.

Times are counted in steps of `engine.referee.tally.INTERVAL`. No unit reads any of it, and no row of the log follows.
"""

from typing import Final

from shieldwall.state.layout import layout, real

#: How long a threat passed where it could have been shot at; a row for each body.
EXPOSURE: Final = layout(
    real("in_reach", "s", "in reach and sight of a ready unit with rounds"),
    real("unengaged", "s", "the same, of one with an idle fire channel, while nobody engaged the threat"),
    real("idle_unit", "s", "the same, of one whose fire channels were all idle"),
    real("engaged_at", "s", "when somebody was last found to engage it"),
    real("counted_at", "s", "when it was last found in reach and sight"),
)

#: What kept an engagement sensor from turning away, the strongest hold alone; a row for each sensor.
HOLD: Final = layout(
    real("watched", "s", "its unit lived while a threat flew"),
    real("by_rounds", "s", "it guided rounds in flight"),
    real("by_tracks", "s", "it held a fire-control track, and no rounds flew"),
    real("by_orders", "s", "nothing held it but orders whose target was not acquired"),
)
