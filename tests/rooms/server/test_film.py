"""The film as columns: read as a browser reads it, it says where everything was, as the recording has it."""

from __future__ import annotations

import gzip
import json
import math
import struct
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from starlette.testclient import TestClient

from shieldwall import exercise
from shieldwall.exercise import Run
from shieldwall.outlets.playback import flights, tracks
from shieldwall.quantities.errors import InputError
from shieldwall.record import kinds
from shieldwall.server.columns import packed
from shieldwall.server.film_tracks import ellipses
from shieldwall.server.holdings import Holdings

WIDTHS = {"f4": "<f4", "i4": "<i4", "u2": "<u2", "u1": "u1"}
#: A degree of latitude is 111 km, so that a metre is so much; f4 must not round by more than a few centimetres.
CENTIMETRES = 5.0e-7


def read(content: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """The directory and the columns, by the description in docs/how-to/view.md."""
    (length,) = struct.unpack("<I", content[:4])
    directory = json.loads(content[4 : 4 + length])
    first = 4 + length
    assert first % 8 == 0
    columns = {}
    for name, place in directory["columns"].items():
        assert place["offset"] % 8 == 0
        columns[name] = np.frombuffer(content, WIDTHS[place["type"]], place["length"], first + place["offset"])
    return directory, columns


@pytest.fixture(scope="module")
def film(client: TestClient) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    return read(client.get("/api/runs/battery/film").content)


def test_flights_are_those_of_the_playback(film: Any, fought: Run) -> None:
    directory, columns = film
    latitude, longitude = directory["origin"]
    expected = flights(fought.recording, exercise_log(fought))
    assert directory["tables"]["flights"] == len(expected)
    for row, flight in enumerate(expected):
        assert directory["names"][columns["flights.name"][row]] == flight.name
        part = slice(columns["flights.first"][row], columns["flights.first"][row] + columns["flights.count"][row])
        assert columns["flight.t"][part] == pytest.approx(flight.t, abs=1e-3)
        assert columns["flight.lat"][part].astype(float) + latitude == pytest.approx(flight.latitude, abs=CENTIMETRES)
        assert columns["flight.lon"][part].astype(float) + longitude == pytest.approx(flight.longitude, abs=CENTIMETRES)
        assert columns["flight.h"][part] == pytest.approx(flight.height, abs=0.01)
        threat = flight.name in fought.header["threats"]
        assert columns["flights.kind"][row] == (0 if threat else 1)


def exercise_log(run: Run) -> Any:
    from shieldwall.analysis.rows import Log

    return Log(run.recording)


def test_tracks_are_those_of_the_playback(film: Any, fought: Run) -> None:
    directory, columns = film
    latitude, longitude = directory["origin"]
    expected = list(tracks(fought.recording))
    assert directory["tables"]["tracks"] == len(expected) > 0
    for row, (unit, number, flight) in enumerate(expected):
        assert directory["names"][columns["tracks.picture"][row]] == unit
        assert columns["tracks.number"][row] == number
        part = slice(columns["tracks.first"][row], columns["tracks.first"][row] + columns["tracks.count"][row])
        assert columns["track.lat"][part].astype(float) + latitude == pytest.approx(flight.latitude, abs=CENTIMETRES)
        assert columns["track.lon"][part].astype(float) + longitude == pytest.approx(flight.longitude, abs=CENTIMETRES)


def test_track_is_held_for_what_was_declared_last(film: Any, fought: Run) -> None:
    directory, columns = film
    log = exercise_log(fought)
    hostile = int(next(number for number, words in directory["states"].items() if words == "hostile"))
    declared = {
        (int(log.who[row]), int(log.v0[row])): float(log.t[row]) for row in reversed(log.rows(kinds.DECLARED).tolist())
    }
    assert declared
    for row in range(directory["tables"]["tracks"]):
        key = (int(columns["tracks.picture"][row]), int(columns["tracks.number"][row]))
        part = slice(columns["tracks.first"][row], columns["tracks.first"][row] + columns["tracks.count"][row])
        since = declared.get(key, math.inf)
        for t, state in zip(columns["track.t"][part].tolist(), columns["track.state"][part].tolist(), strict=True):
            if abs(t - since) > 1e-2:
                assert state == (hostile if t > since else 0)


def test_track_follows_whom_the_log_says(film: Any, fought: Run) -> None:
    directory, columns = film
    log = exercise_log(fought)
    said = [(float(log.t[row]), int(log.v0[row]), int(log.whom[row])) for row in log.rows(kinds.TRACK_FOLLOWS)]
    for row in range(directory["tables"]["tracks"]):
        number = int(columns["tracks.number"][row])
        part = slice(columns["tracks.first"][row], columns["tracks.first"][row] + columns["tracks.count"][row])
        for t, threat in zip(columns["track.t"][part].tolist(), columns["track.threat"][part].tolist(), strict=True):
            before = [whom for when, track, whom in said if track == number and when <= t - 1e-2]
            if before and not any(track == number and abs(when - t) < 1e-2 for when, track, _ in said):
                assert threat == before[-1]


def test_events_are_the_rows_of_the_log(film: Any, fought: Run) -> None:
    directory, columns = film
    events = fought.events()
    assert directory["tables"]["events"] == len(events)
    assert [directory["kinds"][str(kind)] for kind in columns["event.kind"]] == events["kind"].to_list()
    names = [*directory["names"], None]
    assert [names[who] for who in columns["event.who"]] == events["who"].to_list()
    assert [directory["reasons"][str(why)] or None for why in columns["event.reason"]] == events["why"].to_list()


def test_film_is_sent_compressed_to_who_reads_that(client: TestClient) -> None:
    address = "/api/runs/battery/film"
    plain = client.get(address, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    small = client.get(address, headers={"accept-encoding": "gzip"})
    assert small.headers["content-encoding"] == "gzip"
    assert int(small.headers["content-length"]) < 0.8 * len(plain.content)
    assert small.content == plain.content


def test_run_without_a_film_is_refused_before_it_is_held() -> None:
    silent = exercise.run("one-radar", film=False)
    with pytest.raises(InputError, match="without its film"):
        Holdings().add(silent, "silent")


@pytest.mark.parametrize(
    ("sigmas", "correlation", "major", "minor", "angle"),
    [
        ((100.0, 50.0), 0.0, 100.0, 50.0, 90.0),
        ((50.0, 100.0), 0.0, 100.0, 50.0, 0.0),
        # Equal errors, wholly correlated: the ellipse is a line to the north-east, of sqrt(2) sigma.
        ((100.0, 100.0), 1.0, 100.0 * math.sqrt(2.0), 0.0, 45.0),
        ((100.0, 100.0), -1.0, 100.0 * math.sqrt(2.0), 0.0, 135.0),
    ],
)
def test_ellipse_of_a_covariance(
    sigmas: tuple[float, float], correlation: float, major: float, minor: float, angle: float
) -> None:
    sxx, syy = (np.array([sigma**2]) for sigma in sigmas)
    sxy = np.array([correlation * sigmas[0] * sigmas[1]])
    found = [float(part[0]) for part in ellipses(sxx, sxy, syy)]
    assert found == pytest.approx([major, minor, angle], abs=1e-6)


def test_columns_of_any_length_lie_on_multiples_of_eight() -> None:
    for length in range(1, 20):
        made = packed({"a": ("u1", np.arange(length)), "b": ("f4", np.arange(length) / 2)}, {"note": "x" * length})
        directory, columns = read(made)
        assert directory["note"] == "x" * length
        assert columns["a"].tolist() == list(range(length))
        assert columns["b"].tolist() == [number / 2 for number in range(length)]
    assert gzip.compress(made)
