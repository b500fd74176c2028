"""The ground of a scenario as kernels read it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.raid_groups import Land
from shieldwall.kernels.geodesy import Frame
from shieldwall.kernels.land import BEND, COLUMN, FILE, ROW, SEA
from shieldwall.quantities.constants import EARTH_RADIUS
from shieldwall.terrain import ElevationGrid, Terrain

Floats = NDArray[np.float64]

#: Points along each side of the window to which the polynomials are fitted, and at which they are then checked.
FITTED, CHECKED = 14, 21
#: How far they may lie off, m.
CLOSE = 0.1
#: Metres beyond the window for which they hold.
MARGIN = 1000.0


def plan_land(terrain: Terrain, frame: Frame, grid: ElevationGrid) -> Land:
    """Return the terrain on a frame's plane, with the grid over which sight lines run."""
    file = np.zeros(1, FILE)
    for name, edge in zip(("south", "north", "west", "east"), terrain.bounds, strict=True):
        file[name] = edge
    for number, axis in enumerate("xyz"):
        file[f"centre_{axis}"] = frame.centre[number]
        for row, direction in enumerate(("east", "north", "up")):
            file[f"{direction}_{axis}"] = frame.rotation[row, number]
    file["meridional"], file["normal"] = frame.meridional, frame.normal
    file["rows"], file["columns"] = terrain.elevations.shape
    file["top"] = max(float(terrain.elevations.max()), float(grid.header["top"]))
    file["reach_x"] = file["reach_y"] = math.inf
    window = _Window(terrain, frame, grid)
    bend = window.fit()
    if window.error(bend) <= CLOSE:
        file["reach_x"], file["reach_y"] = window.reach
        file["fitted"] = 1
    header = np.zeros(1, grid.header.dtype)
    header[0] = grid.header
    raster = np.ascontiguousarray(terrain.elevations, np.float32)
    return Land(raster, file.view(np.recarray), bend, grid.heights, header.view(np.recarray))


class _Window:
    """The window of a terrain on a frame's plane."""

    def __init__(self, terrain: Terrain, frame: Frame, grid: ElevationGrid) -> None:
        self._terrain = terrain
        self._frame = frame
        header = grid.header
        west, south = float(header["west"]), float(header["south"])
        east = west + (int(header["columns"]) - 1) / float(header["per_cell"])
        north = south + (int(header["rows"]) - 1) / float(header["per_cell"])
        self.reach = max(-west, east) + MARGIN, max(-south, north) + MARGIN

    def fit(self) -> Floats:
        """Return the coefficients of `kernels.land`, by least squares over points that are dense at the edges."""
        x, y = self._points(np.cos(np.pi * (np.arange(FITTED) + 0.5) / FITTED))
        column, row, over = self._places(x, y)
        middle = self._places(np.zeros(1), np.zeros(1))[0]
        bend = np.concatenate([middle, self._even(ROW, x, y, row), self._even(COLUMN, x, y, (column - middle) / x)])
        return np.concatenate([bend, self._even(SEA, x, y, over)])

    def error(self, bend: Floats) -> float:
        """Return how far places and heights by those coefficients are off, metres, at the worst of many points."""
        x, y = self._points(np.linspace(-1.0, 1.0, CHECKED))
        column, row, over = self._places(x, y)
        south, north, west, east = self._terrain.bounds
        rows, columns = self._terrain.elevations.shape
        tall, wide = (north - south) / rows * EARTH_RADIUS, (east - west) / columns * EARTH_RADIUS
        first, second = 1 + sum(ROW), 1 + sum(ROW) + sum(COLUMN)
        off_row = tall * np.abs(self._terms(ROW, x, y) @ bend[1:first] - row)
        off_column = wide * np.abs(bend[0] + x * (self._terms(COLUMN, x, y) @ bend[first:second]) - column)
        off_over = np.abs(self._terms(SEA, x, y) @ bend[second:BEND] - over)
        return float(np.max([off_row, off_column, off_over]))

    def _points(self, along: Floats) -> tuple[Floats, Floats]:
        x, y = np.meshgrid(along * self.reach[0], along * self.reach[1])
        return x.ravel(), y.ravel()

    def _places(self, x: Floats, y: Floats) -> tuple[Floats, Floats, Floats]:
        """Column and row of points at the sea's height, and their height over the ellipsoid."""
        square = x * x + y * y
        radius = (square + 1e-6) / (y * y / self._frame.meridional + (x * x + 1e-6) / self._frame.normal)
        latitude, longitude, height = self._frame.to_geodetic(x, y, np.sqrt(radius * radius - square) - radius)
        south, north, west, east = self._terrain.bounds
        rows, columns = self._terrain.elevations.shape
        # By whole turns as near to the middle of the window as may be, so that there is no jump at its edges.
        longitude = longitude + math.tau * np.round((0.5 * (west + east) - longitude) / math.tau)
        column = (longitude - west) / (east - west) * columns - 0.5
        return column, (north - latitude) / (north - south) * rows - 0.5, height

    def _even(self, powers: tuple[int, ...], x: Floats, y: Floats, wanted: Floats) -> Floats:
        """Coefficients of a polynomial even in x, for x and y in metres."""
        scales = self._terms(powers, np.array([self.reach[0]]), np.array([self.reach[1]]))[0]
        return np.asarray(np.linalg.lstsq(self._terms(powers, x, y) / scales, wanted, rcond=None)[0] / scales)

    def _terms(self, powers: tuple[int, ...], x: Floats, y: Floats) -> Floats:
        return np.stack([x ** (2 * square) * y**k for square, count in enumerate(powers) for k in range(count)], axis=1)
