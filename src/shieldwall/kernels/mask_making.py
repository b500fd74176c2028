"""How masks are made: rays from a site over the terrain, and what each cell of the mask hides by them.

The sweep runs rays through a square about the site, so it needs no trigonometry: a ray is one of four sides
and a ratio t in [-1, 1] of the lesser to the greater offset. The earth's curve is exact; refraction lifts
a far point by `curvature * d * d` (`geodesy.refraction_lift`), and then the sight line is straight.
"""

from math import ceil, floor, sqrt

import numpy as np

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.geodesy import euler_radius, up_at
from shieldwall.kernels.ground_tiles import finest_per_cell
from shieldwall.kernels.masks import AS_READ, EDGE, HIDDEN, LAYERS, MASK, RAISED, WHOLE_WAY, elevation, local

CLEARING = 5000.0
"""Metres about a site over which the raised terrain grows out of the terrain as read.

A site is surveyed and its foreground chosen clear; trees and houses are the site obstacle angle's part.
Estimate.
"""

WORK = 400_000_000
"""Bytes of the slopes along the rays of one mask."""

SETTLED_EACH, SURELY = 8, 1e-9
"""Steps of a ray from one look ahead to the next, and what rounding may hide of a slope."""


def fill_mask(heights, grid, site, reach, mask, masks, rise=0.0):
    """Compute both layers of a mask into `masks` (int16, flat) at the mask's offset.

    `heights` and `grid` are the terrain, `site` a SITE record, `reach` the instrumented range in metres, which the
    cells may exceed. Rays are spaced by half a cell of the mask or less at that range, steps along them by half a cell
    of the terrain or the mask, whichever is less; where WORK does not hold the slopes at all steps, they are kept at
    some. `rise` is how much higher the ground of the site is than the grid has it, metres.
    """
    _fill(heights, grid, site, reach, mask, masks, rise, float(grid["per_cell"]))
    if mask["near_cells"] > 0:
        near = np.zeros(1, MASK)[0]
        near["offset"] = mask["offset"] + LAYERS * mask["columns"] * mask["rows"]
        near["columns"] = near["rows"] = mask["near_cells"]
        near["west"], near["south"], near["per_cell"] = (mask["near_" + one] for one in ("west", "south", "per_cell"))
        half = 0.5 * float(near["columns"] - 1) / float(near["per_cell"])
        _fill(heights, grid, site, half, near, masks, rise, float(finest_per_cell(grid)))


def _fill(heights, grid, site, reach, mask, masks, rise, per_cell):
    """Fill the cells of a mask, with `per_cell` cells of the terrain to a metre beyond its tiles."""
    farthest = max(reach, 0.5 * float(mask["columns"] - 3) / float(mask["per_cell"]))
    fine = 0.5 / max(per_cell, float(mask["per_cell"]))
    rays = ceil(4.0 * reach * float(mask["per_cell"]))
    parts = ceil(32.0 * rays * farthest / fine / WORK)
    step = parts * fine
    near_steps, near_parts = 0, parts
    if grid["near_per_cell"] > per_cell:
        near_steps = ceil(float(grid["near_reach"]) / step)
        near_parts = max(parts, ceil(2.0 * step * float(grid["near_per_cell"])))
    way = step, parts, near_steps, near_parts, rise
    slopes = np.empty((4, rays, ceil(farthest / step) + 1), np.float32)
    edges = np.empty(slopes.shape, np.int32)
    for layer in (AS_READ, RAISED):
        sweep(heights, grid, site, way, layer, slopes, edges)
        spread(slopes, edges, site, step, mask, masks, layer)


@kernel
def sweep(heights, grid, site, way, layer, slopes, edges):
    """Run the rays of a site over one terrain layer and keep the steepest slope met so far.

    `slopes[side, ray, k]` becomes the greatest tangent of the ground's apparent elevation over the first k + 1 steps of
    the ray and `edges` the number of the step that has it. `way` is a step along the side's axis, metres, the samples
    of one, how many steps are near the site and the samples of one of these, and how much higher the ground of the site
    is than the grid has it; over one cell of the grid the ground leads from the one to the other. Where rays lie
    farther apart than samples, some are left out, since what lies between two rays is not seen, either. Sides are east,
    north, west, south; the ray's ratio t is (2 ray + 1) / rays - 1.
    """
    step, parts, near_steps, near_parts, rise = way
    lead = finest_per_cell(grid)
    highest = max(np.float64(grid["top"]), 0.0, site["height"])
    rays, samples = slopes.shape[1], slopes.shape[2]
    for side in range(4):
        sign = 1.0 if side < 2 else -1.0
        for ray in range(rays):
            t = (2.0 * ray + 1.0) / rays - 1.0
            east, north = (sign, t) if side % 2 == 0 else (t, sign)
            stretch = sqrt(1.0 + t * t)
            radius = euler_radius(east, north, site["meridional"], site["normal"])
            level = radius + site["height"]
            dx = east * site["east_x"] + north * site["north_x"]
            dy = east * site["east_y"] + north * site["north_y"]
            steepest = -np.inf
            edge = 0
            for k in range(samples):
                count = near_parts if k < near_steps else parts
                fine = step / count
                for sample in range(k * count, (k + 1) * count):
                    major = (sample + 1) * fine
                    # Every so many samples, as fill half the way to the next ray: each one until rays are two apart.
                    if sample + 2 >= 2 * rays and sample % max(1, int(major / (rays * fine))) != 0:
                        continue
                    distance = major * stretch
                    square = distance * distance
                    sea = sqrt(radius * radius - square) - level
                    x = site["x"] + major * dx + sea * site["up_x"]
                    y = site["y"] + major * dy + sea * site["up_y"]
                    top = elevation(heights[layer], grid, x, y)
                    if layer == RAISED and distance < CLEARING:
                        low = elevation(heights[AS_READ], grid, x, y)
                        top = low + distance / CLEARING * (top - low)
                    top += radius + rise * max(0.0, 1.0 - distance * lead)
                    slope = (sqrt(top * top - square) - level + site["curvature"] * square) / distance
                    if slope > steepest:
                        steepest = slope
                        edge = k
                slopes[side, ray, k] = steepest
                edges[side, ray, k] = edge
                distance = (k + 1) * step * stretch
                looks_ahead = k % SETTLED_EACH == 0 and distance * lead >= 1.0
                if looks_ahead and _settled(site, radius, highest, distance, steepest):
                    slopes[side, ray, k + 1 :] = slopes[side, ray, k]
                    edges[side, ray, k + 1 :] = edge
                    break


@kernel(inline=True)
def _settled(site, radius, highest, distance, steepest):
    """Whether nothing from a distance on rises over the steepest sight line met: not even the highest ground would.

    `highest` is no less than the site, so what stands as high falls off with the distance wherever the ray bends less
    than the earth.
    """
    if 2.0 * site["curvature"] * (radius + highest) >= 1.0:
        return False
    square = distance * distance
    up = sqrt((radius + highest) ** 2 - square) - radius - site["height"] + site["curvature"] * square
    return up < (steepest - SURELY) * distance


@kernel
def spread(slopes, edges, site, step, mask, masks, layer):
    """Write the lowest visible altitudes that follow from a sweep into one layer of a mask."""
    rays, samples = slopes.shape[1], slopes.shape[2]
    meridional, normal = site["meridional"], site["normal"]
    cell = 1.0 / mask["per_cell"]
    for row in range(mask["rows"]):
        y = mask["south"] + row * cell
        for column in range(mask["columns"]):
            x = mask["west"] + column * cell
            height = 0.0
            part = 0.0
            # A point's foot moves with its height far from the origin; the second round settles it.
            for _ in range(2):
                east, north, _up = local(site, x, y, up_at(x, y, height, meridional, normal))
                if abs(east) >= abs(north):
                    side, major, minor = (0 if east >= 0.0 else 2), abs(east), north
                else:
                    side, major, minor = (1 if north >= 0.0 else 3), abs(north), east
                t = minor / major if major > 0.0 else 0.0
                ray = min(int((t + 1.0) * 0.5 * rays), rays - 1)
                # The last sample nearer than the point: the ground under it does not hide it.
                k = min(max(ceil(major / step) - 2, 0), samples - 1)
                square = east * east + north * north
                up = np.float64(slopes[side, ray, k]) * sqrt(square) - site["curvature"] * square
                radius = euler_radius(east, north, meridional, normal)
                height = sqrt(square + (radius + site["height"] + up) ** 2) - radius
                part = (edges[side, ray, k] + 1) * step / max(major, step)
            at = mask["offset"] + LAYERS * (row * mask["columns"] + column)
            masks[at + layer] = floor(min(max(height, -HIDDEN), HIDDEN - 0.5) + 0.5)
            if layer == AS_READ:
                masks[at + EDGE] = np.int16(WHOLE_WAY * min(part, 1.0))
