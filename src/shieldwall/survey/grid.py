"""A grid of places in latitude and longitude, so that what is computed on it can be published as it is."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.kernels.geodesy import Frame, up_at
from shieldwall.quantities.constants import WGS84_ECCENTRICITY_SQUARED, WGS84_SEMI_MAJOR
from shieldwall.quantities.errors import InputError

Floats = NDArray[np.float64]

#: Metres in a degree of latitude, for choosing steps only.
_DEGREE = 111_195.0
#: Beyond this latitude, degrees, a grid of longitudes is no map.
_FURTHEST = 85.0


class Grid(NamedTuple):
    """Cells of latitude and longitude, degrees on WGS 84: the outer edges in the south-west, and the steps.

    Rows go from south to north. Longitudes may go on beyond 180 degrees east.
    """

    west: float
    south: float
    step_lon: float
    step_lat: float
    columns: int
    rows: int

    @property
    def longitudes(self) -> Floats:
        """Middles of the columns, degrees."""
        return np.asarray(self.west + self.step_lon * (np.arange(self.columns) + 0.5), dtype=np.float64)

    @property
    def latitudes(self) -> Floats:
        """Middles of the rows, degrees."""
        return np.asarray(self.south + self.step_lat * (np.arange(self.rows) + 0.5), dtype=np.float64)

    def cells(self) -> Floats:
        """Return the area of the cells of each row, float64[rows, 1], km2 on the ellipsoid at sea level."""
        latitude = np.radians(self.latitudes)
        shrink = 1.0 - WGS84_ECCENTRICITY_SQUARED * np.sin(latitude) ** 2
        normal = WGS84_SEMI_MAJOR / np.sqrt(shrink)
        meridional = normal * (1.0 - WGS84_ECCENTRICITY_SQUARED) / shrink
        steps = math.radians(self.step_lat) * math.radians(self.step_lon)
        return np.asarray(1e-6 * meridional * normal * np.cos(latitude) * steps)[:, None]

    def feet(self, frame: Frame) -> tuple[Floats, Floats]:
        """Return x and y in a frame, float64[rows, columns], m, of the middles of the cells at sea level."""
        latitude, longitude = np.radians(self.latitudes)[:, None], np.radians(self.longitudes)[None, :]
        x, y, _ = frame.to_enu(latitude, longitude, 0.0)
        return x, y


def around(frame: Frame, box: tuple[float, float, float, float], cell: float) -> Grid:
    """Return the grid that covers a box of a frame (west, south, east, north; m) with cells of about `cell` m.

    Raises InputError where the box comes so near to a pole that meridians meet.
    """
    west, south, east, north = box
    across, along = np.linspace(west, east, 65), np.linspace(south, north, 65)
    x = np.concatenate([across, across, np.full(65, west), np.full(65, east)])
    y = np.concatenate([np.full(65, south), np.full(65, north), along, along])
    sea = np.array([up_at(*place, 0.0, frame.meridional, frame.normal) for place in zip(x, y, strict=True)])
    lat, lon, _ = frame.to_geodetic(x, y, sea)
    latitude = np.degrees(lat)
    if np.abs(latitude).max() > _FURTHEST:
        raise InputError(
            f"the coverage reaches to {np.abs(latitude).max():.1f} degrees of latitude, and no map shows what is "
            f"beyond {_FURTHEST:g}, where meridians meet; the battle is fought all the same",
            instead="put the units farther from the pole, or ask for a lower altitude, which is seen less far",
        )
    origin = math.degrees(frame.longitude)
    longitude = origin + (np.degrees(lon) - origin + 180.0) % 360.0 - 180.0
    step_lat = cell / _DEGREE
    step_lon = step_lat / math.cos(math.radians(0.5 * (latitude.min() + latitude.max())))
    # Edges on whole steps, so that the same cell size gives grids that lie on one another.
    first_lat = math.floor(latitude.min() / step_lat)
    rows = math.ceil(latitude.max() / step_lat) - first_lat
    edge = math.floor(longitude.min() / step_lon) * step_lon
    for turn in (-180.0, 180.0):
        if longitude.min() < turn < longitude.max():
            # No cell lies on both sides of the line where longitudes begin anew.
            edge = turn - math.ceil((turn - longitude.min()) / step_lon) * step_lon
    columns = math.ceil((longitude.max() - edge) / step_lon - 1e-9)
    return Grid(edge, first_lat * step_lat, step_lon, step_lat, max(columns, 2), max(rows, 2))
