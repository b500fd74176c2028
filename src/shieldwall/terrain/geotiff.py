"""Elevations out of a GeoTIFF, with every claim of its header checked before a pixel is read."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.quantities.errors import InputError, quoted
from shieldwall.terrain import voids
from shieldwall.terrain.side_files import opened

LONGEST_SIDE = 20_000
LARGEST = 800_000_000
"""Bytes, of the file and of its elevations in memory."""
LARGEST_BLOCK = 64_000_000

_KINDS = ("uint8", "int16", "uint16", "int32", "uint32", "float32", "float64")
FOOT, SURVEY_FOOT = 0.3048, 1200.0 / 3937.0
"""Metres of the international foot (1959) and of the US survey foot (1893)."""

#: Units that are read, as files name them without signs: metres of one.
_READ = {
    **dict.fromkeys(("", "m", "metre", "metres", "meter", "meters"), 1.0),
    **dict.fromkeys(("ft", "foot", "feet", "international foot", "international feet", "foot international"), FOOT),
    **dict.fromkeys(
        ("us survey foot", "us survey feet", "us ft", "usft", "ftus", "foot us", "us foot", "us feet", "survey foot"),
        SURVEY_FOOT,
    ),
}
#: Units that are refused with their length, so that the advice is whole.
_KNOWN = {
    **dict.fromkeys(("mm", "millimetre", "millimetres", "millimeter", "millimeters"), "0.001"),
    **dict.fromkeys(("cm", "centimetre", "centimetres", "centimeter", "centimeters"), "0.01"),
    **dict.fromkeys(("dm", "decimetre", "decimetres", "decimeter", "decimeters"), "0.1"),
    **dict.fromkeys(("km", "kilometre", "kilometres", "kilometer", "kilometers"), "1000"),
    **dict.fromkeys(("yd", "yard", "yards"), "0.9144"),
    **dict.fromkeys(("fathom", "fathoms"), "1.8288"),
    **dict.fromkeys(("in", "inch", "inches"), "0.0254"),
}
_MULTIPLIED = 'gdal_calc.py -A OLD --calc="A*{}" --type=Float32 --outfile=NEW'
_MARGIN = 0.01


class Raster(NamedTuple):
    """Elevations in metres, rows from north to south, and the place of their outer edges in degrees.

    `west` lies between -180 and 180, `east` up to a whole turn east of it. `filled` are the cells that held no ground,
    `marks` the values by which those were known that the file does not declare missing, `unit` the metres of its unit.
    """

    elevations: NDArray[np.int16] | NDArray[np.float32]
    west: float
    north: float
    east: float
    south: float
    filled: NDArray[np.bool_]
    marks: tuple[float, ...]
    unit: float


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


def decode(content: bytes, path: Path, side: Mapping[str, bytes] | None = None) -> Raster:
    """Return the elevations of a GeoTIFF held in memory with its `side_files`; `path` is only named in errors.

    One band of metres or feet, north up, in geographic coordinates of WGS 84 (EPSG:4326); a second may be its alpha.
    Cells without data are filled from their surroundings. Raises InputError for anything else, with what to type
    instead.
    """
    import rasterio
    from rasterio._err import CPLE_BaseError  # What a damaged header raises where nobody in rasterio expects it.
    from rasterio.errors import RasterioError

    if not content:
        raise _refusal(path, "is empty", "give the path of a GeoTIFF file")
    try:
        with (
            warnings.catch_warnings(action="ignore"),
            rasterio.Env(GDAL_NUM_THREADS=1),
            opened(content, side or {}) as source,
        ):
            _check_header(source, path)
            return _read(source, path)
    except (RasterioError, CPLE_BaseError, OSError, ValueError, TypeError, LookupError, MemoryError) as problem:
        if isinstance(problem, InputError):
            raise
        fault = "cannot be read as a GeoTIFF; it may be cut short, damaged or of another kind"
        raise _refusal(path, fault, f"convert it with: gdal_translate -of GTiff {path.name} new.tif") from None


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
    _check_bands(source, path)
    if any(rows * columns * size > LARGEST_BLOCK for rows, columns in source.block_shapes):
        cure = "rewrite it with: gdal_translate -co TILED=YES OLD NEW"
        raise _refusal(path, "is stored in blocks too large", cure)
    if not all(np.isfinite(part) for part in (source.scales[0], source.offsets[0])) or source.scales[0] == 0.0:
        raise _refusal(
            path, "has a scale of heights that is no number", "take it off: gdal_edit.py -scale 1 -offset 0 FILE"
        )
    _unit(source, path)
    _check_place(source, path)


def _check_bands(source: Any, path: Path) -> None:
    """Refuse all but one band of heights, with or without an alpha that says where they are."""
    if source.count == 1:
        return
    colours = [colour.name for colour in source.colorinterp]
    alphas = [number for number, colour in enumerate(colours, 1) if colour == "alpha"]
    if source.count == 2 and alphas == [2]:
        return
    if "red" in colours:
        fault = f"is a picture in colours, of {source.count} bands where elevation has one"
        raise _refusal(path, fault, "give the file of heights from which it was drawn")
    if alphas:
        cure = f"take one with its alpha: gdal_translate -b 1 -b {alphas[0]} OLD NEW"
    else:
        cure = (
            "take one with: gdal_translate -b 1 OLD NEW, or one with a second that says by 0 which cells hold no "
            "ground: gdal_translate -b 1 -b 2 -colorinterp_2 alpha OLD NEW"
        )
    raise _refusal(path, f"has {source.count} bands where elevation has one", cure)


def _unit(source: Any, path: Path) -> float:
    """Metres of the unit of a band."""
    named = source.units[0] or ""
    word = " ".join(re.sub(r"[^a-z]+", " ", named.lower()).split())
    if word in _READ:
        return _READ[word]
    multiplied = _MULTIPLIED.format(_KNOWN.get(word, "METRES_OF_ONE"))
    if _horizontal(source.crs) != source.crs.to_wkt():
        # The vertical system would name the unit again.
        multiplied += " and gdal_edit.py -a_srs EPSG:4326 NEW"
    if word in _KNOWN:
        raise _refusal(path, f"has its heights in {quoted(named)}", f"turn them into metres with: {multiplied}")
    raise _refusal(
        path,
        f"has its heights in {quoted(named)}, which is no unit known here",
        f"where they are metres, say so with: gdal_edit.py -units m FILE; else multiply them: {multiplied}",
    )


def _horizontal(crs: Any) -> str:
    """WKT of the horizontal part of a compound coordinate system; that of all of any other."""
    wkt: str = crs.to_wkt()
    start = re.search(r"(?:GEOG|PROJ)(?:CS|CRS)\[", wkt) if wkt.startswith(("COMPD_CS", "COMPOUNDCRS")) else None
    if start is None:
        return wkt
    depth = 0
    for place, sign in enumerate(wkt[start.start() :], start.start()):
        depth += (sign == "[") - (sign == "]")
        if sign == "]" and depth == 0:
            return wkt[start.start() : place + 1]
    return wkt


def _check_place(source: Any, path: Path) -> None:
    from rasterio import CRS

    # What the warp leaves empty must not become sea. Else it would turn feet of a vertical system into metres over the
    # ellipsoid, and leave the word feet.
    warp = "warp it with: gdalwarp -t_srs EPSG:4326 -novshift -ot Float32 -dstnodata -32768 OLD NEW"
    if source.crs is None:
        raise _refusal(
            path,
            "does not say where on the earth it lies",
            "where it is latitude and longitude, say so with: gdal_edit.py -a_srs EPSG:4326 FILE",
        )
    plane = CRS.from_wkt(_horizontal(source.crs))
    if plane.to_epsg() == 4979:
        fault = "has its heights over the ellipsoid (EPSG:4979), which lie tens of metres from those over the sea"
        raise _refusal(path, fault, "take the edition with heights over the sea (orthometric, EGM96 or EGM2008)")
    if plane.is_projected and "foot" in plane.linear_units.lower() and not source.units[0]:
        warp += "; its plane is in feet: where its heights are, too, say so with: gdal_edit.py -units ft NEW"
    if plane != CRS.from_epsg(4326) and plane.to_epsg() != 4326:
        raise _refusal(path, "is not in latitude and longitude of WGS 84 (EPSG:4326)", warp)
    if re.search(r",\s*down\b", source.crs.to_wkt(), re.IGNORECASE):
        cure = 'turn it over with: gdal_calc.py -A OLD --calc="-A" --outfile=NEW and gdal_edit.py -a_srs EPSG:4326 NEW'
        raise _refusal(path, "counts depths downwards", cure)
    at = source.transform
    if not (at.b == 0.0 and at.d == 0.0 and at.a > 0.0 and at.e < 0.0):
        raise _refusal(path, "is not north up", warp)
    edges = source.bounds
    # Half a cell over the edge of the map is usual: samples on whole degrees lie in the middle of cells. Longitudes
    # count from 0 to 360 in some files, and go on beyond 180 where a file crosses that meridian.
    farthest = max(-edges.left, edges.right)
    wide, tall = edges.right - edges.left, max(-edges.bottom, edges.top)
    if not (farthest <= 540.0 + _MARGIN and wide <= 360.0 + _MARGIN and tall <= 90.0 + _MARGIN):
        raise _refusal(path, f"claims to lie at {tuple(edges)} degrees, which is not on the earth", warp)


def _read(source: Any, path: Path) -> Raster:
    """Read the band in metres, and fill its holes."""
    values = source.read(1)
    hole = voids.declared(source, values)
    scale, offset, unit = source.scales[0], source.offsets[0], _unit(source, path)
    plain = (scale, offset, unit) == (1.0, 0.0, 1.0)
    if values.dtype == np.float64:
        # What float32 cannot hold is a mark, and stays one.
        values = np.clip(values, -3e38, 3e38)
    metres = values.astype(np.float32) if plain else ((values * scale + offset) * unit).astype(np.float32)
    try:
        marks = voids.undeclared(values, metres, hole, voids.ALWAYS if (scale, offset) == (1.0, 0.0) else voids.SCALED)
    except voids.OtherHeightsError as other:
        raise _other_heights(path, other) from None
    if hole.all():
        raise _refusal(path, _nothing(values), "see what it holds with: gdalinfo -stats FILE")
    if hole.any():
        metres = voids.filled(metres, hole)
    whole = plain and values.dtype in (np.uint8, np.int16)
    elevations = metres.round().astype(np.int16) if whole else metres
    edges = source.bounds
    turn = 360.0 if edges.left < -180.0 - _MARGIN else -360.0 if edges.left >= 180.0 else 0.0
    place = edges.left + turn, edges.top, edges.right + turn, edges.bottom
    return Raster(elevations, *place, hole, tuple(marks), unit)


def _nothing(values: NDArray[Any]) -> str:
    """What is wrong with a band in which every cell is missing."""
    held = values[np.isfinite(values)]
    said = f"values from {held.min():g} to {held.max():g}, which are not" if held.size else "no"
    return f"holds {said} elevations in metres: every cell is missing"


def _other_heights(path: Path, other: voids.OtherHeightsError) -> InputError:
    if other.lowest >= voids.DEEPEST:
        cure = f"multiply by the metres of its unit, for centimetres: {_MULTIPLIED.format('0.01')}"
        return _refusal(path, f"holds values up to {other.highest:g}, which are not elevations in metres", cure)
    fault = (
        f"holds values down to {other.lowest:g} m, deeper than any land: a sea floor, or missing data that a warp "
        "blended with ground"
    )
    cure = (
        'lay the sea\'s surface over it with: gdal_calc.py -A OLD --calc="maximum(A,0)" --outfile=NEW, or declare '
        "missing data before you warp: gdal_edit.py -a_nodata VALUE FILE"
    )
    return _refusal(path, fault, cure)


def _refusal(path: Path, fault: str, instead: str) -> InputError:
    return InputError(f"the terrain {fault}", file=str(path), instead=instead)


def _too_large(path: Path, size: str) -> InputError:
    cut = "cut it with: gdal_translate -projwin WEST NORTH EAST SOUTH OLD NEW"
    return _refusal(path, f"is too large ({size}; the limit is 20000 x 20000 cells and 800 MB)", cut)
