"""What became of a threat, and what a row of the log says, in the words of `shieldwall explain`."""

from __future__ import annotations

from typing import Any

from shieldwall.analysis.events import sentence
from shieldwall.analysis.prose import clock
from shieldwall.quantities.errors import InputError
from shieldwall.record.kinds import KINDS
from shieldwall.server.held import NotHeldError, not_held
from shieldwall.server.opened import Opened


def story(opened: Opened, name: str) -> dict[str, Any]:
    """Return the kill chain of one threat as sentences with times; NotHeldError when none is called so."""
    try:
        found = opened.stories.story(name)
    except InputError as error:
        raise NotHeldError(error.message, instead=error.instead) from None
    lines = [{"t": line.t, "clock": clock(line.t), "text": line.text, "weight": line.weight} for line in found.lines]
    return {"name": name, "heading": found.heading, "lines": lines, "left_out": found.left_out, "fate": found.verdict}


def event(opened: Opened, row: int) -> dict[str, Any]:
    """Return one row of the log in words, as `run.events()` has it; NotHeldError beyond the last."""
    log = opened.account.log
    if row >= log.size:
        raise NotHeldError(f"the log of this run has no row {row}", instead=f"its last is {log.size - 1}")
    kind = KINDS[int(log.kind[row])]
    return {
        "row": row,
        "t": float(log.t[row]),
        "kind": kind.name,
        "sentence": sentence(log, row),
        "cause": int(log.cause[row]) if log.cause[row] >= 0 else None,
    }


def unit_named(opened: Opened, name: str) -> dict[str, Any]:
    """Return a unit of a run's header; NotHeldError, with the nearest name, when none is called so."""
    units: dict[str, dict[str, Any]] = opened.header["units"]
    if name not in units:
        raise not_held("unit", name, units, f"this run has {', '.join(list(units)[:8])}", "in this run")
    return units[name]
