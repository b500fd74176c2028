"""Layouts of what a commander from outside was shown and decided, as a run folder keeps them in its scene."""

from typing import Final

import numpy as np

#: Names of the arrays in the scene.
EPOCHS_OF, TRACKS_OF, UNITS_OF, ORDERS_OF = "decision_epochs", "picture_tracks", "picture_units", "decisions"

#: One epoch: when (s), how many tracks and decisions, and the first 64 bits of the digest of all that was shown.
EPOCH: Final = np.dtype([("t", "f8"), ("tracks", "i8"), ("decisions", "i8"), ("digest", "u8")])

#: One track that was shown at `t`: place (m), velocity (m/s), standard deviations of both over the ground and in
#: height (m) and of the velocity (m/s), seconds since its last plot, threat value, and who engages it, a row of the
#: name table, -1 for nobody. `identity` is that of `state.identity`, `verdict` the reason of an assessment, 0 for none.
SHOWN_TRACK: Final = np.dtype(
    [("t", "f8"), ("number", "i8"), ("x", "f8"), ("y", "f8"), ("z", "f8"), ("vx", "f8"), ("vy", "f8"), ("vz", "f8"),
     ("sigma", "f8"), ("sigma_height", "f8"), ("sigma_speed", "f8"), ("age", "f8"), ("threat", "f8"),
     ("identity", "i8"), ("engaged_by", "i8"), ("verdict", "i8")],
)  # fmt: skip

#: One unit as its reports told the post at `t`: its row of the name table, the reach of its weapons (m), idle fire
#: channels, share of its rounds that is ready, seconds since it reported, whether it answers.
SHOWN_UNIT: Final = np.dtype(
    [("t", "f8"), ("name", "i8"), ("x", "f8"), ("y", "f8"), ("reach", "f8"), ("free", "i8"), ("left", "f8"),
     ("age", "f8"), ("answers", "i8")],
)  # fmt: skip
