"""Hold-fire zones of a scenario: their schema."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import Field

from shieldwall.scenario.fields import Site
from shieldwall.text.fields import Choice, Name, Quantity
from shieldwall.text.proposals import Example
from shieldwall.text.schema import Checked

_Radius = Annotated[float, Quantity("length", low=0.0, high=500e3), Example("5 km")]
_Level = Annotated[float, Quantity("length", low=-500.0, high=100e3), Example("3 km")]
_Statuses = Literal["weapons-free", "weapons-tight", "weapons-hold"]
_ALL: tuple[_Statuses, ...] = ("weapons-free", "weapons-tight", "weapons-hold")
_Status = Annotated[_Statuses, Choice(_ALL), Example("weapons-tight")]


class Zone(Checked):
    """An area in a band of heights in which nobody may be engaged, or into which no round may be sent."""

    alternatives = (("around", "radius"), ("corners",))
    around: Site | None = Field(default=None, description="Middle of a circle.")
    radius: _Radius | None = Field(default=None, description="Radius of that circle.")
    corners: tuple[Site, ...] = Field(
        default=(),
        description="Corners of a polygon, one after the other, in place of a circle.",
        examples=[["44.9 N 20.1 E", "44.9 N 20.4 E", "44.7 N 20.4 E"]],
    )
    floor: _Level = Field(default=-500.0, description="Height above the sea from which it holds; from the ground.")
    ceiling: _Level = Field(default=math.inf, description="Height above the sea up to which it holds; without end.")
    forbids: Annotated[
        Literal["targets", "rounds", "both"], Choice(("targets", "rounds", "both")), Example("rounds")
    ] = Field(
        default="both",
        description="What it forbids: to engage targets in it, to send rounds into it or through it, or both.",
    )
    under: tuple[_Status, ...] = Field(
        default=_ALL,
        description="Weapons control statuses under which it holds; under all where nothing is said.",
        examples=[["weapons-tight"]],
    )


Zones = dict[Annotated[Name, Example("town")], Zone]
#: Zones as they may be written.
ZONES = [{"town": {"around": "44.82 N 20.46 E", "radius": "5 km"}}]
