"""The cards that `make docs` draws into the site: two of them whole, and the single shots of every interceptor."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shieldwall.catalogue import ids
from shieldwall.catalogue.page import digest
from shieldwall.cli.carding import INDEX, write_cards
from shieldwall.exercise.cards import related
from shieldwall.exercise.kill_map import LEVELS, TARGETS, kill_map
from shieldwall.outlets.card import DIGEST

HOUSE = Path(__file__).resolve().parents[2]
#: A round, for which battles are fought, and a radar.
DRAWN = ("57e6", "pantsir-track")
MOST_BYTES = 250_000
#: Of the shots that a battle could have, so many have their place on the map at least.
SHARE = 0.6


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "cards"
    write_cards(DRAWN, folder, replace=False)
    return folder


def text(folder: Path, name: str) -> str:
    return (folder / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.long
def test_the_folder_holds_the_cards_and_a_list_that_leads_to_them(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {*(f"{name}.html" for name in DRAWN), INDEX}
    leads = re.findall(r'<a href="([\w-]+)\.html">', (folder / INDEX).read_text(encoding="utf-8"))
    assert sorted(leads) == sorted(DRAWN)


@pytest.mark.long
@pytest.mark.parametrize("name", DRAWN)
def test_a_card_is_of_the_present_figures(folder: Path, name: str) -> None:
    found = re.search(rf'<meta name="{DIGEST}" content="(\w+)">', text(folder, name))
    assert found
    assert found[1] == digest(related(name))


@pytest.mark.long
def test_a_round_was_shot_for_its_card(folder: Path) -> None:
    page = text(folder, DRAWN[0])
    assert 'id="kills"' in page
    fired = re.search(r"(\d+) of (\d+) first rounds at a target that flies straight", page)
    assert fired
    assert 3000 < int(fired[2]) <= 10 * 36 * 14


@pytest.mark.long
def test_the_cards_are_small_and_lead_to_cards_alone(folder: Path) -> None:
    pages = list(folder.glob("*.html"))
    there = {f"{name}.html" for name in ids()} | {INDEX}
    for page in pages:
        assert page.stat().st_size < MOST_BYTES
        assert set(re.findall(r'(?:href|src)="([\w./-]+)"', page.read_text(encoding="utf-8"))) <= there


@pytest.mark.long
@pytest.mark.parametrize("weapon", ["48n6e3", "9m96e2", "5v27"])
def test_other_rounds_find_targets_too(weapon: str) -> None:
    """The card of each shows many times as many shots; one battle at each height tells whether they fall on its map."""
    shots = kill_map(weapon, battles=1)
    assert SHARE * TARGETS * len(LEVELS) < shots.fired.sum() <= TARGETS * len(LEVELS)
    assert 0.2 * shots.fired.sum() < shots.killed.sum()


def test_one_command_draws_all_of_them() -> None:
    makefile = (HOUSE / "Makefile").read_text(encoding="utf-8")
    target = re.search(r"^docs:.*\n((?:\t.*\n)+)", makefile, flags=re.MULTILINE)
    assert target
    build, cards = target[1].index("mkdocs build"), target[1].index("shieldwall catalogue --cards site/cards --replace")
    assert build < cards
    assert not list((HOUSE / "docs" / "cards").glob("*.html"))
