"""A commander from outside in a battle: at each epoch he is shown a picture, and what he decides is written down.

The battle goes on from what was written, so that it can be fought again from the record, without whoever decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.replication import Workspace
from shieldwall.exercise.decisions import Orders
from shieldwall.exercise.picture import Gallery, Shown
from shieldwall.exercise.python_doctrine import Doctrine, DoctrineError
from shieldwall.quantities.errors import InputError, ShieldwallError
from shieldwall.record.decided import EPOCH, EPOCHS_OF, ORDERS_OF, SHOWN_TRACK, SHOWN_UNIT, TRACKS_OF, UNITS_OF
from shieldwall.record.emit import EventLog, emit
from shieldwall.record.kinds import DECIDES
from shieldwall.record.reasons import NO_REASON
from shieldwall.state.decision import DECISION
from shieldwall.state.layout import NONE

Scene = Mapping[str, NDArray[Any]]


class ReplayError(ShieldwallError):
    """A battle that is fought again from its record goes another way."""


class Commander:
    """Decides by a doctrine, or by the record of a battle, or by both: then they must agree.

    `every`: seconds between two epochs, the first of which is so long after the start.
    """

    def __init__(self, doctrine: Doctrine | None, record: Scene | None = None, every: float | None = None) -> None:
        if doctrine is None and (record is None or every is None):
            raise InputError("nobody commands", instead="give a doctrine, or a run that one commanded")
        self.every: float = every if every is not None else doctrine.every  # type: ignore[union-attr]
        self._doctrine = doctrine
        self._record = record

    def begin(self, workspace: Workspace) -> None:
        """Take command of a battle that was drawn: from now on the staff of the highest post only passes on."""
        self._workspace = workspace
        self._gallery = Gallery(workspace)
        self._function = self._doctrine.begin() if self._doctrine is not None else None
        self._epochs: list[tuple[float, int, int, int]] = []
        self._kept: dict[str, list[NDArray[np.void]]] = {TRACKS_OF: [], UNITS_OF: [], ORDERS_OF: []}
        workspace.belief.unit_state["outside"][self._gallery.n] = 1

    def decide(self, log: EventLog, t: float) -> None:
        """Take the decisions of the epoch at `t` and hand them to the staff, unless the post is lost."""
        if not self._gallery.alive:
            return
        number = len(self._epochs)
        shown = self._gallery.take(t, number)
        decided = self._decided(shown)
        self._write(decided, t)
        self._epochs.append((t, len(shown.tracks), len(decided), shown.digest))
        for name, rows in ((TRACKS_OF, shown.tracks), (UNITS_OF, shown.units), (ORDERS_OF, decided)):
            self._kept[name].append(rows)
        unit = self._workspace.model.units[self._gallery.n]
        names, place = (int(unit.name), NONE), (float(unit.x), float(unit.y), float(unit.z))
        emit(log, t, DECIDES, NO_REASON, NONE, names, place, (float(len(shown.tracks)), float(len(decided))))

    def scene(self) -> dict[str, NDArray[Any]]:
        """Return what was shown and decided in the last battle, as a run folder keeps it (`record.decided`)."""
        layouts = {TRACKS_OF: SHOWN_TRACK, UNITS_OF: SHOWN_UNIT, ORDERS_OF: DECISION}
        kept = {name: np.concatenate([np.zeros(0, layout), *self._kept[name]]) for name, layout in layouts.items()}
        return {EPOCHS_OF: np.array(self._epochs, EPOCH), **kept}

    def in_header(self) -> dict[str, Any]:
        """Return what the header of the run says of who commanded."""
        return {} if self._doctrine is None else {"doctrine": self._doctrine.in_header()}

    def _decided(self, shown: Shown) -> NDArray[np.void]:
        recorded = None if self._record is None else _recorded(self._record, shown)
        if self._doctrine is None or self._function is None:
            return np.zeros(0, DECISION) if recorded is None else recorded
        orders = Orders(shown.picture, self._gallery.rows())
        self._doctrine.decide(self._function, shown.picture, orders)
        decided = orders.table()
        if recorded is not None and decided.tobytes() != recorded.tobytes():
            raise DoctrineError(
                f"at {shown.picture.t:g} s the doctrine gives other orders than in the record, for the same picture",
                self._doctrine.file or None,
                instead="let it go by the picture alone, and draw by picture.seed and picture.replication",
            )
        return decided

    def _write(self, decided: NDArray[np.void], t: float) -> None:
        """Hand decisions to the staff, behind those that still wait."""
        belief = self._workspace.belief
        progress, ring = belief.progress[0], belief.decisions
        waiting = int(progress.decisions - progress.carried)
        if waiting + len(decided) > len(ring):
            raise InputError(
                f"{waiting + len(decided)} orders wait for the staff at {t:g} s, more than it keeps ({len(ring)})",
                instead="give fewer, or at longer intervals",
            )
        for row in decided:
            ring.view(np.ndarray)[int(progress.decisions) % len(ring)] = row
            progress.decisions += 1


def _recorded(record: Scene, shown: Shown) -> NDArray[np.void]:
    """The decisions of the record for a picture; ReplayError when that was another picture."""
    epochs, number, t = record[EPOCHS_OF], shown.picture.number, shown.picture.t
    if number >= len(epochs) or epochs["t"][number] != t or int(epochs["digest"][number]) != shown.digest:
        raise ReplayError(
            f"at {t:g} s the picture is another than in the record: it was made by another version of the code, "
            "of the catalogue or of the terrain"
        )
    first = int(epochs["decisions"][:number].sum())
    found: NDArray[np.void] = record[ORDERS_OF][first : first + int(epochs["decisions"][number])]
    return found
