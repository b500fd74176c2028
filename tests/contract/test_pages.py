"""The site holds every page and the how-to guides every key and reason: what the code knows, the pages say.

`SHIELDWALL_UPDATE=1 pytest tests/contract/test_pages.py` writes the table of reasons anew.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from shieldwall.analysis import ammunition, holds, stages
from shieldwall.cli.carding import INDEX
from shieldwall.outlets import captioned
from shieldwall.quantities.units import DIMENSIONS
from shieldwall.record.reasons import NO_REASON, WORDS
from shieldwall.scenario import nets, schema, traffic, zones

HOUSE = Path(__file__).resolve().parents[2]
DOCS = HOUSE / "docs"
HOW_TO = DOCS / "how-to"

#: Heading of docs/how-to/write-a-scenario.md -> the schema whose keys its table lists.
KEYS = {
    "The scenario": schema.Scenario,
    "The weather: weather": schema.Weather,
    "What waves meet: propagation": schema.Propagation,
    "What is drawn: draws": schema.Draws,
    "The defence: blue": schema.Blue,
    "A hold-fire zone: blue.zones.NAME": zones.Zone,
    "A unit of the defence: blue.units.NAME": schema.BlueUnit,
    "Who commands: blue.command": schema.Command,
    "Times of the command chain: blue.command.delays": schema.Delays,
    "A link: an item of blue.links": nets.Link,
    "An outage: an item of blue.links.NUMBER.outages": nets.Outage,
    "Failures: blue.links.NUMBER.breaks": nets.Breaks,
    "A seller's switch: blue.units.NAME.switch": nets.Switch,
    "The raid: red": schema.Red,
    "A formation: red.units.NAME": schema.RedUnit,
    "A circle: red.units.NAME.orbit": traffic.Orbit,
    "A noise jammer: red.units.NAME.jammer": schema.Jamming,
    "It flies into its target: mission with strike": schema.Strike,
    "It releases weapons: mission with release": schema.Release,
    "It looks: mission with look": schema.Look,
    "How it varies: red.units.NAME.spread": traffic.Spread,
    "What else flies: traffic": traffic.Traffic,
    "A flight: traffic.flights.NAME": traffic.Flight,
    "A corridor: corridors.NAME": traffic.Corridor,
    "What is worth defending: places.NAME": schema.DefendedPlace,
}
#: Reasons are numbered by what they are about: tens of the number -> heading.
ABOUT = {
    range(20): "What a sensor sees of a threat",
    range(20, 40): "What a post or a unit alone makes of it",
    range(40, 60): "What a fire unit and its channels do",
    range(60, 80): "What becomes of a round",
    range(80, 90): "How a threat leaves without being killed",
    range(90, 100): "What a unit does without a post",
    range(100, 120): "What comes of messages, and what a seller's switch takes",
    range(120, 140): "How a radar shares its time",
    range(140, 150): "Why radars are silent or on, and who says so",
    range(150, 160): "Where nobody may fire",
    range(160, 170): "On whose tracks rounds are led",
    range(170, 190): "Who a track is, and why",
    range(190, 210): "What a commander tells a unit, and why that is not passed on",
}


def hooks() -> ModuleType:
    """The module that names to MkDocs which pages there are."""
    pytest.importorskip("mkdocs", reason="the extra docs is not installed")
    spec = importlib.util.spec_from_file_location("pages", DOCS / "hooks" / "pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def listed(menu: Any) -> Iterator[str]:
    """The addresses of a menu."""
    if isinstance(menu, str):
        yield menu
    else:
        for entry in menu.values() if isinstance(menu, dict) else menu:
            yield from listed(entry)


def sections(page: Path) -> dict[str, str]:
    """The parts of a page by their headings, of the second level or below."""
    parts = re.split(r"^##+ (.*)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows(table: str) -> list[list[str]]:
    """The rows of a part's first table, without its head."""
    lines = [line for line in table.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_page_stands_once_in_the_menu() -> None:
    pages = hooks()
    shown = list(listed(pages.menu()))
    assert len(shown) == len(set(shown))
    lists = {f"{name.removeprefix('docs/')}/index.md" for name in pages.LISTS}
    assert set(shown) == set(pages.origins()) | lists


def test_every_page_and_every_example_is_a_page_of_the_site() -> None:
    origins = set(hooks().origins().values())
    examples = HOUSE / "examples"
    assert {*HOUSE.glob("*.md"), *DOCS.rglob("*.md"), *examples.glob("*/README.md")} <= origins
    assert {*examples.glob("*.py"), *examples.glob("*.ipynb"), *examples.glob("*.md")} <= origins


@pytest.mark.parametrize(
    ("link", "there"),
    [
        ("[a](docs/models)", "[a](models/index.md)"),
        ("[a](ARCHITECTURE.md#rooms)", "[a](architecture.md#rooms)"),
        ("![a](docs/pictures/one-battery.png)", "![a](pictures/one-battery.png)"),
        ("[a](src/shieldwall/catalogue/entries)", "a"),
        ("[a](https://example.org)", "[a](https://example.org)"),
        ("```\n[a](docs/models)\n```", "```\n[a](docs/models)\n```"),
    ],
)
def test_links_are_led_to_the_same_thing_on_the_site(link: str, there: str) -> None:
    assert hooks().led(link, "index.md", HOUSE / "README.md") == there


def test_a_link_to_code_leads_to_a_page_that_shows_it() -> None:
    pages = hooks()
    text = "[loop](src/shieldwall/engine/run.py)"
    assert pages.led(text, "architecture.md", HOUSE / "ARCHITECTURE.md") == (
        "[loop](source/src/shieldwall/engine/run.py.md)"
    )


@pytest.mark.long
def test_the_site_is_built_without_a_warning_and_asks_nothing_of_any_network(tmp_path: Path) -> None:
    pytest.importorskip("material", reason="the extra docs is not installed")
    ran = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", tmp_path / "site"],
        cwd=HOUSE, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    fetched = re.compile(r"<(?:script|img|iframe|source)[^>]*\bsrc=\"?https?://|<link[^>]*\bhref=\"?https?://")
    site = tmp_path / "site"
    assert f'href="{INDEX}"' in (site / "cards" / "about.html").read_text(encoding="utf-8")
    built = sorted(site.rglob("*.html"))
    assert len(built) > 50
    assert not [page.name for page in built if fetched.search(page.read_text(encoding="utf-8"))]


def test_the_makefile_builds_the_site() -> None:
    target = re.search(r"^docs:.*\n((?:\t.*\n)+)", (HOUSE / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert target
    assert "mkdocs build" in target[1]
    assert "site/" in (HOUSE / ".gitignore").read_text(encoding="utf-8").splitlines()
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [need for need in project["optional-dependencies"]["docs"] if need.startswith("mkdocs-material")]


def test_the_site_has_the_colours_of_the_report() -> None:
    style_sheet = (DOCS / "site.css").read_text(encoding="utf-8")
    wanted = {
        captioned.INK,
        captioned.MUTED,
        captioned.FAINT,
        captioned.FATE_COLOURS["leaked"],
        captioned.FATE_COLOURS["killed"],
    }
    assert set(re.findall(r"#[0-9a-f]{6}", style_sheet)) == wanted | {captioned.WHITE}


def test_every_key_of_a_scenario_is_documented() -> None:
    both = {**vars(nets), **vars(traffic), **vars(zones), **vars(schema)}
    schemas = {one for one in both.values() if isinstance(one, type) and issubclass(one, schema.Checked)}
    assert set(KEYS.values()) == schemas - {schema.Checked}


@pytest.mark.parametrize(("heading", "schema_class"), KEYS.items(), ids=[one.__name__ for one in KEYS.values()])
def test_the_keys_of_a_part_are_those_of_its_schema(heading: str, schema_class: type[schema.Checked]) -> None:
    documented = rows(sections(HOW_TO / "write-a-scenario.md")[heading])
    fields = {field.alias or name: field for name, field in schema_class.model_fields.items()}
    assert [row[0].strip("`") for row in documented] == list(dict.fromkeys(row[0].strip("`") for row in documented))
    assert {row[0].strip("`"): row[1] for row in documented} == {
        name: "yes" if field.is_required() else "" for name, field in fields.items()
    }


@pytest.mark.parametrize("kind", ["length", "speed", "duration"])
def test_the_units_documented_are_those_that_are_read(kind: str) -> None:
    text = (HOW_TO / "write-a-scenario.md").read_text(encoding="utf-8")
    row = re.search(rf"^\| {kind} \| `[^`]*` \| ([^|;]*)", text, flags=re.MULTILINE)
    assert row
    assert set(row[1].strip().split(", ")) == set(DIMENSIONS[kind].units) - {"cm", "mm", "us"}


def test_every_stage_and_fate_is_documented() -> None:
    from shieldwall.analysis.fates import Fate
    from shieldwall.analysis.stages import Stage

    parts = sections(HOW_TO / "read-the-answer.md")

    def documented(heading: str) -> list[str]:
        return re.findall(r"^\| ([a-z ]+?) \|", parts[heading], flags=re.MULTILINE)

    assert documented("One fate each") == [fate.value for fate in Fate]
    assert documented("How far the chain came") == [stage.words for stage in Stage]


def reasons() -> str:
    """The tables of all reasons, by what they are about."""
    assert not [number for number in WORDS if not any(number in numbers for numbers in ABOUT)]
    parts = []
    for numbers, heading in ABOUT.items():
        lines = [f"| {number} | {WORDS[number]} |" for number in numbers if number in WORDS and number != NO_REASON]
        parts.append("\n".join([f"**{heading}**", "", "| Number | Reason |", "| --- | --- |", *lines]))
    return "\n\n".join(parts)


def test_every_reason_is_documented() -> None:
    page = HOW_TO / "read-the-answer.md"
    text = page.read_text(encoding="utf-8")
    before, after = text.partition("<!-- reasons -->\n")[0], text.partition("<!-- end -->")[2]
    wanted = f"{before}<!-- reasons -->\n\n{reasons()}\n\n<!-- end -->{after}"
    if os.environ.get("SHIELDWALL_UPDATE"):
        page.write_text(wanted, encoding="utf-8")
    else:
        assert text == wanted


def test_every_reason_that_analysis_finds_is_documented() -> None:
    """Those that have no number: the phrases that the modules write themselves."""
    text = (HOW_TO / "read-the-answer.md").read_text(encoding="utf-8")
    phrases = [
        words
        for module in (ammunition, holds, stages)
        for name, words in vars(module).items()
        if name.isupper() and isinstance(words, str)
    ]
    assert len(phrases) >= 13
    listed = re.findall(r"^\| ([a-z][^|]+?) \| [A-Z]", text, flags=re.MULTILINE)
    assert set(phrases) <= set(listed)


def test_every_term_of_the_glossary_stands_once_and_its_source_is_listed() -> None:
    parts = sections(DOCS / "glossary.md")
    tables = {
        name: re.findall(r"^\| (.+?) \| (.+?) \|(.*?)\|?$", part, flags=re.MULTILINE) for name, part in parts.items()
    }
    books = {name for name, _, _ in tables.pop("Sources")[2:]}
    glossary_rows = [row for table in tables.values() for row in table[2:]]
    terms = [term for names, _, _ in glossary_rows for term in names.split(", ")]
    assert len(terms) == len(set(terms)) > 100
    assert {re.sub(r", ch\. [\d, ]+$", "", source.strip()) for _, _, source in glossary_rows} - {""} == books
