"""Ground as the map shows it: tinted by height and shaded by a light from the north-west, in the colours of the page.

A browser could shade heights by itself, but without a graphics card that took a third of each frame.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from shieldwall.outlets.relief import LIGHT, lit

Floats = NDArray[np.float64]
Colour = tuple[int, ...]

#: Heights above the sea, m, that the tints stand for.
TINTED: Final = (0.0, 150.0, 500.0, 1100.0, 2200.0)
#: From this zoom on slopes are as steep as they are. The pixels of lesser zooms flatten them, so that for each they are
#: doubled so many times: by eye.
AS_STEEP: Final = 15
DOUBLED: Final = 0.3
#: How paint is written: tints, shadow and light as six digits each, and how strong these two are, in hundredths.
WRITTEN: Final = "^[0-9a-f]{6}(-[0-9a-f]{6}){6}-[0-9]{1,3}$"


class Colours(NamedTuple):
    """The colours of TINTED heights, 0 to 255, what turned to the light or away goes over to, and how far it does."""

    tints: tuple[Colour, ...]
    shadow: Colour
    light: Colour
    strength: float

    @classmethod
    def read(cls, written: str) -> Self:
        """Return the colours of paint that is WRITTEN."""
        *colours, strength = written.split("-")
        *tints, shadow, light = (tuple(bytes.fromhex(one)) for one in colours)
        return cls(tuple(tints), shadow, light, int(strength) / 100.0)


def painted(heights: Floats, pixels: Floats, zoom: int, colours: Colours) -> NDArray[np.uint8]:
    """Return a picture of the ground, uint8[row, column, 3], the first row northernmost.

    `heights`, m, go one point beyond it on each side; `pixels` are the metres between two points of each row.
    """
    apart = 2.0 * pixels[:, None] / 2.0 ** (DOUBLED * max(AS_STEEP - zoom, 0))
    east = (heights[1:-1, 2:] - heights[1:-1, :-2]) / apart
    north = (heights[:-2, 1:-1] - heights[2:, 1:-1]) / apart
    turned = colours.strength * _turned(east, north)[..., None]
    tints = (np.interp(heights[1:-1, 1:-1], TINTED, part) for part in zip(*colours.tints, strict=True))
    picture = np.stack(list(tints), axis=-1)
    picture += np.clip(turned, 0.0, 1.0) * (colours.light - picture)
    picture += np.clip(-turned, 0.0, 1.0) * (colours.shadow - picture)
    return np.round(picture).astype(np.uint8)


def _turned(east: Floats, north: Floats) -> Floats:
    """How far slopes are turned to the light, 1 for straight to it, 0 for flat ground, -1 for all that it misses."""
    bright, flat = lit(east, north), math.sin(LIGHT[1])
    return np.where(bright > flat, (bright - flat) / (1.0 - flat), bright / flat - 1.0)
