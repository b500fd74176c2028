"""The ground of a run: the terrain that it was fought on where that is here, else the relief that its folder holds."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.outlets.relief import reliefs
from shieldwall.quantities.constants import EARTH_RADIUS
from shieldwall.quantities.errors import InputError
from shieldwall.server.opened import Opened, kept_with_run
from shieldwall.terrain import load
from shieldwall.terrain.elevation import BUILT_IN, FLAT, Terrain

Floats = NDArray[np.float64]
#: A cell where nothing is known, m.
COARSE: Final = 10_000.0


class Bounds(NamedTuple):
    """West, south, east, north, degrees."""

    west: float
    south: float
    east: float
    north: float


class Ground(ABC):
    """Heights of the ground, the window in which they are known, and about how far apart, m."""

    bounds: Bounds
    cell: float

    @abstractmethod
    def heights(self, latitude: Floats, longitude: Floats) -> Floats:
        """Return heights above the sea, m, at places in degrees; outside the window those of its nearest edge."""


class FromTerrain(Ground):
    """The terrain itself, at its full detail."""

    def __init__(self, terrain: Terrain) -> None:
        self._terrain = terrain
        south, north, west, east = (math.degrees(edge) for edge in terrain.bounds)
        self.bounds = Bounds(west, south, east, north)
        self.cell = EARTH_RADIUS * math.radians(north - south) / terrain.elevations.shape[0]

    def heights(self, latitude: Floats, longitude: Floats) -> Floats:
        """Return heights above the sea, m."""
        west, south, east, north = self.bounds
        inside = np.clip(latitude, south, north), np.clip(longitude, west, east)
        return self._terrain.height(*(np.radians(part) for part in inside))


class Nowhere(Ground):
    """Ground of which nothing is known: as high as the sea."""

    def __init__(self) -> None:
        self.bounds = Bounds(0.0, 0.0, 0.0, 0.0)
        self.cell = COARSE

    def heights(self, latitude: Floats, longitude: Floats) -> Floats:
        """Return heights above the sea, m."""
        return np.zeros(np.broadcast(latitude, longitude).shape)


class FromRelief(Ground):
    """The reliefs of a run folder: grids in its plane, the finest that has a place."""

    def __init__(self, opened: Opened) -> None:
        self._plane = opened.plane
        self._reliefs = sorted(reliefs(opened.run.recording), key=lambda one: -one.cell)
        self.bounds = self._window()
        self.cell = self._reliefs[-1].cell if self._reliefs else COARSE

    def heights(self, latitude: Floats, longitude: Floats) -> Floats:
        """Return heights above the sea, m: bilinear."""
        x, y, _ = self._plane.to_enu(np.radians(latitude), np.radians(longitude), 0.0)
        found = np.zeros(np.shape(x))
        for number, relief in enumerate(self._reliefs):
            rows, columns = relief.heights.shape
            across, along = (x - relief.west) / relief.cell, (y - relief.south) / relief.cell
            inside = (across >= 0) & (along >= 0) & (across <= columns - 1) & (along <= rows - 1)
            sampled = _bilinear(relief.heights, np.clip(along, 0, rows - 1), np.clip(across, 0, columns - 1))
            found = sampled if number == 0 else np.where(inside, sampled, found)
        return found

    def _window(self) -> Bounds:
        if not self._reliefs:
            return Bounds(0.0, 0.0, 0.0, 0.0)
        box = self._reliefs[0].box
        east, north = (part.ravel() for part in np.meshgrid([box.west, box.east], [box.south, box.north]))
        down = (east * east + north * north) / (2.0 * self._plane.meridional)
        lat, lon, _ = self._plane.to_geodetic(east, north, -down)
        # The grid bulges in degrees: what all its corners hold.
        lat, lon = np.sort(np.degrees(lat)), np.sort(np.degrees(lon))
        return Bounds(float(lon[1]), float(lat[1]), float(lon[2]), float(lat[2]))


@kept_with_run(1)
def ground_of(opened: Opened) -> Ground:
    """Return the ground of a run; a terrain that is no longer as it was fought on is not taken."""
    named = opened.header["terrain"]
    found: Terrain | None = None
    with suppress(InputError, OSError):
        place = named["name"] if named["name"] in (*BUILT_IN, FLAT) else opened.scenario.terrain
        if place in BUILT_IN or place == FLAT or Path(place).is_file():
            found = load(place)
    if found is not None and found.name != FLAT and found.digest == named["digest"]:
        return FromTerrain(found)
    return FromRelief(opened)


def _bilinear(values: Floats, along: Floats, across: Floats) -> Floats:
    rows, columns = values.shape
    row, column = (np.minimum(part.astype(np.intp), size - 2) for part, size in ((along, rows), (across, columns)))
    u, v = along - row, across - column
    low = values[row, column] * (1.0 - v) + values[row, column + 1] * v
    high = values[row + 1, column] * (1.0 - v) + values[row + 1, column + 1] * v
    return np.asarray(low * (1.0 - u) + high * u)
