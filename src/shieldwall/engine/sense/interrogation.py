"""Interrogation: what a secondary radar that turns with a sensor hears from what that has plots of.

Truth about transponders becomes answers here, as truth about bodies becomes plots in a look, and nowhere else. An
answer may be missed; garbled by that of another aircraft in the beam at nearly the same range; and another's may be
credited to a plot that lies too close to tell (Stevens, "Secondary Surveillance Radar", 1988, on garbling and on the
association of answers with plots).
"""

from math import sqrt

from shieldwall.engine.referee.bodies import place_of
from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.draws import INTERROGATION, INTERROGATOR_KEY, uniform, uniforms
from shieldwall.state.body import FLYING
from shieldwall.state.identity import ANSWERED, CIVIL, MILITARY

#: Chance that a look hears the answer of a transponder that works. Assumption: civil stations are asked for 0.97 or so.
ANSWER_CHANCE = 0.97
#: Chance that a look takes noise or an answer to another station for one. Assumption.
FALSE_ANSWER = 0.002
#: Half-power width of the interrogator's beam, rad. Assumption: a trough of eight metres at 1.03 GHz has 2.4 degrees.
BEAM = 0.042
#: Slant range, m, over which two answers overlap: 20.3 us of pulses (ICAO Annex 10, volume IV) at half the speed of
#: light.
OVERLAP = 3043.0
#: Chance that answers that overlap are both lost. Assumption.
GARBLED = 0.2
#: Slant range, m, within which an answer may be taken for a neighbour's, and the chance that it is. Assumptions.
TOGETHER, CREDITED = 500.0, 0.3
#: Chance that an interrogator lacks the key of the day in a run. Assumption.
WRONG_KEY = 0.01


@kernel
def interrogate(model, truth, belief, look):
    """Ask what a look has plots of, and write at each plot in which modes it was asked and in which it answered."""
    modes = model.sensors[look.sensor].interrogator
    for i in range(look.first, look.first + look.plots):
        row = i % belief.plots.shape[0]
        b = truth.origins[row]
        belief.plots[row].reply = modes
        if b >= 0:
            belief.plots[row].reply |= answers(model, truth, look, b, modes) << ANSWERED


@kernel
def answers(model, truth, look, b, modes):
    """Modes in which an answer is heard for body `b`: its own, or that of another that is taken for its."""
    exercise, sensor = model.exercise[0], model.sensors[look.sensor]
    words = uniforms(
        exercise.seed, exercise.replication, INTERROGATION, sensor.entity, truth.bodies[b].entity, look.index
    )
    heard = 0
    crowd, lent = neighbours(model, truth, look, b)
    for mode, chance in ((CIVIL, words[0]), (MILITARY, words[1])):
        if modes & mode == 0:
            continue
        clear = ANSWER_CHANCE * (1.0 - GARBLED) if crowd & mode else ANSWER_CHANCE
        if truth.bodies[b].transponder & mode and chance < clear:
            heard |= mode
        elif lent & mode and words[2] < CREDITED:
            heard |= mode
        elif words[3] < FALSE_ANSWER:
            heard |= mode
    if heard & MILITARY and lacks_key(exercise, sensor):
        heard -= MILITARY
    return heard


@kernel(inline=True)
def lacks_key(exercise, sensor):
    """Whether the interrogator of a sensor has a wrong key in this run, so that nobody answers it."""
    return uniform(exercise.seed, exercise.replication, INTERROGATOR_KEY, sensor.entity, 0, 0) < WRONG_KEY


@kernel
def neighbours(model, truth, look, b):
    """Modes in which others answer in the beam on body `b` so that answers overlap, and too close to tell apart."""
    sensor = model.sensors[look.sensor]
    x, y, z = place_of(truth, b, look.t)
    dx, dy, dz = x - sensor.x, y - sensor.y, z - sensor.z
    away, flat = sqrt(dx * dx + dy * dy + dz * dz), dx * dx + dy * dy
    overlap = close = 0
    for c in range(truth.bodies.shape[0]):
        modes = truth.bodies[c].transponder
        if c == b or modes == 0 or truth.body_state[c].state != FLYING:
            continue
        x, y, z = place_of(truth, c, look.t)
        ex, ey, ez = x - sensor.x, y - sensor.y, z - sensor.z
        apart = abs(sqrt(ex * ex + ey * ey + ez * ez) - away)
        if apart > OVERLAP or dx * ex + dy * ey <= 0.0:
            continue
        across = dx * ey - dy * ex
        if across * across > 0.25 * BEAM * BEAM * flat * (ex * ex + ey * ey):
            continue
        overlap |= modes
        if apart < TOGETHER:
            close |= modes
    return overlap, close
