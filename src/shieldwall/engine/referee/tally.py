"""The referee's tally: what happens between rows of the log, summed up at fixed times, for measures alone.

It reads truth and belief and writes sums of its own (`state.tally`). It emits no row, draws nothing, and changes
nothing that any phase reads.
"""

from shieldwall.engine.referee.tally_exposure import expose
from shieldwall.engine.referee.tally_pictures import compare_pictures
from shieldwall.kernels.compiled import kernel
from shieldwall.state.body import FLYING, RED
from shieldwall.state.channel import ACQUIRING, IDLE
from shieldwall.state.sensor import ENGAGEMENT

#: Time between two tallies, s.
INTERVAL = 5.0
#: Pictures are compared with the truth at every so many of them.
PICTURES = 2


@kernel
def tally(model, truth, belief, t):
    """Sum up what stands at `t`; return when the next tally is due."""
    if truth.fates[RED, FLYING] > 0:
        count_holds(model, truth, belief)
        expose(model, truth, belief, t, INTERVAL)
        if int(t / INTERVAL + 0.5) % PICTURES == 0:
            compare_pictures(model, truth, belief, t)
    return t + INTERVAL


@kernel
def count_holds(model, truth, belief):
    """Count for each engagement sensor of a unit that lives what holds it where it looks."""
    for s in range(model.sensors.shape[0]):
        sensor = model.sensors[s]
        if sensor.role != ENGAGEMENT or belief.unit_state[sensor.unit].alive == 0:
            continue
        unit = model.units[sensor.unit]
        orders = tracks = rounds = 0
        for c in range(unit.first_channel, unit.first_channel + unit.channels):
            state = belief.channel_state[c]
            if model.channels[c].sensor != s or state.state == IDLE:
                continue
            if state.flying > 0:
                rounds += 1
            elif state.state == ACQUIRING:
                orders += 1
            else:
                tracks += 1
        hold = truth.holds[s]
        hold.watched += INTERVAL
        if rounds > 0:
            hold.by_rounds += INTERVAL
        elif tracks > 0:
            hold.by_tracks += INTERVAL
        elif orders > 0:
            hold.by_orders += INTERVAL
