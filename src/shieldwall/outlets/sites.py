"""The units and places of a scenario on a map of coverage: their symbols, and a name or a number for each."""

from __future__ import annotations

from typing import Any, Final

from shieldwall.outlets.canvas import Canvas
from shieldwall.outlets.captioned import INK
from shieldwall.outlets.labels import CROWDED, Label, gathered
from shieldwall.outlets.legend import Entry
from shieldwall.outlets.relief import Box
from shieldwall.outlets.symbols import PLACE, draw_unit, handles, symbols
from shieldwall.outlets.words import short

_NAME_FONT: Final[dict[str, Any]] = {"fontsize": 8.4, "color": INK}
_PLACE_FONT: Final[dict[str, Any]] = {"fontsize": 9.0, "color": INK, "style": "italic", "weight": "bold"}
#: Size of symbols, of those on a map of the battle.
SCALE: Final = 0.8


def site_labels(header: dict[str, Any], box: Box) -> tuple[list[Label], list[str]]:
    """Return the names of units and places in a box, and what the numbers stand for where they stand close together."""
    labels = [
        Label(place["at"][0], place["at"][1], short(name), 7.0, _PLACE_FONT)
        for name, place in header["places"].items()
        if place["unit"] is None and box.holds(*place["at"][:2])
    ]
    labels += [
        Label(unit["at"][0], unit["at"][1], short(name), 6.5, _NAME_FONT)
        for name, unit in header["units"].items()
        if box.holds(*unit["at"][:2])
    ]
    return gathered(labels, CROWDED * max(box.width, box.height))


def draw_sites(made: Canvas, header: dict[str, Any]) -> None:
    """Draw the symbols of units and places."""
    known = symbols(header["units"])
    for place in header["places"].values():
        if place["unit"] is None and made.box.holds(*place["at"][:2]):
            draw_unit(made.axes, PLACE, place["at"][0], place["at"][1], SCALE)
    for name, unit in header["units"].items():
        draw_unit(made.axes, known[name], unit["at"][0], unit["at"][1], SCALE)


def site_entries(header: dict[str, Any]) -> list[Entry]:
    """Return what the symbols stand for."""
    known = symbols(header["units"])
    entries: list[Entry] = [(tuple(handles(symbol, SCALE)), symbol.words) for symbol in dict.fromkeys(known.values())]
    if any(place["unit"] is None for place in header["places"].values()):
        entries.append((tuple(handles(PLACE, SCALE)), PLACE.words))
    return entries
