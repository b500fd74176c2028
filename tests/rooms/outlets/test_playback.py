"""The film, resampled for playback: straight legs stay straight, rounds curve, and nothing is said beyond the film.

Expected places come from the definition of the plane, by PROJ's topocentric conversion, and from constant motion.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pyproj import Transformer

from shieldwall.analysis.rows import Log
from shieldwall.outlets.playback import ROUND_STEP, THREAT_STEP, Flight, flights, tracks
from shieldwall.quantities.errors import InputError
from shieldwall.record import kinds
from shieldwall.record.recording import Recording
from shieldwall.record.tables import EVENT, SAMPLE

ORIGIN = (44.8, 20.3)
NAMES = ["blue/battery", "blue/battery/rail-1", "blue/battery/rail-1/round-1", "red/cruise/1"]
ROUND, CRUISE = NAMES[2], NAMES[3]
PLANE = Transformer.from_pipeline(
    f"+proj=pipeline +step +inv +proj=topocentric +ellps=WGS84 +lat_0={ORIGIN[0]} +lon_0={ORIGIN[1]} "
    "+step +inv +proj=cart +ellps=WGS84"
)
METRES_PER_DEGREE = 111_320.0


def recording(film: list[tuple[Any, ...]], log: list[tuple[Any, ...]] | None = None) -> Recording:
    """Film rows are (t, picture, name, x, y, z, vx, vy, vz), log rows (t, kind, name, x, y, z)."""
    samples = np.zeros(len(film), SAMPLE)
    for number, (t, picture, who, *rest) in enumerate(film):
        samples[number] = (t, picture, NAMES.index(who) if isinstance(who, str) else who, *rest, 0.0, 0.0, 0.0, 0.0)
    rows = np.zeros(len(log or ()), EVENT)
    for number, (t, kind, who, *place) in enumerate(log or ()):
        rows[number] = (t, -1, NAMES.index(who), -1, kind, 0, *place, 0.0, 0.0)
    unit = {"title": "Battery", "at": [100.0, 200.0, 50.0], "cost": 1.0, "rounds": {}, "sensors": [], "channels": []}
    threat = {"title": "Missile", "kind": "cruise-missile", "carrier": None, "mission": "", "cost": 1, "route": []}
    header = {
        "format": 2, "title": "A test", "question": "Why?", "scenario": "", "seed": 1, "replication": 0, "lasts": 99.0,
        "origin": list(ORIGIN), "names": NAMES, "units": {NAMES[0]: unit}, "weapons": {}, "rounds": {NAMES[1]: "m"},
        "threats": {CRUISE: threat}, "places": {},
    }  # fmt: skip
    return Recording(header, rows, samples, {})


def flown(made: Recording) -> Flight:
    (flight,) = flights(made, Log(made))
    return flight


def leg(t: float, x: float, v: float, y: float = 0.0) -> tuple[Any, ...]:
    return (t, -1, CRUISE, x, y, 1000.0, v, 0.0, 0.0)


def test_a_threat_is_given_at_each_sample_and_every_five_seconds() -> None:
    flight = flown(recording([leg(1.5, 0.0, 250.0), leg(7.25, 1437.5, 0.0), leg(16.0, 1437.5, 0.0)]))
    assert flight.t.tolist() == [1.5, 5.0, 7.25, 10.0, 15.0, 16.0]
    assert THREAT_STEP == 5.0


def test_places_are_those_of_the_plane_exactly() -> None:
    """Far from the origin, where a flat map would be hundreds of metres off."""
    flight = flown(recording([leg(0.0, -250e3, 1000.0, 9e4), leg(100.0, -150e3, 0.0, 9e4)]))
    x = -250e3 + 1000.0 * flight.t
    longitude, latitude, height = PLANE.transform(x, np.full(x.size, 9e4), np.full(x.size, 1000.0), radians=False)
    np.testing.assert_allclose(flight.longitude, longitude, atol=1e-9)
    np.testing.assert_allclose(flight.latitude, latitude, atol=1e-9)
    np.testing.assert_allclose(flight.height, height, atol=1e-3)
    assert flight.height[0] > 6000.0


@pytest.mark.parametrize(("speed", "error"), [(250.0, 0.1), (1000.0, 1.0)])
def test_straight_lines_between_two_positions_stay_near_the_path(speed: float, error: float) -> None:
    """What a viewer draws between positions, against the path itself, halfway."""
    flight = flown(recording([leg(0.0, -250e3, speed, 2e5), leg(100.0, -250e3 + 100.0 * speed, 0.0, 2e5)]))
    middle = -250e3 + speed * (flight.t[:-1] + flight.t[1:]) / 2.0
    true = PLANE.transform(middle, np.full(middle.size, 2e5), np.full(middle.size, 1000.0), radians=False)
    drawn = [(part[:-1] + part[1:]) / 2.0 for part in (flight.longitude, flight.latitude, flight.height)]
    off = [
        (shown - exact) * scale
        for shown, exact, scale in zip(drawn, true, (METRES_PER_DEGREE,) * 2 + (1.0,), strict=True)
    ]
    assert np.sqrt(np.sum(np.square(off), axis=0)).max() < error


def fired(t: float, acceleration: float) -> tuple[Any, ...]:
    return (t, -1, ROUND, acceleration * t * t / 2.0, 0.0, 100.0, acceleration * t, 0.0, 0.0)


def test_a_round_follows_place_and_velocity_of_its_samples() -> None:
    """Under an even acceleration the path between two samples is known: a parabola."""
    flight = flown(recording([fired(float(t), 300.0) for t in range(1, 4)]))
    np.testing.assert_allclose(np.diff(flight.t), ROUND_STEP)
    x = 150.0 * flight.t**2
    longitude, _, _ = PLANE.transform(x, 0.0 * x, 0.0 * x + 100.0, radians=False)
    assert np.abs((flight.longitude - longitude) * METRES_PER_DEGREE).max() < 0.01


def test_a_round_begins_at_its_unit_when_it_is_launched() -> None:
    film = [
        (3.0, -1, ROUND, 190.0, 200.0, 60.0, 200.0, 0.0, 20.0),
        (4.0, -1, ROUND, 500.0, 200.0, 90.0, 420.0, 0.0, 40.0),
    ]
    flight = flown(recording(film, [(2.1, kinds.LAUNCHED, ROUND, 9e3, 9e3, 9e3)]))
    longitude, latitude, height = PLANE.transform(100.0, 200.0, 50.0, radians=False)
    assert flight.t[0] == 2.1
    assert (flight.longitude[0], flight.latitude[0]) == pytest.approx((longitude, latitude), abs=1e-9)
    assert flight.height[0] == pytest.approx(height, abs=1e-3)


def test_a_round_ends_where_it_burst() -> None:
    """The film's last sample is the end of the engine's tick; the log says where the pass was."""
    film = [fired(1.0, 300.0), fired(2.0, 300.0), (2.03, -1, ROUND, 650.0, 0.0, 100.0, 600.0, 0.0, 0.0)]
    flight = flown(recording(film, [(2.03, kinds.PASSED, ROUND, 618.0, 3.0, 101.0)]))
    longitude, latitude, height = PLANE.transform(618.0, 3.0, 101.0, radians=False)
    assert (flight.longitude[-1], flight.latitude[-1]) == pytest.approx((longitude, latitude), abs=1e-9)
    assert flight.height[-1] == pytest.approx(height, abs=1e-3)


def test_a_pass_on_the_way_moves_nothing() -> None:
    film = [fired(1.0, 300.0), fired(2.0, 300.0), fired(3.0, 300.0)]
    made = flown(recording(film, [(2.5, kinds.PASSED, ROUND, 0.0, 0.0, 0.0)]))
    assert made.longitude.tolist() == flown(recording(film)).longitude.tolist()


def test_a_sample_a_hair_off_the_second_is_no_second_position() -> None:
    """Ticks are counted in twentieths, so that the film's 220 s are 220.00000000000003 s."""
    flight = flown(recording([fired(1.0, 300.0), fired(2.0 + 1e-12, 300.0), fired(3.0 - 1e-12, 300.0)]))
    np.testing.assert_allclose(np.diff(flight.t), ROUND_STEP)


def test_one_sample_is_one_position() -> None:
    assert flown(recording([fired(2.0, 300.0)])).t.tolist() == [2.0]


def test_samples_in_any_order_and_twice_are_one_flight() -> None:
    legs = [leg(10.0, 2500.0, 0.0), leg(0.0, 0.0, 250.0), leg(0.0, 0.0, 250.0)]
    assert flown(recording(legs)).t.tolist() == [0.0, 5.0, 10.0]


def test_tracks_are_where_they_were_held_to_be() -> None:
    film = [
        leg(0.0, 0.0, 0.0),
        (4.0, 0, 17, 9e3, 0.0, 100.0, 1.0, 0.0, 0.0),
        (9.0, 0, 17, 8e3, 0.0, 100.0, 1.0, 0.0, 0.0),
    ]
    ((unit, number, flight),) = tracks(recording(film))
    assert (unit, number, flight.name) == ("blue/battery", 17, "blue/battery/track-17")
    assert flight.t.tolist() == [4.0, 9.0]
    assert flight.longitude[1] == pytest.approx(PLANE.transform(8e3, 0.0, 100.0, radians=False)[0], abs=1e-9)


def test_a_run_without_a_film_says_what_to_do() -> None:
    with pytest.raises(InputError, match=r"kept without its film.*shieldwall run SCENARIO -o DIR"):
        flown(recording([]))


@pytest.mark.parametrize("origin", [[91.0, 20.0], [44.0, 181.0], [float("nan"), 20.0]])
def test_an_origin_off_the_earth_is_refused(origin: list[float]) -> None:
    made = recording([leg(0.0, 0.0, 0.0)])
    made.header["origin"] = origin
    with pytest.raises(InputError, match="origin of this run is not on the earth"):
        flown(made)
