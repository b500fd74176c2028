"""How large an echo a target shows: the mean radar cross-section of its plots, by which command tells who sees it."""

from shieldwall.kernels.compiled import kernel
from shieldwall.state.sensor import BANDS

#: Share of the newest plot in the mean: echoes fade from look to look. Assumption: about ten looks count.
NEWEST = 0.2
#: Longer waves say little of what an engagement radar will see: shaped aircraft return much more of them.
SHORT_WAVES = BANDS.index("l")
#: What stands for the echo of a target that long waves alone have seen.
LONG_WAVES_ALONE = -1.0


@kernel(inline=True)
def shown_echo(sensor, strength, distance):
    """Radar cross-section, m2, that a signal-to-noise ratio at a distance (m) shows; 0 where none can be told.

    LONG_WAVES_ALONE where it says nothing of short waves.
    """
    if sensor.fluctuates == 0 or sensor.radar_constant <= 0.0:
        return 0.0
    if sensor.band < SHORT_WAVES:
        return LONG_WAVES_ALONE
    square = distance * distance
    return strength * square * square / sensor.radar_constant


@kernel(inline=True)
def blend_echo(track, echo):
    """Let the mean echo of a track follow a plot that shows `echo` m2, 0 for one that shows none."""
    if echo > 0.0:
        share = NEWEST if track.echo > 0.0 else 1.0
        track.echo += share * (echo - track.echo)
    elif track.echo == 0.0:
        track.echo = echo
