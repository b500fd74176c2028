"""Weapons and threats: interceptors, guns, and what flies against the defence."""

from __future__ import annotations

import math
from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from shieldwall.catalogue.entry import Entry, ascending, need
from shieldwall.catalogue.own import Brought, Parameters, model_field, parameters_field
from shieldwall.catalogue.values import Figure, Value, Word, figure, whole, word
from shieldwall.quantities.constants import STANDARD_GRAVITY
from shieldwall.quantities.errors import InputError
from shieldwall.text.fields import Name
from shieldwall.text.proposals import Example
from shieldwall.text.schema import Checked

GUIDANCE = ("command", "semi-active", "datalink-active")
Layouts = Literal["vertical-heavy", "vertical-light", "canister-dart", "rail-two-stage", "rail-ramjet"]
LAYOUTS: tuple[str, ...] = get_args(Layouts)
"""How rounds are built, as the fit to a brochure knows it (`survey.layouts`)."""


class Seeker(Checked):
    """A homing head: how far, how wide, how well and how fast it sees."""

    acquisition_range: Value = figure("length", 10, 1e6, "Range at which it acquires 1 m2; fourth root of the rest.")
    field_of_view: Value = figure("angle", 1e-3, math.pi, "Greatest angle off its axis.")
    angle_noise: Value = figure("angle", 1e-6, 0.1, "Standard deviation of the line of sight.")
    lag: Value = figure("duration", 0, 5, "Time constant of the measured line-of-sight rate.")


class Interceptor(Entry):
    """A guided missile: its envelope, what it needs for guidance, and how it kills."""

    kind: Literal["interceptor"] = Field(alias="is", description="What it is.")
    guidance: Annotated[str, Brought(GUIDANCE, "guidance"), Example("command")] = Field(description="Kind of guidance.")
    layout: Layouts | None = Field(default=None, description="How it is built, for the fit to its brochure.")
    max_range: Value = figure("length", 100, 1e6, "Greatest slant range of intercept.")
    min_range: Value = figure("length", 0, 1e5, "Least slant range of intercept.")
    max_altitude: Value = figure("length", 100, 5e5, "Greatest height of intercept.")
    min_altitude: Value = figure("length", 0, 1e5, "Least height of intercept.")
    max_speed: Value = figure("speed", 50, 6000, "Greatest speed of flight.")
    mean_speed: Value = figure("speed", 30, 6000, "Distance over time to the greatest range.")
    launch_mass: Value = figure("mass", 1, 1e5, "Mass at launch.")
    warhead_mass: Value = figure("mass", 0.1, 1e4, "Mass of the warhead.")
    diameter: Value = figure("length", 0.02, 3, "Diameter of the body that flies to the target.")
    g_limit: Value = figure("acceleration", 10, 1000, "Greatest lateral acceleration.")
    max_target_speed: Value = figure("speed", 10, 20_000, "Greatest speed of a target.")
    flight_time: Value = figure("duration", 1, 3600, "Battery or self-destruction.")
    memory_time: Value = figure("duration", 0, 600, "Time that it flies on after support is lost.")
    seeker: Seeker | None = Field(default=None, description="Its homing head, if it has one.")
    fuze_radius: Value = figure("length", 0.1, 500, "Distance at which the fuze works.")
    fuze_reliability: Value = figure("probability", 0, 1, "Probability that the fuze works within that distance.")
    reliability: Value = figure("probability", 0, 1, "Probability that launch, motor and control work.")
    lethal_radius: Value = figure("length", 0.1, 500, "Miss at which half of the targets of toughness 1 are killed.")
    claimed_kill_probability: Value | None = figure("probability", 0, 1, "Brochure; to compare with.", default=None)
    prior_kill_probability: Value | None = figure("probability", 0, 1, "Wide prior; to compare with.", default=None)
    cost: Value = figure("money", 0, 1e11, "Price of one.")
    model: Annotated[str, Brought((), "weapons"), Example("my-model")] | None = model_field()
    parameters: Annotated[dict[str, Value], Parameters("weapons")] = parameters_field()

    @model_validator(mode="after")
    def _agree(self) -> Interceptor:
        ascending(self, "min_range", "max_range")
        ascending(self, "min_altitude", "max_altitude")
        ascending(self, "mean_speed", "max_speed")
        if self._has_seeker():
            need(self, f"{self.guidance} guidance", "seeker")
        fastest = rocket_limit(self.launch_mass.value, self.warhead_mass.value)
        if self.max_speed.value > fastest:
            raise InputError(
                f"max_speed is beyond the {fastest:.0f} m/s that a rocket of its mass and warhead can reach",
                instead="check max_speed, launch_mass and warhead_mass",
            )
        if self.max_range.value > self.flight_time.high * self.max_speed.high:
            raise InputError("max_range is not reached within flight_time", instead="check max_range, flight_time")
        return self

    def _has_seeker(self) -> bool:
        if self.guidance in GUIDANCE:
            return self.guidance != "command"
        from shieldwall.models.plugins import named

        return named("guidance", self.guidance).seeker


class IdealInterceptor(Entry):
    """A round that flies straight at a constant speed and kills what it reaches with a stated probability."""

    kind: Literal["interceptor/ideal"] = Field(alias="is", description="What it is.")
    max_range: Value = figure("length", 1, 1e7, "Greatest slant range of intercept.")
    min_range: Value = figure("length", 0, 1e7, "Least slant range of intercept.")
    max_altitude: Value = figure("length", 0, 1e7, "Greatest height of intercept.")
    min_altitude: Value = figure("length", 0, 1e7, "Least height of intercept.")
    max_target_speed: Value = figure("speed", 1, 1e5, "Greatest speed of a target.")
    mean_speed: Value = figure("speed", 1, 1e5, "Speed of flight.")
    flight_time: Value = figure("duration", 0.1, 1e5, "Greatest time of flight.")
    kill_probability: Value = figure("probability", 0, 1, "Probability that a round that arrives kills.")
    cost: Value = figure("money", 0, 1e11, "Price of one.")


class Gun(Entry):
    """Guns that fire bursts at what is near."""

    kind: Literal["gun"] = Field(alias="is", description="What it is.")
    rate_of_fire: Value = figure("repetition", 0.1, 1000, "Rounds in a second, all barrels together.")
    max_range: Value = figure("length", 10, 1e5, "Greatest slant range.")
    min_range: Value = figure("length", 0, 1e4, "Least slant range.")
    max_altitude: Value = figure("length", 10, 1e5, "Greatest height.")
    max_target_speed: Value = figure("speed", 10, 5000, "Greatest speed of a target.")
    muzzle_velocity: Value = figure("speed", 50, 3000, "Speed at the muzzle.")
    dispersion: Value = figure("angle", 1e-5, 0.2, "Standard deviation of the direction of a round, each axis.")
    rounds: Value = whole(1, 1_000_000, "Rounds carried.")
    burst: Value = figure("duration", 0.01, 60, "Length of a burst.")
    kill_probability_per_hit: Value = figure("probability", 0, 1, "Probability that one hit kills at toughness 1.")
    round_cost: Value = figure("money", 0, 1e7, "Price of one round.")

    @model_validator(mode="after")
    def _agree(self) -> Gun:
        ascending(self, "min_range", "max_range")
        return self


class CrossSection(Checked):
    """Mean radar cross-section at microwaves from three sides."""

    front: Value = figure("area", 1e-7, 1e5, "From ahead.")
    side: Value = figure("area", 1e-7, 1e5, "From abeam.")
    rear: Value = figure("area", 1e-7, 1e5, "From behind.")


class Threat(Entry):
    """An aircraft, a cruise missile, a drone or a bomb: how it is seen, how it flies and what it does."""

    kind: Literal["aircraft", "cruise-missile", "drone", "bomb"] = Field(alias="is", description="What it is.")
    rcs: CrossSection = Field(description="Mean radar cross-section at microwaves, from three sides.")
    low_band_factor: Value = figure(
        "ratio", 1e-2, 1e5, "Cross-section below 1 GHz over that at microwaves.", logarithmic=True
    )
    fluctuation: Word = word("Swerling's case, 0 for steady.", "0", "1", "3")
    decorrelation_time: Value = figure("duration", 1e-3, 600, "Time after which the echo fluctuates anew.")
    size: Value = figure("length", 0.1, 100, "Diameter of a disc of its presented area, for cameras and guns.")
    toughness: Value = figure("number", 0.05, 100, "Divides the lethal radius of a warhead.")
    speed: Value = figure("speed", 5, 3000, "Cruise; of a bomb, of its fall.")
    min_speed: Value | None = figure("speed", 0, 1000, "Least speed in level flight.", default=None)
    max_speed: Value | None = figure("speed", 5, 5000, "Greatest speed.", default=None)
    cruise_height: Value | None = figure(
        "length", 0, 1e5, "Usual height; above ground for a cruise missile.", default=None
    )
    min_altitude: Value | None = figure("length", 0, 1e5, "Least height above ground.", default=None)
    max_altitude: Value | None = figure("length", 0, 1e5, "Ceiling.", default=None)
    g_limit: Value | None = figure("acceleration", 1, 1000, "Greatest load in a turn.", default=None)
    max_slope: Value | None = figure(
        "number",
        0.005,
        5,
        "Steepest climb and descent, height over distance; its kind's where none is said.",
        default=None,
    )
    max_range: Value | None = figure("length", 100, 5e7, "Greatest distance flown.", default=None)
    endurance: Value | None = figure("duration", 60, 1e7, "Greatest time aloft.", default=None)
    glide_ratio: Value | None = figure("number", 0, 60, "Distance over height lost, of a bomb.", default=None)
    look_range: Value | None = figure("length", 100, 1e6, "Distance from which it sees a place.", default=None)
    warhead_mass: Value | None = figure("mass", 0.01, 1e5, "Mass of what hits its target.", default=None)
    accuracy: Value | None = figure("length", 0, 1e4, "Circular error probable.", default=None)
    reliability: Value | None = figure("probability", 0, 1, "Probability that it works.", default=None)
    carries: dict[
        Name, Annotated[Value, Figure("number", 1, 100, whole=True), Field(description="Weapons carried.")]
    ] = Field(default_factory=dict, description="Weapons by entry.")
    transponder: Word | None = word(
        "Modes in which an aircraft answers those on its own side and civil stations.",
        "civil",
        "military",
        "both",
        default=None,
    )
    transponder_fault: Value | None = figure(
        "probability", 0, 1, "Probability that its transponder is broken, off or wrongly keyed in a run.", default=None
    )
    jammers: tuple[Name, ...] = Field(
        default=(), description="Noise jammers that it may carry, by entry.", examples=[["stand-off-pods"]]
    )
    cost: Value = figure("money", 0, 1e11, "Price of one.")

    @model_validator(mode="after")
    def _agree(self) -> Threat:
        if self.kind != "aircraft":
            need(self, f"a {self.kind}", "warhead_mass", "accuracy", "reliability", "max_range")
        if self.transponder is not None:
            need(self, "what carries a transponder", "transponder_fault")
        if self.kind == "bomb":
            need(self, "a bomb", "glide_ratio")
        else:
            need(self, f"a {self.kind}", "min_altitude", "max_altitude", "g_limit")
            ascending(self, "min_altitude", "max_altitude")
        for slower, faster in (("min_speed", "speed"), ("speed", "max_speed")):
            if getattr(self, slower) and getattr(self, faster):
                ascending(self, slower, faster)
        return self


def rocket_limit(launch_mass: float, warhead_mass: float) -> float:
    """Return a speed (m/s) that no single rocket of these masses (kg) exceeds.

    Rocket equation (K. E. Tsiolkovsky, 1903; no drag, no gravity) with 260 s of specific impulse, the best of
    solid motors, and propellant for at most 70 % of the mass that leaves at least twice the warhead.
    """
    propellant = min(0.7, 1.0 - 2.0 * warhead_mass / launch_mass)
    return 260.0 * STANDARD_GRAVITY * math.log(1.0 / (1.0 - propellant)) if propellant > 0.0 else 0.0
