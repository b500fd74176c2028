"""A run as a recording for Tacview, in its universal text format ACMI 2.2.

Raia Software, Technical Reference - ACMI flight recordings 2.2 (tacview.net/documentation/acmi): UTF-8 text, a line per
object and time frame, ids hexadecimal, degrees and metres above mean sea level, times in seconds from ReferenceTime.
"""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from shieldwall import __version__
from shieldwall.analysis.measures import measures
from shieldwall.analysis.rows import Log
from shieldwall.outlets.acmi_events import bulletins, departures, plain
from shieldwall.outlets.playback import Flight, flights, frame, on_earth, tracks
from shieldwall.quantities.errors import InputError
from shieldwall.quantities.instants import parse_instant, show_instant
from shieldwall.quantities.units import counted
from shieldwall.record.kinds import TRACK_DROPPED
from shieldwall.record.recording import Recording

SIMULATED: Final = (
    "Simulated. A constructive simulation with notional sites and public, encyclopaedic figures: no recording of real "
    "flights, no live tracks."
)
#: Tags by the kind of a threat, as the format recommends them for display.
TAGS: Final = {
    "aircraft": "Air+FixedWing",
    "drone": "Light+Air+FixedWing",
    "cruise-missile": "Weapon+Missile",
    "bomb": "Weapon+Bomb",
}
#: Coalition and colour of what flies besides the raid; neutrals are green (APP-6).
COALITIONS: Final = {"neutral": ("Neutral", "Green"), "blue": ("Blue", "Blue")}
_OTHER_THREAT, _ROUND, _SHOOTER, _UNIT = "Air+FixedWing", "Weapon+Missile", "Ground+AntiAircraft", "Ground+Vehicle"
_PLACE, _TRACK = "Ground+Static+Building", "Misc+Minor"
#: What comes first within a frame: objects, what happens to them, their removal.
_OBJECT, _EVENT, _REMOVAL = range(3)
#: Decimals of degrees (a centimetre) and of metres.
_DEGREES, _METRES = 7, 2


@dataclass(frozen=True)
class Thing:
    """An object of the recording: its id, properties beside its place, and its flight path."""

    id: str
    properties: dict[str, str]
    flight: Flight


def acmi(recording: Recording, with_tracks: bool = False) -> str:
    """Return the text of a recording: units, places, threats, rounds, and what happened, in the house's sentences.

    `with_tracks` adds the confirmed tracks of every picture as objects of their own. Raises InputError when the run
    was kept without a film or does not say when it began.
    """
    log = Log(recording)
    ids = {name: f"{number + 1:x}" for number, name in enumerate(log.names)}
    moving = flights(recording, log)
    things = [*_standing(log, ids), *_moving(log, ids, moving)]
    gone = departures(log, {thing.flight.name for thing in things})
    if with_tracks:
        held = list(_held(recording, len(log.names)))
        things += held
        gone |= _dropped(log, held)
    shown = {thing.flight.name: thing.id for thing in things}
    frames: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for thing in things:
        # Of two positions in one frame, a millisecond, the later stands.
        for time, line in dict(_lines(thing, recording.header["origin"])).items():
            frames[time].append((_OBJECT, line))
    for bulletin in bulletins(log, shown):
        fields = "|".join((bulletin.event, *bulletin.ids, *bulletin.texts))
        frames[_number(bulletin.t, 3)].append((_EVENT, f"0,Event={fields}"))
    for name, t in gone.items():
        frames[_number(t, 3)].append((_REMOVAL, f"-{shown[name]}"))
    return "\n".join([*_head(recording), *_ordered(frames), ""])


def zipped(text: str, member: str) -> bytes:
    """Return a recording in a zip archive, as Tacview opens it; the same text gives the same bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(member), encoded(text), zipfile.ZIP_DEFLATED)
    return held.getvalue()


def encoded(text: str) -> bytes:
    """Return a recording as the format wants it: UTF-8 with its mark in front."""
    return text.encode("utf-8-sig")


def _head(recording: Recording) -> Iterator[str]:
    header, measured = recording.header, measures(recording)
    latitude, longitude = header["origin"]
    made = f"seed {header['seed']}, replication {header['replication']}, version {header.get('version', 'unknown')}"
    fates = f"{counted(measured['threats'], 'threat')}: {measured['killed']} killed, {measured['leakers']} leaked."
    texts = {
        "ReferenceTime": show_instant(_start(header)),
        "Title": header["title"],
        "DataSource": f"Shieldwall {header.get('version', '')}".strip(),
        "DataRecorder": f"Shieldwall {__version__}",
        "Category": "Simulated air-defence exercise",
        "Briefing": header["question"],
        "Debriefing": fates,
        "Comments": f"{SIMULATED} Run: {made}.",
        "ReferenceLongitude": _number(longitude, _DEGREES),
        "ReferenceLatitude": _number(latitude, _DEGREES),
    }
    yield from ("FileType=text/acmi/tacview", "FileVersion=2.2")
    yield from (f"0,{name}={plain(text)}" for name, text in texts.items())


def _start(header: dict[str, Any]) -> Any:
    start = header.get("start")
    try:
        return parse_instant(start if isinstance(start, str) else "")
    except InputError as error:
        instead = "run its scenario again with this version"
        raise InputError("this run does not say when it began", path="start", instead=instead) from error


def _standing(log: Log, ids: dict[str, str]) -> Iterator[Thing]:
    """Units of the defence, and places that are not units, all from the start."""
    for name, unit in log.header["units"].items():
        tags = _SHOOTER if unit["channels"] else _UNIT
        yield Thing(ids[name], _properties(tags, name, "Blue", unit["title"]), _at(log, name, unit["at"]))
    for name, place in log.header["places"].items():
        if name not in log.header["units"]:
            yield Thing(ids[name], _properties(_PLACE, name, "Blue", "Defended place"), _at(log, name, place["at"]))


def _at(log: Log, name: str, at: list[float]) -> Flight:
    where = on_earth(frame(log.header), np.array([at], dtype=np.float64))
    return Flight(name, np.zeros(1), *where)


def _moving(log: Log, ids: dict[str, str], moving: list[Flight]) -> Iterator[Thing]:
    """Threats, other flights and rounds, from their first position on."""
    others = log.header.get("traffic", {})
    for flight in moving:
        threat = log.header["threats"].get(flight.name)
        if threat is not None:
            parent, tags, title = threat["carrier"], TAGS.get(threat["kind"], _OTHER_THREAT), threat["title"]
            properties = _properties(tags, flight.name, "Red", title)
            properties["Group"] = flight.name.rpartition("/")[0]
        elif flight.name in others:
            other = others[flight.name]
            parent, (side, colour) = None, COALITIONS[other["side"]]
            tags = TAGS.get(other["kind"], _OTHER_THREAT)
            properties = _properties(tags, flight.name, side, other["title"]) | {"Color": colour}
        else:
            parent = log.unit_of(flight.name)
            weapon = log.header["weapons"].get(log.weapon_of(flight.name), {"title": "Round"})
            properties = _properties(_ROUND, flight.name, "Blue", weapon["title"])
        if parent in ids and parent != flight.name:
            properties["Parent"] = ids[parent]
        yield Thing(ids[flight.name], properties, flight)


def _properties(tags: str, name: str, side: str, title: str) -> dict[str, str]:
    return {"Type": tags, "Name": plain(name), "Coalition": side, "Color": side, "Label": plain(title)}


def _held(recording: Recording, names: int) -> Iterator[Thing]:
    """Confirmed tracks, as the defence held them, not as they were."""
    for number, (unit, track, flight) in enumerate(tracks(recording), names + 1):
        properties = _properties(_TRACK, flight.name, "Blue", f"Track {track} of {unit}") | {"Color": "Violet"}
        yield Thing(f"{number:x}", properties, flight)


def _dropped(log: Log, held: list[Thing]) -> dict[str, float]:
    """When each track was dropped; one that was not stays to the end."""
    rows = log.rows(TRACK_DROPPED)
    when = {f"{log.name(int(log.who[row]))}/track-{int(log.v0[row])}": float(log.t[row]) for row in rows}
    return {name: max(when[name], float(thing.flight.t[-1])) for thing in held if (name := thing.flight.name) in when}


def _lines(thing: Thing, origin: list[float]) -> Iterator[tuple[str, str]]:
    """A frame and a line per position: the first frame with all properties, the others with what moves."""
    flight = thing.flight
    properties = "".join(f",{name}={value}" for name, value in thing.properties.items())
    first = _number(flight.t[0], 3)
    east = (flight.longitude - origin[1] + 180.0) % 360.0 - 180.0
    north = flight.latitude - origin[0]
    for number in range(flight.t.size):
        place = f"{_number(east[number], _DEGREES)}|{_number(north[number], _DEGREES)}"
        height, time = _number(flight.height[number], _METRES), _number(flight.t[number], 3)
        yield time, f"{thing.id},T={place}|{height}{properties if time == first else ''}"


def _ordered(frames: dict[str, list[tuple[int, str]]]) -> Iterator[str]:
    for time in sorted(frames, key=float):
        yield f"#{time}"
        yield from (line for _, line in sorted(frames[time], key=lambda each: each[0]))


def _number(value: float, digits: int) -> str:
    """A number with so many decimals at most, none of them an idle zero."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
