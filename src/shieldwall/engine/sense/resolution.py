"""Resolution: echoes that share a cell of range and beam are one to a sensor."""

from math import sqrt

from shieldwall.engine.sense.echoes import BODY, DISTANCE, EAST, LEADER, MEMBERS, NORTH, SIGNAL, SINE
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import cos
from shieldwall.record.emit import emit
from shieldwall.record.kinds import SIGHT
from shieldwall.record.reasons import IN_VIEW, UNRESOLVED
from shieldwall.state.layout import NONE


@kernel
def resolve(model, truth, s, count):
    """Merge echoes that share a resolution cell into their leader, the nearest; return how many are left.

    Sorted by distance, so that the result does not depend on the order of the bodies.
    """
    echoes = truth.echoes
    order = truth.order
    sensor = model.sensors[s]
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
        leader = order[i]
        if echoes[LEADER, leader] >= 0.0:
            continue
        echoes[LEADER, leader] = leader
        members = 1
        for j in range(i + 1, count):
            other = order[j]
            if echoes[DISTANCE, other] - echoes[DISTANCE, leader] > sensor.range_cell:
                break
            if echoes[LEADER, other] >= 0.0:
                continue
            same = echoes[EAST, leader] * echoes[EAST, other] + echoes[NORTH, leader] * echoes[NORTH, other] > wide
            level = abs(echoes[SINE, leader] - echoes[SINE, other]) < sensor.elevation_beam
            if same and (level or sensor.dimensions == 2):
                echoes[LEADER, other] = leader
                members += 1
        echoes[MEMBERS, leader] = members
        order[leaders] = leader
        leaders += 1
    for i in range(leaders):
        if echoes[MEMBERS, order[i]] > 1.0:
            gather(echoes, order[i], count)
    return leaders


@kernel
def gather(echoes, leader, count):
    """Move a leader to the power-weighted centre of its cell, and give it the name of the strongest member."""
    total = distance = east = north = sine = 0.0
    strongest = -1.0
    first = leader
    for j in range(count):
        if echoes[LEADER, j] != leader:
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
    echoes[DISTANCE, leader] = distance / total
    echoes[EAST, leader] = east / norm
    echoes[NORTH, leader] = north / norm
    echoes[SINE, leader] = sine / total
    echoes[SIGNAL, leader] = total
    echoes[BODY, leader], echoes[BODY, first] = echoes[BODY, first], echoes[BODY, leader]


@kernel
def log_unresolved(model, truth, log, look, leader):
    """Log, once in a sight, that the other members of a detected cell are not told apart from its strongest."""
    echoes = truth.echoes
    s = look.sensor
    found = 1.0
    for j in range(truth.bodies.shape[0]):
        if found >= echoes[MEMBERS, leader]:
            return
        if echoes[LEADER, j] != leader or j == leader:
            continue
        found += 1.0
        b = int(echoes[BODY, j])
        if truth.sights[s, b] == IN_VIEW:
            truth.sights[s, b] = UNRESOLVED
            names = (model.sensors[s].name, truth.bodies[b].name)
            values = (echoes[DISTANCE, j], echoes[SIGNAL, j])
            emit(log, look.t, SIGHT, UNRESOLVED, NONE, names, (0.0, 0.0, 0.0), values)
