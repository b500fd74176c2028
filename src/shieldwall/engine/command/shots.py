"""The shots that a post sees: what each shot of its units at each hostile track is worth, for whoever decides there."""

from math import inf

from shieldwall.engine.command.assignment import commanded_by
from shieldwall.engine.command.evaluation import threat_value
from shieldwall.engine.command.resources import weapons_ready
from shieldwall.engine.command.shot_value import best_shot
from shieldwall.kernels.compiled import kernel
from shieldwall.record.reasons import NO_UNIT_IN_REACH
from shieldwall.state.identity import HOSTILE
from shieldwall.state.track import CONFIRMED


@kernel
def lay_shots(model, belief, n, offers, t):
    """Write the shots that post `n` sees at hostile tracks as OFFER rows; return how many, more than there is room.

    Only `track`, `unit` and `value` are written. Nothing of the battle changes.
    """
    found = 0
    for k in range(model.units[n].first_track, belief.unit_state[n].high_track):
        track = belief.tracks[k]
        if track.status != CONFIRMED or track.identity != HOSTILE or track.t <= track.killed_at:
            continue
        was = track.score, track.worth, track.to_go
        track.score, track.worth, track.to_go = threat_value(model.assets, track, t)
        for u in range(model.units.shape[0]):
            if not commanded_by(model, belief, n, u):
                continue
            weapons = weapons_ready(model, belief, n) if u == n else belief.subordinates[n, u].weapons
            value = best_shot(model, belief, n, u, k, weapons, NO_UNIT_IN_REACH, t)[0]
            if value > -inf:
                if found < offers.shape[0]:
                    offers[found].track, offers[found].unit, offers[found].value = k, u, value
                found += 1
        track.score, track.worth, track.to_go = was
    return found
