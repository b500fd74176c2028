"""Whether an idle unit let a threat pass: it or its post knew, and a round that its rules allow would have met it."""

from math import inf, sqrt

from shieldwall.engine.command.reserve import kept
from shieldwall.engine.command.resources import rounds_left
from shieldwall.engine.command.shot_value import shot_chance, shots_in
from shieldwall.engine.fire.envelope import in_envelope
from shieldwall.engine.referee.bodies import motion
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.signature import cross_section
from shieldwall.models.numbers import GUN
from shieldwall.record.reasons import NO_REASON
from shieldwall.state.layout import NONE
from shieldwall.state.script import OBSERVE, RELEASE, STRIKE
from shieldwall.state.track import CONFIRMED


@kernel
def lets_pass(model, truth, belief, s, b, t):
    """Whether the idle unit of sensor `s`, in reach and sight of body `b`, could have engaged that and does not.

    It or who commands it holds a track of it. A round that leaves once the rest of the crew's reaction is over, counted
    from that track, would meet the body inside the envelope, before it does what it was sent for; with the least
    chance, by the body's true echo, that the rules ask; and not out of the reserve.
    """
    n = model.sensors[s].unit
    unit = model.units[n]
    known = known_at(model, truth, belief, n, b)
    if known == inf:
        return False
    wait = max(0.0, known + unit.reaction - t, min(belief.unit_state[n].warm_at, t + unit.standby) - t)
    left_until = acts_at(truth, belief, b) - t
    target = motion(truth, b, t)
    left = rounds_left(model, belief, n)
    tried = NONE
    for place in range(unit.first_launcher, unit.first_launcher + unit.launchers):
        w = model.launchers[place].weapon
        weapon = model.weapons[w]
        if belief.launcher_state[place].ready == 0 or w == tried or kept(weapon, unit, target, left):
            continue
        tried = w
        why, time = in_envelope(model, w, (unit.x, unit.y, unit.z), target, wait)
        ahead = wait + time
        if why != NO_REASON or ahead >= left_until:
            continue
        chance = shot_chance(model, s, w, unit.process_noise, true_echo(model, truth, s, b, target), target, ahead)
        # Bursts count together, as for the crew.
        shots = shots_in(left_until - ahead, time + unit.assess_after) if weapon.kind == GUN else 1.0
        missed = 1.0
        for _ in range(int(shots)):
            missed *= 1.0 - chance
        if 1.0 - missed >= unit.least_chance:
            return True
    return False


@kernel
def known_at(model, truth, belief, n, b):
    """Since when unit `n`, or who commands it, holds the tracks of body `b` that it has, infinite for no track."""
    since = inf
    for u in (n, belief.unit_state[n].commander):
        if u < 0:
            continue
        for k in range(model.units[u].first_track, belief.unit_state[u].high_track):
            if truth.follows[k, 0] == b and belief.tracks[k].status == CONFIRMED:
                since = min(since, belief.tracks[k].confirmed_at)
    return since


@kernel
def acts_at(truth, belief, b):
    """When body `b` next does what it was sent for, infinite for never."""
    for i in range(belief.progress[0].script, truth.script.shape[0]):
        line = truth.script[i]
        if line.body == b and (line.what == STRIKE or line.what == RELEASE or line.what == OBSERVE):
            return line.t
    return inf


@kernel
def true_echo(model, truth, s, b, target):
    """Mean radar cross-section, m2, that body `b` shows to sensor `s`."""
    sensor = model.sensors[s]
    x, y, z, vx, vy, vz = target
    dx, dy, dz = x - sensor.x, y - sensor.y, z - sensor.z
    product = sqrt((dx * dx + dy * dy + dz * dz) * (vx * vx + vy * vy + vz * vz)) + 1e-9
    nose = -(dx * vx + dy * vy + dz * vz) / product
    return cross_section(truth.signatures, truth.bodies[b].signature, sensor.band, nose)
