"""The tree of posts: who commands each unit, who takes over, and who reports tracks to whom."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.plan.links import Network
from shieldwall.assembly.plan.rows import Row
from shieldwall.scenario.posts import post_of
from shieldwall.scenario.schema import Blue
from shieldwall.state.subordinate import SUBORDINATE

NOBODY = -1


@dataclass(frozen=True)
class Tree:
    """Rows of units: `posts` command, `deputies` take over for that post, both NOBODY where no link leads there.

    `sources`: for each unit that hears tracks, the units that report them to it, in their order.
    """

    posts: Sequence[int]
    deputies: Sequence[int]
    sources: Mapping[int, Sequence[int]]

    def commands(self, n: int, root: int) -> bool:
        """Tell whether a unit commands others; the highest post always does."""
        return n == root or n in self.posts

    def stands_in(self, n: int) -> int:
        """Return the post whose deputy a unit is."""
        return next((post for post, deputy in zip(self.posts, self.deputies, strict=True) if deputy == n), NOBODY)

    def pictures(self) -> set[int]:
        """Return the units that have the picture of others, or report their own."""
        heard = {n for n in (*self.posts, *self.deputies) if n != NOBODY}
        return heard.union(*self.sources.values())

    def most_sources(self) -> int:
        """Return the most units that report tracks to one."""
        return max(map(len, self.sources.values()), default=0)

    def parts(self, n: int) -> tuple[int, int]:
        """Return of how many parts a track of a unit is fused at most, and how many pairs these make."""
        count = len(self.sources.get(n, ()))
        return (count + 1 if count else 0), count * (count + 1) // 2

    def in_all(self, tracks: int) -> tuple[int, int]:
        """Return the rows of parts and of pairs where each picture has so many tracks, one row at the least."""
        found = [self.parts(n) for n in self.sources]
        return max(1, tracks * sum(parts for parts, _ in found)), max(1, tracks * sum(pairs for _, pairs in found))

    def columns(self, n: int, root: int) -> dict[str, int]:
        """Return the columns of a unit's row that say where it stands in the tree."""
        return {
            "post": self.posts[n],
            "deputy": self.deputies[n],
            "stands_in": self.stands_in(n),
            "commands": int(self.commands(n, root)),
            "commander": self.posts[n],
            "sources": len(self.sources.get(n, ())),
        }


def plan_tree(blue: Blue, names: Sequence[str], network: Network, searching: Collection[int]) -> Tree:
    """Return the tree of the units `names`, full names in the order of the rows; `searching` make tracks themselves."""
    row = {name: n for n, name in enumerate(names)}

    def linked(n: int, other: str | None) -> int:
        to = row.get(f"blue/{other}", NOBODY)
        return NOBODY if to == NOBODY else network.reports_to(n, to)

    written = [blue.units[name.split("/")[1]] for name in names]
    above = [post_of(blue, name.split("/")[1]) for name in names]
    posts = [linked(n, post) for n, post in enumerate(above)]
    deputies = [
        linked(n, blue.units[post].deputy) if post else NOBODY for post, n in zip(above, row.values(), strict=True)
    ]
    sources: dict[int, list[int]] = {}
    for n in range(len(written)):
        for to in (posts[n], deputies[n]):
            if to != NOBODY and (n in posts or (n in searching and network.may_carry_tracks(n, to))):
                sources.setdefault(to, []).append(n)
    return Tree(posts, deputies, sources)


def first_reports(tree: Tree, weapons: Sequence[int], facing: Sequence[Row | None]) -> NDArray[np.void]:
    """Return the SUBORDINATE rows of the beginning, when every unit knows of each what it has.

    `weapons`: bits of each unit's weapons; `facing`: the row of each unit's engagement sensor. Channels are left to
    the draw.
    """
    found = np.zeros((len(weapons),) * 2, SUBORDINATE)
    found["weapons"], found["left"], found["warned_at"] = np.array(weapons, np.int64), 1.0, -math.inf
    for n, sensor in enumerate(facing):
        if sensor is not None:
            found["facing_x"][:, n], found["facing_y"][:, n] = sensor["facing_x"], sensor["facing_y"]
            found["turn_low"][:, n], found["turn_high"][:, n] = -math.pi, math.pi
    for n, sources in tree.sources.items():
        found["source"][n, sources] = np.arange(1, len(sources) + 1)
    return found
