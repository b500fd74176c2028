"""Which launcher a channel fires from."""

from math import inf

from shieldwall.engine.command.shot_value import shot_value
from shieldwall.engine.fire.envelope import in_envelope
from shieldwall.kernels.compiled import kernel
from shieldwall.record.reasons import LAUNCHERS_BUSY, LEFT_ENVELOPE, NO_REASON, NO_ROUND
from shieldwall.state.layout import NONE


@kernel
def choose_weapon(model, belief, c, t):
    """Launcher from which channel `c` fires now, and the flight time; NONE and the reason when it cannot.

    Of the rounds whose envelope holds the predicted intercept, the one whose shot has the greatest expected value.
    """
    unit = model.units[model.channels[c].unit]
    track = belief.tracks[c]
    h = t - track.t
    x, y, z = track.x + h * track.vx, track.y + h * track.vy, track.z + h * track.vz
    target = (x, y, z, track.vx, track.vy, track.vz)
    best = NONE
    most = -inf
    flight_time = 0.0
    why = NO_ROUND
    for place in range(unit.first_launcher, unit.first_launcher + unit.launchers):
        launcher = model.launchers[place]
        state = belief.launcher_state[place]
        if state.ready == 0:
            continue
        if t < state.ready_at:
            if why == NO_ROUND or why == LEFT_ENVELOPE:
                why = LAUNCHERS_BUSY
            continue
        obstacle, time = in_envelope(model, launcher.weapon, (launcher.x, launcher.y, launcher.z), target, 0.0)
        if obstacle != NO_REASON:
            if why == NO_ROUND:
                why = obstacle
            continue
        value = shot_value(model.weapons[launcher.weapon], time)
        if value > most:
            most = value
            best = place
            flight_time = time
    return best, flight_time, why if best < 0 else NO_REASON
