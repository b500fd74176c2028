"""The header of a run: what it must hold, checked before anyone relies on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from shieldwall.quantities.errors import InputError, quoted
from shieldwall.quantities.visible import visible
from shieldwall.record.recording import FORMAT

_NUMBER = (int, float)
_NAME = (str, type(None))
_FIELDS: Mapping[str, Any] = {
    "title": str,
    "question": str,
    "scenario": str,
    "seed": int,
    "replication": int,
    "lasts": _NUMBER,
    "origin": list,
    "names": list,
    "units": dict,
    "weapons": dict,
    "rounds": dict,
    "threats": dict,
    "places": dict,
}
_MEMBERS: Mapping[str, Mapping[str, Any]] = {
    "units": {"title": str, "at": list, "cost": _NUMBER, "rounds": dict, "sensors": list, "channels": list},
    "weapons": {"title": str, "cost": _NUMBER},
    "threats": {"title": str, "kind": str, "carrier": _NAME, "mission": str, "cost": _NUMBER, "route": list},
    "places": {"at": list, "value": _NUMBER, "hardness": _NUMBER, "unit": _NAME},
}
#: What may be there too, and must be sound then: rounds of launchers, and when a threat does its task, s.
_FURTHER: Mapping[str, Mapping[str, Any]] = {
    "launchers": {"weapon": str, "ready": int, "reserve": int},
    "threats": {"due": (*_NUMBER, type(None))},
    "traffic": {"title": str, "kind": str, "side": str, "mission": str, "route": list},
}
#: Who commanded from outside: name, time between his epochs, s, and SHA-256 of his source.
_DOCTRINE: Mapping[str, Any] = {"name": str, "every": _NUMBER, "source": _NAME}
#: Of these every member has all that is listed.
_WHOLE = ("launchers", "traffic")
#: What the members of lists and tables are: names to numbers, names to names, names.
_TYPED: Mapping[str, Any] = {"units.rounds": int, "units.sensors": str, "units.channels": str, "rounds": str}
#: What a warning is.
_WARNING: Mapping[str, Any] = {
    "message": str, "file": _NAME, "line": (int, type(None)), "path": _NAME, "instead": _NAME,
}  # fmt: skip
#: Larger numbers than this are not of our making, and no header counts so far or costs so much.
_MOST = 1e18
#: Longest exercise, s, and the ends of latitude and longitude, degrees.
_LASTS, _LATITUDE, _LONGITUDE = 1e6, 90.0, 180.0
#: Lists of so many numbers each.
_POINTS: Mapping[str, int] = {"at": 3, "place": 2, "origin": 2}
#: Tables whose keys the log names.
_NAMED = ("units", "threats", "places")
_MOST_DEPTH = 16
_TEXTS = ("scenario", "catalogue")
#: Half of a character, which no file can hold.
_HALF = re.compile("[\ud800-\udfff]")


def check_header(header: Any, file: str) -> None:
    """Raise InputError, naming the file, when a header lacks what its readers rely on, or was made for others."""
    if not isinstance(header, dict) or "format" not in header:
        raise InputError("this is not the header of a run", file, instead="give a folder that a run wrote")
    if header["format"] != FORMAT or isinstance(header["format"], bool):
        written = quoted(str(header["format"]), 12)
        raise InputError(
            f"the run was written in format {written}, and this version reads format {FORMAT}",
            file,
            path="format",
            instead="run its scenario again with this version",
        )
    # Texts of a scenario and of own entries are kept as they were written, byte for byte; only a comparison shows them.
    _check_leaves({name: value for name, value in header.items() if name not in _TEXTS}, file, "", 0)
    _check_fields(header, _FIELDS, file, "")
    _check_members(header["rounds"], "rounds", file, "rounds")
    if _HALF.search(header["scenario"]):
        raise _wrong(file, "scenario", "whole characters")
    if not 0.0 <= header["lasts"] <= _LASTS:
        raise _wrong(file, "lasts", "a time in s")
    if abs(header["origin"][0]) > _LATITUDE or abs(header["origin"][1]) > _LONGITUDE:
        raise _wrong(file, "origin", "on the earth")
    names = header["names"]
    if not all(isinstance(name, str) for name in names) or len(set(names)) != len(names):
        raise _wrong(file, "names", "a list of names, each once")
    known = set(names)
    for table, fields in _MEMBERS.items():
        for name, member in header[table].items():
            if not isinstance(member, dict):
                raise _wrong(file, f"{table}.{name}", "a table")
            _check_fields(member, fields, file, f"{table}.{name}.")
            for field in fields:
                _check_members(member[field], f"{table}.{field}", file, f"{table}.{name}.{field}")
            if table in _NAMED and name not in known:
                raise _wrong(file, f"{table}.{name}", "one of the names")
    _check_further(header, file)
    _check_zones(header.get("zones", {}), file)
    texts = header.get("catalogue", {})
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise _wrong(file, "catalogue", "texts by file")
    forced = header.get("readiness", {})
    if not isinstance(forced, dict) or not all(isinstance(state, bool) for state in forced.values()):
        raise _wrong(file, "readiness", "units that were forced to be ready or not")
    _check_warnings(header.get("warnings", []), file)
    if "doctrine" in header:
        if not isinstance(header["doctrine"], dict) or not header["doctrine"].get("every", 0.0) > 0.0:
            raise _wrong(file, "doctrine", "a table of who commanded")
        _check_fields(header["doctrine"], _DOCTRINE, file, "doctrine.")
    for name, threat in header["threats"].items():
        if not all(_is_point(point, 4) for point in threat["route"]):
            raise _wrong(file, f"threats.{name}.route", "a list of [t, x, y, z]")


def _check_zones(zones: Any, file: str) -> None:
    """Refuse zones that are not outlines, lists of [x, y], and what they forbid."""
    if not isinstance(zones, dict):
        raise _wrong(file, "zones", "a table")
    for name, zone in zones.items():
        outline = zone.get("outline") if isinstance(zone, dict) else None
        if not isinstance(outline, list) or not all(_is_point(point, 2) for point in outline) or len(outline) < 3:
            raise _wrong(file, f"zones.{name}.outline", "a list of three points [x, y] or more")
        if zone.get("forbids") not in ("targets", "rounds", "both"):
            raise _wrong(file, f"zones.{name}.forbids", "targets, rounds or both")


def _check_warnings(warnings: Any, file: str) -> None:
    """Refuse warnings that are not message, file, line, path and what to type instead."""
    if not isinstance(warnings, list):
        raise _wrong(file, "warnings", "a list")
    for number, warning in enumerate(warnings, 1):
        path = f"warnings.{number}"
        if not isinstance(warning, dict) or set(warning) != {*_WARNING}:
            raise _wrong(file, path, "a table of a warning's parts")
        _check_fields(warning, _WARNING, file, f"{path}.")


def _check_members(value: Any, typed: str, file: str, path: str) -> None:
    """Refuse members of a list or table that are not of the kind that its readers rely on."""
    kind = _TYPED.get(typed)
    members = value.values() if isinstance(value, dict) else value
    if kind is not None and not all(isinstance(member, kind) and not isinstance(member, bool) for member in members):
        raise _wrong(file, path, "of numbers" if kind is int else "of names")


def _check_fields(table: dict[str, Any], fields: Mapping[str, Any], file: str, path: str) -> None:
    for name, kind in fields.items():
        value = table.get(name)
        if name not in table or not isinstance(value, kind) or isinstance(value, bool):
            raise _wrong(file, path + name, "there and of its kind")
        if name in _POINTS and not _is_point(value, _POINTS[name]):
            raise _wrong(file, path + name, f"{_POINTS[name]} numbers")


def _check_further(header: dict[str, Any], file: str) -> None:
    """Refuse parts that a header need not have, when they are there and not as their readers expect them."""
    for table, fields in _FURTHER.items():
        members = header.get(table, {})
        if not isinstance(members, dict):
            raise _wrong(file, table, "a table")
        for name, member in members.items():
            whole = table in _WHOLE
            if not isinstance(member, dict):
                raise _wrong(file, f"{table}.{name}", "a table")
            present = {key: kind for key, kind in fields.items() if whole or key in member}
            _check_fields(member, present, file, f"{table}.{name}.")
            if table == "traffic" and not all(_is_point(point, 4) for point in member["route"]):
                raise _wrong(file, f"traffic.{name}.route", "a list of [t, x, y, z]")
            if table == "launchers" and min(member["ready"], member["reserve"]) < 0:
                raise _wrong(file, f"{table}.{name}", "numbers of rounds")


def _is_point(value: Any, size: int) -> bool:
    return isinstance(value, list) and len(value) == size and all(isinstance(part, _NUMBER) for part in value)


def _check_leaves(value: Any, file: str, path: str, depth: int) -> None:
    """Refuse text that would write outside its line of a terminal or a page, and numbers beyond all reason."""
    if depth > _MOST_DEPTH:
        raise _wrong(file, path, "less deep")
    if isinstance(value, dict):
        for key, member in value.items():
            _check_leaves(key, file, path, depth + 1)
            _check_leaves(member, file, f"{path}.{key}" if path else key, depth + 1)
    elif isinstance(value, list):
        for member in value:
            _check_leaves(member, file, path, depth + 1)
    elif isinstance(value, int | float) and not abs(value) <= _MOST:
        raise _wrong(file, path, "a number within reason")
    elif isinstance(value, str) and visible(value) != value:
        raise _wrong(file, path, "text without control characters")


def _wrong(file: str, path: str, what: str) -> InputError:
    instead = f"it should be {what}; give a folder that a run wrote"
    return InputError("the header of this run is damaged", file, path=path, instead=instead)
