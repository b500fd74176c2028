"""The JSON Schemas for editors: what our door accepts they accept, and what they can refuse they refuse.

They are checked by the `jsonschema` library, on values as a YAML 1.2 parser types them (ruamel.yaml, safe).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from typer.testing import CliRunner

from shieldwall import catalogue
from shieldwall.catalogue.beside import OwnEntries, beside
from shieldwall.catalogue.drafts import draft
from shieldwall.catalogue.editor import entry_schema
from shieldwall.catalogue.places import HERE
from shieldwall.catalogue.schema import KINDS
from shieldwall.cli.app import app
from shieldwall.quantities.errors import InputError
from shieldwall.quantities.positions import parse_bearing, parse_place
from shieldwall.quantities.units import DIMENSIONS, parse
from shieldwall.scenario import load, load_text, names, source, template
from shieldwall.scenario.editor import scenario_schema
from shieldwall.scenario.fields import parse_height
from shieldwall.server.draft_spots import spots
from shieldwall.study import file as studies
from shieldwall.study.editor import study_schema
from shieldwall.text import patterns

SCENARIO, ENTRY, STUDY = scenario_schema(), entry_schema(), study_schema()
SCHEMAS = {"scenario": SCENARIO, "entry": ENTRY, "study": STUDY}
EXAMPLES = sorted((Path(__file__).parents[2] / "examples").rglob("*.yaml"))


def typed(text: str) -> Any:
    """A document as an editor sees it; keys are as they are written."""
    return _keyed(YAML(typ="safe", pure=True).load(text))


def _keyed(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _keyed(inner) for key, inner in value.items()}
    return [_keyed(inner) for inner in value] if isinstance(value, list) else value


def troubles(schema: dict[str, Any], text: str) -> list[str]:
    found = Draft202012Validator(schema).iter_errors(typed(text))
    return [f"{'.'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in found]


def nodes(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema of a property, with its path."""
    if isinstance(schema, dict):
        for name, inner in schema.get("properties", {}).items():
            if isinstance(inner, dict):
                yield f"{path}/{name}", inner
        for key, inner in schema.items():
            yield from nodes(inner, f"{path}/{key}")
    elif isinstance(schema, list):
        for number, inner in enumerate(schema):
            yield from nodes(inner, f"{path}/{number}")


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    # Editors of older drafts read nothing beside a reference.
    assert not [path for path, inner in nodes(SCHEMAS[name]) if "$ref" in inner and len(inner) > 1]


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_is_described_and_its_examples_fit(name: str) -> None:
    described = [SCHEMAS[name], *SCHEMAS[name]["$defs"].values()]
    assert all(model["description"] for model in described)
    undescribed, unfit, plain = [], [], []
    for model in described:
        for key, inner in model.get("properties", {}).items():
            where = f"{model['description'][:30]} {key}"
            undescribed += [] if inner.get("description") else [where]
            validator = Draft202012Validator(inner | {"$defs": SCHEMAS[name]["$defs"]})
            unfit += [(where, example) for example in inner.get("examples", []) if not validator.is_valid(example)]
            plain += [] if inner.get("examples") or "allOf" in inner or "oneOf" in inner else [where]
    assert not undescribed
    assert not unfit
    # Mappings and lists show their examples inside; `is` of a family and `layout` are described by their choices.
    deep = ("draws", "blue", "red", "links", "units", "places", "routes", "outages")
    deep += ("zones", "airways", "flights")
    deep += ("parts", "launchers", "carries", "claims", "is", "layout")
    assert not [where for where in plain if where.rpartition(" ")[2] not in deep]


@pytest.mark.parametrize("name", names())
def test_built_in_scenarios_fit(name: str) -> None:
    assert not troubles(SCENARIO, source(name)[0])


def test_the_template_fits() -> None:
    assert not troubles(SCENARIO, template())


@pytest.mark.parametrize("name", studies.names())
def test_built_in_studies_fit(name: str) -> None:
    assert not troubles(STUDY, studies.source(name)[0])


def test_the_study_to_begin_from_fits() -> None:
    assert not troubles(STUDY, studies.template())
    assert troubles(STUDY, studies.template().replace("measures:", "measure:"))
    assert troubles(STUDY, studies.template().replace("[leakers", "[leakes"))


@pytest.mark.parametrize("path", sorted((HERE / "entries").rglob("*.yaml")), ids=lambda path: path.stem)
def test_built_in_entries_fit(path: Path) -> None:
    assert not troubles(ENTRY, path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_fit(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not troubles(SCENARIO if text.startswith("scenario:") else ENTRY, text)


@pytest.mark.parametrize("kind", KINDS)
def test_drafts_fit(kind: str) -> None:
    assert not troubles(ENTRY, draft(kind, "mine"))


def test_a_file_of_several_entries_fits() -> None:
    drafts = [_keyed(typed(draft(kind, f"mine-{number}"))) for number, kind in enumerate(KINDS)]
    file = {"entries": drafts, "sources": {"my-book": {"title": "A book"}}, "classes": {"mine": {"for": "radar"}}}
    assert not list(Draft202012Validator(ENTRY).iter_errors(file))
    drafts[0]["is"] = "radar/spinning"
    wrong = next(Draft202012Validator(ENTRY).iter_errors(file))
    assert list(wrong.absolute_path)[:2] == ["entries", 0]
    assert list(Draft202012Validator(ENTRY).iter_errors({**file, "more": 1}))


# What is wrong, what it replaces, and where the schema must say so.
WRONG_SCENARIO = {
    "unknown key": ("question:", "qestion:", ""),
    "key that is missing": ("question:", "# question:", ""),
    "length without its unit": ("at: 2 km south of depot", "at: 2 south of depot", "blue.units"),
    "duration without its unit": ("lasts: 15 min", "lasts: 15", "lasts"),
    "unit of another kind": ("lasts: 15 min", "lasts: 15 km", "lasts"),
    "unknown unit": ("lasts: 15 min", "lasts: 15 minutes", "lasts"),
    "height above nothing": ("at least 300 m agl", "300 m", "red.units"),
    "negative count": ("count: 2", "count: -2", "red.units"),
    "no whole number": ("count: 2", "count: 2.5", "red.units"),
    "too many": ("count: 2", "count: 2000", "red.units"),
    "unknown choice": ("lasts: 15 min", "lasts: 15 min\ndraws: {terrain_error: perhaps}", "draws.terrain_error"),
    "unknown doctrine": ("doctrine: shoot-look-shoot", "doctrine: spray", "blue.command.doctrine"),
    "wrong format": ("scenario: 1", "scenario: 2", "scenario"),
    "no position": ("44.80 N 20.30 E", "44.80 by 20.30", "places"),
    "no name": ("  depot:", "  De Pot:", "places"),
    "instant without its zone": ("06:00Z", "06:00", "start"),
    "mapping for a word": ("title: ", "title: {is: this}\n# ", "title"),
    "list for a mapping": ("blue:", "draws: []\nblue:", "draws"),
    "jammer that is none": ("speed: 50 m/s", "speed: 50 m/s\n      jammer: {to: 5 min}", "red.units"),
    "jammer of a word": ("speed: 50 m/s", "speed: 50 m/s\n      jammer: stand-off-pods", "red.units"),
    "mission that is none": ("mission: {strike: depot}", "mission: {bomb: depot}", "red.units"),
    "zone of two shapes": (
        "blue:",
        "blue:\n  zones: {town: {around: 44.8 N 20.3 E, radius: 5 km, corners: [44.9 N 20.1 E, 44.7 N 20.4 E]}}",
        "blue.zones.town",
    ),
    "corridor of no line": (
        "blue:",
        "corridors: {lane: {width: 18 km, lowest: 7 km, highest: 13 km}}\nblue:",
        "corridors.lane",
    ),
}


@pytest.mark.parametrize("wrong", WRONG_SCENARIO)
def test_wrong_scenarios_are_refused_by_both(wrong: str) -> None:
    before, after, where = WRONG_SCENARIO[wrong]
    assert before in template(), template()
    text = template().replace(before, after, 1)
    with pytest.raises(InputError):
        load_text(text)
    assert any(trouble.startswith(where) for trouble in troubles(SCENARIO, text)), troubles(SCENARIO, text)


RADAR = (HERE / "entries/sensors/p-18.yaml").read_text(encoding="utf-8")
WRONG_ENTRY = {
    "unknown key": ("deploy_time:", "deployment_time:", ""),
    "kind that is none": ("is: radar/rotating", "is: radar/spinning", "is"),
    "figure without its unit": ("{value: 8 m,", "{value: 8,", "antenna_height"),
    "unit of another kind": ("{value: 8 m,", "{value: 8 s,", "antenna_height"),
    "figure without a range": ("low: 6 m, high: 12 m, ", "", "antenna_height"),
    "figure without an origin": (", estimate: usual mast of 6.35 m and a rise in the ground", "", "antenna_height"),
    "two origins": ("low: 6 m,", "low: 6 m, cite: cmo-3676,", "antenna_height"),
    "cited without a grade": ("grade: B, checked: no", "checked: no", "band"),
    "unknown grade": ("grade: B, checked: no", "grade: E, checked: no", "band"),
    "unknown band": ("{value: vhf,", "{value: vhff,", "band"),
    "figure that holds for nothing": ("at: {rcs: 2.5 m2, pfa: 1e-6, height: 10 km},", "", "reference_range"),
    "nothing but a class": ("class: vhf-surveillance\n", "", ""),
    "no class and no figures": ("class: vhf-surveillance", "note: nothing else", ""),
}


@pytest.mark.parametrize("wrong", WRONG_ENTRY)
def test_wrong_entries_are_refused_by_both(wrong: str) -> None:
    before, after, where = WRONG_ENTRY[wrong]
    assert before in RADAR
    text = RADAR.replace(before, after, 1)
    own = OwnEntries.kept({"mine.yaml": text.replace("id: p-18", "id: mine")})
    with pytest.raises(InputError), beside(own):
        catalogue.load("mine")
    assert any(trouble.startswith(where) for trouble in troubles(ENTRY, text)), troubles(ENTRY, text)


PODS = (HERE / "entries/jammers/stand-off-pods.yaml").read_text(encoding="utf-8")
WRONG_JAMMER = {
    "negative power": ("value: 100 kW", "value: -100 kW", "erp"),
    "power of another kind": ("value: 100 kW", "value: 100 MHz", "erp"),
    "unknown band": ("bands: [vhf,", "bands: [hf,", "bands"),
    "bands of a word": ("bands: [vhf, uhf, l, s, c, x, ku]", "bands: s", "bands"),
    "no bands": ("bands: [vhf, uhf, l, s, c, x, ku]\n", "", ""),
}


@pytest.mark.parametrize("wrong", WRONG_JAMMER)
def test_wrong_jammers_are_refused_by_both(wrong: str) -> None:
    before, after, where = WRONG_JAMMER[wrong]
    assert before in PODS
    text = PODS.replace(before, after, 1)
    own = OwnEntries.kept({"mine.yaml": text.replace("id: stand-off-pods", "id: mine")})
    with pytest.raises(InputError), beside(own):
        catalogue.load("mine")
    assert any(trouble.startswith(where) for trouble in troubles(ENTRY, text)), troubles(ENTRY, text)


NUMBERS = st.one_of(
    st.integers(-100, 10**6).map(str),
    st.floats(-1e6, 1e6).map(repr),
    st.sampled_from(["-0", "+5", ".5", "5.", "1e-6", "-.0e3", "07"]),
)
BLANKS = st.sampled_from(["", " ", "  "])


@given(st.sampled_from(sorted(DIMENSIONS)), NUMBERS, BLANKS, st.data())
def test_quantities_that_the_door_reads_fit(dimension: str, number: str, blank: str, data: st.DataObject) -> None:
    unit = data.draw(st.sampled_from([*DIMENSIONS[dimension].spellings, ""]))
    text = f"{number}{blank if unit else ''}{unit}"
    for low in (float("-inf"), 0.0):
        validator = Draft202012Validator(patterns.quantity(dimension, low))
        try:
            value = parse(text, dimension)
        except InputError:
            if len(text) <= patterns.LONGEST and "dB" not in text:
                assert not validator.is_valid(text)
        else:
            # As text, and as the number that a parser makes of it.
            assert validator.is_valid(text) or value < low
            if not unit:
                assert validator.is_valid(float(number)) or value < low


WORDS = [
    "north",
    "South-West",
    "072 deg",
    "1.2 rad",
    "nort",
    "72",
    "4 km",
    "-400 m",
    "of",
    "s400",
    "agl",
    "amsl",
    "at",
    "at least",
]
PLACES = ["44.82 N 20.29 E", "44.82N,20.29e", "44.82, 20.29", "4 km east of s400", "4 east of s400", "0 m 012 deg of x"]


@pytest.mark.parametrize(
    ("read", "shape"),
    [
        (parse_bearing, patterns.bearing()),
        (parse_place, patterns.place()),
        (parse_height, SCENARIO["$defs"]["RedUnit"]["properties"]["height"]),
    ],
    ids=["bearing", "place", "height"],
)
def test_the_door_and_the_schema_agree_on_texts(read: Any, shape: dict[str, Any]) -> None:
    validator = Draft202012Validator(shape)
    texts = [*WORDS, *PLACES, *(f"{a} {b}" for a in WORDS for b in WORDS)]
    agreed = 0
    for text in texts:
        try:
            read(text)
        except InputError:
            assert not validator.is_valid(text), text
        else:
            assert validator.is_valid(text), text
            agreed += 1
    assert agreed >= 2


def test_the_command_writes_the_schemas(tmp_path: Path) -> None:
    for what, schema in SCHEMAS.items():
        result = CliRunner().invoke(app, ["schema", what])
        assert (result.exit_code, json.loads(result.stdout)) == (0, schema)
        file = tmp_path / f"{what}.json"
        written = CliRunner().invoke(app, ["schema", what, "-o", str(file)])
        assert (written.exit_code, written.stdout) == (0, "")
        assert json.loads(file.read_text(encoding="utf-8")) == schema
        again = CliRunner().invoke(app, ["schema", what, "-o", str(file)])
        assert again.exit_code == 2
        assert "add --replace" in again.stderr
    refused = CliRunner().invoke(app, ["schema", "scenaro"])
    assert refused.exit_code == 2
    assert "did you mean scenario?" in refused.stderr


def test_each_position_of_a_scenario_says_that_it_is_one() -> None:
    """The page lets those be chosen on the map of which the schema says it: all that a map of a draft shows."""
    scenario = load("airliner-in-the-corridor")
    shown = {spot["path"] for spot in spots(scenario)}
    plain = YAML(typ="safe").load(scenario.text)
    assert set(_places(plain, SCENARIO["$defs"]["Scenario"], "")) == shown
    zone, orbit = SCENARIO["$defs"]["Zone"]["properties"], SCENARIO["$defs"]["Orbit"]["properties"]
    assert zone["around"]["x-form"] == zone["corners"]["items"]["x-form"] == orbit["around"]["x-form"] == "position"
    assert "x-form" not in SCENARIO["$defs"]["Flight"]["properties"]["height"]


def _places(value: Any, schema: dict[str, Any], path: str) -> Iterator[str]:
    if "x-form" in schema:
        yield path
    for one in schema.get("allOf", [schema] if "$ref" in schema else []):
        yield from _places(value, SCENARIO["$defs"][one["$ref"].rpartition("/")[2]], path)
    for key, inner in (
        value.items() if isinstance(value, dict) else enumerate(value, 1) if isinstance(value, list) else ()
    ):
        known = schema.get("properties", {}).get(key) or schema.get("additionalProperties") or schema.get("items") or {}
        if known is not True:
            yield from _places(inner, known, f"{path}.{key}" if path else str(key))
