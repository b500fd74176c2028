"""The window of terrain that a run was fought in, in degrees."""

from __future__ import annotations

from typing import Any

import numpy as np

from shieldwall.outlets.playback import on_earth
from shieldwall.server.opened import Opened


def window(opened: Opened) -> list[float]:
    """Return west, south, east, north of what the map of a run shows: units, places and all that flew."""
    points = [unit["at"] for unit in opened.header["units"].values()]
    points += [place["at"] for place in opened.header["places"].values()]
    film = opened.run.recording.film
    bodies = film[film["picture"] < 0]
    flown: Any = np.stack([bodies[axis].astype(np.float64) for axis in ("x", "y", "z")], axis=1)
    lat, lon, _ = on_earth(opened.plane, np.vstack([np.array(points, dtype=np.float64).reshape(-1, 3), flown]))
    return [float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())]
