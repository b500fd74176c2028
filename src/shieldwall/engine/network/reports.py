"""Reports of tracks: one message for all, or, on a net where messages wait, one for each."""

from math import inf

from shieldwall.engine.network.messages import send
from shieldwall.kernels.compiled import kernel
from shieldwall.state.layout import NONE
from shieldwall.state.message import TRACKS


@kernel
def send_reports(model, belief, log, ends, s, written, t):
    """Send what was written down of a unit's tracks to another; `ends` are the two, `written` is (first, count).

    Where messages wait for their turn each track is one, and news of a track takes the place of the old.
    """
    sender, receiver = ends
    first, count = written
    link = belief.ways[sender, receiver]
    waits = link >= 0 and model.nets[model.links[link].net].capacity < inf
    share = 1 if waits else max(1, count)
    for begin in range(first, first + count, share):
        row = renewed(belief, sender, receiver, begin, t) if waits else NONE
        if row < 0:
            row = send(model, belief, log, t, TRACKS, sender, receiver)
        if row >= 0:
            said = belief.tracks_sent[row]
            said.at, said.sensor = t, s
            said.first, said.tracks = begin, share


@kernel
def renewed(belief, sender, receiver, report, t):
    """Row of a message that waits with an older report of the same track, now as old as the new one; NONE for none."""
    ring = belief.reported.shape[0]
    number = belief.reported[report % ring].number
    for place in range(belief.progress[0].waiting):
        entry = belief.queue[place]
        message = belief.messages[entry["row"]]
        if entry["t"] < inf or message.kind != TRACKS or message.sender != sender or message.receiver != receiver:
            continue
        if belief.reported[belief.tracks_sent[entry["row"]].first % ring].number == number:
            message.sent_at = t
            return entry["row"]
    return NONE
