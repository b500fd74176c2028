"""How large an echo a unit expects of a track: what plots show, but of a low target no less than its kind returns.

Plots of a low target show too little: the ground and the edges before it take of the echo that comes back to the radar
that watches, and another radar, elsewhere, sees more of it.
"""

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.geodesy import height_above_sea

#: What flies lower over the sea than this, m, is seen along the ground. Assumption: the hills of a land, and a radar's
#: lowest lobes over them.
LOW = 2_000.0
#: What flies low is expected to return so much at the least, m2: between nose and flank of a one-way drone, and the
#: nose of a shaped cruise missile, in the catalogue. Assumption: crews know what is flown against them.
LEAST_LOW = 0.02


@kernel
def expected_echo(model, echo, target):
    """Radar cross-section, m2, expected of a target (x, y, z, vx, vy, vz) whose plots show `echo`, 0 for not known."""
    if echo == 0.0 or echo >= LEAST_LOW:
        return echo
    exercise = model.exercise[0]
    height = height_above_sea(target[0], target[1], target[2], exercise.meridional, exercise.normal)
    return LEAST_LOW if height < LOW else echo
