"""The ground under points of a frame's plane, from the elevation file at its own resolution.

The file's cells lie even in latitude and longitude. Where a point of the plane lies among them is computed, or comes
from polynomials in x and y that are fitted to that once for a scenario (`BEND`): longitude is odd and latitude even in
x. What the file says is never undercut by the coarser grid over which sight lines run (`masks.GRID`).
"""

from math import pi, sqrt

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
        ("columns", "f8"),  # cells of a row
        ("rows", "f8"),  # cells of a column
        ("top", "f8"),  # m, nothing on the file or on the grid of sight lines rises higher
        ("reach_x", "f8"),  # m, the polynomials hold for x and y of at most these sizes; beyond there is only sea
        ("reach_y", "f8"),  # m
        ("fitted", "i8"),  # flag: whether the polynomials hold, to a centimetre
    ],
    align=True,
)
"""Where an elevation file (rows from north to south) lies, and the frame from whose plane it is read."""

#: Coefficients of the row of a place in the file, of its column, and of what a height over the ellipsoid exceeds that
#: over the sea (`geodesy.height_above_sea`) by. Rows and heights are even in x: for each power of x squared there is a
#: polynomial in y with so many coefficients. So are columns, less that of the origin and divided by x.
ROW, COLUMN, SEA = (8, 6, 4, 2), (7, 5, 3, 1), (6, 4, 2)
BEND = 1 + sum(ROW) + sum(COLUMN) + sum(SEA)

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


@kernel(inline=True)
def bent_place(bend, x, y):
    """Return the fractional column and row in the file under a point of the plane."""
    b = bend
    u = x * x
    row = b[1] + y * (b[2] + y * (b[3] + y * (b[4] + y * (b[5] + y * (b[6] + y * (b[7] + y * b[8]))))))
    row_2 = b[9] + y * (b[10] + y * (b[11] + y * (b[12] + y * (b[13] + y * b[14]))))
    row_4 = b[15] + y * (b[16] + y * (b[17] + y * b[18]))
    row += u * (row_2 + u * (row_4 + u * (b[19] + y * b[20])))
    column = b[21] + y * (b[22] + y * (b[23] + y * (b[24] + y * (b[25] + y * (b[26] + y * b[27])))))
    column_2 = b[28] + y * (b[29] + y * (b[30] + y * (b[31] + y * b[32])))
    column_4 = b[33] + y * (b[34] + y * b[35])
    return b[0] + x * (column + u * (column_2 + u * (column_4 + u * b[36]))), row


@kernel(inline=True)
def over_ellipsoid(bend, x, y):
    """Return by how much a height over the ellipsoid exceeds that over the sea, metres: 0.6 m at 250 km."""
    u = x * x
    none = bend[37] + y * (bend[38] + y * (bend[39] + y * (bend[40] + y * (bend[41] + y * bend[42]))))
    two = bend[43] + y * (bend[44] + y * (bend[45] + y * bend[46]))
    return none + u * (two + u * (bend[47] + y * bend[48]))


@kernel(inline=True)
def place_on(file, bend, x, y):
    """Return the fractional column and row in the file under a point of the plane, outside it where all is sea."""
    if file.fitted == 1:
        if abs(x) > file.reach_x or abs(y) > file.reach_y:
            return -1.0, -1.0
        return bent_place(bend, x, y)
    latitude, longitude, _ = geodetic_point(file, x, y, level_up(file, x, y, 0.0))
    # A file may go on beyond 180 degrees; half a turn from its middle there is a jump, wherever that is.
    from_middle = longitude - 0.5 * (file.west + file.east)
    if from_middle < -pi:
        longitude += 2.0 * pi
    elif from_middle > pi:
        longitude -= 2.0 * pi
    across = (longitude - file.west) / (file.east - file.west) * file.columns - 0.5
    return across, (file.north - latitude) / (file.north - file.south) * file.rows - 0.5


@kernel(inline=True)
def elevation_at(raster, across, along):
    """Return the ground above the sea at a fractional column and row, metres: bilinear, 0 outside the file."""
    rows, columns = raster.shape
    if not (-0.5 <= across <= columns - 0.5 and -0.5 <= along <= rows - 0.5):
        return 0.0
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
