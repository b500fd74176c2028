"""What the sensors get: every body in a cone, resolved into cells, detected or not, and measured.

This is the one place where truth becomes plots. The loop over bodies runs a few hundred thousand times in a run.
"""

from math import sqrt

from shieldwall.engine.bodies import motion, screen
from shieldwall.engine.jamming import listen, under_noise
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.detection import fluctuation, table_probability
from shieldwall.kernels.diffraction import edge_parameter, edge_share
from shieldwall.kernels.draws import (
    DETECTION,
    FALSE_ALARM,
    FLUCTUATION,
    LOOK_DETECTION,
    LOOK_FALSE_ALARM,
    poisson,
    uniform,
    uniforms,
)
from shieldwall.kernels.elementary import cos, normal_quantile, sin
from shieldwall.kernels.filters import convert, convert_flat
from shieldwall.kernels.geodesy import height_above_sea, up_at
from shieldwall.kernels.lobing import ground_gain
from shieldwall.kernels.masks import shadow_edge, visible_altitude
from shieldwall.kernels.propagation import transmission
from shieldwall.kernels.signature import cross_section
from shieldwall.models.sensors.switch import signal
from shieldwall.record.emit import emit
from shieldwall.record.kinds import DETECTED, SIGHT
from shieldwall.record.reasons import (
    BELOW_HORIZON,
    IN_CLUTTER,
    IN_VIEW,
    JAMMED,
    MASKED,
    OUT_OF_RANGE,
    OUTSIDE_ELEVATION,
    OUTSIDE_SECTOR,
    TOO_CLOSE,
    TOO_FAINT,
    UNRESOLVED,
)

# Rows of the echo workspace: one column for each body that returns a signal to this look.
DISTANCE, EAST, NORTH, SINE, SIGNAL, BODY, LEADER, MEMBERS = 0, 1, 2, 3, 4, 5, 6, 7
ECHO_ROWS = 8

#: A sight that has had its detection; further detections of the same sight are not logged.
SEEN = -1

#: Mean detection probabilities at which a sight becomes too faint and comes back.
FAINT, FAINT_NO_MORE = 0.02, 0.1
#: Height at which a 2-D radar's plot is drawn, m; its filter knows it as unknown.
ASSUMED_HEIGHT = 5_000.0
#: Looks of a channel lie further apart than this, s.
LOOK_UNIT = 0.01


@kernel
def look(model, truth, belief, book, s, t, cone):
    """Let sensor `s` look at `t` into a cone and append its plots; return the first plot and their number.

    `cone` is (unit vector to its middle: x, y, z; cosine of its half angle, -2 for all round; share of a full look
    that it lasts, by which energy and false alarms are less).
    """
    count = illuminate(model, truth, belief, book, s, t, cone)
    count = resolve(truth, belief, s, count)
    first = belief.run[0].plots
    # A scan draws by its number, a look of a channel by its time: one look more changes the luck of no other.
    purpose, alarm, index = DETECTION, FALSE_ALARM, belief.sensors[s].scans
    if cone[3] > -1.0:
        purpose, alarm, index = LOOK_DETECTION, LOOK_FALSE_ALARM, int(t / LOOK_UNIT)
    else:
        belief.sensors[s].scans += 1
    for i in range(count):
        lead = truth.order[i]
        if detect(model, truth, belief, book, s, t, lead, (purpose, index)) and truth.echoes[MEMBERS, lead] > 1.0:
            leave_unresolved(truth, belief, book, s, t, lead)
    false_alarms(truth, belief, s, t, cone, (alarm, index))
    return first, belief.run[0].plots - first


@kernel
def illuminate(model, truth, belief, book, s, t, cone):
    """List the echoes of all flying bodies in the cone and keep the state of each sight; return their number."""
    run = belief.run[0]
    sensor = belief.sensors[s]
    sights = truth.sights
    echoes = truth.echoes
    bodies = truth.bodies
    jammers = listen(model, truth, belief, s, t)
    count = 0
    for i in range(screen(truth, belief.sensors, s, t, cone)):
        b = truth.screened[i]
        body = bodies[b]
        x, y, z, vx, vy, vz = motion(truth, b, t)
        dx, dy, dz = x - sensor.x, y - sensor.y, z - sensor.z
        flat = dx * dx + dy * dy
        distance = sqrt(flat + dz * dz)
        if cone[3] > -1.0 and dx * cone[0] + dy * cone[1] + dz * cone[2] < cone[3] * distance:
            continue
        before = sights[s, b]
        why = IN_VIEW
        strength = 0.0
        if distance > sensor.range_max:
            why = OUT_OF_RANGE
        elif distance < sensor.range_min:
            why = TOO_CLOSE
        else:
            height = height_above_sea(x, y, z, run.meridional, run.normal)
            sine = (dx * sensor.up_x + dy * sensor.up_y + dz * sensor.up_z) / distance
            sine += run.lift * distance
            why, share = in_sight(model, sensor, height, sine, distance, x, y)
            if why == IN_VIEW and dx * sensor.facing_x + dy * sensor.facing_y < sensor.cos_sector * sqrt(flat):
                why = OUTSIDE_SECTOR
            if why == IN_VIEW:
                rate = (dx * vx + dy * vy + dz * vz) / distance
                speed = sqrt(vx * vx + vy * vy + vz * vz) + 1e-9
                rcs = cross_section(truth.signatures, body.signature, sensor.band, -rate / speed)
                rcs *= cone[4] * through(model, sensor, s, sine, distance, share)
                strength, clean = signal(belief.sensors, s, distance, sine, rate, rcs, body.extent)
                quiet = strength
                if jammers > 0:
                    where = (dx, dy, sine, distance)
                    strength = under_noise(truth.heard, jammers, belief.sensors, s, where, (strength, clean))
                limit = FAINT if before == SEEN or before == IN_VIEW or before == UNRESOLVED else FAINT_NO_MORE
                if table_probability(model.probability, sensor.table, strength) < limit:
                    why = TOO_FAINT
                    if jammers > 0 and table_probability(model.probability, sensor.table, quiet) >= limit:
                        why = JAMMED
                    elif table_probability(model.probability, sensor.table, clean) >= limit:
                        why = IN_CLUTTER
                if strength > 0.01:
                    if sensor.fluctuates == 1:
                        strength *= fading(run, body, sensor.band, int(sensor.gain), t)
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
            emit(book, t, (SIGHT, why, -1, sensor.name, body.name), (x, y, z), (distance, strength))
    return count


@kernel(inline=True)
def in_sight(model, sensor, height, sine, distance, x, y):
    """Reason why the line of sight from a sensor to a point is free or not, and the share that its edge leaves."""
    if sensor.mask < 0:
        return IN_VIEW, 1.0
    mask = model.mask_rows[sensor.mask]
    lowest = visible_altitude(model.masks, mask, x, y, sensor.relief)
    if height < lowest:
        return (BELOW_HORIZON if sine < sensor.sea_sine else MASKED), 0.0
    if sine < sensor.obstacle:
        return MASKED, 0.0
    if sine < sensor.sin_low or sine > sensor.sin_high:
        return OUTSIDE_ELEVATION, 0.0
    if sensor.diffracts == 0:
        return IN_VIEW, 1.0
    part = shadow_edge(model.masks, mask, x, y)
    return IN_VIEW, edge_share(edge_parameter(height - lowest, part, distance, sensor.wave_length))


@kernel(inline=True)
def through(model, sensor, s, sine, distance, edge):
    """Power of an echo over that in free space, after an edge that leaves the share `edge`, air, rain and ground."""
    ground = ground_gain(sensor, model.grid[0].lift, sine, distance, edge)
    air = transmission(model.losses, s, sensor.sea_sine, sensor.range_max, sine, distance)
    return edge * air * ground * ground


@kernel(inline=True)
def fading(run, body, band, pulses, t):
    """Factor of mean one on the cross-section, the same for all radars of a band until it decorrelates.

    Keyed by (band, target, epoch), so that a fast radar does not average it away.
    """
    epoch = int(t / body.decorrelation)
    u = uniform(run.seed, run.replication, FLUCTUATION, body.entity, band, epoch)
    return fluctuation(u, body.fluctuation, pulses)


@kernel
def resolve(truth, belief, s, count):
    """Merge echoes that share a resolution cell into their leader, the nearest; return how many are left.

    Sorted by distance, so that the result does not depend on the order of the bodies.
    """
    echoes = truth.echoes
    order = truth.order
    sensor = belief.sensors[s]
    for i in range(count):
        j = i
        while j > 0 and echoes[DISTANCE, order[j - 1]] > echoes[DISTANCE, i]:
            order[j] = order[j - 1]
            j -= 1
        order[j] = i
        echoes[LEADER, i] = -1.0
    leaders = 0
    wide = cos(sensor.azimuth_beam)
    for i in range(count):
        lead = order[i]
        if echoes[LEADER, lead] >= 0.0:
            continue
        echoes[LEADER, lead] = lead
        members = 1
        for j in range(i + 1, count):
            other = order[j]
            if echoes[DISTANCE, other] - echoes[DISTANCE, lead] > sensor.range_cell:
                break
            if echoes[LEADER, other] >= 0.0:
                continue
            same = echoes[EAST, lead] * echoes[EAST, other] + echoes[NORTH, lead] * echoes[NORTH, other] > wide
            level = abs(echoes[SINE, lead] - echoes[SINE, other]) < sensor.elevation_beam
            if same and (level or sensor.dimensions == 2):
                echoes[LEADER, other] = lead
                members += 1
        echoes[MEMBERS, lead] = members
        order[leaders] = lead
        leaders += 1
    for i in range(leaders):
        if echoes[MEMBERS, order[i]] > 1.0:
            gather(echoes, order[i], count)
    return leaders


@kernel
def gather(echoes, lead, count):
    """Move a leader to the power-weighted centre of its cell, and give it the name of the strongest member."""
    total = distance = east = north = sine = 0.0
    strongest = -1.0
    first = lead
    for j in range(count):
        if echoes[LEADER, j] != lead:
            continue
        power = echoes[SIGNAL, j]
        total += power
        distance += power * echoes[DISTANCE, j]
        east += power * echoes[EAST, j]
        north += power * echoes[NORTH, j]
        sine += power * echoes[SINE, j]
        if power > strongest:
            strongest = power
            first = j
    norm = sqrt(east * east + north * north)
    echoes[DISTANCE, lead] = distance / total
    echoes[EAST, lead] = east / norm
    echoes[NORTH, lead] = north / norm
    echoes[SINE, lead] = sine / total
    echoes[SIGNAL, lead] = total
    echoes[BODY, lead], echoes[BODY, first] = echoes[BODY, first], echoes[BODY, lead]


@kernel
def detect(model, truth, belief, book, s, t, lead, name):
    """Draw whether a resolved echo is detected, and if so measure it; one block of named words serves the look.

    `name` is (purpose, index) of its draws. Returns whether it was.
    """
    run = belief.run[0]
    sensor = belief.sensors[s]
    echoes = truth.echoes
    b = int(echoes[BODY, lead])
    body = truth.bodies[b]
    snr = echoes[SIGNAL, lead]
    u, in_range, in_azimuth, in_elevation = uniforms(
        run.seed, run.replication, name[0], sensor.entity, body.entity, name[1]
    )
    if u >= table_probability(model.probability, sensor.table, snr):
        return False
    distance = echoes[DISTANCE, lead]
    if truth.sights[s, b] != SEEN:
        truth.sights[s, b] = SEEN
        emit(book, t, (DETECTED, 0, -1, sensor.name, body.name), (0.0, 0.0, 0.0), (distance, snr))
    # A single-pulse bound for each coordinate, on top of the floor that alignment and wear leave.
    spread = 1.0 / (1.6 * sqrt(2.0 * snr * sensor.gain))
    range_sigma = sqrt(sensor.range_error**2 + (sensor.range_cell * spread) ** 2)
    azimuth_sigma = sqrt(sensor.azimuth_error**2 + (sensor.azimuth_beam * spread) ** 2)
    elevation_sigma = sqrt(sensor.elevation_error**2 + (sensor.elevation_beam * spread) ** 2)
    distance += range_sigma * normal_quantile(in_range)
    azimuth = azimuth_sigma * normal_quantile(in_azimuth)
    elevation = elevation_sigma * normal_quantile(in_elevation)
    sine = echoes[SINE, lead]
    level = sqrt(1.0 - sine * sine)
    east = echoes[EAST, lead] * cos(azimuth) + echoes[NORTH, lead] * sin(azimuth)
    north = echoes[NORTH, lead] * cos(azimuth) - echoes[EAST, lead] * sin(azimuth)
    up = sine * cos(elevation) + level * sin(elevation)
    out = level * cos(elevation) - sine * sin(elevation)
    sigmas = (range_sigma, azimuth_sigma, elevation_sigma)
    write_plot(truth, belief, s, t, (distance, east * out, north * out, up), sigmas, b)
    return True


@kernel
def leave_unresolved(truth, belief, book, s, t, lead):
    """Log, once in a sight, that the other members of a detected cell are not told apart from its strongest."""
    echoes = truth.echoes
    found = 1.0
    for j in range(truth.bodies.shape[0]):
        if echoes[LEADER, j] != lead or found > echoes[MEMBERS, lead]:
            continue
        found += 1.0
        b = int(echoes[BODY, j])
        if truth.sights[s, b] == IN_VIEW:
            truth.sights[s, b] = UNRESOLVED
            what = (SIGHT, UNRESOLVED, -1, belief.sensors[s].name, truth.bodies[b].name)
            emit(book, t, what, (0.0, 0.0, 0.0), (echoes[DISTANCE, j], echoes[SIGNAL, j]))


@kernel
def write_plot(truth, belief, s, t, where, sigmas, origin):
    """Append a plot at `where` = (distance, unit vector) from sensor `s`; a 2-D radar gives an assumed height."""
    run = belief.run[0]
    sensor = belief.sensors[s]
    row = run.plots % belief.plots.shape[0]
    run.plots += 1
    truth.origins[row] = origin
    plot = belief.plots[row]
    plot.t = t
    plot.sensor = s
    distance, east, north, up = where
    if sensor.dimensions == 2:
        over = sqrt(east * east + north * north)
        rise = min(ASSUMED_HEIGHT - sensor.height, 0.7 * distance)
        flat = sqrt(distance * distance - rise * rise) / over
        plot.x = sensor.x + flat * east
        plot.y = sensor.y + flat * north
        plot.z = up_at(plot.x, plot.y, ASSUMED_HEIGHT, run.meridional, run.normal)
        dx, dy, dz = plot.x - sensor.x, plot.y - sensor.y, plot.z - sensor.z
        convert_flat(belief.plots, row, dx, dy, dz, sigmas[0], sigmas[1], ASSUMED_HEIGHT)
    else:
        plot.x = sensor.x + distance * east
        plot.y = sensor.y + distance * north
        plot.z = sensor.z + distance * up
        dx, dy, dz = distance * east, distance * north, distance * up
        convert(belief.plots, row, dx, dy, dz, sigmas[0], sigmas[1], sigmas[2])


@kernel
def false_alarms(truth, belief, s, t, cone, name):
    """Append the false alarms of this look: a Poisson number, spread over the volume that was looked at."""
    run = belief.run[0]
    sensor = belief.sensors[s]
    if sensor.false_alarms <= 0.0:
        return
    u = uniform(run.seed, run.replication, name[0], sensor.entity, 0, name[1])
    sigmas = (
        max(sensor.range_error, 0.3 * sensor.range_cell),
        max(sensor.azimuth_error, 0.3 * sensor.azimuth_beam),
        max(sensor.elevation_error, 0.3 * sensor.elevation_beam),
    )
    for n in range(poisson(sensor.false_alarms * cone[4], u)):
        a, b, c, _d = uniforms(run.seed, run.replication, name[0], sensor.entity, n + 1, name[1])
        distance = sensor.range_min + (sensor.range_max - sensor.range_min) * sqrt(a)
        if cone[3] > -1.0:
            half = sqrt(1.0 - cone[3] * cone[3])
            east, north, up = cone[0] + half * (b - 0.5), cone[1] - half * (b - 0.5), cone[2] + half * (c - 0.5)
        else:
            # Clutter and noise that pass the threshold lie low: the height is uniform up to 10 km.
            up = min(10_000.0 * c / distance, 0.9)
            turn = 6.283185307179586 * b
            if sensor.cos_sector > -1.0:
                turn = sensor.half_sector * (2.0 * b - 1.0)
            level = sqrt(1.0 - up * up)
            east = level * (sensor.facing_x * cos(turn) + sensor.facing_y * sin(turn))
            north = level * (sensor.facing_y * cos(turn) - sensor.facing_x * sin(turn))
        norm = sqrt(east * east + north * north + up * up)
        write_plot(truth, belief, s, t, (distance, east / norm, north / norm, up / norm), sigmas, -1)
