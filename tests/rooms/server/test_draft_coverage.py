"""What a unit of a draft sees where it is put: exact as the survey of the whole scenario has it, coarse near that."""

from __future__ import annotations

import math
from time import thread_time
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from shieldwall.exercise.simulate import drawn
from shieldwall.quantities.positions import Position
from shieldwall.scenario import Scenario, load
from shieldwall.scenario.fields import Height
from shieldwall.survey.coverage import over, together
from shieldwall.survey.sensor_network import SensorNetwork, Target
from shieldwall.survey.sketch import Seen, seen

DRAFT = "/api/drafts/one-battery"
LOW, ONE = Height(100.0, True), Target((1.0,))


@pytest.fixture(scope="module")
def battery() -> Scenario:
    """One Pantsir."""
    return load("one-battery")


def area(found: Seen) -> float:
    """Area where one look detects with even chance, km2."""
    return float(np.sum(found.grid.cells() * (found.probability >= 0.5)))


def middle_time(scenario: Scenario, unit: str) -> float:
    """What a sketch takes while a hand moves the unit, s of the processor, since other work must not decide."""
    at, spent = scenario.blue.units[unit].at, []
    for step in range(5):
        place = Position(at.latitude + 1e-6 * step, at.longitude)
        began = thread_time()
        seen(scenario, unit, place, LOW, ONE, True)
        spent.append(thread_time() - began)
    return sorted(spent)[2]


def test_exact_is_what_the_whole_scenario_sees(battery: Scenario) -> None:
    exact = seen(battery, "pantsir", battery.blue.units["pantsir"].at, LOW, ONE)
    network = SensorNetwork(drawn(battery, 1, 0))
    points = over(network, exact.grid, LOW)
    searching = [number for number, sensor in enumerate(network.sensors) if sensor.searches]
    each = [network.probability(number, points, ONE)[0].reshape(exact.probability.shape) for number in searching]
    assert np.array_equal(exact.probability, together(np.stack(each)))


@pytest.mark.alone
def test_coarse_is_near_and_takes_less_than_a_tenth_of_a_second(battery: Scenario, keeps_to: Any) -> None:
    at = battery.blue.units["pantsir"].at
    place = Position(at.latitude + 4e-5, at.longitude)
    coarse = seen(battery, "pantsir", place, LOW, ONE, True)
    keeps_to(0.1, lambda: middle_time(battery, "pantsir"))
    exact = seen(battery, "pantsir", place, LOW, ONE)
    assert area(coarse) == pytest.approx(area(exact), rel=0.2)
    # Where both have a place, they agree on most of it.
    lat, lon = np.meshgrid(coarse.grid.latitudes, coarse.grid.longitudes, indexing="ij")
    row = np.floor((lat - exact.grid.south) / exact.grid.step_lat).astype(int)
    column = np.floor((lon - exact.grid.west) / exact.grid.step_lon).astype(int)
    rows, columns = exact.probability.shape
    inside = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
    same = (coarse.probability >= 0.5)[inside] == (exact.probability >= 0.5)[row[inside], column[inside]]
    assert same.mean() > 0.85


@pytest.mark.alone
@pytest.mark.parametrize(("unit", "count"), [("s400", 1), ("s400", 10), ("tps-70", 1)])
def test_many_that_see_far_are_sketched_as_soon(keeps_to: Any, unit: str, count: int) -> None:
    """The longest of the built-in scenarios: three radars to 390 km, and ten times these."""
    changes = {f"blue.units.{unit}.count": count, f"blue.units.{unit}.spread": "3 km"}
    slavic = load("slavic-shield-2019", changes | ({"blue.units.pantsir-1.guards": None} if unit == "s400" else {}))
    at = slavic.blue.units[unit].at
    coarse = seen(slavic, unit, at, LOW, ONE, True)
    keeps_to(0.1, lambda: middle_time(slavic, unit))
    if count == 1:
        assert area(coarse) == pytest.approx(area(seen(slavic, unit, at, LOW, ONE)), rel=0.25)


def covered(page: TestClient, **asked: Any) -> Any:
    """The one feature of a question."""
    answer = page.post(f"{DRAFT}/coverage", json={"unit": "pantsir", "at": [20.3, 44.8], **asked})
    assert answer.status_code == 200, answer.text
    (feature,) = answer.json()["features"]
    return feature


def test_answer_says_whether_it_is_coarse_and_follows_the_unit(editor: TestClient) -> None:
    here, there = covered(editor, coarse=True), covered(editor, coarse=True, at=[21.0, 45.0])
    assert here["properties"]["coarse"] is True
    assert covered(editor)["properties"]["coarse"] is False
    for feature, (lon, lat) in ((here, (20.3, 44.8)), (there, (21.0, 45.0))):
        points = np.vstack([np.array(ring) for polygon in feature["geometry"]["coordinates"] for ring in polygon])
        far = np.hypot((points[:, 0] - lon) * math.cos(math.radians(lat)), points[:, 1] - lat) * 111.2
        # The search radar of the Pantsir is said to see to 55 km; a cell of the sketch is a kilometre.
        assert far.max() < 58.0
    higher = covered(editor, coarse=True, height=2000.0)
    assert higher["properties"]["area_km2"] > here["properties"]["area_km2"]


def test_unit_that_is_moved_does_not_move_the_ground(editor: TestClient) -> None:
    before = covered(editor)
    changes = [{"path": "blue.units.pantsir.at", "value": "45.3 N 21.0 E"}]
    assert editor.post(f"{DRAFT}/changes", json={"version": 1, "changes": changes}).status_code == 200
    assert covered(editor) == before


def test_question_that_an_edit_overtook_is_answered_by_nothing(editor: TestClient) -> None:
    def asked(**more: Any) -> Any:
        return editor.post(f"{DRAFT}/coverage", json={"unit": "second", "at": [20.3, 44.8], "coarse": True, **more})

    def changed(version: int, path: str, value: str | None) -> None:
        changes = [{"path": path, "value": value}]
        assert editor.post(f"{DRAFT}/changes", json={"version": version, "changes": changes}).status_code == 200

    changed(1, "blue.units.second", "{is: pantsir-s1, at: 44.8 N 20.3 E, facing: south}")
    assert len(asked(version=2).json()["features"]) == 1
    changed(2, "blue.units.second", None)
    # Whoever means the unit that is gone hears of the edit by its own answer; to ask for what never was is wrong.
    assert (asked(version=2).status_code, asked(version=2).json()["features"]) == (200, [])
    assert (asked(version=3).status_code, asked().status_code) == (404, 404)


def test_text_that_is_no_scenario_leaves_the_last_map(editor: TestClient) -> None:
    before = covered(editor, coarse=True)
    assert editor.put(DRAFT, json={"version": 1, "text": "broken"}).json()["scene"] is None
    assert covered(editor, coarse=True) == before
    assert editor.get(f"{DRAFT}/geography").status_code == 200
    assert editor.get(f"{DRAFT}/terrain/9/284/184.png").status_code == 200
    profile = editor.get(f"{DRAFT}/profile", params={"from": "20.3,44.8", "to": "20.4,44.9"}).json()
    assert len(profile["ground"]) == 301
