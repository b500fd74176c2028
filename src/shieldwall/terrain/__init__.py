"""Elevation of the ground: the built-in window, any GeoTIFF, grids for the kernels and the masks of sites."""

from shieldwall.terrain.elevation import BUILT_IN, ElevationGrid, Terrain, bounds, load
from shieldwall.terrain.near import tiled, with_tiles
from shieldwall.terrain.remarks import show_box
from shieldwall.terrain.visibility import Antenna, Masks, near_square, site_masks, site_of

__all__ = [
    "BUILT_IN",
    "Antenna",
    "ElevationGrid",
    "Masks",
    "Terrain",
    "bounds",
    "load",
    "near_square",
    "show_box",
    "site_masks",
    "site_of",
    "tiled",
    "with_tiles",
]
