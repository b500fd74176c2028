"""A run that a Python doctrine commanded, fought again from its header and its orders; with the doctrine, it is tested.

A run is a pure function of its header and its orders, so that the log must be the same, bit for bit.
"""

from __future__ import annotations

import os

import numpy as np

from shieldwall.catalogue.beside import OwnEntries
from shieldwall.exercise.commander import Commander, ReplayError
from shieldwall.exercise.python_doctrine import Decide, Doctrine, doctrine
from shieldwall.exercise.runs import Run
from shieldwall.exercise.runs import open as open_run
from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.quantities.errors import InputError
from shieldwall.record.decided import EPOCHS_OF
from shieldwall.scenario import Scenario, load, load_text

__all__ = ["ReplayError", "replay"]


def replay(
    run: Run | str | os.PathLike[str],
    doctrine_again: str | os.PathLike[str] | Decide | Doctrine | None = None,
    scenario: Scenario | str | os.PathLike[str] | None = None,
) -> Run:
    """Fight a commanded run again, from its header and its orders alone, and return it.

    Args:
        run: a run, or its folder, that a doctrine commanded.
        doctrine_again: the doctrine, asked again for every order; without it the record is followed.
        scenario: the scenario, where its text names files beside it, such as terrain of one's own.

    Raises:
        ReplayError: the battle goes another way than the record; the sentence says from when on.
        DoctrineError: the doctrine gives other orders for the same picture.
        InputError: nobody from outside commanded the run, or the scenario is another.
    """
    recorded = run if isinstance(run, Run) else open_run(run)
    header, record = recorded.header, recorded.recording.scene
    if "doctrine" not in header or EPOCHS_OF not in record:
        raise InputError("no doctrine from outside commanded this run", instead="give one that --doctrine made")
    read = scenario_of(recorded, scenario)
    stated = header["doctrine"]
    asked = None if doctrine_again is None else doctrine(doctrine_again, stated["every"])
    commander = Commander(asked, record, float(stated["every"]))
    drawn = "sampled" if header["sampled"] else "central"
    simulator = Simulator(planned(read, header["sampled"]), bool(len(recorded.recording.film)), tally=True)
    simulator.simulate(header["seed"], header["replication"], drawn, commander=commander)
    again = simulator.recording()
    again.header["doctrine"] = stated
    again.header["warnings"] = header.get("warnings", [])
    _compare(recorded, Run(again, read))
    return Run(again, read)


def scenario_of(recorded: Run, given: Scenario | str | os.PathLike[str] | None = None) -> Scenario:
    """Return the scenario of a run, from its header, or as given where its text names files beside it.

    Raises InputError for one that is given and another.
    """
    header = recorded.header
    if given is None:
        own = OwnEntries.kept(header["catalogue"]) if "catalogue" in header else None
        return load_text(header["scenario"], header["file"], own)
    read = given if isinstance(given, Scenario) else load(os.fspath(given))
    if read.text != header["scenario"]:
        raise InputError("this is not the scenario of the run", instead="give the one that it was fought with")
    return read


def _compare(recorded: Run, again: Run) -> None:
    """Raise ReplayError where two logs part."""
    one, other = recorded.recording.log, again.recording.log
    if one.tobytes() == other.tobytes():
        return
    shorter = min(len(one), len(other))
    apart = np.flatnonzero(one[:shorter] != other[:shorter])
    row = int(apart[0]) if apart.size else shorter
    t = float((one if row < len(one) else other)["t"][row])
    made = "the same code" if recorded.header["code"] == again.header["code"] else "another version of the code"
    raise ReplayError(f"fought again by {made}, the battle parts from its record at {t:.1f} s, in row {row} of the log")
