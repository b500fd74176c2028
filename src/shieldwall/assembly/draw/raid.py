"""The raid of one replication: every threat's flight path, the script of what it does on it, and what it is like."""

from math import inf

from shieldwall.assembly.draw.raid_effects import lay_jammers, lay_signature
from shieldwall.assembly.draw.raid_flight import fly
from shieldwall.assembly.draw.raid_groups import ABSENT, LEGS, LINES, Scene
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import TRANSPONDER, uniforms
from shieldwall.state.identity import CIVIL, MILITARY
from shieldwall.state.layout import NONE


@kernel
def draw_raid(raid, land, figures, relief, seed, replication, work, drawn):
    """Draw the raid of a replication into `drawn`; return how many legs it has, -1 where an array is too small.

    `raid`, `land`, `work` and `drawn` are the groups of `raid_groups`; `figures` is float64[column], the catalogue's
    figures in this replication; `relief` is how far, from 0 to 1, the ground exceeds what was read.
    """
    scene = Scene(raid, land, figures, relief, seed, replication, work, drawn)
    drawn.filled[LEGS] = drawn.filled[LINES] = 0
    for row in range(raid.threats.shape[0]):
        threat = raid.threats[row]
        front, side, rear = figures[threat.front], figures[threat.side], figures[threat.rear]
        lay_signature(drawn.signatures[row], front, side, rear, figures[threat.low_band])
    for row in range(raid.members.shape[0]):
        _lay_body(scene, row)
    for row in range(raid.members.shape[0]):
        if raid.members[row].carrier == NONE and not fly(scene, row):
            return -1
    _lay_script(work, drawn)
    lay_jammers(raid.pods, figures, drawn.jammers)
    return drawn.filled[LEGS]


@kernel
def _lay_body(scene, row):
    """Fill in what a body is like; it has no legs yet."""
    member, body, figures = scene.raid.members[row], scene.drawn.bodies[row], scene.figures
    threat = scene.raid.threats[member.threat]
    body.name = member.name
    body.entity = member.entity
    body.signature = member.threat
    body.fluctuation = threat.fluctuation
    body.decorrelation = figures[threat.decorrelation]
    body.extent = figures[threat.extent]
    body.toughness = figures[threat.toughness]
    body.carrier = member.carrier
    body.first_leg = 0
    body.legs = 0
    body.side = member.side
    body.transponder = _working(scene, member, threat)
    scene.drawn.came[row] = ABSENT


@kernel
def _working(scene, member, threat):
    """Modes in which a member's transponder answers in this replication."""
    if member.transponder == 0:
        return 0
    silent = member.silent if member.silent >= 0.0 else scene.figures[threat.fault]
    words = uniforms(scene.seed, scene.replication, TRANSPONDER, member.entity, 0, 0)
    works = 0
    if words[0] >= silent:
        works |= member.transponder & CIVIL
    if words[1] >= silent:
        works |= member.transponder & MILITARY
    return works


@kernel
def _lay_script(work, drawn):
    """Sort the acts into the script: by time, then body, then what it does, then to whom."""
    lines = drawn.filled[LINES]
    source, target = 0, 1
    for line in range(lines):
        work.order[source, line] = line
    width = 1
    while width < lines:
        for first in range(0, lines, 2 * width):
            _merge(work, source, first, min(first + width, lines), min(first + 2 * width, lines))
        source, target = target, source
        width *= 2
    for line in range(lines):
        act, row = work.acts[work.order[source, line]], drawn.script[line]
        row.t, row.amount, row.chance = act.t, act.amount, act.chance
        row.what, row.body, row.other = act.what, act.body, act.other
    for line in range(lines, drawn.script.shape[0]):
        drawn.script[line].t = inf


@kernel
def _merge(work, source, first, middle, end):
    """Merge two sorted runs of one row of the order into the other row."""
    order = work.order
    left, right = first, middle
    for line in range(first, end):
        if left < middle and (
            right >= end or not _before(work.acts[order[source, right]], work.acts[order[source, left]])
        ):
            order[1 - source, line] = order[source, left]
            left += 1
        else:
            order[1 - source, line] = order[source, right]
            right += 1


@kernel
def _before(one, other):
    if one.t != other.t:
        return one.t < other.t
    if one.body != other.body:
        return one.body < other.body
    if one.what != other.what:
        return one.what < other.what
    return one.other < other.other
