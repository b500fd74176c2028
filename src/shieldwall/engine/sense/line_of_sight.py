"""The geometry of a look, written once: battle, coverage and cards ask the same functions.

A target is in view when it is in range, over the terrain's shadow and the trees, inside the elevations, and inside the
sector; edges, air, rain and the ground then take from its echo.
"""

from math import sqrt

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.diffraction import edge_parameter, edge_share, sea_share
from shieldwall.kernels.geodesy import horizon_distance
from shieldwall.kernels.lobing import ground_gain
from shieldwall.kernels.masks import shadow_edge, visible_altitude
from shieldwall.kernels.propagation import transmission
from shieldwall.kernels.treetops import treetop_towards
from shieldwall.quantities.constants import EARTH_RADIUS
from shieldwall.record.reasons import (
    BEHIND_TREES,
    BELOW_HORIZON,
    IN_VIEW,
    MASKED,
    OUT_OF_RANGE,
    OUTSIDE_ELEVATION,
    OUTSIDE_SECTOR,
    TOO_CLOSE,
)


@kernel(inline=True)
def apparent_sine(sensor, dx, dy, dz, distance, curvature):
    """Sine of the elevation at which a sensor sees a point, over its own horizontal and through the bent ray."""
    return (dx * sensor.up_x + dy * sensor.up_y + dz * sensor.up_z) / distance + curvature * distance


@kernel(inline=True)
def out_of_range(sensor, distance):
    """Reason why a distance is too far or too close for a sensor, IN_VIEW if it is neither."""
    if distance > sensor.range_max:
        return OUT_OF_RANGE
    if distance < sensor.range_min:
        return TOO_CLOSE
    return IN_VIEW


@kernel(inline=True)
def in_view(model, sensor, pointing, place, offset, distance):
    """Reason why a sensor has a point in range in view or not, the sine of its elevation, and its edge's share.

    `place` is (x, y, height above the sea), `offset` the vector from the antenna. A sensor without a mask stands as
    high as it does over a smooth sea, and no trees hide anything.
    """
    dx, dy, dz = offset
    curvature = model.grid[0].curvature
    sine = apparent_sine(sensor, dx, dy, dz, distance, curvature)
    if sensor.mask >= 0:
        why, edge = over_terrain(model, sensor, place, offset, sine, distance)
    else:
        why, edge = over_the_sea(sensor, curvature, distance, sine)
    if why == IN_VIEW and not in_sector(sensor, pointing, dx, dy):
        why = OUTSIDE_SECTOR
    return why, sine, edge


@kernel(inline=True)
def over_terrain(model, sensor, place, offset, sine, distance):
    """Reason why the line of sight from a sensor to a point is free or not, and the share that its edge leaves."""
    x, y, height = place
    mask = model.mask_rows[sensor.mask]
    lowest = visible_altitude(model.masks, mask, x, y, sensor.relief)
    if height < lowest:
        return (BELOW_HORIZON if sine < sensor.sea_sine else MASKED), 0.0
    if sine < treetop(model, sensor, offset[0], offset[1]):
        return BEHIND_TREES, 0.0
    if sine < sensor.sin_low or sine > sensor.sin_high:
        return OUTSIDE_ELEVATION, 0.0
    if sensor.diffracts == 0:
        return IN_VIEW, 1.0
    part = shadow_edge(model.masks, mask, x, y)
    return IN_VIEW, edge_share(edge_parameter(height - lowest, part, distance, sensor.wave_length))


@kernel(inline=True)
def treetop(model, sensor, dx, dy):
    """Sine of the elevation of the trees about a sensor's site in the direction of an offset from its antenna."""
    return treetop_towards(model.treetops[sensor.mask], dx, dy)


@kernel(inline=True)
def over_the_sea(sensor, curvature, distance, sine):
    """Reason why a point is in view or not on a smooth earth, and the share that the horizon leaves.

    Beyond the horizon it must rise over the tangent.
    """
    radius = 0.5 / (0.5 / EARTH_RADIUS - curvature)
    horizon = horizon_distance(sensor.height, radius)
    if sine < sensor.sea_sine and distance > horizon:
        return BELOW_HORIZON, 0.0
    if sine < sensor.sin_low or sine > sensor.sin_high:
        return OUTSIDE_ELEVATION, 0.0
    if sensor.diffracts == 0:
        return IN_VIEW, 1.0
    return IN_VIEW, sea_share(sensor.height, sine, distance, horizon, radius, sensor.wave_length)


@kernel(inline=True)
def in_sector(sensor, pointing, dx, dy):
    """Whether a horizontal offset from a sensor lies in the sector to which it is turned; `pointing` has its facing."""
    return dx * pointing.facing_x + dy * pointing.facing_y >= sensor.cos_sector * sqrt(dx * dx + dy * dy)


@kernel(inline=True)
def share_left(model, sensor, s, sine, distance, edge):
    """Power of an echo over that in free space, after an edge that leaves the share `edge`, air, rain and ground."""
    ground = ground_gain(sensor, model.grid[0].curvature, sine, distance, edge)
    air = transmission(model.losses, s, sensor.loss_horizon, sensor.loss_range, sine, distance)
    return edge * air * ground * ground
