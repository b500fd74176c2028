"""Small inputs that people reported, each with the right answer."""

from __future__ import annotations

from pathlib import Path

import pytest

import shieldwall as sw

CASES = Path(__file__).parents[1] / "cases"


@pytest.mark.parametrize("speed", [1000, 1050, 1200, 2000, 3000])
@pytest.mark.parametrize("name", ["perfect", "s400"])
def test_a_fast_missile_is_tracked_and_killed(name: str, speed: int) -> None:
    """Reported of a like product: fast targets that a defence should engage and does not."""
    scenario = sw.load(CASES / "01-fast-target" / f"{name}.yaml", {"red.units.c.speed": f"{speed} m/s"})
    run = sw.run(scenario, film=False)
    assert [(row["fate"], row["stage"]) for row in run.outcome_rows] == [("killed", "killed")]


def test_higher_sites_cover_more() -> None:
    """Plain (89 m), Avala (372 m as read) and Rudnik (1036 m as read)."""
    places = ("44.93 N 20.26 E", "44.69 N 20.515 E", "44.13 N 20.55 E")
    hill = CASES / "02-radar-on-a-hill" / "hill.yaml"
    areas = []
    for place in places:
        found = sw.coverage(sw.load(hill, {"blue.units.b.at": place}), altitude="1 km amsl")
        areas.append(found.tables()["areas"][0]["joint_km2"])
    assert areas == sorted(areas)
    assert areas[-1] > 1.5 * areas[0]


def test_over_the_sea_a_low_missile_is_hidden_by_trees_and_the_horizon_not_by_terrain() -> None:
    sea = CASES / "02-radar-on-a-hill" / "flat-sea.yaml"

    def story_of(changes: dict[str, str]) -> str:
        return " ".join(sw.run(sw.load(sea, changes), film=False).explain("red/c/1").split())

    story = story_of({})
    assert "hidden by trees about the site" in story
    assert "terrain" not in story
    story = story_of({"trees": "0 m"})
    assert "below the horizon" in story
    assert "trees" not in story
