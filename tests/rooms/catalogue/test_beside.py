"""Own entries beside a scenario: what counts, what is refused with file and line, and what a header keeps of them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from shieldwall import catalogue
from shieldwall.catalogue.beside import MOST_BYTES, OwnEntries, beside, current, read_own
from shieldwall.catalogue.drafts import draft
from shieldwall.catalogue.reading import own_complaints
from shieldwall.quantities.errors import InputError
from shieldwall.scenario import load_text, template
from shieldwall.scenario.load import load, own_entries

DRONE = draft("drone", "my-drone")
SCENARIO = template().replace("shahed-class", "my-drone").replace("blue:\n", "catalogue: mine\nblue:\n", 1)


def listed(*entries: str) -> str:
    """A file of several entries."""
    items = [
        "  - " + "\n    ".join(line for line in entry.splitlines() if line[:1] not in ("#", "")) for entry in entries
    ]
    return "\n".join(["entries:", *items, ""])


@dataclass(frozen=True)
class Beside:
    """A raid in a folder, and beside it the folder `mine` with the entry of its drone."""

    folder: Path

    def write(self, file: str, text: str | bytes) -> None:
        """Write a file, by its path from the folder."""
        place = self.folder / file
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())

    def own(self, file: str = "raid.yaml", **changes: str) -> OwnEntries:
        """The own entries that count in a raid of the folder."""
        return load(self.folder / file, changes).own

    def complaint(self, **changes: str) -> str:
        """What loading the raid says, without the folder."""
        with pytest.raises(InputError) as caught:
            self.own(**changes)
        return str(caught.value).replace(f"{self.folder}/", "")


@pytest.fixture
def raid(tmp_path: Path) -> Beside:
    made = Beside(tmp_path)
    made.write("mine/my-drone.yaml", DRONE)
    made.write("raid.yaml", SCENARIO)
    return made


def test_a_scenario_counts_the_entries_of_its_folder(raid: Beside) -> None:
    assert raid.own().ids() == ["my-drone"]
    assert current().ids() == []
    with pytest.raises(InputError, match='no entry "my-drone"'):
        catalogue.load("my-drone")


def test_a_file_holds_several_entries_with_their_sources_and_classes(raid: Beside) -> None:
    bomb = draft("bomb", "my-bomb").replace("estimate: a plain case}", "cite: my-book, grade: C, checked: yes}")
    text = listed(DRONE.replace("unmanned-airframe", "light-airframe"), bomb)
    text += "sources:\n  my-book: {title: A book}\nclasses:\n"
    text += "  light-airframe: {for: threat, class: unmanned-airframe, about: Light.,\n"
    text += "    toughness: {value: 0.5, defined: x}}\n"
    raid.write("mine.yaml", text)
    own = raid.own(catalogue="mine.yaml")
    with beside(own):
        assert own.ids() == ["my-drone", "my-bomb"]
        assert catalogue.sources()["my-book"].title == "A book"
        assert catalogue.load("my-drone").toughness.value == 0.5  # type: ignore[attr-defined]
        assert {"my-drone", "my-bomb", "p-18"} <= set(catalogue.ids())


def test_one_entry_may_be_a_file_of_its_own(raid: Beside) -> None:
    assert raid.own(catalogue="mine/my-drone.yaml").ids() == ["my-drone"]
    assert own_entries(raid.folder / "mine" / "my-drone.yaml") == own_entries(raid.folder / "mine" / "my-drone.yaml")
    assert own_entries(raid.folder / "mine").ids() == own_entries(raid.folder / "raid.yaml").ids() == ["my-drone"]


@pytest.mark.parametrize(
    ("path", "advice"),
    [
        ("nothing", 'catalogue: there is no folder or file "nothing" beside the scenario; write a path'),
        ("/etc", 'catalogue: "/etc" is not a path from the folder of the scenario; write a path'),
        ("~/mine", 'catalogue: "~/mine" is not a path from the folder of the scenario; write a path'),
        ("..\\mine", "is not a path from the folder of the scenario; write a path"),
        ("x" * 190, "catalogue: "),
        ("picture.png", 'catalogue: "picture.png" is no YAML file; write a path'),
        ("empty", 'catalogue: the folder "empty" holds no entry; shieldwall new --entry KIND PATH writes one'),
        ("raid.yaml", "raid.yaml line 4: this is a scenario, not an entry; name a folder that holds entries alone"),
        ("[mine]", "catalogue: "),
        ("pipe.yaml", "beside the scenario; write a path"),
        ("linked", "linked\" is a link, which may lead anywhere; name what it leads to, or copy it"),
        ("linked/my-drone.yaml", "is a link, which may lead anywhere; name what it leads to, or copy it"),
        ("links", "is a link, which may lead anywhere; name what it leads to, or copy it"),
    ],
)  # fmt: skip
def test_a_path_that_leads_nowhere_or_anywhere_is_refused(raid: Beside, path: str, advice: str) -> None:
    folder = raid.folder
    (folder / "empty").mkdir()
    raid.write("picture.png", b"")
    (folder / "linked").symlink_to(folder / "mine")
    (folder / "links").mkdir()
    (folder / "links" / "a.yaml").symlink_to(folder / "mine" / "my-drone.yaml")
    os.mkfifo(folder / "pipe.yaml")
    assert advice in raid.complaint(catalogue=path)


def test_a_plain_path_may_lead_to_the_folder_beside(raid: Beside) -> None:
    raid.write("raids/raid.yaml", SCENARIO.replace("catalogue: mine", "catalogue: ../mine"))
    assert raid.own("raids/raid.yaml").ids() == ["my-drone"]


@pytest.mark.parametrize(
    ("name", "text", "advice"),
    [
        (
            "p-18.yaml",
            draft("radar/rotating", "p-18"),
            "mine/p-18.yaml line 7, id: the catalogue has an entry p-18 already; give yours another id",
        ),
        (
            "twin.yaml",
            DRONE,
            "line 7, id: a second entry has the id my-drone, as mine/my-drone.yaml line 7; rename one of them",
        ),
        ("a.yaml", "title: A\n", "mine/a.yaml line 1: the entry has no id; add for example id: my-radar"),
        ("a.yaml", "entries: {a: b}\n", "line 1, entries: a mapping does not fit here; write a list of entries"),
        ("a.yaml", "entries: [a]\n", "line 1, entries.1: the entry has no id"),
        (
            "a.yaml",
            "entries: []\nnames: [a]\n",
            'line 2, names: unknown key "names"; known here: entries, sources, classes',
        ),
        (
            "a.yaml",
            listed(DRONE.replace("my-drone", "a").replace("0.9, low", "9, low")),
            'mine/a.yaml line 20, entries.1.reliability: "9" is out of bounds',
        ),
        (
            "sources.yaml",
            "cmo-3676: {title: A}\n",
            'mine/sources.yaml line 1, cmo-3676: "cmo-3676" of sources is there already',
        ),
        (
            "classes.yaml",
            "radar: {for: radar}\n",
            'mine/classes.yaml line 1, radar: "radar" of classes is there already',
        ),
        (
            "a.yml",
            draft("interceptor", "a").replace("layout: canister-dart\n", ""),
            "mine/a.yml line 7: nobody has said how a is built; add layout: vertical-heavy or",
        ),
        (
            "a.yaml",
            draft("unit", "a").replace("fires: 57e6", "fires: p-18"),
            "launchers.missiles.fires: p-18 is radar/rotating, which no launcher fires; name",
        ),
        (
            "a.yaml",
            draft("unit", "a").replace("is: pantsir-track", "is: pantsir-trak"),
            'parts.track.is: the catalogue has no entry "pantsir-trak"; did you mean pantsir-track?',
        ),
        (
            "a.yaml",
            draft("unit", "a").replace("pantsir-track, role: engagement", "pantsir-search, role: engagement"),
            "pantsir-search has no channels and cannot engage",
        ),
        (
            "a.yaml",
            draft("aircraft", "a").replace("  guided-bomb:", "  guided-bom:"),
            "carries.guided-bom: the catalogue has no entry",
        ),
        (
            "a.yaml",
            draft("aircraft", "a").replace("  guided-bomb:", "  p-18:"),
            "carries.p-18: p-18 is radar/rotating, which no aircraft releases",
        ),
        (
            "a.yaml",
            draft("unit", "a").replace("estimate: two lorries", "cite: nobody, grade: C, checked: no"),
            "mine/a.yaml line 7: cites an unknown source",
        ),
    ],
)
def test_a_bad_entry_is_refused_at_its_line_used_or_not(raid: Beside, name: str, text: str, advice: str) -> None:
    raid.write(f"mine/{name}", text)
    assert advice in raid.complaint()


def test_every_fault_of_own_entries_is_told(raid: Beside) -> None:
    raid.write("mine/a.yaml", draft("gun", "a").replace("burst:", "bust:"))
    raid.write("mine/b.yaml", draft("gun", "b").replace("burst:", "bust:"))
    with beside(read_own("mine", raid.folder)):
        assert [Path(str(error.file)).name for error in own_complaints()] == ["a.yaml", "b.yaml"]


def test_other_files_of_a_folder_do_not_count(raid: Beside) -> None:
    raid.write("mine/notes.txt", "id: x")
    raid.write("mine/.hidden.yaml", "id: x")
    assert raid.own().ids() == ["my-drone"]


def test_more_text_than_a_header_holds_is_refused(raid: Beside) -> None:
    for number in range(MOST_BYTES // (1 << 20) + 1):
        raid.write(f"mine/{number}.yaml", "# " + "x" * ((1 << 20) - 2))
    assert 'catalogue: "mine" holds more than 4 MiB of text' in raid.complaint()


def test_a_change_of_an_own_entry_is_seen_in_one_process(raid: Beside) -> None:
    first = raid.own()
    raid.write("mine/my-drone.yaml", DRONE.replace("My drone", "Another"))
    with beside(raid.own()):
        assert catalogue.load("my-drone").title == "Another"
    with beside(first):
        assert catalogue.load("my-drone").title == "My drone"


def test_what_a_header_keeps_stands_in_place_of_the_folder(raid: Beside) -> None:
    own = raid.own()
    kept = OwnEntries.kept(dict(own.texts))
    assert dict(own.texts) == {"mine/my-drone.yaml": DRONE}
    assert load_text(SCENARIO, "elsewhere/raid.yaml", kept).own == own


def test_line_ends_and_characters_of_own_entries_are_kept(raid: Beside) -> None:
    text = DRONE.replace("\n", "\r\n").replace("My drone", "Mo\u0301j dron\u00a0\U0001f6e9")
    raid.write("mine/my-drone.yaml", text.encode())
    assert dict(raid.own().texts)["mine/my-drone.yaml"] == text


def test_what_no_text_can_be_names_its_own_file(raid: Beside) -> None:
    raid.write("mine/a.yaml", b"id: a\ntitle: \xff\n")
    assert raid.complaint().startswith("mine/a.yaml line 2: is not UTF-8 text")
    raid.write("mine/a.yaml", b"#" * ((1 << 20) + 1))
    assert raid.complaint().startswith("mine/a.yaml: is too large")
