"""What a commander from outside may decide, each a row that waits for the staff of his post."""

from __future__ import annotations

from math import cos, radians, sin
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.exercise.picture import Picture, Track, Unit
from shieldwall.quantities.errors import InputError, guessed, quoted
from shieldwall.state.decision import (
    DECISION,
    ENGAGE,
    FACE,
    MOST_DECISIONS,
    SET_CONTROL,
    SET_EMISSION,
    STAND_DOWN,
)
from shieldwall.state.layout import NONE
from shieldwall.state.unit import BY_DOCTRINE, OFF, ON, WEAPONS_FREE, WEAPONS_HOLD, WEAPONS_TIGHT

CONTROLS: Final = {"weapons-free": WEAPONS_FREE, "weapons-tight": WEAPONS_TIGHT, "weapons-hold": WEAPONS_HOLD}


class _Row(NamedTuple):
    act: int
    unit: int = NONE
    track: int = NONE
    value: float = 0.0
    x: float = 0.0
    y: float = 0.0


class Orders:
    """The orders of one epoch. The staff passes them on in their order, one after the other as its time allows.

    Units may be given or named, with or without "blue/"; a track may be given or numbered. A name or a number that is
    not in the picture raises InputError.
    """

    def __init__(self, picture: Picture, rows: dict[str, int]) -> None:
        self._picture = picture
        self._units = rows
        self._tracks = {track.number for track in picture.tracks}
        self._rows: list[_Row] = []

    def __len__(self) -> int:
        return len(self._rows)

    def engage(self, track: Track | int, unit: Unit | str) -> None:
        """Order a unit to engage a hostile track that nobody engages; it may refuse, and says so to the post."""
        self._rows.append(_Row(ENGAGE, self._unit(unit), self._track(track)))

    def cease(self, track: Track | int) -> None:
        """Order whoever engages a track to leave it, unless a round is out."""
        self._rows.append(_Row(STAND_DOWN, track=self._track(track)))

    def hold_fire(self, unit: Unit | str) -> None:
        """Let a unit fire at nothing but what it is ordered to engage."""
        self.control(unit, "weapons-hold")

    def control(self, unit: Unit | str, state: str) -> None:
        """Set the weapons control of a unit: weapons-free, weapons-tight or weapons-hold."""
        if state not in CONTROLS:
            raise InputError(
                f"{quoted(str(state))} is no weapons control", instead=f"write one of {', '.join(CONTROLS)}"
            )
        self._rows.append(_Row(SET_CONTROL, self._unit(unit), value=float(CONTROLS[state])))

    def radar(self, unit: Unit | str, on: bool | None) -> None:
        """Switch the radars of a unit on or off; None leaves that to its command doctrine. Cameras look on."""
        value = BY_DOCTRINE if on is None else ON if on else OFF
        self._rows.append(_Row(SET_EMISSION, self._unit(unit), value=float(value)))

    def face(self, unit: Unit | str, bearing: float | None) -> None:
        """Let a unit's engagement sensor face a bearing, degrees clockwise from north; None for its own sector."""
        angle = 0.0 if bearing is None else radians(float(bearing))
        x, y = (0.0, 0.0) if bearing is None else (sin(angle), cos(angle))
        self._rows.append(_Row(FACE, self._unit(unit), x=x, y=y))

    def table(self) -> NDArray[np.void]:
        """Return the orders as DECISION rows."""
        if len(self._rows) > MOST_DECISIONS:
            raise InputError(f"{len(self._rows)} orders at once are more than a staff takes", instead="give fewer")
        found = np.zeros(len(self._rows), DECISION)
        for name in _Row._fields:
            found[name] = [getattr(row, name) for row in self._rows]
        found["t"] = self._picture.t
        return found

    def _unit(self, unit: Unit | str) -> int:
        name = unit.name if isinstance(unit, Unit) else str(unit)
        full = name if name.startswith("blue/") else f"blue/{name}"
        if full not in self._units:
            guess = guessed(full, self._units)
            raise InputError(
                f"{quoted(name)} is no unit under this command that fires",
                instead=f"{guess}known are {', '.join(sorted(self._units)) or 'none'}",
            )
        return self._units[full]

    def _track(self, track: Track | int) -> int:
        number = track.number if isinstance(track, Track) else track
        if number not in self._tracks:
            raise InputError(f"track {number} is not in this picture", instead="take one of picture.tracks")
        return int(number)
