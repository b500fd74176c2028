"""The envelope of a weapon: whether the predicted intercept lies inside it, and how long the round flies there."""

from math import inf, sqrt

from shieldwall.engine.command.degraded import target_now
from shieldwall.engine.fire.lowest import LOWEST
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.flight import TINY
from shieldwall.kernels.geodesy import height_above_sea
from shieldwall.kernels.masks import AS_READ, elevation
from shieldwall.kernels.reach import ground_range_and_height, intercept
from shieldwall.models.numbers import GUN
from shieldwall.record.reasons import LEFT_ENVELOPE, NO_REASON, TOO_FAST

#: What bounds a slant range is taken for so much more, and for so many metres: the rounding of ground range and height.
SLACK, ROUNDING = 1.001, 1.0


@kernel
def in_envelope(model, w, origin, target, wait):
    """Reason why weapon `w` cannot reach a target (x, y, z, vx, vy, vz) from `origin`, 0 if it can; the flight time.

    The round leaves after `wait` s; the predicted intercept must lie in the fitted envelope and the cited limits.
    """
    exercise = model.exercise[0]
    weapon = model.weapons[w]
    x, y, z, vx, vy, vz = target
    if vx * vx + vy * vy + vz * vz > weapon.max_target_speed * weapon.max_target_speed:
        return TOO_FAST, inf
    if weapon.kind == GUN:
        dx, dy, dz = x - origin[0], y - origin[1], z - origin[2]
        distance = sqrt(dx * dx + dy * dy + dz * dz)
        height = height_above_sea(x, y, z, exercise.meridional, exercise.normal)
        if distance > weapon.max_range or distance < weapon.min_range or height > weapon.max_height:
            return LEFT_ENVELOPE, inf
        return NO_REASON, distance / weapon.muzzle_speed
    if stays_beyond(weapon, model.airframes[weapon.airframe].battery, origin, target, wait, exercise.radius):
        return LEFT_ENVELOPE, inf
    return solved(model, w, origin, target, wait)


@kernel
def stays_beyond(weapon, battery, origin, target, wait, radius):
    """Whether a target in straight flight stays beyond a missile's range for as long as a round might fly to it.

    It is asked first, since it costs little and an intercept need not be sought then.
    """
    limit = straight_limit(origin, weapon.max_range, min(weapon.max_range, weapon.max_height), radius)
    return stays_farther(limit, origin, target, wait, wait + battery)


@kernel
def keeps_out(unit, track, t, radius):
    """Whether a target in straight flight stays beyond the range of all weapons of a unit, whenever a round leaves.

    Then `in_envelope` has the same reason for each of them: none is in reach. What is too fast for one has another.
    """
    if track.vx * track.vx + track.vy * track.vy + track.vz * track.vz >= unit.target_speed * unit.target_speed:
        return False
    origin = (unit.x, unit.y, unit.z)
    limit = straight_limit(origin, unit.reach, unit.reach, radius)
    last = unit.reaction + unit.standby + unit.longest_flight
    return stays_farther(limit, origin, target_now(track, t), 0.0, last)


@kernel(inline=True)
def straight_limit(origin, reach, height, radius):
    """Straight distance, m, from a launcher within which all lies that is in `reach` by ground and `height`, m.

    It is not much longer: by the launcher's height at most, and by as much as the ground range is longer up there.
    """
    above = abs(sqrt(origin[0] * origin[0] + origin[1] * origin[1] + (origin[2] + radius) ** 2) - radius)
    return SLACK * (1.0 + 0.5 * (above + height) / radius) * reach + above + ROUNDING


@kernel(inline=True)
def stays_farther(limit, origin, target, begin, end):
    """Whether a target in straight flight is farther than `limit` m from a point, from `begin` to `end` s ahead."""
    x, y, z, vx, vy, vz = target
    dx, dy, dz = x - origin[0], y - origin[1], z - origin[2]
    nearest = -(dx * vx + dy * vy + dz * vz) / max(vx * vx + vy * vy + vz * vz, TINY)
    at = min(max(nearest, begin), end)
    dx, dy, dz = dx + at * vx, dy + at * vy, dz + at * vz
    return dx * dx + dy * dy + dz * dz > limit * limit


@kernel
def solved(model, w, origin, target, wait):
    """Do as `in_envelope` does for a missile and a target that is not too fast, by seeking the intercept."""
    exercise = model.exercise[0]
    weapon = model.weapons[w]
    x, y, z, vx, vy, vz = target
    margin, time, px, py, pz = intercept(
        model.flight_times, model.airframes, weapon.airframe, origin, (x, y, z), (vx, vy, vz), wait, exercise.radius
    )
    if margin < 0.0:
        return LEFT_ENVELOPE, inf
    ground, height = ground_range_and_height(origin, (px, py, pz), exercise.radius)
    slant = sqrt(ground * ground + height * height)
    if slant > weapon.max_range or slant < weapon.min_range:
        return LEFT_ENVELOPE, inf
    below = elevation(model.ground[AS_READ], model.grid[0], px, py)
    height = max(height, below + LOWEST)
    if height > weapon.max_height or height < below + weapon.min_height:
        return LEFT_ENVELOPE, inf
    return NO_REASON, time
