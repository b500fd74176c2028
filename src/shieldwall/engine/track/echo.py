"""How large an echo a target shows: the mean radar cross-section of its plots, by which command tells who sees it."""

from shieldwall.kernels.compiled import kernel
from shieldwall.state.sensor import BANDS

#: Share of the newest plot in the mean: echoes fade from look to look. Assumption: about ten fades count.
NEWEST = 0.2
#: Looks that lie closer together, s, share a fade: each counts the less. As the catalogue has small airframes.
FADE = 2.0
#: A plot that shows next to nothing over the threshold counts so much of it: noise may have helped.
FAINTEST = 0.1
#: Longer waves say little of what an engagement radar will see: shaped aircraft return much more of them.
SHORT_WAVES = BANDS.index("l")
#: What stands for the echo of a target that long waves alone have seen.
LONG_WAVES_ALONE = -1.0


@kernel(inline=True)
def excess(signal, even):
    """What a detected signal-to-noise ratio shows of the mean, where even odds need the ratio `even`.

    Only fades over the threshold make a plot, so that plots of faint targets alone would show far too much. An echo
    that fades by an exponential law (Swerling's first case) exceeds any threshold by its mean, on average.
    """
    return max(signal - even, FAINTEST * even)


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
def blend_echo(track, echo, since):
    """Let the mean echo of a track follow a plot that shows `echo` m2, 0 for none, `since` s after the plot before."""
    if echo > 0.0:
        share = NEWEST * min(1.0, max(since, 0.0) / FADE) if track.echo > 0.0 else 1.0
        track.echo += share * (echo - track.echo)
    elif track.echo == 0.0:
        track.echo = echo
