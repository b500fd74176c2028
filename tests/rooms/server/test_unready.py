"""Units that were drawn not ready: named on the page, and without coverage and envelopes in their run."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.rooms.server.conftest import browser

from shieldwall import exercise
from shieldwall.scenario import load_text
from shieldwall.server.holdings import Holdings

TWO = """\
scenario: 1
title: A battery and a radar
question: What is stopped?
terrain: flat
start: 2026-05-01T06:00Z
lasts: 5 min
blue:
  command: {post: b}
  links: [{name: net, joins: [b, p], delay: 1 s}]
  units:
    b: {is: pantsir-s1, at: 44.8 N 20.3 E, facing: south}
    p: {is: p-18, at: 44.9 N 20.3 E}
red:
  routes:
    south: [44.60 N 20.30 E, target d]
  units:
    m: {is: tomahawk-class, route: south, height: 60 m agl, speed: 245 m/s, mission: {strike: d}}
places:
  d: {at: 44.80 N 20.30 E, value: 10, hardness: 2}
"""
#: Seeds with which all are ready, the radar is not, and the battery is not.
ALL, RADAR, BATTERY = 1, 14, 5


@pytest.fixture(scope="module")
def page() -> TestClient:
    """A page with a run of each seed."""
    holdings = Holdings()
    for seed in (ALL, RADAR, BATTERY):
        holdings.add(exercise.run(load_text(TWO, "two.yaml"), seed=seed), f"seed-{seed}")
    return browser(holdings)


def asked(page: TestClient, seed: int, question: str = "", **how: Any) -> Any:
    answer = page.get(f"/api/runs/seed-{seed}{question}", params=how)
    assert answer.status_code == 200
    return answer.json()


def area(page: TestClient, seed: int, **how: Any) -> float:
    """The area that is covered, km2; the shape is empty where it is none."""
    [feature] = asked(page, seed, "/coverage", **how)["features"]
    covered = float(feature["properties"]["area_km2"])
    assert bool(feature["geometry"]["coordinates"]) == (covered > 0.0)
    return covered


def test_a_page_says_who_takes_no_part_in_the_words_of_the_kill_chain(page: TestClient) -> None:
    runs = {seed: asked(page, seed) for seed in (ALL, RADAR, BATTERY)}
    said = {seed: [unit["name"] for unit in run["units"] if not unit["ready"]] for seed, run in runs.items()}
    assert said == {ALL: [], RADAR: ["blue/p"], BATTERY: ["blue/b"]}
    assert [runs[seed]["summary"]["absent"] for seed in (ALL, RADAR, BATTERY)] == [
        "", "p was not ready and took no part", "b was not ready and took no part",
    ]  # fmt: skip


def test_a_battle_that_is_watched_says_so_from_its_begin() -> None:
    holdings = Holdings()
    try:
        watched = holdings.watch(load_text(TWO, "two.yaml"), "two", seed=RADAR)
        shown = browser(holdings).get(f"/api/live/{watched.name}").json()["page"]
    finally:
        holdings.lives.close()
    assert [unit["ready"] for unit in shown["units"]] == [True, False]
    assert shown["summary"]["absent"] == "p was not ready and took no part"


def test_a_radar_that_is_not_ready_covers_nothing_and_the_others_what_they_do(page: TestClient) -> None:
    assert area(page, ALL, unit="blue/p") > 0.0
    assert area(page, RADAR, unit="blue/p") == 0.0
    assert area(page, RADAR) == area(page, RADAR, unit="blue/b") > 0.0
    assert area(page, BATTERY) == area(page, BATTERY, unit="blue/p") > area(page, BATTERY, unit="blue/b") == 0.0


def test_a_battery_that_is_not_ready_reaches_nowhere(page: TestClient) -> None:
    reached = [asked(page, seed, "/envelopes", height=1000)["features"] for seed in (ALL, RADAR, BATTERY)]
    assert [{one["properties"]["unit"] for one in found} for found in reached] == [{"blue/b"}, {"blue/b"}, set()]
