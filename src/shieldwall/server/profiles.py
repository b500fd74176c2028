"""The ground between two places, and whether they see each other over it."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from shieldwall.kernels.geodesy import Frame, effective_radius, refraction_lift
from shieldwall.outlets.playback import on_earth
from shieldwall.quantities.errors import InputError
from shieldwall.server.ground import Ground

Place = tuple[float, float]
#: Points of a profile.
POINTS: Final = 301
#: Longest profile, m.
FARTHEST: Final = 1_000_000.0


def place(text: str, word: str) -> Place:
    """Return longitude and latitude of "20.3,44.8"; InputError for anything else."""
    try:
        longitude, latitude = (float(part) for part in text.split(","))
    except ValueError:
        raise InputError(f"{word} is no place", instead="write longitude,latitude, such as 20.3,44.8") from None
    if not (abs(longitude) <= 180.0 and abs(latitude) <= 90.0):
        raise InputError(f"{word} is not on the earth", instead="write longitude,latitude, such as 20.3,44.8")
    return longitude, latitude


def profile(plane: Frame, ground: Ground, ends: tuple[Place, Place], heights: tuple[float, float]) -> dict[str, Any]:
    """Return the ground between two places, the sight line between heights above it, and where it is blocked.

    The sight line is that of a run: straight, over a round earth, raised by refraction as over an earth of 4/3 of its
    radius. All heights are above the sea, distances along the chord, m.
    """
    lon, lat = np.array(ends).T
    feet = ground.heights(lat, lon)
    x, y, z = plane.to_enu(np.radians(lat), np.radians(lon), feet + np.array(heights))
    length = float(np.sqrt(sum((part[1] - part[0]) ** 2 for part in (x, y, z))))
    if length > FARTHEST:
        raise InputError("these places are too far from one another", instead=f"stay within {FARTHEST / 1e3:g} km")
    share = np.linspace(0.0, 1.0, POINTS)
    chord = np.column_stack([part[0] + share * (part[1] - part[0]) for part in (x, y, z)])
    along_lat, along_lon, along_height = on_earth(plane, chord)
    sight = along_height + refraction_lift(effective_radius()) * length * length * share * (1.0 - share)
    below = ground.heights(along_lat, along_lon)
    blocked = np.flatnonzero((below > sight)[1:-1]) + 1
    return {
        "distance": np.round(share * length, 1).tolist(),
        "ground": np.round(below, 1).tolist(),
        "sight": np.round(sight, 1).tolist(),
        "lon": np.round(along_lon, 6).tolist(),
        "lat": np.round(along_lat, 6).tolist(),
        "length": length,
        "clear": blocked.size == 0,
        "blocked": float(share[blocked[0]] * length) if blocked.size else None,
    }
