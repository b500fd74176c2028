"""Radar: the radar equation anchored on a reference range, with a moving-target filter and surface clutter.

One model serves rotating and sector radars; the sector is a limit of sight that every sensor may have.
"""

from shieldwall.kernels.compiled import kernel
from shieldwall.models.model import Model, Parameter
from shieldwall.models.numbers import RADAR
from shieldwall.record.reasons import IN_CLUTTER, TOO_FAINT

CLUTTER_REFERENCE = 10_000.0


@kernel(inline=True)
def signal(sensors, s, distance, sine, rate, rcs, size):
    """Signal-to-noise ratio with and without clutter, linear, for a target of `rcs` m2 at `distance` m.

    `sine` is the sine of its elevation at the radar, `rate` its range rate in m/s. The range law is R^-4
    (Skolnik, Radar Handbook, 2008, eq. 1.9) from `radar_constant`, the ratio for 1 m2 at 1 m. Where the beam touches
    the surface the filter passes (rate / blind_speed)^2 of slow targets at most, and residual clutter, `clutter` at
    10 km, falls with range cubed (Barton 2013, sec. 3.6: surface clutter in a pulse-length cell against a point
    target). It touches the surface under a target that stands less than half a beamwidth over it, seen from the foot
    of the antenna: a higher mast looks down at both alike.
    """
    sensor = sensors[s]
    square = distance * distance
    clean = sensor.radar_constant * rcs / (square * square)
    if sine + sensor.above_ground / distance > 0.5 * sensor.elevation_beam:
        return clean, clean
    ratio = rate / sensor.blind_speed
    passed = min(1.0, ratio * ratio)
    return clean * passed / (1.0 + residual_clutter(sensors, s, distance)), clean


@kernel(inline=True)
def residual_clutter(sensors, s, distance):
    """Surface clutter left after cancellation, over noise, where the beam touches the surface at `distance` m."""
    near = CLUTTER_REFERENCE / distance
    return sensors[s].clutter * near * near * near


MODEL = Model(
    "sensors",
    "radar",
    RADAR,
    signal,
    parameters={
        "radar_constant": Parameter("1", 0.0, 1e40, "signal-to-noise ratio for 1 m2 at 1 m"),
        "elevation_beam": Parameter("rad", 0.0, 3.2, "elevation beamwidth"),
        "above_ground": Parameter("m", 0.0, 5000.0, "antenna over the mean ground about its site"),
        "blind_speed": Parameter("m/s", 1e-3, 200.0, "half width of the moving-target filter's notch"),
        "clutter": Parameter("1", 0.0, 1e8, "residual clutter-to-noise ratio at 10 km"),
    },
    reasons=(TOO_FAINT, IN_CLUTTER),
    card="radar",
)
