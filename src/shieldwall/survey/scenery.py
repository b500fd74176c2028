"""Coverage for the maps of a run: what the group sees together at three heights, as plain arrays of its scene."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.replication import Workspace
from shieldwall.survey.sensor_network import Floats, SensorNetwork, Target

#: Heights above the ground, m, and the radar cross-section, m2, of the target.
HEIGHTS: Final = (100.0, 1_000.0, 5_000.0)
SECTION: Final = 1.0
#: Spacing of the points out to `NEAR` from the sites, by how much each further one is wider, and the widest, m.
SPACING, NEAR, GROWTH, WIDEST = 1_000.0, 20_000.0, 1.05, 6_000.0


def coverage_scene(drawn: Workspace) -> dict[str, NDArray[Any]]:
    """Return the joint coverage of a run's searching sensors at its beginning; nothing where none searches.

    The keys: `coverage`, float32[height, y, x], the probability that at least one of them detects an approaching
    target in one look of each; `coverage_x` and `coverage_y`, float64, m east and north in the frame, rising but not
    evenly spaced; `coverage_altitudes`, float64, m above the ground; `coverage_rcs`, float64 of one, m2.
    """
    network = SensorNetwork(drawn)
    searching = [number for number, sensor in enumerate(network.sensors) if sensor.searches]
    if not searching:
        return {}
    reach = max(network.reach(number, max(HEIGHTS)) for number in searching)
    x, y = (_axis([getattr(network.sensors[number], axis) for number in searching], reach) for axis in "xy")
    target = Target((SECTION,))
    # The models hold no lock, so that heights share the cores.
    with ThreadPoolExecutor() as pool:
        joint = list(
            pool.map(lambda height: _joint(network, searching, target, _points(network, x, y, height)), HEIGHTS)
        )
    return {
        "coverage": np.round(np.reshape(joint, (len(HEIGHTS), y.size, x.size)), 3).astype(np.float32),
        "coverage_x": x,
        "coverage_y": y,
        "coverage_altitudes": np.array(HEIGHTS),
        "coverage_rcs": np.array([SECTION]),
    }


def _points(network: SensorNetwork, x: Floats, y: Floats, height: float) -> Floats:
    east, north = np.meshgrid(x, y)
    return network.above_ground(np.stack([east.ravel(), north.ravel(), np.full(east.size, height)]))


def _joint(network: SensorNetwork, sensors: list[int], target: Target, points: Floats) -> Floats:
    missed = np.ones(points.shape[1])
    for number in sensors:
        missed *= 1.0 - network.probability(number, points, target)[0]
    return 1.0 - missed


def _axis(sites: list[float], reach: float) -> Floats:
    """Return coordinates, m, close about the sites and ever wider out to the reach."""
    low, high = min(sites) - NEAR, max(sites) + NEAR
    near = np.linspace(low, high, max(2, round((high - low) / SPACING) + 1))
    outward = [0.0]
    step = SPACING
    while outward[-1] < reach - NEAR:
        step = min(step * GROWTH, WIDEST)
        outward.append(outward[-1] + step)
    far = np.array(outward[1:])
    return np.concatenate([low - far[::-1], near, high + far])
