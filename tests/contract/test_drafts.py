"""What `new --entry` writes: sound for every kind, and used in an exercise that is fought."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import shieldwall
from shieldwall.catalogue import load, load_unit
from shieldwall.catalogue.beside import OwnEntries, beside
from shieldwall.catalogue.drafts import draft
from shieldwall.catalogue.reading import own_complaints
from shieldwall.catalogue.schema import KINDS, Unit
from shieldwall.cli.app import app
from shieldwall.scenario import load_text, template
from shieldwall.scenario.load import own_entries

BATTERY = draft("unit", "mine-battery")
#: What is changed in the battery, and in the template's scenario, so that an entry of each kind takes part.
USED: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "radar/rotating": (("is: pantsir-search", "is: mine"), ("", "")),
    "radar/sector": (("is: pantsir-track", "is: mine"), ("", "")),
    "sensor/optical": (("is: pantsir-optical", "is: mine"), ("", "")),
    "sensor/ideal": (("is: pantsir-search", "is: mine"), ("", "")),
    "command-post": (("parts:\n", "parts:\n  cabin: {is: mine, role: command}\n"), ("", "")),
    "interceptor": (("fires: 57e6", "fires: mine"), ("", "")),
    "interceptor/ideal": (("fires: 57e6", "fires: mine"), ("", "")),
    "gun": (("parts:\n", "parts:\n  guns: {is: mine, role: gun}\n"), ("", "")),
    "unit": (("", ""), ("is: mine-battery", "is: mine")),
    "aircraft": (("", ""), ("is: shahed-class\n", "is: mine\n")),
    "cruise-missile": (("", ""), ("is: shahed-class\n", "is: mine\n")),
    "drone": (("", ""), ("is: shahed-class\n", "is: mine\n")),
    "bomb": (("", ""), ("{strike: depot}", "{release: mine, on: depot, at: 10 km}")),
    "jammer": (("", ""), ("speed: 50 m/s", "speed: 50 m/s\n      jammer: {is: mine}")),
}


def scenario(kind: str) -> shieldwall.Scenario:
    """The template's exercise with an entry of a kind in it."""
    (before, after), (old, new) = USED[kind]
    text = template().replace("is: pantsir-s1", "is: mine-battery")
    assert before in BATTERY
    assert old in text
    if kind in ("aircraft", "bomb"):
        text = text.replace("is: shahed-class", "is: strike-fighter" if kind == "bomb" else "is: mine")
        text = text.replace("{strike: depot}", "{release: guided-bomb, on: depot, at: 10 km}")
        text = text.replace("300 m agl  ", "3 km amsl  ").replace("speed: 50 m/s", "speed: 240 m/s")
        old, new = ("release: guided-bomb", "release: mine") if kind == "bomb" else ("", "")
    if kind == "cruise-missile":
        text = text.replace("speed: 50 m/s", "speed: 240 m/s")
    own = {"battery.yaml": BATTERY.replace(before, after, 1), "mine.yaml": draft(kind, "mine")}
    return load_text(text.replace(old, new, 1), "draft.yaml", OwnEntries.kept(own))


def test_every_kind_has_a_draft_that_is_used_here() -> None:
    assert set(USED) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_is_sound_and_invites_no_belief(kind: str) -> None:
    with beside(OwnEntries.kept({"mine.yaml": draft(kind, "mine")})):
        assert own_complaints() == []
        entry = load("mine")
        assert entry.kind == kind
        assert not [path for path, value in entry.values() if value.cite]
        if kind.startswith(("radar", "sensor", "unit")):
            assert isinstance(load_unit("mine"), Unit)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_takes_part_in_a_battle(kind: str) -> None:
    run = shieldwall.run(scenario(kind), film=False)
    assert "mine" in run.header["entries"]
    assert run.header["catalogue"]["mine.yaml"] == draft(kind, "mine")
    assert run.outcomes().height >= 2


@pytest.mark.parametrize("kind", KINDS)
def test_the_command_writes_one(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "systems" / "mine.yaml"
    made = CliRunner().invoke(app, ["new", "--entry", kind, str(path)])
    assert (made.exit_code, made.stdout) == (0, "")
    assert "catalogue: systems" in made.stderr
    assert path.read_text(encoding="utf-8") == draft(kind, "mine")
    assert own_entries(path.parent).ids() == ["mine"]
    again = CliRunner().invoke(app, ["new", "--entry", kind, str(path)])
    assert again.exit_code == 2
    assert "add --replace" in again.stderr


@pytest.mark.parametrize(
    ("kind", "name", "advice"),
    [
        ("launcher", "a.yaml", 'error: "launcher" is no kind of entry; did you mean unit? write --entry and one of'),
        ("radar/rotatin", "a.yaml", "did you mean radar/rotating?"),
        ("drone", "My Drone.yaml", 'error: "My Drone" is not a name; write for example my-drone'),
        ("drone", "a.txt", "is no YAML file; write for example"),
        ("drone", "p-18.yaml", 'error: the catalogue has an entry p-18 already; write for example my-p-18'),
    ],
)  # fmt: skip
def test_what_cannot_be_written_says_what_to_type(kind: str, name: str, advice: str, tmp_path: Path) -> None:
    made = CliRunner().invoke(app, ["new", "--entry", kind, str(tmp_path / name)])
    assert made.exit_code == 2
    assert advice in made.stderr
    assert not list(tmp_path.iterdir())
