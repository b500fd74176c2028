"""Coverage: where each sensor of a group, and all of them together, would see a target at a height."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from shieldwall.quantities.errors import InputError
from shieldwall.scenario.fields import Height
from shieldwall.survey.grid import Grid, around
from shieldwall.survey.sensor_network import Floats, Sensor, SensorNetwork, Shares, Target

Box = tuple[float, float, float, float]

#: Points on the longer side of a map, and of the first rough look that finds where there is anything to show.
FINE, ROUGH = 420, 110
#: Widths of a cell to choose from, m. Masks have cells of 1 km, so narrower ones show little more.
CELLS: Final = (250.0, 500.0, 750.0, 1000.0, 1500.0, 2000.0, 2500.0, 3000.0, 4000.0, 5000.0, 8000.0)
#: A map shows what is seen at least with this probability, and a margin, as a share of its longer side.
SHOWN, MARGIN, LEAST_HALF = 0.1, 0.06, 15_000.0
#: Most values of one answer.
MOST_VALUES = 120_000_000


@dataclass(frozen=True, eq=False)
class Cover:
    """What sensors see on a grid.

    `probability`: float32[sensor, height, section, row, column], that one look detects the target; `joint`:
    float32[height, section, row, column], that at least one of the searching sensors does in one look of each; `sea`:
    the same with nothing in the way but the curve of a smooth earth, for the same targets at the same heights above the
    sea. Sections are radar cross-sections, m2.
    """

    grid: Grid
    sensors: tuple[Sensor, ...]
    heights: tuple[Height, ...]
    target: Target
    probability: Shares
    joint: Shares
    sea: Shares

    @property
    def searching(self) -> list[int]:
        """Numbers of the sensors that search by themselves."""
        return [number for number, sensor in enumerate(self.sensors) if sensor.searches]


def cover(
    network: SensorNetwork, heights: Sequence[Height], target: Target, cell: float | None = None, box: Box | None = None
) -> Cover:
    """Return the coverage of a group at some heights.

    `cell` is the width of a cell in m, chosen by the size of the map when None; `box` is the part of the frame (west,
    south, east, north; m), by default where anything is seen. Raises InputError where no sensor stands, and for so fine
    a grid that it would not fit into memory.
    """
    if not network.sensors:
        raise InputError("the scenario has no sensor, so nothing is covered", instead="give blue a unit with a radar")
    box = box or _with_sea(network, heights, target)
    size = max(box[2] - box[0], box[3] - box[1])
    grid = around(network.frame, box, cell or suited(size))
    values = len(network.sensors) * len(heights) * len(target.sections) * grid.rows * grid.columns
    if values > MOST_VALUES:
        raise InputError(f"a map of {grid.columns} by {grid.rows} cells is too fine", instead="write a larger cell")
    return on(network, grid, heights, target)


def on(network: SensorNetwork, grid: Grid, heights: Sequence[Height], target: Target) -> Cover:
    """Return the coverage on a grid."""
    shape = (len(target.sections), grid.rows, grid.columns)
    seen = np.zeros((len(network.sensors), len(heights), *shape), np.float32)
    joint = np.zeros((len(heights), *shape), np.float32)
    sea = np.zeros_like(joint)
    for level, height in enumerate(heights):
        points = over(network, grid, height)
        for number in range(len(network.sensors)):
            seen[number, level] = network.probability(number, points, target).reshape(shape)
        joint[level] = together(seen[searching(network), level])
        sea[level] = at_sea(network, points, target).reshape(shape)
    return Cover(grid, tuple(network.sensors), tuple(heights), target, seen, joint, sea)


def searching(network: SensorNetwork) -> list[int]:
    """Return the numbers of the sensors that search by themselves."""
    return [number for number, sensor in enumerate(network.sensors) if sensor.searches]


def together(probabilities: NDArray[np.float32]) -> Shares:
    """Return the probability that at least one of several independent looks detects: float32[sensor, ...] to [...]."""
    missed = np.ones(probabilities.shape[1:], np.float32)
    for one in probabilities:
        missed *= np.float32(1.0) - one
    return np.float32(1.0) - missed


def over(network: SensorNetwork, grid: Grid, height: Height) -> Floats:
    """Return the points at a height over the middles of a grid's cells, float64[3, n], heights above the sea, m.

    A point's place is the foot of its vertical; x and y in the frame move outwards with height, as those of a run do.
    """
    x, y = grid.feet(network.frame)
    points = np.stack([x.ravel(), y.ravel(), np.full(x.size, height.metres)])
    if height.above_ground:
        points = network.above_ground(points)
    latitude, longitude = np.radians(grid.latitudes)[:, None], np.radians(grid.longitudes)[None, :]
    raised = network.frame.to_enu(latitude, longitude, points[2].reshape(x.shape))
    points[0], points[1] = raised[0].ravel(), raised[1].ravel()
    return points


def extent(
    network: SensorNetwork,
    heights: Sequence[Height],
    target: Target,
    terrain: bool = True,
    asked: Sequence[int] | None = None,
    points: float = ROUGH,
) -> Box:
    """Return the part of the frame, m, in which anything is seen at some heights, and all sensors stand.

    `asked` are the numbers of the sensors that count, all without it; the look has `points` on its longer side.
    """
    numbers = range(len(network.sensors)) if asked is None else asked
    standing = [network.sensors[number] for number in numbers]
    x, y = np.array([sensor.x for sensor in standing]), np.array([sensor.y for sensor in standing])
    reach = max(network.reach(number, height.metres) for number in numbers for height in heights)
    widest = (x.min() - reach, y.min() - reach, x.max() + reach, y.max() + reach)
    cell = max(widest[2] - widest[0], widest[3] - widest[1]) / points
    grid = around(network.frame, widest, cell)
    east, north = (part.ravel() for part in grid.feet(network.frame))
    largest = target._replace(sections=(max(target.sections),))
    for height in heights:
        places = over(network, grid, height)
        for number in numbers:
            seen = network.probability(number, places, largest, terrain)[0] >= SHOWN
            x, y = np.append(x, east[seen]), np.append(y, north[seen])
    size = max(x.max() - x.min(), y.max() - y.min())
    # The rough look may end a cell too early.
    spare = max(cell + MARGIN * size, LEAST_HALF - 0.5 * size)
    return float(x.min() - spare), float(y.min() - spare), float(x.max() + spare), float(y.max() + spare)


def _with_sea(network: SensorNetwork, heights: Sequence[Height], target: Target) -> Box:
    """Return the extent; at one height above the sea so wide that what would be seen without terrain fits as well.

    Above the ground that would reach to the last summit that rises over the horizon.
    """
    one, other = extent(network, heights, target), None
    if all(not height.above_ground for height in heights):
        other = extent(network, heights, target, terrain=False)
    west, south, east, north = zip(one, other or one, strict=True)
    return min(west), min(south), max(east), max(north)


def suited(size: float) -> float:
    """Return the width of a cell, m, that suits a map of some size, m."""
    return next((cell for cell in CELLS if cell * FINE >= size), math.ceil(size / FINE))


def at_sea(network: SensorNetwork, points: Floats, target: Target) -> Shares:
    """Return the joint probability without terrain, float32[section, point]."""
    missed = np.ones((len(target.sections), points.shape[1]), np.float32)
    for number in searching(network):
        missed *= np.float32(1.0) - network.probability(number, points, target, terrain=False)
    return np.float32(1.0) - missed
