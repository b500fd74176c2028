"""The schema of a scenario, SI and radians throughout; every name in it is a stable id."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, PrivateAttr, Tag

from shieldwall.catalogue.beside import NONE, OwnEntries
from shieldwall.catalogue.own import Brought
from shieldwall.quantities.constants import REFRACTION_FACTOR
from shieldwall.quantities.errors import InputError
from shieldwall.quantities.positions import Position
from shieldwall.scenario.delays import Delays
from shieldwall.scenario.extension import Written
from shieldwall.scenario.fields import (
    AsideField,
    DurationField,
    HeightField,
    Package,
    ReactionField,
    Site,
    SpeedField,
    WaypointField,
)
from shieldwall.scenario.nets import Link, Partner, Switch
from shieldwall.scenario.surroundings import Draws, Propagation, Weather
from shieldwall.scenario.traffic import Corridor, Orbit, Spread, Traffic
from shieldwall.scenario.zones import ZONES, Zones
from shieldwall.text.fields import (
    Bearing,
    Choice,
    Count,
    Flag,
    Instant,
    Line,
    Name,
    Point,
    Probability,
    Prose,
    Quantity,
    Shape,
    Whole,
)
from shieldwall.text.proposals import Example, Refers
from shieldwall.text.schema import Checked

_Factor = Annotated[float, Quantity("number", low=0.1, high=100.0), Example("1.333")]
_Worth = Annotated[float, Quantity("number", low=0.0, high=1e6), Example("10")]
_Hardness = Annotated[float, Quantity("number", low=1e-6, high=1e6), Example("1")]
_Far = Annotated[float, Quantity("length", low=0.0, high=1e6), Example("20 km")]
_Trees = Annotated[float, Quantity("length", low=0.0, high=60.0), Example("15 m")]
_Lasts = Annotated[float, Quantity("duration", low=1.0, high=86400.0), Example("40 min")]
#: Where the names stand that fields take: units of the defence, and all that is defended.
_OF_BLUE, _TARGETS = Refers(("blue.units",)), Refers(("places", "blue.units"))
_Unit = Annotated[Name | None, _OF_BLUE]
#: Command doctrines of the house.
METHODS = ("centralised", "decentralised", "ambush")


class Command(Checked):
    """Who commands and by which rules."""

    post: Annotated[Name, Example("battery"), _OF_BLUE] = Field(
        description="Unit of blue that commands the others, itself or through posts under it."
    )
    doctrine: Annotated[
        str, Brought(("shoot-look-shoot", "salvo", "ripple", "by-time"), "doctrines"), Example("salvo")
    ] = Field(default="shoot-look-shoot", description="How many rounds are fired before the next look at the target.")
    method: Annotated[str, Brought(METHODS, "commands"), Example("decentralised")] = Field(
        default="centralised",
        description="How units are commanded: the post assigns targets, units choose, or they lie in wait, silent.",
    )
    control: Annotated[
        Literal["weapons-free", "weapons-tight", "weapons-hold"],
        Choice(("weapons-free", "weapons-tight", "weapons-hold")),
        Example("weapons-tight"),
    ] = Field(
        default="weapons-tight",
        description="At what units fire: all but neutrals and friends, what is hostile, or in self-defence alone.",
    )
    salvo: Annotated[int, Whole(1, 8), Example("2")] = Field(default=2, description="Rounds in a salvo, at most.")
    ripple: Annotated[ReactionField, Example("6 s")] = Field(default=5.0, description="Between two rounds of a ripple.")
    least_chance: Annotated[Probability, Example("0.1")] = Field(
        default=0.3, description="Chance of a kill below which no round is fired."
    )
    reserve: Annotated[Probability, Example("0.5")] = Field(
        default=0.25, description="Share of a unit's ready rounds that is kept from slow targets, such as drones."
    )
    tracker: Annotated[Literal["constant-velocity", "imm"], Choice(("constant-velocity", "imm")), Example("imm")] = (
        Field(
            default="constant-velocity",
            description="Motion that all pictures expect: nearly constant velocity, or two models that interact.",
        )
    )
    merging: Flag = Field(default=False, description="Whether duplicate tracks of a picture are merged.")
    delays: Delays = Field(default=Delays(), description="Times that replace the catalogue's.")


class BlueUnit(Checked):
    """A unit of the defence, or as many alike as `count` says."""

    entry: Annotated[Name, Example("pantsir-s1")] = Field(
        alias="is", description="Entry of the catalogue: a unit or a sensor."
    )
    at: Site = Field(description="Where it stands: a position, or a distance and bearing from something named.")
    facing: Bearing | None = Field(default=None, description="Middle of its sector; north where nothing is said.")
    count: Count = Field(default=1, description="How many; above one they stand on a ring about that place.")
    spread: Annotated[AsideField, Example("2 km")] = Field(default=0.0, description="Radius of that ring.")
    rounds: Annotated[int, Whole(0, 10_000), Example("8")] | None = Field(
        default=None, description="Rounds on each launcher, in place of the catalogue's."
    )
    trees: _Trees | None = Field(
        default=None, description="Height of the trees about it, `0 m` for none; the scenario's where nothing is said."
    )
    under: _Unit = Field(default=None, description="Post that commands it; the highest where nothing is said.")
    deputy: _Unit = Field(default=None, description="Its unit that commands the others when it, a post, is lost.")
    without_post: Annotated[
        Literal["fight-on", "self-defence", "silent"],
        Choice(("fight-on", "self-defence", "silent")),
        Example("self-defence"),
    ] = Field(
        default="fight-on", description="What it does without a post: fight all, what comes at it, or stay silent."
    )
    method: Annotated[str, Brought(METHODS, "commands"), Example("ambush")] | None = Field(
        default=None, description="How it and the units under it are commanded; as its post where nothing is said."
    )
    guards: Annotated[Name | None, _TARGETS] = Field(
        default=None, description="Place or unit of blue that it defends unasked, as it does itself."
    )
    alert: Annotated[Literal["ready", "cold"], Choice(("ready", "cold")), Example("ready")] = Field(
        default="ready", description="How it begins: ready, or cold, so that it must first start its equipment."
    )
    value: _Worth = Field(default=0.0, description="What it is worth to the defence, on the scale of the places.")
    hardness: _Hardness = Field(default=1.0, description="Damage that destroys it.")
    switch: Switch | None = Field(
        default=None,
        description="Switch that its seller keeps.",
        examples=[{"degrades": "off", "at": "10 min", "chance": "0.5"}],
    )
    partner: Partner | None = Field(
        default=None,
        description="For a partner from outside, who takes no orders: whether it receives the post's picture, "
        "gives early warning of its own, or both.",
    )

    def offsets(self) -> tuple[tuple[float, float], ...]:
        """Return metres east and north of `at` for each member, clockwise from the facing or from north."""
        if self.count == 1:
            return ((0.0, 0.0),)
        first, turn = self.facing or 0.0, 2.0 * math.pi / self.count
        bearings = (first + turn * member for member in range(self.count))
        return tuple((self.spread * math.sin(angle), self.spread * math.cos(angle)) for angle in bearings)


class Blue(Checked):
    """The defence."""

    command: Command = Field(description="Who commands and by which rules.")
    links: tuple[Link, ...] = Field(default=(), description="Nets over which units talk.")
    routing: Annotated[Literal["fixed", "adaptive"], Choice(("fixed", "adaptive")), Example("adaptive")] = Field(
        default="fixed",
        description="Whether two units talk over the quickest net that joins them and no other, or over the quickest "
        "way that is open, through other units too.",
    )
    units: dict[Annotated[Name, Example("battery")], BlueUnit] = Field(description="Units by name.")
    zones: Zones = Field(default={}, description="Hold-fire zones by name.", examples=ZONES)


class Strike(Checked):
    """The vehicle itself flies into its target, straight down the last `dive` metres of ground."""

    on: Annotated[Name, Example("depot"), _TARGETS] = Field(
        alias="strike", description="Place or unit that it flies into."
    )
    dive: Annotated[AsideField, Example("2 km")] = Field(
        default=2000.0, description="Ground distance over which it goes down to its target."
    )


class Release(Checked):
    """The vehicle releases `count` weapons at a ground distance of `at` from its target."""

    weapon: Annotated[Name, Example("guided-bomb")] = Field(
        alias="release", description="Entry of the catalogue: the weapon that is released."
    )
    on: Annotated[Name, Example("depot"), _TARGETS] = Field(description="Place or unit that the weapons are for.")
    at: Annotated[_Far, Example("12 km")] = Field(description="Ground distance of the release from the target.")
    count: Annotated[int, Whole(1, 100), Example("2")] = Field(default=1, description="Weapons released.")


class Look(Checked):
    """The vehicle sees its target when it was near enough, in view, for a time without a break."""

    on: Annotated[Name, Example("depot"), _TARGETS] = Field(alias="look", description="Place or unit that it looks at.")
    within: Annotated[_Far, Example("20 km")] = Field(description="Distance from which it can see its target.")
    lasts: Annotated[DurationField, Example("60 s")] = Field(alias="for", description="Time in view that completes it.")


class Jamming(Checked):
    """A noise jammer that every member carries, from a time until a time; all the while when neither is said."""

    entry: Annotated[Name, Example("stand-off-pods")] = Field(
        alias="is", description="Entry of the catalogue: a jammer."
    )
    start: DurationField = Field(alias="from", default=0.0, description="When it begins to transmit, from the start.")
    end: Annotated[DurationField, Example("20 min")] = Field(
        alias="to", default=math.inf, description="When it stops, from the start."
    )


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


class RedUnit(Checked):
    """Scripted vehicles of the raid: `count` members, one `spacing` (seconds) after another.

    They begin at the first waypoint, or on the orbit where there is no route; with both, the orbit is
    flown after the route. `height` holds from the beginning; a waypoint's own height is reached there, the
    change spread evenly over the leg before it. `then` is what follows the mission: back along the route
    (`home`), or on along it and out (`continue`).
    """

    entry: Annotated[Name, Example("tomahawk-class")] = Field(
        alias="is", description="Entry of the catalogue: an aircraft, a cruise missile or a drone."
    )
    count: Count = Field(default=1, description="Members, one after another.")
    route: Annotated[Annotated[Name, Example("valley")] | None, Refers(("red.routes",))] = Field(
        default=None, description="Route that they fly, by name."
    )
    orbit: Orbit | None = Field(default=None, description="Circle that they fly after the route, or from the start.")
    height: HeightField = Field(description="Height at the beginning, above ground (agl) or mean sea level (amsl).")
    speed: SpeedField = Field(description="Speed over the ground.")
    enters: Annotated[DurationField, Example("5 min")] = Field(
        default=0.0, description="When the first member enters, from the start."
    )
    spacing: Annotated[DurationField, Example("20 s")] = Field(
        default=0.0, description="Time from one member to the next."
    )
    mission: Mission | None = Field(
        default=None,
        description="What they do: strike, release weapons, or look.",
        examples=[{"strike": "depot"}, {"release": "guided-bomb", "on": "depot", "at": "12 km"}],
    )
    jammer: Jamming | None = Field(
        default=None, description="Noise jammer that each member carries.", examples=[{"is": "stand-off-pods"}]
    )
    then: Annotated[Literal["home", "continue"], Choice(("home", "continue")), Example("home")] = Field(
        default="home", description="After the mission: back along the route, or on along it and out."
    )
    transponder: Annotated[Literal["none", "civil"], Choice(("none", "civil")), Example("civil")] = Field(
        default="none", description="Whether it answers as a civil aircraft does, to be taken for one."
    )
    spread: Spread = Field(default=Spread(), description="How they vary from run to run.")


class Red(Checked):
    """The raid."""

    routes: dict[Name, tuple[WaypointField, ...]] = Field(default={}, description="Routes by name: lists of waypoints.")
    units: dict[Annotated[Name, Example("strike")], RedUnit] = Field(description="Groups of threats by name.")


class DefendedPlace(Checked):
    """Something worth defending: what it is worth, the damage that destroys it, and its radius in metres."""

    at: Site = Field(description="Where it lies: a position, or a distance and bearing from something named.")
    defended_by: Annotated[Literal["blue"], Choice(("blue",)), Example("blue")] = Field(
        default="blue", description="The side that defends it."
    )
    value: _Worth = Field(description="What it is worth; damage is given as a share of all values.")
    hardness: _Hardness = Field(default=1.0, description="Damage that destroys it.")
    radius: Annotated[AsideField, Example("200 m")] = Field(
        default=200.0, description="A hit farther from its middle does no damage."
    )


def _centre(sites: Collection[Position]) -> Position:
    """Return the mean of places as unit vectors, so that 179 E and 179 W meet at 180; rounded to 0.01 degree."""
    x = sum(math.cos(site.latitude) * math.cos(site.longitude) for site in sites)
    y = sum(math.cos(site.latitude) * math.sin(site.longitude) for site in sites)
    z = sum(math.sin(site.latitude) for site in sites)
    latitude, longitude = math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))
    return Position(math.radians(round(latitude, 2)), math.radians(round(longitude, 2)))


def _version(value: int) -> int:
    if value != 1:
        raise InputError(f"format {value} is not known", instead="write scenario: 1")
    return value


class Scenario(Checked):
    """A checked scenario: positions absolute, every name resolved, the text that it came from kept.

    Lengths in metres, times in seconds from `start`, angles in radians, bearings clockwise from north.
    """

    version: Annotated[int, Whole(0, 99), AfterValidator(_version), Shape({"enum": [1, "1"]}), Example("1")] = Field(
        alias="scenario", description="Format of the scenario."
    )
    title: Line = Field(description="Title of the exercise.")
    question: Annotated[Prose, Example("What does the group stop, and what leaks?")] = Field(
        description="The question that the exercise is to answer."
    )
    terrain: Annotated[Line, Example("serbia")] = Field(
        description="Built-in terrain, or the path of a GeoTIFF file from the folder of the scenario."
    )
    start: Instant = Field(description="When it starts, with its time zone.")
    lasts: _Lasts = Field(description="How long it lasts.")
    stated_origin: Point | None = Field(
        default=None, alias="origin", description="Origin of the plane; the centre of blue where nothing is said."
    )
    refraction: _Factor = Field(
        default=REFRACTION_FACTOR, description="Factor on the earth's radius that stands for the bending of rays."
    )
    trees: _Trees | None = Field(
        default=None,
        description="Height of the trees about all sites, `0 m` for none; the catalogue's where nothing is said.",
    )
    weather: Weather = Field(default=Weather(), description="The weather, everywhere; clear where nothing is said.")
    propagation: Propagation = Field(
        default=Propagation(), description="What radar waves meet on their way; all of it where nothing is said."
    )
    draws: Draws = Field(default=Draws(), description="What is drawn anew in each run because nobody knows it.")
    needs: tuple[Package, ...] = Field(default=(), description="Packages whose plug-ins the scenario needs.")
    catalogue: Annotated[Line, Example("my-systems")] | None = Field(
        default=None,
        description="Own entries: a folder or a file of them, by its path from the folder of the scenario.",
    )
    blue: Blue = Field(description="The defence.")
    red: Red = Field(description="The raid.")
    places: dict[Name, DefendedPlace] = Field(default={}, description="What is defended, by name.")
    traffic: Traffic = Field(default=Traffic(), description="What flies besides the raid: civil and own aircraft.")
    corridors: dict[Annotated[Name, Example("balkan")], Corridor] = Field(
        default={},
        description="Lanes in which aircraft are expected, by name.",
        examples=[{"balkan": {"along": "balkan", "width": "18 km", "lowest": "7 km", "highest": "13 km"}}],
    )

    _written: Written = PrivateAttr(default=Written())
    _own: OwnEntries = PrivateAttr(default=NONE)

    def as_written(self, written: Written, own: OwnEntries = NONE) -> Scenario:
        """Return this scenario with what it was read from, and its own entries."""
        self._written, self._own = written, own
        return self

    @property
    def own(self) -> OwnEntries:
        """The own entries that count in this scenario."""
        return self._own

    @property
    def written(self) -> Written:
        """What it was read from."""
        return self._written

    @property
    def text(self) -> str:
        """The text of the whole scenario, with what it extends and with changes."""
        return self._written.text

    @property
    def file(self) -> str:
        """The file that the text came from, as it was named."""
        return self._written.file

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
