"""Elevation of the ground: a window of terrain, sea level outside it, and grids of it for the kernels."""

from __future__ import annotations

import functools
import hashlib
import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shieldwall.kernels import geodesy
from shieldwall.kernels.geodesy import Frame, effective_radius, refraction_lift
from shieldwall.kernels.ground_tiles import TILE
from shieldwall.kernels.masks import AS_READ, GRID
from shieldwall.quantities.constants import EARTH_RADIUS, REFRACTION_FACTOR
from shieldwall.quantities.errors import InputError, guessed, quoted
from shieldwall.terrain import geotiff, voids
from shieldwall.terrain import side_files as side_of
from shieldwall.terrain.cache import Arrays, cached
from shieldwall.terrain.remarks import remarks
from shieldwall.terrain.shared import Shared
from shieldwall.terrain.unchanged import marks

Floats = NDArray[np.float64]
Bounds = tuple[float, float, float, float]
Extent = tuple[float, float, float, float]
#: The terrain as read and raised, rows from north to south, and the outer edges of both.
Layers = tuple[NDArray[np.float32], NDArray[np.float32], Bounds]

BUILT_IN = {"serbia": Path(__file__).with_name("serbia.tif")}
"""Windows that come with the package, by name; `flat` is sea level everywhere."""
FLAT = "flat"

RELIEF_FACTOR = 0.5
"""Share of the relief about a cell (highest less lowest of 3 x 3 cells) by which the raised terrain is
higher.

On a grid of 500 m the built-in window reads 124 to 372 m low at Midzor, Rtanj, Avala and Pancicev vrh;
half the relief brings all four to within 40 m of their heights, and raises airfields by 5 to 20 m.
Estimate, grade D.
"""

FARTHEST = 1_100_000.0
"""Half width of the largest grid, m: routes lead at most 1000 km from the origin."""
MEMORY = 60_000_000
"""Bytes of the largest grid that is finer than the coarsest cell asked for."""

# Latitude and longitude are smooth: over 8 cells of 1 km, linear interpolation errs by about a metre.
_LATTICE = 8
# Cells of a grid that are computed at once: temporary arrays of some 10 MB each.
_AT_ONCE = 1_000_000
# A window this wide or tall (radians) has edges beyond the horizon of the plane; the largest grid is cut out of it.
_WIDE = 0.4


@dataclass(frozen=True, eq=False)
class ElevationGrid:
    """Terrain on the tangent plane of a frame: a GRID record and `heights` float32 (2, rows, columns).

    Where it has tiles of finer cells near sites, these stand behind its rows (`kernels.ground_tiles`).
    """

    header: np.void
    heights: NDArray[np.float32]
    digest: str
    """SHA-256 over everything that the grid depends on, hexadecimal."""
    surveyed: Terrain | None = None
    """The file whose own heights sites keep; None where they stand on the grid."""

    def height(self, x: Floats, y: Floats, raised: float) -> Floats:
        """Return the ground above the sea under points of the plane, metres: bilinear, 0 outside the grid.

        `raised` moves from the terrain as read (0) to the raised one (1), as `kernels.masks.ground` for one.
        """
        across = (x - float(self.header["west"])) * float(self.header["per_cell"])
        along = (y - float(self.header["south"])) * float(self.header["per_cell"])
        columns, rows = int(self.header["columns"]) - 1, int(self.header["rows"]) - 1
        inside = (across >= 0.0) & (along >= 0.0) & (across <= columns) & (along <= rows)
        spot = np.clip(across, 0.0, columns), np.clip(along, 0.0, rows)
        low, high = (_sampled(layer[: rows + 1], *spot) for layer in self.heights)
        found = np.where(inside, low + raised * (high - low), 0.0)
        return self._in_tiles(x, y, raised, found) if float(self.header["near_per_cell"]) > 0.0 else found

    def _in_tiles(self, x: Floats, y: Floats, raised: float, coarse: Floats) -> Floats:
        """The ground by tiles where there are any, else what the coarser cells gave."""
        across = (x - float(self.header["west"])) * float(self.header["near_per_cell"])
        along = (y - float(self.header["south"])) * float(self.header["near_per_cell"])
        column, row = (np.floor(part / TILE).astype(np.intp) for part in (across, along))
        rows, tall, wide = (int(self.header[name]) for name in ("rows", "tile_rows", "tile_columns"))
        inside = (column >= 0) & (row >= 0) & (column < wide) & (row < tall)
        column, row = np.where(inside, column, 0), np.where(inside, row, 0)
        chart = self.heights[AS_READ, rows : rows + 2 * tall]
        first = np.where(inside, chart[row, column], 0.0)
        spot = chart[row + tall, column] + (across - TILE * column), first + (along - TILE * row)
        held = first > 0.0
        low, high = (_sampled(layer, *(np.where(held, part, 0.0) for part in spot)) for layer in self.heights)
        return np.where(held, low + raised * (high - low), coarse)


@dataclass(frozen=True, eq=False)
class Terrain:
    """A window of elevations (metres above the sea, rows from north to south) with sea level all round it.

    `bounds` are south, north, west and east edges in radians, east beyond pi where the window crosses 180 degrees;
    `digest` is the SHA-256 of the file with its side files, hexadecimal. `remarks` are plain sentences about what was
    read other than as written, without the name of the file. `filled` tells which cells held no ground, None where
    none did.
    """

    name: str
    elevations: NDArray[np.int16] | NDArray[np.float32]
    bounds: Bounds
    digest: str
    remarks: tuple[str, ...] = ()
    filled: NDArray[np.bool_] | None = None

    @functools.cached_property
    def extremes(self) -> tuple[float, float]:
        """The lowest and the highest ground of the file, metres above the sea."""
        return float(self.elevations.min()), float(self.elevations.max())

    def covers(self, latitude: ArrayLike, longitude: ArrayLike) -> NDArray[np.bool_]:
        """Tell which places (radians) lie in the window; everywhere else the ground is sea level."""
        south, north, west, east = self.bounds
        lat, lon = np.asarray(latitude), np.asarray(longitude)
        return np.asarray((lat >= south) & (lat <= north) & (np.mod(lon - west, math.tau) <= east - west))

    def made_up(self, latitude: float, longitude: float) -> bool:
        """Tell whether the ground of a place (radians) comes, in part at least, from cells that held none."""
        if self.filled is None or not self.covers(latitude, longitude):
            return False
        lat, lon = np.asarray(latitude, np.float64), np.asarray(longitude, np.float64)
        across, along = (float(part) for part in _indices(self.bounds, self.filled.shape, lat, lon))
        rows, columns = (slice(math.floor(part), math.ceil(part) + 1) for part in (along, across))
        return bool(self.filled[rows, columns].any())

    def height(self, latitude: ArrayLike, longitude: ArrayLike) -> Floats:
        """Return the ground above the sea in metres at places (radians): bilinear, 0 outside."""
        lat, lon = np.asarray(latitude, dtype=np.float64), np.asarray(longitude, dtype=np.float64)
        found = _sampled(self.elevations, *_indices(self.bounds, self.elevations.shape, lat, lon))
        return np.where(self.covers(lat, lon), found, 0.0)

    def grid(
        self, frame: Frame, cell: float, extent: Extent | None = None, refraction: float = REFRACTION_FACTOR
    ) -> ElevationGrid:
        """Return the terrain on a regular grid of `cell` metres in the frame's plane, as read and raised.

        `extent` is west, south, east, north in metres, by default all of the window. Where the file is finer
        than half a cell, a cell holds the mean of its ground, and raised the highest of it; else both are
        bilinear, and the raised terrain is higher by RELIEF_FACTOR of the relief about each cell of the file.
        `refraction` is the effective earth radius over the true one, for the sight lines over this grid.
        """
        header = self.header(frame, cell, extent, refraction)
        seal = hashlib.sha256(f"{self.digest} {frame.latitude!r} {frame.longitude!r}".encode())
        seal.update(header.tobytes() + _code())
        if (held := _grids.get(seal.hexdigest())) is not None:
            return held
        arrays = cached("terrain", seal.digest(), lambda: {"heights": self._resampled(frame, header)})
        heights = arrays["heights"].astype(np.float32, copy=False)
        header["top"] = heights.max()
        return _grids.hold(seal.hexdigest(), ElevationGrid(header, heights, seal.hexdigest()), heights.nbytes)

    def header(
        self, frame: Frame, cell: float, extent: Extent | None = None, refraction: float = REFRACTION_FACTOR
    ) -> np.void:
        """Return the GRID record of such a grid, which does not know its highest ground yet."""
        west, south, east, north = extent if extent is not None else self._extent(frame)
        header: np.void = np.zeros(1, GRID)[0]
        header["west"], header["south"], header["per_cell"] = west, south, 1.0 / cell
        header["columns"] = max(2, math.ceil((east - west) / cell) + 1)
        header["rows"] = max(2, math.ceil((north - south) / cell) + 1)
        header["curvature"] = refraction_lift(effective_radius(refraction))
        header["meridional"], header["normal"] = frame.meridional, frame.normal
        return header

    def own_cell(self, frame: Frame, finest: float, coarsest: float) -> float:
        """Return the cell, m, of a grid as fine as the file, between two sizes.

        A file is as fine as the longer side of its cells.
        """
        south, north, west, east = self.bounds
        rows, columns = self.elevations.shape
        tall = EARTH_RADIUS * (north - south) / rows
        wide = EARTH_RADIUS * math.cos(frame.latitude) * (east - west) / columns
        return float(min(max(tall, wide, finest), coarsest))

    def fitting_cell(self, frame: Frame, finest: float, coarsest: float) -> float:
        """Return the cell, m, of a grid as fine as the file, but in MEMORY where it may be coarser."""
        left, low, right, high = self._extent(frame)
        # Two layers of four bytes.
        held = math.sqrt((right - left) * (high - low) * 8.0 / MEMORY)
        return float(min(max(self.own_cell(frame, finest, coarsest), held), coarsest))

    def _extent(self, frame: Frame) -> Extent:
        """Return the smallest box in the frame's plane that holds the window, at most FARTHEST from the origin."""
        if self.name == FLAT:
            return -1000.0, -1000.0, 1000.0, 1000.0
        south, north, west, east = self.bounds
        if max(north - south, (east - west) * math.cos(frame.latitude)) > _WIDE:
            return -FARTHEST, -FARTHEST, FARTHEST, FARTHEST
        along, across = np.linspace(south, north, 65), np.linspace(west, east, 65)
        lat = np.concatenate([along, along, np.full(65, south), np.full(65, north)])
        lon = np.concatenate([np.full(65, west), np.full(65, east), across, across])
        x, y, _ = frame.to_enu(lat, lon, 0.0)
        ends = np.clip([x.min(), y.min(), x.max(), y.max()], -FARTHEST, FARTHEST)
        return float(ends[0]), float(ends[1]), float(ends[2]), float(ends[3])

    def patch(self, frame: Frame, header: Any) -> NDArray[np.float32]:
        """Return both layers of a small grid, made from the cells of the file that lie about it and from no others."""
        columns, rows = int(header["columns"]), int(header["rows"])
        lat, lon = _between(_lattice(frame, header), columns, slice(0, rows))
        inside = self.covers(lat, lon)
        if not inside.any():
            return np.zeros((2, rows, columns), np.float32)
        made = self._layers(frame, 1.0 / float(header["per_cell"]), (lat[inside], lon[inside]))
        return self._laid(made, lat, lon)

    def _resampled(self, frame: Frame, header: Any) -> NDArray[np.float32]:
        made = self._layers(frame, 1.0 / float(header["per_cell"]))
        columns, rows = int(header["columns"]), int(header["rows"])
        heights = np.empty((2, rows, columns), np.float32)
        lattice = _lattice(frame, header)
        strip = max(1, _AT_ONCE // columns)
        for first in range(0, rows, strip):
            here = slice(first, min(first + strip, rows))
            heights[:, here] = self._laid(made, *_between(lattice, columns, here))
        return heights

    def _layers(self, frame: Frame, cell: float, about: tuple[Floats, Floats] | None = None) -> Layers:
        """The terrain as read and raised, on cells of the file or blocks of them; all, or about some places."""
        raster, bounds = self.elevations, self.bounds
        tall = int(cell / (EARTH_RADIUS * (bounds[1] - bounds[0]) / raster.shape[0]))
        ring = EARTH_RADIUS * math.cos(frame.latitude)
        wide = int(cell / (ring * (bounds[3] - bounds[2]) / raster.shape[1]))
        if about is not None:
            raster, bounds = self._about(*about, max(tall, 1), max(wide, 1))
        if tall > 1 or wide > 1:
            return _pooled(raster, bounds, max(tall, 1), max(wide, 1))
        read = raster.astype(np.float32)
        return read, read + np.float32(RELIEF_FACTOR) * _relief(read), bounds

    def _about(self, lat: Floats, lon: Floats, tall: int, wide: int) -> tuple[NDArray[Any], Bounds]:
        """The whole blocks of cells about some places inside the window, with a margin, and their edges."""
        (rows, columns), (south, north, west, east) = self.elevations.shape, self.bounds
        across, along = _indices(self.bounds, self.elevations.shape, lat, lon)
        left, right = (int(end) // wide for end in (across.min(), across.max()))
        top, low = (int(end) // tall for end in (along.min(), along.max()))
        left, right = max(0, left - 2) * wide, min(columns, (right + 3) * wide)
        top, low = max(0, top - 2) * tall, min(rows, (low + 3) * tall)
        down, step = (north - south) / rows, (east - west) / columns
        edges = north - low * down, north - top * down, west + left * step, west + right * step
        return self.elevations[top:low, left:right], edges

    def _laid(self, made: Layers, lat: Floats, lon: Floats) -> NDArray[np.float32]:
        """Both layers under some places, float32[2, row, column]; sea level outside the window."""
        *layers, bounds = made
        spot = _indices(bounds, layers[0].shape, lat, lon)
        inside = self.covers(lat, lon)
        return np.stack([np.where(inside, _sampled(layer, *spot), 0.0).astype(np.float32) for layer in layers])


#: Terrains by name and digest, the digests of files that are as they were, and grids by the seal of their cells.
_terrains: Shared[Terrain] = Shared()
_digests: dict[Any, str] = {}
_grids: Shared[ElevationGrid] = Shared()


def load(name_or_path: str | Path) -> Terrain:
    """Return a built-in terrain by name (`serbia`, `flat`) or the terrain in any GeoTIFF file by path.

    Raises InputError for an unknown name and for a file that cannot be read as elevations in metres on a
    latitude-longitude grid, with what to type instead.
    """
    name = str(name_or_path)
    if name == FLAT:
        everywhere = (-math.pi / 2, math.pi / 2, -math.pi, math.pi)
        return Terrain(name, np.zeros((2, 2), np.int16), everywhere, hashlib.sha256(FLAT.encode()).hexdigest())
    path = BUILT_IN.get(name, Path(name_or_path))
    if name not in BUILT_IN and not path.suffix and not os.path.exists(path):  # noqa: PTH110  no name is too long for it
        raise no_terrain(name)
    files = marks([path, *side_of.places(path).values()])
    if files in _digests and (held := _terrains.get(f"{name} {_digests[files]}")) is not None:
        return held
    content = geotiff.read_file(path)
    side = side_of.side_files(path, geotiff.LARGEST)
    seal = hashlib.sha256(content)
    seal.update(b"".join(added.encode() + beside for added, beside in side.items()))
    if files is not None:
        _digests[files] = seal.hexdigest()
    if (held := _terrains.get(f"{name} {seal.hexdigest()}")) is not None:
        return held

    def build() -> Arrays:
        raster = geotiff.decode(content, path, side)
        edges = np.radians([raster.west, raster.north, raster.east, raster.south])
        filled = np.packbits(raster.filled) if raster.filled.any() else np.zeros(0, np.uint8)
        marks_and_unit = np.array([raster.unit, *raster.marks])
        return {"elevations": raster.elevations, "edges": edges, "filled": filled, "marks_and_unit": marks_and_unit}

    window = cached("terrain", seal.digest() + _code(), build)
    west, north, east, south = (float(edge) for edge in window["edges"])
    edges, elevations, filled = (south, north, west, east), window["elevations"], None
    if window["filled"].size:
        filled = np.unpackbits(window["filled"], count=elevations.size).view(np.bool_).reshape(elevations.shape)
    unit, *marked = (float(part) for part in window["marks_and_unit"])
    found = Terrain(name, elevations, edges, seal.hexdigest(), remarks(filled, edges, marked, unit), filled)
    return _terrains.hold(f"{name} {found.digest}", found, elevations.nbytes)


def no_terrain(name: str) -> InputError:
    """Return the error that a word is no terrain, with what to type instead."""
    known = [*BUILT_IN, FLAT]
    return InputError(
        f"{quoted(name)} is neither a built-in terrain nor a file",
        instead=f"{guessed(name, known)}write {', '.join(known)} or the path of a GeoTIFF",
    )


def bounds(name_or_path: str | Path) -> Bounds:
    """Return the south, north, west and east edges of a terrain in radians; InputError as `load`."""
    return load(name_or_path).bounds


def _lattice(frame: Frame, header: Any) -> tuple[Floats, Floats]:
    """Latitude and longitude, exact, of every cell of a grid that is _LATTICE times as coarse as that of a header."""
    columns, rows, cell = int(header["columns"]), int(header["rows"]), 1.0 / float(header["per_cell"])
    x = float(header["west"]) + cell * _LATTICE * np.arange(columns // _LATTICE + 2)
    y = float(header["south"]) + cell * _LATTICE * np.arange(rows // _LATTICE + 2)[:, None]
    # A millimetre keeps the azimuth defined at the origin itself.
    square = x * x + y * y + 1e-6
    radius = square / (y * y / frame.meridional + (x * x + 1e-6) / frame.normal)
    lat, lon, _ = frame.to_geodetic(x, y, np.sqrt(radius * radius - square) - radius)
    # Longitudes go on beyond 180 degrees, so that between them there is no jump.
    return lat, lon + math.tau * np.round((frame.longitude - lon) / math.tau)


def _between(lattice: tuple[Floats, Floats], columns: int, here: slice) -> tuple[Floats, Floats]:
    """Latitude and longitude of the cells of some rows, between those of the lattice."""
    across, along = np.meshgrid(np.arange(columns) / _LATTICE, np.arange(here.start, here.stop) / _LATTICE)
    lat, lon = (_sampled(axis, across, along) for axis in lattice)
    return lat, lon


def _indices(bounds: Bounds, shape: tuple[int, ...], lat: Floats, lon: Floats) -> tuple[Floats, Floats]:
    """Fractional column and row of places in a raster with these outer edges, kept on its cell centres."""
    south, north, west, east = bounds
    across = np.mod(lon - west, math.tau) / (east - west) * shape[1] - 0.5
    along = (north - lat) / (north - south) * shape[0] - 0.5
    return np.clip(across, 0.0, shape[1] - 1.0), np.clip(along, 0.0, shape[0] - 1.0)


def _sampled(raster: NDArray[Any], across: Floats, along: Floats) -> Floats:
    """Bilinear values at fractional columns and rows that lie inside the raster."""
    column = np.minimum(across.astype(np.intp), raster.shape[1] - 2)
    row = np.minimum(along.astype(np.intp), raster.shape[0] - 2)
    fx, fy = across - column, along - row
    at = row * raster.shape[1] + column
    values, wide = raster.ravel(), raster.shape[1]
    upper = values[at] * (1.0 - fx) + values[at + 1] * fx
    lower = values[at + wide] * (1.0 - fx) + values[at + wide + 1] * fx
    return np.asarray(upper * (1.0 - fy) + lower * fy, dtype=np.float64)


def _relief(raster: NDArray[np.float32]) -> NDArray[np.float32]:
    """Highest less lowest of the 3 x 3 cells about each cell."""
    high = low = np.pad(raster, 1, mode="edge")
    high = np.maximum(np.maximum(high[:-2], high[1:-1]), high[2:])
    low = np.minimum(np.minimum(low[:-2], low[1:-1]), low[2:])
    high = np.maximum(np.maximum(high[:, :-2], high[:, 1:-1]), high[:, 2:])
    return high - np.minimum(np.minimum(low[:, :-2], low[:, 1:-1]), low[:, 2:])


def _pooled(
    raster: NDArray[np.int16] | NDArray[np.float32], bounds: Bounds, tall: int, wide: int
) -> tuple[NDArray[np.float32], NDArray[np.float32], Bounds]:
    """Mean and highest of blocks of cells, and the edges of the whole blocks."""
    rows, columns = raster.shape
    starts = np.arange(0, columns, wide)
    widths = np.diff(np.append(starts, columns))
    mean = np.empty((-(-rows // tall), len(starts)), np.float32)
    highest = np.empty_like(mean)
    for block in range(len(mean)):
        strip = raster[block * tall : (block + 1) * tall]
        mean[block] = np.add.reduceat(strip.sum(axis=0, dtype=np.float64), starts) / (widths * len(strip))
        highest[block] = np.maximum.reduceat(strip.max(axis=0), starts)
    south, north, west, east = bounds
    down, right = (north - south) / rows * tall, (east - west) / columns * wide
    return mean, highest, (north - down * len(mean), north, west, west + right * len(starts))


@functools.cache
def _code() -> bytes:
    """Digest of the code that computes what is cached, so that an edit makes it anew."""
    sources = (__file__, geotiff.__file__, side_of.__file__, voids.__file__, geodesy.__file__)
    return hashlib.sha256(b"".join(Path(source).read_bytes() for source in sources)).digest()
