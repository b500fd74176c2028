"""What a unit expects of a low target, of which its track tells too little: its height, its descent and its echo.

The heights of radars that look along the ground err by a hundred metres, their climbs by tens of metres a second, and
the ground and the edges before a low target take of the echo by which it is judged.
"""

from shieldwall.engine.command.degraded import target_now
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.geodesy import height_above_sea
from shieldwall.kernels.masks import AS_READ, elevation

#: What flies lower over the sea than this, m, is seen along the ground. Assumption: the hills of a land, and a radar's
#: lowest lobes over them.
LOW = 2_000.0
#: Height over the ground, m, below which nothing is expected. Assumption: a cruise missile over flat land.
LOWEST = 30.0
#: What flies low is expected to return so much at the least, m2: between nose and flank of a one-way drone, and the
#: nose of a shaped cruise missile, in the catalogue. Assumption: crews know what is flown against them.
LEAST_LOW = 0.02


@kernel
def expected_flight(model, belief, k, t):
    """Position and velocity at `t` for which a shot at track `k` is judged: x, y, z, vx, vy, vz.

    Nothing flies into the ground: a descent within its doubt is none, and what its track has lower than LOWEST over the
    ground flies at that.
    """
    x, y, z, vx, vy, vz = target_now(belief.tracks[k], t)
    if vz < 0.0 and vz * vz < belief.covariance[k, 20]:
        z -= (t - belief.tracks[k].t) * vz
        vz = 0.0
    height = height_of(model, x, y, z)
    if height < LOW:
        z += max(0.0, elevation(model.ground[AS_READ], model.grid[0], x, y) + LOWEST - height)
    return x, y, z, vx, vy, vz


@kernel
def expected_echo(model, echo, target):
    """Radar cross-section, m2, expected of a target (x, y, z, vx, vy, vz) whose plots show `echo`, 0 for not known."""
    if echo == 0.0 or echo >= LEAST_LOW:
        return echo
    return LEAST_LOW if height_of(model, target[0], target[1], target[2]) < LOW else echo


@kernel(inline=True)
def height_of(model, x, y, z):
    """Height over the sea of a place, m."""
    return height_above_sea(x, y, z, model.exercise[0].meridional, model.exercise[0].normal)
