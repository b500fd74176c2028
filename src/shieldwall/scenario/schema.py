"""The schema of a scenario, SI and radians throughout; every name in it is a stable id."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, PrivateAttr, Tag

from shieldwall.catalogue.own import Brought
from shieldwall.quantities.constants import REFRACTION_FACTOR
from shieldwall.quantities.errors import InputError
from shieldwall.quantities.positions import Position
from shieldwall.scenario.fields import HeightField, Package, Site, WaypointField
from shieldwall.text.fields import (
    Bearing,
    Choice,
    Count,
    Distance,
    Duration,
    Flag,
    Instant,
    Line,
    Name,
    Point,
    Probability,
    Prose,
    Quantity,
    Whole,
)
from shieldwall.text.schema import Checked, Example

_Factor = Annotated[float, Quantity("number", low=0.1, high=100.0), Example("1.333")]
_Worth = Annotated[float, Quantity("number", low=0.0, high=1e6), Example("10")]
_Speed = Annotated[float, Quantity("speed", low=5.0, high=3000.0), Example("240 m/s")]
_Radius = Annotated[float, Quantity("length", low=100.0, high=500e3), Example("15 km")]
_Lasts = Annotated[float, Quantity("duration", low=1.0, high=86400.0), Example("40 min")]
_Turns = Annotated[float, Quantity("number", low=0.1, high=1000.0), Example("4")]


class Draws(Checked):
    """What is drawn anew in each run because nobody knows it; off stands for its central value."""

    terrain_error: Flag = True
    obstacle_angle: Flag = True
    registration_bias: Flag = True


class Delays(Checked):
    """Times of the command chain that replace the catalogue's, seconds; None keeps the catalogue's."""

    declare: Duration | None = None
    """From the confirmation of a track to its declaration as hostile."""
    cycle: Duration | None = None
    """Between two rounds of threat evaluation and assignment."""
    reaction: Duration | None = None
    """From an order to the first launch that the unit could make."""
    autonomy: Duration | None = None
    """Silence of the post after which a unit fights alone."""


class Command(Checked):
    """Who commands and by which rules."""

    post: Name
    doctrine: Annotated[str, Brought(("shoot-look-shoot", "salvo"), "doctrines")] = "shoot-look-shoot"
    control: Annotated[
        Literal["weapons-free", "weapons-tight", "weapons-hold"],
        Choice(("weapons-free", "weapons-tight", "weapons-hold")),
    ] = "weapons-tight"
    salvo: Annotated[int, Whole(1, 8), Example("2")] = 2
    """Rounds in a salvo; shoot-look-shoot fires one at a time."""
    delays: Delays = Delays()


class Outage(Checked):
    """A time in which a link carries nothing, seconds from the start."""

    start: Duration = Field(alias="from")
    end: Duration = Field(alias="to")


class Link(Checked):
    """A net: every two of the units that it joins may talk; `fails` is the chance that a message is lost."""

    name: Name
    joins: tuple[Name, ...]
    delay: Duration
    fails: Probability = 0.0
    outages: tuple[Outage, ...] = ()


class BlueUnit(Checked):
    """A unit of the defence; a count above one sets its members on a ring of radius `spread` about `at`."""

    entry: Name = Field(alias="is")
    at: Site
    facing: Bearing | None = None
    count: Count = 1
    spread: Distance = 0.0
    rounds: Annotated[int, Whole(0, 10_000), Example("8")] | None = None
    value: _Worth = 0.0
    hardness: _Worth = 1.0

    def offsets(self) -> tuple[tuple[float, float], ...]:
        """Return metres east and north of `at` for each member, clockwise from the facing or from north."""
        if self.count == 1:
            return ((0.0, 0.0),)
        first, turn = self.facing or 0.0, 2.0 * math.pi / self.count
        bearings = (first + turn * member for member in range(self.count))
        return tuple((self.spread * math.sin(angle), self.spread * math.cos(angle)) for angle in bearings)


class Blue(Checked):
    """The defence."""

    command: Command
    links: tuple[Link, ...] = ()
    units: dict[Name, BlueUnit]


class Orbit(Checked):
    """A level circle flown clockwise, for some turns or until a time; for ever when neither is said."""

    around: Site
    radius: _Radius
    turns: _Turns | None = None
    until: Duration | None = None


class Strike(Checked):
    """The vehicle itself flies into its target, straight down the last `dive` metres of ground."""

    on: Name = Field(alias="strike")
    dive: Distance = 2000.0


class Release(Checked):
    """The vehicle releases `count` weapons at a ground distance of `at` from its target."""

    weapon: Name = Field(alias="release")
    on: Name
    at: Distance
    count: Annotated[int, Whole(1, 100), Example("2")] = 1


class Look(Checked):
    """The vehicle sees its target when it was near enough, in view, for a time without a break."""

    on: Name = Field(alias="look")
    within: Distance
    lasts: Duration = Field(alias="for")


def _mission(value: Any) -> str:
    keys = value if isinstance(value, dict) else {}
    return next((f"<{key}>" for key in ("strike", "release", "look") if key in keys), "")


Mission = Annotated[
    Annotated[Strike, Tag("<strike>")] | Annotated[Release, Tag("<release>")] | Annotated[Look, Tag("<look>")],
    Discriminator(
        _mission,
        custom_error_type="mission",
        custom_error_message=(
            "no mission is said here; write {strike: PLACE}, {release: WEAPON, on: PLACE, at: 12 km} "
            "or {look: PLACE, within: 20 km, for: 60 s}"
        ),
    ),
]


class Spread(Checked):
    """How the raid varies from run to run: standard deviations, drawn for each member of a unit."""

    time: Duration = 0.0
    offset: Distance = 0.0
    """Sideways, across the route."""
    height: Distance = 0.0


class RedUnit(Checked):
    """Scripted vehicles of the raid: `count` members, one `spacing` (seconds) after another.

    They begin at the first waypoint, or on the orbit where there is no route; with both, the orbit is
    flown after the route. `height` holds from the beginning; a waypoint's own height is reached there, the
    change spread evenly over the leg before it. `then` is what follows the mission: back along the route
    (`home`), or on along it and out (`continue`).
    """

    entry: Name = Field(alias="is")
    count: Count = 1
    route: Name | None = None
    orbit: Orbit | None = None
    height: HeightField
    speed: _Speed
    enters: Duration = 0.0
    spacing: Duration = 0.0
    mission: Mission | None = None
    then: Annotated[Literal["home", "continue"], Choice(("home", "continue"))] = "home"
    spread: Spread = Spread()


class Red(Checked):
    """The raid."""

    routes: dict[Name, tuple[WaypointField, ...]] = Field(default={})
    units: dict[Name, RedUnit]


class DefendedPlace(Checked):
    """Something worth defending: what it is worth, the damage that destroys it, and its radius in metres."""

    at: Site
    defended_by: Annotated[Literal["blue"], Choice(("blue",))] = "blue"
    value: _Worth
    hardness: _Worth = 1.0
    radius: Distance = 200.0


def _centre(sites: Collection[Position]) -> Position:
    latitude = math.degrees(sum(site.latitude for site in sites) / len(sites))
    longitude = math.degrees(sum(site.longitude for site in sites) / len(sites))
    return Position(math.radians(round(latitude, 2)), math.radians(round(longitude, 2)))


def _version(value: int) -> int:
    if value != 1:
        raise InputError(f"format {value} is not known", instead="write scenario: 1")
    return value


class Scenario(Checked):
    """A checked scenario: positions absolute, every name resolved, the text that it came from kept.

    Lengths in metres, times in seconds from `start`, angles in radians, bearings clockwise from north.
    """

    version: Annotated[int, Whole(0, 99), AfterValidator(_version), Example("1")] = Field(alias="scenario")
    title: Line
    question: Prose
    terrain: Annotated[Line, Example("serbia")]
    start: Annotated[Instant, Example("2019-10-24T08:00Z")]
    lasts: _Lasts
    stated_origin: Point | None = Field(default=None, alias="origin")
    refraction: _Factor = REFRACTION_FACTOR
    draws: Draws = Draws()
    needs: tuple[Package, ...] = ()
    blue: Blue
    red: Red
    places: dict[Name, DefendedPlace] = Field(default={})

    _text: str = PrivateAttr(default="")
    _file: str = PrivateAttr(default="")

    def kept(self, text: str, file: str) -> Scenario:
        """Return this scenario with the text and file that it came from."""
        self._text, self._file = text, file
        return self

    @property
    def text(self) -> str:
        """The text that this scenario was read from, changes included."""
        return self._text

    @property
    def file(self) -> str:
        """The file that the text came from, as it was named."""
        return self._file

    @property
    def origin(self) -> Position:
        """The stated origin of the frame, or the centre of blue's sites rounded to 0.01 degree."""
        if self.stated_origin is not None:
            return self.stated_origin
        return _centre([unit.at for unit in self.blue.units.values()])

    def position(self, name: str) -> Position:
        """Return where a unit of blue or a place is; KeyError when there is none of that name."""
        if name in self.places:
            return self.places[name].at
        return self.blue.units[name].at
