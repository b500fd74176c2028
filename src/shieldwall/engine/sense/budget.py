"""The time of a radar with an agile beam: its fire channels take it from search, and at last from each other.

A look at a held target costs a dwell, and so does each round that the radar guides; search has what is left, so that
its period grows as that shrinks (D. K. Barton, Radar Equations for Modern Radar, 2013, section 2.4). A radar with one
beam that is pointed by hand or motor holds one target, and one that turns looks where it turns: they share nothing.
"""

from shieldwall.engine.sense.look import NOTHING
from shieldwall.engine.sense.pointing import LEAST_SEARCH
from shieldwall.kernels.compiled import kernel
from shieldwall.record.emit import emit
from shieldwall.record.kinds import SHARES_TIME
from shieldwall.record.reasons import LOOKS_STRETCHED, LOOKS_UNSTRETCHED, SEARCH_SLOWED
from shieldwall.state.channel import IDLE
from shieldwall.state.layout import NONE
from shieldwall.state.sensor import LIGHT, SLOWED, STRETCHED

#: Channels without rounds in flight keep this share of what tracks may take, when rounds ask for all. Assumption.
LEAST_SHARE = 0.2
#: Tracks that take this share of the time slow the search noticeably: by half of its period.
NOTICED = 1.0 / 3.0
#: A load counts as lighter once it has fallen to this share of where the heavier one began.
EASED = 0.9


@kernel(inline=True)
def dwells(model, belief, number):
    """Return how many full looks a look costs: one for each patch of sky as large as a held target's gate."""
    look = belief.looks[number % belief.looks.shape[0]]
    if look.cosine >= NOTHING:
        return 0.0
    least = LEAST_SEARCH * model.sensors[look.sensor].azimuth_beam
    return max(1.0, 2.0 * (1.0 - look.cosine) / (least * least))


@kernel
def time_asked(model, belief, s):
    """Return the shares of its time that sensor `s` is asked for: by channels with rounds in flight, and by others."""
    sensor = model.sensors[s]
    unit = model.units[sensor.unit]
    guiding, others = 0.0, 0.0
    for c in range(unit.first_channel, unit.first_channel + unit.channels):
        state = belief.channel_state[c]
        if state.state == IDLE or model.channels[c].sensor != s:
            continue
        if state.flying > 0:
            guiding += state.dwells + state.flying
        else:
            others += state.dwells
    full = sensor.look_budget * sensor.look_interval
    return guiding / full, others / full


@kernel
def time_given(most, guiding, others):
    """Return what of the shares asked is given, of `most` together: rounds in flight first."""
    guiding = min(guiding, most - min(others, LEAST_SHARE * most))
    return guiding, min(others, most - guiding)


@kernel
def share_time(model, belief, log, s, t):
    """Return how many times their usual intervals looks and search of sensor `s` take, and log when that matters.

    First looks of channels with rounds in flight, then of others, then the search.
    """
    sensor = model.sensors[s]
    if sensor.look_budget <= 0.0:
        return 1.0, 1.0, 1.0
    most = 1.0 - sensor.search_share
    guiding, others = time_asked(model, belief, s)
    for_rounds, for_others = time_given(most, guiding, others)
    slower = 1.0 / (1.0 - for_rounds - for_others)
    longer = others / for_others if others > 0.0 else 1.0
    kept = guiding / for_rounds if guiding > 0.0 else 1.0
    tell(model, belief, log, s, (guiding + others, most), (max(kept, longer), slower), t)
    return kept, longer, slower


@kernel
def tell(model, belief, log, s, load, factors, t):
    """Log when the load of a sensor begins to cost search or looks, and when it costs them no more.

    `load` is the share of its time that is asked for, and the most that tracks may take.
    """
    asked, most = load
    sensor = model.sensors[s]
    state = belief.sensor_state[s]
    level = LIGHT
    if asked > NOTICED * (EASED if state.load >= SLOWED else 1.0):
        level = SLOWED
    if asked > most * (EASED if state.load == STRETCHED else 1.0):
        level = STRETCHED
    if level != state.load:
        state.load = level
        why = LOOKS_UNSTRETCHED
        if level == STRETCHED:
            why = LOOKS_STRETCHED
        elif level == SLOWED:
            why = SEARCH_SLOWED
        emit(log, t, SHARES_TIME, why, NONE, (sensor.name, NONE), (sensor.x, sensor.y, sensor.z), factors)


@kernel
def stretch(model, belief, log, c, t):
    """Return how many times its usual interval the channel's next look comes after the last.

    While the sensor turns there is no look to wait for.
    """
    state = belief.channel_state[c]
    kept, longer, _slower = share_time(model, belief, log, model.channels[c].sensor, t)
    if state.dwells == 0.0:
        return 1.0
    return kept if state.flying > 0 else longer
