"""Where a run's time goes: the page of `engine/run.py` once more, with the processor's counter read between its phases.

The phases are the engine's own kernels, linked into one whole with this loop as the engine's whole is, so that a call
costs as much; its log must equal the engine's bit for bit. The counter is that of time stamps
(`llvm.readcyclecounter`); what a read costs is measured and taken off.
"""

import statistics
import time
from math import inf
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.extending import intrinsic
from numpy.typing import NDArray

from figures.battle import SEED, again, blank_log, fight, ready
from figures.repeats import Spread, spread
from shieldwall.assembly.draw.replication import draw
from shieldwall.engine.command.cycle import cycle
from shieldwall.engine.command.degraded import silent
from shieldwall.engine.fire.closing import finish
from shieldwall.engine.fire.engagement import advance_engagement
from shieldwall.engine.fire.launch import GUN_FIRED
from shieldwall.engine.fire.support import support
from shieldwall.engine.fire.tracking import follow
from shieldwall.engine.fly.flight import fly
from shieldwall.engine.network.chain import hear
from shieldwall.engine.network.delivery import obey
from shieldwall.engine.network.messages import MESSAGE_CLOCK, first_due, log_unsent, relayed, take_off
from shieldwall.engine.network.nets import NETWORK_CLOCK
from shieldwall.engine.network.partners import learn
from shieldwall.engine.network.sharing import pass_on, pass_up
from shieldwall.engine.network.switches import barred_from, blinded
from shieldwall.engine.network.upkeep import look_after
from shieldwall.engine.network.uses import note_use
from shieldwall.engine.referee.attribution import attribute
from shieldwall.engine.referee.guns import fire_gun
from shieldwall.engine.referee.script import SCRIPT_CLOCK, follow_script
from shieldwall.engine.referee.shots import register_shot
from shieldwall.engine.run import FIRST_SENSOR_CLOCK
from shieldwall.engine.sense.budget import dwells, share_time, stretch
from shieldwall.engine.sense.look import NOTHING, at_hand, open_look, plots_of, take_look
from shieldwall.engine.sense.pointing import point
from shieldwall.engine.track.duplicates import note_apart
from shieldwall.engine.track.picture import receive
from shieldwall.engine.track.reported import join_reported, still_reported
from shieldwall.kernels.clocks import earliest
from shieldwall.kernels.compiled import kernel
from shieldwall.record.emit import emit
from shieldwall.record.reasons import NETWORK_BARRED, NO_REASON
from shieldwall.state.channel import IDLE
from shieldwall.state.message import PLOTS, TRACKS
from shieldwall.state.switch import NETWORK_BIT
from shieldwall.state.unit import LISTENS

STAGES = ("script", "messages", "sensors", "pictures", "command", "channels", "flight", "loop")
SCRIPT, MESSAGES, SENSORS, PICTURES, COMMAND, CHANNELS, FLIGHT, LOOP = range(8)
#: Rows of the tally: ticks of the counter and laps of each stage; the last column holds the last read.
TICKS_ROW, LAPS_ROW = 0, 1
#: How often a replication is timed.
TAKES = 5


@intrinsic
def counter(typing_context: Any) -> Any:
    """Ticks of the processor's time-stamp counter."""
    del typing_context

    def read(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        del context, signature, arguments
        function = builder.module.declare_intrinsic("llvm.readcyclecounter", fnty=ir.FunctionType(ir.IntType(64), []))
        return builder.call(function, [])

    return numba.types.int64(), read


@kernel
def lap(tally, stage):
    """Add the ticks since the last read to a stage."""
    now = counter()
    tally[TICKS_ROW, stage] += now - tally[TICKS_ROW, -1]
    tally[LAPS_ROW, stage] += 1
    tally[TICKS_ROW, -1] = now


@kernel
def timed(model, truth, belief, log, until, tally):
    """Do as `engine.run.run` does, and tally the ticks of each stage."""
    clocks = belief.clocks
    first_unit = FIRST_SENSOR_CLOCK + model.sensors.shape[0]
    first_channel = first_unit + model.units.shape[0]
    tally[TICKS_ROW, -1] = counter()
    while belief.progress[0].overflow == 0:
        clock = earliest(clocks)
        t = clocks[clock]
        if t > until:
            break
        lap(tally, LOOP)
        fly(model, truth, belief, log, t)
        lap(tally, FLIGHT)
        if clock == SCRIPT_CLOCK:
            follow_script(model, truth, belief, log, t)
            lap(tally, SCRIPT)
        elif clock == NETWORK_CLOCK:
            look_after(model, belief, log, t)
            lap(tally, MESSAGES)
        elif clock == MESSAGE_CLOCK:
            deliver(model, truth, belief, log, t, tally)
        elif clock < first_unit:
            clocks[clock] = scan(model, truth, belief, log, clock - FIRST_SENSOR_CLOCK, t, tally)
        elif clock < first_channel:
            clocks[clock] = cycle(model, belief, log, clock - first_unit, t)
            lap(tally, COMMAND)
        else:
            clocks[clock] = engage(model, truth, belief, log, clock - first_channel, t, tally)
    fly(model, truth, belief, log, until)
    lap(tally, FLIGHT)
    return belief.progress[0].overflow


@kernel
def scan(model, truth, belief, log, s, t, tally):
    """Do as `engine.sense.scan.scan` does."""
    n = model.sensors[s].unit
    if belief.unit_state[n].alive == 0 or blinded(model, belief, s):
        return inf
    if silent(model, belief, n):
        return t + model.sensors[s].period
    number = open_look(belief, s, t)
    take_look(model, truth, belief, log, number)
    lap(tally, SENSORS)
    if not at_hand(belief, number):
        return inf
    if model.units[n].end_track > model.units[n].first_track:
        first, count = plots_of(belief, number)
        tracks = belief.scratch.assigned[:count]
        receive(model, belief, log, n, number, tracks, t)
        attribute(model, truth, belief, log, tracks, truth.origins, first, t)
        note_use(model, belief, n, n, tracks, t)
        note_apart(model, belief, n, tracks, t)
        lap(tally, PICTURES)
    pass_on(model, truth, belief, log, s, number, t)
    lap(tally, MESSAGES)
    _kept, _longer, slower = share_time(model, belief, log, s, t)
    return t + slower * model.sensors[s].period


@kernel
def deliver(model, truth, belief, log, t, tally):
    """Do as `engine.network.delivery.deliver` does."""
    if relayed(model, belief, log, t):
        return
    row = first_due(belief)
    message = belief.messages[row]
    n, sender = message.receiver, message.sender
    state = belief.unit_state[n]
    if sender != n and state.barred & NETWORK_BIT:
        log_unsent(model, log, message.kind, sender, n, NETWORK_BARRED, t)
    elif state.alive == 1:
        hear(model, belief, n, sender, message.sent_at)
        if message.kind == PLOTS:
            number = belief.plots_sent[row].look
            if at_hand(belief, number):
                lap(tally, MESSAGES)
                first, count = plots_of(belief, number)
                tracks = belief.scratch.assigned[:count]
                receive(model, belief, log, n, number, tracks, t)
                attribute(model, truth, belief, log, tracks, truth.origins, first, t)
                note_use(model, belief, sender, n, tracks, t)
                note_apart(model, belief, n, tracks, t)
                lap(tally, PICTURES)
            pass_up(model, truth, belief, log, n, t)
        elif message.kind == TRACKS:
            said = belief.tracks_sent[row]
            if model.units[n].partner & LISTENS:
                learn(model, belief, log, row, t)
            elif still_reported(belief, said.first, said.tracks):
                lap(tally, MESSAGES)
                tracks = belief.scratch.joined[: said.tracks]
                join_reported(model, belief, log, n, sender, said, tracks, t)
                attribute(model, truth, belief, log, tracks, truth.reported, said.first, t)
                note_use(model, belief, sender, n, tracks, t)
                note_apart(model, belief, n, tracks, t)
                lap(tally, PICTURES)
                pass_up(model, truth, belief, log, n, t)
        else:
            obey(model, belief, log, row, t)
    take_off(belief)
    lap(tally, MESSAGES)


@kernel
def engage(model, truth, belief, log, c, t, tally):
    """Do as `engine.fire.channel.engage` does."""
    channel = model.channels[c]
    state = belief.channel_state[c]
    why = barred_from(model, belief, c)
    if why != NO_REASON:
        finish(model, belief, log, c, why, t)
        return inf
    number = point(model, belief, c, t)
    if belief.looks[number % belief.looks.shape[0]].cosine < NOTHING:
        lap(tally, CHANNELS)
        take_look(model, truth, belief, log, number)
        lap(tally, SENSORS)
    if not at_hand(belief, number):
        return inf
    first, count = plots_of(belief, number)
    tracks = belief.scratch.assigned[:count]
    follow(model, belief, c, number, tracks, t)
    attribute(model, truth, belief, log, tracks, truth.origins, first, t)
    state.dwells = dwells(model, belief, number)
    state.stretch = stretch(model, belief, log, c, t)
    state.look_share = support(model, truth, belief, log, c, t) if state.flying > 0 else 1.0
    fired = advance_engagement(model, belief, log, c, t)
    if fired >= 0:
        register_shot(model, truth, belief, fired, c)
        state.stretch = stretch(model, belief, log, c, t)
    elif fired == GUN_FIRED:
        fire_gun(model, truth, belief, log, c, t)
    if state.state == IDLE:
        share_time(model, belief, log, channel.sensor, t)
    lap(tally, CHANNELS)
    if state.state == IDLE:
        return inf
    return t + state.look_share * state.stretch * model.sensors[channel.sensor].look_interval


@kernel
def read_often(times, tally):
    """Read the counter so many times and do nothing else."""
    for _ in range(times):
        lap(tally, LOOP)


@kernel
def write_often(log, times):
    """Append an event to an empty log, over and over."""
    for row in range(times):
        log.filled[0] = row % log.events.shape[0]
        emit(log, 1.0, 1, 2, 3, (4, 5), (1.0, 2.0, 3.0), (4.0, 5.0))


@kernel
def ticks_now():
    """The counter as it stands."""
    return counter()


def ticks_per_second() -> float:
    """How fast the counter runs, whatever else the machine does."""
    began, ticks = time.perf_counter(), ticks_now()
    time.sleep(0.05)
    return (ticks_now() - ticks) / (time.perf_counter() - began)


def ticks_of_a_read() -> float:
    """What a read of the counter costs in ticks: the least of many, since other work can only add to it."""
    tally = np.zeros((2, len(STAGES) + 1), np.int64)
    costs = []
    for _ in range(200):
        read_often(1, tally)
        start = int(tally[TICKS_ROW, -1])
        read_often(1000, tally)
        costs.append((int(tally[TICKS_ROW, -1]) - start) / 1000)
    return min(costs)


def ticks_of_stages(number: int, read: float) -> tuple[NDArray[np.float64], float, float, int]:
    """Ticks of each stage in a replication; processor times of the loop and of a draw, s; the events.

    The replication is fought several times, and that counts which other work disturbed least.
    """
    tally = np.zeros((2, len(STAGES) + 1), np.int64)
    first, log = ready(replication=number)
    second, other = again(first), blank_log()
    began = time.thread_time()
    fight(first, log)
    fought = time.thread_time() - began
    takes = []
    for _ in range(TAKES):
        began = time.thread_time()
        draw(second, SEED, number)
        drawn = time.thread_time() - began
        other.filled[:] = 0
        tally[:] = 0
        timed(second.model, second.truth, second.belief, other, second.lasts, tally)
        assert other.events.tobytes() == log.events.tobytes()
        takes.append(tally[TICKS_ROW, :-1] - read * tally[LAPS_ROW, :-1])
    return min(takes, key=np.sum), fought, drawn, int(log.filled[0])


def measure(rounds: int) -> dict[str, Any]:
    """Share of each stage of the loop on bench-60; what a read of the counter, a draw and an event's row cost."""
    read = ticks_of_a_read()
    shares, drawing, loop = [], [], []
    events = 0
    for number in range(rounds):
        ticks, fought, drawn, events = ticks_of_stages(number, read)
        shares.append(ticks / ticks.sum())
        loop.append(fought)
        drawing.append(drawn)
    log = blank_log()
    write_often(log, 10)
    began = time.thread_time()
    write_often(log, 1_000_000)
    row = (time.thread_time() - began) / 1e6
    total = statistics.median(loop)
    return {
        "loop": spread(loop),
        "draw": spread(drawing),
        "shares": {name: spread([share[n] for share in shares]) for n, name in enumerate(STAGES)},
        "log": Spread(*[row * events / total] * 3),
        "read_nanoseconds": 1e9 * read / ticks_per_second(),
        "row_nanoseconds": 1e9 * row,
        "events": events,
    }
