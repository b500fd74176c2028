"""Units that were drawn not ready: who took no part, and where that is why a threat came through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from shieldwall.analysis.prose import units as family


def absent(header: Mapping[str, Any]) -> list[str]:
    """Return the names of the units that were not ready and took no part, in the order of the header."""
    return [name for name, unit in header["units"].items() if not unit.get("ready", True)]


def not_ready(names: Iterable[str]) -> str:
    """Return in words that units took no part, such as "battery was not ready and took no part"."""
    short = [name.removeprefix("blue/") for name in names]
    return f"{family(short)} {'was' if len(short) == 1 else 'were'} not ready and took no part"


def absent_sensors(header: Mapping[str, Any]) -> list[str]:
    """Return the units that were not ready and would have looked."""
    return [name for name in absent(header) if header["units"][name]["sensors"]]


def absent_fire(header: Mapping[str, Any]) -> list[str]:
    """Return the units that were not ready and would have fired, if no other unit can fire; else none."""
    fire = [name for name, unit in header["units"].items() if unit["channels"]]
    out = set(absent(header))
    return fire if fire and out.issuperset(fire) else []
