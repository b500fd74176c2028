"""A battle that is watched while it is fought is the run that one call fights, and shows nothing before it happens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import shieldwall as sw
from shieldwall.exercise import simulate
from shieldwall.exercise.paced import LONGEST, PACES, Paced
from shieldwall.exercise.stepped import Stepped
from shieldwall.quantities.errors import InputError
from shieldwall.scenario import Scenario


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return sw.load("one-battery")


@pytest.fixture(scope="module")
def fought(scenario: Scenario) -> sw.Run:
    return sw.run(scenario)


def in_steps(stepped: Stepped, *steps: float) -> list[np.ndarray]:
    """Advance a battle by some steps in turn, to its end, and return the points passed in each."""
    points, rows, number = [], 0, 0
    while stepped.t < stepped.lasts:
        stepped.to(stepped.t + steps[number % len(steps)])
        events = stepped.events(rows)
        rows, number = rows + len(events), number + 1
        points.append(stepped.paths(events))
    return points


@pytest.mark.parametrize("steps", [(0.1, 0.37, 1.0), (13.0,), (1e6,)])
def test_steps_change_nothing(scenario: Scenario, fought: sw.Run, steps: tuple[float, ...]) -> None:
    stepped = Stepped(scenario)
    in_steps(stepped, *steps)
    run = stepped.whole()
    assert run.recording.log.tobytes() == fought.recording.log.tobytes()
    assert run.recording.film.tobytes() == fought.recording.film.tobytes()
    assert run.header == fought.header
    assert run.recording.scene.keys() == fought.recording.scene.keys()


def test_its_folder_is_that_of_the_run_byte_for_byte(
    scenario: Scenario, fought: sw.Run, tmp_path: Path, save_bare: Any
) -> None:
    stepped = Stepped(scenario)
    stepped.to(300.0)
    live, whole = save_bare(stepped.whole(), tmp_path / "live"), save_bare(fought, tmp_path / "run")
    files = sorted(path.name for path in whole.iterdir())
    assert sorted(path.name for path in live.iterdir()) == files
    for name in files:
        assert (live / name).read_bytes() == (whole / name).read_bytes(), name


def test_a_battle_that_outgrows_its_tables_is_repeated_and_shows_the_same(
    scenario: Scenario, fought: sw.Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulate, "FIRST_EVENTS", 8)
    monkeypatch.setattr(simulate, "FIRST_SAMPLES", 8)
    monkeypatch.setattr("shieldwall.assembly.plan.tables.UNIT_TRACKS", 2)
    monkeypatch.setattr("shieldwall.assembly.plan.tables.POST_TRACKS", 2)
    monkeypatch.setattr(simulate, "_LATEST", [])
    stepped = Stepped(scenario)
    seen, kept = [], []
    while stepped.t < stepped.lasts:
        stepped.to(stepped.t + 20.0)
        fresh = stepped.events(sum(map(len, seen)))
        seen.append(fresh)
        kept.append(stepped.paths(fresh))
        stepped.places()
    assert np.concatenate(seen).tobytes() == fought.recording.log.tobytes()
    assert stepped.whole().recording.film.tobytes() == fought.recording.film.tobytes()
    other = np.concatenate(in_steps(Stepped(scenario), 20.0))
    assert np.concatenate(kept).tobytes() == other.tobytes()


def test_paths_are_those_of_the_film(scenario: Scenario, fought: sw.Run) -> None:
    points = np.concatenate(in_steps(Stepped(scenario), 0.7, 3.0))
    film = fought.recording.film
    flown = film[(film["picture"] < 0) & np.isin(film["who"], points["who"])]
    for name in np.unique(points["who"]):
        own, shown = points[points["who"] == name], flown[flown["who"] == name]
        assert (np.diff(own["t"]) > 0.0).all()
        assert own["t"][0] == shown["t"][0]
        # Every turn of the script is a point of the path, and at the same place.
        turns = shown[:-1]
        at = np.searchsorted(own["t"], turns["t"])
        np.testing.assert_array_equal(own["t"][at], turns["t"])
        np.testing.assert_allclose(own["x"][at], turns["x"], atol=0.01)


def test_nothing_is_shown_before_it_happens(scenario: Scenario) -> None:
    stepped = Stepped(scenario)
    rows = 0
    while stepped.t < stepped.lasts:
        stepped.to(stepped.t + 15.0)
        events, places = stepped.events(rows), stepped.places()
        rows += len(events)
        for shown in (events, stepped.samples(), stepped.paths(events), places):
            assert shown["t"].max(initial=0.0) <= stepped.t


def test_a_battle_before_its_first_event_says_who_stands_where(scenario: Scenario, fought: sw.Run) -> None:
    begun = Stepped(scenario).beginning()
    assert begun.header["units"] == fought.header["units"]
    assert begun.recording.log.size == 0


class Wall:
    """A clock that a test sets."""

    t = 100.0

    def __call__(self) -> float:
        return self.t


def test_pace_is_a_multiple_of_the_clock_on_the_wall() -> None:
    wall = Wall()
    clock = Paced(wall=wall)
    wall.t += 5.0
    assert clock.now() == 0.0
    clock.go()
    for pace in PACES:
        before = clock.now()
        clock.set_pace(pace)
        wall.t += 0.25
        assert clock.now() - before == pytest.approx(0.25 * pace)


def test_a_clock_that_stands_still_goes_on_from_where_it_stood() -> None:
    wall = Wall()
    clock = Paced(pace=30, wall=wall)
    clock.go()
    wall.t += 0.1
    clock.stop()
    wall.t += 1000.0
    assert clock.now() == pytest.approx(3.0)
    clock.go()
    wall.t += 0.1
    assert clock.now() == pytest.approx(6.0)


def test_a_machine_that_slept_makes_no_leap() -> None:
    wall = Wall()
    clock = Paced(pace=10, wall=wall)
    clock.go()
    wall.t += 3600.0
    assert clock.now() == 10 * LONGEST


@pytest.mark.parametrize("pace", [0, -1, 7, 1000])
def test_what_is_no_pace_is_refused(pace: int) -> None:
    with pytest.raises(InputError, match="no pace"):
        Paced().set_pace(pace)
