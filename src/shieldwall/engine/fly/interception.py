"""Interception: where a round passes a body closest within a tick, and what follows, the earliest pass first."""

from math import inf

from shieldwall.engine.fly.ending import end
from shieldwall.engine.fly.grid import STEP
from shieldwall.engine.referee.bodies import bodies_near, place_of
from shieldwall.engine.referee.detonation import detonate
from shieldwall.kernels.closest import closest_approach
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.flight import BX, BY, BZ, CX, CY, CZ, X, Y, Z
from shieldwall.state.body import FLYING
from shieldwall.state.round import IN_FLIGHT

#: Within this distance beyond the fuze's reach, m, passes are looked for at every tick.
NEAR = 100.0
#: Bodies that a round cannot come near within so many seconds, however both fly, are not measured until then.
AHEAD = 2.0


@kernel
def meet_bodies(model, truth, belief, log, t):
    """Find the closest approaches of the tick from `t` and let them take effect, the earliest first."""
    hits = truth.hits
    count = 0
    for n in range(belief.progress[0].flying):
        r = belief.airborne[n]
        flown = belief.rounds[r]
        if t + STEP < flown.checked_at:
            continue
        weapon = model.weapons[flown.weapon]
        reach = weapon.fuze_radius
        speed = weapon.top_speed + truth.fastest[0]
        flown.checked_at = t + AHEAD
        for i in range(bodies_near(truth, begin_of(belief, r), reach + NEAR + speed * AHEAD, t)):
            b = truth.screened[i]
            miss, part = approach(truth, belief, r, b, t)
            flown.checked_at = min(flown.checked_at, t + STEP + max(0.0, (miss - reach - NEAR) / speed))
            if 0.0 < part < 1.0 and miss <= reach:
                if count == hits.shape[1]:
                    belief.progress[0].overflow = 1
                    break
                hits[0, count] = t + part * STEP
                hits[1, count] = miss
                hits[2, count] = r
                hits[3, count] = b
                count += 1
    for _ in range(count):
        resolve_intercept(model, truth, belief, log, earliest_hit(truth, belief, count))


@kernel(inline=True)
def begin_of(belief, r):
    """Where a round was when its tick began, m."""
    return belief.flight[BX, r], belief.flight[BY, r], belief.flight[BZ, r]


@kernel
def approach(truth, belief, r, b, t):
    """Miss distance, m, of round and body in the tick from `t`, and the part of the tick at which it occurs."""
    flight = belief.flight
    x, y, z = place_of(truth, b, t)
    begin = (x - flight[BX, r], y - flight[BY, r], z - flight[BZ, r])
    x, y, z = place_of(truth, b, t + STEP)
    there = (x - flight[X, r], y - flight[Y, r], z - flight[Z, r])
    square = STEP * STEP
    return closest_approach(begin, there, (-square * flight[CX, r], -square * flight[CY, r], -square * flight[CZ, r]))


@kernel
def earliest_hit(truth, belief, count):
    """Number of the earliest hit; at equal times the round whose name draws lower comes first."""
    hits = truth.hits
    best = 0
    for i in range(1, count):
        if hits[0, i] < hits[0, best]:
            best = i
        elif hits[0, i] == hits[0, best] and hits[0, i] < inf:
            if belief.rounds[int(hits[2, i])].entity < belief.rounds[int(hits[2, best])].entity:
                best = i
    return best


@kernel
def resolve_intercept(model, truth, belief, log, i):
    """Let one pass take effect, unless its round or its body is gone by now; it is taken off the list."""
    hits = truth.hits
    when = hits[0, i]
    hits[0, i] = inf
    r = int(hits[2, i])
    b = int(hits[3, i])
    if belief.rounds[r].state != IN_FLIGHT or truth.body_state[b].state != FLYING or truth.shots[r, 2] == 0:
        return
    rewind(belief, r, when)
    why = detonate(model, truth, belief, log, r, b, hits[1, i], when)
    end(belief, log, r, why, when)


@kernel
def rewind(belief, r, when):
    """Put a round that has flown this tick back to where it was at `when`, on the curve of `approach`."""
    flight = belief.flight
    part = when / STEP - belief.progress[0].ticks
    bend = 0.5 * part * (1.0 - part) * STEP * STEP
    flight[X, r] = flight[BX, r] + part * (flight[X, r] - flight[BX, r]) - bend * flight[CX, r]
    flight[Y, r] = flight[BY, r] + part * (flight[Y, r] - flight[BY, r]) - bend * flight[CY, r]
    flight[Z, r] = flight[BZ, r] + part * (flight[Z, r] - flight[BZ, r]) - bend * flight[CZ, r]
