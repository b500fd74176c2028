"""Where a run's time goes: the page of `engine/run.py` once more, with a clock read between its phases.

The phases are the engine's own machine code; only this loop is compiled here, and its log must equal the engine's bit
for bit. A read of the clock costs what `cost_of_a_read` says, which is taken off.
"""

import ctypes
import statistics
import time
from math import inf
from typing import Any

import numba
import numpy as np
from shieldwall.engine.bursts import fire_guns
from shieldwall.engine.flying import fly
from shieldwall.engine.homing import feed
from shieldwall.engine.mail import MAIL_CLOCK, file, first_due
from shieldwall.engine.orders import renew_cue, take_order
from shieldwall.engine.picture import at_hand, receive
from shieldwall.engine.reports import still_told, take_tracks
from shieldwall.engine.sensing import look
from shieldwall.engine.shots import register_shot

from figures.battle import blank_book, copied, fight, loop_seconds, ready
from figures.repeats import Spread, spread
from shieldwall.engine.command import cycle, take_report
from shieldwall.engine.fire import decide, finish, follow, turn_to
from shieldwall.engine.referee import SCRIPT_CLOCK, follow_script, witness
from shieldwall.engine.run import ALL_ROUND, FIRST_SENSOR_CLOCK, earliest, pass_on
from shieldwall.record.emit import emit
from shieldwall.record.reasons import UNIT_LOST
from shieldwall.record.tables import CUE, IDLE, ORDER, PLOTS, REPORT, TRACKS

STAGES = ("script", "letters", "sensors", "pictures", "command", "channels", "flight", "loop")
SCRIPT, LETTERS, SENSORS, PICTURES, COMMAND, CHANNELS, FLIGHT, LOOP = range(8)
#: Rows of the tally: seconds and laps of each stage; the last column holds the time of the last read.
SECONDS_ROW, LAPS_ROW = 0, 1

#: The processor time of this thread, which other work on the machine does not lengthen.
CLOCK = time.CLOCK_THREAD_CPUTIME_ID
_read_clock = ctypes.CDLL(None).clock_gettime
_read_clock.argtypes, _read_clock.restype = [ctypes.c_int, ctypes.c_void_p], ctypes.c_int

jitted: Any = numba.njit(nogil=True, error_model="numpy", _nrt=False)


@jitted
def lap(tally, clock, stage):
    """Add the time since the last read to a stage."""
    _read_clock(CLOCK, clock.ctypes)
    now = clock[0] + 1e-9 * clock[1]
    tally[SECONDS_ROW, stage] += now - tally[SECONDS_ROW, -1]
    tally[LAPS_ROW, stage] += 1.0
    tally[SECONDS_ROW, -1] = now


@jitted
def timed(model, truth, belief, book, until, tally, clock):
    """Do as `engine.run.run` does, and tally the time of each stage."""
    clocks = belief.clocks
    first_node = FIRST_SENSOR_CLOCK + belief.sensors.shape[0]
    first_channel = first_node + belief.nodes.shape[0]
    _read_clock(CLOCK, clock.ctypes)
    tally[SECONDS_ROW, -1] = clock[0] + 1e-9 * clock[1]
    while belief.run[0].overflow == 0:
        strikes = earliest(clocks)
        t = clocks[strikes]
        if t > until:
            break
        lap(tally, clock, LOOP)
        fly(model, truth, belief, book, t)
        lap(tally, clock, FLIGHT)
        if strikes == SCRIPT_CLOCK:
            follow_script(truth, belief, book, t)
            lap(tally, clock, SCRIPT)
        elif strikes == MAIL_CLOCK:
            deliver(model, truth, belief, book, t, tally, clock)
        elif strikes < first_node:
            clocks[strikes] = scan(model, truth, belief, book, strikes - FIRST_SENSOR_CLOCK, t, tally, clock)
        elif strikes < first_channel:
            clocks[strikes] = cycle(model, belief, book, strikes - first_node, t)
            lap(tally, clock, COMMAND)
        else:
            clocks[strikes] = engage(model, truth, belief, book, strikes - first_channel, t, tally, clock)
    fly(model, truth, belief, book, until)
    lap(tally, clock, FLIGHT)
    return belief.run[0].overflow


@jitted
def scan(model, truth, belief, book, s, t, tally, clock):
    """Do as `engine.run.scan` does."""
    sensor = belief.sensors[s]
    n = sensor.node
    if belief.nodes[n].alive == 0:
        return inf
    first, count = look(model, truth, belief, book, s, t, ALL_ROUND)
    lap(tally, clock, SENSORS)
    if not at_hand(belief, first, count):
        return inf
    if belief.nodes[n].end_track > belief.nodes[n].first_track:
        receive(belief, book, n, first, count, s, t, t)
        witness(truth, belief, book, truth.origins, first, count, t)
        lap(tally, clock, PICTURES)
    pass_on(model, truth, belief, book, s, (first, count), t)
    lap(tally, clock, LETTERS)
    return t + sensor.period


@jitted
def deliver(model, truth, belief, book, t, tally, clock):
    """Do as `engine.run.deliver` does."""
    row = first_due(belief)
    letter = belief.mail[row]
    receiver = belief.nodes[letter.receiver]
    if receiver.alive == 1:
        if receiver.post == letter.sender:
            receiver.heard_at = t
        if letter.what == PLOTS and at_hand(belief, letter.first, letter.count):
            lap(tally, clock, LETTERS)
            receive(belief, book, letter.receiver, letter.first, letter.count, letter.order, letter.at, t)
            witness(truth, belief, book, truth.origins, letter.first, letter.count, t)
            lap(tally, clock, PICTURES)
        elif letter.what == TRACKS and still_told(belief, letter.first, letter.count):
            lap(tally, clock, LETTERS)
            take_tracks(belief, book, letter, t)
            witness(truth, belief, book, truth.vouched, letter.first, letter.count, t)
            lap(tally, clock, PICTURES)
        elif letter.what == ORDER:
            take_order(model, belief, book, row, t)
        elif letter.what == CUE:
            renew_cue(belief, row)
        elif letter.what == REPORT:
            take_report(belief, book, row, t)
    file(belief, row)
    lap(tally, clock, LETTERS)


@jitted
def engage(model, truth, belief, book, c, t, tally, clock):
    """Do as `engine.run.engage` does."""
    channel = belief.channels[c]
    if belief.nodes[channel.node].alive == 0:
        finish(model, belief, book, c, t, UNIT_LOST)
        return inf
    cone = turn_to(belief, c, t)
    first, count = belief.run[0].plots, 0
    if cone[3] < 1.0:
        lap(tally, clock, CHANNELS)
        first, count = look(model, truth, belief, book, channel.sensor, t, cone)
        lap(tally, clock, SENSORS)
    if not at_hand(belief, first, count):
        return inf
    follow(belief, c, first, count, t)
    witness(truth, belief, book, truth.origins, first, count, t)
    channel.share = 1.0
    if channel.flying > 0:
        feed(model, truth, belief, book, c, t)
    result = decide(model, belief, book, c, t)
    if result >= 0:
        register_shot(truth, belief, result, c)
    elif result == -2:
        fire_guns(truth, belief, book, c, t)
    lap(tally, clock, CHANNELS)
    if channel.state == IDLE:
        return inf
    return t + channel.share * belief.sensors[channel.sensor].look_interval


@jitted
def read_often(times, tally, clock):
    """Read the clock so many times and do nothing else."""
    for _ in range(times):
        lap(tally, clock, LOOP)


@jitted
def write_often(book, times):
    """Append an event to an empty log, over and over."""
    for row in range(times):
        book.filled[0] = row % book.log.shape[0]
        emit(book, 1.0, (1, 2, 3, 4, 5), (1.0, 2.0, 3.0), (4.0, 5.0))


def measure(rounds: int) -> dict[str, Any]:
    """Share of each stage of the loop on bench-60, s; assembly; what a read of the clock and an event's row cost."""
    tally, clock = np.zeros((2, len(STAGES) + 1)), np.zeros(2, np.int64)
    read_often(10, tally, clock)
    began = time.thread_time()
    read_often(200_000, tally, clock)
    read = (time.thread_time() - began) / 200_000
    shares, assembly = [], []
    for number in range(rounds):
        began = time.thread_time()
        first, book = ready(replication=number)
        assembly.append(time.thread_time() - began)
        again, other = copied(first), blank_book()
        fight(first, book)
        tally[:] = 0.0
        timed(again.model, again.truth, again.belief, other, again.lasts, tally, clock)
        assert other.log.tobytes() == book.log.tobytes()
        seconds = tally[SECONDS_ROW, :-1] - read * tally[LAPS_ROW, :-1]
        shares.append(seconds / seconds.sum())
    events = int(book.filled[0])
    write_often(book, 10)
    began = time.thread_time()
    write_often(book, 1_000_000)
    row = (time.thread_time() - began) / 1e6
    loop = [loop_seconds(replication=number) for number in range(rounds)]
    total = statistics.median(loop)
    return {
        "loop": spread(loop),
        "assembly": spread(assembly),
        "shares": {name: spread([share[n] for share in shares]) for n, name in enumerate(STAGES)},
        "log": Spread(*[row * events / total] * 3),
        "read_nanoseconds": 1e9 * read,
        "row_nanoseconds": 1e9 * row,
        "events": events,
    }
