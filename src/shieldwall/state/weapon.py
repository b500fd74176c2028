"""A kind of round or a gun: what its guidance needs and how it kills. Flight constants live in `kernels.flight`."""

from typing import Final

from shieldwall.state.layout import OWN_COLUMNS, layout, real, whole

WEAPON: Final = layout(
    real("min_range", "m", "least slant range of an intercept"),
    real("max_range", "m", "greatest slant range of an intercept"),
    real("min_height", "m", "least height of an intercept over the ground"),
    real("max_height", "m", "greatest height of an intercept above the sea"),
    real("max_target_speed", "m/s", "fastest target"),
    real("memory", "s", "how long a round flies on without support"),
    real("seeker_range", "m", "range at which the seeker acquires 1 m2"),
    real("seeker_view", "1", "cosine of half the seeker's field of view"),
    real("seeker_noise", "rad", "angle noise of the seeker, standard deviation"),
    real("seeker_lag", "s", "lag of the seeker"),
    real("lethal_radius", "m", "miss distance that kills in half of all detonations"),
    real("fuze_radius", "m", "miss distance within which the fuze works"),
    real("fuze_works", "1", "probability that the fuze works"),
    real("works", "1", "probability that the round works"),
    real("prior", "1", "kill probability that command expects"),
    real("cost", "million USD", "of a round, or a burst"),
    real("rate", "1/s", "rate of fire of a gun"),
    real("burst", "s", "length of a gun's burst"),
    real("dispersion", "rad", "dispersion of a gun"),
    real("hit_kills", "1", "probability that one hit of a gun kills"),
    real("muzzle_speed", "m/s", "muzzle velocity of a gun"),
    real("top_speed", "m/s", "speed that no round exceeds"),
    *OWN_COLUMNS,
    whole("name", "name", "its name"),
    whole("kind", "model", "its model of effect"),
    whole("guidance", "model", "its guidance"),
    whole("airframe", "airframe", "how it flies"),
    whole("first_column", "round", "where its rounds begin"),
    whole("end_column", "round", "where they end"),
)

#: Rounds of a weapon leave in the order of their rows.
WEAPON_STATE: Final = layout(
    whole("next", "round", "the next to leave"),
)
