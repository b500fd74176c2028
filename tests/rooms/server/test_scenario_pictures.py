"""Small maps of the built-in scenarios: drawings of numbers alone, that show all units and places in sight."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from shieldwall.scenario import load, names
from shieldwall.server.scenario_pictures import COLOURS, HIGH, WIDE, picture

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("name", names())
def test_shows_every_unit_and_place_within_the_picture(name: str, theme: str) -> None:
    drawn = ET.fromstring(picture(name, theme))  # type: ignore[arg-type]  # noqa: S314  our own
    scenario = load(name)
    assert len(drawn.findall(f"{SVG}rect")) == 1 + len(scenario.blue.units)
    assert len(drawn.findall(f"{SVG}circle")) == 2 * len(scenario.places)
    spots = [(float(one.get("cx", "")), float(one.get("cy", ""))) for one in drawn.findall(f"{SVG}circle")]
    assert all(0 < x < WIDE and 0 < y < HIGH for x, y in spots)
    # Nothing but shapes and one picture that it holds itself: no text, no script, no style, no address.
    assert {one.tag.removeprefix(SVG) for one in drawn.iter()} <= {"svg", "rect", "circle", "path", "image"}
    assert [one.get("href", "")[:22] for one in drawn.findall(f"{SVG}image")] in ([], ["data:image/png;base64,"])
    assert not any(key.startswith("on") or key == "style" for one in drawn.iter() for key in one.attrib)


def test_is_small_and_has_the_colours_of_its_theme() -> None:
    for theme, colours in COLOURS.items():
        content = picture("slavic-shield-2019", theme)
        assert len(content) < 80_000
        assert colours.red.encode() in content
        assert not re.search(rb"nan|inf", content[-20_000:])


def test_colours_are_those_of_the_map_of_the_page(pytestconfig: pytest.Config) -> None:
    palette = (pytestconfig.rootpath / "web" / "src" / "map" / "palette.ts").read_text(encoding="utf-8")
    dark, light = palette.split("  light: {")
    for theme, text in (("dark", dark), ("light", light)):
        colours = COLOURS[theme]  # type: ignore[index]
        assert 'relief: ["' + '", "'.join(colours.relief) + '"]' in text
        for name in ("ground", "water", "border", "halo", "blue", "red", "place"):
            assert f'{name}: "{getattr(colours, name)}"' in text, (theme, name)


def test_is_answered_under_the_policy_and_may_be_kept(client: TestClient) -> None:
    answer = client.get("/api/scenarios/one-battery/picture/dark")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "private, max-age=600"


def test_cards_say_how_large_a_scenario_is(client: TestClient) -> None:
    cards = {card["name"]: card for card in client.get("/api/start").json()["scenarios"]}
    one = load("one-battery")
    assert cards["one-battery"]["units"] == sum(unit.count for unit in one.blue.units.values())
    assert cards["one-battery"]["raid"] == sum(unit.count for unit in one.red.units.values())
    assert cards["one-battery"]["lasts"] == one.lasts
