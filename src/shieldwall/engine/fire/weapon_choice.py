"""Which launcher a channel fires from."""

from math import inf

from shieldwall.engine.command.degraded import target_now
from shieldwall.engine.command.evaluation import threat_value
from shieldwall.engine.command.reserve import kept
from shieldwall.engine.command.resources import rounds_left
from shieldwall.engine.command.shot_value import further, met_at, shot_chance, shot_value, shots_in
from shieldwall.engine.command.zones import barred_way, held_in_zone
from shieldwall.engine.fire.envelope import in_envelope
from shieldwall.engine.fire.foreign import is_led, led_chance, led_round
from shieldwall.kernels.compiled import kernel
from shieldwall.record.reasons import (
    HELD_IN_ZONE,
    INTO_ZONE,
    KEPT_IN_RESERVE,
    LAUNCHERS_BUSY,
    LEADS_NO_SUCH_ROUND,
    LEFT_ENVELOPE,
    NO_REASON,
    NO_ROUND,
)
from shieldwall.state.layout import NONE


@kernel
def choose_weapon(model, belief, c, t):
    """Launcher from which channel `c` fires now, the flight time and the chance of a kill; NONE and why when it cannot.

    Of the rounds whose envelope holds the predicted intercept, the one whose shot has the greatest value.
    """
    channel = model.channels[c]
    unit = model.units[channel.unit]
    control = belief.unit_state[channel.unit].control
    track = belief.tracks[c]
    target = target_now(track, t)
    track.score, track.worth, track.to_go = threat_value(model.assets, track, t)
    if held_in_zone(model, control, target[0], target[1], target[2]):
        return NONE, 0.0, 0.0, HELD_IN_ZONE
    led = is_led(belief, c, t)
    left = rounds_left(model, belief, channel.unit)
    best = NONE
    most = -inf
    flight_time = best_chance = 0.0
    why = NO_ROUND
    for place in range(unit.first_launcher, unit.first_launcher + unit.launchers):
        launcher = model.launchers[place]
        w = launcher.weapon
        state = belief.launcher_state[place]
        if state.ready == 0:
            continue
        if t < state.ready_at:
            if why == NO_ROUND or why == LEFT_ENVELOPE:
                why = LAUNCHERS_BUSY
            continue
        origin = (launcher.x, launcher.y, launcher.z)
        obstacle, time = in_envelope(model, w, origin, target, 0.0)
        if obstacle == NO_REASON and led and not led_round(model.weapons[w]):
            obstacle = LEADS_NO_SUCH_ROUND
        if obstacle == NO_REASON and barred_way(model, control, origin, met_at(target, time)):
            obstacle = INTO_ZONE
        if obstacle == NO_REASON:
            if led:
                chance = led_chance(model.weapons[w], belief.channel_state[c].led_spread)
            else:
                chance = shot_chance(model, channel.sensor, w, unit.process_noise, track.echo, target, time)
            shots = shots_in(track.to_go - time, time + unit.assess_after)
            value, obstacle = shot_value(model.weapons[w], unit, track, chance, shots, left)
            if obstacle == NO_REASON and kept(model.weapons[w], unit, target, left):
                obstacle = KEPT_IN_RESERVE
            if obstacle == NO_REASON and value > most:
                most, best, flight_time, best_chance = value, place, time, chance
        if obstacle != NO_REASON and why != LAUNCHERS_BUSY:
            why = obstacle if why == NO_ROUND else later(why, obstacle)
    return best, flight_time, best_chance, why if best < 0 else NO_REASON


@kernel(inline=True)
def later(one, other):
    """The reason of two that lies further along the way to a shot, where the envelope comes first."""
    return other if one == LEFT_ENVELOPE else further(one, other) if other != LEFT_ENVELOPE else one
