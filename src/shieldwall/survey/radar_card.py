"""What one radar sees over flat ground: the battle's own sensor row and signal, asked without a battle.

The ground is the sea, and the site is as the catalogue has it: its obstacle angle, limits of elevation and range, and
central figures. Probabilities are those of one look at a target of Swerling's first case that flies at the radar.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.plan import central
from shieldwall.assembly.plan.air import path_losses
from shieldwall.assembly.plan.rows import table
from shieldwall.assembly.plan.sensors import lowest_sine
from shieldwall.catalogue.sensors import Radar
from shieldwall.kernels.detection import detection_probability, required_snr
from shieldwall.kernels.geodesy import effective_radius, horizon_distance, horizon_sine, refraction_lift, slant_range
from shieldwall.kernels.lobing import SPENT
from shieldwall.kernels.treetops import treetop_sine
from shieldwall.models.sea_echoes import sea_echoes
from shieldwall.quantities.constants import EARTH_RADIUS
from shieldwall.scenario.surroundings import Propagation, Weather
from shieldwall.state.sensor import SENSOR

Floats = NDArray[np.float64]

#: Cross-sections that every card shows, m2, and the probability that makes a detection range.
CROSS_SECTIONS = (0.01, 0.1, 1.0, 10.0)
LIKELY = 0.5
#: How fast the target comes, m/s: faster than every blind speed.
CLOSING = 250.0
#: Height of the target whose probability is drawn against range, and the greatest height of all pictures, m.
LEVEL, TOP = 10_000.0, 30_000.0
SWERLING = 1
#: Rays of a picture that run through the lobes.
LOBE_RAYS = 90
_RADIUS = effective_radius()
#: Refraction as the engine has it: the sea seems to fall away by less than it does.
_LIFT = refraction_lift(_RADIUS)


class Site:
    """A radar at its site by the sea: the engine's sensor row, and where its sight ends."""

    def __init__(self, radar: Radar, propagation: Propagation | None = None) -> None:
        meets = propagation or Propagation()
        placed = central.sensor(radar, propagation=meets)
        self.height = placed.antenna_height
        sea = horizon_sine(self.height, _RADIUS)
        where = {"height": self.height, "above_ground": self.height, "sea_sine": sea}
        # Where its sector looks is no figure of a sensor, but of its state.
        lowest: Any = lowest_sine(placed.lowest, where["sea_sine"])
        where["sin_low"] = lowest
        figures = {name: value for name, value in placed.row.items() if name in (SENSOR.names or ())}
        self.row: Any = table(SENSOR, [figures | where])
        self._air = path_losses(self.row, Weather(), meets, _LIFT)
        self.pfa, self.pulses = placed.table
        self.lowest = where["sin_low"]
        self.obstacle = treetop_sine(float(placed.row["trees"]) - self.height, _LIFT)
        self.highest = float(placed.row["sin_high"])
        self.farthest, self.nearest = float(placed.row["range_max"]), float(placed.row["range_min"])

    @property
    def needed(self) -> float:
        """Mean signal-to-noise ratio of one pulse at which a look detects with the probability LIKELY."""
        return required_snr(LIKELY, self.pfa, self.pulses, SWERLING)

    def sight(self, ground: Floats, height: Floats) -> tuple[Floats, Floats]:
        """Return slant range, m, and the sine of the apparent elevation of points over the sea."""
        here, there = EARTH_RADIUS + self.height, EARTH_RADIUS + height
        half = np.sin(0.5 * ground / EARTH_RADIUS)
        slant = np.sqrt((there - here) ** 2 + 4.0 * here * there * half * half)
        slant = np.maximum(slant, 1.0)
        sine = ((there - here) * (there + here) - slant * slant) / (2.0 * slant * here)
        return slant, sine + _LIFT * slant

    def signal(self, slant: Floats, sine: Floats) -> Floats:
        """Return the signal-to-noise ratio of 1 m2 through clear air, clutter counted, by the engine's model."""
        sights = np.stack([slant.ravel(), sine.ravel()])
        found = np.empty(sights.shape[1])
        sea_echoes(self.row, self._air, _LIFT, _RADIUS, CLOSING, sights, found)
        return found.reshape(slant.shape)

    def margin(self, ground: Floats, height: Floats, strength: Floats, trees: bool = True) -> Floats:
        """Return a number that is not negative where a target is in sight and `strength`, over the need, is one.

        `strength` is the signal-to-noise ratio over the one that is needed; `trees` counts the obstacle angle.
        """
        slant, sine = self.sight(ground, height)
        horizon = horizons(self.height) + horizons(height)
        low = max(self.lowest, self.obstacle) if trees else self.lowest
        limits = [
            np.log10(np.maximum(strength, 1e-30)),
            300.0 * (sine - low),
            30.0 * (self.highest - sine),
            (horizon - slant) / 2000.0,
            20.0 * (self.farthest - slant) / self.farthest,
            (slant - self.nearest) / max(self.nearest, 100.0),
        ]
        return np.asarray(np.minimum.reduce(limits))

    def outermost(self, ranges: Floats, height: float, sections: Iterable[float], trees: bool = True) -> list[float]:
        """Return the greatest ground range, m, at which targets are detected with the probability LIKELY; 0 if none."""
        level = np.full_like(ranges, height)
        ratio = self.signal(*self.sight(ranges, level)) / self.needed
        return [crossing(ranges, self.margin(ranges, level, ratio * rcs, trees)) for rcs in sections]

    def lowest_height(self, reach: float, trees: bool = True) -> float:
        """Return the least height, m, at which a target `reach` m away is in sight."""
        sea = height_at_horizon(self.height, reach)
        low = max(self.lowest, self.obstacle) if trees else self.lowest
        here = _RADIUS + self.height
        ray = math.sqrt(here * here + reach * reach + 2.0 * here * reach * low) - _RADIUS
        return max(sea, ray, 0.0)

    def blind_radius(self, height: float) -> float:
        """Return the ground range, m, inside which a target at a height is above the beam or too close."""
        cone = float(slant_range(self.height, height, self.highest, _RADIUS)) if height > self.height else 0.0
        slant = max(cone, self.nearest)
        return math.sqrt(max(slant * slant - (height - self.height) ** 2, 0.0))


@dataclass(frozen=True)
class RadarCurves:
    """The curves of a radar's card; lengths in m, cross-sections in m2.

    `margins` are float64[rays, ranges] by cross-section at the points (`ranges`, `heights`), not negative where a
    target is detected with probability 0.5. `horizon` and `treeline` are the least heights in sight at `ground`. `low`
    gives for each cross-section the ranges at `low_heights` with and without trees. `ring_radii` are the ground ranges
    inside which nothing is seen at `ring_heights`, `rings` the same as (height, radius) for a few. `chances` are
    probabilities at `ground` for targets at the height `level`; `doubt` are the least and greatest for the
    cross-section `doubted`, by the ranges of the reference range and of its probability.
    """

    ranges: Floats
    heights: Floats
    margins: dict[float, Floats]
    ground: Floats
    horizon: Floats
    treeline: Floats
    low_heights: Floats
    low: dict[float, tuple[Floats, Floats]]
    low_horizon: Floats
    ring_heights: Floats
    ring_radii: Floats
    rings: list[tuple[float, float]]
    top: float
    chances: dict[float, Floats]
    doubted: float
    doubt: tuple[Floats, Floats]
    level: float
    antenna: float


def curves(radar: Radar) -> RadarCurves:
    """Return what a radar's card draws."""
    site = Site(radar)
    ranges, heights = _fan(site)
    ratio = site.signal(*site.sight(ranges, heights)) / site.needed
    low_ranges = np.linspace(0.001, 1.0, 500) * min(site.farthest, 300_000.0)
    low_heights = np.geomspace(10.0, 3000.0, 25)
    low = [
        np.array([site.outermost(low_ranges, float(at), CROSS_SECTIONS, trees) for at in low_heights])
        for trees in (True, False)
    ]
    ground = np.linspace(0.002, 1.06, 240) * site.farthest
    ring_heights = np.linspace(0.0, TOP, 400)
    return RadarCurves(
        ranges=ranges,
        heights=heights,
        margins={rcs: site.margin(ranges, heights, ratio * rcs) for rcs in CROSS_SECTIONS},
        ground=ground,
        horizon=np.array([height_at_horizon(site.height, float(reach)) for reach in ground]),
        treeline=np.array([site.lowest_height(float(reach)) for reach in ground]),
        low_heights=low_heights,
        low=dict(zip(CROSS_SECTIONS, zip(low[0].T, low[1].T, strict=True), strict=True)),
        low_horizon=horizons(site.height) + horizons(low_heights),
        ring_heights=ring_heights,
        ring_radii=np.array([site.blind_radius(float(at)) for at in ring_heights]),
        rings=[(at, site.blind_radius(at)) for at in (3000.0, 10_000.0, 20_000.0)],
        top=TOP,
        chances={rcs: chance(site, ground, LEVEL, rcs) for rcs in CROSS_SECTIONS},
        doubted=1.0,
        doubt=_doubt(radar, site, ground, LEVEL),
        level=LEVEL,
        antenna=site.height,
    )


def _fan(site: Site) -> tuple[Floats, Floats]:
    """Ground ranges and heights of points on rays from the site, float64[elevations, ranges].

    Rays on both sides of half a beamwidth, below which clutter counts, keep that edge sharp; where the ground's
    reflection is felt, they lie close enough for its lobes.
    """
    slant = np.linspace(0.002, 1.06, 240) * site.farthest
    low = max(site.lowest, site.obstacle, -0.02)
    edge = 0.5 * float(site.row["elevation_beam"][0])
    sines = np.concatenate(
        [
            np.linspace(low - 0.01, low, 12),
            np.linspace(low, max(edge, low + 1e-4), 10)[1:],
            [edge + 1e-6],
            np.linspace(low, min(_lobes_end(site), 1.3 * site.highest), LOBE_RAYS),
            np.linspace(0.0, 1.0, 60) ** 2 * min(1.3 * site.highest - edge, 0.999 - edge) + edge + 1e-4,
        ]
    )
    sines = np.unique(np.clip(sines, -0.5, 0.999))
    reach, sine = np.meshgrid(slant, sines)
    here = EARTH_RADIUS + site.height
    true = sine - _LIFT * reach
    there = np.sqrt(here * here + reach * reach + 2.0 * here * reach * true)
    chord = np.sqrt(np.maximum(reach * reach - (there - here) ** 2, 0.0) / (4.0 * here * there))
    return 2.0 * EARTH_RADIUS * np.arcsin(np.minimum(chord, 1.0)), there - EARTH_RADIUS


def _lobes_end(site: Site) -> float:
    """Sine of the elevation above which the ground reflects next to nothing."""
    row = site.row[0]
    return math.sqrt(SPENT / row.scatter) if row.mast > 0.0 else 0.0


def chance(site: Site, ground: Floats, height: float, rcs: float) -> Floats:
    """Return the probability that one look detects a target at a height, 0 where it is out of sight."""
    level = np.full_like(ground, height)
    slant, sine = site.sight(ground, level)
    ratio = site.signal(slant, sine) * rcs
    seen = site.margin(ground, level, np.ones_like(ratio) * 10.0) >= 0.0
    return np.where(seen, detection_probability(ratio, site.pfa, site.pulses, SWERLING), 0.0)


def _doubt(radar: Radar, site: Site, ground: Floats, height: float) -> tuple[Floats, Floats]:
    """The least and greatest probabilities by the ranges of the reference range and of its probability."""
    reach, anchor = radar.reference_range, radar.anchor_pd
    central = required_snr(anchor.value, site.pfa, site.pulses, SWERLING) * reach.value**4
    ends = []
    for far, sure in ((reach.low, anchor.low), (reach.high, anchor.high)):
        stronger = required_snr(sure, site.pfa, site.pulses, SWERLING) * far**4 / central
        ends.append(chance(site, ground, height, stronger))
    return ends[0], ends[1]


def horizons(height: Any) -> Any:
    """Return the straight distance from heights to their horizon at sea, m, with refraction."""
    if np.ndim(height) == 0:
        return float(horizon_distance(float(height), _RADIUS))
    return np.array([horizon_distance(float(at), _RADIUS) for at in np.ravel(height)]).reshape(np.shape(height))


def height_at_horizon(antenna: float, reach: float) -> float:
    """Return the least height, m, of a target that is above the horizon `reach` m from an antenna over a smooth sea."""
    beyond = max(reach - horizons(antenna), 0.0)
    return math.sqrt(_RADIUS * _RADIUS + beyond * beyond) - _RADIUS


def crossing(places: Floats, margin: Floats) -> float:
    """Return where a margin last falls below zero, by linear interpolation; 0 where it is never above."""
    inside = np.flatnonzero(margin >= 0.0)
    if not inside.size:
        return 0.0
    last = int(inside[-1])
    if last == places.size - 1:
        return float(places[last])
    share = margin[last] / (margin[last] - margin[last + 1])
    return float(places[last] + share * (places[last + 1] - places[last]))
