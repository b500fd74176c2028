"""The ground of a scenario as kernels read it."""

from __future__ import annotations

import numpy as np

from shieldwall.assembly.draw.raid_groups import Land
from shieldwall.kernels.geodesy import Frame
from shieldwall.kernels.land import FILE
from shieldwall.terrain import ElevationGrid, Terrain


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
    header = np.zeros(1, grid.header.dtype)
    header[0] = grid.header
    raster = np.ascontiguousarray(terrain.elevations, np.float32)
    return Land(raster, file.view(np.recarray), grid.heights, header.view(np.recarray))
