"""What the figures were measured on: processor, system, versions, date, and how busy the machine was."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from figures import twins, viewshed
from shieldwall import __version__

PACKAGES = ("numba", "llvmlite", "numpy", "scipy", "stonesoup", "rasterio")


def processor() -> str:
    """Name of the processor, as far as the system names it."""
    file = Path("/proc/cpuinfo")
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def installed(package: str) -> str | None:
    """Version of a package, None where it is absent."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def gdal() -> str | None:
    """Version of GDAL's commands, None where they are absent."""
    if not viewshed.available():
        return None
    done = subprocess.run(["gdalwarp", "--version"], capture_output=True, text=True, check=True)  # noqa: S607
    return done.stdout.partition(",")[0].strip()


def describe() -> dict[str, Any]:
    """The machine at this moment."""
    load = os.getloadavg()[0]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": processor(),
        "cores": cores,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "packages": {name: installed(name) for name in PACKAGES},
        "compiler": twins.compiler_version() if twins.compiler() else None,
        "gdal": gdal(),
        "shieldwall": __version__,
        "load": load,
    }
