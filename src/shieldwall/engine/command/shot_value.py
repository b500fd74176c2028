"""What a shot is worth, and who can take one: predicted intercepts inside the envelope, in sight of the sensor."""

from math import inf, sqrt

import numpy as np

from shieldwall.engine.command.alert import expected_wait
from shieldwall.engine.command.expected_echo import expected_echo
from shieldwall.engine.command.kill_chance import expected_detection, expected_signal, kill_chance, seen_at_the_end
from shieldwall.engine.command.reserve import SLOW, kept
from shieldwall.engine.command.resources import idle_channels, left_of
from shieldwall.engine.command.zones import barred_way
from shieldwall.engine.fire.envelope import in_envelope
from shieldwall.engine.fire.foreign import led_chance, led_round, may_lead
from shieldwall.engine.fire.lowest import no_lower
from shieldwall.engine.fire.salvos import lone_round
from shieldwall.engine.sense.line_of_sight import apparent_sine, in_sector, out_of_range, treetop
from shieldwall.engine.sense.pointing import can_turn_to, turn_towards
from shieldwall.engine.track.doubt import doubt
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.geodesy import height_above_sea
from shieldwall.kernels.masks import visible_altitude
from shieldwall.models.guidance.switch import needs_support
from shieldwall.models.numbers import GUN, OPTICAL
from shieldwall.record.reasons import (
    FAINT_FOR_FIRE_CONTROL,
    IN_VIEW,
    INTO_ZONE,
    KEPT_IN_RESERVE,
    LEADS_NO_SUCH_ROUND,
    LEFT_ENVELOPE,
    NO_CHANNEL,
    NO_REASON,
    NO_ROUND,
    NO_UNIT_IN_REACH,
    NOT_WORTH_A_ROUND,
    OUTSIDE_SECTOR,
    STRIKES_FIRST,
    TOO_FAST,
    TOO_LATE,
    TRACKED_VAGUELY,
    UNIT_IN_WAIT,
    UNLIKELY,
    UNSEEN_BY_FIRE_CONTROL,
    WORDS,
)
from shieldwall.state.channel import IDLE

#: What a unit believes of the terrain error: the middle of what it may be.
BELIEVED_RELIEF = 0.5
#: A channel looks for its target so long after the order, s, on the way and on the turn: it must be in sight by then.
LOOK_AHEAD = 4.0
#: It must still be in sight once looks enough for a fire-control track may have hit, s after the order.
STILL_AHEAD = 8.0
#: A target may be lower than its track by so many deviations.
SURELY = 1.0
#: Tracks known worse than this, m, the root of the sum of the variances of place, are found by no search: they coast,
#: or follow nothing. Of orders on such 5 of 44 were acquired, of others 181 of 252 (two battles of Slavic Shield).
VAGUE = 400.0
#: What a unit has seen itself so lately, s, it finds again, however badly it knows the place: two looks of its radar.
SEEN_NOW = 4.0
#: What long waves alone have seen is taken for a shaped aircraft of so many m2, the greater of those in the catalogue.
SHAPED = 0.01
#: Mean detection probability of a look from which an engagement sensor is expected to acquire.
LEAST_DETECTION = 0.75
#: Worth of a million USD of rounds, on the scale of the most valued place. Assumption: that is worth 50 million.
PER_MILLION = 0.02
#: Share of rounds below which they grow no dearer: the last rounds are there to be fired.
SCARCE = 0.25
#: Slow targets are drones with small warheads: they would destroy this share (50 kg beside 450 kg, the Shahed's and the
#: Tomahawk's in the catalogue).
SMALL = 0.11
#: Reasons along the way to a shot, and the step of each reason, by its number: 0 for one that is none of them.
WAY = (
    TOO_FAST, TOO_LATE, UNSEEN_BY_FIRE_CONTROL, TRACKED_VAGUELY, FAINT_FOR_FIRE_CONTROL, OUTSIDE_SECTOR,
    LEADS_NO_SUCH_ROUND, INTO_ZONE, STRIKES_FIRST, UNLIKELY, NOT_WORTH_A_ROUND, KEPT_IN_RESERVE, NO_ROUND, NO_CHANNEL,
    UNIT_IN_WAIT,
)  # fmt: skip
STEPS = np.array([WAY.index(why) + 1 if why in WAY else 0 for why in range(max(WORDS) + 1)])
#: Stands for a reason that nobody has asked for yet.
UNKNOWN = -1
#: More shots at one target than these are not counted on.
MOST_SHOTS = 3.0


@kernel
def best_shot(model, belief, n, u, k, weapons, known, t):
    """Unit `u`'s best shot at track `k` with one of `weapons`, as unit `n` knows it.

    Its value, what it would save, the share of that which a lone round leaves to a second shooter, and why there is
    none, 0 if there is one. A reason that lies no further along the way than `known` makes no difference: then `known`
    is told instead, and what only decides between such reasons is left out.
    """
    unit = model.units[u]
    track = belief.tracks[k]
    h = t - track.t
    target = (track.x + h * track.vx, track.y + h * track.vy, track.z + h * track.vz, track.vx, track.vy, track.vz)
    most = -inf
    saves = leaves = 0.0
    why = known
    origin = (unit.x, unit.y, unit.z)
    hidden = in_sight_first(model, belief, n, u, k, target, known, t)
    if hidden > NO_REASON and further(known, hidden) == known and not may_lead(model, belief, n, u, k, t):
        return -inf, 0.0, 0.0, known
    echo = expected_echo(model, track.echo, target)
    left = left_of(model, belief, n, u)
    wait = expected_wait(model, belief, n, u, k, t)
    for w in range(model.weapons.shape[0]):
        if (weapons >> w) & 1 == 0:
            continue
        led = False
        obstacle, time = in_envelope(model, w, origin, target, wait)
        if obstacle == LEFT_ENVELOPE:
            asked = further(why, TOO_LATE) != why
            obstacle = TOO_LATE if asked and too_late(model, w, origin, target, wait) else NO_UNIT_IN_REACH
        if obstacle == NO_REASON:
            if hidden == UNKNOWN:
                hidden = in_sight(model, belief, n, u, k, target, h)
            if hidden != NO_REASON:
                led = may_lead(model, belief, n, u, k, t)
                if not led:
                    # The same for all weapons, and further than what keeps one from its envelope.
                    return -inf, 0.0, 0.0, further(why, hidden)
                if not led_round(model.weapons[w]):
                    obstacle = hidden
        ahead = wait + time
        if obstacle == NO_REASON and barred_way(model, belief.unit_state[n].control, origin, met_at(target, ahead)):
            obstacle = INTO_ZONE
        if obstacle == NO_REASON:
            if led:
                chance = led_chance(model.weapons[w], doubt(belief.covariance[k], h))
            else:
                chance = shot_chance(model, unit.engagement_sensor, w, unit.process_noise, echo, target, ahead)
            shots = shots_in(track.to_go - ahead, time + unit.assess_after)
            value, obstacle = shot_value(model.weapons[w], unit, track, chance, shots, left)
            if obstacle == NO_REASON and kept(model.weapons[w], unit, target, left):
                value, obstacle = -inf, KEPT_IN_RESERVE
            if value > most:
                most, saves = value, value + price(model.weapons[w], left)
                leaves = 1.0 - chance if shots == 1.0 and lone_round(model, u, w, left) else 0.0
        why = further(why, obstacle)
    return most, saves, leaves, NO_REASON if most > -inf else why


@kernel(inline=True)
def met_at(target, ahead):
    """Where a target (x, y, z, vx, vy, vz) will be in `ahead` s."""
    return target[0] + ahead * target[3], target[1] + ahead * target[4], target[2] + ahead * target[5]


@kernel
def in_sight_first(model, belief, n, u, k, target, known, t):
    """Do as `in_sight` does before any intercept is sought, where that may spare them all; else UNKNOWN.

    Where another unit's reason, `known`, lies as far along the way as anything that hides the target from this one,
    its reach makes no difference then, and costs more to tell.
    """
    if further(known, UNSEEN_BY_FIRE_CONTROL) != known:
        return UNKNOWN
    return in_sight(model, belief, n, u, k, target, t - belief.tracks[k].t)


@kernel
def in_sight(model, belief, n, u, k, target, h):
    """Why unit `u`'s engagement sensor would not see the target of track `k` by the time it looks, 0 if it would.

    As far as unit `n` knows, who saw it `h` s ago; what may fly lower than its track must be in sight there, too.
    """
    s, track = model.units[u].engagement_sensor, belief.tracks[k]
    x, y, z, vx, vy, vz = target
    # A climb is known too badly to count on.
    ax, ay = x + LOOK_AHEAD * vx, y + LOOK_AHEAD * vy
    low = no_lower(model, ax, ay, z, SURELY * sqrt(belief.covariance[k, 5]))
    if not map_shows(model, s, ax, ay, low) or not map_shows(model, s, x + STILL_AHEAD * vx, y + STILL_AHEAD * vy, low):
        return UNSEEN_BY_FIRE_CONTROL
    if doubt(belief.covariance[k], h) > VAGUE and not (u == n and h <= SEEN_NOW):
        return TRACKED_VAGUELY
    echo = expected_echo(model, track.echo, target)
    if not strong_enough(model, s, echo, (ax, ay, max(low, z)), (vx, vy, vz)):
        return FAINT_FOR_FIRE_CONTROL
    return NO_REASON if may_turn_to(model, belief, n, u, x, y, track.score) else OUTSIDE_SECTOR


@kernel
def strong_enough(model, s, echo, place, velocity):
    """Whether sensor `s` is expected to acquire a target that shows an `echo` in m2, 0 for not known, at a place."""
    if echo < 0.0:
        echo = SHAPED
    if echo == 0.0 and model.sensors[s].kind != OPTICAL:
        return True
    return expected_detection(model, s, expected_signal(model, s, echo, place, velocity)) >= LEAST_DETECTION


@kernel
def shot_chance(model, s, w, q, echo, target, ahead):
    """Chance that a round of weapon `w`, supported by sensor `s`, kills a target that it meets in `ahead` s.

    `echo` is 0 for not known: then the sensor is expected to see it.
    """
    to_the_end = needs_support(model.weapons[w].guidance, 1)
    share = share_in_sight(model, s, target, ahead, to_the_end)
    if share == 0.0:
        return 0.0
    x, y, z = met_at(target, ahead)
    sensor = model.sensors[s]
    dx, dy, dz = x - sensor.x, y - sensor.y, z - sensor.z
    strength, detection = 0.0, 1.0
    if echo < 0.0:
        echo = SHAPED
    if echo > 0.0 or sensor.kind == OPTICAL:
        strength, detection = seen_at_the_end(model, s, w, echo, target, ahead)
    return kill_chance(model, s, w, q, sqrt(dx * dx + dy * dy + dz * dz), strength, detection) * share


@kernel
def share_in_sight(model, s, target, ahead, to_the_end):
    """Share of the way of a target until it is met in `ahead` s that the map shows to sensor `s`, by three points.

    None of it counts where the target will be hidden when it is met and the round needs the sensor `to_the_end`.
    """
    shown = 0
    for third in range(1, 4):
        ax, ay, az = met_at(target, third * ahead / 3.0)
        if map_shows(model, s, ax, ay, no_lower(model, ax, ay, az, 0.0)):
            shown += 1
        elif third == 3 and to_the_end:
            return 0.0
    return shown / 3.0


@kernel(inline=True)
def shots_in(time, each):
    """Shots, one after a look at what the other did, that the time left after the first allows, that one among them.

    None where the first would meet its target only after that has passed what it threatens most.
    """
    if time <= 0.0:
        return 0.0
    return min(1.0 + float(int(min(time / max(each, 1.0), MOST_SHOTS))), MOST_SHOTS)


@kernel
def shot_value(weapon, unit, track, chance, shots, left):
    """Value of shots at a track over that of the rounds, or why none is fired.

    What it would destroy, times the chance that one of `shots` rounds kills, less the worth of a round, which rises as
    the share `left` of the unit's rounds falls.
    """
    if shots < 1.0:
        return -inf, STRIKES_FIRST
    missed = 1.0
    for _ in range(int(shots)):
        missed *= 1.0 - chance
    # Bursts follow each other at once and cost little: what they reach together counts.
    if (1.0 - missed if weapon.kind == GUN else chance) < unit.least_chance:
        return -inf, UNLIKELY
    worth = track.worth
    if track.vx * track.vx + track.vy * track.vy < SLOW * SLOW:
        worth *= SMALL
    value = worth * (1.0 - missed) - price(weapon, left)
    if value <= 0.0:
        return -inf, NOT_WORTH_A_ROUND
    return value, NO_REASON


@kernel(inline=True)
def price(weapon, left):
    """Worth of a round, which rises as the share `left` of the unit's rounds falls."""
    return PER_MILLION * weapon.cost / max(left, SCARCE)


@kernel(inline=True)
def further(one, other):
    """The reason of two that lies further along the way to a shot."""
    best = one if STEPS[one] > STEPS[other] else other
    return best if STEPS[best] > 0 else NO_UNIT_IN_REACH


@kernel
def too_late(model, w, origin, target, wait):
    """Whether weapon `w` reaches the place of a target that by the time of a launch moves away from the unit.

    Who comes nearer may yet be met, whatever keeps its intercept outside.
    """
    x, y, z, vx, vy, vz = target
    dx, dy, dz = x - origin[0], y - origin[1], z - origin[2]
    speed2 = vx * vx + vy * vy + vz * vz
    receding = dx * vx + dy * vy + dz * vz + wait * speed2 > 0.0
    # Most are far out of reach.
    if not receding or dx * dx + dy * dy + dz * dz > model.weapons[w].max_range * model.weapons[w].max_range:
        return False
    return in_envelope(model, w, origin, (x, y, z, 0.0, 0.0, 0.0), wait)[0] == NO_REASON


@kernel
def map_shows(model, s, x, y, z):
    """Whether, by the map, the engagement sensor `s` has a line of sight to a place."""
    exercise = model.exercise[0]
    if s < 0:
        return False
    sensor = model.sensors[s]
    dx, dy, dz = x - sensor.x, y - sensor.y, z - sensor.z
    distance = sqrt(dx * dx + dy * dy + dz * dz)
    if out_of_range(sensor, distance) != IN_VIEW:
        return False
    sine = apparent_sine(sensor, dx, dy, dz, distance, exercise.curvature)
    if sine < sensor.sin_low or sine > sensor.sin_high:
        return False
    if sensor.mask < 0:
        return True
    if sine < treetop(model, sensor, dx, dy):
        return False
    lowest = visible_altitude(model.masks, model.mask_rows[sensor.mask], x, y, BELIEVED_RELIEF)
    return height_above_sea(x, y, z, exercise.meridional, exercise.normal) > lowest


@kernel
def may_turn_to(model, belief, n, u, x, y, worth):
    """Whether, as unit `n` knows, an engagement sensor of unit `u` looks towards a place or may turn there.

    For a target of a threat value `worth`. A unit sees its own idle channels, a post goes by reports.
    """
    unit = model.units[u]
    if u == n:
        for c in range(unit.first_channel, unit.first_channel + unit.channels):
            if belief.channel_state[c].state == IDLE:
                if can_turn_to(model, belief, model.channels[c].sensor, x, y, worth):
                    return True
        return idle_channels(model, belief, n) == 0
    known = belief.subordinates[n, u]
    sensor = model.sensors[unit.engagement_sensor]
    dx, dy = x - sensor.x, y - sensor.y
    if in_sector(sensor, known, dx, dy):
        return True
    room = (known.turn_low, known.turn_high)
    return worth >= known.held_worth and turn_towards(sensor, known, dx, dy, room)[1]
