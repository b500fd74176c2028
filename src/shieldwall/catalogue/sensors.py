"""Sensors: radars, cameras, and the ideal one."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import Field, model_validator

from shieldwall.catalogue.entry import Entry, ascending, need
from shieldwall.catalogue.own import Brought, Parameters, model_field, parameters_field
from shieldwall.catalogue.values import Figure, Value, Word, figure, whole, word
from shieldwall.quantities.errors import InputError
from shieldwall.state.sensor import BANDS
from shieldwall.text.fields import Name, Whole
from shieldwall.text.proposals import Example

RIGHT_ANGLE = math.pi / 2.0
#: Fire channels of one sensor, for each of which the engine keeps a track.
MOST_CHANNELS = 64


class Radar(Entry):
    """A radar that rotates or watches a sector; with channels it may follow single targets and guide."""

    kind: Literal["radar/rotating", "radar/sector"] = Field(alias="is", description="What it is.")
    band: Word = word("Band of its carrier.", *BANDS)
    dimensions: Annotated[int, Whole(2, 3), Example("3")] = Field(description="2 without elevation, 3 with it.")
    antenna_height: Value = figure("length", 0.5, 150, "Centre of the antenna above the ground of its site.")
    instrumented_range: Value = figure("length", 1e3, 3e6, "Greatest range that it displays.")
    minimum_range: Value = figure("length", 0, 1e5, "Least range at which it can receive.")
    reference_range: Value = figure(
        "length",
        1e3,
        3e6,
        "Range in clear air for a mean cross-section `rcs` at `anchor_pd` and `pfa`, at a `height` if stated.",
        at=("rcs", "pfa"),
        may=("height",),
    )
    anchor_pd: Value = figure("probability", 0.1, 0.99, "Detection probability in one look at the reference range.")
    rotation_period: Value | None = figure("duration", 0.1, 120, "Time of one turn.", default=None)
    sector_width: Value | None = figure("angle", 1e-3, 2 * math.pi, "Full width of its sector.", default=None)
    search_period: Value | None = figure("duration", 0.1, 120, "Time of one search of its sector.", default=None)
    slew_rate: Value | None = figure("rate", 1e-3, 10, "Speed at which it turns its sector.", default=None)
    lowest_elevation: Value = figure("angle", -0.5, RIGHT_ANGLE, "Lower limit of its coverage.")
    highest_elevation: Value = figure("angle", 0, RIGHT_ANGLE, "Upper limit of its coverage.")
    azimuth_beamwidth: Value = figure("angle", 1e-4, 1, "Half-power width in azimuth; targets closer merge.")
    elevation_beamwidth: Value = figure("angle", 1e-4, 1, "Half-power width in elevation.")
    range_resolution: Value = figure("length", 1, 1e4, "Length of the resolution cell; targets closer merge.")
    range_error: Value = figure("length", 0.1, 1e4, "Standard deviation of range at a strong echo.")
    azimuth_error: Value = figure("angle", 1e-5, 0.2, "Standard deviation of azimuth at a strong echo.")
    elevation_error: Value | None = figure("angle", 1e-5, 0.2, "The same of elevation; 3-D only.", default=None)
    blind_speed: Value = figure("speed", 1e-3, 200, "Radial speed below which an echo in clutter is cancelled.")
    clutter: Value = figure(
        "ratio",
        1e-3,
        1e6,
        "Surface clutter left at 10 km after cancellation, over noise, in a beam that touches the ground.",
        logarithmic=True,
    )
    side_lobes_near: Value = figure(
        "ratio", 1e-8, 1.0, "Level of the first side lobes under the main lobe.", logarithmic=True
    )
    side_lobes_far: Value = figure(
        "ratio", 1e-10, 1.0, "Level of the far side lobes and of the back under the main lobe.", logarithmic=True
    )
    noise_figure: Value = figure("ratio", 1.0, 1e3, "Noise of the receiver over k T0.", logarithmic=True)
    receive_losses: Value = figure(
        "ratio", 1.0, 1e3, "What foreign noise loses on its way in: polarisation and line.", logarithmic=True
    )
    interrogator: Word | None = word(
        "Modes of the secondary radar that turns with it.", "civil", "military", "both", default=None
    )
    false_alarms: Value = figure("ratio", 1e-6, 1e4, "Mean number of false plots in a scan.", logarithmic=True)
    pulses: Value = whole(1, 1000, "Pulses integrated in one look.")
    simultaneous_tracks: Value | None = whole(1, 100_000, "Tracks that it keeps.", default=None)
    channels: Value | None = whole(1, MOST_CHANNELS, "Targets that it engages at once.", default=None)
    missiles_guided: Value | None = whole(1, 1000, "Missiles that it guides at once.", default=None)
    look_interval: Value | None = figure("duration", 0.01, 60, "Time between looks of a held channel.", default=None)
    look_budget: Value | None = figure(
        "repetition",
        1.0,
        1e4,
        "Looks in a second, at held targets and guided missiles, that an agile beam has time for without search.",
        default=None,
    )
    search_share: Value | None = figure(
        "ratio", 0.01, 0.95, "Of its time, what held targets leave to search at the least.", default=None
    )
    guidance_noise: Value | None = figure(
        "angle",
        1e-6,
        0.05,
        "Standard deviation of the angle between target and missile, one look.",
        default=None,
    )
    position_bias: Value = figure("length", 0, 1e4, "Standard deviation of the site's surveyed position, each axis.")
    north_bias: Value = figure("angle", 0, 0.2, "Standard deviation of its alignment to north.")
    range_bias: Value = figure("length", 0, 1e4, "Standard deviation of its constant range error.")
    obstacle_angle: Value = figure("angle", 0, 0.2, "Elevation of trees and houses around the site.")
    deploy_time: Value | None = figure("duration", 0, 1e6, "From march to ready.", default=None)
    cost: Value | None = figure("money", 0, 1e11, "Price.", default=None)
    claims: dict[
        Name,
        Annotated[Value, Figure("length", 1e3, 3e6, at=("rcs",), may=("height",)), Field(description="Claimed range.")],
    ] = Field(default_factory=dict, description="Further ranges that are cited; to compare with, the engine uses none.")
    model: Annotated[str, Brought((), "sensors"), Example("my-model")] | None = model_field()
    parameters: Annotated[dict[str, Value], Parameters("sensors")] = parameters_field()

    @model_validator(mode="after")
    def _agree(self) -> Radar:
        scan = ("rotation_period",) if self.kind == "radar/rotating" else ("sector_width", "search_period", "slew_rate")
        need(self, f"a {self.kind}", *scan)
        if self.dimensions == 3:
            need(self, "a 3-D radar", "elevation_error")
        if self.channels:
            need(self, "a radar with channels", "missiles_guided", "look_interval")
            if self.kind == "radar/sector" and self.channels.high > 1:
                need(self, "a radar that follows several targets in its sector", "look_budget")
        if self.channels and self.look_budget:
            need(self, "a look budget", "search_share")
            self._carries_a_target()
        ascending(self, "lowest_elevation", "highest_elevation")
        ascending(self, "minimum_range", "instrumented_range")
        ascending(self, "range_error", "range_resolution")
        ascending(self, "azimuth_error", "azimuth_beamwidth")
        ascending(self, "side_lobes_far", "side_lobes_near")
        return self

    def _carries_a_target(self) -> None:
        """Refuse a look budget that does not carry a single target anywhere in its range."""
        if self.look_budget and self.search_share and self.look_interval:
            looks = self.look_budget.low * (1.0 - self.search_share.high) * self.look_interval.low
            if looks < 1.0:
                raise InputError(
                    f"its look budget leaves {looks:.2g} looks in a look interval, too few for one target",
                    instead="let look_budget x (1 - search_share) x look_interval be 1 at least, over all their ranges",
                )


class Optical(Entry):
    """A camera with a laser rangefinder that follows single targets by sight."""

    kind: Literal["sensor/optical"] = Field(alias="is", description="What it is.")
    antenna_height: Value = figure("length", 0.5, 150, "Camera above the ground of its site.")
    reference_range: Value = figure("length", 10, 1e5, "Range in clear air for a target of `size`.", at=("size",))
    instrumented_range: Value = figure("length", 10, 1e5, "Greatest range of its rangefinder.")
    minimum_range: Value = figure("length", 0, 1e4, "Least range.")
    visibility: Value = figure("length", 100, 1e5, "Meteorological range of the day.")
    field_of_view: Value = figure("angle", 1e-4, math.pi, "Full width of its field.")
    lowest_elevation: Value = figure("angle", -1, RIGHT_ANGLE, "Lower limit.")
    highest_elevation: Value = figure("angle", 0, RIGHT_ANGLE, "Upper limit.")
    slew_rate: Value = figure("rate", 1e-3, 10, "Speed at which it turns.")
    angle_error: Value = figure("angle", 1e-6, 0.05, "Standard deviation of azimuth and elevation.")
    range_error: Value = figure("length", 0.1, 1e3, "Standard deviation of its rangefinder.")
    guidance_noise: Value = figure("angle", 1e-6, 0.05, "Standard deviation of the angle between target and missile.")
    channels: Value = whole(1, MOST_CHANNELS, "Targets that it follows at once.")
    missiles_guided: Value | None = whole(1, 100, "Missiles that it guides at once.", default=None)
    look_interval: Value = figure("duration", 0.01, 60, "Time between looks of a held channel.")
    position_bias: Value = figure("length", 0, 1e4, "Standard deviation of the site's surveyed position, each axis.")
    north_bias: Value = figure("angle", 0, 0.2, "Standard deviation of its alignment to north.")
    range_bias: Value = figure("length", 0, 1e4, "Standard deviation of its constant range error.")
    obstacle_angle: Value = figure("angle", 0, 0.2, "Elevation of trees and houses around the site.")

    @model_validator(mode="after")
    def _agree(self) -> Optical:
        ascending(self, "lowest_elevation", "highest_elevation")
        ascending(self, "minimum_range", "instrumented_range")
        return self


class IdealSensor(Entry):
    """A sensor that sees exactly all that horizon and terrain let it see."""

    kind: Literal["sensor/ideal"] = Field(alias="is", description="What it is.")
    antenna_height: Value = figure("length", 0, 1e4, "Height above the ground of its site.")
    instrumented_range: Value = figure("length", 1, 1e7, "Range.")
    rotation_period: Value = figure("duration", 0.01, 120, "Time between looks at everything.")
    channels: Value = whole(1, 100_000, "Targets engaged at once.")
    missiles_guided: Value = whole(1, 100_000, "Missiles guided at once.")
    look_interval: Value = figure("duration", 0.01, 60, "Time between looks of a held channel.")
