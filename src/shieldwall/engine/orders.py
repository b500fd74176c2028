"""Orders: a unit takes one on an idle fire channel, or says why not, and answers its post."""

from shieldwall.engine.command import idle_channels, ready_arms, report
from shieldwall.engine.reach import faces
from shieldwall.engine.registration import to_own
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import OPERATOR_DELAY, uniform
from shieldwall.kernels.elementary import log
from shieldwall.models.numbers import OPTICAL
from shieldwall.record.emit import emit
from shieldwall.record.kinds import ACCEPTED, REFUSED
from shieldwall.record.reasons import ENGAGED, NO_CHANNEL, NO_REASON, NO_ROUND, OUTSIDE_SECTOR
from shieldwall.record.tables import ACQUIRING, FREE, IDLE, NONE, TENTATIVE

#: A cue and a channel's track are one target when they lie within so many standard deviations of each other.
SAME_TARGET = 3.0
#: Variance of each velocity component of a cue, m2/s2.
VELOCITY_VARIANCE = 60.0**2


@kernel
def take_order(model, belief, book, row, t):
    """A unit takes an order on an idle channel, or says why not."""
    letter = belief.mail[row]
    n = letter.receiver
    node = belief.nodes[n]
    if node.alive == 0:
        return
    c = NONE
    why = NO_CHANNEL
    if ready_arms(belief, n) == 0:
        why = NO_ROUND
    else:
        for i in range(node.first_channel, node.first_channel + node.channels):
            if belief.channels[i].state == IDLE:
                if can_turn_to(belief, i, letter.x, letter.y) and (c < 0 or better(belief, i, c)):
                    c = i
            elif same_target(belief, i, row, t):
                why = ENGAGED
        if why == ENGAGED:
            c = NONE
        elif c < 0 and idle_channels(belief, n) > 0:
            why = OUTSIDE_SECTOR
    where = (letter.x, letter.y, letter.z)
    if c < 0:
        emit(book, t, (REFUSED, why, NONE, node.name, NONE), where, (letter.track, letter.order))
        answer(model, belief, book, n, (letter.sender, letter.order, letter.track, why), t)
        return
    run = belief.run[0]
    channel = belief.channels[c]
    channel.state = ACQUIRING
    channel.since = t
    u = uniform(run.seed, run.replication, OPERATOR_DELAY, channel.entity, 0, int(t))
    channel.ready_at = t + node.reaction - node.operator_delay * log(u)
    channel.shoot_at = t
    channel.waits_since = t
    channel.post = letter.sender
    channel.order = letter.order
    channel.order_track = letter.track
    channel.weapon = NONE
    channel.share = 1.0
    channel.engagement += 1
    channel.fired = channel.shots = channel.flying = 0
    channel.looks = channel.misses = channel.hit = channel.history = channel.met = 0
    channel.why = NO_REASON
    point_at_cue(belief, c, row)
    channel.cause = emit(book, t, (ACCEPTED, NO_REASON, NONE, channel.name, NONE), where, (letter.track, letter.order))
    belief.clocks[channel.clock] = t
    answer(model, belief, book, n, (letter.sender, letter.order, letter.track, NO_REASON), t)


@kernel
def renew_cue(belief, row):
    """A fresh cue replaces the old one while the channel has not found its target."""
    letter = belief.mail[row]
    node = belief.nodes[letter.receiver]
    for c in range(node.first_channel, node.first_channel + node.channels):
        channel = belief.channels[c]
        if channel.state == ACQUIRING and channel.order == letter.order and channel.history == 0:
            point_at_cue(belief, c, row)


@kernel
def point_at_cue(belief, c, row):
    """Begin the channel's track at the cue, as uncertain as the cue says.

    A cue from another site is taken for this one's own bearings, which its registration error turns.
    """
    letter = belief.mail[row]
    run = belief.run[0]
    track = belief.tracks[c]
    track.x, track.y, track.z = letter.x, letter.y, letter.z
    if letter.sender != letter.receiver:
        track.x, track.y = to_own(belief.sensors, belief.channels[c].sensor, letter.x, letter.y)
    track.vx, track.vy, track.vz = letter.vx, letter.vy, letter.vz
    track.t = letter.at
    track.node = letter.receiver
    if track.status == FREE:
        track.number = run.tracks
        run.tracks += 1
    track.status = TENTATIVE
    p = belief.covariance[c]
    p[:] = 0.0
    p[0] = p[3] = p[5] = letter.spread * letter.spread
    p[15] = p[18] = p[20] = VELOCITY_VARIANCE


@kernel
def better(belief, one, other):
    """Whether channel `one` works by radar and `other` by camera: radars reach further and see through haze."""
    kinds = belief.sensors[belief.channels[one].sensor].kind, belief.sensors[belief.channels[other].sensor].kind
    return kinds[0] != OPTICAL and kinds[1] == OPTICAL


@kernel
def can_turn_to(belief, c, x, y):
    """Whether the channel's sensor looks towards a place, or serves no other channel and may turn there."""
    channel = belief.channels[c]
    if faces(belief, channel.sensor, x, y):
        return True
    node = belief.nodes[channel.node]
    for i in range(node.first_channel, node.first_channel + node.channels):
        if belief.channels[i].state != IDLE and belief.channels[i].sensor == channel.sensor:
            return False
    return belief.sensors[channel.sensor].slew_rate > 0.0


@kernel
def same_target(belief, c, row, t):
    """Whether a busy channel's track and a cue are one target, as far as can be told.

    Both err, and where the cue comes from another site, so does the place and the north of both sites.
    """
    letter = belief.mail[row]
    track = belief.tracks[c]
    node = belief.nodes[letter.receiver]
    p = belief.covariance[c]
    h = t - track.t
    g = t - letter.at
    dx = track.x + h * track.vx - letter.x - g * letter.vx
    dy = track.y + h * track.vy - letter.y - g * letter.vy
    spread = letter.spread * letter.spread + p[0] + p[3] + p[5] + h * h * (p[15] + p[18] + p[20])
    if letter.sender != letter.receiver:
        ex, ey = letter.x - node.x, letter.y - node.y
        spread += 2.0 * (node.site_error**2 + node.north_error**2 * (ex * ex + ey * ey))
    return dx * dx + dy * dy < SAME_TARGET * SAME_TARGET * spread


@kernel
def answer(model, belief, book, n, about, t):
    """Report to a post how one of its orders stands; `about` is (post, order, track, why)."""
    report(model, belief, book, t, (n, about[0]), (about[1], about[2], about[3]))
