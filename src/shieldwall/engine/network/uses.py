"""What a unit may do with what it hears of others: the catalogue's matrix, as the way of a message allows it."""

from shieldwall.kernels.compiled import kernel
from shieldwall.state.link import AWARENESS, CUEING, DATA, FIRE_CONTROL, VOICE


@kernel
def use_of(model, belief, sender, to):
    """What unit `to` may do with tracks that it hears from `sender`: AWARENESS, CUEING or FIRE_CONTROL."""
    if sender == to:
        return CUEING
    medium, allowed = DATA, FIRE_CONTROL
    n = sender
    while n != to and belief.ways[n, to] >= 0:
        link = model.links[belief.ways[n, to]]
        allowed = min(allowed, link.allows)
        if model.nets[link.net].medium == VOICE:
            medium = VOICE
        n = link.receiver
    return min(allowed, model.uses[medium, sender, to])


@kernel
def note_use(model, belief, sender, n, tracks, t):
    """Note at those of unit `n`'s tracks that `sender` spoke of at `t` that they may cue or guide, as the matrix says.

    What a unit sees itself may guide those who may be guided by it.
    """
    if model.exercise[0].graded == 0:
        return
    use = use_of(model, belief, sender, n)
    if use == AWARENESS:
        return
    for i in range(tracks.shape[0]):
        if tracks[i] < 0:
            continue
        track = belief.tracks[tracks[i]]
        track.cued_at = t
        if use == FIRE_CONTROL:
            track.heard_at = t
        if use == FIRE_CONTROL or sender == n:
            track.guides_at = t


@kernel
def only_known(model, belief, n, k, t):
    """Whether all that unit `n` has heard of its track `k` of late may only be known, and cues nobody."""
    return model.exercise[0].graded == 1 and t - belief.tracks[k].cued_at > model.units[n].drop_after
