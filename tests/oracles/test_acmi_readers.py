"""Recordings for Tacview, read back field for field by two readers that are not ours: pyacmi and tacview-duckdb.

Places are expected from the film by PROJ's topocentric conversion, and at known points from the scenario's own text.
"""

from __future__ import annotations

import contextlib
import io
import json
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pyproj import Transformer

import shieldwall as sw
from shieldwall.outlets.acmi import acmi, encoded, zipped
from shieldwall.record import kinds
from shieldwall.scenario import load

METRES_PER_DEGREE = 111_320.0
Points = NDArray[np.float64]


@dataclass
class Read:
    """What a reader made of a recording, under its own names for the fields."""

    head: dict[str, Any]
    objects: dict[str, dict[str, Any]]
    paths: dict[str, Points] = field(default_factory=dict)
    """Time, longitude, latitude and altitude of each object, by its name."""
    events: list[tuple[float, str]] = field(default_factory=list)


def by_pyacmi(file: Path) -> Read:
    from pyacmi import Acmi

    reader = Acmi()
    with contextlib.redirect_stdout(io.StringIO()):
        reader.load_acmi(str(file))
    start = reader.reference_time.isoformat()
    head = {"version": reader.file_version, "start": start, "title": reader.title, "comments": reader.comments,
            "category": reader.category}  # fmt: skip
    read = Read(head, {})
    for one in reader.objects.values():
        parent = reader.objects[one.get_value("Parent")].name if one.get_value("Parent") else None
        read.objects[one.name] = {
            "tags": set(one.tags.split("+")), "side": one.coalition(), "colour": one.color(), "parent": parent,
            "removed": one.removed_at, "label": one.get_value("Label").replace("\\,", ","),
        }  # fmt: skip
        times = list(one.data["Longitude"])
        places = [(t, one.longitude(t), one.latitude(t), one.altitude(t)) for t in times]
        read.paths[one.name] = np.array(places)
    return read


def by_tacview_duckdb(file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # its database's module of types is about to move
        from tacview_duckdb import parse_acmi
        from tacview_duckdb.enrichment import airports

    # It fetches a list of airports for events of take-off; there are none here, and tests need no network.
    listed = folder / "airports.csv"
    listed.write_text("id,ident,type,name,latitude_deg,longitude_deg,iso_country\n1,X,small_airport,X,44.8,20.3,RS\n")
    monkeypatch.setattr(airports, "download_airports_data", lambda: listed)
    with contextlib.redirect_stdout(io.StringIO()):
        store = parse_acmi(file, folder / "base", enrichments=[], async_enrichments=False)
    head = {row["key"]: row["value"] for row in store.query_sql("select key, value from metadata")}
    known = {"version": float(head["FileVersion"]), "start": head["ReferenceTime"].removesuffix("Z"),
             "title": head["Title"], "comments": head["Comments"], "category": head["Category"]}  # fmt: skip
    rows = store.query_sql("select * from objects")
    names = {row["id"]: row["name"] for row in rows}
    read = Read(known, {})
    for row in rows:
        more = row["type_attributes"].split(",") if row["type_attributes"] else ()
        read.objects[row["name"]] = {
            "tags": {row["type_class"], row["type_basic"], *more}, "side": row["coalition"], "colour": row["color"],
            "parent": names.get(row["parent_id"]), "removed": row["removed_at"],
            "label": json.loads(row["properties"])["Label"],
        }  # fmt: skip
    paths: dict[str, list[Any]] = {name: [] for name in names.values()}
    for row in store.query_sql("select * from states order by object_id, timestamp"):
        place = (row["timestamp"], row["longitude"], row["latitude"], row["altitude"])
        paths[names[row["object_id"]]].append(place)
    read.paths = {name: np.array(path) for name, path in paths.items()}
    events = store.query_sql("select timestamp, event_name, event_params from events")
    read.events = [(row["timestamp"], f"{row['event_name']}|{row['event_params']}") for row in events]
    return read


@pytest.fixture(scope="module")
def battle() -> sw.Run:
    """Rounds that kill and miss, arrivals, and a place destroyed."""
    run = sw.run("one-battery", replication=5)
    assert 0 < run.measures["killed"] < run.measures["rounds"]
    assert run.measures["damage_share"] == 1.0
    return run


@pytest.fixture(params=["pyacmi", "tacview-duckdb"])
def reader(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    def read(content: bytes, ending: str = ".acmi") -> Read:
        file = tmp_path / f"run{ending}"
        file.write_bytes(content)
        return by_pyacmi(file) if request.param == "pyacmi" else by_tacview_duckdb(file, tmp_path, monkeypatch)

    read.name = request.param  # type: ignore[attr-defined]
    return read


def to_earth(run: sw.Run) -> Transformer:
    latitude, longitude = run.header["origin"]
    return Transformer.from_pipeline(
        f"+proj=pipeline +step +inv +proj=topocentric +ellps=WGS84 +lat_0={latitude} +lon_0={longitude} "
        "+step +inv +proj=cart +ellps=WGS84"
    )


def metres(path: Points, longitude: Points, latitude: Points, height: Points) -> Points:
    """Distances of read positions from expected ones."""
    east = (path[:, 1] - longitude) * METRES_PER_DEGREE * np.cos(np.radians(latitude))
    north = (path[:, 2] - latitude) * METRES_PER_DEGREE
    return np.asarray(np.sqrt(east**2 + north**2 + (path[:, 3] - height) ** 2))


def filmed(run: sw.Run, name: str) -> NDArray[np.void]:
    film = run.recording.film
    return film[(film["picture"] < 0) & (film["who"] == run.header["names"].index(name))]


def test_the_head_is_read(battle: sw.Run, reader: Any) -> None:
    head = reader(encoded(acmi(battle.recording))).head
    assert (head["version"], head["start"]) == (2.2, "2019-10-24T08:00:00")
    assert head["title"] == "One battery against four cruise missiles"
    assert head["category"] == "Simulated air-defence exercise"
    assert head["comments"].startswith("Simulated. ")


def test_every_object_is_read(battle: sw.Run, reader: Any) -> None:
    header = battle.header
    objects = reader(encoded(acmi(battle.recording))).objects
    flown = {header["names"][row["who"]] for row in battle.recording.film if row["picture"] < 0}
    assert set(objects) == flown | set(header["units"]) | {"place/depot"}
    rounds = {name for name in flown if name.startswith("blue/")}
    assert len(rounds) == battle.measures["rounds"] > 0
    for name, properties in objects.items():
        side = "Red" if name.startswith("red/") else "Blue"
        assert (properties["side"], properties["colour"]) == (side, side)
        assert properties["parent"] == ("blue/pantsir" if name in rounds else None)
    assert objects["blue/pantsir"]["tags"] == {"Ground", "AntiAircraft"}
    assert objects["place/depot"]["tags"] == {"Ground", "Static", "Building"}
    assert all(objects[name]["tags"] == {"Weapon", "Missile"} for name in flown)
    assert objects["red/plain-pair/1"]["label"] == "Cruise missile, Tomahawk class"


def test_threats_are_where_the_film_has_them_and_straight_between(battle: sw.Run, reader: Any) -> None:
    paths, earth = reader(encoded(acmi(battle.recording))).paths, to_earth(battle)
    for name in battle.header["threats"]:
        film, path = filmed(battle, name), paths[name]
        assert path[0, 0] == pytest.approx(film["t"][0], abs=6e-4)
        assert path[-1, 0] == pytest.approx(film["t"][-1], abs=6e-4)
        assert np.diff(path[:, 0]).max() <= 5.0 + 1e-9
        # Frames are given to a millisecond, in which 245 m/s is 0.12 m at most.
        plane = [np.interp(path[:, 0], film["t"], film[axis].astype(float)) for axis in ("x", "y", "z")]
        assert metres(path, *earth.transform(*plane, radians=False)).max() < 0.15


def test_rounds_are_where_the_film_has_them(battle: sw.Run, reader: Any) -> None:
    paths, earth = reader(encoded(acmi(battle.recording))).paths, to_earth(battle)
    rounds = [name for name in paths if "/round-" in name]
    whole_seconds = 0
    for name in rounds:
        whole = [row for row in filmed(battle, name) if abs(row["t"] - round(row["t"])) < 1e-6]
        whole_seconds += len(whole)
        if not whole:
            continue
        path = paths[name]
        at = [int(np.argmin(np.abs(path[:, 0] - row["t"]))) for row in whole]
        plane = [np.array([float(row[axis]) for row in whole]) for axis in ("x", "y", "z")]
        assert metres(path[at], *earth.transform(*plane, radians=False)).max() < 0.05
    assert whole_seconds > 20


def test_what_ends_is_removed_when_the_log_says(battle: sw.Run, reader: Any) -> None:
    objects = reader(encoded(acmi(battle.recording))).objects
    events = battle.events()
    ends = {row["whom"]: row["t"] for row in events.filter(events["kind"] == "killed").to_dicts()}
    for row in events.filter(events["kind"].is_in(["impact", "round-ended"])).to_dicts():
        ends.setdefault(row["who"], row["t"])
    kills = events.filter(events["kind"] == "killed").to_dicts()
    ends |= {row["who"]: row["t"] for row in kills if "/round-" in row["who"]}
    impacts = events.filter(events["kind"] == "impact")
    depot = impacts.filter(impacts["v1"] == impacts["v1"].max())["t"].min()
    assert battle.measures["damage_share"] == 1.0
    ends["place/depot"] = depot
    removed = {name: properties["removed"] for name, properties in objects.items() if properties["removed"] is not None}
    assert removed == pytest.approx(ends, abs=6e-4)


def test_a_packed_recording_is_read_the_same(battle: sw.Run, reader: Any) -> None:
    text = acmi(battle.recording)
    plain, packed = reader(encoded(text)), reader(zipped(text, "run.txt.acmi"), ".zip.acmi")
    assert plain.head == packed.head
    assert plain.objects == packed.objects
    for name, path in plain.paths.items():
        np.testing.assert_array_equal(path, packed.paths[name])


def test_a_place_of_the_scenario_is_where_its_text_says(battle: sw.Run, reader: Any) -> None:
    """ "at: 44.80 N 20.30 E" says one-battery.yaml of the depot; the battery's missiles end there."""
    paths = reader(encoded(acmi(battle.recording))).paths
    leaked = battle.outcomes().filter(battle.outcomes()["fate"] == "leaked")["threat"].to_list()
    assert leaked
    for name in leaked:
        assert paths[name][-1, 1:3] == pytest.approx([20.30, 44.80], abs=1e-6)
    if reader.name == "pyacmi":
        assert paths["place/depot"][0, 1:3] == pytest.approx([20.30, 44.80], abs=1e-6)


def test_six_kilometres_above_the_sea_are_six_kilometres(reader: Any) -> None:
    """one-radar.yaml has a level leg "at 6 km amsl" from 44.45 N 20.85 E to 43.90 N 21.30 E and on, out to 180 km.

    The geoid lies 44 m above the ellipsoid in Serbia: added or taken away by mistake, it would show. A level leg is
    flown in chords of up to 10 km, which are 2 m low in their middle.
    """
    run = sw.run("one-radar")
    path = reader(encoded(acmi(run.recording))).paths["red/visitor/1"]
    apart = metres(path, np.full(len(path), 21.30), np.full(len(path), 43.90), np.full(len(path), 6000.0))
    assert apart.min() < 230.0 * 2.5 + 1.0
    level = path[(path[:, 2] < 44.4) & (path[:, 1] > 20.9)]
    assert level.shape[0] >= 20
    np.testing.assert_allclose(level[:, 3], 5999.0, atol=1.5)


def test_events_are_read_with_their_times(battle: sw.Run, reader: Any) -> None:
    if reader.name == "pyacmi":
        pytest.skip("pyacmi passes events over")
    events = reader(encoded(acmi(battle.recording))).events
    destroyed = {t for t, text in events if text.startswith("Destroyed|") and "kills" in text}
    kills = battle.events().filter(battle.events()["kind"] == "killed")["t"].to_list()
    assert sorted(destroyed) == pytest.approx(sorted(kills), abs=6e-4)


@pytest.mark.long
def test_a_raid_of_sixty_is_read_whole_and_rounds_keep_near_their_path() -> None:
    """Between its samples a round is drawn as a curve; the log has places of rounds at ticks between them."""
    run = sw.run("slavic-shield-2019")
    text = acmi(run.recording)
    assert len(encoded(text)) < 2_500_000
    from shieldwall.analysis.rows import Log
    from shieldwall.outlets.playback import flights

    log = Log(run.recording)
    paths = {flight.name: flight for flight in flights(run.recording, log)}
    assert len(paths) == 63 + run.measures["rounds"]
    off = []
    for row in log.rows(kinds.SUPPORT).tolist():
        t, flight = float(log.t[row]), paths[log.name(int(log.who[row]))]
        # Rows at ticks of 0.05 s hold the place of that time, others that of the tick before.
        if abs(t * 20.0 - round(t * 20.0)) < 1e-6 and flight.t[1] < t < flight.t[-1]:
            east, north, up = (float(value) for value in log.places[row])
            longitude, latitude, height = to_earth(run).transform(east, north, up, radians=False)
            place = [np.interp(t, flight.t, part) for part in (flight.longitude, flight.latitude, flight.height)]
            path = np.array([[t, *place]])
            off.append(float(metres(path, np.array([longitude]), np.array([latitude]), np.array([height]))[0]))
    assert len(off) > 50
    assert np.median(off) < 0.5
    assert np.percentile(off, 90) < 2.0
    assert max(off) < 15.0


def test_changes_of_the_raid_are_read_too(reader: Any) -> None:
    """A unit of five missiles and one of drones: kinds that the small scenario does not have."""
    changes = {"red.units.valley-pair.count": "5", "red.units.plain-pair.is": "shahed-class",
               "red.units.plain-pair.speed": "50 m/s"}  # fmt: skip
    run = sw.run(load("one-battery", changes))
    objects = reader(encoded(acmi(run.recording))).objects
    assert sum(name.startswith("red/valley-pair/") for name in objects) == 5
    assert objects["red/plain-pair/1"]["tags"] == {"Light", "Air", "FixedWing"}
