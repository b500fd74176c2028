"""What a unit passes on to its post of what its sensors see: plots, or its own tracks; and a post of its picture."""

from shieldwall.engine.network.messages import send
from shieldwall.engine.network.reports import send_reports
from shieldwall.engine.network.routes import carried
from shieldwall.engine.referee.attribution import attribute_reports
from shieldwall.engine.track.reported import report_tracks
from shieldwall.kernels.compiled import kernel
from shieldwall.state.layout import NONE
from shieldwall.state.message import PLOTS, TRACKS


@kernel
def pass_on(model, truth, belief, log, s, number, t):
    """Send the post what its net carries: the plots of a look of sensor `s`, or the tracks of the unit.

    A post's deputy is sent the same, so that it has a picture when it is needed.
    """
    n = model.sensors[s].unit
    unit = model.units[n]
    if unit.commands == 1:
        pass_up(model, truth, belief, log, n, t)
        return
    reported_at = belief.unit_state[n].reported_at
    for post in (unit.post, unit.deputy):
        if post < 0:
            continue
        what, every = carried(model, belief, n, post)
        if what == TRACKS:
            belief.unit_state[n].reported_at = reported_at
            send_tracks(model, truth, belief, log, (n, post, s), every, t)
            continue
        row = send(model, belief, log, t, PLOTS, n, post)
        if row >= 0:
            belief.plots_sent[row].look = number


@kernel
def pass_up(model, truth, belief, log, n, t):
    """Send the post above a post, and that one's deputy, the tracks of its picture, once in a command cycle."""
    unit = model.units[n]
    if unit.commands == 0:
        return
    reported_at = belief.unit_state[n].reported_at
    for above in (unit.post, unit.deputy):
        if above >= 0:
            belief.unit_state[n].reported_at = reported_at
            _what, every = carried(model, belief, n, above)
            # What many sites made of it errs as the network does, not as one sensor.
            send_tracks(model, truth, belief, log, (n, above, NONE), max(unit.cycle, every), t)


@kernel
def send_tracks(model, truth, belief, log, way, every, t):
    """Send a unit's tracks that changed; `way` is who reports, who hears, and whose registration error they carry."""
    n, receiver, s = way
    first, count = report_tracks(model, belief, n, every, t)
    attribute_reports(truth, belief, first, count)
    send_reports(model, belief, log, (n, receiver), s, (first, count), t)
