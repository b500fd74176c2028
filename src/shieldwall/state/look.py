"""One look of a sensor, and the plots that it gave."""

from typing import Final

from shieldwall.state.layout import layout, real, whole

#: The looks of a run lie in a ring; a row that was written over is gone.
LOOK: Final = layout(
    real("t", "s", "when"),
    real("east", "1", "middle of the cone, unit vector"),
    real("north", "1", "the same"),
    real("up", "1", "the same"),
    real("cosine", "1", "cosine of the cone's half angle: -2 all round, 2 for a cone that holds nothing"),
    real("share", "1", "energy and false alarms, over those of a full look"),
    whole("sensor", "sensor", "who looked"),
    whole("index", "1", "names the look in draws: the tick of the global grid"),
    whole("first", "plot", "number of its first plot in the ring of plots"),
    whole("plots", "plots", "how many it gave"),
)

#: A measured plot as its sensor reports it.
PLOT: Final = layout(
    real("x", "m", "east of the origin"),
    real("y", "m", "north of the origin"),
    real("z", "m", "up from the origin's plane"),
    real("xx", "m2", "covariance"),
    real("xy", "m2", "covariance"),
    real("xz", "m2", "covariance"),
    real("yy", "m2", "covariance"),
    real("yz", "m2", "covariance"),
    real("zz", "m2", "covariance"),
    real("t", "s", "when it was measured"),
    real("echo", "m2", "radar cross-section that its signal shows, 0 for not known"),
    whole("sensor", "sensor", "who measured it"),
    whole("reply", "bits", "modes in which it was interrogated, and in which it answered (`state.identity`)"),
)
