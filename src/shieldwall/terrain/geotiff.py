"""Elevations out of a GeoTIFF, with every claim of its header checked before a pixel is read."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.quantities.errors import InputError

LONGEST_SIDE = 20_000
LARGEST = 800_000_000
"""Bytes, of the file and of its elevations in memory."""
LARGEST_BLOCK = 64_000_000
DEEPEST, HIGHEST = -12_000.0, 9_000.0
"""Metres; no ground or sea floor lies outside."""

_KINDS = ("uint8", "int16", "uint16", "int32", "uint32", "float32", "float64")
_METRES = ("", "m", "metre", "metres", "meter", "meters")
# A hole in the data is filled from its rim over this many cells; what lies deeper inside counts as sea.
_RIM = 20
_MARGIN = 0.01


class Raster(NamedTuple):
    """Elevations in metres, rows from north to south, and the place of their outer edges in degrees."""

    elevations: NDArray[np.int16] | NDArray[np.float32]
    west: float
    north: float
    east: float
    south: float


def read_file(path: Path) -> bytes:
    """Return the content of a terrain file; InputError where there is none or it is too large."""
    try:
        if path.is_dir():
            raise _refusal(path, "is a folder", "give the path of a GeoTIFF file")
        if path.exists() and not path.is_file():
            raise _refusal(path, "is not an ordinary file", "give the path of a GeoTIFF file")
        size = path.stat().st_size
        if size > LARGEST:
            raise _too_large(path, f"{size / 1e6:.0f} MB")
        return path.read_bytes()
    except OSError as problem:
        fault = f"cannot be read: {problem.strerror or problem}"
        raise _refusal(path, fault, "give the path of a GeoTIFF file that exists and may be read") from None


def decode(content: bytes, path: Path) -> Raster:
    """Return the elevations of a GeoTIFF held in memory; `path` is only named in errors.

    One band of metres, north up, in geographic coordinates of WGS 84 (EPSG:4326). Cells without data are
    filled from their surroundings or count as sea. Raises InputError for anything else, with what to type
    instead.
    """
    import rasterio
    from rasterio.errors import RasterioError

    if not content:
        raise _refusal(path, "is empty", "give the path of a GeoTIFF file")
    try:
        with (
            warnings.catch_warnings(action="ignore"),
            rasterio.Env(GDAL_NUM_THREADS=1),
            rasterio.MemoryFile(content) as memory,
            memory.open(driver="GTiff") as source,
        ):
            _check_header(source, path)
            filled = _filled(source)
            edges = source.bounds
    except (RasterioError, OSError, ValueError, TypeError, LookupError, MemoryError) as problem:
        if isinstance(problem, InputError):
            raise
        fault = "cannot be read as a GeoTIFF; it may be cut short, damaged or of another kind"
        raise _refusal(path, fault, f"convert it with: gdal_translate -of GTiff {path.name} new.tif") from None
    least, most = float(filled.min()), float(filled.max())
    if not (least >= DEEPEST and most <= HIGHEST):
        fault = f"holds values from {least:g} to {most:g}, which are not elevations in metres"
        raise _refusal(path, fault, "declare its missing data with: gdal_edit.py -a_nodata VALUE FILE")
    return Raster(filled, edges.left, edges.top, edges.right, edges.bottom)


def _check_header(source: Any, path: Path) -> None:
    width, height, kind = source.width, source.height, source.dtypes[0]
    if width > LONGEST_SIDE or height > LONGEST_SIDE:
        raise _too_large(path, f"{width} x {height} cells")
    if kind not in _KINDS:
        raise _refusal(path, f"holds {kind} values", "convert it with: gdal_translate -ot Int16 OLD NEW")
    size = np.dtype(kind).itemsize
    if width * height * max(size, 2) > LARGEST:
        raise _too_large(path, f"{width} x {height} cells of {kind}")
    if min(width, height) < 2:
        raise _refusal(path, f"has {width} x {height} cells", "terrain needs two or more each way")
    if source.count != 1:
        fault = f"has {source.count} bands where elevation has one"
        raise _refusal(path, fault, "take one with: gdal_translate -b 1 OLD NEW")
    if any(rows * columns * size > LARGEST_BLOCK for rows, columns in source.block_shapes):
        cure = "rewrite it with: gdal_translate -co TILED=YES OLD NEW"
        raise _refusal(path, "is stored in blocks too large", cure)
    if (source.units[0] or "").lower() not in _METRES or (source.scales[0], source.offsets[0]) != (1.0, 0.0):
        raise _refusal(path, "is not in plain metres", "rewrite it with: gdal_translate -unscale OLD NEW")
    _check_place(source, path)


def _check_place(source: Any, path: Path) -> None:
    from rasterio.crs import CRS

    warp = "warp it with: gdalwarp -t_srs EPSG:4326 OLD NEW"
    if source.crs is None:
        raise _refusal(path, "does not say where on the earth it lies", warp)
    if source.crs != CRS.from_epsg(4326) and source.crs.to_epsg() != 4326:
        raise _refusal(path, "is not in latitude and longitude of WGS 84 (EPSG:4326)", warp)
    at = source.transform
    if not (at.b == 0.0 and at.d == 0.0 and at.a > 0.0 and at.e < 0.0):
        raise _refusal(path, "is not north up", warp)
    edges = source.bounds
    # Half a cell over the edge of the map is usual: samples on whole degrees lie in the middle of cells.
    reach = 180.0 + _MARGIN, 90.0 + _MARGIN
    if max(-edges.left, edges.right) > reach[0] or max(-edges.bottom, edges.top) > reach[1]:
        raise _refusal(path, f"claims to lie at {tuple(edges)} degrees, which is not on the earth", warp)


def _filled(source: Any) -> NDArray[np.int16] | NDArray[np.float32]:
    """Read the band and fill its holes."""
    values = source.read(1)
    hole = np.zeros(values.shape, np.bool_) if values.dtype.kind != "f" else ~np.isfinite(values)
    for mark in (source.nodata, -32768):
        if mark is not None:
            hole |= values == mark
    whole = values.dtype in (np.uint8, np.int16)
    plain = np.where(hole, 0, values).astype(np.float32)
    if hole.any():
        from rasterio.fill import fillnodata

        plain = fillnodata(plain, mask=~hole, max_search_distance=_RIM)
        plain[~np.isfinite(plain)] = 0.0
    return plain.round().astype(np.int16) if whole else plain


def _refusal(path: Path, fault: str, instead: str) -> InputError:
    return InputError(f"the terrain {fault}", file=str(path), instead=instead)


def _too_large(path: Path, size: str) -> InputError:
    cut = "cut it with: gdal_translate -projwin WEST NORTH EAST SOUTH OLD NEW"
    return _refusal(path, f"is too large ({size}; the limit is 20000 x 20000 cells and 800 MB)", cut)
