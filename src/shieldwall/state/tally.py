"""What the referee sums up at fixed times: of each threat, how long it could have been shot at, and of each sensor.

Times are counted in steps of `engine.referee.tally.INTERVAL`. No unit reads any of it, and no row of the log follows.
"""

from typing import Final

from shieldwall.state.layout import layout, real, whole

#: How long a threat passed where it could have been shot at; a row for each body.
EXPOSURE: Final = layout(
    real("in_reach", "s", "in reach and sight of a ready unit with rounds"),
    real("unengaged", "s", "the same, of one with an idle fire channel, while nobody engaged the threat"),
    real("idle_unit", "s", "the same, of one whose fire channels were all idle"),
    real("let_pass", "s", "the same, where that unit could have engaged it (`engine.referee.tally_idle`)"),
    real("engaged_at", "s", "when somebody was last found to engage it"),
    real("counted_at", "s", "when it was last found in reach and sight"),
    real("let_at", "s", "when an idle unit was last found to let it pass"),
)

#: What kept an engagement sensor from turning away, the strongest hold alone; a row for each sensor.
HOLD: Final = layout(
    real("watched", "s", "its unit lived while a threat flew"),
    real("by_rounds", "s", "it guided rounds in flight"),
    real("by_tracks", "s", "it held a fire-control track, and no rounds flew"),
    real("by_orders", "s", "nothing held it but orders whose target was not acquired"),
    whole("idle", "1", "how idle its unit was last (`engine.referee.tally_exposure`), NONE where it cannot fire"),
)

#: How a unit's picture compared with what flew, summed over the times at which it was looked at; a row for each unit.
PICTURE: Final = layout(
    whole("times", "1", "times at which a threat flew and the unit lived"),
    whole("threats", "1", "threats that it tracked or that were in range of a sensor that feeds it"),
    whole("tracked", "1", "of them, with a confirmed track"),
    whole("tracks", "1", "confirmed tracks"),
    whole("tracks_on", "1", "of them, that follow a threat in flight"),
    whole("changes", "1", "threats whose track had another number than when they were tracked last"),
    whole("matches", "1", "threats to which GOSPA assigned a track"),
    real("error", "m2", "squared distances of those over the ground"),
    real("gospa", "m2", "squared GOSPA"),
)
