"""The battle in one page: the earliest clock strikes, rounds fly up to it, and its phase runs."""

from shieldwall.engine.command.cycle import cycle
from shieldwall.engine.fire.channel import engage
from shieldwall.engine.fly.flight import fly
from shieldwall.engine.network.delivery import deliver
from shieldwall.engine.network.messages import MESSAGE_CLOCK
from shieldwall.engine.network.nets import NETWORK_CLOCK
from shieldwall.engine.network.upkeep import look_after
from shieldwall.engine.referee.script import SCRIPT_CLOCK, follow_script
from shieldwall.engine.referee.tally import tally
from shieldwall.engine.sense.scan import scan
from shieldwall.kernels.clocks import earliest
from shieldwall.kernels.compiled import kernel

FIRST_SENSOR_CLOCK = 3


@kernel
def run(model, truth, belief, log, until):
    """Fight until `until` (s); return 0, or 1 when a table was too small and the run must be repeated.

    Equal times: the script, the network, messages, scans, command, fire channels, each in the order of stable names;
    the tally last.
    """
    clocks = belief.clocks
    first_unit = FIRST_SENSOR_CLOCK + model.sensors.shape[0]
    first_channel = first_unit + model.units.shape[0]
    tally_clock = first_channel + model.channels.shape[0]
    while belief.progress[0].overflow == 0:
        clock = earliest(clocks)
        t = clocks[clock]
        if t > until:
            break
        fly(model, truth, belief, log, t)
        if clock == SCRIPT_CLOCK:
            follow_script(model, truth, belief, log, t)
        elif clock == NETWORK_CLOCK:
            look_after(model, belief, log, t)
        elif clock == MESSAGE_CLOCK:
            deliver(model, truth, belief, log, t)
        elif clock < first_unit:
            clocks[clock] = scan(model, truth, belief, log, clock - FIRST_SENSOR_CLOCK, t)
        elif clock < first_channel:
            clocks[clock] = cycle(model, belief, log, clock - first_unit, t)
        elif clock < tally_clock:
            clocks[clock] = engage(model, truth, belief, log, clock - first_channel, t)
        else:
            clocks[clock] = tally(model, truth, belief, t)
    fly(model, truth, belief, log, until)
    return belief.progress[0].overflow
