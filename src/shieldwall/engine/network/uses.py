"""What a unit may do with what it hears of others: the catalogue's matrix, as the way of a message allows it."""

from shieldwall.kernels.compiled import kernel
from shieldwall.state.link import AWARENESS, CUEING, DATA, VOICE


@kernel
def use_of(model, belief, sender, to):
    """What unit `to` may do with tracks that it hears from `sender`: AWARENESS or CUEING."""
    if sender == to:
        return CUEING
    medium, allowed = DATA, CUEING
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
    """Note at those of unit `n`'s tracks that `sender` spoke of at `t` that they may cue, where the matrix allows."""
    if model.exercise[0].graded == 0 or use_of(model, belief, sender, n) == AWARENESS:
        return
    for i in range(tracks.shape[0]):
        if tracks[i] >= 0:
            belief.tracks[tracks[i]].cued_at = t


@kernel
def only_known(model, belief, n, k, t):
    """Whether all that unit `n` has heard of its track `k` of late may only be known, and cues nobody."""
    return model.exercise[0].graded == 1 and t - belief.tracks[k].cued_at > model.units[n].drop_after
