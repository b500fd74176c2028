"""What a unit passes on to its post of what its sensors see: plots, or its own tracks."""

from shieldwall.engine.network.messages import send
from shieldwall.engine.network.reports import send_reports
from shieldwall.engine.network.routes import carried
from shieldwall.engine.referee.attribution import attribute_reports
from shieldwall.engine.track.reported import report_tracks
from shieldwall.kernels.compiled import kernel
from shieldwall.state.message import PLOTS, TRACKS


@kernel
def pass_on(model, truth, belief, log, s, number, t):
    """Send the post what its net carries: the plots of a look of sensor `s`, or the tracks of the unit."""
    n = model.sensors[s].unit
    post = model.units[n].post
    if post < 0 or post == n:
        return
    what, every = carried(model, belief, n, post)
    if what != TRACKS:
        row = send(model, belief, log, t, PLOTS, n, post)
        if row >= 0:
            belief.plots_sent[row].look = number
        return
    first, count = report_tracks(model, belief, n, every, t)
    attribute_reports(truth, belief, first, count)
    send_reports(model, belief, log, (n, post), s, (first, count), t)
