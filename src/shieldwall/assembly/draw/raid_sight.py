"""When a vehicle that looks at something has had it near and in view for long enough."""

from math import ceil, sqrt

from shieldwall.assembly.draw.raid_heights import ground_at
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.geodesy import height_above_sea
from shieldwall.kernels.ground_tiles import finest_per_cell
from shieldwall.kernels.land import geodetic_point, over_ellipsoid
from shieldwall.kernels.paths import S, T, X, Y, Z, between, interpolated

#: Between two looks of a vehicle that looks, s, and the height of what it looks at, m. Assumptions.
LOOK_INTERVAL, LOOKED_AT = 5.0, 10.0
#: Distance between samples of a sight line, m: about the cells of the built-in terrain. Over ground whose finest cells
#: are no wider than this, m, they lie one of those apart.
SIGHT_STEP, FINE_GROUND = 1000.0, 500.0


@kernel
def sees(raid, land, aim, place, parts, relief):
    """Tell whether the ground leaves the sight of an aim free from a place (x, y, z), at `parts` - 1 points between."""
    x, y, z = place
    dx, dy, dz = aim.x - x, aim.y - y, aim.z + LOOKED_AT - z
    rise = raid.curvature * (dx * dx + dy * dy + dz * dz)
    for number in range(1, parts):
        part = number / parts
        east, north, up = x + part * dx, y + part * dy, z + part * dz
        if not _height(land.file[0], land.bend, (east, north, up)) + rise * part * (1.0 - part) > ground_at(
            land, east, north, relief
        ):
            return False
    return True


@kernel
def _height(file, bend, place):
    """Height of a place over the ellipsoid."""
    x, y, z = place
    if file.fitted == 1:
        return height_above_sea(x, y, z, file.meridional, file.normal) + over_ellipsoid(bend, x, y)
    _, _, height = geodetic_point(file, x, y, z)
    return height


@kernel
def looking(raid, land, member, path, count, relief):
    """Return the station of a timed path at which a look is complete, -1 where it never is.

    Looks are `LOOK_INTERVAL` seconds apart; all must find the aim within its distance and in view, as many in a row
    as the task lasts.
    """
    aim = raid.aims[member.aim]
    began = max(path[T, 0], 0.0)
    spacing = (began + LOOK_INTERVAL) - began
    looks = ceil((min(path[T, count - 1], raid.lasts) + LOOK_INTERVAL - began) / LOOK_INTERVAL)
    needed = ceil(member.look_lasts / LOOK_INTERVAL) + 1
    parts = _parts(path, count, aim, member.within, (began, spacing, looks), sight_step(land))
    streak = 0
    sample = 0
    for number in range(looks):
        t = began + number * spacing
        while sample < count - 1 and path[T, sample + 1] <= t:
            sample += 1
        x, y = between(path, count, sample, T, t, X), between(path, count, sample, T, t, Y)
        dx, dy = x - aim.x, y - aim.y
        near = sqrt(dx * dx + dy * dy) <= member.within
        place = (x, y, between(path, count, sample, T, t, Z))
        streak = streak + 1 if near and sees(raid, land, aim, place, parts, relief) else 0
        if streak == needed:
            done = began + (number - needed + 1) * spacing + member.look_lasts
            return interpolated(path, count, T, done, S)
    return -1.0


@kernel
def sight_step(land):
    """Distance between samples of a sight line over a ground, m."""
    cell = 1.0 / finest_per_cell(land.grid[0])
    return cell if cell <= FINE_GROUND else SIGHT_STEP


@kernel
def _parts(path, count, aim, within, times, step):
    """Pieces of each sight line: as many as the longest of them needs."""
    began, spacing, looks = times
    longest = 0.0
    sample = 0
    for number in range(looks):
        t = began + number * spacing
        while sample < count - 1 and path[T, sample + 1] <= t:
            sample += 1
        dx = between(path, count, sample, T, t, X) - aim.x
        dy = between(path, count, sample, T, t, Y) - aim.y
        across = sqrt(dx * dx + dy * dy)
        if across <= within:
            longest = max(longest, across)
    return max(2, ceil(longest / step))
