"""Finding and reading entries: inheritance, own entries beside a scenario, and what is said of bad entries."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from shieldwall.catalogue import Entry, find, ids, load, load_parts, load_unit, sources
from shieldwall.catalogue.beside import beside, read_own
from shieldwall.catalogue.drafts import draft
from shieldwall.catalogue.reading import own_complaints
from shieldwall.catalogue.schema import Unit
from shieldwall.catalogue.sensors import Radar
from shieldwall.quantities.errors import InputError

MINE = """\
id: my-radar
is: radar/rotating
title: My radar
class: s-band-surveillance
antenna_height: {value: 8.7 m, low: 5 m, high: 9 m, cite: skynet-iads, grade: C, checked: yes}
instrumented_range: {value: 300 km, low: 200 km, high: 400 km, estimate: a guess}
reference_range:
  {value: 276 km, low: 180 km, high: 290 km, at: {rcs: 1 m2, pfa: 1e-6}, estimate: a guess, grade: D}
"""


def own(folder: Path) -> AbstractContextManager[None]:
    """Let the entries of a folder count."""
    return beside(read_own(folder.name, folder.parent))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "my-radar.yaml").write_text(MINE, encoding="utf-8")
    return tmp_path


def complaint(folder: Path, text: str, entry_id: str = "my-radar") -> str:
    (folder / "deep" / "my-radar.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught, own(folder):
        load(entry_id)
    return str(caught.value).replace(str(folder), "")


def test_an_entry_is_read_once() -> None:
    assert load("91n6e") is load("91n6e")


def test_an_entry_inherits_what_it_does_not_say() -> None:
    radar = load("91n6e")
    assert isinstance(radar, Radar)
    stated = {path: value.stated_in for path, value in radar.values()}
    assert stated["antenna_height"] == "91n6e"
    assert stated["azimuth_beamwidth"] == "class s-band-surveillance"
    assert stated["anchor_pd"] == "class radar"


def test_groups_of_figures_are_inherited_one_by_one(folder: Path) -> None:
    text = find("48n6e3").read_text(encoding="utf-8").replace("id: 48n6e3", "id: my-radar")
    seeker = "seeker:\n  lag: {value: 0.3 s, low: 0.2 s, high: 0.4 s, estimate: a guess}\n"
    (folder / "deep" / "my-radar.yaml").write_text(text + seeker, encoding="utf-8")
    with own(folder):
        stated = {path: (value.value, value.stated_in) for path, value in load("my-radar").values()}
    assert stated["seeker.lag"] == (0.3, "my-radar")
    assert stated["seeker.acquisition_range"][1] == "class semi-active-homing"


def test_own_entries_join_the_catalogue(folder: Path) -> None:
    with own(folder):
        assert load("my-radar").title == "My radar"
        together = ids()
    assert set(together) == {*ids(), "my-radar"}


def test_an_own_entry_replaces_no_built_in_one(folder: Path) -> None:
    (folder / "p-18.yaml").write_text(MINE.replace("id: my-radar", "id: p-18"), encoding="utf-8")
    with own(folder), pytest.raises(InputError) as caught:
        load("p-18")
    advice = "line 1, id: the catalogue has an entry p-18 already; give yours another id, for example my-p-18"
    assert str(caught.value) == f"{folder / 'p-18.yaml'} {advice}"


def test_own_sources_and_classes_are_read(folder: Path) -> None:
    (folder / "sources.yaml").write_text("a-book:\n  title: A book\n", encoding="utf-8")
    heading = "slow:\n  for: radar\n  class: s-band-surveillance\n  about: Slow.\n"
    given = "  rotation_period: {value: 99 s, defined: x}\n"
    (folder / "classes.yaml").write_text(heading + given, encoding="utf-8")
    text = MINE.replace("skynet-iads", "a-book").replace("s-band-surveillance", "slow")
    (folder / "deep" / "my-radar.yaml").write_text(text, encoding="utf-8")
    with own(folder):
        assert sources()["a-book"].title == "A book"
        assert dict(load("my-radar").values())["rotation_period"].value == 99.0


def test_a_lone_sensor_is_a_unit() -> None:
    unit = load_unit("p-18")
    assert [(part.entry, part.role) for part in unit.parts.values()] == [("p-18", "surveillance")]
    assert unit.cost.stated_in == "p-18"
    assert unit.hardness.stated_in == "class unit"
    assert not unit.post
    assert load_unit("pantsir-s1") is load("pantsir-s1")


def test_a_round_is_no_unit() -> None:
    with pytest.raises(InputError, match="48n6e3 is interceptor, not a unit"):
        load_unit("48n6e3")


def test_parts_play_their_roles(folder: Path) -> None:
    unit = load("s-400-battalion")
    assert isinstance(unit, Unit)
    assert {name: part.id for name, part in load_parts(unit).items()} == {
        "surveillance": "91n6e", "all-altitude": "96l6e", "engagement": "92n6e",
    }  # fmt: skip
    text = find("s-400-battalion").read_text(encoding="utf-8").replace("id: s-400-battalion", "id: my-radar")
    (folder / "deep" / "my-radar.yaml").write_text(text.replace("92n6e, role", "91n6e, role"), encoding="utf-8")
    with own(folder), pytest.raises(InputError, match="91n6e has no channels and cannot engage"):
        load_parts(load("my-radar"))  # type: ignore[arg-type]
    with own(folder):
        assert "91n6e has no channels and cannot engage" in str(own_complaints()[0])


def test_values_cover_nested_figures() -> None:
    paths = {path for path, _ in load("strike-fighter").values()}
    assert {"rcs.front", "carries.guided-bomb", "cost"} <= paths
    assert load("strike-fighter").cited() == [
        "aeroswap",
        "bhaswanth",
        "f-16v-press",
        "globalsecurity-rcs",
        "usaf-f-16",
    ]


def test_entries_are_frozen() -> None:
    entry: Entry = load("p-18")
    with pytest.raises(ValueError, match="frozen"):
        entry.title = "Another"


@pytest.mark.parametrize(
    ("old", "new", "advice"),
    [
        ("8.7 m,", "8.7,", '/deep/my-radar.yaml line 5, antenna_height: "8.7" has no unit; '),
        ("grade: C", "grade: Z", "line 5, antenna_height.grade"),
        ("skynet-iads", "skynet-iad", 'unknown source "skynet-iad"; did you mean skynet-iads?'),
        ("s-band-surv", "s-band-serv", 'is not known; did you mean s-band-surveillance?'),
        ("class: s-band-surveillance", "class: unit", "the class unit is for unit, not for radar"),
        ("class: s-band-surveillance", "note: none", "band: is missing; add band: {value: vhf"),
        ("radar/rotating", "radar/rotation", "did you mean radar/rotating?"),
        ("is: radar/rotating\n", "", "does not say what it is"),
        ("antenna_height", "antena_height", 'unknown key "antena_height"; did you mean antenna_height?'),
        ("low: 5 m", "low: 10 m", "the range is out of order"),
        ("at: {rcs: 1 m2, pfa: 1e-6}, ", "", "write at: {rcs: 1 m2, pfa: 1e-6}"),
        ("title: My radar", "title: My radar\nrange_error: {value: 1 km, defined: x}", "1 km lies above"),
        ("a guess}", "a guess, stated_in: me}", 'unknown key "stated_in"'),
    ],
)  # fmt: skip
def test_bad_entries_say_what_to_type(folder: Path, old: str, new: str, advice: str) -> None:
    assert advice in complaint(folder, MINE.replace(old, new, 1))


def test_an_unknown_entry_names_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean pantsir-s1"):
        load("pantsir-s2")


def test_a_unit_names_parts_that_exist(folder: Path) -> None:
    text = find("pantsir-s1").read_text(encoding="utf-8").replace("id: pantsir-s1", "id: my-radar")
    message = complaint(folder, text.replace("is: pantsir-track", "is: pantsir-trak"))
    assert "line 7, parts.track.is: the catalogue has no entry" in message
    assert "did you mean pantsir-track?" in message


def test_a_speed_beyond_rockets_is_refused(folder: Path) -> None:
    text = find("57e6").read_text(encoding="utf-8").replace("id: 57e6", "id: my-radar")
    message = complaint(folder, text.replace("1300 m/s", "3400 m/s"))
    assert "max_speed is beyond the" in message


JAMMER = """\
id: my-radar
is: jammer
title: My jammer
bands: [s, x]
erp: {value: 10 kW, low: 5 kW, high: 20 kW, estimate: a guess}
bandwidth: {value: 50 MHz, low: 20 MHz, high: 100 MHz, estimate: a guess}
sector: {value: 60 deg, low: 30 deg, high: 90 deg, estimate: a guess}
back_lobes: {value: -20 dB, low: -30 dB, high: -10 dB, estimate: a guess}
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("value: 10 kW", "value: -10 kW", 'erp: "-10 kW" is out of bounds; write from '),
        ("value: 10 kW", "value: nan kW", "erp: "),
        ("low: 5 kW", "low: 0 kW", 'erp: "0 kW" is out of bounds; write from '),
        ("value: 50 MHz", "value: 0 MHz", 'bandwidth: "0 MHz" is out of bounds; write from '),
        ("value: 60 deg", "value: 400 deg", 'sector: "400 deg" is out of bounds; write from 1 deg to 360 deg'),
        ("value: -20 dB", "value: 3 dB", 'back_lobes: "3 dB" is out of bounds; write from 1e-09 to 1'),
        ("[s, x]", "[s, k]", 'bands.2: "k" is not known here; did you mean ku? write one of vhf, uhf, l, s, c, x, ku'),
        ("[s, x]", "[s, s]", "bands: a band is named twice; name it once"),
        ("[s, x]", "[]", "bands: "),
        ("bands: [s, x]\n", "", "bands: is missing; add bands: "),
    ],
)
def test_a_jammer_that_cannot_be_is_refused(folder: Path, old: str, new: str, message: str) -> None:
    (folder / "deep" / "my-radar.yaml").write_text(JAMMER, encoding="utf-8")
    with own(folder):
        assert load("my-radar").title == "My jammer"
    assert message in complaint(folder, JAMMER.replace(old, new))


@pytest.mark.parametrize(
    ("figure", "message"),
    [
        ("side_lobes_near: {value: 3 dB, low: 1 dB, high: 5 dB, estimate: a guess}", "side_lobes_near"),
        ("side_lobes_near: {value: -60 dB, low: -70 dB, high: -50 dB, estimate: a guess}", "side_lobes_far"),
        ("noise_figure: {value: 0.5, low: 0.2, high: 0.9, estimate: a guess}", "noise_figure"),
    ],
)
def test_a_receiver_that_cannot_be_is_refused(folder: Path, figure: str, message: str) -> None:
    assert message in complaint(folder, f"{MINE}{figure}\n")


@pytest.mark.parametrize(
    ("stated", "advice"),
    [
        ("look_budget: {value: 0 per s, defined: x}", "line 2, look_budget: "),
        ("look_budget: {value: 1.5 per s, defined: x}", "too few for one target; let"),
        ("search_share: {value: 1, defined: x}", "line 2, search_share: "),
    ],
)
def test_a_look_budget_of_nothing_is_refused_where_it_stands(folder: Path, stated: str, advice: str) -> None:
    text = draft("radar/sector", "my-radar").replace("id: my-radar\n", f"id: my-radar\n{stated}\n")
    text = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    assert advice in complaint(folder, text.strip() + "\n")


def test_a_radar_that_follows_several_targets_says_what_looks_it_has(folder: Path) -> None:
    band = "band: {value: x, estimate: a small dish}"
    text = draft("radar/sector", "my-radar").replace("class: engagement-x", f"class: engagement-short\n{band}")
    assert "a radar that follows several targets in its sector needs look_budget" in complaint(folder, text)
    single = "channels: {value: 1, defined: x}"
    text = "\n".join(single if line.startswith("channels:") else line for line in text.splitlines())
    (folder / "deep" / "my-radar.yaml").write_text(text + "\n", encoding="utf-8")
    with own(folder):
        assert load("my-radar").look_budget is None  # type: ignore[attr-defined]
