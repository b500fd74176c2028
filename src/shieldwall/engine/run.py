"""The battle in one page: the earliest clock strikes, rounds fly up to it, and its phase runs."""

from math import inf

from shieldwall.engine.bursts import fire_guns
from shieldwall.engine.command import cycle, take_report
from shieldwall.engine.fire import decide, finish, follow, turn_to
from shieldwall.engine.flying import fly
from shieldwall.engine.homing import feed
from shieldwall.engine.mail import MAIL_CLOCK, file, first_due, send
from shieldwall.engine.orders import renew_cue, take_order
from shieldwall.engine.picture import at_hand, receive
from shieldwall.engine.referee import SCRIPT_CLOCK, follow_script, vouch, witness
from shieldwall.engine.reports import still_told, take_tracks, tell
from shieldwall.engine.sensing import look
from shieldwall.engine.shots import register_shot
from shieldwall.kernels.compiled import kernel
from shieldwall.record.reasons import UNIT_LOST
from shieldwall.record.tables import CUE, IDLE, NONE, ORDER, PLOTS, REPORT, TRACKS

ALL_ROUND = (0.0, 0.0, 0.0, -2.0, 1.0)
FIRST_SENSOR_CLOCK = 2


@kernel
def run(model, truth, belief, book, until):
    """Fight until `until` (s); return 0, or 1 when a table was too small and the run must be repeated.

    Equal times: the script, letters, scans, command, fire channels, each in the order of stable names.
    """
    clocks = belief.clocks
    first_node = FIRST_SENSOR_CLOCK + belief.sensors.shape[0]
    first_channel = first_node + belief.nodes.shape[0]
    while belief.run[0].overflow == 0:
        clock = earliest(clocks)
        t = clocks[clock]
        if t > until:
            break
        fly(model, truth, belief, book, t)
        if clock == SCRIPT_CLOCK:
            follow_script(truth, belief, book, t)
        elif clock == MAIL_CLOCK:
            deliver(model, truth, belief, book, t)
        elif clock < first_node:
            clocks[clock] = scan(model, truth, belief, book, clock - FIRST_SENSOR_CLOCK, t)
        elif clock < first_channel:
            clocks[clock] = cycle(model, belief, book, clock - first_node, t)
        else:
            clocks[clock] = engage(model, truth, belief, book, clock - first_channel, t)
    fly(model, truth, belief, book, until)
    return belief.run[0].overflow


@kernel(inline=True)
def earliest(clocks):
    """Number of the clock that strikes first, the lowest of equal ones."""
    best = 0
    for i in range(1, clocks.shape[0]):
        if clocks[i] < clocks[best]:
            best = i
    return best


@kernel
def scan(model, truth, belief, book, s, t):
    """One scan of a searching sensor: its plots go into its unit's picture, and what its net carries to its post."""
    sensor = belief.sensors[s]
    n = sensor.node
    if belief.nodes[n].alive == 0:
        return inf
    first, count = look(model, truth, belief, book, s, t, ALL_ROUND)
    if not at_hand(belief, first, count):
        return inf
    if belief.nodes[n].end_track > belief.nodes[n].first_track:
        receive(belief, book, n, first, count, s, t, t)
        witness(truth, belief, book, truth.origins, first, count, t)
    pass_on(model, truth, belief, book, s, (first, count), t)
    return t + sensor.period


@kernel
def pass_on(model, truth, belief, book, s, plots, t):
    """Send the post what its net carries: the plots, (first, count), of sensor `s`, or the tracks of the unit."""
    n = belief.sensors[s].node
    post = belief.nodes[n].post
    if post < 0 or post == n:
        return
    what, first, count = PLOTS, plots[0], plots[1]
    link = belief.links[model.routes[n, post]]
    if link.carries == TRACKS:
        what = TRACKS
        first, count = tell(belief, n, link.every, t)
        vouch(truth, belief, first, count)
        if count == 0:
            return
    row = send(model, belief, book, t, what, (n, post), (first, count, s, NONE, 0))
    if row >= 0:
        belief.mail[row].at = t


@kernel
def deliver(model, truth, belief, book, t):
    """Hand the letter that is due to its receiver."""
    row = first_due(belief)
    letter = belief.mail[row]
    receiver = belief.nodes[letter.receiver]
    if receiver.alive == 1:
        if receiver.post == letter.sender:
            receiver.heard_at = t
        if letter.what == PLOTS and at_hand(belief, letter.first, letter.count):
            receive(belief, book, letter.receiver, letter.first, letter.count, letter.order, letter.at, t)
            witness(truth, belief, book, truth.origins, letter.first, letter.count, t)
        elif letter.what == TRACKS and still_told(belief, letter.first, letter.count):
            take_tracks(belief, book, letter, t)
            witness(truth, belief, book, truth.vouched, letter.first, letter.count, t)
        elif letter.what == ORDER:
            take_order(model, belief, book, row, t)
        elif letter.what == CUE:
            renew_cue(belief, row)
        elif letter.what == REPORT:
            take_report(belief, book, row, t)
    file(belief, row)


@kernel
def engage(model, truth, belief, book, c, t):
    """One look of a fire channel, and what follows from it for its track, its rounds and its engagement."""
    channel = belief.channels[c]
    if belief.nodes[channel.node].alive == 0:
        finish(model, belief, book, c, t, UNIT_LOST)
        return inf
    cone = turn_to(belief, c, t)
    first, count = belief.run[0].plots, 0
    if cone[3] < 1.0:
        first, count = look(model, truth, belief, book, channel.sensor, t, cone)
    if not at_hand(belief, first, count):
        return inf
    follow(belief, c, first, count, t)
    witness(truth, belief, book, truth.origins, first, count, t)
    channel.share = 1.0
    if channel.flying > 0:
        feed(model, truth, belief, book, c, t)
    result = decide(model, belief, book, c, t)
    if result >= 0:
        register_shot(truth, belief, result, c)
    elif result == -2:
        fire_guns(truth, belief, book, c, t)
    if channel.state == IDLE:
        return inf
    return t + channel.share * belief.sensors[channel.sensor].look_interval
