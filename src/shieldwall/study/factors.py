"""Factors: figures of the catalogue and values of the scenario over their ranges, a column of a study's design each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.figures import STATED, quantile
from shieldwall.assembly.plan import Plan
from shieldwall.assembly.plan.figures import vector
from shieldwall.catalogue import ids, load
from shieldwall.catalogue.beside import beside
from shieldwall.catalogue.schema import Unit
from shieldwall.catalogue.values import Value
from shieldwall.quantities.errors import InputError, closest, quoted
from shieldwall.quantities.units import parse, show
from shieldwall.scenario import Scenario, root_of
from shieldwall.text.nodes import Node

Floats = NDArray[np.float64]

#: In place of factors: every figure of the scenario that has a range. In place of a range: that of the catalogue.
ALL, CITED = "all", "cited"

_NUMBER = re.compile(r"\s*([+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)\s*(.*?)\s*", re.ASCII)


@dataclass(frozen=True)
class Factor:
    """A path, and the range that is stated for it, None where the catalogue's counts.

    `unit` is None for a figure of the catalogue, whose range is SI; a value of the scenario is written with it. `whole`
    ones are counts.
    """

    path: str
    span: tuple[float, float] | None
    unit: str | None = None
    whole: bool = False

    def written(self, share: float) -> str:
        """Return a value of the scenario at a share of its range, as it is written there."""
        low, high = self.span or (0.0, 0.0)
        if self.whole:
            return str(min(int(low + (high - low + 1.0) * share), int(high)))
        return f"{low + (high - low) * share:.9g} {self.unit}".strip()


def read_factors(stated: Node, scenario: Scenario) -> tuple[Factor, ...]:
    """Return the factors that a study states; InputError, at its line, for one that is none or has no range."""
    if not isinstance(stated.value, dict):
        if stated.value == ALL:
            return ()
        raise stated.error(
            f"{stated.noun} is no factors", f"write PATH: {CITED}, PATH: {{low: ..., high: ...}}, or {ALL}"
        )
    if not stated.value:
        raise stated.error("there are no factors", f"leave factors out, or write {ALL}")
    with beside(scenario.own):
        return tuple(_factor(path, node, scenario) for path, node in stated.value.items())


def _factor(path: str, node: Node, scenario: Scenario) -> Factor:
    entry, _, figure = path.partition(".")
    if entry in ids():
        values = dict(load(entry).values())
        if figure not in values:
            raise _unknown(node, path, [f"{entry}.{name}" for name in values])
        return Factor(path, _span_of_figure(node, path, values[figure]))
    there = _at(root_of(scenario), path)
    if there is None or not isinstance(there.value, str):
        known = [f"{entry}.{name}" for entry in _used(scenario) for name, _ in load(entry).values()]
        raise _unknown(node, path, [*known, *_paths(root_of(scenario))])
    ends = _ends(node, path)
    if ends is None:
        raise node.error(f"{path} is of the scenario, which states no range", "write {low: ..., high: ...}")
    (low, unit), (high, other) = (_number(end) for end in ends)
    if unit != other:
        raise node.error(f"{quoted(unit)} and {quoted(other)} are two units", "write both ends in one unit")
    if not low < high:
        raise node.error("the low end is not below the high one", "write the lesser first")
    return Factor(path, (low, high), unit, unit == "" and all(end.value.strip().isdigit() for end in (there, *ends)))  # type: ignore[union-attr]


def _span_of_figure(node: Node, path: str, value: Value) -> tuple[float, float] | None:
    ends = _ends(node, path)
    if ends is None:
        if value.low == value.high:
            raise node.error(f"{path} has no range: it is {value}", "leave it out")
        return None
    try:
        low, high = (parse(str(end.value), value.dimension) for end in ends)
    except InputError as error:
        raise node.error(error.message, error.instead) from None
    if not value.low <= low < high <= value.high:
        least, most = (show(one, value.dimension, value.unit) for one in (value.low, value.high))
        raise node.error(f"{path} is not known to lie there", f"write ends from {least} to {most}, or {CITED}")
    return low, high


def _ends(node: Node, path: str) -> tuple[Node, Node] | None:
    """The stated ends of a range, None for the cited one."""
    if node.value == CITED:
        return None
    low, high = node.child("low"), node.child("high")
    if not isinstance(node.value, dict) or set(node.value) != {"low", "high"} or low is None or high is None:
        raise node.error(f"{path} has no range", f"write {CITED}, or {{low: ..., high: ...}}")
    return low, high


def _number(node: Node) -> tuple[float, str]:
    match = _NUMBER.fullmatch(node.value) if isinstance(node.value, str) else None
    if match is None:
        raise node.error("this is no number", "write a number with its unit, as the scenario has it")
    return float(match[1]), match[2]


def _unknown(node: Node, path: str, known: Sequence[str]) -> InputError:
    near = closest(path, known)
    guess = (
        f"did you mean {near}?" if near else "write ENTRY.FIGURE, as `shieldwall catalogue ENTRY` shows it, or a path"
    )
    return node.error(f"{quoted(path)} is no figure of the catalogue and no value of the scenario", guess)


def _at(root: Node, path: str) -> Node | None:
    node: Node | None = root
    for part in path.split("."):
        if node is None:
            return None
        listed = isinstance(node.value, tuple) and part.isascii() and part.isdigit()
        node = node.child(int(part) - 1) if listed else node.child(part)
    return node


def _paths(root: Node) -> Iterator[str]:
    return (node.path for node in root.walk() if isinstance(node.value, str))


def _used(scenario: Scenario) -> list[str]:
    """Entries that a scenario names, and the parts and rounds of its units."""
    named = {unit.entry for unit in scenario.blue.units.values()}
    named |= {unit.entry for unit in scenario.red.units.values()}
    units = [entry for name in named if isinstance(entry := load(name), Unit)]
    parts = {part.entry for unit in units for part in unit.parts.values()}
    return sorted(named | parts | {launcher.fires for unit in units for launcher in unit.launchers.values()})


class Design:
    """The rows of a study's design: numbers in (0, 1), a column for each factor.

    A row is fought with every figure that is no factor at its central value. `shares`: float64[row, column].
    """

    def __init__(self, factors: Sequence[Factor], shares: Floats) -> None:
        self.factors = tuple(factors)
        self.shares = shares

    @property
    def changes_scenario(self) -> bool:
        """Whether rows differ in values of the scenario, so that each needs a plan of its own."""
        return any(factor.unit is not None for factor in self.factors)

    def changes(self, row: int) -> Mapping[str, str]:
        """Return the values of the scenario in a row, by path."""
        pairs = zip(self.factors, self.shares[row].tolist(), strict=True)
        return {factor.path: factor.written(share) for factor, share in pairs if factor.unit is not None}

    def figures(self, plan: Plan, row: int) -> Floats:
        """Return the figures of a row as a draw takes them; a factor that the cell has not got moves nothing there."""
        given = {
            factor.path: _drawn(plan, factor, share)
            for factor, share in zip(self.factors, self.shares[row].tolist(), strict=True)
            if factor.unit is None and factor.path in plan.by_name
        }
        return vector(plan.figures, plan.by_name, given)


def _drawn(plan: Plan, factor: Factor, share: float) -> float:
    column = plan.by_name[factor.path]
    row: Any = plan.figures[column]
    if factor.span is None:
        return float(row["value"]) if row["law"] == STATED else float(quantile(plan.figures, column, share))
    low, high = factor.span
    if row["whole"]:
        return float(min(int(low + (high - low + 1.0) * share), int(high)))
    return float(low * (high / low) ** share) if row["logarithmic"] and low > 0.0 else low + (high - low) * share


def all_figures(plans: Sequence[Plan]) -> tuple[Factor, ...]:
    """Return every figure with a range that some plan draws, by name."""
    names = {name for plan in plans for name, column in plan.by_name.items() if plan.figures[column]["law"] != STATED}
    return tuple(Factor(name, None) for name in sorted(names))
