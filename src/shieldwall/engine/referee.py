"""The referee: the script of the raid, and which threat a track really follows."""

from math import inf, sqrt

from shieldwall.engine.bodies import become, motion
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import DAMAGE, uniform
from shieldwall.kernels.geodesy import height_above_sea
from shieldwall.record.emit import emit
from shieldwall.record.kinds import (
    ENTERS,
    EXITS,
    IMPACT,
    LOOKED,
    RELEASED,
    TRACK_FOLLOWS,
    UNIT_DESTROYED,
)
from shieldwall.record.reasons import (
    CARRIER_LOST,
    HOME_AFTER_RELEASE,
    HOME_UNRELEASED,
    NO_REASON,
)
from shieldwall.record.tables import CONFIRMED, ENTER, FLYING, GONE, LOOK, NONE, RELEASE, STRIKE

SCRIPT_CLOCK = 0
NOWHERE = (0.0, 0.0, 0.0)


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
            become(truth, line.other, GONE)
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
            become(truth, line.body, GONE)
            why = HOME_AFTER_RELEASE if body.released > 0 else HOME_UNRELEASED
            emit(book, t, (EXITS, why, NONE, body.name, NONE), NOWHERE, (0.0, 0.0))


@kernel
def enter(truth, belief, book, b, t):
    """Set a body flying."""
    body = truth.bodies[b]
    become(truth, b, FLYING)
    x, y, z, vx, vy, vz = motion(truth, b, t)
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
    become(truth, line.body, GONE)
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
def vouch(truth, belief, first, count):
    """Note which bodies the tracks really follow that a unit tells, `count` of them from row `first` on."""
    for i in range(first, first + count):
        row = i % truth.vouched.shape[0]
        truth.vouched[row] = truth.follows[belief.told[row].row, 0]


@kernel
def witness(truth, belief, book, origins, first, count, t):
    """Note which body each corrected track really follows now, for the log alone; the unit cannot read it.

    `desk.assigned` holds the tracks of the `count` plots from row `first` on, or tracks told; `origins`: int64[n], the
    body behind each.
    """
    for i in range(count):
        k = belief.desk.assigned[i]
        if k < 0:
            continue
        origin = origins[(first + i) % origins.shape[0]]
        track = belief.tracks[k]
        follows = truth.follows[k]
        follows[0] = origin
        if track.status == CONFIRMED and (follows[1] != track.number or follows[2] != origin):
            follows[1] = track.number
            follows[2] = origin
            whom = truth.bodies[origin].name if origin >= 0 else NONE
            what = (TRACK_FOLLOWS, NO_REASON, track.cause, belief.nodes[track.node].name, whom)
            emit(book, t, what, (track.x, track.y, track.z), (track.number, 0.0))
