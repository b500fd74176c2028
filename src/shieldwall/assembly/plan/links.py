"""Links: each ordered pair of post and unit that a net joins gets a row, and the table of routes says which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.plan.names import Names
from shieldwall.assembly.plan.rows import Constant
from shieldwall.scenario.schema import Link
from shieldwall.state.message import PLOTS, TRACKS

CARRIES = {"plots": PLOTS, "tracks": TRACKS}


def links(
    nets: Sequence[Link], members: Mapping[str, Sequence[str]], nodes: Sequence[str], names: Names
) -> tuple[list[Constant], list[Constant], NDArray[np.int64]]:
    """Return LINK rows, OUTAGE rows and the routes, int64[unit, unit]; `members` are the units behind a name.

    Where several nets join a pair the quickest carries its messages.
    """
    number = {name: row for row, name in enumerate(nodes)}
    routes = np.full((len(nodes), len(nodes)), -1, np.int64)
    rows: list[Constant] = []
    outages: list[Constant] = []
    for net in sorted(nets, key=lambda net: (net.delay, net.name)):
        first = len(outages)
        outages += [{"start": outage.start, "end": outage.end} for outage in net.outages]
        joined = [unit for name in net.joins for unit in members[name]]
        for sender, receiver in permutations(sorted(joined), 2):
            place = number[sender], number[receiver]
            if routes[place] >= 0:
                continue
            routes[place] = len(rows)
            name = f"link/{net.name}/{sender}/{receiver}"
            rows.append(
                {
                    "name": names.add(f"link/{net.name}"),
                    "entity": names.entity(name),
                    "delay": net.delay,
                    "fails": net.fails,
                    "first_outage": first,
                    "outages": len(net.outages),
                    "carries": CARRIES[net.carries],
                    "every": net.every,
                }
            )
    return rows, outages, routes
