"""What one interceptor does on its own: the reach table of the battle, and flights to fixed points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.plan import central
from shieldwall.assembly.plan.weapons import reach_tables
from shieldwall.catalogue.fits import fit
from shieldwall.catalogue.weapons import Interceptor
from shieldwall.kernels.atmosphere import speed_of_sound
from shieldwall.kernels.reach import HEIGHTS, MARGIN, RANGES, TIME
from shieldwall.survey.flyout import Shot, shot

Floats = NDArray[np.float64]

#: Shares of the greatest range to which flights are shown, and of the ceiling at which they end.
SHOWN_RANGES, SHOWN_HEIGHT = (0.95, 0.6, 0.25), 0.3


@dataclass(frozen=True)
class Residual:
    """One figure of the brochure against the fitted missile, SI."""

    name: str
    cited: float
    low: float
    high: float
    simulated: float

    @property
    def within(self) -> bool:
        """Whether the simulated figure lies within the cited range, a thousandth besides."""
        return 0.999 * self.low <= self.simulated <= 1.001 * self.high


@dataclass(frozen=True)
class MissileCurves:
    """The curves of an interceptor's card; m, s and m/s.

    `time` and `margin` are float64[heights, ranges] of the battle's reach table: a fixed point is reached where the
    margin is not negative. `shots` are flights to single points, `sound` the speed of sound at the height of the
    first one's end, and `residuals` the brochure against the fit.
    """

    ranges: Floats
    heights: Floats
    time: Floats
    margin: Floats
    shots: list[Shot]
    targets: list[tuple[float, float]]
    sound: float
    residuals: list[Residual]

    def reaches(self, height: float) -> float:
        """Return the greatest ground range, m, reached at a height, 0 where there is none."""
        return reached(self.ranges, self.heights, self.margin, height)


def reached(ranges: Floats, heights: Floats, margin: Floats, height: float) -> float:
    """Return the greatest ground range, m, at which a table of margins [height, range] is reached at a height, or 0."""
    above = min(max(int(np.searchsorted(heights, height)), 1), heights.size - 1)
    low, high = heights[above - 1], heights[above]
    share = (height - low) / (high - low)
    row = (1.0 - share) * margin[above - 1] + share * margin[above]
    inside = np.flatnonzero(row >= 0.0)
    if not inside.size or inside[-1] == row.size - 1:
        return float(ranges[inside[-1]]) if inside.size else 0.0
    last = int(inside[-1])
    part = row[last] / (row[last] - row[last + 1])
    return float(ranges[last] + part * (ranges[last + 1] - ranges[last]))


def curves(entry: Interceptor) -> MissileCurves:
    """Return what an interceptor's card draws; InputError when it has no fit."""
    rows = central.weapon(entry.id).airframe
    if rows is None:
        raise TypeError(f"{entry.id} does not fly")
    body: Any = rows.view(np.recarray)
    layers = reach_tables(rows)[0].astype(np.float64)
    made = MissileCurves(
        ranges=np.linspace(0.0, float(body["reach_range"][0]), RANGES),
        heights=np.linspace(0.0, float(body["reach_height"][0]), HEIGHTS),
        time=layers[TIME].T,
        margin=layers[MARGIN].T,
        shots=[],
        targets=[],
        sound=0.0,
        residuals=residuals(entry.id),
    )
    ceiling = next(one for one in made.residuals if one.name == "max_altitude")
    # A ceiling that physics refuses is shown nothing.
    height = SHOWN_HEIGHT * (ceiling.simulated if ceiling.simulated < ceiling.low else ceiling.cited)
    far = made.reaches(height)
    targets = [(share * far, height) for share in SHOWN_RANGES]
    shots = [shot(body, *target) for target in targets]
    return MissileCurves(**{**vars(made), "shots": shots, "targets": targets, "sound": float(speed_of_sound(height))})


def residuals(entry_id: str) -> list[Residual]:
    """Return the table of a kept fit: cited figures with their ranges and what the fitted missile does."""
    rows: Any = fit(entry_id).nearest(["residuals"]).plain()
    return [
        Residual(name, *(float(row[key]) for key in ("cited", "low", "high", "simulated")))
        for name, row in rows.items()
    ]
