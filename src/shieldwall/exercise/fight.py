"""The battle itself: assembled, fought in slices, fought again with larger tables if one was too small."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly import Assembly, assemble
from shieldwall.engine.run import run
from shieldwall.exercise.progress import announced, watched
from shieldwall.exercise.scripted import scripted
from shieldwall.kernels.compiled import compiled_before
from shieldwall.quantities.errors import ShieldwallError
from shieldwall.record.emit import EventLog
from shieldwall.record.recording import Recording
from shieldwall.record.tables import EVENT, SAMPLE
from shieldwall.scenario import Scenario

#: Called with the seconds fought and the seconds in all.
Progress = Callable[[float, float], None]

#: Simulated time between two looks at the clock and the keyboard, s. It changes no event.
SLICE = 20.0
#: Rows that a table of events or samples has at first, and at most.
FIRST_EVENTS, FIRST_SAMPLES, MOST_ROWS = 1 << 16, 1 << 18, 20_000_000
#: How often the engine's work tables may be doubled.
LARGEST_SCALE = 64
#: What the first compilation takes on a machine of 2020, s.
COMPILING = 60


class Room(NamedTuple):
    """Rows of the log and of the film, and the scale of the engine's work tables."""

    events: int
    samples: int
    scale: int


def fight(
    scenario: Scenario, seed: int, replication: int, sampled: bool, film: bool, progress: Progress | None
) -> Recording:
    """Fight a scenario to its end and return its recording; nothing is dropped for want of room.

    Raises ShieldwallError when a table would have to grow beyond all reason.
    """
    room: Room | None = Room(FIRST_EVENTS, FIRST_SAMPLES if film else 0, 1)
    try:
        with announced(not compiled_before(run), COMPILING), watched(progress) as tell:
            while room is not None:
                assembly = assemble(scenario, seed, replication, sampled, room.scale)
                book = blank(room)
                full = battle(assembly, book, tell)
                room = _larger(room, book, full)
    except Exception as error:
        if not isinstance(error, ShieldwallError):
            error.add_note(f"in {scenario.file or 'a scenario'}, seed {seed}, replication {replication}")
        raise
    events, samples = (int(count) for count in book.filled)
    log = _plain(book.events[:events], EVENT)
    seen = [_plain(book.film[:samples], SAMPLE), scripted(assembly, log)] if film else [np.zeros(0, SAMPLE)]
    return Recording(assembly.header, log, np.concatenate(seen), assembly.scene)


def blank(room: Room) -> EventLog:
    """Return empty tables for a run to write."""
    log = np.zeros(room.events, EVENT).view(np.recarray)
    film = np.zeros(room.samples, SAMPLE).view(np.recarray)
    return EventLog(log, film, np.zeros(2, np.int64))


def battle(assembly: Assembly, book: EventLog, tell: Progress) -> bool:
    """Run the engine to the end of the exercise; return whether one of its work tables was too small."""
    lasts = assembly.lasts
    t = 0.0
    while t < lasts:
        t = min(t + SLICE, lasts)
        if run(assembly.model, assembly.truth, assembly.belief, book, t) != 0:
            return True
        tell(t, lasts)
    return False


def _larger(room: Room, book: EventLog, full: bool) -> Room | None:
    """Room for the next attempt, or None when all fitted; a full log counts on, so the need is known."""
    events, samples = (int(count) for count in book.filled)
    small = events > room.events or (room.samples > 0 and samples > room.samples)
    if not full and not small:
        return None
    scale = 2 * room.scale if full else room.scale
    if scale > LARGEST_SCALE or max(events, samples) > MOST_ROWS:
        raise ShieldwallError(f"this battle does not fit: {events} events, {samples} samples, work tables {scale}-fold")
    return Room(_rows(room.events, events), _rows(room.samples, samples), scale)


def _rows(had: int, wanted: int) -> int:
    while 0 < had < wanted:
        had *= 2
    return had


def _plain(rows: Any, layout: np.dtype[np.void]) -> NDArray[np.void]:
    """Copy rows out of a table that is larger."""
    copied: NDArray[np.void] = np.array(rows.view(np.ndarray)).view(layout)
    return copied
