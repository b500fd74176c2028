"""Flight: all rounds move in lock step on the global grid, home, meet what they pass, and end."""

from shieldwall.engine.fly.ending import check, film
from shieldwall.engine.fly.grid import SEEKER_TICKS, STEP, TICKS_PER_SECOND, tick_of
from shieldwall.engine.fly.homing import seek
from shieldwall.engine.fly.interception import meet_bodies
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.flight import advance
from shieldwall.models.guidance.switch import has_seeker
from shieldwall.state.round import IN_FLIGHT


@kernel
def fly(model, truth, belief, log, t):
    """Carry every round to the last tick that does not lie after `t`."""
    progress = belief.progress[0]
    last = tick_of(t)
    while progress.flying > 0 and progress.ticks < last:
        tick(model, truth, belief, log, progress.ticks)
        progress.ticks += 1
    progress.ticks = max(progress.ticks, last)


@kernel
def tick(model, truth, belief, log, n):
    """One tick of all rounds: seekers look, rounds move, then hits take effect in the order of their times."""
    t = n * STEP
    progress = belief.progress[0]
    looks = n % SEEKER_TICKS == 0
    for i in range(progress.flying):
        r = belief.airborne[i]
        weapon = model.weapons[belief.rounds[r].weapon]
        if looks and has_seeker(weapon.guidance):
            seek(model, truth, belief, log, r, n)
        advance(belief.flight, r, r + 1, model.airframes, weapon.airframe, t, STEP, model.exercise[0].radius)
    meet_bodies(model, truth, belief, log, t)
    i = 0
    while i < progress.flying:
        r = belief.airborne[i]
        # Not t + STEP, which may lie a rounding beyond the end of the exercise.
        check(model, truth, belief, log, r, (n + 1) * STEP)
        if (n + 1) % TICKS_PER_SECOND == 0:
            film(belief, log, r, (n + 1) * STEP)
        if belief.rounds[r].state == IN_FLIGHT:
            i += 1
