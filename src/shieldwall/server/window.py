"""The part of the earth that a run took place in."""

from __future__ import annotations

from typing import Any

import numpy as np

from shieldwall.outlets.playback import on_earth
from shieldwall.server.ground import Bounds, ground_of
from shieldwall.server.opened import Opened, kept_with_run


@kept_with_run(1)
def extent(opened: Opened) -> Bounds:
    """Return the window that holds all units, places and what flew."""
    points = [unit["at"] for unit in opened.header["units"].values()]
    points += [place["at"] for place in opened.header["places"].values()]
    film = opened.run.recording.film
    bodies = film[film["picture"] < 0]
    flown: Any = np.stack([bodies[axis].astype(np.float64) for axis in ("x", "y", "z")], axis=1)
    spots = np.vstack([np.array(points, dtype=np.float64).reshape(-1, 3), flown])
    if not len(spots):
        return ground_of(opened).bounds
    lat, lon, _ = on_earth(opened.plane, spots)
    return Bounds(float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))


def window(opened: Opened) -> Bounds:
    """Return the window of the map: the terrain, and all that took place beyond it."""
    return joined(ground_of(opened).bounds, extent(opened))


def joined(known: Bounds, shown: Bounds) -> Bounds:
    """Return the window that holds two, of which the first may hold nothing."""
    if known.west >= known.east:
        return shown
    west, south = (min(pair) for pair in zip(known[:2], shown[:2], strict=True))
    east, north = (max(pair) for pair in zip(known[2:], shown[2:], strict=True))
    return Bounds(west, south, east, north)
