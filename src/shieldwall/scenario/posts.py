"""Checks of the tree of posts across a scenario: what is wrong with it, and what of it has no effect."""

from __future__ import annotations

from collections.abc import Iterator

from shieldwall.catalogue import load_unit
from shieldwall.quantities.errors import InputError, InputWarning, closest, quoted
from shieldwall.scenario.nets import Link
from shieldwall.scenario.schema import Blue, Scenario
from shieldwall.text.nodes import Node


def post_of(blue: Blue, name: str) -> str | None:
    """Return the post that commands a unit, None for the highest post."""
    return None if name == blue.command.post else blue.units[name].under or blue.command.post


def method_of(blue: Blue, name: str) -> str:
    """Return the command doctrine of a unit: its own, that of the post above it which has one, or the scenario's."""
    above: str | None = name
    seen: list[str] = []
    while above is not None and above in blue.units and above not in seen:
        if (own := blue.units[above].method) is not None:
            return own
        seen.append(above)
        above = post_of(blue, above)
    return blue.command.method


def near(blue: Blue, name: str) -> set[str]:
    """Return the units that a unit may talk to, itself among them: over one net, or over several where routing may."""
    reached = [name]
    for one in reached:
        if one == name or (blue.routing == "adaptive" and blue.units[one].partner is None):
            others = [other for link in blue.links if one in link.joins for other in link.joins]
            reached += [other for other in dict.fromkeys(others) if other not in reached]
    return set(reached)


def carries(blue: Blue, link: Link) -> bool:
    """Whether a net joins any unit with its post, or with the deputy of that, itself or together with other nets."""
    if blue.routing == "adaptive":
        return not near(blue, blue.command.post).isdisjoint(link.joins)
    for name in link.joins:
        post = post_of(blue, name)
        if post is not None and {post, blue.units[post].deputy}.intersection(link.joins) - {name}:
            return True
    return False


def post_complaints(scenario: Scenario, root: Node) -> Iterator[InputError]:
    """Yield what of the tree of posts cannot be."""
    blue = scenario.blue
    if blue.command.post not in blue.units:
        return  # It is said elsewhere.
    wrong = [*_wrong_posts(blue, root)]
    yield from wrong
    if wrong:
        return
    for name, unit in blue.units.items():
        node = root.nearest(("blue", "units", name, "under"))
        above = name
        seen = [name]
        while (post := post_of(blue, above)) is not None and post not in seen:
            seen.append(post)
            above = post
        if post is not None and name == min(seen[seen.index(post) :]):
            ring = " under ".join([*seen[seen.index(post) :], post])
            yield node.error(f"these posts go in a circle: {ring}", "leave under out at the highest of them")
        if unit.deputy is not None and post is None:
            yield from _deputy(blue, name, unit.deputy, root.nearest(("blue", "units", name, "deputy")))


def _wrong_posts(blue: Blue, root: Node) -> Iterator[InputError]:
    for name, unit in blue.units.items():
        for key, other in (("under", unit.under), ("deputy", unit.deputy)):
            node = root.nearest(("blue", "units", name, key))
            if other is None:
                continue
            if other not in blue.units:
                guess = closest(other, sorted(blue.units))
                yield node.error(
                    f"{quoted(other)} is no unit of blue", f"did you mean {guess}?" if guess else "name a unit of blue"
                )
            elif other == name:
                yield node.error(
                    f"{quoted(name)} is named as its own {'post' if key == 'under' else key}", "name another"
                )
            elif blue.units[other].count > 1:
                yield node.error(
                    f"{quoted(other)} has {blue.units[other].count} members", "name a unit with a count of 1"
                )
            elif key == "under" and name == blue.command.post:
                yield node.error(f"{quoted(name)} is the highest post", f"delete under, or write post: {other}")


def _deputy(blue: Blue, post: str, deputy: str, node: Node) -> Iterator[InputError]:
    orphans = [name for name in blue.units if post_of(blue, name) == post and name != deputy]
    if not orphans:
        yield node.error(f"{quoted(post)} commands nobody whom a deputy could take over", "delete it")
    elif post_of(blue, deputy) != post:
        under = "delete its under" if post == blue.command.post else f"write under: {post} there"
        yield node.error(f"a deputy is one of the post's own units, and {quoted(deputy)} is not", under)
    elif near(blue, deputy).isdisjoint(orphans):
        yield node.error(
            f"no net joins the deputy {quoted(deputy)} with any unit of {post}",
            f"write for example links: [{{name: net, joins: [{deputy}, {orphans[0]}], delay: 1 s}}]",
        )


def post_warnings(scenario: Scenario, root: Node) -> Iterator[InputWarning]:
    """Yield what of the tree of posts has no effect."""
    blue = scenario.blue
    for name in blue.units:
        post = post_of(blue, name)
        if post is None:
            continue
        node = root.nearest(("blue", "units", name))
        if post not in near(blue, name):
            yield node.warning(
                f"no net joins it with the post {post}: {_alone(blue, name)}",
                f"write for example links: [{{name: net, joins: [{post}, {name}], delay: 1 s}}]",
            )
        deputy = blue.units[post].deputy
        if deputy not in (None, name) and deputy not in near(blue, name):
            yield root.nearest(("blue", "units", post, "deputy")).warning(
                f"no net joins the deputy {deputy} with {name}, which it cannot take over",
                f"write for example links: [{{name: net, joins: [{deputy}, {name}], delay: 1 s}}]",
            )
    yield from _impatient(scenario, root)


def _alone(blue: Blue, name: str) -> str:
    if blue.units[name].partner is not None:
        return "the post neither warns it nor is warned"
    mode = {"fight-on": "fights alone", "self-defence": "only defends itself", "silent": "never fires"}
    commands = any(post_of(blue, other) == name for other in blue.units)
    does = "commands its units alone" if commands else mode[blue.units[name].without_post]
    return f"it reports to nobody, hears nothing and {does}"


def _impatient(scenario: Scenario, root: Node) -> Iterator[InputWarning]:
    delays, post = scenario.blue.command.delays, scenario.blue.units[scenario.blue.command.post]
    if delays.autonomy is None:
        return
    cycle = load_unit(post.entry).command_cycle.value if delays.cycle is None else delays.cycle
    if delays.autonomy < cycle:
        yield root.nearest(("blue", "command", "delays", "autonomy")).warning(
            f"a post speaks once in its cycle of {cycle:g} s, so that its units fight alone between two of its words",
            f"write {2.0 * cycle:g} s or more",
        )
