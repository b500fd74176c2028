"""What a post's track is made of: its own plots, and the tracks that units reported, each a part with its errors.

The parts of a track are kept apart and fused anew at each correction, so that nothing is ever counted twice: part 0 is
the filter of the plots that reached the post, part n what its n-th source reported last. The cross-covariances of each
two parts that a track has are kept in a pool, since of all that it could have it has few. A part that was not renewed
for as long as the unit holds a track is no part any more.
"""

from math import inf

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.filters import FIRST, SECOND
from shieldwall.kernels.fusion import carry, copy, corrected, correction, join, put, relate, spread, weigh
from shieldwall.state.layout import NONE

OWN = 0
#: Matrices of the scratch arrays: the estimate so far, the part that joins it, its weight, two for intermediate
#: results; then, for each part, its cross-covariance with the estimate. Before that, a corrected part lies in the first
#: as expected, its I - K H in the second.
ONE, OTHER, WEIGHT, WORK, CROSSED, LATER = 0, 1, 2, 3, 4, 5
#: A height with a variance above this, m2, is known from the prior alone, which all tracks share.
PRIOR_HEIGHT = 4.0e6


@kernel(inline=True)
def part_row(unit, k, slot):
    """Row of a part of track `k`."""
    return unit.first_part + (k - unit.first_track) * (unit.sources + 1) + slot


@kernel(inline=True)
def pair_of(unit, k, one, other):
    """Number of two parts of track `k` among all pairs, `one` the lower."""
    parts = unit.sources + 1
    pairs = parts * (parts - 1) // 2
    return unit.first_pair + (k - unit.first_track) * pairs + one * parts - one * (one + 1) // 2 + other - one - 1


@kernel
def clear_parts(model, belief, n, k):
    """Take all parts of track `k` from it."""
    unit = model.units[n]
    for slot in range(unit.sources + 1):
        if belief.parts[part_row(unit, k, slot)].number >= 0:
            clear_part(unit, belief, k, slot)


@kernel
def clear_part(unit, belief, k, slot):
    """Take a part of track `k` from it, and give its cross-covariances back to the pool."""
    belief.parts[part_row(unit, k, slot)].number = NONE
    for other in range(unit.sources + 1):
        if other != slot:
            pair = pair_of(unit, k, min(slot, other), max(slot, other))
            if belief.cross_rows[pair] >= 0:
                belief.progress[0].crosses -= 1
                belief.spare_crosses[belief.progress[0].crosses] = belief.cross_rows[pair]
                belief.cross_rows[pair] = NONE


@kernel
def new_cross(belief, pair):
    """Return the row of the cross-covariance of a pair of parts, taken from the pool if it has none yet."""
    progress = belief.progress[0]
    if belief.cross_rows[pair] < 0:
        if progress.crosses == belief.spare_crosses.shape[0]:
            progress.overflow = 1
            return 0
        belief.cross_rows[pair] = belief.spare_crosses[progress.crosses]
        progress.crosses += 1
    return belief.cross_rows[pair]


@kernel
def load_own(model, belief, n, k):
    """Put what its own plots say in the place of the fused track `k`, to be corrected; return whether there is any."""
    part = belief.parts[part_row(model.units[n], k, OWN)]
    if part.number < 0:
        return False
    track = belief.tracks[k]
    track.x, track.y, track.z = part.x, part.y, part.z
    track.vx, track.vy, track.vz = part.vx, part.vy, part.vz
    track.t = part.t
    copy(belief.part_covariance, part_row(model.units[n], k, OWN), belief.covariance, k)
    return True


@kernel
def store_own(model, belief, n, k, now):
    """Keep the track `k`, corrected by a plot, as the part of the unit's own plots, and fuse it with the others."""
    track = belief.tracks[k]
    row = part_row(model.units[n], k, OWN)
    part = belief.parts[row]
    fresh = expect_part(belief, row, track.t, noise(model, belief, n, OWN))
    part.x, part.y, part.z = track.x, track.y, track.z
    part.vx, part.vy, part.vz = track.vx, track.vy, track.vz
    part.t, part.heard, part.number = track.t, now, track.number
    copy(belief.covariance, k, belief.part_covariance, row)
    renew(model, belief, n, k, OWN, fresh)


@kernel
def store_reported(model, belief, n, k, slot, i, now):
    """Take row `i` of what was reported as the newest of a source's part of track `k`, and fuse it with the others."""
    reported = belief.reported[i]
    row = part_row(model.units[n], k, slot)
    part = belief.parts[row]
    part.heard = now
    if part.number == reported.number and part.t >= reported.t:
        return
    if part.number != reported.number:
        part.number = NONE
    fresh = expect_part(belief, row, reported.t, noise(model, belief, n, slot))
    part.x, part.y, part.z = reported.x, reported.y, reported.z
    part.vx, part.vy, part.vz = reported.vx, reported.vy, reported.vz
    part.t, part.number = reported.t, reported.number
    copy(belief.reported_covariance, i, belief.part_covariance, row)
    renew(model, belief, n, k, slot, fresh)


@kernel
def noise(model, belief, n, slot):
    """Process noise that the filter of a part works with: the post's own, or that of its source, which it knows."""
    if slot != OWN:
        for u in range(model.units.shape[0]):
            if belief.subordinates[n, u].source == slot:
                return model.units[u].process_noise
    return model.units[n].process_noise


@kernel
def expect_part(belief, row, t, q):
    """Write a part's covariance as expected at `t` to a scratch matrix; return whether the part is new and has none."""
    part = belief.parts[row]
    if part.number < 0:
        return True
    spread(belief.part_covariance[row], belief.scratch.matrices[ONE])
    carry(belief.scratch.matrices[ONE], t - part.t, q)
    return False


@kernel
def renew(model, belief, n, k, slot, fresh):
    """Bring the cross-covariances of a corrected part with all others up to date, then fuse.

    The part's covariance before the correction lies in the scratch arrays.
    """
    unit = model.units[n]
    matrices = belief.scratch.matrices
    row = part_row(unit, k, slot)
    t = belief.parts[row].t
    if not fresh:
        spread(belief.part_covariance[row], matrices[OTHER])
        correction(matrices[ONE], matrices[OTHER])
    for other in range(unit.sources + 1):
        third = part_row(unit, k, other)
        if other == slot or belief.parts[third].number < 0:
            continue
        pair = pair_of(unit, k, min(slot, other), max(slot, other))
        if fresh:
            initialise_cross(belief, new_cross(belief, pair), row, third)
            continue
        cross = belief.crosses[belief.cross_rows[pair]]
        at = cross[36]
        # No more of the noise is common than the quieter filter takes into account.
        q = min(noise(model, belief, n, slot), noise(model, belief, n, other))
        load_cross(cross, matrices[CROSSED], slot > other)
        # To the time of the correction, which may lie before that of the other part's last, and back.
        carry(matrices[CROSSED], t - at, q)
        corrected(matrices[OTHER], matrices[CROSSED], matrices[WORK])
        if at > t:
            carry(matrices[CROSSED], at - t, q)
        store_cross(cross, matrices[CROSSED], slot > other)
        cross[36] = max(at, t)
    fuse(model, belief, n, k)


@kernel
def initialise_cross(belief, row, one, other):
    """Begin the cross-covariance of two parts: they share no errors yet but those of a height that neither measured."""
    cross = belief.crosses[row]
    cross[:] = 0.0
    p = belief.part_covariance[one if belief.part_covariance[one, 5] < belief.part_covariance[other, 5] else other]
    if p[5] > PRIOR_HEIGHT:
        cross[14] = p[5]
        cross[17] = cross[32] = p[14]
        cross[35] = p[20]
    cross[36] = max(belief.parts[one].t, belief.parts[other].t)


@kernel
def load_cross(packed, full, turned):
    """Copy a stored cross-covariance to a scratch matrix, transposed where its parts come in the other order."""
    for i in range(6):
        for j in range(6):
            full[i, j] = packed[6 * j + i] if turned else packed[6 * i + j]


@kernel
def store_cross(packed, full, turned):
    """Store a cross-covariance from the scratch arrays."""
    for i in range(6):
        for j in range(6):
            packed[6 * j + i if turned else 6 * i + j] = full[i, j]


@kernel
def fuse(model, belief, n, k):
    """Make track `k` the best estimate of all its parts, one joining after the other, at the time of the latest."""
    unit = model.units[n]
    matrices = belief.scratch.matrices
    track = belief.tracks[k]
    latest = -inf
    for slot in range(unit.sources + 1):
        part = belief.parts[part_row(unit, k, slot)]
        if part.number >= 0:
            latest = max(latest, part.t)
    track.t = latest
    begun = False
    for slot in range(unit.sources + 1):
        row = part_row(unit, k, slot)
        part = belief.parts[row]
        if part.number >= 0 and latest - part.t > unit.drop_after:
            clear_part(unit, belief, k, slot)
        if part.number < 0:
            continue
        spread(belief.part_covariance[row], matrices[OTHER])
        carry(matrices[OTHER], latest - part.t, noise(model, belief, n, slot))
        if begun:
            weigh(matrices[ONE], matrices[OTHER], matrices[LATER + slot], matrices[WEIGHT], matrices[WORK])
            shift(track, part, matrices[WEIGHT])
            join(matrices[ONE], matrices[LATER + slot], matrices[WEIGHT], matrices[WORK])
        else:
            put(matrices[OTHER], matrices[ONE])
            h = latest - part.t
            track.x, track.y, track.z = part.x + h * part.vx, part.y + h * part.vy, part.z + h * part.vz
            track.vx, track.vy, track.vz = part.vx, part.vy, part.vz
        for later in range(slot + 1, unit.sources + 1):
            if belief.parts[part_row(unit, k, later)].number < 0:
                continue
            cross = belief.crosses[belief.cross_rows[pair_of(unit, k, slot, later)]]
            load_cross(cross, matrices[CROSSED], False)
            q = min(noise(model, belief, n, slot), noise(model, belief, n, later))
            carry(matrices[CROSSED], latest - cross[36], q)
            if begun:
                relate(matrices[LATER + later], matrices[CROSSED], matrices[WEIGHT], matrices[WORK])
            else:
                put(matrices[CROSSED], matrices[LATER + later])
        begun = True
    for i in range(21):
        belief.covariance[k, i] = matrices[ONE, FIRST[i], SECOND[i]]


@kernel
def shift(track, part, weight):
    """Correct a track by a part that joins it, in proportion to how they differ."""
    h = track.t - part.t
    apart = (
        part.x + h * part.vx - track.x,
        part.y + h * part.vy - track.y,
        part.z + h * part.vz - track.z,
        part.vx - track.vx,
        part.vy - track.vy,
        part.vz - track.vz,
    )
    track.x += along(weight, 0, apart)
    track.y += along(weight, 1, apart)
    track.z += along(weight, 2, apart)
    track.vx += along(weight, 3, apart)
    track.vy += along(weight, 4, apart)
    track.vz += along(weight, 5, apart)


@kernel
def along(weight, i, apart):
    """Element `i` of a matrix times a vector."""
    total = 0.0
    for n in range(6):
        total += weight[i, n] * apart[n]
    return total
