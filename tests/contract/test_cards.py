"""The cards in docs/cards are those of the present catalogue, all of them, and small; `make cards` writes them anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shieldwall.catalogue import ids
from shieldwall.catalogue.page import digest
from shieldwall.exercise.cards import related
from shieldwall.outlets.card import DIGEST

HOUSE = Path(__file__).resolve().parents[2]
FOLDER = HOUSE / "docs" / "cards"
MOST_BYTES = 6_000_000


@pytest.mark.parametrize("name", ids())
def test_a_card_is_of_the_present_figures(name: str) -> None:
    """A card that fails here is stale: the catalogue, a fit or a part of it has changed since."""
    page = (FOLDER / f"{name}.html").read_text(encoding="utf-8")
    found = re.search(rf'<meta name="{DIGEST}" content="(\w+)">', page)
    assert found
    assert found[1] == digest(related(name)), "run `make cards`"


def test_the_folder_holds_the_cards_and_no_other_page() -> None:
    assert {path.stem for path in FOLDER.glob("*.html")} == {*ids(), "index"}
    index = (FOLDER / "index.html").read_text(encoding="utf-8")
    assert set(re.findall(r'<a href="([\w-]+)\.html">', index)) == set(ids())


def test_interceptors_were_shot_for_their_cards() -> None:
    for name in ("48n6e3", "9m96e2", "57e6", "5v27"):
        page = (FOLDER / f"{name}.html").read_text(encoding="utf-8")
        assert 'id="kills"' in page
        fired = re.search(r"(\d+) of (\d+) first rounds at a target that flies straight", page)
        assert fired
        assert 3000 < int(fired[2]) <= 10 * 36 * 14


def test_the_cards_are_small_and_stand_alone() -> None:
    pages = list(FOLDER.glob("*.html"))
    assert sum(page.stat().st_size for page in pages) < MOST_BYTES
    for page in pages:
        text = page.read_text(encoding="utf-8")
        leads = re.findall(r'(?:href|src)="([\w./-]+)"', text)
        assert all((FOLDER / lead).is_file() for lead in leads)


def test_one_command_writes_them() -> None:
    makefile = (HOUSE / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^cards:.*\n\t.*shieldwall catalogue --cards docs/cards --replace", makefile, flags=re.MULTILINE)
