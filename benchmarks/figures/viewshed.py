"""Terrain masks against `gdal_viewshed`: the same window, site, mast and refraction, in time and cell by cell.

Ours is one call of `fill_mask`, which sweeps two layers (the ground as read, and raised by its error) and keeps the
lowest visible altitude of every cell. GDAL's is one process for the same product (`-om DEM`) of one layer, less the
time of a process that only says its version.
"""

from __future__ import annotations

import resource
import subprocess
import tempfile
import time
from math import radians
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from rasterio.transform import from_origin

from figures.oracles import oracle
from figures.repeats import spread
from shieldwall.kernels.geodesy import Frame
from shieldwall.terrain.elevation import BUILT_IN

HEIGHTS = (50.0, 300.0)
#: The fractal terrain: latitude and longitude of its middle, its reach, m, its greatest height, m, and its seed.
FRACTAL = (44.0, 20.0, 150e3)
SUMMIT, SEED = 1500.0, 1


def available() -> bool:
    """Whether GDAL's commands are installed."""
    from shutil import which

    return all(map(which, ("gdal_viewshed", "gdalwarp")))


def child_seconds(command: list[str], check: bool = True) -> float:
    """Processor time of a command, s."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=check, capture_output=True)  # noqa: S603
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def window(folder: Path, place: tuple[float, float, float], fractal: bool) -> Path:
    """A GeoTIFF about a site, on the plane that touches the ellipsoid there: Serbia's ground, or a fractal's."""
    masks = oracle("test_masks_gdal")
    latitude, longitude, reach = place
    plane = f"+proj=ortho +lat_0={latitude} +lon_0={longitude} +ellps=WGS84"
    edge, file = reach + masks.CELL / 2, folder / "ground.tif"
    if not fractal:
        box = ["-te", *map(str, (-edge, -edge, edge, edge)), "-tr", str(masks.CELL), str(masks.CELL)]
        kind = ["-r", "bilinear", "-ot", "Float32", "-t_srs", plane]
        child_seconds([masks.WARP, "-q", *kind, *box, str(BUILT_IN["serbia"]), str(file)])
        return file
    heights = fractal_ground(round(2 * edge / masks.CELL))
    grid = {"height": len(heights), "width": len(heights), "count": 1, "dtype": "float32"}
    where = {"crs": plane, "transform": from_origin(-edge, edge, masks.CELL, masks.CELL)}
    with rasterio.open(file, "w", driver="GTiff", **grid, **where) as out:
        out.write(heights, 1)
    return file


def fractal_ground(cells: int) -> np.ndarray:
    """Ground of random phases whose spectrum falls with the power 2.2 of the wave number, from 0 to `SUMMIT`."""
    rng = np.random.default_rng(SEED)
    square = np.fft.fftfreq(cells)[:, None] ** 2 + np.fft.rfftfreq(cells)[None] ** 2
    square[0, 0] = 1.0
    waves = square**-1.1 * np.exp(2j * np.pi * rng.random(square.shape))
    waves[0, 0] = 0.0
    ground = np.fft.irfft2(waves, (cells, cells))
    return (SUMMIT * (ground - ground.min()) / np.ptp(ground)).astype(np.float32)


def compare(place: tuple[float, float, float], fractal: bool, rounds: int) -> dict[str, Any]:
    """Ratio of our time to GDAL's on one window, and the share of cells on which both say the same."""
    masks = oracle("test_masks_gdal")
    latitude, longitude, reach = place
    with tempfile.TemporaryDirectory() as folder:
        file = window(Path(folder), place, fractal)
        ground = masks.band(file).astype(np.float64)
        frame = Frame(radians(latitude), radians(longitude))
        altitude = masks.our_altitudes(ground, frame, reach)
        half = len(ground) // 2
        y, x = np.mgrid[-half : half + 1, -half : half + 1] * masks.CELL
        distance = np.hypot(x, y)
        inside = (distance < reach) & (distance > 2.0 * masks.CELL)
        view = masks.View(file, ground, altitude, inside, reach)
        same = {}
        for height in HEIGHTS:
            seen = masks.gdal_sees(view, height)
            same[f"{height:g}"] = float(((ground + height > altitude) == seen)[inside].mean())
        site = ["-ox", "0", "-oy", "0", "-oz", str(masks.MAST), "-md", str(reach), "-cc", "0.75", "-om", "DEM"]
        times = []
        for _ in range(rounds):
            empty = child_seconds([masks.VIEWSHED, "--version"], check=False)
            theirs = child_seconds([masks.VIEWSHED, "-q", *site, str(file), str(file.with_name("lowest.tif"))]) - empty
            began = time.thread_time()
            masks.our_altitudes(ground, frame, reach)
            times.append((time.thread_time() - began, theirs))
    return {"same": same, "to_gdal": spread([ours / theirs for ours, theirs in times]), "cells": int(inside.sum())}


def measure(rounds: int) -> dict[str, Any]:
    """Every window: two of Serbia and a fractal one."""
    if not available():
        return {}
    windows = {name: (place, False) for name, place in oracle("test_masks_gdal").WINDOWS.items()}
    windows["fractal"] = (FRACTAL, True)
    return {name: compare(place, fractal, rounds) for name, (place, fractal) in windows.items()}
