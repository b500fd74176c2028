"""How near two that move pass each other within a tick."""

import numpy as np

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.flight import TINY


@kernel
def closest_approach(begin, end, bend):
    """Miss distance (m) within a tick and the fraction of the tick at which it occurs.

    Args:
        begin: relative position (x, y, z) at the start of the tick, m.
        end: relative position at its end, m.
        bend: relative acceleration times the tick squared, m; zeros for straight flight.
    """
    dx, dy, dz = end[0] - begin[0], end[1] - begin[1], end[2] - begin[2]
    square = dx * dx + dy * dy + dz * dz
    part = min(max(-(begin[0] * dx + begin[1] * dy + begin[2] * dz) / max(square, TINY), 0.0), 1.0)
    x = y = z = 0.0
    for turn in range(4):
        swing = 0.5 * part * (part - 1.0)
        x = begin[0] + part * dx + swing * bend[0]
        y = begin[1] + part * dy + swing * bend[1]
        z = begin[2] + part * dz + swing * bend[2]
        if turn == 3:
            break
        vx = dx + (part - 0.5) * bend[0]
        vy = dy + (part - 0.5) * bend[1]
        vz = dz + (part - 0.5) * bend[2]
        curve = vx * vx + vy * vy + vz * vz + x * bend[0] + y * bend[1] + z * bend[2]
        # Far from the closest point the parabola may curve the wrong way; the straight path's answer
        # stands there.
        if curve > 0.5 * square:
            part = min(max(part - (x * vx + y * vy + z * vz) / curve, 0.0), 1.0)
    return np.sqrt(x * x + y * y + z * z), part
