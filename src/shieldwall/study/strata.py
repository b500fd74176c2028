"""The strata of a study: units that are forced to be ready or not, how often each case happens, and its battles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.quantities.errors import InputError
from shieldwall.study.statistics.strata import FEWEST, allocated
from shieldwall.study.work import OWN_DRAW
from shieldwall.text.nodes import Node

#: What leaves the choice of the units to a trial.
READINESS: Final = "readiness"
#: Replications that belong to a stratum: stratum s has those from s times this on. Strata share no luck.
LUCK_OF_A_STRATUM = 1 << 28
_SIDE = "blue/"


class Strata(NamedTuple):
    """Units that make strata, and for each stratum who is out, how often that is, and how much battles of it vary.

    The number of a stratum is the `row` of its battles. Of no unit there is no stratum, and battles are drawn as ever.
    """

    units: tuple[str, ...] = ()
    out: tuple[tuple[str, ...], ...] = ()
    weights: tuple[float, ...] = ()
    deviations: tuple[float, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What each stratum is, in words."""
        return tuple(
            ", ".join(f"{unit.removeprefix(_SIDE)} {'out' if unit in out else 'ready'}" for unit in self.units)
            for out in self.out
        )

    @property
    def fewest(self) -> int:
        """How many battles of a cell all strata take at least."""
        return FEWEST * len(self.out)

    def counts(self, battles: int) -> tuple[int, ...]:
        """Return how many of a cell's battles each stratum has; InputError for too few."""
        return allocated(self.weights, battles, self.deviations)

    @property
    def parts(self) -> tuple[float, ...]:
        """Return which part of many battles each stratum has."""
        many = 1000 * self.fewest
        return tuple(count / many for count in self.counts(many))

    def forced(self, units: Sequence[str], row: int) -> NDArray[np.int64] | None:
        """Return the readiness of a cell's units in a stratum, -1 where it is drawn; None where all are drawn."""
        if row == OWN_DRAW or not self.out:
            return None
        known, out = set(self.units), set(self.out[row])
        return np.array([int(name not in out) if name in known else -1 for name in units], np.int64)

    def plain(self) -> dict[str, Any]:
        """Return them as plain data."""
        return {name: [list(one) if isinstance(one, tuple) else one for one in part]
                for name, part in self._asdict().items()}  # fmt: skip

    @classmethod
    def kept(cls, plain: Mapping[str, Any]) -> Strata:
        """Return what `plain` made plain."""
        return cls(
            tuple(plain["units"]), tuple(map(tuple, plain["out"])), tuple(plain["weights"]), tuple(plain["deviations"])
        )


def read_units(node: Node) -> tuple[str, ...]:
    """Return the units that a study names, none where it leaves the choice to a trial; InputError for anything else."""
    if node.value == READINESS:
        return ()
    items = node.value if isinstance(node.value, tuple) else ()
    if not items or not all(isinstance(item.value, str) for item in items):
        raise node.error("this makes no strata", f"write {READINESS}, or a list of units such as [s400]")
    return tuple(named(str(item.value)) for item in items)


def named(unit: str) -> str:
    """Return the whole name of a unit."""
    return unit if unit.startswith(_SIDE) else _SIDE + unit


def check_battles(strata: Strata, battles: int) -> None:
    """Raise InputError for so few battles of each cell that a stratum has no interval, or more than it has luck."""
    if strata.out and battles < strata.fewest:
        raise InputError(
            f"{battles} battles of each option and raid are too few for {len(strata.out)} strata",
            instead=f"write {strata.fewest} or more, or leave strata out",
        )
    if strata.out and battles > LUCK_OF_A_STRATUM:
        raise InputError(f"strata have no {battles} replications", instead=f"write {LUCK_OF_A_STRATUM} at most")
