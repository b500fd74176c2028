"""How many rounds a channel fires before it looks again, and how far apart: by the doctrine and the time left."""

from shieldwall.engine.fire.envelope import in_envelope
from shieldwall.kernels.compiled import kernel
from shieldwall.models.doctrines.switch import ripples, rounds_before_look, salvo_by_time
from shieldwall.models.numbers import GUN
from shieldwall.record.reasons import NO_REASON

#: Rounds at a target for which there is no second look, where the unit's salvo allows.
PRESSED = 2


@kernel
def pressed_rounds(unit):
    """Rounds that a unit fires at a target for which there is no second look."""
    if salvo_by_time(unit.doctrine):
        return unit.salvo
    return max(rounds_before_look(unit.doctrine, unit.salvo), min(PRESSED, unit.salvo))


@kernel
def lone_round(model, u, w, left):
    """Whether a unit can send no second round of weapon `w` after the first where time presses.

    By its salvo, by what `left`, the share of its rounds, comes to, and by what its sensor guides at once.
    """
    unit = model.units[u]
    if model.weapons[w].kind == GUN:
        return False
    had = 0
    for place in range(unit.first_launcher, unit.first_launcher + unit.launchers):
        if model.weapons[model.launchers[place].weapon].kind != GUN:
            had += model.launchers[place].capacity
    rounds = min(pressed_rounds(unit), model.sensors[unit.engagement_sensor].guides)
    return min(float(rounds), left * had) < PRESSED - 0.5


@kernel
def meets_after(model, belief, c, place, wait, t):
    """Whether a round from launcher `place` that leaves in `wait` s meets channel `c`'s target in time.

    That is in its envelope, and before it passes what it threatens most.
    """
    launcher = model.launchers[place]
    track = belief.tracks[c]
    h = t - track.t
    target = (track.x + h * track.vx, track.y + h * track.vy, track.z + h * track.vz, track.vx, track.vy, track.vz)
    why, time = in_envelope(model, launcher.weapon, (launcher.x, launcher.y, launcher.z), target, wait)
    return why == NO_REASON and wait + time < track.to_go


@kernel
def rounds_now(model, belief, c, place, time, t):
    """Rounds that channel `c` fires from launcher `place` before it looks: as the doctrine says, or as time presses.

    Who has no time to look what one round of `time` s did and to fire another fires several without a look.
    """
    unit = model.units[model.channels[c].unit]
    wait = time + unit.assess_after + model.launchers[place].interval
    if meets_after(model, belief, c, place, wait, t):
        return rounds_before_look(unit.doctrine, unit.salvo)
    return pressed_rounds(unit)


@kernel
def interval_now(model, belief, c, place, rounds, t):
    """Time between `rounds` rounds that channel `c` fires from launcher `place` without a look, s.

    That of a ripple, where the doctrine has it and the last round still meets the target in time; else the launcher's.
    """
    unit = model.units[model.channels[c].unit]
    least = model.launchers[place].interval
    if not ripples(unit.doctrine) or rounds < 2 or unit.ripple <= least:
        return least
    return unit.ripple if meets_after(model, belief, c, place, (rounds - 1) * unit.ripple, t) else least
