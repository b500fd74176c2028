"""One vehicle of a raid in one replication, with the weapons that it releases: flight paths and acts."""

from math import inf, sqrt

from shieldwall.assembly.draw.raid_effects import effect
from shieldwall.assembly.draw.raid_groups import FLOWN, LEGS, LINES, SHORT
from shieldwall.assembly.draw.raid_heights import (
    ask_heights,
    climb_early,
    go_down,
    ground_at,
    lay_ground,
    lay_ground_if_near,
    lay_times,
)
from shieldwall.assembly.draw.raid_member import LOOK_MISSION, RELEASE_MISSION, STRIKE_MISSION
from shieldwall.assembly.draw.raid_path import LOWEST, departing, go_home, go_on, lay_path, lay_route, turn_radius
from shieldwall.assembly.draw.raid_sight import looking
from shieldwall.assembly.draw.raid_threat import BOMB
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.geodesy import height_above_sea
from shieldwall.kernels.paths import (
    FINENESS,
    HEIGHT,
    STEP,
    WEIGHT,
    S,
    T,
    X,
    Y,
    Z,
    begin,
    distinct,
    first_within,
    go,
    interpolated,
    keep_height,
    measure,
    sought,
)
from shieldwall.kernels.polylines import bends
from shieldwall.quantities.constants import STANDARD_GRAVITY
from shieldwall.state.layout import NONE
from shieldwall.state.script import ENTER, EXIT, OBSERVE, RELEASE, STRIKE

#: Between two weapons released by one aircraft, s. Assumption.
RELEASE_INTERVAL = 0.5
#: Last metres of ground of a released missile or drone, flown straight down to its target. Assumption.
WEAPON_DIVE = 2000.0
#: How far a leg may lie off the path sampled, m: in level flight, and more over the ground.
CLOSENESS, GROUND_CLOSENESS = 2.0, 3.0
#: Points on the path of a falling bomb.
FALL_POINTS = 33


@kernel
def fly(scene, row):
    """Lay the flight of a vehicle and those of its weapons; tell whether there was room for them."""
    raid, land, figures, work, relief = scene.raid, scene.land, scene.figures, scene.work, scene.relief
    member = raid.members[row]
    threat = raid.threats[member.threat]
    departure = departing(member, threat, figures, scene.seed, scene.replication)
    if member.every > 0.0 and departure.start > raid.lasts:
        return True
    path = work.path
    points = lay_route(raid, member, departure, work.route)
    radius = turn_radius(threat, figures, departure.speed, True)
    count, flown = lay_path(member, departure, raid.lasts, work, points, radius)
    if count > path.shape[1]:
        return False
    if member.mission == STRIKE_MISSION:
        return _strike(scene, row, departure, count)
    station = -1.0
    if member.mission == RELEASE_MISSION:
        aim = raid.aims[member.aim]
        station = first_within(path, count, aim.x, aim.y, member.release_at)
    elif member.mission == LOOK_MISSION:
        _lay_level(land, path, count, departure, relief)
        station = looking(raid, land, member, path, count, relief)
    if member.returns == 1 and points > 0:
        turn = max(flown if station < 0.0 else station, STEP)
        if member.mission == RELEASE_MISSION:
            turn += (member.weapons - 1) * RELEASE_INTERVAL * departure.speed
        count = go_home(work, count, turn, points, turn_radius(threat, figures, departure.speed, False))
    elif points > 0 and member.ends == 0:
        count = go_on(path, count)
    if count > path.shape[1]:
        return False
    _lay_level(land, path, count, departure, relief)
    return _perform(scene, row, count, station)


@kernel
def _lay_level(land, path, count, departure, relief):
    """Fill in heights and times of a path that does not end in a target."""
    lay_ground_if_near(land, path, count, departure.floor, relief)
    ask_heights(path, count, departure.floor)
    climb_early(path, count, departure.slope)
    lay_times(land.file[0], path, count, departure.speed, departure.start)


@kernel
def _strike(scene, row, departure, count):
    """Fly a laid path into its target."""
    member = scene.raid.members[row]
    aim = scene.raid.aims[member.aim]
    path, land = scene.work.path, scene.land
    lay_ground(land, path, count, scene.relief)
    ask_heights(path, count, departure.floor)
    go_down(path, count, departure.slope, departure.floor, aim.height, member.dive)
    lay_times(land.file[0], path, count, departure.speed, departure.start)
    _act(scene, path[T, 0], ENTER, row, NONE, 0.0, 1.0)
    _hit(scene, row, member.aim, path, count)
    return _finish(scene, row, path, count, FLOWN)


@kernel
def _perform(scene, row, count, station):
    """Do the task of a vehicle at a station of its timed path, -1 for none, and lay the weapons released there."""
    raid, path = scene.raid, scene.work.path
    member = raid.members[row]
    if member.ends == 1 and path[T, count - 1] < 0.0:
        return True
    _act(scene, path[T, 0], ENTER, row, NONE, 0.0, 1.0)
    _act(scene, path[T, count - 1], EXIT, row, NONE, 0.0, 1.0)
    if not _finish(scene, row, path, count, FLOWN):
        return False
    done = inf if station < 0.0 else interpolated(path, count, S, station, T)
    if done > raid.lasts:
        return True
    if member.mission == LOOK_MISSION:
        aim = raid.aims[member.aim]
        dx, dy = interpolated(path, count, T, done, X) - aim.x, interpolated(path, count, T, done, Y) - aim.y
        dz = interpolated(path, count, T, done, Z) - aim.z
        _act(scene, done, OBSERVE, row, aim.place, sqrt(dx * dx + dy * dy + dz * dz), 1.0)
    elif member.mission == RELEASE_MISSION:
        for weapon in range(row + 1, row + 1 + member.weapons):
            t = done + raid.members[weapon].number * RELEASE_INTERVAL
            _act(scene, t, RELEASE, row, weapon, 0.0, 1.0)
            if not _release(scene, weapon, count, t):
                return False
    return True


@kernel
def _release(scene, row, count, t):
    """Lay the flight of a weapon from its carrier's place at a time to its target, or as far as it reaches."""
    raid, land, figures, carrier, path = scene.raid, scene.land, scene.figures, scene.work.path, scene.work.fall
    threat = raid.threats[raid.members[row].threat]
    member = raid.members[raid.members[row].carrier]
    aim, file = raid.aims[member.aim], land.file[0]
    x, y = interpolated(carrier, count, T, t, X), interpolated(carrier, count, T, t, Y)
    begins = height_above_sea(x, y, interpolated(carrier, count, T, t, Z), file.meridional, file.normal)
    end_x, end_y, ends = aim.x, aim.y, aim.height
    dx, dy = end_x - x, end_y - y
    short = _reach(threat, figures, member.speed, begins - ends) / max(sqrt(dx * dx + dy * dy), 1.0)
    if short < 1.0:
        end_x, end_y = x + short * dx, y + short * dy
        ends = ground_at(land, end_x, end_y, scene.relief)
    begin(path, x, y)
    if threat.kind == BOMB:
        fallen = _fall(path, end_x - x, end_y - y, begins, ends)
    else:
        fallen = _cruise(scene, threat, end_x, end_y, begins, ends)
    if fallen > path.shape[1]:
        return False
    lay_times(file, path, fallen, figures[threat.speed], t)
    if short < 1.0:
        _act(scene, path[T, fallen - 1], EXIT, row, NONE, 0.0, 1.0)
        return _finish(scene, row, path, fallen, SHORT)
    _hit(scene, row, member.aim, path, fallen)
    return _finish(scene, row, path, fallen, FLOWN)


@kernel
def _reach(threat, figures, speed, height):
    """Ground distance that a weapon covers from a release at a speed and a height over its target.

    A bomb: its glide from that height and the throw of its release (in vacuum), within its greatest range.
    """
    reach = figures[threat.reach]
    if reach == 0.0:
        reach = inf
    if threat.kind != BOMB:
        return reach
    height = max(height, 1.0)
    throw = speed * sqrt(2.0 * height / STANDARD_GRAVITY)
    return min(reach, height * figures[threat.glide] + throw)


@kernel
def _fall(path, dx, dy, begins, ends):
    """Lay a bomb's path, released level, that steepens like a parabola to its end; return its samples.

    A room that does not hold them is left as it is.
    """
    if path.shape[1] < FALL_POINTS:
        return FALL_POINTS
    x, y = path[X, 0], path[Y, 0]
    for sample in range(FALL_POINTS):
        part = sample / (FALL_POINTS - 1.0)
        path[X, sample] = x + part * dx
        path[Y, sample] = y + part * dy
        path[HEIGHT, sample] = ends + (begins - ends) * (1.0 - part * part)
    keep_height(path, 0, FALL_POINTS, 0.0, 0.0)
    return FALL_POINTS


@kernel
def _cruise(scene, threat, x, y, begins, ends):
    """Lay the path of a released missile or drone, low over the ground and down to its end; return its samples."""
    path, figures = scene.work.fall, scene.figures
    floor = max(LOWEST, figures[threat.floor])
    count, _ = go(path, 1, x, y)
    if count > path.shape[1]:
        return count
    keep_height(path, 0, count, max(figures[threat.cruise], floor), 1.0)
    count = max(distinct(path, 0, count), 2)
    measure(path, 0, count)
    lay_ground(scene.land, path, count, scene.relief)
    ask_heights(path, count, floor)
    path[HEIGHT, 0] = begins
    go_down(path, count, figures[threat.slope], floor, ends, WEAPON_DIVE)
    return count


@kernel
def _hit(scene, row, aim_row, path, count):
    """Let a path end in its target, with the strike there."""
    aim = scene.raid.aims[aim_row]
    last = count - 1
    path[X, last], path[Y, last], path[Z, last] = aim.x, aim.y, aim.z
    damage, chance = effect(scene.raid.threats[scene.raid.members[row].threat], scene.figures, aim)
    _act(scene, path[T, last], STRIKE, row, aim.place, damage, chance)


@kernel
def _act(scene, t, what, row, other, amount, chance):
    """Note what a body does, if the scenario lasts so long; what would be before it begins is at once."""
    if t > scene.raid.lasts:
        return
    filled = scene.drawn.filled
    act = scene.work.acts[filled[LINES]]
    act.t = max(t, 0.0)
    act.what = what
    act.body = row
    act.other = other
    act.amount = amount
    act.chance = chance
    filled[LINES] += 1


@kernel
def _finish(scene, row, path, count, came):
    """Write the legs of a timed path, as far as the scenario lasts; tell whether there was room for them."""
    drawn, stay = scene.drawn, scene.work.stay
    last = sought(path, T, count, scene.raid.lasts)
    lasting = min(count, max(2, last + 2 if path[T, last] <= scene.raid.lasts else 1))
    for sample in range(lasting):
        tolerance = CLOSENESS + GROUND_CLOSENESS * path[WEIGHT, sample]
        path[FINENESS, sample] = 1.0 / (tolerance * tolerance)
    legs = bends(path, lasting, stay) - 1
    first = drawn.filled[LEGS]
    if first + legs > drawn.legs.shape[0]:
        return False
    for number in range(legs):
        here, there = stay[number], stay[number + 1]
        lasts = path[T, there] - path[T, here]
        leg = drawn.legs[first + number]
        leg.t, leg.x, leg.y, leg.z = path[T, here], path[X, here], path[Y, here], path[Z, here]
        leg.vx = (path[X, there] - path[X, here]) / lasts
        leg.vy = (path[Y, there] - path[Y, here]) / lasts
        leg.vz = (path[Z, there] - path[Z, here]) / lasts
    end = stay[legs]
    ends = drawn.ends[row]
    ends[0], ends[1], ends[2], ends[3] = path[T, end], path[X, end], path[Y, end], path[Z, end]
    drawn.filled[LEGS] = first + legs
    drawn.bodies[row].first_leg = first
    drawn.bodies[row].legs = legs
    drawn.came[row] = came
    return True
