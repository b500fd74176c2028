"""The plan of a scenario: everything that no replication changes, made once and shared by all threads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.raid_groups import Land
from shieldwall.assembly.plan.air import clear_air, path_losses
from shieldwall.assembly.plan.code import code_hash
from shieldwall.assembly.plan.corridors import plan_corridors
from shieldwall.assembly.plan.ground import tree_ring
from shieldwall.assembly.plan.header import fixed_header
from shieldwall.assembly.plan.links import Network, plan_network
from shieldwall.assembly.plan.names import Names
from shieldwall.assembly.plan.plenty import AS_STATED, Plenty
from shieldwall.assembly.plan.raid import RaidPlan, plan_raid
from shieldwall.assembly.plan.reach import Reach, plan_reach
from shieldwall.assembly.plan.rows import Constant, Image, table
from shieldwall.assembly.plan.sites import AS_FOUGHT, Plane, Sight, deploy, place_rows, relief_scene
from shieldwall.assembly.plan.tables import TableInputs, Tables
from shieldwall.assembly.plan.terms import Number, Term, Terms
from shieldwall.assembly.plan.units import DeployedUnit, UnitMaker
from shieldwall.assembly.plan.weapons import THRUST, WeaponKind
from shieldwall.assembly.plan.zones import Zones, plan_zones, zones_in_header
from shieldwall.catalogue import load as load_entry
from shieldwall.catalogue.beside import beside
from shieldwall.catalogue.entry import Entry
from shieldwall.catalogue.fits import fit
from shieldwall.catalogue.values import Value
from shieldwall.catalogue.weapons import Interceptor
from shieldwall.kernels import detection, elementary
from shieldwall.kernels.detection import probability_table
from shieldwall.kernels.draws import TERRAIN
from shieldwall.kernels.treetops import DIRECTIONS
from shieldwall.quantities.errors import PlanError
from shieldwall.scenario.schema import Scenario
from shieldwall.state.link import OUTAGE
from shieldwall.state.sensor import SENSOR
from shieldwall.terrain import Masks, load
from shieldwall.terrain.cache import cached

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
#: The terrain's error where it is not drawn: halfway from the terrain as read to the raised one.
MIDDLE = 0.5


@dataclass(frozen=True)
class Memory:
    """A thread's memory at a scale of its work tables: its words before a draw, and what each draw writes, int64[n, 2].

    A write is the number of a word and that of a value.
    """

    image: Image
    words: Floats
    floats: Integers
    wholes: Integers


@dataclass(frozen=True, eq=False)
class Plan:
    """What is known of a scenario before anything is drawn.

    `ranges` says whether figures may leave their central values; else tables hold for those alone, and `central` are
    the columns of the figures that then must not move. `plenty` is what every fire unit has beyond what it states.
    `digest` is the SHA-256 of scenario, entries, terrain and code, hexadecimal. `figures`, `steps`: FIGURE and TERM
    rows, whose values stand one after the other in the vector of a replication. `place` is where the terms begin, and
    the radii of the frame, m; `air`: float64[band, LAYERS], losses of clear air. `works`: int64[unit], the values that
    say whether each works; `blocks`, `there`: as `draw.tables.muster` has them; `heights`: int64[sensor], the values
    that are the heights of the antennas, -1 where one mask was made.
    """

    scenario: Scenario
    ranges: bool
    plenty: Plenty
    digest: str
    entries: Mapping[str, Entry]
    plane: Plane
    names: Names
    units: Sequence[DeployedUnit]
    weapon_kinds: Mapping[str, WeaponKind]
    places: Sequence[Constant]
    tables: Tables
    raid: RaidPlan
    land: Land
    terms: Terms
    figures: Any
    steps: Any
    central: Integers
    place: tuple[float, float, float]
    air: Floats
    relief: Number
    works: Integers
    blocks: Integers
    there: tuple[Integers, Integers]
    masks: Masks
    heights: Integers
    reach: Reach
    network: Network
    outages: Any
    zones: Zones
    assets: Floats
    corridors: Any
    probability: NDArray[np.float32]
    losses: NDArray[np.float32]
    tree_rings: Floats
    #: What was laid out to find the terms, until a thread's memory is made of it.
    _image: list[Image] = field(default_factory=list)
    _memories: dict[int, Memory] = field(default_factory=dict)

    @property
    def by_name(self) -> Mapping[str, int]:
        """Columns of the figures by "entry.path"."""
        return self.terms.figures.by_name

    @cached_property
    def header(self) -> dict[str, Any]:
        """The parts of a header that no replication changes."""
        units = [unit.name for unit in self.units]
        stated = [(entry, [*entry.values(), *self.fitted(name)]) for name, entry in self.entries.items()]
        with beside(self.scenario.own):
            known = fixed_header(self.scenario, self.plane.terrain, self.names.all(), units, self.places, stated)
        return {**known, "zones": zones_in_header(self.scenario, self.plane.frame)}

    def fitted(self, entry_id: str) -> list[tuple[str, Value]]:
        """Return the figures of an entry that its fit states and not its text: path and value."""
        kind = self.weapon_kinds.get(entry_id)
        return [(THRUST, kind.thrusts)] if kind is not None and kind.thrusts is not None else []

    def memory(self, scale: int = 1) -> Memory:
        """Return a thread's memory at a scale of the work tables."""
        made = self._memories.get(scale)
        if made is None:
            # Every thread begins at scale 1; those between are steps that few take again, and others may add some.
            for step in [one for one in list(self._memories) if 1 < one < scale]:
                self._memories.pop(step, None)
            image = self._laid(scale)
            self._memories[scale] = made = Memory(image, image.words(), *image.writes(self.terms))
        return made

    def _laid(self, scale: int) -> Image:
        """Return the image of a scale, at first the one that was laid out already."""
        if scale == 1:
            with suppress(IndexError):
                return self._image.pop()
        return self.tables.image(scale)

    @cached_property
    def scene(self) -> dict[str, NDArray[Any]]:
        """Arrays that pictures of a run need: the relief, coarse and finer near the origin, with corner and cell."""
        return relief_scene(self.plane)

    def holds(self) -> bool:
        """Tell whether the scenario's entries, its terrain and the code are still those of this plan."""
        return digest_of(self.scenario, load(self.scenario.terrain).digest, self.entries) == self.digest

    def check(self, scenario: Scenario) -> None:
        """Raise PlanError when a scenario, its entries, its terrain or the code are not those of this plan."""
        if scenario is not self.scenario and scenario.text != self.scenario.text:
            raise PlanError("this plan was made for another scenario")
        if not self.holds():
            raise PlanError("this plan was made for another catalogue, terrain or version of the code; plan again")


def plan(scenario: Scenario, ranges: bool = False, plenty: Plenty = AS_STATED, sight: Sight = AS_FOUGHT) -> Plan:
    """Return the plan of a scenario; with `ranges`, figures may be drawn from their ranges.

    `plenty` gives every fire unit more than it states, `sight` says how closely the ground is looked at. Rows of every
    table follow stable names. Raises InputError for what the catalogue or the terrain refuses.
    """
    with beside(scenario.own):
        return _planned(scenario, ranges, plenty, sight)


def _planned(scenario: Scenario, ranges: bool, plenty: Plenty, sight: Sight) -> Plan:
    terms, names = Terms(), Names()
    plane = sight.plane(scenario)
    maker = UnitMaker(scenario, terms, names, plenty)
    units = deploy(scenario, maker)
    rows, targets = place_rows(scenario, units, plane, names)
    raid = plan_raid(scenario, plane.frame, terms.figures, names, targets)
    members = {name: [u.name for u in units if u.name.split("/")[1] == name] for name in scenario.blue.units}
    network = plan_network(scenario, members, [unit.name for unit in units], [unit.entry for unit in units], names)
    zones = plan_zones(scenario, plane.frame, names)
    seen = sight.masks(units, plane, ranges)
    relief: Number = terms.uniform(TERRAIN, "terrain") if scenario.draws.terrain_error else MIDDLE
    tables = Tables(
        TableInputs(scenario, units, maker.weapon_kinds, rows, seen, relief, plane.grid, network, maker.sensors,
                     terms, names, ranges, raid.raid.members.side, len(raid.jammers))
    )  # fmt: skip
    image = tables.image(1)
    header = plane.grid.header
    weapon_kinds = [maker.weapon_kinds[name] for name in tables.airframes]
    heights = [terms.index(one.antenna_height) if ranges and isinstance(one.antenna_height, Term) else -1
               for _, one in tables.sensors]  # fmt: skip
    return Plan(
        scenario,
        ranges,
        plenty,
        digest_of(scenario, plane.terrain.digest, {*maker.entries, *raid.entries}),
        {**maker.entries, **raid.entries},
        plane,
        names,
        units,
        maker.weapon_kinds,
        rows,
        tables,
        raid,
        plane.land,
        terms,
        terms.figures.table(),
        terms.table(),
        np.array(sorted(_held(tables, weapon_kinds)) if not ranges else [], np.int64),
        (float(len(terms.figures)), float(header["meridional"]), float(header["normal"])),
        clear_air({int(one.row["band"]) for _, one in tables.sensors if "fluctuates" in one.row}),  # type: ignore[arg-type]
        relief,
        np.array([terms.index(unit.works) for unit in units if isinstance(unit.works, Term)], np.int64),
        _blocks(tables, len(units)),
        (_there(tables.channels, terms), _there(tables.launchers, terms)),
        seen,
        np.array(heights, np.int64),
        plan_reach(weapon_kinds, terms, ranges),
        network,
        table(OUTAGE, network.outages),
        zones,
        _assets(rows),
        plan_corridors(scenario, plane.frame),
        _probabilities(tables.tables),
        _losses(scenario, tables, seen, float(header["curvature"])),
        np.array([tree_ring(plane.grid, float(site["x"]), float(site["y"])) for site in seen.sites]).reshape(
            -1, DIRECTIONS
        ),
        [image],
    )


def digest_of(scenario: Scenario, terrain: str, entry_ids: Iterable[str]) -> str:
    """Return the SHA-256 of all that a plan is made of, hexadecimal; `terrain` is that of its elevations."""
    seal = hashlib.sha256(f"{code_hash()} {terrain} {scenario.text}".encode())
    with beside(scenario.own):
        for name in sorted(entry_ids):
            entry = load_entry(name)
            seal.update(repr((entry, fit(name).plain() if isinstance(entry, Interceptor) else None)).encode())
    return seal.hexdigest()


def _held(tables: Tables, weapon_kinds: Sequence[WeaponKind]) -> set[int]:
    """Columns of the figures for which a plan without ranges has one table."""
    figures = (number for _, one in tables.sensors for number in (one.antenna_height, one.pulses, one.row["range_max"]))
    numbers = [*figures, *(kind.thrust for kind in weapon_kinds)]
    return {number.place for number in numbers if isinstance(number, Term)}


def _blocks(tables: Tables, units: int) -> Integers:
    """First channel, most channels, first launcher and most launchers of each unit, int64[unit, 4]."""
    found = np.zeros((units, 4), np.int64)
    for column, owned in ((0, tables.channels), (2, tables.launchers)):
        owners = np.array([n for n, _ in owned], np.int64)
        found[:, column] = np.searchsorted(owners, np.arange(units))
        found[:, column + 1] = np.bincount(owners, minlength=units)
    found[found[:, 1] == 0, 0] = found[found[:, 3] == 0, 2] = 0
    return found


def _there(owned: Sequence[tuple[int, Any]], terms: Terms) -> Integers:
    """The value that is less than 1 where a replication leaves a row out, -1 for rows that are always there."""
    return np.array([terms.index(one.there) if isinstance(one.there, Term) else -1 for _, one in owned], np.int64)


def _assets(places: Sequence[Any]) -> Floats:
    """What is defended, with values relative to the greatest, since only the author knows what a point is worth."""
    worth = [[place["x"], place["y"], place["z"], place["value"]] for place in places if place["value"] > 0.0]
    assets = np.array(worth, np.float64).reshape(-1, 4)
    if len(assets):
        assets[:, 3] /= assets[:, 3].max()
    return assets


def _probabilities(keys: Sequence[tuple[float, int]]) -> NDArray[np.float32]:
    def build() -> dict[str, NDArray[Any]]:
        return {"table": np.stack([probability_table(*key) for key in keys])}

    seal = hashlib.sha256(repr(keys).encode())
    for module in (detection, elementary):
        seal.update(Path(str(module.__file__)).read_bytes())
    return cached("detection", seal.digest(), build)["table"]


def _losses(scenario: Scenario, tables: Tables, seen: Masks, lift: float) -> NDArray[np.float32]:
    rows: list[Any] = [
        {
            "height": float(site["height"]),
            "sea_sine": laid["loss_horizon"],
            "range_max": laid["loss_range"],
            "band": laid["band"],
            "fluctuates": laid.get("fluctuates", 0),
        }
        for site, laid in zip(seen.sites, tables.sensor_rows, strict=True)
    ]
    return path_losses(table(SENSOR, rows), scenario.weather, scenario.propagation, lift)
