"""What the masks of a group's sensors take of memory and time, told or refused before anything is made."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from shieldwall.kernels.masks import LAYERS
from shieldwall.quantities.errors import ShieldwallError
from shieldwall.terrain import Antenna, near_square

#: Bytes of masks that are made in a second on a machine of 2020, and how often they stand in memory at the worst.
RATE, COPIES = 1e7, 2
#: From here on it is said what masks need.
WORTH_SAYING = 2e9
GIGABYTE = 1e9


def mask_bytes(antennas: Iterable[Antenna], finest: float) -> float:
    """Return what the masks of antennas take at the worst, bytes, over ground whose finest cells are so wide, m."""
    each = COPIES * LAYERS * np.dtype(np.int16).itemsize
    total = 0.0
    for one in antennas:
        squares = (max(one.reach, one.farthest), one.cell), near_square(one, finest)
        cells = sum((2.0 * half / cell + 2.0) ** 2 for half, cell in squares if half > 0.0)
        total += each * max(1, len(one.heights)) * cells
    return total


def in_words(taken: float) -> str:
    """Return memory and time that masks need, such as "29 GB of memory and 25 min"."""
    minutes = taken / COPIES / RATE / 60.0
    return f"{taken / GIGABYTE:.2g} GB of memory and, the first time, about {max(1.0, minutes):.0f} min"


def check_demand(antennas: Iterable[Antenna], finest: float, free: float | None = None) -> None:
    """Raise ShieldwallError where the masks of antennas do not fit into memory; `free` is that there is, bytes."""
    taken, there = mask_bytes(antennas, finest), free_memory() if free is None else free
    if there is not None and taken > there:
        raise ShieldwallError(
            f"what the group's sensors see needs {in_words(taken)}, and {there / GIGABYTE:.2g} GB are free; "
            "write fewer units, or run it on a larger machine"
        )


def free_memory() -> float | None:
    """Return the memory that this process may still take, bytes; None where the machine does not say."""
    known = [_available(), _left_of_the_group()]
    return min((one for one in known if one is not None), default=None)


def _available() -> float | None:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(1024.0 * float(line.split()[1]) for line in lines if line.startswith("MemAvailable:"))
    except (OSError, ValueError, StopIteration):
        return None


def _left_of_the_group(folder: Path = Path("/sys/fs/cgroup")) -> float | None:
    """What a container's limit leaves, bytes."""
    try:
        most, now = ((folder / name).read_text(encoding="ascii") for name in ("memory.max", "memory.current"))
        return max(0.0, float(most) - float(now))
    except (OSError, ValueError):
        return None
