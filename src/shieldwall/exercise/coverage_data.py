"""What the sensors of a scenario see: the arrays, what was assumed for them, and questions about them."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from shieldwall.quantities.units import show
from shieldwall.record.recording import Recording
from shieldwall.scenario.fields import Height
from shieldwall.survey import coverage as survey
from shieldwall.survey import gains
from shieldwall.survey.sensor_network import Floats, Sensor, SensorNetwork, Shares


class Assumed(NamedTuple):
    """What coverage takes for granted.

    `probability` at which something counts as covered; `speed` at which the target closes, m/s; `size` of the target,
    m, which only cameras see; its `swerling` case; `cell` of the grid, m, 0 to choose; `seed`, `replication` and `draw`
    as of a run, whose drawn terrain error and trees then hold here. `target` is the name of a unit of the raid whose
    speed, cross-section by band, size and fluctuation these are, empty for a target of the asker's own.
    """

    probability: float
    speed: float
    size: float
    swerling: int
    cell: float
    seed: int
    replication: int
    draw: str
    target: str = ""


class CoverageData:
    """What the sensors of a scenario see, and questions about it.

    `cover` holds the arrays: `cover.probability` float32[sensor, height, section, row, column] and `cover.joint`,
    `cover.sea` float32[height, section, row, column], rows from south to north.
    """

    def __init__(self, recording: Recording, network: SensorNetwork, cover: survey.Cover, assumed: Assumed) -> None:
        self.recording = recording
        self.network = network
        self.cover = cover
        self.assumed = assumed

    def __repr__(self) -> str:
        heights = ", ".join(in_words(height) for height in self.cover.heights)
        return f"<{type(self).__name__} of {self.recording.header['title']!r} at {heights}>"

    @property
    def sensors(self) -> tuple[Sensor, ...]:
        """The sensors, in the order of the first axis of `probability`."""
        return self.cover.sensors

    @property
    def probability(self) -> Shares:
        """The probability that one look of each sensor detects, float32[sensor, height, section, row, column]."""
        return self.cover.probability

    @property
    def joint(self) -> Shares:
        """The probability that any searching sensor detects, float32[height, section, row, column]."""
        return self.cover.joint

    @property
    def latitudes(self) -> Floats:
        """Latitudes of the rows, degrees north."""
        return self.cover.grid.latitudes

    @property
    def longitudes(self) -> Floats:
        """Longitudes of the columns, degrees east."""
        return self.cover.grid.longitudes

    @property
    def heights(self) -> list[str]:
        """The heights as they are written."""
        return [in_words(height) for height in self.cover.heights]

    @property
    def sections(self) -> list[str]:
        """The radar cross-sections as they are written."""
        return [show(section, "area") for section in self.cover.target.sections]

    @cached_property
    def profile(self) -> gains.Profile:
        """Area and volume against height above the ground.

        A height that the map shows has the area of the map: its grid is finer, and one thing has one number.
        """
        made = gains.profile(self.network, self.cover.target, self.assumed.probability)
        for asked, seen in zip(self.cover.heights, self.cover.joint, strict=True):
            if asked.above_ground:
                made.joint[:, made.heights == asked.metres] = gains.areas(self.cover, seen, self.assumed.probability)[
                    :, None
                ]
        return made

    def taken(self) -> str:
        """Return in words what flies: whose target, its cross-section and its speed."""
        sizes = " or ".join(self.sections)
        bands = self.cover.target.bands
        low = f" ({show(self.cover.target.sections[0] * bands[0], 'area', digits=3)} at VHF)" if bands else ""
        whose = f"{self.assumed.target} of the raid, " if self.assumed.target else "a target of "
        return f"{whose}{sizes}{low} that closes at {show(self.assumed.speed, 'speed')}"

    def first_sight(self, height: int = 0) -> gains.FirstSight:
        """Return the distance from the scenario's origin at which an approaching target is first covered."""
        where = self.cover.heights[height]
        return gains.first_sight(self.network, where, self.cover.target, self.assumed.probability, (0.0, 0.0))

    def gains(self, height: int = 0, section: int = 0, by: str = "unit") -> list[gains.Gain]:
        """Return what each unit (or `by="sensor"` each sensor) brings, km2, at a height and section by number."""
        return gains.gains(self.cover, height, section, self.assumed.probability, by == "unit")


def in_words(height: Height) -> str:
    """Return a height as it is written."""
    return f"{show(height.metres, 'length')} {'agl' if height.above_ground else 'amsl'}"
