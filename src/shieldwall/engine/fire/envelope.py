"""The envelope of a weapon: whether the predicted intercept lies inside it, and how long the round flies there."""

from math import inf, sqrt

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

    It is asked first, since it costs little and an intercept need not be sought then. What lies within `max_range` by
    ground and height is not much farther in a straight line: by the launcher's height at most, and by as much as the
    ground range is longer up there.
    """
    x, y, z, vx, vy, vz = target
    dx, dy, dz = x - origin[0], y - origin[1], z - origin[2]
    above = abs(sqrt(origin[0] * origin[0] + origin[1] * origin[1] + (origin[2] + radius) ** 2) - radius)
    wider = 1.0 + 0.5 * (above + min(weapon.max_range, weapon.max_height)) / radius
    reach = SLACK * wider * weapon.max_range + above + ROUNDING
    nearest = -(dx * vx + dy * vy + dz * vz) / max(vx * vx + vy * vy + vz * vz, TINY)
    at = min(max(nearest, wait), wait + battery)
    dx, dy, dz = dx + at * vx, dy + at * vy, dz + at * vz
    return dx * dx + dy * dy + dz * dz > reach * reach


@kernel
def keeps_out(unit, track, t, radius):
    """Whether a target in straight flight stays beyond the range of all weapons of a unit, whenever a round leaves.

    Then `in_envelope` has the same reason for each of them: none is in reach. What is too fast for one has another.
    """
    speed2 = track.vx * track.vx + track.vy * track.vy + track.vz * track.vz
    if speed2 >= unit.target_speed * unit.target_speed:
        return False
    h = t - track.t
    dx, dy, dz = track.x + h * track.vx - unit.x, track.y + h * track.vy - unit.y, track.z + h * track.vz - unit.z
    above = abs(sqrt(unit.x * unit.x + unit.y * unit.y + (unit.z + radius) ** 2) - radius)
    reach = SLACK * (1.0 + 0.5 * (above + unit.reach) / radius) * unit.reach + above + ROUNDING
    nearest = -(dx * track.vx + dy * track.vy + dz * track.vz) / max(speed2, TINY)
    at = min(max(nearest, 0.0), unit.reaction + unit.standby + unit.longest_flight)
    dx, dy, dz = dx + at * track.vx, dy + at * track.vy, dz + at * track.vz
    return dx * dx + dy * dy + dz * dz > reach * reach


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
