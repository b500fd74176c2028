"""The network of a scenario: each ordered pair that a net joins gets a link, and the table of routes says which."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.plan.names import Names
from shieldwall.assembly.plan.rows import Constant, Image
from shieldwall.catalogue.matrix import use
from shieldwall.catalogue.schema import Unit
from shieldwall.kernels.queue import empty_queue
from shieldwall.scenario.nets import Link, Outage, Switch
from shieldwall.scenario.schema import Scenario
from shieldwall.state.link import AWARENESS, CUEING, DATA, FIRE_CONTROL, LINK, NET, NET_STATE, VOICE
from shieldwall.state.message import (
    DIRECTIVE_SENT,
    MESSAGE,
    ORDER_SENT,
    PLOTS,
    PLOTS_SENT,
    STATUS_SENT,
    TRACKS,
    TRACKS_SENT,
)
from shieldwall.state.switch import (
    AT_ORDER,
    AT_RAID,
    AT_TIME,
    LAUNCH_BIT,
    NETWORK_BIT,
    OFF_BIT,
    RADAR_BIT,
    SWITCH,
    SWITCH_STATE,
)

MEDIUM = {"data": DATA, "voice": VOICE}
USE = {"awareness": AWARENESS, "cueing": CUEING, "fire-control": FIRE_CONTROL}
STARTS = {None: AT_TIME, "raid": AT_RAID, "order": AT_ORDER}
BARS = {"off": OFF_BIT, "radar": RADAR_BIT, "network": NETWORK_BIT, "no-launch": LAUNCH_BIT}


@dataclass(frozen=True)
class Network:
    """The rows of links, nets, outages and switches, and who may talk to whom.

    `routes`: int64[unit, unit], a link that leads from one to another, -1 where none ever does. `uses`: int64[medium,
    sender, receiver], what who hears may do with it. `silent`: partners
    that report nothing. `listeners`: whether a partner is told the picture.
    """

    links: Sequence[Constant]
    nets: Sequence[Constant]
    outages: Sequence[Constant]
    switches: Sequence[Constant]
    routes: NDArray[np.int64]
    uses: NDArray[np.int64]
    adaptive: bool
    merges: bool
    silent: Collection[int]
    listeners: bool

    def add_to(self, made: Image) -> None:
        """Add what a run reads of the network and what it changes."""
        made.add_rows("links", LINK, self.links)
        made.add_both("nets", NET, "net_state", NET_STATE, [row | {"changes_at": math.inf} for row in self.nets])
        made.add_both(
            "switches", SWITCH, "switch_state", SWITCH_STATE, [row | {"at": math.inf} for row in self.switches]
        )
        made.add("ways", self.routes)
        made.add("way_times", self._times())
        made.add("post_ways", np.full(len(self.routes), -1, np.int64))

    @property
    def flags(self) -> Constant:
        """Whether ways are sought anew, and whether any unit hears what may do less than cue it, or more."""
        grades = [*self.uses[:, self.routes >= 0].flat, *(row["allows"] for row in self.links)]
        graded = AWARENESS in grades or FIRE_CONTROL in grades
        return {"merges": self.merges, "adaptive": self.adaptive, "graded": graded}

    def reports_to(self, n: int, post: int) -> int:
        """Return the post if a unit reports to it, else -1."""
        return post if n != post and self.routes[n, post] >= 0 and n not in self.silent else -1

    def may_carry_tracks(self, sender: int, receiver: int) -> bool:
        """Whether tracks, and not plots, may have to go from one unit to another."""
        link = int(self.routes[sender, receiver])
        over = self.links if self.adaptive else self.links[link : link + 1]
        return self.reports_to(sender, receiver) >= 0 and any(row["carries"] == TRACKS for row in over)

    def _times(self) -> NDArray[np.float64]:
        """Time of a message over the one link that joins two units, infinite where none does."""
        each = [row["delay"] + 1.0 / self.nets[int(row["net"])]["capacity"] for row in self.links]
        times = np.array([*each, math.inf])[self.routes]
        np.fill_diagonal(times, 0.0)
        return times


def message_tables(count: int) -> dict[str, NDArray[Any]]:
    """Return the message queue, messages, and what they say, with room for so many on their way."""
    says = {
        "plots_sent": PLOTS_SENT,
        "tracks_sent": TRACKS_SENT,
        "orders_sent": ORDER_SENT,
        "status_sent": STATUS_SENT,
        "directives_sent": DIRECTIVE_SENT,
    }
    tables = {name: np.zeros(count, layout) for name, layout in {"messages": MESSAGE, **says}.items()}
    return {"queue": empty_queue(count), **tables}


def plan_network(
    scenario: Scenario,
    members: Mapping[str, Sequence[str]],
    nodes: Sequence[str],
    entries: Sequence[Unit],
    names: Names,
) -> Network:
    """Return the network of a scenario; `members` are the units behind a name, `nodes` all of them with their entries.

    Where several nets join a pair the quickest carries its messages, and, where routing is adaptive, any of them may.
    """
    adaptive = scenario.blue.routing == "adaptive"
    number = {name: row for row, name in enumerate(nodes)}
    routes = np.full((len(nodes), len(nodes)), -1, np.int64)
    rows: list[Constant] = []
    nets: list[Constant] = []
    outages: list[Constant] = []
    for net in sorted(scenario.blue.links, key=lambda net: (net.delay, net.name)):
        joined = [unit for name in net.joins for unit in members[name]]
        known = len(rows)
        for sender, receiver in permutations(sorted(joined), 2):
            place = number[sender], number[receiver]
            if routes[place] >= 0 and not adaptive:
                continue
            if routes[place] < 0:
                routes[place] = len(rows)
            rows.append(_link(net, len(nets), place, names.entity(f"link/{net.name}/{sender}/{receiver}")))
        if len(rows) > known:
            for row in rows[known:]:
                row["name"] = names.add(f"link/{net.name}")
            nets.append(_net(net, len(outages), names))
            outages += _apart(net.outages)
    units = [(number[full], scenario.blue.units[name]) for name, group in members.items() for full in group]
    if adaptive:
        _join_through_others(routes, rows, {n for n, unit in units if unit.partner})
    switches = [_switch(unit.switch, n) for n, unit in sorted(units, key=lambda one: one[0]) if unit.switch]
    silent = [n for n, unit in units if unit.partner == "picture"]
    listeners = any(unit.partner in ("picture", "both") for _, unit in units)
    return Network(
        rows,
        nets,
        outages,
        switches,
        routes,
        _uses(entries),
        adaptive,
        scenario.blue.command.merging,
        silent,
        listeners,
    )


def _uses(entries: Sequence[Unit]) -> NDArray[np.int64]:
    """The catalogue's matrix for every medium, sender and receiver."""
    return np.array(
        [[[USE[use(to, sender.id, medium)] for to in entries] for sender in entries] for medium in MEDIUM], np.int64
    )


def _link(net: Link, number: int, place: tuple[int, int], entity: int) -> Constant:
    return {
        "entity": entity,
        "net": number,
        "sender": place[0],
        "receiver": place[1],
        "delay": net.delay,
        "fails": net.fails,
        "carries": PLOTS if net.of_plots else TRACKS,
        "every": net.every,
        "allows": USE[net.allows],
    }


def _net(net: Link, first: int, names: Names) -> Constant:
    return {
        "name": names.add(f"link/{net.name}"),
        "entity": names.entity(f"link/{net.name}"),
        "capacity": net.rate,
        "medium": MEDIUM[net.medium],
        "breaks_after": net.breaks.every if net.breaks else math.inf,
        "repaired_after": net.breaks.lasts if net.breaks else 0.0,
        "first_outage": first,
        "outages": len(_apart(net.outages)),
    }


def _apart(outages: Sequence[Outage]) -> list[Constant]:
    """Outages in order, those that meet made one."""
    found: list[Constant] = []
    for outage in sorted(outages, key=lambda outage: outage.start):
        if found and outage.start <= found[-1]["end"]:
            found[-1]["end"] = max(found[-1]["end"], outage.end)
        else:
            found.append({"start": outage.start, "end": outage.end})
    return found


def _switch(switch: Switch, unit: int) -> Constant:
    return {
        "unit": unit,
        "starts": STARTS[switch.on],
        "after": switch.after if switch.at is None else switch.at,
        "chance": switch.chance,
        "bars": BARS[switch.degrades],
    }


def _join_through_others(routes: NDArray[np.int64], rows: Sequence[Constant], strangers: set[int]) -> None:
    """Write the first link of a way over few links for every two units that others join; strangers pass nothing on."""
    for to in range(len(routes)):
        reached = [to]
        for middle in reached:
            if middle in strangers and middle != to:
                continue
            for number, row in enumerate(rows):
                sender = int(row["sender"])
                if row["receiver"] == middle and sender not in reached:
                    reached.append(sender)
                    if routes[sender, to] < 0:
                        routes[sender, to] = number
