"""Damage: a body that is killed, and a place or a unit that is hit."""

from shieldwall.engine.network.nets import wake
from shieldwall.engine.referee.bodies import become, leak
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import DAMAGE, uniform
from shieldwall.record.emit import emit
from shieldwall.record.kinds import IMPACT, KILLED, UNIT_DESTROYED
from shieldwall.record.reasons import NO_REASON
from shieldwall.state.body import DEAD, STRUCK
from shieldwall.state.layout import NONE
from shieldwall.state.switch import OFF_BIT


@kernel
def kill(truth, log, b, cause, killer, place, values, t):
    """Take a killed body out of the sky; `killer` is a name, `values` are (miss distance, m; kill probability)."""
    become(truth, b, DEAD)
    emit(log, t, KILLED, NO_REASON, cause, (killer, truth.bodies[b].name), place, values)


@kernel
def strike(model, truth, belief, log, line, t):
    """A one-way threat arrives: damage to its place, if it works and hits, and the loss of a unit there."""
    exercise = model.exercise[0]
    body = truth.bodies[line.body]
    place = truth.places[line.other]
    state = truth.place_state[line.other]
    become(truth, line.body, STRUCK)
    leak(truth, line.body)
    before = state.damage
    if uniform(exercise.seed, exercise.replication, DAMAGE, body.entity, 0, 0) < line.chance:
        state.damage = min(place.hardness, before + line.amount)
    where, values = (place.x, place.y, place.z), (state.damage - before, state.damage)
    row = emit(log, t, IMPACT, NO_REASON, NONE, (body.name, place.name), where, values)
    if place.unit >= 0 and state.damage >= place.hardness and stands(belief, place.unit, before < place.hardness):
        belief.unit_state[place.unit].alive = 0
        belief.progress[0].lost += 1
        wake(belief, t)
        names = (body.name, model.units[place.unit].name)
        emit(log, t, UNIT_DESTROYED, NO_REASON, row, names, where, (0.0, 0.0))


@kernel
def stands(belief, n, whole):
    """Whether a unit is there to be destroyed: it lives, or its seller switched it off and it is whole."""
    state = belief.unit_state[n]
    return state.alive == 1 or (state.barred & OFF_BIT != 0 and whole)
