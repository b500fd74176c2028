"""Symbols of units and places on a map, one for each system, and how to tell what a unit is."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from shieldwall.outlets.captioned import INK, WHITE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

#: Marks of fire units, and their size in points of print.
_FIRE: Final = (
    ("^", 11.0), ("h", 10.5), ("v", 10.0), ("D", 7.5), ("p", 10.0), ("8", 9.5), ("<", 10.0), (">", 10.0), ("P", 9.5),
)  # fmt: skip
#: How the circle of a radar is filled.
_RADARS: Final = ("top", "left", "bottom", "right")


#: Of the many orders of marks, one in which the fire units of the catalogue have each their own.
_ORDER: Final = 6025

Filled = Literal["full", "left", "right", "bottom", "top", "none"]


class Symbol(NamedTuple):
    """A mark of matplotlib, its size in points of print, the small mark on it, if any, and which part is filled."""

    mark: str
    size: float
    inner: str | None
    filled: Filled
    words: str


#: A defended place.
PLACE: Final = Symbol("o", 8.5, ".", "none", "defended place")


def symbols(units: dict[str, dict[str, Any]]) -> dict[str, Symbol]:
    """Return the symbol of each unit by name: posts, fire units and radars differ in shape, and so do systems.

    A system has the same symbol on every map, but where two that stand on one have the same.
    """
    taken: dict[str, set[int]] = {"post": set(), "fire": set(), "radar": set()}
    numbers: dict[tuple[str, str], int] = {}
    for unit in sorted(units.values(), key=lambda unit: -unit["cost"]):
        kind, entry = kind_of(unit), _system(unit)
        if (kind, entry) not in numbers:
            marks = {"post": 1, "fire": len(_FIRE), "radar": len(_RADARS)}[kind]
            first = _number(entry) % marks
            free = ((first + step) % marks for step in range(marks))
            numbers[kind, entry] = next((number for number in free if number not in taken[kind]), first)
            taken[kind].add(numbers[kind, entry])
    found = {}
    for name, unit in units.items():
        kind = kind_of(unit)
        number = numbers[kind, _system(unit)]
        if kind == "post":
            found[name] = Symbol("s", 9.0, "+", "full", unit["title"])
        elif kind == "fire":
            found[name] = Symbol(*_FIRE[number], None, "full", unit["title"])
        else:
            found[name] = Symbol("o", 9.0, None, _RADARS[number], unit["title"])
    return found


def _system(unit: dict[str, Any]) -> str:
    """The entry of a unit; runs of long ago say its title alone."""
    return str(unit.get("entry") or unit["title"])


def _number(entry: str) -> int:
    """A number of an entry, the same wherever it stands."""
    return int.from_bytes(hashlib.blake2s(f"{entry} {_ORDER}".encode()).digest()[:2], "big")


def kind_of(unit: dict[str, Any]) -> str:
    """Tell whether a unit is there to fire, to look or to command: "fire", "radar" or "post"."""
    if unit["channels"]:
        return "fire"
    return "radar" if unit["sensors"] else "post"


def draw_unit(axes: Axes, symbol: Symbol, x: float, y: float, scale: float = 1.0) -> None:
    """Draw the symbol of a unit at a place of the map, m."""
    for line in handles(symbol, scale):
        line.set_data([x], [y])
        line.set_zorder(7)
        axes.add_line(line)


def handles(symbol: Symbol, scale: float = 1.0) -> list[Line2D]:
    """Return the marks of a symbol, for a map or a legend."""
    from matplotlib.lines import Line2D

    solid, size = symbol.filled == "full", scale * symbol.size
    looks: dict[str, Any] = {"linestyle": "", "marker": symbol.mark, "fillstyle": "full", "markersize": size}
    edge: dict[str, Any] = {"markeredgecolor": WHITE if solid else INK, "markeredgewidth": 0.9 if solid else 1.5}
    marks = [Line2D([], [], **looks, **edge, markerfacecolor=INK if solid else WHITE)]
    if symbol.filled not in ("full", "none"):
        half = {**looks, "fillstyle": symbol.filled, "markerfacecoloralt": "none"}
        marks.append(Line2D([], [], **half, markerfacecolor=INK, markeredgewidth=0.0))
    if symbol.inner is not None:
        looks |= {"marker": symbol.inner, "markersize": 0.6 * size, "markeredgewidth": 1.2}
        marks.append(Line2D([], [], **looks, color=WHITE if solid else INK))
    return marks
