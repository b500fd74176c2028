"""Rounds on foreign tracks: launched and led on what another's radar sees, where the matrix allows that."""

from shieldwall.engine.network.uses import use_of
from shieldwall.engine.track.doubt import doubt
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import exp
from shieldwall.models.numbers import DATALINK_ACTIVE
from shieldwall.state.channel import IDLE
from shieldwall.state.link import FIRE_CONTROL

#: A track is of fire-control quality while who may guide spoke of it within so many seconds, and while its standard
#: deviation, over all axes, is below so many metres. Assumptions: two scans of a radar that turns in six seconds; half
#: of what a seeker searches.
HEARD, QUALITY = 12.0, 250.0
#: A channel is led while its last cue is no older than this, s. Assumption: two cycles of its post, and the way.
FRESH = 8.0
#: Radius of the place in which a seeker finds its target at the hand-over, m: what it searches besides the share of the
#: distance (`engine.fly.homing.SEARCH_GATE`).
BASKET = 500.0


@kernel
def may_lead(model, belief, n, u, k, t):
    """Whether unit `n` may have unit `u` launch rounds on its track `k` that `u` need not see."""
    if model.exercise[0].graded == 0:
        return False
    track = belief.tracks[k]
    heard = track.heard_at if u == n else track.guides_at
    if t - heard > HEARD or (u != n and use_of(model, belief, n, u) < FIRE_CONTROL):
        return False
    return doubt(belief.covariance[k], t - track.t) <= QUALITY


@kernel(inline=True)
def led_round(weapon):
    """Whether rounds of a weapon can be led on a foreign track: by datalink, until their own seeker has the target."""
    return weapon.guidance == DATALINK_ACTIVE


@kernel
def led_chance(weapon, spread):
    """Chance that a round kills which is led on a track of the standard deviation `spread`, m, over all axes.

    That it works, and that its target lies within the basket at the hand-over: a Rayleigh law across its way.
    """
    ratio = BASKET / max(spread, 1.0)
    return weapon.works * weapon.fuze_works * (1.0 - exp(-1.5 * ratio * ratio))


@kernel
def note_lead(model, belief, row, c):
    """Note with an order or a cue whether it may lead the rounds of channel `c`, and how well it knows the target."""
    said, state = belief.orders_sent[row], belief.channel_state[c]
    if may_follow(model, belief, row):
        state.led_at, state.led_spread = said.at, said.spread


@kernel
def may_follow(model, belief, row):
    """Whether an order or a cue may lead rounds of its receiver: the post says so, and the matrix of the way."""
    message, said = belief.messages[row], belief.orders_sent[row]
    if said.guides == 0 or said.spread > QUALITY:
        return False
    return message.sender == message.receiver or use_of(model, belief, message.sender, message.receiver) >= FIRE_CONTROL


@kernel
def is_led(belief, c, t):
    """Whether channel `c` works on a foreign track: it has a fresh one, and its own sensor sees nothing."""
    state = belief.channel_state[c]
    return state.state != IDLE and state.history == 0 and t - state.led_at <= FRESH
