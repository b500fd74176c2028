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

from figures.oracles import oracle
from figures.repeats import spread
from shieldwall.kernels.geodesy import Frame

HEIGHTS = (50.0, 300.0)


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


def compare(name: str, rounds: int) -> dict[str, Any]:
    """Ratio of our time to GDAL's on one window, and the share of cells on which both say the same."""
    masks = oracle("test_masks_gdal")
    latitude, longitude, reach, _ = masks.WINDOWS[name]
    with tempfile.TemporaryDirectory() as folder:
        view = masks.view_of(Path(folder), name)
        file, ground, altitude, inside = view.file, view.ground, view.altitude, view.inside
        frame = Frame(radians(latitude), radians(longitude))
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
    """Every window of the test."""
    if not available():
        return {}
    return {name: compare(name, rounds) for name in oracle("test_masks_gdal").WINDOWS}
