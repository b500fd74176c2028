"""Layouts of the tables that the engine works on; one row is one thing that a person could point at.

Lengths in metres, times in seconds, angles in radians, in the scenario's frame (east, north, up).
`name` is a row of the name table; `entity` is the 32-bit number that names the thing in draws.
A field named after another table holds a row of it, -1 for none. Flags are 0 or 1.
"""

from typing import Final

import numpy as np

#: Columns that a plug-in's model has for the parameters that it declares.
OWN: Final = tuple(f"own_{number}" for number in range(1, 9))
_OWN = " ".join(OWN)


def _layout(floats: str, integers: str) -> np.dtype:
    fields = [(name, np.float64) for name in floats.split()] + [(name, np.int64) for name in integers.split()]
    return np.dtype(fields, align=True)


#: A radar or an optical channel. `snr` is the signal-to-noise ratio for 1 m2 at 1 m (range^4 law), `up_*` the local
#: vertical, `bias_*` the registration error of its site, `relief` and `obstacle` the drawn terrain terms, `fluctuates`
#: whether what it sees is an echo that fluctuates, `diffracts` whether edges of shadows take from it. `mast` is the
#: height of the antenna over the ground that reflects, 0 for none, with `scatter` and `horizon_loss` as
#: `kernels.lobing` has them. `receiver` turns a jammer's W/Hz at 1 m into a ratio to own noise; `side_near` and
#: `side_far` are levels of the side lobes under the main lobe. Its table of path losses was laid to `loss_range` from
#: the horizon at `loss_horizon`.
SENSOR: Final = _layout(
    "x y z height up_x up_y up_z period look_interval range_max range_min snr gain sin_low sin_high sea_sine "
    "facing_x facing_y half_sector cos_sector slew_rate blind_speed clutter range_cell azimuth_beam elevation_beam "
    "range_error azimuth_error elevation_error guidance_error false_alarms visibility bias_x bias_y bias_range "
    f"bias_north relief obstacle wave_length mast scatter horizon_loss receiver side_near side_far loss_range "
    f"loss_horizon {_OWN}",
    "name entity node kind role band dimensions mask table scans guides fluctuates diffracts",
)

#: A threat: a scripted vehicle, or a weapon that one of them releases. It flies along its legs.
BODY: Final = _layout(
    "decorrelation extent toughness", "name entity signature fluctuation first_leg legs state carrier released"
)

#: A noise jammer that a body carries: when it transmits, and the half width of the sector that it fills about the
#: direction to the origin; elsewhere it radiates `back_lobes` of that.
JAMMER: Final = _layout("on off cos_sector back_lobes", "body")

#: A straight piece of scripted flight from `t` on.
LEG: Final = _layout("t x y z vx vy vz", "")

#: What the script has a body do at `t`; `other` is the weapon released, or the place hit or looked at; a hit does
#: damage `amount` with probability `chance`.
SCRIPT: Final = _layout("t amount chance", "what body other")

#: A defended place, or a unit as a target (`node`). It is destroyed when `damage` reaches `hardness`.
PLACE: Final = _layout("x y z value hardness damage", "name node")

#: A unit: one picture, perhaps a post that commands others, perhaps channels and launchers that fire. `site_error`, m,
#: and `north_error` are standard deviations of its registration, as the crew knows them; `told_*` is where its
#: engagement sensor faces, as the post was told last. `sources` units tell it their tracks; `source` is the unit's own
#: number among its post's, `told_at` when it told its tracks last; parts and crosses of its tracks begin at `first_*`.
NODE: Final = _layout(
    "x y z height cycle reaction declare_after drop_after autonomy_after heard_at process_noise assessment_error "
    "operator_delay site_error north_error told_x told_y told_at",
    "name entity post commands doctrine control tracker confirm_hits confirm_looks first_track end_track high_track "
    "first_channel channels first_launcher launchers alive autonomous cycles free silent arms eye "
    "salvo assess_looks sources source first_part first_cross",
)

#: A fire channel: one target at a time through one engagement sensor. Its track is the row of its own number.
CHANNEL: Final = _layout(
    "since ready_at shoot_at waits_since share",
    "name entity node sensor state post order order_track weapon engagement fired shots flying history looks "
    "misses hit met cause why clock",
)

#: A launcher with one kind of round; `names` is the name row of its first round.
LAUNCHER: Final = _layout(
    "x y z ready_at interval reload_time", "name entity node weapon ready stock capacity fired names"
)

#: A kind of round or a gun: what its guidance needs and how it kills. Flight constants live in AIRFRAME.
WEAPON: Final = _layout(
    "min_range max_range min_height max_height max_target_speed memory seeker_range seeker_view seeker_noise "
    "seeker_lag lethal_radius fuze_radius fuze_works works prior cost rate burst dispersion hit_kills muzzle_speed "
    f"top_speed {_OWN}",
    "name kind guidance airframe first_column end_column low_column next_column",
)

#: A round in flight; its position is in the flight column of the same number.
ROUND: Final = _layout(
    "launched supported_until checked_at closest",
    "name entity channel engagement weapon launcher state homing cause supported",
)

#: A track of a picture. Position and velocity hold at `t`; the covariance is the row of the same number.
TRACK: Final = _layout(
    "x y z vx vy vz t started confirmed_at shown_at ordered_at answered_at killed_at refused_at refused_range score",
    "status number node sensor history looks unit order answered refused_by hostile why cause",
)

#: A measured plot as its sensor reports it, in the scenario's frame.
PLOT: Final = _layout("x y z xx xy xz yy yz zz t", "sensor")

#: A track as a unit told it to its post: its state at `t`, its number in the unit's picture and the row there.
TOLD: Final = _layout("x y z vx vy vz t", "number row")

#: A link from one unit to another. Sensors' plots go over it, or the unit's tracks, at most each `every` s.
LINK: Final = _layout("delay fails every", "name entity first_outage outages carries")

#: A time in which a link carries nothing.
OUTAGE: Final = _layout("start end", "")

#: A message on its way.
MAIL: Final = _layout("t at x y z vx vy vz spread", "what sender receiver first count order track why serial arms")

#: The numbers of one run.
RUN: Final = _layout(
    "lift radius meridional normal fastest",
    "seed replication ticks plots told tracks letters high_mail flying script orders overflow",
)

#: One event. `cause` is the row of the event that enabled it, `who` and `whom` rows of the name table, -1 for none.
EVENT: Final = np.dtype(
    [("t", "f8"), ("cause", "i8"), ("who", "i4"), ("whom", "i4"), ("kind", "i2"), ("why", "i2"),
     ("x", "f4"), ("y", "f4"), ("z", "f4"), ("v0", "f4"), ("v1", "f4")],
    align=True,
)  # fmt: skip

#: One sample of a body (`picture` -1) or of a track in a unit's picture (`picture` is the unit's name row).
SAMPLE: Final = np.dtype(
    [("t", "f8"), ("picture", "i4"), ("who", "i4"), ("x", "f4"), ("y", "f4"), ("z", "f4"),
     ("vx", "f4"), ("vy", "f4"), ("vz", "f4"), ("sxx", "f4"), ("sxy", "f4"), ("syy", "f4"), ("szz", "f4")],
    align=True,
)  # fmt: skip

NONE: Final = -1
WAITING, FLYING, DEAD, GONE = 0, 1, 2, 3
FREE, TENTATIVE, CONFIRMED = 0, 1, 2
IDLE, ACQUIRING, ENGAGING, ASSESSING = 0, 1, 2, 3
READY, IN_FLIGHT, SPENT = 0, 1, 2
ENTER, RELEASE, STRIKE, LOOK, EXIT = 1, 2, 3, 4, 5
PLOTS, ORDER, CUE, REPORT, WORD, TRACKS = 1, 2, 3, 4, 5, 6
SURVEILLANCE, ENGAGEMENT = 0, 1
ONE_MODEL, TWO_MODELS = 0, 1
WEAPONS_FREE, WEAPONS_TIGHT, WEAPONS_HOLD = 0, 1, 2
BANDS: Final = ("vhf", "uhf", "l", "s", "c", "x", "ku")
