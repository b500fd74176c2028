"""The report of hand-made recordings: what it says, what it leaves out, what it does with hostile text."""

from __future__ import annotations

import base64
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from shieldwall.outlets.account import Account
from shieldwall.outlets.map import maps
from shieldwall.outlets.report import report
from shieldwall.outlets.tables import sentences
from shieldwall.quantities.errors import InputError
from shieldwall.record import kinds, reasons
from shieldwall.record.recording import Recording
from shieldwall.record.tables import EVENT, SAMPLE

HOSTILE = "<script>alert('x')</script> & \"quotes\" <img src=https://evil.example/x.png>"
VOID = {"meta", "link", "img", "br", "input"}

#: The figures of the battle below in the order of its report.
FIGURES = ["kill-chain", "map-close", "timeline", "distance-to-go", "channels", "magazines", "costs"]

UNITS: dict[str, Any] = {
    "blue/post": {"title": "Command post", "entry": "post", "post": True, "cost": 1e6, "rounds": {}, "sensors": [],
                  "channels": [], "at": [0.0, 0.0, 100.0]},
    "blue/battery": {"title": "Battery", "entry": "battery", "post": False, "cost": 2e7,
                     "rounds": {"missile": 8, "gun": 10}, "sensors": ["blue/battery/radar"],
                     "channels": ["blue/battery/channel-1", "blue/battery/gun-1"], "at": [2000.0, 1000.0, 100.0]},
    "blue/warning": {"title": "Radar", "entry": "radar", "post": False, "cost": 5e6, "rounds": {},
                     "sensors": ["blue/warning/radar"], "channels": [], "at": [-4000.0, 3000.0, 120.0]},
}  # fmt: skip
PLACES = {"place/depot": {"at": [500.0, -500.0, 90.0], "value": 10.0, "hardness": 2.0, "unit": None}}
VALUES = [
    {"entry": "battery", "path": "missile.top_speed", "value": "1300 m/s", "low": "1100 m/s", "high": "1400 m/s",
     "unit": "m/s", "drawn": 1300.0, "grade": "B", "checked": "yes", "cite": ["handbook"], "estimate": None,
     "stated_in": "battery"},
    {"entry": "battery", "path": "fuze", "value": "0.9", "low": "0.9", "high": "0.9", "unit": "", "drawn": None,
     "grade": "D", "checked": "n/a", "cite": [], "estimate": "as such fuzes are said to be", "stated_in": "class fuze"},
]  # fmt: skip
SOURCES = {"handbook": {"title": "A handbook", "address": "https://example.org/handbook"}}


class Battle:
    """A recording made by hand, an event at a time."""

    def __init__(self, threats: int = 2, **header: Any) -> None:
        names = ["blue/battery/radar", "blue/battery/channel-1", "blue/battery/gun-1", "blue/battery/launcher-1"]
        names += [f"blue/battery/launcher-1/round-{number}" for number in (1, 2)]
        raid = {f"red/cruise/{number + 1}": self.threat(number) for number in range(threats)}
        self.names = [*UNITS, *PLACES, *names, *raid]
        self.header: dict[str, Any] = {
            "format": 2, "title": "A small battle", "question": "What leaks?", "file": "small.yaml",
            "scenario": "scenario: 1\n", "seed": 7, "replication": 3, "sampled": False, "origin": [44.8, 20.3],
            "start": "2019-10-24T08:00:00Z", "lasts": 600.0, "version": "0.1", "code": "c0de" * 16,
            "terrain": {"name": "serbia", "digest": "beef" * 16}, "plugins": [], "names": self.names,
            "units": {name: dict(unit) for name, unit in UNITS.items()},
            "weapons": {"missile": {"title": "Missile", "cost": 1e6}, "gun": {"title": "Gun", "cost": 500.0}},
            "rounds": {"blue/battery/launcher-1": "missile", "blue/battery/guns": "gun"}, "threats": raid,
            "places": PLACES, "links": {},
            "entries": {"battery": {"title": "Battery", "kind": "fire-unit"}}, "sources": SOURCES, "values": VALUES,
            "columns": {}, **header,
        }  # fmt: skip
        self.rows: list[tuple[Any, ...]] = []

    @staticmethod
    def threat(number: int) -> dict[str, Any]:
        route = [[10.0 * number, -40_000.0, -9000.0 + 3000.0 * number, 60.0], [180.0, 500.0, -500.0, 90.0]]
        return {"entry": "cruise", "title": "Cruise missile", "kind": "cruise-missile", "carrier": None,
                "mission": "strike depot", "cost": 1.5e6, "enters": 10.0 * number, "route": route}  # fmt: skip

    def log(self, t: float, kind: int, who: str, whom: str = "", why: int = 0, cause: int = -1, **more: float) -> int:
        row = {name: number for number, name in enumerate(self.names)}
        x, y, v0, v1 = (more.get(key, 0.0) for key in ("x", "y", "v0", "v1"))
        self.rows.append((t, cause, row[who], row.get(whom, -1), kind, why, x, y, 0.0, v0, v1))
        return len(self.rows) - 1

    def recording(self, scene: dict[str, Any] | None = None) -> Recording:
        log = np.array(self.rows, dtype=EVENT) if self.rows else np.zeros(0, EVENT)
        return Recording(self.header, log, np.zeros(0, SAMPLE), relief() if scene is None else scene)


def relief() -> dict[str, Any]:
    north, east = np.mgrid[0:60, 0:60]
    heights = (300.0 + 200.0 * np.sin(east / 9.0) * np.cos(north / 7.0)).astype(np.int16)
    return {"relief": heights, "relief_corner": np.array([-60_000.0, -60_000.0, 2000.0])}


def fought(**header: Any) -> Battle:
    """One of two cruise missiles is shot down by the second round, the other arrives."""
    battle = Battle(2, **header)
    log, sensor, channel = battle.log, "blue/battery/radar", "blue/battery/channel-1"
    first, second = "red/cruise/1", "red/cruise/2"
    log(0.0, kinds.ENTERS, first, v0=60.0, v1=240.0, x=-40_000.0)
    log(10.0, kinds.ENTERS, second, v0=60.0, v1=240.0, x=-40_000.0)
    log(40.0, kinds.SIGHT, sensor, first, reasons.BELOW_HORIZON, v0=30_000.0)
    log(60.0, kinds.SIGHT, sensor, first, reasons.IN_VIEW, v0=28_000.0)
    log(62.0, kinds.DETECTED, sensor, first, v0=27_400.0)
    log(66.0, kinds.TRACK_FOLLOWS, "blue/battery", first, v0=1)
    log(66.0, kinds.TRACKED, "blue/battery", v0=1)
    log(75.0, kinds.DECLARED, "blue/battery", v0=1)
    ordered = log(76.0, kinds.ORDERED, "blue/battery", "blue/battery", v0=1, v1=1)
    accepted = log(76.0, kinds.ACCEPTED, channel, v0=1, v1=1, cause=ordered)
    acquired = log(80.0, kinds.ACQUIRED, channel, v0=2, v1=1, cause=accepted)
    log(80.0, kinds.TRACK_FOLLOWS, channel, first, v0=2)
    log(81.0, kinds.WAITS, channel, why=reasons.REACTING, v0=2, v1=1)
    shot = log(90.0, kinds.LAUNCHED, "blue/battery/launcher-1/round-1", v0=2, v1=12.0, cause=acquired, x=2000.0)
    log(102.0, kinds.ROUND_ENDED, "blue/battery/launcher-1/round-1", why=reasons.HIT_GROUND, cause=shot, v1=300.0)
    again = log(104.0, kinds.ASSESSED, channel, why=reasons.ASSESSED_ALIVE, v0=2, v1=1.0, cause=acquired)
    shot = log(105.0, kinds.LAUNCHED, "blue/battery/launcher-1/round-2", v0=2, v1=9.0, cause=again, x=2000.0)
    at = {"x": -15_000.0, "y": -4000.0, "v0": 3.0, "v1": 0.9}
    passed = log(114.0, kinds.PASSED, "blue/battery/launcher-1/round-2", first, reasons.FUZED, shot, **at)
    log(114.0, kinds.KILLED, "blue/battery/launcher-1/round-2", first, cause=passed, **at)
    log(116.0, kinds.ENDED, channel, why=reasons.ASSESSED_KILLED, v0=2, v1=2.0, cause=acquired)
    log(170.0, kinds.BURST, "blue/battery/gun-1", v0=80.0, v1=0.3, cause=acquired)
    log(180.0, kinds.IMPACT, second, "place/depot", x=500.0, y=-500.0, v0=1.0, v1=1.0)
    return battle


class Page(HTMLParser):
    """What a browser would make of a page: its texts, its pictures, its attributes, and whether tags match."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[str] = []
        self.tags: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("style", "script"):
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def all(self, tag: str, name: str) -> list[str]:
        return [value for of, called, value in self.attributes if (of, called) == (tag, name)]

    def pictures(self) -> Iterator[ET.Element]:
        for address in self.all("img", "src"):
            kind, _, picture = address.partition(",")
            assert kind == "data:image/svg+xml"
            yield ET.fromstring(unquote(picture))  # noqa: S314  our own picture


@pytest.fixture(scope="module")
def battle_report() -> str:
    return report(fought().recording())


@pytest.fixture(scope="module")
def page(battle_report: str) -> Page:
    return Page(battle_report)


def test_the_question_and_the_answer_come_first(page: Page) -> None:
    text = page.text
    answer = "Of two threats, the group shot down one; one leaked and destroyed 50 % of the value defended."
    assert text.index("A small battle") < text.index("What leaks?") < text.index(answer) < text.index("Leakers")


def test_the_contents_lead_to_every_part(battle_report: str) -> None:
    parts = re.findall(r'<section[^>]* id="([^"]+)">\s*<h2>', battle_report)
    contents = battle_report.partition('<nav aria-label="Contents">')[2].partition("</nav>")[0]
    assert re.findall(r'href="#([^"]+)"', contents) == parts
    assert len(parts) > 8


def test_leakers_come_first_in_the_table_of_threats(page: Page) -> None:
    anchors = [value for value in page.all("a", "href") if value.startswith("#story-")]
    assert anchors == ["#story-red-cruise-2", "#story-red-cruise-1"]
    assert set(page.all("details", "id")) == {anchor[1:] for anchor in anchors}


def test_times_are_minutes_and_seconds(page: Page) -> None:
    assert "01:02 01:06 01:30 01:54" in page.text


def test_a_story_is_laid_out_again_for_the_page() -> None:
    events = (
        "red/a/1: A bomb.\nTask: fall.\n00:05  It falls\n       and falls.\n       (2 lesser events are left out)\n"
    )
    story = f"{events}\nFate: it\nfell."
    assert sentences(story) == {
        "heading": "red/a/1: A bomb. Task: fall.",
        "lines": [("00:05", "It falls and falls."), ("", "(2 lesser events are left out)")],
        "verdict": "Fate: it fell.",
    }


def test_rounds_that_missed_say_why(page: Page) -> None:
    assert "Missile 8 2 1 1 \N{MULTIPLICATION SIGN} it hit the ground USD 2 million" in page.text
    assert "Gun bursts 10 1 0 1 \N{MULTIPLICATION SIGN} the burst missed USD 500" in page.text


def test_every_figure_has_its_source_or_says_that_it_is_an_estimate(page: Page) -> None:
    assert "missile · top speed 1300 m/s 1100 m/s to 1400 m/s B yes A handbook" in page.text
    assert "estimate: as such fuzes are said to be" in page.text
    assert "https://example.org/handbook" in page.all("a", "href")


def test_drawn_values_are_given_in_the_unit_of_their_statement() -> None:
    values = [
        {**VALUES[0], "path": path, "unit": unit, "value": value, "low": low, "high": high, "drawn": drawn}
        for path, value, low, high, unit, drawn in (
            ("rate", "5000 per min", "4500 per min", "5000 per min", "per min", 80.0),
            ("load", "9 g", "8 g", "10 g", "g", 9.80665 * 8.5),
            ("mass", "9 g", "8 g", "10 g", "g", 0.0085),
            ("clutter", "36 dB", "30 dB", "40 dB", "dB", 10_000.0),
            ("share", "0.5", "0.2", "0.9", "", 0.25),
        )
    ]
    text = Page(report(fought(sampled=True, values=values).recording())).text
    for words in ("5000 per min 4800 per min", "10 g 8.5 g B", "40 dB 40 dB", "0.9 0.25 B"):
        assert words in text
    assert text.count("10 g 8.5 g B") == 2
    assert "catalogue figures drawn within their ranges" in text


def test_the_run_can_be_repeated_from_its_footer(page: Page) -> None:
    for words in ("7, 3", "Shieldwall 0.1", "c0de" * 4, "beef" * 4, "Simulated. Sites, raid and routes are notional"):
        assert words in page.text


def test_a_page_asks_nothing_of_any_network(battle_report: str, page: Page) -> None:
    assert page.all("script", "src") == []
    assert [value for value in page.all("link", "href") if not value.startswith("data:")] == []
    assert all(value.startswith("data:") for value in page.all("img", "src"))
    assert not re.search(r"url\((?!%23)|@import", battle_report)
    policy = next(value for value in page.all("meta", "content") if value.startswith("default-src"))
    assert "default-src 'none'" in policy


def test_pictures_are_sound_have_words_instead_and_ask_for_nothing(page: Page) -> None:
    pictures = list(page.pictures())
    assert len(pictures) == len(FIGURES)
    assert all(len(words) > 40 for words in page.all("img", "alt"))
    for picture in pictures:
        for part in picture.iter():
            addresses = [value for name, value in part.attrib.items() if name.endswith("href")]
            assert all(address.startswith(("#", "data:image/png;base64,")) for address in addresses)


def test_the_same_run_gives_the_same_page(battle_report: str) -> None:
    assert report(fought().recording()) == battle_report


def test_hostile_words_are_only_words() -> None:
    battle = fought(title=HOSTILE, question=HOSTILE, scenario=HOSTILE, file=HOSTILE)
    battle.header["sources"] = {"handbook": {"title": HOSTILE, "address": "javascript:alert(1)"}}
    battle.header["units"] = {name: {**unit, "title": HOSTILE + name} for name, unit in UNITS.items()}
    battle.header["threats"] = {name: {**threat, "title": HOSTILE} for name, threat in battle.header["threats"].items()}
    page = Page(report(battle.recording()))
    assert HOSTILE in page.text
    assert page.tags.count("script") == 1
    assert all(value.startswith("data:") for value in page.all("img", "src"))
    assert not any("javascript:" in value for value in page.all("a", "href"))
    assert len(list(page.pictures())) == len(FIGURES)


def test_dollars_in_titles_are_not_formulas() -> None:
    battle = fought()
    battle.header["units"] = {name: {**unit, "title": "worth $1 and $x^2_"} for name, unit in UNITS.items()}
    pictures = list(Page(report(battle.recording())).pictures())
    assert "worth $1 and $x^2_" in "".join(pictures[FIGURES.index("map-close")].itertext())


def test_a_run_without_threats_says_so() -> None:
    page = Page(report(Battle(0).recording()))
    assert "No threat entered, so there was nothing to stop." in page.text
    assert "No threat entered in this run." in page.text
    assert "The group fired no round in this run." in page.text
    assert len(page.all("img", "src")) == 1


def test_a_run_without_leakers_or_shots_says_so() -> None:
    battle = Battle(1)
    battle.log(0.0, kinds.ENTERS, "red/cruise/1", v0=60.0, v1=240.0)
    page = Page(report(battle.recording()))
    assert "Of the one threat, the group fired at none, and none leaked: no defended place was hit." in page.text
    assert "No threat leaked in this run." in page.text
    assert "One still flew when the exercise ended." in page.text


def test_a_run_with_nothing_in_it_has_a_report() -> None:
    battle = Battle(0, units={}, places={}, weapons={}, rounds={}, values=[], sources={}, entries={})
    page = Page(report(battle.recording({})))
    assert "There is nothing to draw" in page.text
    assert page.all("img", "src") == []


@pytest.mark.parametrize(
    "scene",
    [
        {},
        {"relief": np.zeros((4, 4), np.int16), "relief_corner": np.array([0.0, 0.0, 800.0])},
        {"relief": np.zeros((90, 90), np.int16), "relief_corner": np.array([-6e4, -6e4, 2000.0])},
        {"relief": np.ones((90, 90), np.int16), "relief_corner": np.array([9e6, 9e6, 2000.0])},
        {"relief": np.ones((90, 90), np.int16), "relief_corner": np.array([0.0, 0.0, 0.0])},
        {"relief": np.ones(9, np.int16), "relief_corner": np.array([0.0])},
    ],
)
def test_a_map_without_relief_is_still_a_map(scene: dict[str, Any]) -> None:
    (captioned,) = maps(Account(fought().recording(scene)))
    assert list(captioned.figure.axes[0].images) == []
    assert captioned.address().startswith("data:image/svg+xml,")


def test_relief_is_drawn_as_a_picture_in_the_map(page: Page) -> None:
    drawn = list(page.pictures())[FIGURES.index("map-close")]
    images = [part for part in drawn.iter() if part.tag.endswith("}image")]
    address = next(value for name, value in images[0].attrib.items() if name.endswith("href"))
    assert base64.b64decode(address.partition(",")[2]).startswith(b"\x89PNG")


@pytest.mark.parametrize("package", ["jinja2", "matplotlib"])
def test_a_missing_package_says_what_to_install(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(InputError, match=rf"{package}.*shieldwall\[report\]"):
        report(Battle(0).recording())


def test_a_header_from_elsewhere_that_is_only_sound_has_a_report() -> None:
    battle = fought()
    for key in ("version", "sampled", "file", "start", "code", "terrain", "plugins", "links", "entries", "sources",
                "values", "columns"):  # fmt: skip
        del battle.header[key]
    battle.header["lasts"] = 0
    for unit in battle.header["units"].values():
        del unit["entry"], unit["post"]
    assert "What leaks?" in Page(report(battle.recording())).text
