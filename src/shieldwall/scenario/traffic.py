"""The schema of what flies besides the raid, and of the corridors that identify it; what raid and traffic share."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import Field

from shieldwall.scenario.fields import AsideField, DurationField, HeightField, Site, SpeedField, WaypointField
from shieldwall.text.fields import Choice, Count, Name, Probability, Quantity
from shieldwall.text.proposals import Example, Refers
from shieldwall.text.schema import Checked

_Every = Annotated[float, Quantity("duration", low=10.0, high=86400.0), Example("10 min")]
_Rise = Annotated[float, Quantity("length", low=0.0, high=10e3), Example("20 m")]
_Radius = Annotated[float, Quantity("length", low=100.0, high=500e3), Example("15 km")]
_Turns = Annotated[float, Quantity("number", low=0.1, high=1000.0), Example("4")]
_Width = Annotated[float, Quantity("length", low=0.0, high=500e3), Example("18 km")]
_OF_AIRWAYS = Refers(("traffic.airways",))
_Level = Annotated[float, Quantity("length", low=-500.0, high=30e3), Example("9 km")]


class Orbit(Checked):
    """A level circle flown clockwise, for some turns or until a time; for ever when neither is said.

    What has no route begins on the side away from what its mission is about, or in the north.
    """

    around: Site = Field(description="Centre of the circle.")
    radius: _Radius = Field(description="Radius of the circle.")
    turns: _Turns | None = Field(default=None, description="Turns to fly.")
    until: DurationField | None = Field(default=None, description="When it leaves the circle, from the start.")


class Spread(Checked):
    """How flights vary from run to run: standard deviations, drawn for each member of a unit."""

    time: DurationField = Field(default=0.0, description="Of the time of its entry.")
    offset: AsideField = Field(default=0.0, description="Sideways, across the route.")
    height: _Rise = Field(default=0.0, description="Of its height.")


class Flight(Checked):
    """Aircraft of neutrals or of blue on an airway: `count` members, or as many as come by chance, one `every` so long.

    They leave the sky where the airway ends. Where the mean time between two is said they come at random times
    (Poisson), and those that came before the exercise began are under way.
    """

    entry: Annotated[Name, Example("a320")] = Field(
        alias="is", description="Entry of the catalogue: an aircraft with a transponder."
    )
    airway: Annotated[Name, Example("balkan"), _OF_AIRWAYS] = Field(description="Airway that they fly, by name.")
    side: Annotated[Literal["neutral", "blue"], Choice(("neutral", "blue")), Example("neutral")] = Field(
        default="neutral", description="Whose they are."
    )
    height: Annotated[HeightField, Example("10 km amsl")] = Field(
        description="Height at the beginning, above ground (agl) or mean sea level (amsl)."
    )
    speed: SpeedField | None = Field(
        default=None, description="Speed over the ground; the catalogue's where none is said."
    )
    count: Count = Field(default=1, description="Members, one after another.")
    enters: DurationField = Field(default=0.0, description="When the first enters, from the start.")
    spacing: DurationField = Field(default=0.0, description="Time from one member to the next.")
    every: _Every | None = Field(
        default=None,
        description="Mean time between two that come at random; instead of count, enters, spacing.",
    )
    silent: Annotated[Probability, Example("0.02")] | None = Field(
        default=None,
        description="Probability that one's transponder is broken, off or wrongly keyed; the catalogue's where none "
        "is said.",
    )
    spread: Spread = Field(default=Spread(), description="How they vary from run to run.")


class Traffic(Checked):
    """What flies besides the raid."""

    airways: dict[Name, tuple[WaypointField, ...]] = Field(
        default={}, description="Airways by name: lists of waypoints."
    )
    flights: dict[Annotated[Name, Example("airliner")], Flight] = Field(default={}, description="Flights by name.")


class Corridor(Checked):
    """A lane in which aircraft are expected: along an airway or a line, so wide, between two heights."""

    alternatives = (("along",), ("points",))
    along: Annotated[Annotated[Name, Example("balkan")] | None, _OF_AIRWAYS] = Field(
        default=None, description="Airway that it follows."
    )
    points: tuple[WaypointField, ...] = Field(default=(), description="Its middle line, where no airway is named.")
    width: _Width = Field(description="Whole width.")
    lowest: _Level = Field(description="Height above mean sea level from which it begins.")
    highest: _Level = Field(description="Height above mean sea level up to which it goes.")
    slowest: SpeedField | None = Field(default=None, description="Least speed expected in it.")
    fastest: SpeedField = Field(default=math.inf, description="Greatest speed expected in it.")
