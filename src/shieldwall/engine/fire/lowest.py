"""How low a target may be thought to fly: a climb is known badly, and would often take a low one under the ground."""

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.geodesy import height_above_sea
from shieldwall.kernels.masks import AS_READ, elevation

#: Height over the ground, m, below which nothing is expected. Assumption: a cruise missile over flat land.
LOWEST = 30.0


@kernel
def no_lower(model, x, y, z, doubt):
    """The z, m, of a place that may be `doubt` m lower, but not lower than LOWEST over the ground."""
    exercise = model.exercise[0]
    height = height_above_sea(x, y, z, exercise.meridional, exercise.normal)
    return z - min(doubt, height - elevation(model.ground[AS_READ], model.grid[0], x, y) - LOWEST)
