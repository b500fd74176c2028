"""Trees about a site: how high they stand over an antenna's horizontal, by direction.

They stand on the ground where they are, a ring about the site. Directions are told apart without angles: by the share
that the northing has of both offsets, which needs one division.
"""

from math import sqrt

from shieldwall.kernels.compiled import kernel
from shieldwall.quantities.constants import EARTH_RADIUS

#: Directions that a ring tells apart, and where it stands, m. Assumption.
DIRECTIONS, TREES_AT = 64, 3000.0
_QUARTER = DIRECTIONS // 4


@kernel(inline=True)
def direction_of(dx, dy):
    """The direction of an offset east and north, from 0 in the south by east to DIRECTIONS, between whole numbers."""
    share = dy / (abs(dx) + abs(dy) + 1e-9)
    return (share + 1.0 if dx >= 0.0 else 3.0 - share) * _QUARTER


@kernel(inline=True)
def treetop_towards(tops, dx, dy):
    """Sine of the elevation of trees in the direction of an offset: evenly between those amid two directions."""
    place = direction_of(dx, dy) + (DIRECTIONS - 0.5)
    before = int(place)
    here, there = tops[before & (DIRECTIONS - 1)], tops[(before + 1) & (DIRECTIONS - 1)]
    return here + (place - before) * (there - here)


@kernel
def middle_of(direction):
    """The offset (east, north) of length 1 in the middle of a direction."""
    turned = (direction + 0.5) / _QUARTER
    north = turned - 1.0 if turned <= 2.0 else 3.0 - turned
    east = 1.0 - abs(north)
    east = east if turned <= 2.0 else -east
    length = sqrt(east * east + north * north)
    return east / length, north / length


@kernel
def lay_treetops(sensors, rings, curvature, treetops):
    """Fill float64[sensor, direction] with the sine of the apparent elevation of the tree-tops about each antenna.

    `sensors` are SENSOR rows with `height` and `trees`; `rings` float64[sensor, direction], the ground's height over
    the sea under the trees, m; `curvature` that of refraction, 1/m.
    """
    for s in range(sensors.shape[0]):
        sensor = sensors[s]
        for direction in range(DIRECTIONS):
            treetops[s, direction] = treetop_sine(rings[s, direction] + sensor.trees - sensor.height, curvature)


@kernel(inline=True)
def treetop_sine(rise, curvature):
    """Sine of the apparent elevation of tree-tops that stand so much higher over the sea than the antenna, m."""
    return rise / sqrt(rise * rise + TREES_AT * TREES_AT) - TREES_AT * (0.5 / EARTH_RADIUS - curvature)
