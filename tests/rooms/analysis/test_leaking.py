"""Where leakers flew: squares that a path crosses, counted on squared paper, and the paths of a run."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from shieldwall import exercise
from shieldwall.analysis.leaking import crossed, leaker_paths
from shieldwall.quantities.errors import InputError


def squares(*points: tuple[float, float], size: float = 1.0) -> set[tuple[int, int]]:
    return crossed(np.array(points, np.float64), size)


def test_path_crosses_the_squares_that_it_does_on_paper() -> None:
    assert squares((0.5, 0.5), (3.5, 0.5)) == {(0, 0), (1, 0), (2, 0), (3, 0)}
    assert squares((3.5, 0.5), (0.5, 0.5)) == {(0, 0), (1, 0), (2, 0), (3, 0)}
    # From (0.5, 0.5) by one east and two north: north at x = 0.75, then east at y = 1.5, then north at x = 1.25.
    assert squares((0.5, 0.5), (1.5, 2.5)) == {(0, 0), (0, 1), (1, 1), (1, 2)}
    # Through a corner, from one square into the one across.
    assert squares((-0.5, -0.5), (0.5, 0.5)) == {(-1, -1), (0, 0)}
    assert squares((0.2, 0.2), (0.8, 0.2), (0.8, 1.4)) == {(0, 0), (0, 1)}
    assert squares((2500.0, -2500.0), size=1000.0) == {(2, -3)}
    assert squares((0.5, 0.5), (0.5, 0.5)) == {(0, 0)}


def test_many_steps_along_a_path_find_no_other_square() -> None:
    rng = np.random.default_rng(7)
    for _ in range(20):
        path = rng.uniform(-5.0, 5.0, (6, 2))
        steps = np.linspace(0.0, 1.0, 4001)[:, None]
        walked = np.vstack([a + steps * (b - a) for a, b in pairwise(path)])
        found = {(int(east), int(north)) for east, north in np.floor(walked)}
        exact = crossed(path, 1.0)
        assert found <= exact
        # What a walk of small steps may step over are corners alone.
        assert len(exact) - len(found) <= 3


@pytest.fixture(scope="module")
def run() -> exercise.Run:
    return exercise.run("one-battery")


def test_paths_are_those_of_the_leakers_and_end_where_they_leaked(run: exercise.Run) -> None:
    leaked = {row["threat"]: row for row in run.outcome_rows if row["fate"] == "leaked"}
    found = leaker_paths(run.recording)
    assert [one.threat for one in found] == list(leaked)
    depot = run.header["places"]["place/depot"]["at"][:2]
    for one in found:
        row, route = leaked[one.threat], np.array(run.header["threats"][one.threat]["route"])
        assert (one.stage, one.reason, one.place) == (row["stage"], row["reason"], row["place"])
        assert one.path[-1] == pytest.approx(depot, abs=500.0)
        # It was flown: no shorter than the straight way, no longer than its whole route.
        length = float(np.linalg.norm(np.diff(one.path, axis=0), axis=1).sum())
        whole = float(np.linalg.norm(np.diff(route[:, 1:3], axis=0), axis=1).sum())
        assert length == pytest.approx(whole, rel=0.01)


def test_run_without_its_film_is_refused() -> None:
    with pytest.raises(InputError, match="without its film"):
        leaker_paths(exercise.run("one-battery", film=False).recording)
