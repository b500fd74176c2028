"""Detonations: what the fuze and the warhead of a round really do to what it really passes."""

from shieldwall.engine.referee.bodies import place_of
from shieldwall.engine.referee.damage import kill
from shieldwall.engine.referee.shots import round_draws
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import FUZE, uniforms
from shieldwall.models.numbers import CERTAIN_EFFECT
from shieldwall.models.weapons.switch import kill_probability
from shieldwall.record.emit import emit
from shieldwall.record.kinds import PASSED
from shieldwall.record.reasons import DETONATED_WITHOUT_KILL, FUZE_FAILED, FUZED, NO_REASON

#: A detonation at another than the intended target has luck of its own: this bit of its index in draws.
ANOTHER = 1 << 20


@kernel
def detonate(model, truth, belief, log, r, b, miss, t):
    """A round passes body `b` at a distance `miss`: the fuze works or fails, the warhead kills or does not.

    Returns how the round ends: NO_REASON for a kill. One block of named words decides.
    """
    exercise = model.exercise[0]
    flown = belief.rounds[r]
    weapon = model.weapons[flown.weapon]
    body = truth.bodies[b]
    p = kill_probability(model.weapons, flown.weapon, miss, body.toughness)
    threat, shot = round_draws(truth, r)
    index = shot if truth.shots[r, 0] == b else shot | ANOTHER
    unit = model.units[model.channels[flown.channel].unit].entity
    works, kills, _c, _d = uniforms(exercise.seed, exercise.replication, FUZE, unit, threat, index)
    why = FUZED if weapon.kind == CERTAIN_EFFECT or works < weapon.fuze_works else FUZE_FAILED
    place = place_of(truth, b, t)
    row = emit(log, t, PASSED, why, flown.cause, (flown.name, body.name), place, (miss, p))
    if why != FUZED:
        return FUZE_FAILED
    if kills < p:
        kill(truth, log, b, row, flown.name, place, (miss, p), t)
        return NO_REASON
    return DETONATED_WITHOUT_KILL
