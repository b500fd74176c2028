"""A message arrives: plots and tracks go into a picture, orders to a fire unit, reports to a post."""

from shieldwall.engine.command.alert import take_warning
from shieldwall.engine.command.orders import renew_cue, take_claim, take_order
from shieldwall.engine.network.messages import first_due, take_off
from shieldwall.engine.network.status import take_report
from shieldwall.engine.referee.attribution import attribute
from shieldwall.engine.sense.look import at_hand, plots_of
from shieldwall.engine.track.picture import receive
from shieldwall.engine.track.reported import join_reported, still_reported
from shieldwall.kernels.compiled import kernel
from shieldwall.state.message import CLAIM, CUE, ORDER, PLOTS, STATUS, TRACKS, WARNING


@kernel
def deliver(model, truth, belief, log, t):
    """Hand the message that is due to its receiver."""
    row = first_due(belief)
    message = belief.messages[row]
    n, sender = message.receiver, message.sender
    state = belief.unit_state[n]
    if state.alive == 1:
        if model.units[n].post == sender:
            state.heard_at = t
        if message.kind == PLOTS:
            deliver_plots(model, truth, belief, log, n, belief.plots_sent[row].look, t)
        elif message.kind == TRACKS:
            said = belief.tracks_sent[row]
            if still_reported(belief, said.first, said.tracks):
                tracks = belief.scratch.joined[: said.tracks]
                join_reported(model, belief, log, n, sender, said, tracks, t)
                attribute(model, truth, belief, log, tracks, truth.reported, said.first, t)
        elif message.kind == ORDER:
            take_order(model, belief, log, row, t)
        elif message.kind == CUE:
            renew_cue(model, belief, row)
        elif message.kind == WARNING:
            take_warning(model, belief, log, row, t)
        elif message.kind == CLAIM:
            take_claim(model, belief, log, row, t)
        elif message.kind == STATUS:
            take_report(model, belief, log, row, t)
    take_off(belief)


@kernel
def deliver_plots(model, truth, belief, log, n, number, t):
    """Bring the plots of a look into the picture of the unit that they were sent to."""
    if at_hand(belief, number):
        first, count = plots_of(belief, number)
        tracks = belief.scratch.assigned[:count]
        receive(model, belief, log, n, number, tracks, t)
        attribute(model, truth, belief, log, tracks, truth.origins, first, t)
