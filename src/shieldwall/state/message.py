"""A message on its way, and what it says: the row of the same number in the layout of its kind.

Signs of life say nothing more. An order, the cue that renews it, a target that is shown, a warning and a unit's claim
of a target have one layout.
"""

from typing import Final

from shieldwall.state.layout import layout, real, whole

PLOTS, ORDER, CUE, STATUS, SIGN_OF_LIFE, TRACKS, WARNING, CLAIM = 1, 2, 3, 4, 5, 6, 7, 8
TARGET, DIRECTIVE = 9, 10

MESSAGE: Final = layout(
    real("sent_at", "s", "when it was sent"),
    whole("kind", "kind", "PLOTS, ORDER, CUE, STATUS, SIGN_OF_LIFE, TRACKS, WARNING, CLAIM, TARGET or DIRECTIVE"),
    whole("sender", "unit", "who sent it"),
    whole("receiver", "unit", "who is to have it"),
    whole("link", "link", "on which it is, or for which it waits; NONE within a unit"),
)

#: PLOTS: what one look of a sensor gave.
PLOTS_SENT: Final = layout(
    whole("look", "look", "number of the look in the ring of looks"),
)

#: TRACKS: what the tracks of the sender have become.
TRACKS_SENT: Final = layout(
    real("at", "s", "when they were reported"),
    whole("sensor", "sensor", "whose registration error they carry"),
    whole("first", "reported track", "number of the first in the ring of reported tracks"),
    whole("tracks", "tracks", "how many"),
)

#: ORDER, CUE, TARGET, WARNING: a post's track, for the unit that is to engage, may engage, or should expect it.
#: CLAIM: what a unit engages unasked.
ORDER_SENT: Final = layout(
    real("at", "s", "when position and velocity hold"),
    real("x", "m", "east of the origin"),
    real("y", "m", "north"),
    real("z", "m", "up"),
    real("vx", "m/s", "velocity, east"),
    real("vy", "m/s", "velocity, north"),
    real("vz", "m/s", "velocity, up"),
    real("spread", "m", "standard deviation of the position"),
    real("worth", "1", "threat value of the track"),
    real("echo", "m2", "mean radar cross-section that it shows, 0 for not known"),
    whole("guides", "flag", "whether rounds may be led on it"),
    whole("unit", "unit", "who is to engage it"),
    whole("post", "unit", "who gave the order"),
    whole("order", "order", "number of the order"),
    whole("track", "track number", "the track that it names"),
)

#: STATUS: what a unit has left, where it looks, and how one order stands.
STATUS_SENT: Final = layout(
    real("at", "s", "when it was so"),
    real("met_at", "s", "when a round met the target that the order named, where that may have killed it"),
    real("facing_x", "1", "where its engagement sensor faces, east; 0 and 0 without one"),
    real("facing_y", "1", "the same, north"),
    real("turn_low", "rad", "how far that may turn clockwise, for rounds in flight; negative"),
    real("turn_high", "rad", "the same, anticlockwise"),
    real("held_worth", "1", "greatest threat value of what it seeks or has acquired and not fired at"),
    real("left", "1", "share of its rounds that is ready"),
    whole("unit", "unit", "who reports"),
    whole("free", "channels", "idle fire channels"),
    whole("weapons", "bits", "kinds of weapon that it has ready, one bit for each"),
    whole("order", "order", "the order that it answers"),
    whole("track", "track number", "the track that the order named"),
    whole("why", "reason", "why that ended or was refused, NO_REASON while it stands"),
    whole("instead", "order", "the order under which it engages that target already, NONE for none"),
)

#: DIRECTIVE: anything else that a unit is told to do.
DIRECTIVE_SENT: Final = layout(
    real("value", "any", "what `state.decision` says of the act"),
    real("x", "1", "where to face, east"),
    real("y", "1", "where to face, north"),
    whole("act", "act", "STAND_DOWN and the others of `state.decision`"),
    whole("unit", "unit", "who is to do it"),
    whole("order", "order", "the order that STAND_DOWN ends"),
)
