"""The referee: the script of the raid, what a burst really does, and which threat a track really follows."""

from math import inf, sqrt

from shieldwall.engine.shots import threat_of
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import DAMAGE, FUZE, GUN_BURST, uniform, uniforms
from shieldwall.kernels.geodesy import height_above_sea
from shieldwall.models.movers.script import locate
from shieldwall.models.numbers import CERTAIN_EFFECT
from shieldwall.models.weapons import gun
from shieldwall.models.weapons.switch import kill_probability
from shieldwall.record.emit import emit
from shieldwall.record.kinds import (
    BURST,
    ENTERS,
    EXITS,
    IMPACT,
    KILLED,
    LOOKED,
    PASSED,
    RELEASED,
    TRACK_FOLLOWS,
    UNIT_DESTROYED,
)
from shieldwall.record.reasons import (
    CARRIER_LOST,
    FUZE_FAILED,
    FUZED,
    HOME_AFTER_RELEASE,
    HOME_UNRELEASED,
    NO_REASON,
)
from shieldwall.record.tables import CONFIRMED, DEAD, ENTER, FLYING, GONE, LOOK, NONE, RELEASE, STRIKE

SCRIPT_CLOCK = 0
NOWHERE = (0.0, 0.0, 0.0)
#: A burst hits what is within so many metres of where it was aimed.
AIM_REACH = 300.0
ANOTHER = 1 << 20


@kernel
def follow_script(truth, belief, book, t):
    """Let the next line of the script happen, if its body still flies."""
    run = belief.run[0]
    line = truth.script[run.script]
    run.script += 1
    if run.script < truth.script.shape[0]:
        belief.clocks[SCRIPT_CLOCK] = truth.script[run.script].t
    else:
        belief.clocks[SCRIPT_CLOCK] = inf
    body = truth.bodies[line.body]
    if line.what == ENTER:
        enter(truth, belief, book, line.body, t)
    elif line.what == RELEASE:
        if body.state == FLYING:
            emit(book, t, (RELEASED, NO_REASON, NONE, body.name, truth.bodies[line.other].name), NOWHERE, (0.0, 0.0))
            body.released += 1
            enter(truth, belief, book, line.other, t)
        else:
            truth.bodies[line.other].state = GONE
            what = (EXITS, CARRIER_LOST, NONE, truth.bodies[line.other].name, NONE)
            emit(book, t, what, NOWHERE, (0.0, 0.0))
    elif body.state == FLYING:
        if line.what == STRIKE:
            strike(truth, belief, book, line, t)
        elif line.what == LOOK:
            emit(
                book,
                t,
                (LOOKED, NO_REASON, NONE, body.name, truth.places[line.other].name),
                NOWHERE,
                (line.amount, 0.0),
            )
            body.released += 1
        else:
            body.state = GONE
            why = HOME_AFTER_RELEASE if body.released > 0 else HOME_UNRELEASED
            emit(book, t, (EXITS, why, NONE, body.name, NONE), NOWHERE, (0.0, 0.0))


@kernel
def enter(truth, belief, book, b, t):
    """Set a body flying."""
    body = truth.bodies[b]
    body.state = FLYING
    x, y, z, vx, vy, vz = locate(truth.legs, body.first_leg, body.legs, t)
    run = belief.run[0]
    height = height_above_sea(x, y, z, run.meridional, run.normal)
    emit(book, t, (ENTERS, NO_REASON, NONE, body.name, NONE), (x, y, z), (height, sqrt(vx * vx + vy * vy + vz * vz)))
    # A new body may appear close to a round in flight.
    for r in range(belief.rounds.shape[0]):
        belief.rounds[r].checked_at = t


@kernel
def strike(truth, belief, book, line, t):
    """A one-way threat arrives: damage to its place, if it works and hits, and the loss of a unit there."""
    body = truth.bodies[line.body]
    place = truth.places[line.other]
    body.state = GONE
    run = belief.run[0]
    before = place.damage
    if uniform(run.seed, run.replication, DAMAGE, body.entity, 0, 0) < line.chance:
        place.damage = min(place.hardness, before + line.amount)
    where = (place.x, place.y, place.z)
    row = emit(book, t, (IMPACT, NO_REASON, NONE, body.name, place.name), where, (place.damage - before, place.damage))
    if place.node >= 0 and place.damage >= place.hardness and belief.nodes[place.node].alive == 1:
        node = belief.nodes[place.node]
        node.alive = 0
        emit(book, t, (UNIT_DESTROYED, NO_REASON, row, body.name, node.name), where, (0.0, 0.0))


@kernel
def witness(truth, belief, book, first, count, t):
    """Note which body each corrected track really follows now, for the log alone; the unit cannot read it.

    `desk.assigned` holds the tracks of the `count` plots from row `first` on.
    """
    capacity = belief.plots.shape[0]
    for i in range(count):
        k = belief.desk.assigned[i]
        if k < 0:
            continue
        origin = truth.origins[(first + i) % capacity]
        track = belief.tracks[k]
        follows = truth.follows[k]
        follows[0] = origin
        if track.status == CONFIRMED and (follows[1] != track.number or follows[2] != origin):
            follows[1] = track.number
            follows[2] = origin
            whom = truth.bodies[origin].name if origin >= 0 else NONE
            what = (TRACK_FOLLOWS, NO_REASON, track.cause, belief.nodes[track.node].name, whom)
            emit(book, t, what, (track.x, track.y, track.z), (track.number, 0.0))


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
    body.state = DEAD
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
        x, y, z, _vx, _vy, _vz = locate(truth.legs, body.first_leg, body.legs, t)
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
