"""Own entries on the command line: listed and shown where they are named, and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from shieldwall.catalogue.drafts import draft
from shieldwall.cli.app import app
from shieldwall.scenario import template


def said(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(app, list(arguments))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a person works: a scenario, and beside it a folder with an entry that cites a source of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    entry = draft("drone", "my-drone").replace("estimate: wood and plastic}", "cite: my-book, grade: B, checked: yes}")
    (tmp_path / "mine" / "my-drone.yaml").write_text(entry, encoding="utf-8")
    (tmp_path / "mine" / "sources.yaml").write_text("my-book: {title: A book on drones}\n", encoding="utf-8")
    text = template().replace("shahed-class", "my-drone").replace("blue:\n", "catalogue: mine\n\nblue:\n", 1)
    (tmp_path / "raid.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("place", ["raid.yaml", "mine", "./mine/", "mine/../mine"])
def test_own_entries_are_shown_where_they_are_named(folder: Path, place: str) -> None:
    listed = json.loads(said("catalogue", "--scenario", place, "--json").stdout)
    assert {"id": "my-drone", "kind": "drone", "title": "My drone"} in listed
    page = json.loads(said("catalogue", "my-drone", "--scenario", place, "--json").stdout)
    front = next(value for value in page["values"] if value["path"] == "rcs.front")
    assert (front["value"], front["grade"], front["cite"]) == ("0.02 m2", "B", ["my-book"])
    assert page["sources"]["my-book"]["title"] == "A book on drones"


def test_own_entries_do_not_count_elsewhere(folder: Path) -> None:
    refused = said("catalogue", "my-drone")
    assert refused.exit_code == 2
    assert 'error: the catalogue has no entry "my-drone"' in refused.stderr
    assert "my-drone" not in said("catalogue").stdout


def test_check_says_which_entries_are_own(folder: Path) -> None:
    assert json.loads(said("check", "raid.yaml", "--json").stdout)["own_entries"] == ["my-drone"]
    assert json.loads(said("check", "one-radar", "--json").stdout)["own_entries"] == []
    counted = said("check", "one-battery", "--set", "catalogue=mine", "--json")
    assert json.loads(counted.stdout)["own_entries"] == ["my-drone"]


def test_a_fault_of_an_own_entry_is_told_with_its_file(folder: Path) -> None:
    path = folder / "mine" / "my-drone.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("speed: {value: 50 m/s", "speed: {value: 50"), encoding="utf-8"
    )
    [error] = json.loads(said("check", "raid.yaml", "--json").stdout)["errors"]
    assert (error["file"], error["line"], error["path"]) == ("mine/my-drone.yaml", 11, "speed")
    assert said("catalogue", "--scenario", "mine").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (("fit", "mine"), "mine has no round of its own to fit; name a scenario with catalogue:, or a folder or file"),
        (("fit", "nothing.yaml"), "nothing.yaml: no such file; check the name and the folder"),
        (("catalogue", "my-drone", "--fit", "--scenario", "mine"), "my-drone is not part of the catalogue; run"),
    ],
)
def test_what_cannot_be_fitted_is_refused(folder: Path, arguments: tuple[str, ...], advice: str) -> None:
    refused = said(*arguments)
    assert refused.exit_code == 2
    assert advice in refused.stderr


def test_an_own_entry_has_a_card(folder: Path) -> None:
    pytest.importorskip("jinja2", reason="the extra report is not installed")
    made = said("catalogue", "my-drone", "--scenario", "raid.yaml", "--card", "card.html")
    assert made.exit_code == 0, made.stderr
    assert "A book on drones" in (folder / "card.html").read_text(encoding="utf-8")


def test_coverage_counts_an_own_radar(folder: Path) -> None:
    (folder / "mine" / "my-radar.yaml").write_text(draft("radar/rotating", "my-radar"), encoding="utf-8")
    areas = []
    for radar in ("my-radar", "pantsir-search"):
        asked = ("coverage", "raid.yaml", "--set", f"blue.units.battery.is={radar}", "--json")
        [row] = json.loads(said(*asked).stdout)["areas"]
        areas.append(row["without_terrain_km2"])
    # A reference range of 220 km against one of some 30 km.
    assert areas[0] > 2.0 * areas[1]
