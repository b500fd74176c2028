"""How units are commanded: what the command doctrine of each has it do, as it knows itself or as its post can tell."""

from math import sqrt

from shieldwall.engine.command.resources import weapons_ready
from shieldwall.engine.command.shot_value import best_shot
from shieldwall.kernels.compiled import kernel
from shieldwall.models.commands.conduct import CHOOSES, NO_TARGET, RADIATES
from shieldwall.models.commands.switch import conduct
from shieldwall.models.numbers import CENTRALISED, DECENTRALISED
from shieldwall.record.reasons import NO_REASON, NO_UNIT_IN_REACH
from shieldwall.state.identity import HOSTILE
from shieldwall.state.track import CONFIRMED


@kernel(inline=True)
def chooses(model, belief, n, u):
    """Whether unit `u` chooses its targets itself, as unit `n` knows: of itself, or of one that it commands."""
    if model.units[u].method == CENTRALISED:
        return False
    done = belief.unit_state[n].conduct if u == n else belief.subordinates[n, u].conduct
    return done & CHOOSES != 0


@kernel(inline=True)
def lies_in_wait(model, belief, n, u, t):
    """Whether unit `u`, which unit `n` commands, is silent by its command doctrine, so that nothing is ordered yet."""
    if u == n or model.units[u].method == CENTRALISED:
        return False
    known = belief.subordinates[n, u]
    return known.conduct & RADIATES == 0 and t >= known.open_until


@kernel
def conduct_of(model, belief, n, u, radiates, since, t):
    """What the command doctrine of unit `u` has it do, by what unit `n` knows; `since`, s, its radars are as they are.

    A unit knows of itself whether anybody commands it, and its post takes it that it does.
    """
    method = model.units[u].method
    alone = u == n and belief.unit_state[n].autonomous == 1
    depth = NO_TARGET
    if method != CENTRALISED and method != DECENTRALISED:
        depth = deepest(model, belief, n, u, t)
    return conduct(method, alone, radiates, since, depth)


@kernel
def deepest(model, belief, n, u, t):
    """How deep in the kill zone of unit `u` the hostile track is that is deepest there, in the picture of unit `n`.

    0 at its edge, 1 at the unit, and for what comes no nearer; NO_TARGET without any that it could well shoot at.
    """
    unit = model.units[u]
    weapons = weapons_ready(model, belief, n) if u == n else belief.subordinates[n, u].weapons
    most = NO_TARGET
    for k in range(model.units[n].first_track, belief.unit_state[n].high_track):
        track = belief.tracks[k]
        if track.status != CONFIRMED or track.identity != HOSTILE or track.t <= track.killed_at:
            continue
        h = t - track.t
        dx, dy = track.x + h * track.vx - unit.x, track.y + h * track.vy - unit.y
        distance = sqrt(dx * dx + dy * dy)
        if distance > unit.reach:
            continue
        depth = 1.0 - distance / unit.reach if dx * track.vx + dy * track.vy < 0.0 else 1.0
        if depth > most and best_shot(model, belief, n, u, k, weapons, NO_UNIT_IN_REACH, t)[3] == NO_REASON:
            most = depth
    return most
