"""The sensors of a group as they stand at the beginning of a run, asked what they would see of a target anywhere."""

from __future__ import annotations

import functools
import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.replication import Workspace
from shieldwall.engine.sense import points as sense
from shieldwall.kernels.detection import detection_probability
from shieldwall.kernels.geodesy import horizon_distance
from shieldwall.models.numbers import OPTICAL, PERFECT, RADAR
from shieldwall.quantities.constants import EARTH_RADIUS
from shieldwall.state.layout import NONE
from shieldwall.state.sensor import ENGAGEMENT

Floats = NDArray[np.float64]
Shares = NDArray[np.float32]

KINDS = {RADAR: "radar", OPTICAL: "camera", PERFECT: "ideal sensor"}


class Sensor(NamedTuple):
    """One sensor: its names, what it is and where its antenna stands, in m of the frame and above the sea.

    `searches`: it scans by itself; a camera looks only where it is cued. `warns`: it is two-dimensional, so its tracks
    have no height and nothing is fired on them. `engages`: it belongs to a fire channel; its sector is that of the
    beginning.
    """

    name: str
    unit: str
    kind: str
    searches: bool
    warns: bool
    engages: bool
    x: float
    y: float
    height: float
    reach: float


class Target(NamedTuple):
    """What flies: radar cross-sections, m2; closing speed, m/s; length, m; Swerling case.

    The sections are the same in every band, or times `bands`, a factor for each of `state.sensor.BANDS`.
    """

    sections: tuple[float, ...] = (1.0,)
    speed: float = 240.0
    size: float = 6.0
    swerling: int = 1
    bands: tuple[float, ...] = ()


class SensorNetwork:
    """The sensors of an assembled run; every unit counts as ready, and each looks at full energy.

    Their antenna heights, limits, masks and drawn parameters are those of the run itself. `sensors` are in the order of
    their names.
    """

    def __init__(self, drawn: Workspace) -> None:
        plan = drawn.plan
        names = plan.names.all()
        owners = {sensor.name: unit.name for unit in plan.units for sensor in unit.sensors}
        self._rows: Any = drawn.model.sensors
        # A battle turns sectors, so their state is copied.
        self._pointing: Any = drawn.belief.sensor_state.copy()
        self._model = drawn.model
        self._raid = drawn.truth
        self._names = names
        smooth: Any = self._rows.copy()
        smooth["mask"] = NONE
        self._smooth = drawn.model._replace(sensors=smooth)
        self._made: dict[int, Floats] = {}
        self.frame = plan.plane.frame
        self.sensors = [_sensor(row, names[int(row.name)], owners) for row in self._rows]

    @property
    def effective_radius(self) -> float:
        """Earth's radius with refraction, as the run has it, m."""
        grid = self._model.grid[0]
        return 0.5 / (0.5 / EARTH_RADIUS - float(grid.curvature))

    def reach(self, number: int, above_ground: float) -> float:
        """Return a distance beyond which a sensor sees nothing at a height above any ground, m."""
        sensor = self.sensors[number]
        radius, top = self.effective_radius, float(self._model.grid[0].top) + above_ground
        horizons = horizon_distance(sensor.height, radius) + horizon_distance(top, radius)
        return float(min(sensor.reach, 1.02 * horizons))

    def probability(self, number: int, points: Floats, target: Target, terrain: bool = True) -> Shares:
        """Return float32[section, point], the probability that one look of a sensor detects the target.

        `points` are float64[3, n]: x and y in the frame and height above the sea, m. Without `terrain` the earth is a
        smooth sea on which the antenna stands as high as it does, and no trees hide anything.
        """
        found = np.zeros((len(target.sections), points.shape[1]), np.float32)
        model = self._model if terrain else self._smooth
        case = (float(target.speed), float(target.size))
        sections = np.array(target.sections, dtype=np.float64)
        if target.bands:
            sections *= target.bands[int(self._rows[number].band)]
        means = self._means(target.swerling)
        points = np.ascontiguousarray(points)
        sense.detection_probability(model, self._pointing, number, case, sections, means, points, found)
        return found

    @property
    def threats(self) -> list[str]:
        """The units of the raid that fly, by name."""
        named = (self._names[int(row.name)].split("/") for row in self._raid.bodies)
        return list(dict.fromkeys(parts[1] for parts in named if len(parts) == 3 and parts[0] == "red"))

    def threat(self, name: str, speed: float) -> Target | None:
        """Return what a member of the raid, such as red/strike/1, shows head-on; None when it is not in this raid.

        `Target.bands` are relative to its cross-section in the highest band, where shaping counts fully.
        """
        rows = [row for row in self._raid.bodies if self._names[int(row.name)] == name]
        if not rows:
            return None
        logarithms = self._raid.signatures[int(rows[0].signature), :, 0]
        bands = tuple(np.exp(logarithms - logarithms[-1]).tolist())
        # What went through a logarithm is written as it was.
        section, size = float(f"{np.exp(logarithms[-1]):.9g}"), float(rows[0].extent)
        return Target((section,), speed, size, int(rows[0].fluctuation), bands)

    def above_ground(self, points: Floats) -> Floats:
        """Return points whose heights, float64[3, n], are above the ground instead of the sea."""
        lifted = np.ascontiguousarray(points, dtype=np.float64).copy()
        sense.lift_to_ground(self._model, lifted)
        return lifted

    def _means(self, swerling: int) -> Floats:
        """Mean probabilities by table, float64[table, ENTRIES], against the logarithm of the ratio; made once."""
        if swerling in self._made:
            return self._made[swerling]
        made = np.zeros((len(self._model.probability), sense.ENTRIES))
        for row in {int(one.table): one for one in self._rows if one.fluctuates == 1}.values():
            # A table begins with the probability of no signal, that of a false alarm.
            pfa = float(self._model.probability[row.table, 1])
            made[row.table] = _mean(pfa, int(row.pulses), swerling)
        self._made[swerling] = made
        return made


@functools.lru_cache(64)
def _mean(pfa: float, pulses: int, swerling: int) -> Floats:
    """Mean probabilities of a table, float64[ENTRIES]."""
    ratios = np.exp(sense.FIRST_LOG + np.arange(sense.ENTRIES) / sense.STEPS)
    return detection_probability(ratios, pfa, pulses, swerling)


def _sensor(row: Any, name: str, owners: dict[str, str]) -> Sensor:
    return Sensor(
        name=name,
        unit=owners[name],
        # A model that a plug-in brings is that of a radar.
        kind=KINDS.get(int(row.kind), KINDS[RADAR]),
        searches=math.isfinite(row.period),
        warns=int(row.dimensions) == 2,
        engages=int(row.role) == ENGAGEMENT,
        x=float(row.x),
        y=float(row.y),
        height=float(row.height),
        reach=float(row.range_max),
    )
