"""Fields of probability on a grid of latitude and longitude, as GeoTIFF and GeoJSON."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ring = list[tuple[float, float]]

#: Digits of a degree that are written: 0.1 m.
DIGITS = 6


@dataclass(frozen=True, eq=False)
class Field:
    """One field: its name, its values float32[row, column] from south to north, and what else is known of it."""

    name: str
    values: NDArray[np.float32]
    properties: Mapping[str, Any]


@dataclass(frozen=True)
class Cells:
    """The grid of fields: outer edges in the south-west and steps, degrees on WGS 84."""

    west: float
    south: float
    step_lon: float
    step_lat: float


def geotiff(cells: Cells, fields: Sequence[Field], tags: Mapping[str, str]) -> bytes:
    """Return a GeoTIFF: a float32 band for each field, named; EPSG:4326, north up, compressed.

    Each pixel stands for its area (the file's default), with the value at its middle.
    """
    from rasterio import io, transform

    rows, columns = fields[0].values.shape
    north = cells.south + rows * cells.step_lat
    with io.MemoryFile() as memory:
        with memory.open(
            driver="GTiff", width=columns, height=rows, count=len(fields), dtype="float32", crs="EPSG:4326",
            transform=transform.Affine(cells.step_lon, 0.0, cells.west, 0.0, -cells.step_lat, north), interleave="band",
            compress="deflate", predictor=3, tiled=True, blockxsize=256, blockysize=256,
        ) as file:  # fmt: skip
            for band, field in enumerate(fields, 1):
                file.write(field.values[::-1], band)
                file.set_band_description(band, field.name)
                file.update_tags(band, **{key: str(value) for key, value in field.properties.items()})
            file.update_tags(**tags)
        return bytes(memory.read())


def geojson(cells: Cells, fields: Sequence[Field], level: float, about: Mapping[str, Any]) -> bytes:
    """Return a GeoJSON collection (RFC 7946): for each field the area over which it is at least `level`.

    Longitude before latitude on WGS 84; outer rings counter-clockwise, holes clockwise; cut at the antimeridian. A
    field that nowhere reaches the level has an empty geometry.
    """
    features = [
        {
            "type": "Feature",
            "properties": {"name": field.name, **field.properties},
            "geometry": {"type": "MultiPolygon", "coordinates": polygons(cells, field.values >= level)},
        }
        for field in fields
    ]
    text = json.dumps({"type": "FeatureCollection", **about, "features": features}, allow_nan=False)
    return text.encode()


def polygons(cells: Cells, inside: NDArray[np.bool_]) -> list[list[Ring]]:
    """Return the polygons round the cells of a mask, [[outer, hole, ...], ...], degrees.

    Corners of cells are cut from the middle of one side to the middle of the next, so no outline is a staircase.
    """
    columns = inside.shape[1]
    # Whole turns are taken off, and an outline ends where the next turn begins.
    turn = np.floor((cells.west + cells.step_lon * (np.arange(columns) + 0.5) + 180.0) / 360.0)
    found = []
    for number in np.unique(turn):
        here = inside & (turn == number)
        for rings in _outlines(here):
            lon = cells.west - 360.0 * float(number)
            found.append([_placed(ring, lon, cells) for ring in rings])
    return found


def _outlines(inside: NDArray[np.bool_]) -> Iterator[list[Ring]]:
    """Yield polygons round the cells of a mask, in columns and rows from its south-western edge."""
    from rasterio import errors, features

    with warnings.catch_warnings():
        # The mask is in columns and rows on purpose.
        warnings.simplefilter("ignore", errors.NotGeoreferencedWarning)
        for shape, _ in features.shapes(inside.astype(np.uint8), mask=inside, connectivity=4):
            yield [_cut(ring, outer=number == 0) for number, ring in enumerate(shape["coordinates"])]


def _cut(ring: Sequence[tuple[float, float]], outer: bool) -> Ring:
    """Return a ring of cell sides through their middles, straight runs as one, turned as RFC 7946 asks."""
    middles: Ring = []
    for (x0, y0), (x1, y1) in pairwise(ring):
        sides = round(abs(x1 - x0) + abs(y1 - y0))
        middles += [
            (x0 + (x1 - x0) * (side + 0.5) / sides, y0 + (y1 - y0) * (side + 0.5) / sides)
            for side in dict.fromkeys((0, sides - 1))
        ]
    x, y = np.array([*middles, middles[0]]).T
    area = float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))
    if (area > 0.0) != outer:
        middles.reverse()
    return [*middles, middles[0]]


def _placed(ring: Ring, west: float, cells: Cells) -> Ring:
    return [
        (round(west + x * cells.step_lon, DIGITS), round(cells.south + y * cells.step_lat, DIGITS)) for x, y in ring
    ]
