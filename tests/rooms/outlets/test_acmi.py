"""The text for Tacview, line by line, against its public reference (ACMI 2.2)."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import numpy as np
import pytest

from shieldwall.outlets.acmi import SIMULATED, acmi, encoded, zipped
from shieldwall.quantities.errors import InputError
from shieldwall.record import kinds, reasons
from shieldwall.record.recording import Recording
from shieldwall.record.tables import EVENT, SAMPLE

NAMES = [
    "blue/battery", "blue/battery/track", "blue/battery/track-channel-01", "blue/battery/rail-1",
    "blue/battery/rail-1/round-1", "blue/radar", "place/depot", "red/cruise/1", "red/jet/1", "red/jet/1/bomb-1",
    "red/jet/1/bomb-2",
]  # fmt: skip
BATTERY, TRACKER, CHANNEL, RAIL, ROUND, RADAR, DEPOT, CRUISE, JET, BOMB, UNRELEASED = NAMES
ID = {name: f"{number + 1:x}" for number, name in enumerate(NAMES)}
# The line of an object or of an event, as the reference has them.
OBJECT = re.compile(r"[1-9a-f][0-9a-f]*,T=-?\d+(\.\d+)?\|-?\d+(\.\d+)?\|-?\d+(\.\d+)?(,[A-Z]\w*=(\\,|[^,\\])+)*")
EVENT_LINE = re.compile(r"0,Event=[A-Z][A-Za-z]+(\|(\\,|[^,|\\])*)+")


def header() -> dict[str, Any]:
    unit = {"entry": "e", "at": [0.0, 0.0, 80.0], "cost": 1.0, "rounds": {}, "sensors": [], "channels": []}
    threat = {"carrier": None, "mission": "", "cost": 1.0, "route": []}
    bomb = {**threat, "title": "Bomb", "kind": "bomb", "carrier": JET}
    return {
        "format": 2, "title": "A raid, at night", "question": "What leaks|and\nwhy?", "scenario": "", "seed": 3,
        "replication": 4, "lasts": 60.0, "origin": [44.8, 20.3], "start": "2019-10-24T08:00:00Z", "version": "0.1.0",
        "names": NAMES, "rounds": {RAIL: "missile", "blue/battery/guns": "gun"},
        "units": {
            BATTERY: {**unit, "title": "Battery", "channels": [CHANNEL], "sensors": [TRACKER]},
            RADAR: {**unit, "title": "Radar"},
        },
        "weapons": {"missile": {"title": "5V27: long", "cost": 1.0}, "gun": {"title": "Guns", "cost": 1.0}},
        "threats": {
            CRUISE: {**threat, "title": "Cruise missile, low", "kind": "cruise-missile"},
            JET: {**threat, "title": "Jet", "kind": "aircraft"}, BOMB: bomb, UNRELEASED: bomb,
        },
        "places": {
            DEPOT: {"at": [1000.0, 0.0, 90.0], "value": 1.0, "hardness": 1.0, "unit": None},
            RADAR: {"at": [0.0, 0.0, 80.0], "value": 1.0, "hardness": 1.0, "unit": RADAR},
        },
    }  # fmt: skip


def made(*events: tuple[Any, ...], film: bool = True) -> Recording:
    """A recording of (t, kind, who, whom, more) in which all that may fly does, from 1 s to 50 s."""
    rows = np.zeros(len(events), EVENT)
    for number, (t, kind, who, whom, *more) in enumerate(events):
        rows[number]["t"], rows[number]["kind"], rows[number]["cause"] = t, kind, -1
        rows[number]["who"] = NAMES.index(who) if who else -1
        rows[number]["whom"] = NAMES.index(whom) if whom else -1
        for field, value in (more[0] if more else {}).items():
            rows[number][field] = value
    flying = [(t, name) for name in (CRUISE, JET, BOMB, ROUND) for t in (1.0, 50.0)] if film else []
    samples = np.zeros(len(flying), SAMPLE)
    for number, (t, name) in enumerate(flying):
        samples[number]["t"], samples[number]["picture"], samples[number]["who"] = t, -1, NAMES.index(name)
        samples[number]["x"], samples[number]["z"] = 100.0 * t, 5000.0
    return Recording(header(), rows, samples, {})


def lines(*events: tuple[Any, ...]) -> list[str]:
    return acmi(made(*events)).splitlines()


def event_lines(*events: tuple[Any, ...]) -> list[str]:
    """The events and removals of a recording, with the frames that hold them."""
    shown, frame = [], ""
    for line in lines(*events):
        if line.startswith("#"):
            frame = line
        elif line.startswith(("0,Event=", "-")):
            shown += [*([frame] if frame not in shown else []), line]
    return shown


def test_the_head_is_as_the_reference_wants_it() -> None:
    head = lines()[:12]
    assert head[:2] == ["FileType=text/acmi/tacview", "FileVersion=2.2"]
    properties = dict(line.removeprefix("0,").split("=", 1) for line in head[2:])
    assert properties["ReferenceTime"] == "2019-10-24T08:00:00Z"
    assert properties["Title"] == r"A raid\, at night"
    assert properties["Briefing"] == "What leaks/and why?"
    assert (properties["ReferenceLongitude"], properties["ReferenceLatitude"]) == ("20.3", "44.8")


def test_a_recording_says_that_it_is_simulated() -> None:
    text = acmi(made())
    assert SIMULATED.startswith("Simulated.")
    assert "0,Category=Simulated air-defence exercise\n" in text
    assert "0,Comments=Simulated." in text
    assert r"Run: seed 3\, replication 4\, version 0.1.0." in text


def test_every_line_is_of_the_format_and_time_goes_on() -> None:
    events = [(5.0, kinds.LAUNCHED, ROUND, ""), (9.0, kinds.KILLED, ROUND, CRUISE), (20.0, kinds.IMPACT, BOMB, DEPOT)]
    body = lines(*events)[12:]
    frames = [float(line[1:]) for line in body if line.startswith("#")]
    assert frames == sorted(set(frames))
    for line in body:
        known = line[0] in "#-" or OBJECT.fullmatch(line) or EVENT_LINE.fullmatch(line)
        assert known, line


def test_objects_have_types_sides_and_names() -> None:
    first = {line.partition(",")[0]: line for line in reversed(lines()) if OBJECT.fullmatch(line) and "Type=" in line}
    expected = {
        BATTERY: "Type=Ground+AntiAircraft,Name=blue/battery,Coalition=Blue,Color=Blue,Label=Battery",
        RADAR: "Type=Ground+Vehicle,Name=blue/radar,Coalition=Blue,Color=Blue,Label=Radar",
        DEPOT: "Type=Ground+Static+Building,Name=place/depot,Coalition=Blue,Color=Blue,Label=Defended place",
        CRUISE: "Type=Weapon+Missile,Name=red/cruise/1,Coalition=Red,Color=Red,"
        r"Label=Cruise missile\, low,Group=red/cruise",
        JET: "Type=Air+FixedWing,Name=red/jet/1,Coalition=Red,Color=Red,Label=Jet,Group=red/jet",
        BOMB: "Type=Weapon+Bomb,Name=red/jet/1/bomb-1,Coalition=Red,Color=Red,Label=Bomb,Group=red/jet/1,"
        f"Parent={ID[JET]}",
        ROUND: "Type=Weapon+Missile,Name=blue/battery/rail-1/round-1,Coalition=Blue,Color=Blue,Label=5V27: long,"
        f"Parent={ID[BATTERY]}",
    }
    assert set(first) == {ID[name] for name in expected}
    for name, properties in expected.items():
        assert first[ID[name]].split(",", 2)[2] == properties


def test_a_kill_is_a_destruction_a_shot_and_two_removals() -> None:
    assert event_lines((9.0, kinds.KILLED, ROUND, CRUISE, {"v0": 3.0})) == [
        "#9",
        f"0,Event=Destroyed|{ID[CRUISE]}|{ID[ROUND]}|{ROUND} kills {CRUISE}\\, 3.0 m off.",
        f"0,Event=Timeout|SourceId:{ID[BATTERY]}|AmmoType:5V27 long|AmmoCount:1|TargetId:{ID[CRUISE]}|Outcome:Kill",
        f"-{ID[CRUISE]}",
        f"-{ID[ROUND]}",
    ]


def test_a_miss_is_a_shot_and_one_removal() -> None:
    launched = (5.0, kinds.LAUNCHED, ROUND, "", {"v1": 9.0})
    ended = (9.5, kinds.ROUND_ENDED, ROUND, "", {"why": reasons.OUT_OF_TIME, "cause": 0})
    shown = event_lines(launched, ended)
    assert shown[0] == "#5"
    assert shown[1].startswith(f"0,Event=Message|{ID[ROUND]}|{ROUND} is launched at ")
    assert shown[2:] == [
        "#9.5",
        f"0,Event=Message|{ID[ROUND]}|{ROUND} ends without a kill: it ran out of time.",
        f"0,Event=Timeout|SourceId:{ID[BATTERY]}|AmmoType:5V27 long|AmmoCount:1|Outcome:Miss",
        f"-{ID[ROUND]}",
    ]


def test_guns_that_kill_stay_where_they_are() -> None:
    burst = (9.0, kinds.BURST, CHANNEL, "", {"v0": 60.0})
    shown = event_lines(burst, (9.0, kinds.KILLED, CHANNEL, CRUISE, {"cause": 0}))
    assert f"0,Event=Timeout|SourceId:{ID[BATTERY]}|AmmoType:Guns|AmmoCount:1|Outcome:Kill" in shown
    assert [line for line in shown if line.startswith("-")] == [f"-{ID[CRUISE]}"]


def test_an_arrival_is_marked_and_is_no_kill() -> None:
    shown = event_lines((20.0, kinds.IMPACT, BOMB, DEPOT, {"v0": 0.5, "v1": 0.5}))
    assert shown == [
        "#20",
        f"0,Event=Bookmark|{ID[BOMB]}|{ID[DEPOT]}|{BOMB} hits {DEPOT}: damage 0.50.",
        f"0,Event=LeftArea|{ID[BOMB]}|",
        f"-{ID[BOMB]}",
    ]


def test_a_place_that_is_destroyed_goes() -> None:
    shown = event_lines((20.0, kinds.IMPACT, BOMB, DEPOT, {"v0": 1.0, "v1": 1.0}))
    assert f"0,Event=Destroyed|{ID[DEPOT]}|{ID[BOMB]}|{DEPOT} is destroyed by {BOMB}." in shown
    assert shown[-2:] == [f"-{ID[BOMB]}", f"-{ID[DEPOT]}"]


def test_a_unit_that_is_destroyed_goes_once() -> None:
    impact = (20.0, kinds.IMPACT, BOMB, RADAR, {"v0": 1.0, "v1": 1.0})
    shown = event_lines(impact, (20.0, kinds.UNIT_DESTROYED, BOMB, RADAR, {"cause": 0}))
    assert [line for line in shown if "Destroyed" in line] == [
        f"0,Event=Destroyed|{ID[RADAR]}|{ID[BOMB]}|{RADAR} is destroyed by {BOMB}."
    ]
    assert shown[-2:] == [f"-{ID[BOMB]}", f"-{ID[RADAR]}"]


def test_who_goes_home_leaves_the_area() -> None:
    assert event_lines((50.0, kinds.EXITS, JET, "", {"why": reasons.HOME_AFTER_RELEASE})) == [
        "#50",
        f"0,Event=LeftArea|{ID[JET]}|{JET} leaves: it went home after its release.",
        f"-{ID[JET]}",
    ]


def test_a_bomb_that_was_never_released_is_not_reported() -> None:
    assert event_lines((50.0, kinds.EXITS, UNRELEASED, "", {"why": reasons.CARRIER_LOST})) == []


def test_only_the_first_detection_of_each_threat_is_reported() -> None:
    shown = event_lines(*((float(t), kinds.DETECTED, TRACKER, CRUISE, {"v0": 2e4}) for t in (3, 4, 5)))
    assert shown == ["#3", f"0,Event=Message|{ID[BATTERY]}|{ID[CRUISE]}|{TRACKER} detects {CRUISE} at 20.0 km."]


def test_what_still_flies_at_the_end_stays() -> None:
    assert not [line for line in lines() if line.startswith("-")]


def test_a_removal_comes_after_the_last_position() -> None:
    text = acmi(made((50.0, kinds.EXITS, JET, "", {"why": reasons.HOME_AFTER_RELEASE})))
    assert text.rindex(f"\n{ID[JET]},T=") < text.index(f"\n-{ID[JET]}\n")


def test_tracks_come_only_when_asked() -> None:
    recording = made((40.0, kinds.TRACK_DROPPED, BATTERY, "", {"v0": 12.0}))
    seen = np.zeros(2, SAMPLE)
    seen["t"], seen["picture"], seen["who"], seen["x"] = [10.0, 15.0], 0, 12, [900.0, 800.0]
    filmed = Recording(recording.header, recording.log, np.concatenate([recording.film, seen]), {})
    number = f"{len(NAMES) + 1:x}"
    assert "track-12" not in acmi(filmed)
    text = acmi(filmed, with_tracks=True)
    # 900 m of the parallel, whose radius at 44.8 N is 4533.4 km (WGS 84).
    assert re.search(
        rf"\n{number},T=0\.01137\d*\|-0\.0000006\|0\.06,Type=Misc\+Minor,Name=blue/battery/track-12,", text
    )
    assert re.search(rf"\n#40\n[^#]*-{number}\n#", text)


def test_hostile_text_stays_in_its_field() -> None:
    recording = made()
    recording.header["title"] = "a\\\n#99\n0,Event=Message|x,Title=b"
    text = acmi(recording)
    assert text.count("\n0,Title=") == 1
    assert r"0,Title=a/ #99 0\,Event=Message/x\,Title=b" in text
    assert "\n#99" not in text


def test_the_same_run_gives_the_same_bytes_plain_and_packed() -> None:
    text = acmi(made())
    assert encoded(text).startswith(b"\xef\xbb\xbfFileType=")
    packed = zipped(text, "run.txt.acmi")
    assert packed == zipped(acmi(made()), "run.txt.acmi")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == ["run.txt.acmi"]
        assert archive.read("run.txt.acmi") == encoded(text)


@pytest.mark.parametrize("start", [None, "yesterday", 7])
def test_a_run_that_does_not_say_when_it_began_is_refused(start: Any) -> None:
    recording = made()
    recording.header["start"] = start
    with pytest.raises(InputError, match="does not say when it began; run its scenario again"):
        acmi(recording)


def test_a_run_without_a_film_is_refused() -> None:
    with pytest.raises(InputError, match="kept without its film"):
        acmi(made(film=False))
