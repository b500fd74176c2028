"""The greedy choice among the shots that units offer: always the one that adds most to what was chosen before.

What all shooters of a track save rises with each of them, and by less each time, so that the choice is within half of
the best where units have so many channels (Fisher, Nemhauser and Wolsey, "An analysis of approximations for maximizing
submodular set functions II", Mathematical Programming Study 8, 1978, for one matroid).
"""

from shieldwall.kernels.compiled import kernel
from shieldwall.state.layout import NONE


@kernel(inline=True)
def marginal_gain(offer, track):
    """What a shot adds to those that are chosen: earlier ones leave a share of what it would save."""
    if offer.unit == track.shooter:
        return 0.0
    return offer.weight * (offer.value - (1.0 - track.left) * offer.saves)


@kernel
def best_offer(offers, count, spare, tracks):
    """Row of the offer of the greatest marginal gain whose unit has a channel to spare, NONE for none."""
    best = NONE
    most = 0.0
    for i in range(count):
        offer = offers[i]
        if spare[offer.unit] <= 0:
            continue
        gain = marginal_gain(offer, tracks[offer.track])
        if gain > most:
            most = gain
            best = i
    return best


@kernel
def choose(offer, spare, track):
    """Take an offer: its unit shoots at the track, as the second where another does already."""
    spare[offer.unit] -= 1
    if track.shooter < 0:
        track.shooter, track.left = offer.unit, offer.leaves
    else:
        track.second, track.left = offer.unit, 0.0
