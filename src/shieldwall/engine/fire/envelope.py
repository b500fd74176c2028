"""The envelope of a weapon: whether the predicted intercept lies inside it, and how long the round flies there."""

from math import inf, sqrt

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.geodesy import height_above_sea
from shieldwall.kernels.masks import AS_READ, elevation
from shieldwall.kernels.reach import ground_range_and_height, intercept
from shieldwall.models.numbers import GUN
from shieldwall.record.reasons import LEFT_ENVELOPE, NO_REASON, TOO_FAST


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
    margin, time, px, py, pz = intercept(
        model.flight_times, model.airframes, weapon.airframe, origin, (x, y, z), (vx, vy, vz), wait, exercise.radius
    )
    if margin < 0.0:
        return LEFT_ENVELOPE, inf
    ground, height = ground_range_and_height(origin, (px, py, pz), exercise.radius)
    slant = sqrt(ground * ground + height * height)
    if slant > weapon.max_range or slant < weapon.min_range:
        return LEFT_ENVELOPE, inf
    low = elevation(model.ground[AS_READ], model.grid[0], px, py) + weapon.min_height
    if height > weapon.max_height or height < low:
        return LEFT_ENVELOPE, inf
    return NO_REASON, time
