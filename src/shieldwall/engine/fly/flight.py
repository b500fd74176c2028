"""Flight: all rounds move in lock step on the global grid, home, meet what they pass, and end."""

from shieldwall.engine.fly.ending import check, film
from shieldwall.engine.fly.grid import SEEKER_TICKS, STEP, TICKS_PER_SECOND
from shieldwall.engine.fly.homing import seek
from shieldwall.engine.fly.interception import meet_bodies
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.flight import advance
from shieldwall.models.guidance.switch import has_seeker
from shieldwall.state.round import IN_FLIGHT, SPENT


@kernel
def fly(model, truth, belief, log, t):
    """Carry every round to the last tick that does not lie after `t`."""
    progress = belief.progress[0]
    last = int(t / STEP + 1e-9)
    while progress.flying > 0 and progress.ticks < last:
        tick(model, truth, belief, log, progress.ticks)
        progress.ticks += 1
    progress.ticks = max(progress.ticks, last)


@kernel
def tick(model, truth, belief, log, n):
    """One tick of all rounds: seekers look, rounds move, then hits take effect in the order of their times."""
    t = n * STEP
    weapons = model.weapons
    columns = belief.weapon_state
    for w in range(weapons.shape[0]):
        while columns[w].low < columns[w].next and belief.rounds[columns[w].low].state == SPENT:
            columns[w].low += 1
        low, high = columns[w].low, columns[w].next
        if low == high:
            continue
        if n % SEEKER_TICKS == 0 and has_seeker(weapons[w].guidance):
            for r in range(low, high):
                if belief.rounds[r].state == IN_FLIGHT:
                    seek(model, truth, belief, log, r, n)
        advance(belief.flight, low, high, model.airframes, weapons[w].airframe, t, STEP, model.exercise[0].radius)
    meet_bodies(model, truth, belief, log, t)
    for w in range(weapons.shape[0]):
        for r in range(columns[w].low, columns[w].next):
            if belief.rounds[r].state == IN_FLIGHT:
                # Not t + STEP, which may lie a rounding beyond the end of the exercise.
                check(model, truth, belief, log, r, (n + 1) * STEP)
                if (n + 1) % TICKS_PER_SECOND == 0:
                    film(belief, log, r, (n + 1) * STEP)
