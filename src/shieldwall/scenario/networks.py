"""Checks of nets, switches and partners across a scenario: what is wrong, and what has no effect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations

from shieldwall import catalogue
from shieldwall.catalogue.matrix import use
from shieldwall.catalogue.schema import Unit
from shieldwall.quantities.errors import InputError, InputWarning, quoted
from shieldwall.quantities.units import show_time
from shieldwall.scenario.nets import Link, Switch
from shieldwall.scenario.posts import carries, near
from shieldwall.scenario.schema import BlueUnit, Scenario
from shieldwall.text.nodes import Node

_SOON = "write for example {from: 5 min, to: 9 min}"


def net_complaints(link: Link, node: Node) -> Iterator[InputError]:
    """Yield what a net says that cannot be."""
    if link.medium == "voice" and link.carries == "plots":
        yield node.nearest(("carries",)).error("nobody speaks plots", "write carries: tracks, or leave it out")
    elif link.medium == "voice" and link.allows == "fire-control":
        yield node.nearest(("allows",)).error("no round is led by voice", "write medium: data, or allows: cueing")
    elif link.every > 0.0 and link.of_plots:
        place = node.nearest(("every",))
        yield place.error("plots go over a net at each scan", "write carries: tracks, or leave every out")
    for number, outage in enumerate(link.outages):
        if outage.end <= outage.start:
            yield node.nearest(("outages", number)).error("this outage ends before it begins", _SOON)


def unit_complaints(scenario: Scenario, root: Node) -> Iterator[InputError]:
    """Yield what a unit's switch or its being a partner says that cannot be."""
    for name, unit in scenario.blue.units.items():
        node = root.nearest(("blue", "units", name))
        if unit.switch is not None:
            yield from _switch(unit.switch, node.nearest(("switch",)))
        if unit.partner is not None:
            yield from _partner(scenario, name, unit, node.nearest(("partner",)))


def _switch(switch: Switch, node: Node) -> Iterator[InputError]:
    if switch.at is not None and switch.on is not None:
        yield node.error("it says both when it acts and on what", "keep either at or on")
    elif switch.at is None and switch.on is None:
        yield node.error("it does not say when it acts", "add for example at: 10 min, or on: raid")
    elif switch.on is None and switch.after > 0.0:
        yield node.nearest(("after",)).error("after what?", "write at: TIME alone, or on: raid with after: TIME")


def _partner(scenario: Scenario, name: str, unit: BlueUnit, node: Node) -> Iterator[InputError]:
    if name == scenario.blue.command.post:
        yield node.error("the post is no partner from outside", "delete it, or name another post")
    entry = _entry(unit)
    if entry is not None and _fires(entry):
        yield node.error(
            f"{unit.entry} fires, and a partner takes no orders", "name a radar, or delete partner: it is a unit then"
        )


def net_warnings(scenario: Scenario, root: Node) -> Iterator[InputWarning]:
    """Yield what of nets, switches and partners has no effect."""
    for name, unit in scenario.blue.units.items():
        node = root.nearest(("blue", "units", name))
        if unit.switch is not None:
            yield from _idle_switch(scenario, name, unit, unit.switch, node.nearest(("switch",)))
        entry = _entry(unit)
        if unit.partner in ("warning", "both") and entry is not None and not _looks(entry):
            yield node.nearest(("partner",)).warning(f"{unit.entry} sees nothing to warn of", "write partner: picture")
    for index, link in enumerate(scenario.blue.links):
        yield from _silent(scenario, link, root.nearest(("blue", "links", index)))
        yield from _leading_nobody(scenario, link, root.nearest(("blue", "links", index, "allows")))
    yield from _outdone(scenario, root)
    yield from _unused(scenario, root)


def _idle_switch(scenario: Scenario, name: str, unit: BlueUnit, switch: Switch, node: Node) -> Iterator[InputWarning]:
    if switch.chance <= 0.0:
        yield node.nearest(("chance",)).warning("this switch never acts", "write more than 0, or delete the switch")
    if switch.at is not None and switch.at >= scenario.lasts:
        yield node.nearest(("at",)).warning(
            f"it acts at {show_time(switch.at)}, after the exercise has ended",
            f"write less than {show_time(scenario.lasts)}",
        )
    entry, place = _entry(unit), node.nearest(("degrades",))
    if entry is None:
        return
    if switch.degrades == "radar" and not any(_radar(part.entry) for part in entry.parts.values()):
        yield place.warning(f"{unit.entry} has no radar to lose", "write degrades: off")
    if switch.degrades == "no-launch" and not _fires(entry):
        yield place.warning(f"{unit.entry} launches nothing", "write degrades: radar, or off")
    if switch.degrades == "network" and not any(name in link.joins for link in scenario.blue.links):
        yield place.warning("no net joins it, so that it has none to lose", "write degrades: off")


def _leading_nobody(scenario: Scenario, link: Link, node: Node) -> Iterator[InputWarning]:
    """A net that lets rounds be led, of units of which none may lead any on what another says."""
    if link.allows != "fire-control":
        return
    units = [scenario.blue.units[name] for name in link.joins]
    entries = [entry for unit in units for _ in range(min(unit.count, 2)) if (entry := _entry(unit)) is not None]
    if not any(use(to, sender.id, "data") == "fire-control" for sender, to in permutations(entries, 2)):
        yield node.warning(
            f"net {link.name} lets rounds be led on foreign tracks, and no unit that it joins may do so",
            "see `shieldwall catalogue ID --matrix`, or write allows: cueing",
        )


def _silent(scenario: Scenario, link: Link, node: Node) -> Iterator[InputWarning]:
    post = scenario.blue.command.post
    if link.fails >= 1.0:
        yield node.nearest(("fails",)).warning(
            f"net {link.name} loses every message, as if it were not there", "write less than 1 if it is to carry any"
        )
    if not carries(scenario.blue, link):
        yield node.nearest(("joins",)).warning(
            f"net {link.name} joins no unit with its post, to which it reports; it carries nothing",
            f"add for example {post}, or delete the net",
        )
    for number, outage in enumerate(link.outages):
        place = node.nearest(("outages", number))
        if outage.start >= scenario.lasts:
            yield place.warning(
                f"this outage begins at {show_time(outage.start)}, after the exercise has ended",
                f"write less than {show_time(scenario.lasts)}",
            )
        elif outage.start <= 0.0 and outage.end >= scenario.lasts:
            yield place.warning(f"net {link.name} is down all the while", "let the outage end earlier")


def _outdone(scenario: Scenario, root: Node) -> Iterator[InputWarning]:
    """Nets whose every pair a quicker net joins carry nothing where each pair keeps to one."""
    if scenario.blue.routing == "adaptive":
        return
    taken: dict[tuple[str, str], str] = {}
    for link in sorted(scenario.blue.links, key=lambda link: (link.delay, link.name)):
        pairs = list(permutations(sorted(link.joins), 2))
        if pairs and all(pair in taken for pair in pairs) and all(_single(scenario, name) for name in link.joins):
            node = root.nearest(("blue", "links", scenario.blue.links.index(link)))
            yield node.warning(
                f"net {link.name} carries nothing: {quoted(taken[pairs[0]])} joins the same units and is as quick",
                "write routing: adaptive under blue to let it stand by, or delete it",
            )
        for pair in pairs:
            taken.setdefault(pair, link.name)


def _unused(scenario: Scenario, root: Node) -> Iterator[InputWarning]:
    """Fire units that may not act on what the post tells them; and a post that can order nobody."""
    post, units = scenario.blue.command.post, scenario.blue.units
    entries = {name: entry for name, unit in units.items() if (entry := _entry(unit)) is not None}
    reached = near(scenario.blue, post)
    firing = [name for name, entry in entries.items() if _fires(entry) and name != post and name in reached]
    deaf = [name for name in firing if post in entries and not _cued(scenario, name, entries)]
    for name in deaf:
        yield root.nearest(("blue", "units", name)).warning(
            f"{units[name].entry} may only be aware of what {post} tells it: it refuses every order, and fires by "
            "itself when it hears nothing",
            "join it by a net that allows cueing, or see `shieldwall catalogue ID --matrix`",
        )
    own = post in entries and _fires(entries[post])
    if firing and deaf == firing and not own:
        yield root.nearest(("blue", "command", "post")).warning(
            f"no unit may act on an order of {post}", "let one net allow cueing, or name another post"
        )


def _cued(scenario: Scenario, name: str, entries: Mapping[str, Unit]) -> bool:
    """Whether a unit may look for a target where the post says, over the net that carries their messages."""
    blue = scenario.blue
    direct = [link for link in blue.links if name in link.joins and blue.command.post in link.joins]
    nets = sorted(direct, key=lambda link: (link.delay, link.name))[:1]
    if blue.routing == "adaptive":
        nets = list(blue.links)
    sender = entries[blue.command.post].id
    return any("awareness" not in (link.allows, use(entries[name], sender, link.medium)) for link in nets)


def _single(scenario: Scenario, name: str) -> bool:
    return scenario.blue.units[name].count == 1


def _entry(unit: BlueUnit) -> Unit | None:
    """The entry of a unit, None where the catalogue does not know it, which is said elsewhere."""
    try:
        return catalogue.load_unit(unit.entry)
    except InputError:
        return None


def _fires(entry: Unit) -> bool:
    return bool(entry.launchers) or any(part.role == "gun" for part in entry.parts.values())


def _looks(entry: Unit) -> bool:
    return any(part.role == "surveillance" for part in entry.parts.values())


def _radar(name: str) -> bool:
    return catalogue.load(name).kind.startswith("radar/")
