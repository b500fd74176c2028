"""A track of a picture; its covariance is the row of the same number."""

from typing import Final

from shieldwall.kernels.gates import CONFIRMED, FREE, TENTATIVE
from shieldwall.state.layout import layout, real, whole

__all__ = ["CONFIRMED", "FREE", "REPORTED_TRACK", "TENTATIVE", "TRACK"]

TRACK: Final = layout(
    real("x", "m", "east of the origin, at `t`"),
    real("y", "m", "north"),
    real("z", "m", "up"),
    real("vx", "m/s", "velocity, east"),
    real("vy", "m/s", "velocity, north"),
    real("vz", "m/s", "velocity, up"),
    real("t", "s", "when position and velocity hold"),
    real("started", "s", "when its first plot was measured"),
    real("confirmed_at", "s", "when it was confirmed"),
    real("shown_at", "s", "when it was sampled for the film last"),
    real("ordered_at", "s", "when an order on it was given, refused or ended last"),
    real("answered_at", "s", "when that order was given or answered last"),
    real("apart_at", "s", "when a look told it from another that it lies together with"),
    real("twin_since", "s", "since when it lies together with an older track, or with none"),
    real("cued_at", "s", "when what may cue was heard or seen of it last"),
    real("guides_at", "s", "when what may guide another's rounds was heard or seen of it last"),
    real("heard_at", "s", "when others told of it last what may guide its unit's own rounds"),
    real("killed_at", "s", "when it was met by a round that killed it, or may have, as was reported"),
    real("refused_at", "s", "when an order on it was refused last"),
    real("refused_range", "m", "its distance then from who refused"),
    real("score", "1", "threat value"),
    real("worth", "1", "what it would destroy, of the value of the most valued place"),
    real("left", "1", "share of that which its shooters leave to others"),
    real("to_go", "s", "from its last evaluation until it passes the place that it threatens most"),
    real("echo", "m2", "mean radar cross-section that its plots show, 0 for not known"),
    real("lane_since", "s", "since when it keeps to a corridor, infinite where it does not"),
    whole("status", "status", "FREE, TENTATIVE or CONFIRMED"),
    whole("number", "track number", "its number in the log"),
    whole("unit", "unit", "whose picture it belongs to"),
    whole("sensor", "sensor", "who found it"),
    whole("history", "bits", "its last five looks, a bit for each hit"),
    whole("looks", "looks", "looks since it was found"),
    whole("shooter", "unit", "who is ordered to engage it"),
    whole("order", "order", "number of the last order on it"),
    whole("second", "unit", "who is ordered to engage it beside the shooter, NONE for nobody"),
    whole("second_order", "order", "number of the order to that one"),
    whole("answered", "flag", "whether that order was answered"),
    whole("refused_by", "unit", "who refused last"),
    whole("verdict", "reason", "what was reported of that: ASSESSED_KILLED or ASSESSED_UNKNOWN"),
    whole("identity", "identity", "UNKNOWN, HOSTILE, NEUTRAL or FRIENDLY"),
    whole("identified_by", "reason", "what speaks most for that"),
    whole("civil_asked", "looks", "in which it was interrogated in civil modes, older ones fading"),
    whole("civil_answers", "looks", "of them, with an answer"),
    whole("military_asked", "looks", "in which it was interrogated in the military mode, older ones fading"),
    whole("military_answers", "looks", "of them, with a valid answer"),
    whole("strayed", "flag", "whether it left a corridor that it had kept to"),
    whole("twin", "track number", "the older track that it lies together with, NONE for none"),
    whole("informed", "bits", "partners who know of it, one bit for each"),
    whole("why", "reason", "why nobody engages it"),
    whole("cause", "event", "the row that the next one follows from"),
)

#: A track as a unit reported it to its post.
REPORTED_TRACK: Final = layout(
    real("x", "m", "east of the origin, at `t`"),
    real("y", "m", "north"),
    real("z", "m", "up"),
    real("vx", "m/s", "velocity, east"),
    real("vy", "m/s", "velocity, north"),
    real("vz", "m/s", "velocity, up"),
    real("t", "s", "when position and velocity hold"),
    real("echo", "m2", "mean radar cross-section that its plots show, 0 for not known"),
    whole("number", "track number", "its number in the unit's picture"),
    whole("civil_asked", "looks", "interrogations in civil modes"),
    whole("civil_answers", "looks", "of them, answered"),
    whole("military_asked", "looks", "interrogations in the military mode"),
    whole("military_answers", "looks", "of them, with a valid answer"),
    whole("row", "track", "its row there"),
)
