"""The numbers of one exercise: those that hold, and those that count."""

from typing import Final

from shieldwall.state.layout import layout, real, whole

EXERCISE: Final = layout(
    real("curvature", "1/m", "how much a ray rises over the chord, per distance squared (`refraction_lift`)"),
    real("radius", "m", "of the earth, for flight"),
    real("meridional", "m", "radius of curvature at the origin, along the meridian"),
    real("normal", "m", "radius of curvature at the origin, across it"),
    whole("seed", "1", "first word of the key of all draws"),
    whole("replication", "1", "second word"),
    whole("merges", "flag", "whether duplicate tracks of a picture are merged"),
    whole("neutrals", "flag", "whether neutrals may fly, so that a track is not hostile for being there"),
    whole("friends", "flag", "whether own aircraft fly"),
    whole("graded", "flag", "whether any unit hears what may do less than cue it, or more"),
    whole("adaptive", "flag", "whether messages look for the quickest way that is open, through other units too"),
)

PROGRESS: Final = layout(
    whole("ticks", "ticks", "of the global grid, flown"),
    whole("looks", "looks", "made so far"),
    whole("plots", "plots", "measured so far"),
    whole("reported", "tracks", "reported so far"),
    whole("tracks", "tracks", "numbered so far"),
    whole("crosses", "pairs", "of parts that have a cross-covariance"),
    whole("messages", "messages", "sent so far"),
    whole("waiting", "messages", "on their way"),
    whole("flying", "rounds", "in flight"),
    whole("script", "lines", "of the script, done"),
    whole("orders", "orders", "given so far"),
    whole("decisions", "decisions", "of a commander from outside so far"),
    whole("carried", "decisions", "of these that the staff has passed on"),
    whole("networked", "flag", "whether the network has begun"),
    whole("lost", "units", "lost since ways were sought last"),
    whole("overflow", "flag", "whether a table was too small"),
)
