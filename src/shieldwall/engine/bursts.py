"""Bursts: what the fuze of a round, or a gun, really does to what is really near."""

from math import sqrt

from shieldwall.engine.bodies import become, motion
from shieldwall.engine.shots import threat_of
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import FUZE, GUN_BURST, uniform, uniforms
from shieldwall.models.numbers import CERTAIN_EFFECT
from shieldwall.models.weapons import gun
from shieldwall.models.weapons.switch import kill_probability
from shieldwall.record.emit import emit
from shieldwall.record.kinds import BURST, KILLED, PASSED
from shieldwall.record.reasons import FUZE_FAILED, FUZED, NO_REASON
from shieldwall.record.tables import DEAD, FLYING, NONE

#: A burst hits what is within so many metres of where it was aimed.
AIM_REACH = 300.0
ANOTHER = 1 << 20


@kernel
def burst(truth, belief, book, r, b, when):
    """A round passes body `b`: the fuze works or fails, the warhead kills or does not. `when` is (t, miss, x, y, z).

    Returns 1 for a kill, 0 for a burst without one, -1 when the fuze did not work. One block of named words decides.
    """
    run = belief.run[0]
    t, miss, x, y, z = when
    flown = belief.rounds[r]
    weapon = belief.weapons[flown.weapon]
    body = truth.bodies[b]
    node = belief.nodes[belief.channels[flown.channel].node]
    p = kill_probability(belief.weapons, flown.weapon, miss, body.toughness)
    # A burst at another than the intended target has luck of its own.
    index = truth.shots[r, 1] if truth.shots[r, 0] == b else truth.shots[r, 1] | ANOTHER
    works, kills, _c, _d = uniforms(run.seed, run.replication, FUZE, node.entity, threat_of(truth, r), index)
    why = FUZED if weapon.kind == CERTAIN_EFFECT or works < weapon.fuze_works else FUZE_FAILED
    row = emit(book, t, (PASSED, why, flown.cause, flown.name, body.name), (x, y, z), (miss, p))
    if why != FUZED:
        return -1
    if kills < p:
        kill(truth, book, b, (row, flown.name), (t, miss, p, x, y, z))
        return 1
    return 0


@kernel
def kill(truth, book, b, by, when):
    """Take a killed body out of the sky; `by` is (cause, killer's name), `when` (t, miss, probability, x, y, z)."""
    body = truth.bodies[b]
    become(truth, b, DEAD)
    t, miss, p, x, y, z = when
    emit(book, t, (KILLED, NO_REASON, by[0], by[1], body.name), (x, y, z), (miss, p))


@kernel
def fire_guns(truth, belief, book, c, t):
    """Channel `c` fires a burst at where its track is; it meets what is really nearest to there."""
    run = belief.run[0]
    channel = belief.channels[c]
    node = belief.nodes[channel.node]
    track = belief.tracks[c]
    h = t - track.t
    ax, ay, az = track.x + h * track.vx, track.y + h * track.vy, track.z + h * track.vz
    nearest = NONE
    error = AIM_REACH
    for b in range(truth.bodies.shape[0]):
        body = truth.bodies[b]
        if body.state != FLYING:
            continue
        x, y, z, _vx, _vy, _vz = motion(truth, b, t)
        apart = sqrt((x - ax) ** 2 + (y - ay) ** 2 + (z - az) ** 2)
        if apart < error:
            error = apart
            nearest = b
    rounds = belief.weapons[channel.weapon].rate * belief.weapons[channel.weapon].burst
    p = 0.0
    if nearest >= 0:
        distance = sqrt((ax - node.x) ** 2 + (ay - node.y) ** 2 + (az - node.z) ** 2)
        p = gun.kill_probability(belief.weapons, channel.weapon, distance, truth.bodies[nearest].extent, error)
    row = emit(book, t, (BURST, NO_REASON, channel.cause, channel.name, NONE), (ax, ay, az), (rounds, p))
    if nearest >= 0:
        number = truth.tallies[channel.node, nearest]
        truth.tallies[channel.node, nearest] += 1
        body = truth.bodies[nearest]
        if uniform(run.seed, run.replication, GUN_BURST, node.entity, body.entity, number) < p:
            kill(truth, book, nearest, (row, channel.name), (t, error, p, ax, ay, az))
