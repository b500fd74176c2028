"""Flights of one missile type to fixed points: curves and figures for cards, by the battle's own kernel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shieldwall.kernels import flight as rows
from shieldwall.kernels import reach
from shieldwall.kernels.closest import closest_approach
from shieldwall.quantities.constants import EARTH_RADIUS

STEP = 0.05
Floats = NDArray[np.float64]
Records = np.ndarray


@dataclass(frozen=True)
class Shot:
    """One flight to a fixed point, with an element per tick; s, m, m/s and m/s2."""

    time: Floats
    ground_range: Floats
    height: Floats
    speed: Floats
    lift: Floats
    miss: float
    arrival: float


@dataclass(frozen=True)
class Figures:
    """What a type does; m, s and m/s.

    `max_range` and `max_altitude` are the greatest ground range and height of a fixed point that is reached
    with the type's minimum speed and lift, each at its best height or range. `min_range` is the least
    ground range reached at a tenth of the ceiling. `max_speed` is the greatest speed on any of these
    flights. `mean_speed` is the slant distance over the time of the longest flights and `flight_time` that
    time, averaged over heights. `covered` is the share of points from a given range to nine tenths of the
    greatest, up to two thirds of the ceiling, that can be reached.
    """

    max_range: float
    min_range: float
    max_altitude: float
    max_speed: float
    mean_speed: float
    flight_time: float
    covered: float


def shot(airframe: Records, ground_range: float, height: float, step: float = STEP) -> Shot:
    """Fly one missile of an AIRFRAME record array's first row to a fixed point and keep its path."""
    flight = reach.aimed(np.array([ground_range]), np.array([height]), EARTH_RADIUS)
    rows.launch(flight, 0, airframe, 0, 0.0)
    line: list[tuple[float, float, float, float, float]] = []
    miss, arrival = np.inf, 0.0
    aim = flight[rows.TX : rows.TZ + 1, 0].copy()
    for tick in range(int(airframe["battery"][0] / step)):
        rows.advance(flight, 0, 1, airframe, 0, tick * step, step, EARTH_RADIUS)
        place, velocity = flight[rows.X : rows.Z + 1, 0].copy(), flight[rows.VX : rows.VZ + 1, 0].copy()
        before = flight[rows.BX : rows.BZ + 1, 0]
        ground, above = reach.ground_range_and_height((0.0, 0.0, 0.0), tuple(place), EARTH_RADIUS)
        lift = float(np.linalg.norm(flight[rows.AX : rows.AZ + 1, 0]))
        line.append(((tick + 1) * step, ground, above, float(np.linalg.norm(velocity)), lift))
        near, part = closest_approach(tuple(aim - before), tuple(aim - place), (0.0, 0.0, 0.0))
        if near < miss:
            miss, arrival = near, (tick + part) * step
        steered = (tick + 1) * step > airframe["turn_over"][0] + reach.TURNING
        passed = (aim - place) @ velocity <= 0.0 and (steered or flight[rows.PHASE, 0] > 0.0)
        if passed or above < -reach.HIT or (steered and line[-1][3] < reach.STALLED):
            break
    time, ranges, heights, speeds, lifts = np.array(line).T
    return Shot(time, ranges, heights, speeds, lifts, float(miss), float(arrival))


def figures(airframe: Records, ranges: Floats, heights: Floats, step: float, near: float) -> Figures:
    """Measure what the first row of an AIRFRAME record array does on a grid of fixed points.

    Args:
        airframe: AIRFRAME records.
        ranges: ground ranges, m, rising.
        heights: heights, m, rising.
        step: tick of the flights, s.
        near: ground range from which `covered` counts, m.
    """
    shape = (len(ranges), len(heights))
    flight = reach.aimed(np.repeat(ranges, shape[1]), np.tile(heights, shape[0]), EARTH_RADIUS)
    outcome = np.empty((reach.OUTCOMES, flight.shape[1]))
    reach.fly_out(flight, airframe, 0, step, EARTH_RADIUS, outcome)
    margin = reach.arrival_margin(airframe[0], outcome).reshape(shape)
    arrival = outcome[reach.ARRIVAL].reshape(shape)
    farthest = [_outermost(ranges, margin[:, column]) for column in range(shape[1])]
    highest = [_outermost(heights, margin[row]) for row in range(shape[0])]
    # The longest flights: to the last point reached at every height where the range is nearly the greatest.
    speeds, times = [], []
    for column in np.flatnonzero(np.array(farthest) >= 0.95 * max(farthest)):
        reached = np.flatnonzero(margin[:, column] >= 0.0)
        if len(reached):
            flown = float(arrival[reached[-1], column])
            speeds.append(float(np.hypot(ranges[reached[-1]], heights[column])) / flown)
            times.append(flown)
    low = int(np.argmin(np.abs(heights - 0.1 * max(highest))))
    inner = _outermost(ranges[::-1], margin[::-1, low])
    across = (ranges >= near) & (ranges <= 0.9 * max(farthest))
    upward = (heights >= 0.05 * max(highest)) & (heights <= max(highest) * 2.0 / 3.0)
    inside = margin[np.ix_(across, upward)]
    return Figures(
        max_range=float(max(farthest)),
        min_range=inner,
        max_altitude=float(max(highest)),
        max_speed=float(flight[rows.PEAK].max()),
        mean_speed=float(np.mean(speeds)) if speeds else 0.0,
        flight_time=float(np.mean(times)) if times else 0.0,
        covered=float(np.mean(inside >= 0.0)) if inside.size else 0.0,
    )


def _outermost(places: Floats, margin: Floats) -> float:
    """Where the margin last falls through zero, by linear interpolation between the points."""
    reached = np.flatnonzero(margin >= 0.0)
    if not len(reached):
        return 0.0
    last = int(reached[-1])
    if last == len(places) - 1:
        return float(places[last])
    share = margin[last] / (margin[last] - margin[last + 1])
    return float(places[last] + share * (places[last + 1] - places[last]))
