"""One look of a sensor: echoes in its cone, resolved into cells, detected or not, and measured.

This is the one place where truth becomes plots.
"""

from shieldwall.engine.fly.grid import tick_of
from shieldwall.engine.sense.detection import detect
from shieldwall.engine.sense.echoes import list_echoes
from shieldwall.engine.sense.false_alarms import add_false_alarms
from shieldwall.engine.sense.interrogation import interrogate
from shieldwall.engine.sense.resolution import log_unresolved, resolve
from shieldwall.kernels.compiled import kernel

#: Cosine of the half angle of a cone that is all round, and of one that holds nothing.
ALL_ROUND, NOTHING = -2.0, 2.0


@kernel
def open_look(belief, s, t):
    """Return the number of a new full look of sensor `s`, all round, that has given no plots yet."""
    progress = belief.progress[0]
    number = progress.looks
    progress.looks += 1
    look = belief.looks[number % belief.looks.shape[0]]
    look.t = t
    look.sensor = s
    look.east = look.north = look.up = 0.0
    look.cosine = ALL_ROUND
    look.share = 1.0
    look.first = progress.plots
    look.plots = 0
    return number


@kernel
def take_look(model, truth, belief, log, number):
    """Let a sensor look where its look says, and append the plots."""
    look = belief.looks[number % belief.looks.shape[0]]
    # Never by a count: one look more or less changes the luck of no other.
    look.index = tick_of(look.t)
    count = list_echoes(model, truth, belief, log, look)
    count = resolve(model, truth, look.sensor, count)
    for i in range(count):
        leader = truth.order[i]
        if detect(model, truth, belief, log, look, leader):
            log_unresolved(model, truth, log, look, leader)
    add_false_alarms(model, truth, belief, look)
    look.plots = belief.progress[0].plots - look.first
    if model.sensors[look.sensor].interrogator > 0:
        interrogate(model, truth, belief, look)


@kernel
def at_hand(belief, number):
    """Whether the plots of a look are still there and fit into a batch; if not, the run asks for more room."""
    progress = belief.progress[0]
    look = belief.looks[number % belief.looks.shape[0]]
    kept = progress.looks - number <= belief.looks.shape[0]
    if not kept or look.plots > belief.scratch.batch.shape[0] or progress.plots - look.first > belief.plots.shape[0]:
        progress.overflow = 1
        return False
    return True


@kernel
def plots_of(belief, number):
    """Return the number of the first plot of a look, and how many it gave."""
    look = belief.looks[number % belief.looks.shape[0]]
    return look.first, look.plots
