"""A radar or an optical channel: what it can do, and where it looks."""

from typing import Final

from shieldwall.state.layout import OWN_COLUMNS, layout, real, whole

BANDS: Final = ("vhf", "uhf", "l", "s", "c", "x", "ku")
SURVEILLANCE, ENGAGEMENT = 0, 1
#: What its tracks cost a radar: nothing to speak of, a third of its time for search, or looks at the tracks themselves.
LIGHT, SLOWED, STRETCHED = 0, 1, 2

SENSOR: Final = layout(
    real("x", "m", "antenna, east of the origin"),
    real("y", "m", "antenna, north of the origin"),
    real("z", "m", "antenna, up from the origin's plane"),
    real("height", "m", "antenna, above the sea"),
    real("up_x", "1", "local vertical, east"),
    real("up_y", "1", "local vertical, north"),
    real("up_z", "1", "local vertical, up"),
    real("period", "s", "time of a scan, infinite for what does not search"),
    real("look_interval", "s", "time between looks of a fire channel"),
    real("look_budget", "1/s", "looks at tracks and rounds that take all its time, 0 where they take none"),
    real("search_share", "1", "of its time, what tracks leave to search at the least"),
    real("range_max", "m", "instrumented range"),
    real("range_min", "m", "least range"),
    real("radar_constant", "m4", "signal-to-noise ratio for 1 m2 at 1 m (range^4 law)"),
    real("pulses", "1", "pulses integrated in a look"),
    real("sin_low", "1", "sine of the lowest elevation, to which the site's horizon at sea tilts the antenna"),
    real("sin_high", "1", "sine of the highest elevation"),
    real("sea_sine", "1", "sine of the elevation of the sea's horizon"),
    real("half_sector", "rad", "half width of the sector"),
    real("cos_sector", "1", "its cosine, -2 all round"),
    real("primary_x", "1", "middle of the sector to which it returns, east"),
    real("primary_y", "1", "the same, north"),
    real("slew_rate", "rad/s", "how fast the sector turns"),
    real("blind_speed", "m/s", "radial speed below which the moving-target filter rejects"),
    real("clutter", "1", "clutter over noise near the site"),
    real("range_cell", "m", "range resolution"),
    real("azimuth_beam", "rad", "half-power width in azimuth"),
    real("elevation_beam", "rad", "half-power width in elevation"),
    real("range_error", "m", "floor of the range error, standard deviation"),
    real("azimuth_error", "rad", "floor of the azimuth error, standard deviation"),
    real("elevation_error", "rad", "floor of the elevation error, standard deviation"),
    real("guidance_error", "rad", "angle error of tracking its own rounds, standard deviation"),
    real("false_alarms", "1", "mean number of false alarms in a full look"),
    real("visibility", "m", "meteorological visibility for cameras"),
    real("bias_x", "m", "registration error of the site, east"),
    real("bias_y", "m", "registration error of the site, north"),
    real("bias_range", "m", "registration error in range"),
    real("bias_north", "rad", "registration error of north"),
    real("relief", "1", "drawn terrain error, 0 to 1, by which the ground exceeds what was read"),
    real("trees", "m", "trees about the site, over the ground where they stand; far below it for none"),
    real("wave_length", "m", "carrier"),
    real("above_ground", "m", "antenna over the mean ground about its site"),
    real("mast", "m", "antenna over the ground that reflects, 0 for none"),
    real("scatter", "1", "loss of the reflected field by roughness and pattern (`kernels.lobing`)"),
    real("horizon_loss", "1", "field that smooth ground takes at its horizon beside a knife edge (`kernels.lobing`)"),
    real("receiver", "m2 Hz/W", "ratio to own noise that 1 W/Hz at 1 m makes"),
    real("side_near", "1", "near side lobes under the main lobe"),
    real("side_far", "1", "far side lobes under the main lobe"),
    real("loss_range", "m", "range to which its table of path losses was laid"),
    real("loss_horizon", "1", "sine of the elevation of the horizon from which it was laid"),
    *OWN_COLUMNS,
    whole("name", "name", "its name"),
    whole("entity", "draw name", "its name in draws"),
    whole("unit", "unit", "whose it is"),
    whole("kind", "model", "its sensor model"),
    whole("role", "role", "SURVEILLANCE or ENGAGEMENT"),
    whole("band", "band", "its place in BANDS"),
    whole("dimensions", "1", "2 where it measures no height, else 3"),
    whole("mask", "mask", "its terrain mask"),
    whole("table", "table", "its table of detection probabilities"),
    whole("guides", "rounds", "rounds that it guides at once"),
    whole("fluctuates", "flag", "whether what it sees is an echo that fluctuates"),
    whole("interrogator", "bits", "CIVIL and MILITARY modes in which it interrogates"),
    whole("diffracts", "flag", "whether edges of shadows take from its echoes"),
)

SENSOR_STATE: Final = layout(
    real("facing_x", "1", "middle of the sector, east"),
    real("facing_y", "1", "middle of the sector, north"),
    whole("load", "state", "LIGHT, SLOWED or STRETCHED, as logged last"),
)
