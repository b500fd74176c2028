"""Rounds in flight: all move in lock step on the global grid, home, pass their targets, and end."""

from math import inf

from shieldwall.engine.bodies import motion
from shieldwall.engine.bursts import burst
from shieldwall.engine.ending import end, film, watch
from shieldwall.engine.homing import SEEKER_TICKS, STEP, seek
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.flight import (
    BX,
    BY,
    BZ,
    CX,
    CY,
    CZ,
    X,
    Y,
    Z,
    advance,
    closest_approach,
)
from shieldwall.models.guidance.switch import has_seeker
from shieldwall.record.reasons import (
    DETONATED_WITHOUT_KILL,
    FUZE_FAILED,
    NO_REASON,
)
from shieldwall.record.tables import FLYING, IN_FLIGHT, SPENT

TICKS_PER_SECOND = 20
#: Within this distance beyond the fuze's reach, m, passes are looked for at every tick.
NEAR = 100.0


@kernel
def fly(model, truth, belief, book, t):
    """Carry every round to the last tick that does not lie after `t`."""
    run = belief.run[0]
    last = int(t / STEP + 1e-9)
    while run.flying > 0 and run.ticks < last:
        tick(model, truth, belief, book, run.ticks)
        run.ticks += 1
    run.ticks = max(run.ticks, last)


@kernel
def tick(model, truth, belief, book, n):
    """One tick of all rounds: seekers look, bodies move, then hits take effect in the order of their times."""
    run = belief.run[0]
    t = n * STEP
    weapons = belief.weapons
    for w in range(weapons.shape[0]):
        weapon = weapons[w]
        while weapon.low_column < weapon.next_column and belief.rounds[weapon.low_column].state == SPENT:
            weapon.low_column += 1
        if weapon.low_column == weapon.next_column:
            continue
        if n % SEEKER_TICKS == 0 and has_seeker(weapon.guidance):
            for r in range(weapon.low_column, weapon.next_column):
                if belief.rounds[r].state == IN_FLIGHT:
                    seek(model, truth, belief, book, r, n)
        advance(
            belief.flight, weapon.low_column, weapon.next_column, model.airframes, weapon.airframe, t, STEP, run.radius
        )
    passes(truth, belief, book, t)
    for w in range(weapons.shape[0]):
        for r in range(weapons[w].low_column, weapons[w].next_column):
            if belief.rounds[r].state == IN_FLIGHT:
                # Not t + STEP, which may lie a rounding beyond the end of the exercise.
                watch(model, truth, belief, book, r, (n + 1) * STEP)
                if (n + 1) % TICKS_PER_SECOND == 0:
                    film(belief, book, r, (n + 1) * STEP)


@kernel
def passes(truth, belief, book, t):
    """Find the closest approaches of this tick and let them take effect, the earliest first."""
    hits = belief.desk.hits
    count = 0
    weapons = belief.weapons
    for w in range(weapons.shape[0]):
        for r in range(weapons[w].low_column, weapons[w].next_column):
            flown = belief.rounds[r]
            if flown.state != IN_FLIGHT or t + STEP < flown.checked_at:
                continue
            flown.checked_at = inf
            for b in range(truth.bodies.shape[0]):
                if truth.bodies[b].state != FLYING:
                    continue
                miss, part = approach(truth, belief, r, b, t)
                flown.checked_at = min(flown.checked_at, t + STEP + wait(belief, r, miss))
                if 0.0 < part < 1.0 and miss <= weapons[w].fuze_radius:
                    if count == hits.shape[1]:
                        belief.run[0].overflow = 1
                        break
                    hits[0, count] = t + part * STEP
                    hits[1, count] = miss
                    hits[2, count] = r
                    hits[3, count] = b
                    count += 1
    for _ in range(count):
        settle(truth, belief, book, earliest(belief, count))


@kernel(inline=True)
def wait(belief, r, distance):
    """Seconds during which a round cannot come near a body that is `distance` m away now, however both fly."""
    weapon = belief.weapons[belief.rounds[r].weapon]
    return max(0.0, (distance - weapon.fuze_radius - NEAR) / (weapon.top_speed + belief.run[0].fastest))


@kernel
def approach(truth, belief, r, b, t):
    """Miss distance, m, of round and body in the tick from `t`, and the part of the tick at which it occurs."""
    flight = belief.flight
    x, y, z, _vx, _vy, _vz = motion(truth, b, t)
    begin = (x - flight[BX, r], y - flight[BY, r], z - flight[BZ, r])
    x, y, z, _vx, _vy, _vz = motion(truth, b, t + STEP)
    there = (x - flight[X, r], y - flight[Y, r], z - flight[Z, r])
    square = STEP * STEP
    return closest_approach(begin, there, (-square * flight[CX, r], -square * flight[CY, r], -square * flight[CZ, r]))


@kernel
def earliest(belief, count):
    """Take the earliest hit off the list; at equal times the round whose name draws lower comes first."""
    hits = belief.desk.hits
    best = 0
    for i in range(1, count):
        if hits[0, i] < hits[0, best]:
            best = i
        elif hits[0, i] == hits[0, best] and hits[0, i] < inf:
            if belief.rounds[int(hits[2, i])].entity < belief.rounds[int(hits[2, best])].entity:
                best = i
    return best


@kernel
def settle(truth, belief, book, i):
    """Let one pass take effect, unless its round or its body is gone by now."""
    hits = belief.desk.hits
    when = hits[0, i]
    hits[0, i] = inf
    r = int(hits[2, i])
    b = int(hits[3, i])
    if belief.rounds[r].state != IN_FLIGHT or truth.bodies[b].state != FLYING or truth.shots[r, 2] == 0:
        return
    back_to(belief, r, when)
    x, y, z, _vx, _vy, _vz = motion(truth, b, when)
    result = burst(truth, belief, book, r, b, (when, hits[1, i], x, y, z))
    if result == 1:
        end(belief, book, r, when, NO_REASON)
    elif result == 0:
        end(belief, book, r, when, DETONATED_WITHOUT_KILL)
    else:
        end(belief, book, r, when, FUZE_FAILED)


@kernel
def back_to(belief, r, when):
    """Put a round that has flown this tick back to where it was at `when`, on the curve of `approach`."""
    flight = belief.flight
    part = when / STEP - belief.run[0].ticks
    bend = 0.5 * part * (1.0 - part) * STEP * STEP
    flight[X, r] = flight[BX, r] + part * (flight[X, r] - flight[BX, r]) - bend * flight[CX, r]
    flight[Y, r] = flight[BY, r] + part * (flight[Y, r] - flight[BY, r]) - bend * flight[CY, r]
    flight[Z, r] = flight[BZ, r] + part * (flight[Z, r] - flight[BZ, r]) - bend * flight[CZ, r]
