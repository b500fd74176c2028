"""How complete, clear, continuous and accurate each picture is: what the referee sums up of tracks against truth.

Completeness, ambiguity, spurious tracks and continuity are those of a single integrated air picture (Votruba et al.,
"Single Integrated Air Picture (SIAP) Metrics Implementation", 2001); accuracy is GOSPA over the ground, since 2-D
radars tell no height.
"""

from math import inf

from shieldwall.engine.referee.bodies import motion
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.gospa import best_match, gospa_squared
from shieldwall.state.body import FLYING, RED
from shieldwall.state.layout import NONE
from shieldwall.state.track import CONFIRMED

#: Distance, m, beyond which a track is of no use for a threat. Assumption: some times the spread of a wide cue.
CUTOFF = 3000.0
#: Rows of the scratch array of echoes that are borrowed: by threat its place, by body a track's number and its place.
EAST, NORTH, NUMBER, BODY_EAST, BODY_NORTH, BODY_UP = 0, 1, 2, 3, 4, 5
#: Where a body is: no threat in flight, beyond the range of what feeds a picture, or within.
AWAY, BEYOND, IN_RANGE = 0, 1, 2
#: Added to a body's count of tracks when one of them has the number that it had before.
KEPT = 1 << 20
#: A chain of posts is no longer.
STEPS_UP = 8


@kernel
def compare_pictures(model, truth, belief, t):
    """Add to the sums of every unit that lives and has a picture how that compares with what flies at `t`."""
    for n in range(model.units.shape[0]):
        unit = model.units[n]
        if belief.unit_state[n].alive == 1 and unit.end_track > unit.first_track:
            compare_picture(model, truth, belief, n, t)


@kernel
def compare_picture(model, truth, belief, n, t):
    """Add to the sums of unit `n`."""
    scratch = belief.scratch
    picture = truth.pictures[n]
    tracks = list_tracks(model, truth, belief, n, t)
    threats = list_threats(model, truth, belief, n, t)
    matches, error = best_match(
        truth.echoes, threats, scratch.slots, tracks, scratch.pairs, scratch.claims, scratch.assigned, CUTOFF
    )
    if matches < 0:
        belief.progress[0].overflow = 1
        return
    picture.times += 1
    picture.threats += threats
    picture.tracks += tracks
    picture.matches += matches
    picture.error += error
    picture.gospa += gospa_squared(threats, tracks, matches, error, CUTOFF)


@kernel
def list_tracks(model, truth, belief, n, t):
    """Put the confirmed tracks of unit `n` into the slots as expected at `t`, counted by body, too; return how many."""
    followed = truth.screened
    followed[:] = 0
    slots = belief.scratch.slots
    count = 0
    for k in range(model.units[n].first_track, belief.unit_state[n].high_track):
        track = belief.tracks[k]
        b = truth.follows[k, 0]
        # Who tracks a neutral tracks what is there: its picture is as good as it is of the raid.
        if track.status != CONFIRMED or (b >= 0 and truth.bodies[b].side != RED):
            continue
        slots[count]["row"] = k
        slots[count]["x"] = track.x + (t - track.t) * track.vx
        slots[count]["y"] = track.y + (t - track.t) * track.vy
        count += 1
        if b >= 0:
            if followed[b] == 0:
                truth.echoes[NUMBER, b] = track.number
            followed[b] += 1
            if track.number == truth.numbers[n, b]:
                followed[b] += KEPT
    return count


@kernel
def list_threats(model, truth, belief, n, t):
    """List the places of the threats that unit `n` tracks or might, and count tracked ones; return how many."""
    picture = truth.pictures[n]
    mark_in_range(model, truth, belief, n, t)
    count = 0
    for b in range(truth.bodies.shape[0]):
        on = truth.screened[b] % KEPT
        if truth.order[b] == AWAY or (truth.order[b] == BEYOND and on == 0):
            continue
        truth.echoes[EAST, count], truth.echoes[NORTH, count] = truth.echoes[BODY_EAST, b], truth.echoes[BODY_NORTH, b]
        count += 1
        if on == 0:
            continue
        picture.tracked += 1
        picture.tracks_on += on
        if truth.screened[b] < KEPT:
            if truth.numbers[n, b] != NONE:
                picture.changes += 1
            truth.numbers[n, b] = int(truth.echoes[NUMBER, b])
    return count


@kernel
def mark_in_range(model, truth, belief, n, t):
    """Mark in `truth.order` which threats fly, and are in the instrumented range of what searches for unit `n`.

    That is a sensor of its own, or of a unit that stands under it. Their places are kept in the echoes, by body.
    """
    echoes, marks = truth.echoes, truth.order
    for b in range(truth.bodies.shape[0]):
        marks[b] = AWAY
        if truth.body_state[b].state == FLYING and truth.bodies[b].side == RED:
            marks[b] = BEYOND
            x, y, z, _vx, _vy, _vz = motion(truth, b, t)
            echoes[BODY_EAST, b], echoes[BODY_NORTH, b], echoes[BODY_UP, b] = x, y, z
    for s in range(model.sensors.shape[0]):
        sensor = model.sensors[s]
        if sensor.period == inf or belief.unit_state[sensor.unit].alive == 0 or not under(model, sensor.unit, n):
            continue
        for b in range(truth.bodies.shape[0]):
            if marks[b] == BEYOND:
                dx, dy = echoes[BODY_EAST, b] - sensor.x, echoes[BODY_NORTH, b] - sensor.y
                dz = echoes[BODY_UP, b] - sensor.z
                if dx * dx + dy * dy + dz * dz <= sensor.range_max * sensor.range_max:
                    marks[b] = IN_RANGE


@kernel
def under(model, one, n):
    """Whether unit `one` is `n` or stands under it."""
    for _step in range(STEPS_UP):
        if one == n:
            return True
        if one < 0:
            return False
        one = model.units[one].post
    return False
