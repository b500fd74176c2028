"""Guns: a burst at where a channel's track is meets what is really nearest to there."""

from math import sqrt

from shieldwall.engine.referee.bodies import bodies_near, motion
from shieldwall.engine.referee.damage import kill
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import GUN_BURST, uniform
from shieldwall.models.weapons import gun
from shieldwall.record.emit import emit
from shieldwall.record.kinds import BURST
from shieldwall.record.reasons import NO_REASON
from shieldwall.state.layout import NONE

#: A burst hits what is within so many metres of where it was aimed.
AIM_REACH = 300.0


@kernel
def fire_gun(model, truth, belief, log, c, t):
    """Channel `c` fires a burst at where its track is; it meets what is really nearest to there."""
    exercise = model.exercise[0]
    channel = model.channels[c]
    state = belief.channel_state[c]
    n = channel.unit
    unit = model.units[n]
    track = belief.tracks[c]
    h = t - track.t
    aim = (track.x + h * track.vx, track.y + h * track.vy, track.z + h * track.vz)
    b, error = nearest_body(truth, aim, t)
    rounds = model.weapons[state.weapon].rate * model.weapons[state.weapon].burst
    p = 0.0
    if b >= 0:
        distance = sqrt((aim[0] - unit.x) ** 2 + (aim[1] - unit.y) ** 2 + (aim[2] - unit.z) ** 2)
        p = gun.kill_probability(model.weapons, state.weapon, distance, truth.bodies[b].extent, error)
    state.met = 1
    state.met_at = t
    row = emit(log, t, BURST, NO_REASON, state.cause, (channel.name, NONE), aim, (rounds, p))
    if b >= 0:
        number = truth.tallies[n, b]
        truth.tallies[n, b] += 1
        u = uniform(exercise.seed, exercise.replication, GUN_BURST, unit.entity, truth.bodies[b].entity, number)
        if u < p:
            kill(truth, log, b, row, channel.name, aim, (error, p), t)


@kernel
def nearest_body(truth, aim, t):
    """Flying body that is nearest to where a burst is aimed, and how far from there; NONE where none is near."""
    nearest = NONE
    error = AIM_REACH
    for i in range(bodies_near(truth, aim, AIM_REACH, t)):
        b = truth.screened[i]
        x, y, z, _vx, _vy, _vz = motion(truth, b, t)
        apart = sqrt((x - aim[0]) ** 2 + (y - aim[1]) ** 2 + (z - aim[2]) ** 2)
        if apart < error:
            error = apart
            nearest = b
    return nearest, error
