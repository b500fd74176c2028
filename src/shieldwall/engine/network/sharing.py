"""What a unit passes on to its post of what its sensors see: plots, or its own tracks."""

from math import inf

from shieldwall.engine.network.messages import send
from shieldwall.engine.network.routes import carried
from shieldwall.engine.network.saturation import renew_report
from shieldwall.engine.referee.attribution import attribute_reports
from shieldwall.engine.track.reported import report_tracks
from shieldwall.kernels.compiled import kernel
from shieldwall.state.layout import NONE
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
    # Where messages wait for their turn, each track is one, and news of a track takes the place of the old.
    waits = model.nets[model.links[model.routes[n, post]].net].capacity < inf
    share = 1 if waits else count
    for begin in range(first, first + count, max(1, share)):
        row = NONE
        if waits:
            number = belief.reported[begin % belief.reported.shape[0]].number
            row = renew_report(belief, n, post, number, t)
        if row < 0:
            row = send(model, belief, log, t, TRACKS, n, post)
        if row >= 0:
            said = belief.tracks_sent[row]
            said.at, said.sensor = t, s
            said.first, said.tracks = begin, share
