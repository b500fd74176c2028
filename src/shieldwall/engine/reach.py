"""Who can reach what: predicted intercepts inside the fitted envelope, where the engagement sensor can see them."""

from math import inf, sqrt

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.geodesy import height_above_sea
from shieldwall.kernels.masks import AS_READ, elevation, visible_altitude
from shieldwall.kernels.reach import ground_range_and_height, intercept
from shieldwall.models.numbers import GUN
from shieldwall.record.reasons import (
    LAUNCHERS_BUSY,
    LEFT_ENVELOPE,
    NO_REASON,
    NO_ROUND,
    NO_UNIT_IN_REACH,
    OUTSIDE_SECTOR,
    TOO_FAST,
    UNSEEN_BY_FIRE_CONTROL,
)
from shieldwall.record.tables import NONE

#: What a unit believes of the terrain error: the middle of what it may be.
BELIEVED_RELIEF = 0.5
#: Worth of an intercept one second earlier, and of a million of money saved, against a certain kill.
PER_SECOND, PER_MILLION = 1.0 / 400.0, 0.1


@kernel
def best_reach(model, belief, u, k, t, arms):
    """Promise of unit `u`'s best weapon among `arms` against track `k`, and why it has none, 0 if it has.

    The promise is the marginal return of the round: its prior kill probability, less what its delay and its cost are
    worth.
    """
    unit = belief.nodes[u]
    track = belief.tracks[k]
    h = t - track.t
    x, y, z = track.x + h * track.vx, track.y + h * track.vy, track.z + h * track.vz
    most = -inf
    why = NO_UNIT_IN_REACH
    if not sees(model, belief, unit.eye, x, y, z):
        why = UNSEEN_BY_FIRE_CONTROL
    elif unit.free < unit.channels and not turned_to(belief, u, track.node, x, y):
        return -inf, OUTSIDE_SECTOR
    for w in range(belief.weapons.shape[0]):
        if (arms >> w) & 1 == 0:
            continue
        weapon = belief.weapons[w]
        target = (x, y, z, track.vx, track.vy, track.vz)
        obstacle, time = in_envelope(model, belief, w, (unit.x, unit.y, unit.z), target, unit.reaction)
        if obstacle == TOO_FAST and why == NO_UNIT_IN_REACH:
            why = TOO_FAST
        if obstacle != NO_REASON:
            continue
        if why == UNSEEN_BY_FIRE_CONTROL:
            return -inf, UNSEEN_BY_FIRE_CONTROL
        promise = weapon.prior - PER_SECOND * time - PER_MILLION * weapon.cost
        most = max(most, promise)
    if most > -inf:
        return most, NO_REASON
    return most, NO_UNIT_IN_REACH if why == UNSEEN_BY_FIRE_CONTROL else why


@kernel
def in_envelope(model, belief, w, origin, target, wait):
    """Reason why weapon `w` cannot reach a target (x, y, z, vx, vy, vz) from `origin`, 0 if it can; the flight time.

    The round leaves after `wait` s; the predicted intercept must lie in the fitted envelope and the cited limits.
    """
    run = belief.run[0]
    weapon = belief.weapons[w]
    x, y, z, vx, vy, vz = target
    if vx * vx + vy * vy + vz * vz > weapon.max_target_speed * weapon.max_target_speed:
        return TOO_FAST, inf
    if weapon.kind == GUN:
        dx, dy, dz = x - origin[0], y - origin[1], z - origin[2]
        distance = sqrt(dx * dx + dy * dy + dz * dz)
        height = height_above_sea(x, y, z, run.meridional, run.normal)
        if distance > weapon.max_range or distance < weapon.min_range or height > weapon.max_height:
            return LEFT_ENVELOPE, inf
        return NO_REASON, distance / weapon.muzzle_speed
    margin, time, px, py, pz = intercept(
        model.flight_times, model.airframes, weapon.airframe, origin, (x, y, z), (vx, vy, vz), wait, run.radius
    )
    if margin < 0.0:
        return LEFT_ENVELOPE, inf
    ground, height = ground_range_and_height(origin, (px, py, pz), run.radius)
    slant = sqrt(ground * ground + height * height)
    if slant > weapon.max_range or slant < weapon.min_range:
        return LEFT_ENVELOPE, inf
    low = elevation(model.ground[AS_READ], model.grid[0], px, py) + weapon.min_height
    if height > weapon.max_height or height < low:
        return LEFT_ENVELOPE, inf
    return NO_REASON, time


@kernel
def sees(model, belief, s, x, y, z):
    """Whether, by the map, the engagement sensor `s` has a line of sight to a place."""
    run = belief.run[0]
    if s < 0:
        return False
    sensor = belief.sensors[s]
    dx, dy, dz = x - sensor.x, y - sensor.y, z - sensor.z
    distance = sqrt(dx * dx + dy * dy + dz * dz)
    if distance > sensor.range_max or distance < sensor.range_min:
        return False
    sine = (dx * sensor.up_x + dy * sensor.up_y + dz * sensor.up_z) / distance + run.lift * distance
    if sine < max(sensor.obstacle, sensor.sin_low) or sine > sensor.sin_high:
        return False
    if sensor.mask < 0:
        return True
    lowest = visible_altitude(model.masks, model.mask_rows[sensor.mask], x, y, BELIEVED_RELIEF)
    return height_above_sea(x, y, z, run.meridional, run.normal) > lowest


@kernel
def faces(belief, s, x, y):
    """Whether a place lies in the sector to which sensor `s` is turned."""
    sensor = belief.sensors[s]
    dx, dy = x - sensor.x, y - sensor.y
    return dx * sensor.facing_x + dy * sensor.facing_y >= sensor.cos_sector * sqrt(dx * dx + dy * dy)


@kernel
def turned_to(belief, u, n, x, y):
    """Whether unit `u`'s engagement sensor is turned to a place, as unit `n` knows: by its own eyes, or as told."""
    unit = belief.nodes[u]
    if u == n:
        return faces(belief, unit.eye, x, y)
    sensor = belief.sensors[unit.eye]
    dx, dy = x - sensor.x, y - sensor.y
    return dx * unit.told_x + dy * unit.told_y >= sensor.cos_sector * sqrt(dx * dx + dy * dy)


@kernel
def choose_weapon(model, belief, c, t):
    """Launcher from which channel `c` fires now, and the flight time; -1 and the reason when it cannot.

    Of the rounds whose envelope holds the predicted intercept, the one that promises most.
    """
    channel = belief.channels[c]
    node = belief.nodes[channel.node]
    track = belief.tracks[c]
    h = t - track.t
    x, y, z = track.x + h * track.vx, track.y + h * track.vy, track.z + h * track.vz
    target = (x, y, z, track.vx, track.vy, track.vz)
    best = NONE
    most = -inf
    flight_time = 0.0
    why = NO_ROUND
    for place in range(node.first_launcher, node.first_launcher + node.launchers):
        launcher = belief.launchers[place]
        if launcher.ready == 0:
            continue
        if t < launcher.ready_at:
            if why == NO_ROUND or why == LEFT_ENVELOPE:
                why = LAUNCHERS_BUSY
            continue
        weapon = belief.weapons[launcher.weapon]
        obstacle, time = in_envelope(model, belief, launcher.weapon, (launcher.x, launcher.y, launcher.z), target, 0.0)
        if obstacle != NO_REASON:
            if why == NO_ROUND:
                why = obstacle
            continue
        promise = weapon.prior - PER_SECOND * time - PER_MILLION * weapon.cost
        if promise > most:
            most = promise
            best = place
            flight_time = time
    return best, flight_time, why if best < 0 else NO_REASON
