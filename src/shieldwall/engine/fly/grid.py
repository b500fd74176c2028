"""The global grid on which rounds fly, and by which looks are named in draws."""

from shieldwall.kernels.compiled import kernel

#: Length of a tick, s, and ticks in a second.
STEP, TICKS_PER_SECOND = 0.05, 20
#: Ticks between looks of a seeker.
SEEKER_TICKS = 2
#: A time that lies so little before a tick is on it: times are added up.
ROUNDING = 1e-9


@kernel(inline=True)
def tick_of(t):
    """Return the number of the last tick that does not lie after `t`, s."""
    return int(t / STEP + ROUNDING)
