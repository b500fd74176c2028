"""The chance that a shot kills, as its crew may expect it: how well the target is seen, and how close a round comes.

It knows the echo that plots have shown, the sensor's errors, and the round's fuze and warhead; never what is there.
"""

from math import sqrt

from shieldwall.engine.fire.lowest import no_lower
from shieldwall.engine.sense.line_of_sight import apparent_sine
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.detection import table_probability
from shieldwall.kernels.elementary import exp
from shieldwall.models.guidance.command import tracking_error
from shieldwall.models.guidance.switch import has_seeker
from shieldwall.models.numbers import COMMAND, GUN, MISSILE
from shieldwall.models.sensors.switch import signal
from shieldwall.models.weapons.gun import kill_probability as burst_kills
from shieldwall.record.periods import QUICK_SHARE

#: What a target is taken for where nothing is known of its size: metres across, as the catalogue has cruise missiles
#: and one-way drones. Five metres had guns fire at them instead of missiles, with a tenth of the chance expected.
EXPECTED_SIZE = 1.2
#: Five equal parts of an exponential law, by the middle of each: the fading of an echo about its mean.
FADES = (0.105, 0.357, 0.693, 1.204, 2.303)
#: Seconds over which a filter has learnt what it says. Assumption: some time constants of the engagement trackers.
LEARNT = 4.0
#: ln 2: a warhead kills half at its lethal radius.
LN2 = 0.6931471805599453


@kernel
def expected_signal(model, s, echo, place, velocity):
    """Mean signal-to-noise ratio in sensor `s` of a target that shows an `echo` in m2, 0 when its echo is not known.

    `place` (m) and `velocity` (m/s) are its track's. A camera needs no echo.
    """
    sensor = model.sensors[s]
    dx, dy, dz = place[0] - sensor.x, place[1] - sensor.y, place[2] - sensor.z
    distance = sqrt(dx * dx + dy * dy + dz * dz) + 1e-9
    sine = apparent_sine(sensor, dx, dy, dz, distance, model.exercise[0].curvature)
    rate = (dx * velocity[0] + dy * velocity[1] + dz * velocity[2]) / distance
    return signal(model.sensors, s, distance, sine, rate, echo, EXPECTED_SIZE)[0]


@kernel
def expected_detection(model, s, strength):
    """Mean detection probability of a look of sensor `s` at a target with the mean signal-to-noise ratio `strength`."""
    sensor = model.sensors[s]
    if sensor.fluctuates == 0:
        return table_probability(model.probability, sensor.table, strength)
    total = 0.0
    for fade in FADES:
        total += table_probability(model.probability, sensor.table, fade * strength)
    return total / len(FADES)


@kernel
def last_looks(model, s, w, strength):
    """Detection probability of the looks of sensor `s` on which a round of weapon `w` is led at the end.

    One steered by command misses by what its target does after the last look, and radars look at it with the short
    looks of the last seconds, each with QUICK_SHARE of the energy. What homes needs its radar to see the target at all.
    """
    short = model.weapons[w].guidance == COMMAND and model.sensors[s].fluctuates == 1
    return expected_detection(model, s, QUICK_SHARE * strength if short else strength)


@kernel
def seen_at_the_end(model, s, w, echo, target, ahead):
    """Mean signal-to-noise ratio in sensor `s` of a target met in `ahead` s, and how likely it is seen at the end.

    What leads a round by command then, a filter has learnt over LEARNT seconds, in which its target may come out of the
    notch or into it: the mean of the detection probabilities before and at the meeting.
    """
    x, y, z, vx, vy, vz = target
    velocity = (vx, vy, vz)
    met = no_lower(model, x + ahead * vx, y + ahead * vy, z + ahead * vz, 0.0)
    strength = expected_signal(model, s, echo, (x + ahead * vx, y + ahead * vy, met), velocity)
    detection = last_looks(model, s, w, strength)
    if model.weapons[w].guidance == COMMAND:
        h = max(0.0, ahead - LEARNT)
        low = no_lower(model, x + h * vx, y + h * vy, z + h * vz, 0.0)
        before = expected_signal(model, s, echo, (x + h * vx, y + h * vy, low), velocity)
        detection = 0.5 * (detection + last_looks(model, s, w, before))
    return strength, detection


@kernel
def kill_chance(model, s, w, q, distance, strength, detection):
    """Chance that a round of weapon `w`, supported by sensor `s`, kills a target that it meets at `distance` m.

    `strength` and `detection` are the signal-to-noise ratio and the detection probability expected there (`strength`
    0 for not known), `q` the spectral density of the acceleration that the tracker expects, m2/s3.
    """
    weapon = model.weapons[w]
    if weapon.kind == GUN:
        return burst_kills(model.weapons, w, distance, EXPECTED_SIZE, aim_error(model, s, q, distance, strength))
    if weapon.kind != MISSILE:
        return weapon.prior
    ready = weapon.works * weapon.fuze_works * detection
    if has_seeker(weapon.guidance):
        # What homes comes within a small part of its lethal radius.
        return ready
    own = tracking_error(distance, model.sensors[s].guidance_error)
    late = model.airframes[weapon.airframe].lag + 0.5 * model.sensors[s].look_interval * QUICK_SHARE
    variance = own * own + late_variance(look_variance(model, s, distance, strength), q, late)
    return ready * hit_chance(weapon.lethal_radius, weapon.fuze_radius, sqrt(variance))


@kernel
def aim_error(model, s, q, distance, strength):
    """Standard deviation on each axis, m, with which sensor `s` follows a target at `distance` m.

    Angle noise of one of the quick looks before a meeting is beamwidth / (1.6 sqrt(2 S/N)) over the floor, smoothed by
    a steady filter of nearly constant velocity: variance sqrt(2) q^(1/4) (variance of a look x its interval)^(3/4)
    (Bar-Shalom, Li and Kirubarajan, Estimation with Applications, 2001, sec. 8.2).
    """
    look, rate = look_variance(model, s, distance, strength)
    smooth = 1.4142135623730951 * sqrt(sqrt(q * rate * rate * rate))
    return sqrt(min(look, smooth))


@kernel
def look_variance(model, s, distance, strength):
    """Variance on each axis, m2, of a quick look of sensor `s` at `distance` m, and that times its interval, m2 s."""
    sensor = model.sensors[s]
    noise = sensor.azimuth_error * sensor.azimuth_error
    if strength > 0.0:
        spread = sensor.azimuth_beam / 1.6
        noise += spread * spread / (2.0 * strength * QUICK_SHARE * sensor.pulses)
    look = noise * distance * distance
    return look, look * sensor.look_interval * QUICK_SHARE


@kernel(inline=True)
def late_variance(looks, q, late):
    """Variance on each axis, m2, with which a target in straight flight is where a round flies that follows it `late`.

    `looks` is what `look_variance` tells. A round answers an update after its lag, and the last update is half an
    interval old on average; until then the filter's error of speed carries its place away. The steady filter of
    `aim_error`, with gains sqrt(2) w and w^2 for w = (q / rate)^(1/4), passes on noise of the looks alone: variances
    3 w rate / sqrt(8) of place and w^3 rate / sqrt(8) of speed, and w^2 rate / 2 between them (from the Lyapunov
    equation of its error).
    """
    look, rate = looks
    w = sqrt(sqrt(q / (rate + 1e-12)))
    x = w * late
    return min(look, w * rate * (1.0606601717798212 + x + 0.35355339059327373 * x * x))


@kernel
def hit_chance(lethal, fuze, error):
    """Chance that a warhead kills which misses by `error` m on both axes across its path, normally distributed.

    The Carleton damage function of `models.weapons.missile` over the miss distances within the fuze's reach.
    """
    variance = error * error + 1e-9
    rate = 0.5 / variance + LN2 / (lethal * lethal)
    return (1.0 - exp(-fuze * fuze * rate)) * 0.5 / (variance * rate)
