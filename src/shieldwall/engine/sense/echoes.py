"""The echoes of all flying bodies in the cone of a look; and, when it changes, why a body gives none.

The loop over bodies runs a few hundred thousand times in a run.
"""

from math import sqrt

from shieldwall.engine.referee.bodies import motion
from shieldwall.engine.sense.jamming import receive_jamming, under_noise
from shieldwall.engine.sense.line_of_sight import in_view, out_of_range, share_left
from shieldwall.engine.sense.screening import screen
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.detection import fluctuation, table_probability
from shieldwall.kernels.draws import FLUCTUATION, uniform
from shieldwall.kernels.geodesy import height_above_sea
from shieldwall.kernels.signature import cross_section
from shieldwall.models.sensors.switch import signal
from shieldwall.record.emit import emit
from shieldwall.record.kinds import SIGHT
from shieldwall.record.reasons import IN_CLUTTER, IN_VIEW, JAMMED, TOO_FAINT, UNRESOLVED
from shieldwall.state.layout import NONE

# Rows of the scratch array of echoes: one column for each body that returns a signal to this look.
DISTANCE, EAST, NORTH, SINE, SIGNAL, BODY, LEADER, MEMBERS = 0, 1, 2, 3, 4, 5, 6, 7
ECHO_ROWS = 8

#: A sight that has had its detection; further detections of the same sight are not logged.
SEEN = -1

#: Mean detection probabilities at which a sight becomes too faint and comes back.
FAINT, FAINT_NO_MORE = 0.02, 0.1
#: A weaker signal is no echo at all.
LEAST_SIGNAL = 0.01


@kernel
def list_echoes(model, truth, belief, log, look):
    """List the echoes of all flying bodies in the cone and keep the state of each sight; return their number."""
    exercise = model.exercise[0]
    s, t, cosine = look.sensor, look.t, look.cosine
    sensor = model.sensors[s]
    pointing = belief.sensor_state[s]
    sights = truth.sights
    echoes = truth.echoes
    bodies = truth.bodies
    jammers = receive_jamming(model, truth, s, t)
    count = 0
    for i in range(screen(model, truth, look)):
        b = truth.screened[i]
        body = bodies[b]
        x, y, z, vx, vy, vz = motion(truth, b, t)
        dx, dy, dz = x - sensor.x, y - sensor.y, z - sensor.z
        flat = dx * dx + dy * dy
        distance = sqrt(flat + dz * dz)
        if cosine > -1.0 and dx * look.east + dy * look.north + dz * look.up < cosine * distance:
            continue
        before = sights[s, b]
        strength = 0.0
        why = out_of_range(sensor, distance)
        if why == IN_VIEW:
            height = height_above_sea(x, y, z, exercise.meridional, exercise.normal)
            why, sine, edge = in_view(model, sensor, pointing, (x, y, height), (dx, dy, dz), distance)
            if why == IN_VIEW:
                rate = (dx * vx + dy * vy + dz * vz) / distance
                speed = sqrt(vx * vx + vy * vy + vz * vz) + 1e-9
                rcs = cross_section(truth.signatures, body.signature, sensor.band, -rate / speed)
                rcs *= look.share * share_left(model, sensor, s, sine, distance, edge)
                strength, clean = signal(model.sensors, s, distance, sine, rate, rcs, body.extent)
                quiet = strength
                if jammers > 0:
                    where = (dx, dy, sine, distance)
                    strength = under_noise(truth.received, jammers, model.sensors, s, where, (strength, clean))
                limit = FAINT if before == SEEN or before == IN_VIEW or before == UNRESOLVED else FAINT_NO_MORE
                if table_probability(model.probability, sensor.table, strength) < limit:
                    why = TOO_FAINT
                    if jammers > 0 and table_probability(model.probability, sensor.table, quiet) >= limit:
                        why = JAMMED
                    elif table_probability(model.probability, sensor.table, clean) >= limit:
                        why = IN_CLUTTER
                if strength > LEAST_SIGNAL:
                    if sensor.fluctuates == 1:
                        strength *= fading(exercise, body, sensor.band, int(sensor.pulses), t)
                    horizontal = sqrt(flat)
                    echoes[DISTANCE, count] = distance
                    echoes[EAST, count] = dx / horizontal
                    echoes[NORTH, count] = dy / horizontal
                    echoes[SINE, count] = dz / distance
                    echoes[SIGNAL, count] = strength
                    echoes[BODY, count] = b
                    count += 1
        if why != before and not (why == IN_VIEW and (before == SEEN or before == UNRESOLVED)):
            sights[s, b] = why
            emit(log, t, SIGHT, why, NONE, (sensor.name, body.name), (x, y, z), (distance, strength))
    return count


@kernel(inline=True)
def fading(exercise, body, band, pulses, t):
    """Factor of mean one on the cross-section, the same for all radars of a band until it decorrelates.

    Keyed by (band, target, epoch), so that a fast radar does not average it away.
    """
    epoch = int(t / body.decorrelation)
    u = uniform(exercise.seed, exercise.replication, FLUCTUATION, body.entity, band, epoch)
    return fluctuation(u, body.fluctuation, pulses)
