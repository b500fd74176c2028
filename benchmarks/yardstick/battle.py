"""The yardstick: a whole replication of radars, tracker, command and missiles, against which the engine is timed.

**For speed only, never for answers.** Its physics is naive on purpose: missiles guide on the target's true place,
false tracks never draw fire, there is one picture for everybody, and flights are cut at the command cycle. It does
the usual work of such a simulation in the plainest fast way, and it is frozen: a ratio to it means the same in every
year. It shares no code with the package, and an edit here makes older figures worthless.
"""

from math import cos, exp, log, pi, sin, sqrt

import numpy as np

from .tracking import (
    ARRIVALS,
    CONFIRMATIONS,
    CONFIRMED,
    DETECTIONS,
    FIRST,
    FREE,
    FROM,
    KILLS,
    LAUNCHED,
    LAUNCHES,
    LOOKS,
    PACKED,
    STEPS,
    TENTATIVE,
    USED,
    VISIBLE,
    associate,
    compiled,
    pack,
)
from .world import CELL, CELLS, CHANNELS, GRAVITY, LASTS, ROUNDS

COMMAND_CYCLE, TICK, FORGET = 2.0, 0.05, 30.0
FALSE_ALARMS, HITS = 1000, 3000
TURN = 2.0 * pi
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST_FACTOR, SECOND_FACTOR = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
BY_30, BY_27, BY_31, BY_11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
LAST_PLACE = 1.0 / 9_007_199_254_740_992.0


@compiled
def replicate(world, desk, seed):
    """Fight one replication of 1800 s: radars on their own clocks, command every 2 s; adds to `desk.tally`."""
    radars, missiles, marks = world.radars, desk.missiles, desk.marks
    begin(world, desk)
    cycle = COMMAND_CYCLE
    while True:
        r = 0
        for other in range(1, len(radars)):
            if radars[other].next < radars[r].next:
                r = other
        t = radars[r].next
        if min(cycle, t) > LASTS:
            return
        if t < cycle:
            radars[r].next = t + radars[r].period
            if radars[r].engages == 0 or radars[r].busy_until >= t:
                scan(world, desk, r, t, seed)
            continue
        for m in range(marks[FIRST], marks[LAUNCHED]):
            if missiles[m].active == 1:
                fly(world, desk, m, cycle, seed)
        while marks[FIRST] < marks[LAUNCHED] and missiles[marks[FIRST]].active == 0:
            marks[FIRST] += 1
        command(world, desk, cycle)
        for target in world.targets:
            target.at_leg = max(target.first_leg, target.at_leg - 1)
        cycle += COMMAND_CYCLE


@compiled
def begin(world, desk):
    """Set everything to its state at time zero."""
    for radar in world.radars:
        radar.next, radar.scan, radar.busy_until = radar.phase, 0, -1.0
    for target in world.targets:
        target.at_leg, target.alive = target.first_leg, 1
    for battery in world.batteries:
        battery.rounds, battery.channels = ROUNDS, CHANNELS
    for track in desk.tracks:
        track.status = FREE
    desk.marks[:] = 0


@compiled
def scan(world, desk, r, t, seed):
    """One scan of a radar: looks at all targets, plots, false alarms, and what becomes of its tentative tracks."""
    radar, tracks, marks, tally, plots = world.radars[r], desk.tracks, desk.marks, desk.tally, desk.plot
    marks[PACKED] = pack(tracks, desk.covariance, desk.gates, desk.slots, marks[USED], t)
    marks[FROM] = 0
    for k in range(marks[USED]):
        if tracks[k].status == TENTATIVE and tracks[k].radar == r:
            tracks[k].history = (tracks[k].history << 1) & 31
            tracks[k].looks += 1
    plots[0].t, plots[0].radar = t, r
    for i in range(len(world.targets)):
        target = world.targets[i]
        if target.alive == 1 and world.legs[target.first_leg].t <= t <= target.end:
            tally[LOOKS] += 1
            if look(world, plots, r, i, t, seed, tally):
                associate(tracks, desk.covariance, desk.gates, desk.slots, desk.words, plots, marks, tally)
    if radar.alarms > 0.0:
        name = stream(seed, FALSE_ALARMS + r, 0, radar.scan)
        alarms, limit, product = 0, exp(-radar.alarms), uniform(name, 0)
        while product > limit:
            alarms += 1
            product *= uniform(name, alarms)
        for n in range(alarms):
            turn, far = TURN * uniform(name, 100 + 3 * n), radar.reach * sqrt(uniform(name, 101 + 3 * n))
            plots[0].x, plots[0].y = radar.x + far * cos(turn), radar.y + far * sin(turn)
            plots[0].z, plots[0].truth = radar.z + 9000.0 * uniform(name, 102 + 3 * n), -1
            spread(radar, plots)
            associate(tracks, desk.covariance, desk.gates, desk.slots, desk.words, plots, marks, tally)
    radar.scan += 1
    for k in range(marks[USED]):
        track = tracks[k]
        if track.status == TENTATIVE and track.radar == r:
            h = track.history
            if (h & 1) + ((h >> 1) & 1) + ((h >> 2) & 1) + ((h >> 3) & 1) + ((h >> 4) & 1) >= 3:
                track.status = CONFIRMED
                tally[CONFIRMATIONS] += 1
            elif track.looks >= 5:
                track.status = FREE
        elif track.status == CONFIRMED and t - track.t > FORGET:
            track.status = FREE
    while marks[USED] > 0 and tracks[marks[USED] - 1].status == FREE:
        marks[USED] -= 1


@compiled
def look(world, plots, r, i, t, seed, tally):
    """Detect a target and measure it, or return False."""
    radar, plot = world.radars[r], plots[0]
    x, y, z, _vx, _vy, _vz = locate(world.legs, world.targets, i, t)
    dx, dy, dz = x - radar.x, y - radar.y, z - radar.z
    squared = dx * dx + dy * dy + dz * dz
    if squared > radar.reach * radar.reach or squared < 1e6 or hidden(world.floors, r, x, y, z):
        return False
    tally[VISIBLE] += 1
    snr = radar.signal * world.targets[i].rcs / (squared * squared)
    name = stream(seed, r, i, radar.scan)
    if uniform(name, 0) >= exp(radar.log_pfa / (1.0 + snr)):
        return False
    tally[DETECTIONS] += 1
    first, turn = sqrt(-2.0 * log(uniform(name, 1))), TURN * uniform(name, 2)
    second, other = sqrt(-2.0 * log(uniform(name, 3))), TURN * uniform(name, 4)
    flat, slant = sqrt(dx * dx + dy * dy), sqrt(squared)
    far = slant + radar.range_error * first * cos(turn)
    aside, above = radar.azimuth_error * first * sin(turn), radar.elevation_error * second * cos(other)
    c, s, cos_above, sin_above = cos(aside), sin(aside), cos(above), sin(above)
    level = far * (flat * cos_above - dz * sin_above) / slant
    plot.x = radar.x + level * (dx * c - dy * s) / flat
    plot.y = radar.y + level * (dy * c + dx * s) / flat
    plot.z = radar.z + far * (dz * cos_above + flat * sin_above) / slant
    plot.truth = i
    spread(radar, plots)
    return True


@compiled
def hidden(floors, r, x, y, z):
    """Whether a point is behind the relief for a radar, or off the map."""
    column, row = int(x * (1.0 / CELL)), int(y * (1.0 / CELL))
    return column < 0 or row < 0 or column >= CELLS or row >= CELLS or z < floors[r, row, column]


@compiled
def spread(radar, plots):
    """Write the covariance of the plot, whose errors are those of range, azimuth and elevation."""
    plot = plots[0]
    dx, dy, dz = plot.x - radar.x, plot.y - radar.y, plot.z - radar.z
    flat = sqrt(dx * dx + dy * dy)
    slant = sqrt(flat * flat + dz * dz)
    c, s, level, rise = dx / flat, dy / flat, flat / slant, dz / slant
    along, across, over = radar.range_error, flat * radar.azimuth_error, slant * radar.elevation_error
    along, across, over = along * along, across * across, over * over
    ux, uy, uz, wx, wy, wz = c * level, s * level, rise, -c * rise, -s * rise, level
    plot.xx = along * ux * ux + across * s * s + over * wx * wx
    plot.xy = along * ux * uy - across * s * c + over * wx * wy
    plot.xz = along * ux * uz + over * wx * wz
    plot.yy = along * uy * uy + across * c * c + over * wy * wy
    plot.yz = along * uy * uz + over * wy * wz
    plot.zz = along * uz * uz + over * wz * wz


@compiled
def locate(legs, targets, i, t):
    """Place and velocity of a target; moves its cursor to the leg of time `t`."""
    target = targets[i]
    leg, last = target.at_leg, target.first_leg + target.legs - 1
    while leg < last and legs[leg + 1].t <= t:
        leg += 1
    target.at_leg = leg
    at = legs[leg]
    dt, rate = t - at.t, at.turn
    if rate == 0.0:
        return at.x + at.vx * dt, at.y + at.vy * dt, at.z + at.vz * dt, at.vx, at.vy, at.vz
    s, c = sin(rate * dt), 1.0 - cos(rate * dt)
    x, y = at.x + (at.vx * s - at.vy * c) / rate, at.y + (at.vx * c + at.vy * s) / rate
    return x, y, at.z, at.vx * (1.0 - c) - at.vy * s, at.vx * s + at.vy * (1.0 - c), 0.0


@compiled
def command(world, desk, t):
    """Rank the tracks by threat, and fire two rounds at each in turn from the battery that reaches it first."""
    tracks, threats, ranked, count = desk.tracks, desk.threats, desk.ranked, 0
    for k in range(desk.marks[USED]):
        track = tracks[k]
        if track.status != CONFIRMED or track.rounds > 0:
            continue
        age, threat = t - track.t, 0.0
        squared = track.vx * track.vx + track.vy * track.vy + 1.0
        for place in world.places:
            dx, dy = place[0] - track.x - track.vx * age, place[1] - track.y - track.vy * age
            ahead = (dx * track.vx + dy * track.vy) / squared
            if ahead > -20.0:
                passing = dx * dx + dy * dy - ahead * ahead * squared
                threat = max(threat, exp(-passing / 4e8) / (1.0 + max(ahead, 0.0) / 60.0))
        if threat > 0.02:
            j = count
            while j > 0 and threats[j - 1] < threat:
                threats[j], ranked[j] = threats[j - 1], ranked[j - 1]
                j -= 1
            threats[j], ranked[j] = threat, k
            count += 1
    for j in range(count):
        track = tracks[ranked[j]]
        b, after = choose(world, track, t)
        if b >= 0 and track.truth >= 0 and world.targets[track.truth].alive == 1:
            world.radars[world.batteries[b].radar].busy_until = t + after + 10.0
            launch(world, desk, ranked[j], b, t, after)


@compiled
def choose(world, track, t):
    """Battery that reaches a track first and the time that it needs, or -1."""
    best, least = -1, 1e9
    age = t - track.t
    x, y, z = track.x + track.vx * age, track.y + track.vy * age, track.z + track.vz * age
    for b in range(len(world.batteries)):
        battery = world.batteries[b]
        dx, dy, dz = x - battery.x, y - battery.y, z - battery.z
        squared = dx * dx + dy * dy + dz * dz
        if battery.rounds <= 0 or battery.channels <= 0 or squared > 4.0 * battery.reach * battery.reach:
            continue
        after = sqrt(squared) / battery.speed
        for _ in range(3):
            px, py, pz = dx + track.vx * after, dy + track.vy * after, dz + track.vz * after
            after = sqrt(px * px + py * py + pz * pz) / battery.speed
        far = after * battery.speed
        if far > battery.reach or far < battery.least or z > battery.ceiling:
            continue
        if after < least and not hidden(world.floors, battery.radar, x, y, z):
            best, least = b, after
    return best, least


@compiled
def launch(world, desk, k, b, t, after):
    """Launch two rounds of a battery at a track, or as many as there are."""
    battery, track, lead = world.batteries[b], desk.tracks[k], t - desk.tracks[k].t + after
    for _ in range(2):
        m = desk.marks[LAUNCHED]
        if battery.rounds <= 0 or battery.channels <= 0 or m >= len(desk.missiles):
            return
        missile = desk.missiles[m]
        dx, dy = track.x + track.vx * lead - battery.x, track.y + track.vy * lead - battery.y
        dz = track.z + track.vz * lead - battery.z
        dz += 0.15 * sqrt(dx * dx + dy * dy + dz * dz)
        scale = 40.0 / sqrt(dx * dx + dy * dy + dz * dz)
        missile.x, missile.y, missile.z, missile.t, missile.launched = battery.x, battery.y, battery.z, t, t
        missile.vx, missile.vy, missile.vz = scale * dx, scale * dy, scale * dz
        missile.active, missile.target, missile.battery, missile.track = 1, track.truth, b, k
        desk.marks[LAUNCHED] += 1
        battery.rounds -= 1
        battery.channels -= 1
        track.rounds += 1
        desk.tally[LAUNCHES] += 1


@compiled
def fly(world, desk, m, until, seed):
    """Boost, sustain and coast under proportional navigation until the next command cycle or the end."""
    missile, targets = desk.missiles[m], world.targets
    x, y, z, vx, vy, vz, t = missile.x, missile.y, missile.z, missile.vx, missile.vy, missile.vz, missile.t
    while t < until - 1e-9:
        tx, ty, tz, tvx, tvy, tvz = locate(world.legs, targets, missile.target, t)
        desk.tally[STEPS] += 1
        dx, dy, dz, wx, wy, wz = tx - x, ty - y, tz - z, tvx - vx, tvy - vy, tvz - vz
        apart, closing = dx * dx + dy * dy + dz * dz, dx * wx + dy * wy + dz * wz
        speed = sqrt(vx * vx + vy * vy + vz * vz)
        age = t - missile.launched
        if (closing > 0.0 and age > 2.0) or age > 90.0 or (age > 15.0 and speed < 250.0):
            along = -closing / (wx * wx + wy * wy + wz * wz)
            mx, my, mz = dx + wx * along, dy + wy * along, dz + wz * along
            finish(world, desk, m, mx * mx + my * my + mz * mz, seed)
            return
        mach = speed / (340.0 - 0.0041 * min(z, 11_000.0))
        if mach < 0.9:
            drag = 0.25
        elif mach < 1.2:
            drag = 0.25 + (mach - 0.9) * 0.9
        else:
            drag = 0.52 / sqrt(mach * 0.95)
        if age < 4.0:
            thrust, mass = 22_000.0, 320.0 - 30.0 * age
        elif age < 14.0:
            thrust, mass = 5_000.0, 200.0 - 5.0 * (age - 4.0)
        else:
            thrust, mass = 0.0, 150.0
        force = 0.5 * 1.225 * exp(-z / 8500.0) * speed * speed * 0.05
        push = (thrust - force * drag) / mass / speed
        ox, oy, oz = (dy * wz - dz * wy) / apart, (dz * wx - dx * wz) / apart, (dx * wy - dy * wx) / apart
        ax, ay, az = 4.0 * (oy * vz - oz * vy), 4.0 * (oz * vx - ox * vz), 4.0 * (ox * vy - oy * vx) + GRAVITY
        wanted, most = ax * ax + ay * ay + az * az, min(350.0, force * 8.0 / mass)
        if wanted > most * most:
            cut = most / sqrt(wanted)
            ax, ay, az = ax * cut, ay * cut, az * cut
        vx, vy, vz = vx + (push * vx + ax) * TICK, vy + (push * vy + ay) * TICK, vz + (push * vz + az - GRAVITY) * TICK
        x, y, z, t = x + vx * TICK, y + vy * TICK, z + vz * TICK, t + TICK
    missile.x, missile.y, missile.z, missile.vx, missile.vy, missile.vz, missile.t = x, y, z, vx, vy, vz, t


@compiled
def finish(world, desk, m, squared, seed):
    """End a flight that passed its target at a squared distance."""
    missile = desk.missiles[m]
    target, track = world.targets[missile.target], desk.tracks[missile.track]
    missile.active = 0
    world.batteries[missile.battery].channels += 1
    track.rounds = max(track.rounds - 1, 0)
    if squared >= 1e6 or target.alive == 0:
        return
    name = stream(seed, HITS, m, 0)
    off = 6.0 * sqrt(-2.0 * log(uniform(name, 0))) * cos(TURN * uniform(name, 1))
    desk.tally[ARRIVALS] += 1
    if uniform(name, 2) < 0.85 * exp(-(0.01 * squared + off * off) / 400.0):
        target.alive = 0
        desk.tally[KILLS] += 1


@compiled
def uniform(name, number):
    """Draw between 0 and 1."""
    return (np.float64(scramble(name + GOLDEN * np.uint64(number + 1)) >> BY_11) + 0.5) * LAST_PLACE


@compiled
def stream(seed, purpose, entity, step):
    """Name a stream of draws."""
    name = scramble(scramble(seed + GOLDEN * np.uint64(purpose)) + GOLDEN * np.uint64(entity))
    return name ^ scramble(np.uint64(step) * GOLDEN + SECOND_FACTOR)


@compiled
def scramble(word):
    """Mix 64 bits, after Steele, Lea and Flood (2014)."""
    word = (word ^ (word >> BY_30)) * FIRST_FACTOR
    word = (word ^ (word >> BY_27)) * SECOND_FACTOR
    return word ^ (word >> BY_31)
