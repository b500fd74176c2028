"""What coverage amounts to: areas, what each sensor adds, volume by height, first detection by azimuth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.scenario.fields import Height
from shieldwall.survey.coverage import Cover, at_sea, extent, over, searching, together
from shieldwall.survey.grid import around
from shieldwall.survey.sensor_network import Floats, SensorNetwork, Target

#: Heights of a profile, m above the ground, and points on the longer side of its maps.
PROFILE: Final = (
    50.0, 100.0, 200.0, 300.0, 500.0, 750.0, 1000.0, 1500.0, 2000.0, 3000.0, 4000.0, 5000.0, 7000.0, 10_000.0, 14_000.0,
    20_000.0,
)  # fmt: skip
PROFILE_POINTS = 200
#: Directions of first detection, and the distance between points along one, m.
DIRECTIONS, ALONG = 72, 500.0


class Gain(NamedTuple):
    """What a sensor or unit brings, km2: what it covers, what would be lost without it, what it alone covers."""

    name: str
    area: float
    lost: float
    alone: float


def areas(cover: Cover, seen: NDArray[np.float32], level: float) -> Floats:
    """Return the area, km2, over which a probability, float32[..., row, column], is at least `level`."""
    return np.asarray(((seen >= level) * cover.grid.cells()).sum(axis=(-2, -1)))


def gains(cover: Cover, height: int, section: int, level: float, by_unit: bool) -> list[Gain]:
    """Return what each searching sensor brings at a height and cross-section, or each unit with all of its sensors.

    `lost` is the joint coverage less the joint coverage of the others. `alone` is where the joint coverage of its own
    reaches the level and no other sensor does.
    """
    names = [cover.sensors[n].unit if by_unit else cover.sensors[n].name for n in cover.searching]
    looks = cover.probability[cover.searching, height, section]
    whole = float(areas(cover, together(looks), level))
    made = []
    for name in dict.fromkeys(names):
        own = np.array([one == name for one in names])
        mine, rest = together(looks[own]), looks[~own]
        alone = (mine >= level) & ~(rest >= level).any(axis=0)
        made.append(
            Gain(
                name,
                float(areas(cover, mine, level)),
                whole - float(areas(cover, together(rest), level)),
                float((alone * cover.grid.cells()).sum()),
            )
        )
    return made


class Profile(NamedTuple):
    """Area against height: heights above the ground, m; km2 of `joint` and `sea`, float64[section, height]."""

    heights: Floats
    joint: Floats
    sea: Floats

    def volume(self) -> Floats:
        """Return the volume covered from the ground up to each height, km3, float64[section, height].

        By the trapezoid rule; below the lowest height as much is covered as there.
        """
        height = 1e-3 * self.heights
        slices = 0.5 * (self.joint[:, 1:] + self.joint[:, :-1]) * np.diff(height)
        return np.cumsum(np.concatenate([self.joint[:, :1] * height[0], slices], axis=1), axis=1)


def profile(network: SensorNetwork, target: Target, level: float, heights: Sequence[float] = PROFILE) -> Profile:
    """Return the area that the searching sensors cover together at heights above the ground, m."""
    joint = np.zeros((len(target.sections), len(heights)))
    sea = np.zeros_like(joint)
    for number, metres in enumerate(heights):
        height = Height(metres, above_ground=True)
        joint[:, number] = whole_area(network, height, target, level)
        sea[:, number] = whole_area(network, height, target, level, terrain=False)
    return Profile(np.array(heights), joint, sea)


def whole_area(network: SensorNetwork, height: Height, target: Target, level: float, terrain: bool = True) -> Floats:
    """Return the area that the searching sensors cover together, km2, float64[section], on a grid of its own."""
    box = extent(network, [height], target, terrain)
    size = max(box[2] - box[0], box[3] - box[1])
    grid = around(network.frame, box, size / PROFILE_POINTS)
    points = over(network, grid, height)
    if terrain:
        looks = [network.probability(number, points, target) for number in searching(network)]
        seen = together(np.stack(looks)) if looks else np.zeros((len(target.sections), points.shape[1]), np.float32)
    else:
        seen = at_sea(network, points, target)
    inside = (seen >= level).reshape(-1, grid.rows, grid.columns)
    return np.asarray((inside * grid.cells()).sum(axis=(-2, -1)))


class FirstSight(NamedTuple):
    """How far out an approaching target is first covered: bearings, rad; m, float64[section, bearing], 0 for never."""

    bearings: Floats
    distances: Floats


def first_sight(
    network: SensorNetwork, height: Height, target: Target, level: float, centre: tuple[float, float]
) -> FirstSight:
    """Return the distance from a centre (x, y; m) of the furthest point covered jointly, in each direction."""
    numbers = searching(network)
    reach = max(
        (
            network.reach(n, height.metres) + math.dist(centre, (network.sensors[n].x, network.sensors[n].y))
            for n in numbers
        ),
        default=ALONG,
    )
    bearings = 2.0 * math.pi * np.arange(DIRECTIONS) / DIRECTIONS
    along = np.arange(ALONG, reach + ALONG, ALONG)
    x = centre[0] + np.sin(bearings)[:, None] * along
    y = centre[1] + np.cos(bearings)[:, None] * along
    points = np.stack([x.ravel(), y.ravel(), np.full(x.size, height.metres)])
    points = network.above_ground(points) if height.above_ground else points
    looks = [network.probability(number, points, target) for number in numbers]
    covered = (together(np.stack(looks)) >= level).reshape(-1, *x.shape) if looks else np.zeros((1, *x.shape), bool)
    return FirstSight(bearings, np.asarray((covered * along).max(axis=-1), dtype=np.float64))
