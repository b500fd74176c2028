"""Codes of symbols: the 20 digits of APP-6 (MIL-STD-2525D) by which any map draws a unit or what flies.

Version 10, reality, whose side, symbol set, present, no headquarters, no echelon, entity, two modifiers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from shieldwall.outlets.symbols import kind_of

#: The digit of a side, and that of an own unit, of the raid, and of what nobody knows.
SIDES: Final = {"blue": "3", "red": "6", "neutral": "4", "": "1"}
#: Symbol set and the ten digits of entity and modifiers, by what a unit is there for: air defence with missiles, a
#: radar as equipment, and a post as air defence with the modifier of command and control.
_ROLES: Final = {"fire": ("10", "1301020000"), "radar": ("15", "2203000000"), "post": ("10", "1301001000")}
#: The same for what flies and for parts, by kind of the catalogue.
_KINDS: Final = {
    "aircraft": ("01", "1101000000"),
    "cruise-missile": ("02", "1100000700"),
    "drone": ("01", "1103000100"),
    "bomb": ("01", "1301000000"),
    "interceptor": ("02", "1100000800"),
    "gun": ("15", "1105000000"),
    "radar": ("15", "2203000000"),
    "sensor": ("15", "2201000000"),
    "jammer": ("10", "1505000000"),
    "command-post": ("10", "1301001000"),
    "unit": ("10", "1301020000"),
}
#: Entries that say more than their kind: bombers, fighters, jammers, lookers, airliners, decoys, ranges of missiles.
_ENTRIES: Final = {
    "a320": ("01", "1201000000"),
    "b737-800": ("01", "1201000000"),
    "b-2a": ("01", "1101030000"),
    "b-52h": ("01", "1101030000"),
    "electronic-attack": ("01", "1101330000"),
    "f-117a": ("01", "1101020000"),
    "mald": ("01", "1302000000"),
    "reconnaissance-uav": ("01", "1103001800"),
    "rq-4": ("01", "1103001800"),
    "stealth-strike": ("01", "1101050000"),
    "strike-fighter": ("01", "1101050000"),
    "kub-m-battery": ("10", "1301020026"),
    "pantsir-s1": ("10", "1301020043"),
    "s-125m1t-neva": ("10", "1301020043"),
    "s-300pmu-1-battalion": ("10", "1301020022"),
    "s-300pmu-1-command-post": ("10", "1301001000"),
    "s-300pmu-2-battalion": ("10", "1301020022"),
    "s-300pmu-2-command-post": ("10", "1301001000"),
    "s-400-battalion": ("10", "1301020022"),
    "s-400-battalion-all-rounds": ("10", "1301020022"),
    "s-400-command-post": ("10", "1301001000"),
    "s-400-fire-unit": ("10", "1301020022"),
    "s-500-battery": ("10", "1301020022"),
}


def code(side: str, entry: str, kind: str) -> str:
    """Return the code of an entry of the catalogue, or of one of its kind (the part before a slash) without its own."""
    return _code(side, *_ENTRIES.get(entry, _KINDS[kind.partition("/")[0]]))


def unit_code(unit: Mapping[str, Any], side: str = "blue") -> str:
    """Return the code of a unit of a header: of its entry, or of what it is there for."""
    return _code(side, *_ENTRIES.get(str(unit.get("entry", "")), _ROLES[kind_of(dict(unit))]))


def _code(side: str, symbol_set: str, entity: str) -> str:
    return f"100{SIDES.get(side, SIDES[''])}{symbol_set}0000{entity}"
