"""A message arrives: plots and tracks go into a picture, orders to a fire unit, reports to a post."""

from shieldwall.engine.command.alert import take_warning
from shieldwall.engine.command.choosing import take_target
from shieldwall.engine.command.orders import renew_cue, take_claim, take_order
from shieldwall.engine.network.chain import hear
from shieldwall.engine.network.directives import take_directive
from shieldwall.engine.network.messages import first_due, log_unsent, relayed, take_off
from shieldwall.engine.network.partners import learn
from shieldwall.engine.network.relay import hand_down, hand_up
from shieldwall.engine.network.sharing import pass_up
from shieldwall.engine.network.status import take_report
from shieldwall.engine.network.switches import start_switches
from shieldwall.engine.network.uses import note_use
from shieldwall.engine.referee.attribution import attribute
from shieldwall.engine.sense.look import at_hand, plots_of
from shieldwall.engine.track.duplicates import note_apart
from shieldwall.engine.track.picture import receive
from shieldwall.engine.track.replies import note_replies
from shieldwall.engine.track.reported import join_reported, still_reported
from shieldwall.kernels.compiled import kernel
from shieldwall.record.reasons import NETWORK_BARRED
from shieldwall.state.message import CLAIM, CUE, DIRECTIVE, ORDER, PLOTS, STATUS, TARGET, TRACKS, WARNING
from shieldwall.state.switch import AT_ORDER, NETWORK_BIT
from shieldwall.state.unit import LISTENS


@kernel
def deliver(model, truth, belief, log, t):
    """Hand the message that is due to its receiver."""
    if relayed(model, belief, log, t):
        return
    row = first_due(belief)
    message = belief.messages[row]
    n, sender = message.receiver, message.sender
    state = belief.unit_state[n]
    if sender != n and state.barred & NETWORK_BIT:
        log_unsent(model, log, message.kind, sender, n, NETWORK_BARRED, t)
    elif state.alive == 1:
        hear(model, belief, n, sender, message.sent_at)
        if message.kind == PLOTS:
            deliver_plots(model, truth, belief, log, row, t)
            pass_up(model, truth, belief, log, n, t)
        elif message.kind == TRACKS:
            said = belief.tracks_sent[row]
            if model.units[n].partner & LISTENS:
                learn(model, belief, log, row, t)
            elif still_reported(belief, said.first, said.tracks):
                tracks = belief.scratch.joined[: said.tracks]
                join_reported(model, belief, log, n, sender, said, tracks, t)
                attribute(model, truth, belief, log, tracks, truth.reported, said.first, t)
                note_use(model, belief, sender, n, tracks, t)
                note_apart(model, belief, n, tracks, t)
                pass_up(model, truth, belief, log, n, t)
        else:
            obey(model, belief, log, row, t)
    take_off(belief)


@kernel
def obey(model, belief, log, row, t):
    """Take an order, a cue, a target or another word, or what a unit reports; a post hands on what is for another."""
    kind = belief.messages[row].kind
    if kind == STATUS:
        take_report(model, belief, log, row, t)
        hand_up(model, belief, log, row, t)
    elif kind == CLAIM:
        take_claim(model, belief, log, row, t)
        hand_up(model, belief, log, row, t)
    elif kind == WARNING:
        take_warning(model, belief, log, row, t)
    elif kind in (ORDER, CUE, TARGET, DIRECTIVE) and not hand_down(model, belief, log, row, t):
        if kind == TARGET:
            take_target(model, belief, log, row, t)
        elif kind == DIRECTIVE:
            take_directive(model, belief, log, row, t)
        elif kind == ORDER:
            start_switches(model, belief, AT_ORDER, belief.messages[row].receiver, t)
            take_order(model, belief, log, row, t)
        else:
            renew_cue(model, belief, row)


@kernel
def deliver_plots(model, truth, belief, log, row, t):
    """Bring the plots of a look into the picture of the unit that they were sent to."""
    message, number = belief.messages[row], belief.plots_sent[row].look
    if at_hand(belief, number):
        n = message.receiver
        first, count = plots_of(belief, number)
        tracks = belief.scratch.assigned[:count]
        receive(model, belief, log, n, number, tracks, t)
        note_replies(model, belief, tracks, first)
        attribute(model, truth, belief, log, tracks, truth.origins, first, t)
        note_use(model, belief, message.sender, n, tracks, t)
        note_apart(model, belief, n, tracks, t)
