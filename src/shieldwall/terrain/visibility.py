"""Masks of many fixed sites over one terrain, from the cache on disk, in the two arrays that the engine reads."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.kernels import geodesy, ground_tiles, mask_making, masks
from shieldwall.kernels.geodesy import Frame
from shieldwall.kernels.masks import AS_READ, MASK, SITE
from shieldwall.terrain.cache import Arrays, cached
from shieldwall.terrain.elevation import ElevationGrid
from shieldwall.terrain.shared import Layers, SharedMasks

NEAR_REACH, NEAR_CELL = 25_000.0, 250.0
"""Half width of the finer square of a mask, and its cells, m."""
FINE_ENOUGH = 500.0
"""Ground of cells up to so many metres gives masks that square; over coarser ground it would show nothing more."""

#: Site, reach and MASK row of a mask, how much higher its ground is than that of the grid, and where it begins.
Asked = tuple[Any, float, Any, float, int]
_shared = SharedMasks()


class Antenna(NamedTuple):
    """A place to look from (radians, metres above the ground), its range and its mask's cell (metres).

    `heights` are all from which it may look, ascending, its own among them; none for that alone. The cells reach
    `farthest`, at least the range.
    """

    latitude: float
    longitude: float
    height: float
    reach: float
    cell: float = 1000.0
    heights: tuple[float, ...] = ()
    farthest: float = 0.0


class Masks(NamedTuple):
    """What fixed sites see: their SITE and MASK records, in their order, and the layers of all masks.

    `heights` and `offsets`, float64 and int64[site, k], are the heights of each antenna over the ground from which
    masks over the same cells were made, ascending, the last one repeated, and where those begin. `antennas` are what
    was asked for, `grounds` the heights of the ground under them, m.
    """

    sites: NDArray[np.void]
    rows: NDArray[np.void]
    altitudes: NDArray[np.int16]
    heights: NDArray[np.float64]
    offsets: NDArray[np.int64]
    antennas: tuple[Antenna, ...]
    grounds: tuple[float, ...]


def site_masks(grid: ElevationGrid, frame: Frame, antennas: Sequence[Antenna]) -> Masks:
    """Return the masks of antennas on the ground of a grid in its frame; computed once, then read from disk.

    An antenna stands on the terrain as read. About 0.05 s for a reach of 150 km at cells of 1 km over ground of 800 m;
    a finer square near the site takes 0.1 s more.
    """
    finest = 1.0 / float(ground_tiles.finest_per_cell(grid.header))
    sites, rows = np.zeros(len(antennas), SITE), np.zeros(len(antennas), MASK)
    levels = [antenna.heights or (antenna.height,) for antenna in antennas]
    shape = len(antennas), max(map(len, levels), default=1)
    heights, offsets = np.zeros(shape), np.zeros(shape, np.int64)
    grounds = tuple(ground_under(grid, frame, antenna) for antenna in antennas)
    asked: list[Asked] = []
    offset = 0
    for number, (antenna, own) in enumerate(zip(antennas, levels, strict=True)):
        sites[number] = site_of(grid, frame, antenna)
        widest = max(antenna.reach, antenna.farthest)
        row = masks.mask_row(sites[number], widest, antenna.cell, near_square(antenna, finest))
        heights[number], offsets[number] = own[-1], -1
        for level, height in enumerate(own):
            site = site_of(grid, frame, antenna._replace(height=height))
            asked.append((site, antenna.reach, row, grounds[number] - _on_grid(grid, frame, antenna), offset))
            heights[number, level], offsets[number, level:] = height, offset
            if height == antenna.height:
                rows[number] = row
                rows[number]["offset"] = offset
            offset += masks.mask_size(row)
    return Masks(sites, rows, _layers(grid, asked, offset), heights, offsets, tuple(antennas), grounds)


def near_square(antenna: Antenna, finest: float) -> tuple[float, float]:
    """Return half width and cell, m, of the finer square of an antenna's mask over ground so fine; (0, 1) for none."""
    if finest > FINE_ENOUGH or antenna.cell <= NEAR_CELL:
        return 0.0, 1.0
    return min(NEAR_REACH, max(antenna.reach, antenna.farthest)), NEAR_CELL


def ground_under(grid: ElevationGrid, frame: Frame, antenna: Antenna) -> float:
    """Return the height of the ground under an antenna over the sea, m: the file's own where sites keep it."""
    if grid.surveyed is not None:
        return float(grid.surveyed.height(antenna.latitude, antenna.longitude))
    return _on_grid(grid, frame, antenna)


def _on_grid(grid: ElevationGrid, frame: Frame, antenna: Antenna) -> float:
    x, y, _ = (float(part) for part in frame.to_enu(antenna.latitude, antenna.longitude, 0.0))
    return float(masks.elevation(grid.heights[AS_READ], grid.header, x, y))


def site_of(grid: ElevationGrid, frame: Frame, antenna: Antenna) -> Any:
    """Return the SITE record of an antenna that stands on the ground of a grid."""
    level = ground_under(grid, frame, antenna) + antenna.height
    x, y, z = frame.point_at(antenna.latitude, antenna.longitude, level)
    return masks.site_row(x, y, z, frame.axes_at(antenna.latitude, antenna.longitude), grid.header)


def _layers(grid: ElevationGrid, asked: Sequence[Asked], size: int) -> Layers:
    """Return the layers of masks one after the other; nobody may write to them, since plans share them."""
    keys = tuple(_key(grid, *one) for *one, _ in asked)
    if (held := _shared.row(keys)) is not None:
        return held
    places = [slice(begin, begin + masks.mask_size(row)) for _, _, row, _, begin in asked]
    # Laid where they belong one after the other, so that no mask is in memory twice.
    layers = np.empty(size, np.int16)
    for key, place, (*one, _) in zip(keys, places, asked, strict=True):
        known = _shared.mask(key)
        layers[place] = _mask(grid, key, *one) if known is None else known
    return _shared.hold(layers, keys, places)


def _key(grid: ElevationGrid, site: Any, reach: float, row: Any, rise: float) -> bytes:
    key: bytes = f"{grid.digest} {reach!r} {rise!r} ".encode() + site.tobytes() + row.tobytes() + _code()
    return key


def _mask(grid: ElevationGrid, key: bytes, site: Any, reach: float, row: Any, rise: float) -> Layers:
    def build() -> Arrays:
        altitudes = np.empty(masks.mask_size(row), np.int16)
        mask_making.fill_mask(grid.heights, grid.header, site, reach, row, altitudes, rise)
        return {"altitudes": altitudes}

    return cached("masks", key, build)["altitudes"]


@functools.cache
def _code() -> bytes:
    """Digest of the code that computes what is cached, so that an edit makes it anew."""
    sources = (masks.__file__, mask_making.__file__, geodesy.__file__, ground_tiles.__file__)
    return hashlib.sha256(b"".join(Path(source).read_bytes() for source in sources)).digest()
