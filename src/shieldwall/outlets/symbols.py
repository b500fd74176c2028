"""Symbols of units and places on a map, one for each system, and how to tell what a unit is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from shieldwall.outlets.plate import INK, WHITE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

#: Marks of fire units, the dearest system first, and its size in points of print.
_FIRE: Final = (("^", 11.0), ("h", 10.5), ("v", 10.0), ("D", 7.5), ("p", 10.0), ("8", 9.5), ("<", 10.0), (">", 10.0))
_RADARS: Final = (("o", 9.0), ("d", 9.5), ("H", 9.0))


class Symbol(NamedTuple):
    """A mark of matplotlib, its size in points of print, and the small white mark on it, if any."""

    mark: str
    size: float
    inner: str | None
    words: str


#: A defended place.
PLACE: Final = Symbol("o", 8.5, None, "defended place")


def symbols(units: dict[str, dict[str, Any]]) -> dict[str, Symbol]:
    """Return the symbol of each unit by name: posts, fire units and radars differ in shape, and so do systems."""
    kinds: dict[str, list[str]] = {"post": [], "fire": [], "radar": []}
    told = {name: (kind_of(unit), unit["entry"]) for name, unit in units.items()}
    dearest = sorted(units, key=lambda name: -units[name]["cost"])
    for name in dearest:
        kind, entry = told[name]
        if entry not in kinds[kind]:
            kinds[kind].append(entry)
    found = {}
    for name, unit in units.items():
        kind, entry = told[name]
        number = kinds[kind].index(entry)
        if kind == "post":
            mark, size, inner = "s", 9.0, "+"
        elif kind == "fire":
            (mark, size), inner = _FIRE[number % len(_FIRE)], None
        else:
            (mark, size), inner = _RADARS[number % len(_RADARS)], "."
        found[name] = Symbol(mark, size, inner, unit["title"])
    return found


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

    fill = WHITE if symbol is PLACE else INK
    edge = INK if symbol is PLACE else WHITE
    size = symbol.size * scale
    width = 1.6 if symbol is PLACE else 0.9
    marks = [Line2D([], [], linestyle="", marker=symbol.mark, markersize=size, markerfacecolor=fill,
                    markeredgecolor=edge, markeredgewidth=width)]  # fmt: skip
    inner = "." if symbol is PLACE else symbol.inner
    if inner is not None:
        colour = INK if symbol is PLACE else WHITE
        small = Line2D([], [], linestyle="", marker=inner, markersize=0.6 * size, color=colour, markeredgewidth=1.2)
        marks.append(small)
    return marks
