"""The air of a scene: the tables of what it takes from the echoes of each radar."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.plan.bands import gigahertz
from shieldwall.kernels.propagation import DISTANCES, LAYERS, RAYS, lay_losses, lay_path_losses
from shieldwall.quantities.constants import EARTH_RADIUS
from shieldwall.scenario.surroundings import Propagation, Weather
from shieldwall.state.sensor import BANDS

#: A cited range was met in clear air by a radar at the sea, on a target that flew so high, m, unless the source states
#: a height, but that stood no lower than the horizontal and no higher than this sine, 3 degrees. Assumption.
ANCHOR_HEIGHT: Final = 10_000.0
ANCHOR_SINE: Final = 0.0523
MM_PER_HOUR: Final = 3.6e6


@cache
def losses(band: str, rain: float = 0.0, rain_top: float = 0.0, gas: bool = True) -> NDArray[np.float64]:
    """Return float64[LAYERS], two-way nepers per metre in a band, with rain of so many mm/h below `rain_top`, m."""
    found = np.zeros(LAYERS)
    lay_losses(found, gigahertz(band), float(gas), rain, rain_top)
    return found


def clear_air(bands: Iterable[int]) -> NDArray[np.float64]:
    """Return float64[band, LAYERS], two-way nepers per metre of clear air in some bands by number; none elsewhere."""
    found = np.zeros((len(BANDS), LAYERS))
    for band in bands:
        found[band] = losses(BANDS[band])
    return found


def path_losses(sensors: Any, weather: Weather, propagation: Propagation, curvature: float) -> NDArray[np.float32]:
    """Return float32[sensor, RAYS, DISTANCES], two-way losses in nepers for SENSOR rows; none for what is no radar."""
    tables = np.zeros((max(1, len(sensors)), RAYS, DISTANCES), np.float32)
    curve = 0.5 / EARTH_RADIUS - curvature
    for number, row in enumerate(sensors):
        if row["fluctuates"]:
            air = BANDS[int(row["band"])], MM_PER_HOUR * weather.rain, weather.rain_top, propagation.gas
            tables[number] = _table(air, float(row["height"]), float(row["sea_sine"]), curve, float(row["range_max"]))
    return tables


# Runs of one scenario ask for the same tables again and again.
@lru_cache(maxsize=256)
def _table(
    air: tuple[str, float, float, bool], height: float, horizon: float, curve: float, reach: float
) -> NDArray[Any]:
    table = np.zeros((RAYS, DISTANCES), np.float32)
    lay_path_losses(table, losses(*air), height, horizon, curve, reach)
    return table
