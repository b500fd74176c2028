"""The ground under points of a frame's plane, from the elevation file at its own resolution.

The file's cells lie even in latitude and longitude. Where a point of the plane lies among them is either computed
(`place_on`) or read from a lattice over the plane (`LATTICE`), bilinear and with the bend of the parallels between its
nodes. What the file says is never undercut by the coarser grid over which sight lines run (`masks.GRID`).
"""

from math import sqrt

import numpy as np

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import atan2, sincos
from shieldwall.quantities.constants import WGS84_ECCENTRICITY_SQUARED, WGS84_SEMI_MAJOR, WGS84_SEMI_MINOR

FILE = np.dtype(
    [
        ("south", "f8"),  # rad, outer edge of the last row
        ("north", "f8"),  # rad, outer edge of the first row
        ("west", "f8"),  # rad, outer edge of the first column
        ("east", "f8"),  # rad, outer edge of the last column
        ("centre_x", "f8"),  # m, the frame's origin in earth-centred earth-fixed axes
        ("centre_y", "f8"),  # m
        ("centre_z", "f8"),  # m
        *((axis + part, "f8") for axis in ("east_", "north_", "up_") for part in ("x", "y", "z")),  # the frame's axes
        ("meridional", "f8"),  # m, radius of curvature at the frame's origin along the meridian
        ("normal", "f8"),  # m, radius of curvature across it
    ],
    align=True,
)
"""Where an elevation file (rows from north to south) lies, and the frame from whose plane it is read."""

_SECOND = WGS84_ECCENTRICITY_SQUARED / (1.0 - WGS84_ECCENTRICITY_SQUARED)
# As `geodesy.geodetic`: a micrometre from 10 km below the sea to 10 000 km above it.
_ROUNDS = 3


@kernel
def geodetic_point(file, east, north, up):
    """Return latitude, longitude (radians) and height (metres) of a point of the plane, as `geodesy.Frame` does."""
    x = file.centre_x + file.east_x * east + file.north_x * north + file.up_x * up
    y = file.centre_y + file.east_y * east + file.north_y * north + file.up_y * up
    z = file.centre_z + file.east_z * east + file.north_z * north + file.up_z * up
    ring = sqrt(x * x + y * y)
    sine, cosine = z * WGS84_SEMI_MAJOR, ring * WGS84_SEMI_MINOR
    top, bottom = sine, cosine
    for _ in range(_ROUNDS):
        scale = sqrt(sine * sine + cosine * cosine)
        s, c = sine / scale, cosine / scale
        top = z + _SECOND * WGS84_SEMI_MINOR * (s * s * s)
        bottom = ring - WGS84_ECCENTRICITY_SQUARED * WGS84_SEMI_MAJOR * (c * c * c)
        sine, cosine = WGS84_SEMI_MINOR * top, WGS84_SEMI_MAJOR * bottom
    latitude = atan2(top, bottom)
    sine, cosine = sincos(latitude)
    root = sqrt(1.0 - WGS84_ECCENTRICITY_SQUARED * sine * sine)
    height = ring * cosine + z * sine - WGS84_SEMI_MAJOR * root
    return latitude, atan2(y, x), height


@kernel(inline=True)
def level_up(file, x, y, height):
    """Return z of the point above (x, y) at a height above the sea, as `geodesy.up_at` but at the origin, too."""
    square = x * x + y * y
    radius = square / (y * y / file.meridional + x * x / file.normal + 1e-12)
    if square < 1e-6:
        radius = file.meridional
    down = height * (2.0 * radius + height) - square
    reach = radius + height
    return down / (sqrt(reach * reach - square) + radius)


@kernel
def elevation_at(raster, file, latitude, longitude):
    """Return the ground above the sea at a place (radians), metres: bilinear, 0 outside the file."""
    if not (file.south <= latitude <= file.north and file.west <= longitude <= file.east):
        return 0.0
    rows, columns = raster.shape
    across = (longitude - file.west) / (file.east - file.west) * columns - 0.5
    along = (file.north - latitude) / (file.north - file.south) * rows - 0.5
    return cells(raster, min(max(across, 0.0), columns - 1.0), min(max(along, 0.0), rows - 1.0))


@kernel(inline=True)
def cells(raster, across, along):
    """Return the bilinear value of a raster at a fractional column and row inside it."""
    column, row = min(int(across), raster.shape[1] - 2), min(int(along), raster.shape[0] - 2)
    fx, fy = across - column, along - row
    nw, ne = np.float64(raster[row, column]), np.float64(raster[row, column + 1])
    sw, se = np.float64(raster[row + 1, column]), np.float64(raster[row + 1, column + 1])
    upper = nw * (1.0 - fx) + ne * fx
    lower = sw * (1.0 - fx) + se * fx
    return upper * (1.0 - fy) + lower * fy
