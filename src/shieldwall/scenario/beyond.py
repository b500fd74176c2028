"""What a scenario asks of a vehicle, weapon or launcher beyond its entry; it is flown and fired as written."""

from __future__ import annotations

from collections.abc import Iterator

from shieldwall import catalogue
from shieldwall.catalogue.schema import Unit
from shieldwall.catalogue.values import Value
from shieldwall.catalogue.weapons import Threat
from shieldwall.quantities.constants import STANDARD_GRAVITY
from shieldwall.quantities.errors import InputWarning
from shieldwall.quantities.units import show, show_time
from shieldwall.scenario.fields import Height
from shieldwall.scenario.schema import BlueUnit, Jamming, Look, RedUnit, Release, Scenario
from shieldwall.text.nodes import Node

AS_WRITTEN = "it is taken as written"
#: How far a figure may lie outside a range that was written in other units, as a share of it.
ROUNDING = 1e-3
#: Factors on the earth's radius that stand for air over many km. Assumption: about 4/3 as a rule, seldom below 0.6; in
#: a duct rays follow the earth, which no factor tells.
BENDING = (0.5, 4.0)
#: Radii of places, m: less is missed by every weapon, and beyond it several places are meant.
ACROSS = (1.0, 5000.0)
#: Times of the command chain: what they are called, the figure that they replace, and whether a post has it too.
DELAYS = {
    "declare": ("declaration delay", "declaration_delay", True),
    "cycle": ("command cycle", "command_cycle", True),
    "reaction": ("reaction time", "reaction_time", False),
    "autonomy": ("autonomy delay", "autonomy_delay", False),
    "decision": ("decision time", "decision_time", True),
}


def beyond_entries(scenario: Scenario, root: Node) -> Iterator[InputWarning]:
    """Yield what a checked scenario asks beyond its entries' ranges, with line, entry's figure, and what is done."""
    yield from _reason(scenario, root)
    yield from _salvo(scenario, root)
    yield from _delays(scenario, root)
    for name, unit in scenario.blue.units.items():
        yield from _loads(root.nearest(("blue", "units", name)), unit)
        yield from _hardness(root.nearest(("blue", "units", name)), unit)
    notches = _notches(scenario)
    for name, vehicle in scenario.red.units.items():
        node = root.nearest(("red", "units", name))
        entry = catalogue.load(vehicle.entry)
        if not isinstance(entry, Threat):
            continue
        yield from _speed(node, vehicle, entry)
        yield from _cancelled(node, vehicle, notches)
        yield from _transponder(node, vehicle, entry)
        yield from _heights(scenario, root, name, vehicle, entry)
        yield from _orbit(node, vehicle, entry)
        if isinstance(vehicle.mission, Release):
            yield from _release(node.nearest(("mission",)), vehicle.mission, entry)
        if isinstance(vehicle.mission, Look):
            yield from _look(node.nearest(("mission",)), vehicle.mission, entry)
        if vehicle.jammer is not None:
            yield from _jammer(node.nearest(("jammer",)), vehicle.jammer, scenario, vehicle)
            yield from _pod(node.nearest(("jammer",)), vehicle.jammer, entry)


def answers(vehicle: RedUnit, entry: Threat) -> bool:
    """Tell whether a raider that is to answer as a civil aircraft has a transponder for it in the catalogue."""
    return vehicle.transponder == "civil" and entry.transponder is not None and entry.transponder.value != "military"


def _transponder(node: Node, vehicle: RedUnit, entry: Threat) -> Iterator[InputWarning]:
    """Yield a warning for a raider that answers without a transponder of its own."""
    if vehicle.transponder == "civil" and not answers(vehicle, entry):
        yield node.nearest(("transponder",)).warning(
            f"{entry.id} has no transponder with civil modes in the catalogue; it answers all the same, always",
            "name an aircraft that has one, such as strike-fighter, or delete transponder",
        )


def _reason(scenario: Scenario, root: Node) -> Iterator[InputWarning]:
    """Yield a warning for figures of air and places that are beyond reason, though no entry has one."""
    least, most = BENDING
    if not least <= scenario.refraction <= most:
        yield root.nearest(("refraction",)).warning(
            f"a factor of {scenario.refraction:g} on the earth's radius is beyond what air does over many km, from "
            f"{least:g} to {most:g} and 4/3 as a rule; {AS_WRITTEN}",
            "write for example 1.333",
        )
    least, most = ACROSS
    for name, place in scenario.places.items():
        if not least <= place.radius <= most:
            what = f"a hit up to {show(place.radius, 'length')} from its middle does damage to it"
            yield root.nearest(("places", name, "radius")).warning(
                f"{what}{', so that hardly any weapon hits it' if place.radius < least else ''}; {AS_WRITTEN}",
                "write for example 200 m",
            )


def ranged(value: Value) -> str:
    """Return a figure in words, with its range where it has one."""
    middle = show(value.value, value.dimension, value.unit)
    if value.low == value.high:
        return middle
    low, high = show(value.low, value.dimension, value.unit), show(value.high, value.dimension, value.unit)
    return f"{middle} ({low} to {high})"


def _salvo(scenario: Scenario, root: Node) -> Iterator[InputWarning]:
    command, place = scenario.blue.command, root.nearest(("blue", "command", "salvo"))
    if not place.path.endswith("salvo"):
        return
    if command.doctrine == "shoot-look-shoot" and command.salvo > 1:
        yield place.warning(
            f"a salvo of {command.salvo} is asked, and shoot-look-shoot fires one at a time", "delete it"
        )
        return
    for name, unit in scenario.blue.units.items():
        most = getattr(catalogue.load_unit(unit.entry), "salvo", None)
        if most is not None and command.salvo > most.high:
            yield place.warning(
                f"a salvo of {command.salvo} is asked, and {name} ({unit.entry}) fires at most {ranged(most)}",
                f"write at most {most.high:g}",
            )


def _delays(scenario: Scenario, root: Node) -> Iterator[InputWarning]:
    command = scenario.blue.command
    for key, (words, figure, also_post) in DELAYS.items():
        asked = getattr(command.delays, key)
        if asked is None:
            continue
        held = [
            (value, name, unit.id)
            for name, unit in ((name, catalogue.load_unit(one.entry)) for name, one in scenario.blue.units.items())
            if (_fires(unit) or (also_post and name == command.post)) and (value := getattr(unit, figure)) is not None
        ]
        slowest = max(held, key=lambda one: one[0].low, default=None)
        if slowest is not None and asked < slowest[0].low * (1.0 - ROUNDING):
            value, name, entry = slowest
            yield root.nearest(("blue", "command", "delays", key)).warning(
                f"{'an' if words[0] in 'aeiou' else 'a'} {words} of {show(asked, 'duration')} is asked of all units, "
                f"and that of {name} ({entry}) is {ranged(value)}; {AS_WRITTEN}",
                f"write at least {show(value.low, 'duration', value.unit)}",
            )


def _fires(unit: Unit) -> bool:
    return bool(unit.launchers) or any(part.role == "gun" for part in unit.parts.values())


def _hardness(node: Node, unit: BlueUnit) -> Iterator[InputWarning]:
    mass = catalogue.load_unit(unit.entry).hardness
    least, most = mass.low / mass.value, mass.high / mass.value
    if least * (1.0 - ROUNDING) <= unit.hardness <= most * (1.0 + ROUNDING):
        return
    place = node.nearest(("hardness",))
    yield place.warning(
        f"{show(unit.hardness * mass.value, mass.dimension, mass.unit)} of warheads are to destroy it, "
        f"{unit.hardness:g} times the figure of its entry, and {unit.entry} stands {ranged(mass)}; {AS_WRITTEN}",
        f"write a hardness from {least:.3g} to {most:.3g}",
    )


def _loads(node: Node, unit: BlueUnit) -> Iterator[InputWarning]:
    if unit.rounds is None:
        return
    place = node.nearest(("rounds",))
    held = catalogue.load_unit(unit.entry).launchers
    if not held:
        yield place.warning(
            f"{unit.entry} has no launcher, so that no round of these {unit.rounds} is there", "delete it"
        )
    for launcher in held.values():
        if unit.rounds > launcher.rounds.high:
            yield place.warning(
                f"{unit.rounds} rounds of {launcher.fires} are on each launcher, and {unit.entry} holds "
                f"{ranged(launcher.rounds)}; {AS_WRITTEN}",
                f"write at most {launcher.rounds.high:g}",
            )


def _speed(node: Node, vehicle: RedUnit, entry: Threat) -> Iterator[InputWarning]:
    low, high = (entry.min_speed or entry.speed).low, (entry.max_speed or entry.speed).high
    if low * (1.0 - ROUNDING) <= vehicle.speed <= high * (1.0 + ROUNDING):
        return
    unit = entry.speed.unit
    place = node.nearest(("speed",))
    yield place.warning(
        f"{_said(place)} is asked of {entry.id}, which flies at {show(low, 'speed', unit)} to "
        f"{show(high, 'speed', unit)}; {AS_WRITTEN}",
        "write a speed in that range, or name another entry",
    )


def _notches(scenario: Scenario) -> dict[str, Value]:
    """The radial speeds below which radars of blue cancel echoes, by the radars' entries."""
    units = (catalogue.load_unit(unit.entry) for unit in scenario.blue.units.values())
    parts = sorted({part.entry for unit in units for part in unit.parts.values()})
    found = {name: getattr(catalogue.load(name), "blind_speed", None) for name in parts}
    return {name: notch for name, notch in found.items() if notch is not None}


def _cancelled(node: Node, vehicle: RedUnit, notches: dict[str, Value]) -> Iterator[InputWarning]:
    over = [f"{name} below {ranged(notch)}" for name, notch in notches.items() if vehicle.speed <= notch.value]
    if over:
        yield node.nearest(("speed",)).warning(
            f"at {show(vehicle.speed, 'speed')} radars of blue cancel its echo as they cancel clutter "
            f"({', '.join(over)}): they see it seldom, and rounds that they guide lose their support",
            "so it is with what is slow; a faster one is seen all the time",
        )


def _heights(scenario: Scenario, root: Node, name: str, vehicle: RedUnit, entry: Threat) -> Iterator[InputWarning]:
    asked: list[tuple[Node, Height]] = [(root.nearest(("red", "units", name, "height")), vehicle.height)]
    for index, point in enumerate(scenario.red.routes.get(vehicle.route or "", ())):
        if point.height is not None:
            asked.append((root.nearest(("red", "routes", vehicle.route or "", index)), point.height))
    for place, height in asked:
        words = f"{_spoken(height)} is asked of {entry.id} (red.units.{name})"
        if entry.max_altitude is not None and height.metres > entry.max_altitude.high:
            yield place.warning(
                f"{words}, whose ceiling is {ranged(entry.max_altitude)}; {AS_WRITTEN}",
                f"write at most {show(entry.max_altitude.high, 'length', entry.max_altitude.unit)}",
            )
        elif entry.min_altitude is not None and height.above_ground and height.metres < entry.min_altitude.low:
            yield place.warning(
                f"{words}, whose least height is {ranged(entry.min_altitude)} above ground; {AS_WRITTEN}",
                f"write at least {show(entry.min_altitude.low, 'length', entry.min_altitude.unit)} agl",
            )


def _orbit(node: Node, vehicle: RedUnit, entry: Threat) -> Iterator[InputWarning]:
    if vehicle.orbit is None or entry.g_limit is None:
        return
    load = vehicle.speed**2 / vehicle.orbit.radius
    if load > entry.g_limit.high:
        least = vehicle.speed**2 / entry.g_limit.high
        yield node.nearest(("orbit", "radius")).warning(
            f"a circle of {show(vehicle.orbit.radius, 'length')} at {show(vehicle.speed, 'speed')} is a turn of "
            f"{load / STANDARD_GRAVITY:.3g} g, and {entry.id} turns at no more than "
            f"{ranged(entry.g_limit)}; {AS_WRITTEN}",
            f"write a radius of at least {least / 1000.0:.2g} km, or fly slower",
        )


def _release(node: Node, mission: Release, entry: Threat) -> Iterator[InputWarning]:
    carried = entry.carries.get(mission.weapon)
    if carried is None:
        known = ", ".join(entry.carries) or "nothing"
        yield node.nearest(("release",)).warning(
            f"{entry.id} carries {known} and no {mission.weapon}; {AS_WRITTEN}", "name a weapon that it carries"
        )
    elif mission.count > carried.high:
        yield node.nearest(("count",)).warning(
            f"{mission.count} {mission.weapon} are on each {entry.id}, which carries {ranged(carried)}; {AS_WRITTEN}",
            f"write at most {carried.high:g}",
        )
    weapon = catalogue.load(mission.weapon)
    if isinstance(weapon, Threat) and weapon.max_range is not None and mission.at > weapon.max_range.high:
        yield node.nearest(("at",)).warning(
            f"{mission.weapon} is released {show(mission.at, 'length')} from {mission.on}, and it reaches "
            f"{ranged(weapon.max_range)}; it falls short",
            f"write at most {show(weapon.max_range.high, 'length', weapon.max_range.unit)}",
        )


def _look(node: Node, mission: Look, entry: Threat) -> Iterator[InputWarning]:
    place, asked = (
        node.nearest(("within",)),
        f"a look from within {show(mission.within, 'length')} is asked of {entry.id}",
    )
    if entry.look_range is None:
        yield place.warning(
            f"{asked}, whose entry says of no distance from which it sees a place; {AS_WRITTEN}",
            "name an entry with a look_range, for example reconnaissance-uav",
        )
    elif mission.within > entry.look_range.high * (1.0 + ROUNDING):
        yield place.warning(
            f"{asked}, which sees a place from {ranged(entry.look_range)}; {AS_WRITTEN}",
            f"write at most {show(entry.look_range.high, 'length', entry.look_range.unit)}, and lead it so near",
        )


def _pod(node: Node, jammer: Jamming, entry: Threat) -> Iterator[InputWarning]:
    if jammer.entry in entry.jammers:
        return
    known = ", ".join(entry.jammers)
    carriers = [name for name in catalogue.ids() if jammer.entry in getattr(catalogue.load(name), "jammers", ())]
    yield node.nearest(("is",)).warning(
        f"{entry.id} carries {f'{known} and no {jammer.entry}' if known else 'no jammer'}: {jammer.entry} is a load "
        f"beyond its entry; {AS_WRITTEN}",
        f"name what carries it, such as {carriers[0]}"
        if carriers
        else f"write jammers: [{jammer.entry}] in an entry of your own that carries it",
    )


def _jammer(node: Node, jammer: Jamming, scenario: Scenario, vehicle: RedUnit) -> Iterator[InputWarning]:
    if jammer.start >= scenario.lasts:
        yield node.warning(
            f"it begins to transmit at {show_time(jammer.start)}, and the exercise ends at {show_time(scenario.lasts)}",
            f"write less than {show_time(scenario.lasts)}",
        )
    elif jammer.end <= vehicle.enters:
        yield node.warning(
            f"it stops at {show_time(jammer.end)}, before its carrier enters at {show_time(vehicle.enters)}",
            "write a later time, or let its carrier enter earlier",
        )


def _said(node: Node) -> str:
    return str(node.value) if isinstance(node.value, str) else "this"


def _spoken(height: Height) -> str:
    return f"{show(height.metres, 'length')} {'agl' if height.above_ground else 'amsl'}"
