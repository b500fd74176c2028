"""The global grid on which rounds fly."""

#: Length of a tick, s, and ticks in a second.
STEP, TICKS_PER_SECOND = 0.05, 20
#: Ticks between looks of a seeker.
SEEKER_TICKS = 2
