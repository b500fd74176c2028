"""The seller's switch in a story: which unit lost what, and when."""

from __future__ import annotations

from collections.abc import Iterator

from shieldwall.analysis.prose import Line, clock, listed
from shieldwall.analysis.rows import Log
from shieldwall.record.kinds import LAUNCHES_TAKEN, NETS_TAKEN, RADARS_TAKEN, SWITCHED_OFF

#: What happened to a unit, by the kind of event.
DONE = {
    SWITCHED_OFF: "was switched off by its seller",
    RADARS_TAKEN: "lost its radars by its seller's switch",
    NETS_TAKEN: "was cut off from its nets by its seller's switch",
    LAUNCHES_TAKEN: "was barred from launching by its seller's switch",
}


def switch_lines(log: Log, last: float) -> Iterator[Line]:
    """Yield a line for each unit that its seller switched off or degraded up to a time (s)."""
    for row in log.rows(*DONE).tolist():
        t = float(log.t[row])
        if t <= last:
            yield Line(t, 0, 5, f"{log.name(int(log.who[row]))} {DONE[int(log.kind[row])]}.")


def switch_words(log: Log, until: float) -> str:
    """Return a sentence on the units that their sellers had switched off or degraded by a time (s); empty for none."""
    rows = [row for row in log.rows(*DONE).tolist() if log.t[row] <= until]
    found = [
        f"{log.name(int(log.who[row])).removeprefix('blue/')} {DONE[int(log.kind[row])]} at {clock(float(log.t[row]))}"
        for row in rows
    ]
    return f" {listed(found)}." if found else ""
