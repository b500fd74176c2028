"""Cards as pages: every entry has one, with every figure and its origin, pictures that show something, no network."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from shieldwall.catalogue import ids, load
from shieldwall.catalogue.page import entry_page
from shieldwall.exercise import cards
from shieldwall.outlets import card as outlet
from shieldwall.outlets.card import Card, figures, group, index, lead, ordered
from shieldwall.quantities.errors import InputError

#: These ask many models or fly missiles.
SLOW = ("radar/rotating", "radar/sector", "interceptor", "unit")
QUICK = "pantsir-optical"
#: Kinds without curves of their own have no picture.
NO_GRADE = "\N{EN DASH}"
PLAIN = ("command-post", "interceptor/ideal", "jammer", "sensor/ideal")


def entries() -> list[Any]:
    made = []
    for name in ids():
        slow = load(name).kind in SLOW
        made.append(pytest.param(name, marks=pytest.mark.long if slow else ()))
    return made


@pytest.mark.parametrize("name", entries())
def test_every_entry_has_a_card_with_all_its_figures(name: str) -> None:
    made = cards.card(name, battles=0)
    page = cards.page(made)
    text = html.unescape(re.sub(r"<[^>]+>", " ", page))
    entry = entry_page(name)
    rows = re.findall(r"<tr><td>([^<]*)</td><td class=\"n\">(.*?)</tr>", page)
    by_path = {html.unescape(path): html.unescape(row) for path, row in rows}
    for value in [*entry["values"], *entry["words"]]:
        row = by_path[" · ".join(value["path"].replace("_", " ").split("."))]
        assert str(value["value"]) in row
        assert f">{value['grade'] or NO_GRADE}</abbr>" in row
        for source in value["cite"]:
            assert entry["sources"][source]["title"] in row
        for words in (value["estimate"], value["defined"], value["note"]):
            assert words is None or words in row
    assert entry["title"] in text
    assert bool(made.captioned_figures) == (
        load(name).kind not in PLAIN and name not in ("s-400-command-post", "certain-battery")
    )
    for captioned in made.captioned_figures:
        assert any(axes.has_data() for axes in captioned.figure.axes)
        assert all(words.strip() for words in (captioned.title, captioned.caption, captioned.alt))
    assert all(text.strip().endswith(".") for _, text in made.verdicts)
    assert "nan" not in " ".join(text for _, text in made.verdicts)


def test_a_card_asks_nothing_of_any_network() -> None:
    page = cards.page(cards.card(QUICK, battles=0))
    assert "default-src 'none'" in page
    assert not re.findall(r'(?:src|href)="(?!data:|https://|[\w-]+\.html")', page)
    assert not re.findall(r'<(?:script|link rel="stylesheet")', page)


def test_a_card_names_what_it_was_made_from() -> None:
    made = cards.card(QUICK, battles=0)
    assert f'<meta name="{outlet.DIGEST}" content="{made.digest}">' in cards.page(made)
    assert re.fullmatch("[0-9a-f]{16}", made.digest)
    assert made.digest != cards.card("neva-camera", battles=0).digest


def test_the_same_card_is_the_same_page() -> None:
    first, second = (cards.page(cards.card("guided-bomb", battles=0)) for _ in range(2))
    assert first == second


def test_what_matters_most_stands_first() -> None:
    verdicts = [("note", "n."), ("holds", "h."), ("differs", "d."), ("only if", "o.")]
    assert [mark for mark, _ in ordered(verdicts)] == ["differs", "only if", "holds", "note"]
    page = {"note": "the mix is notional", "id": "x", "title": "X", "kind": "unit"}
    assert lead(Card(page, "0", "1", verdicts)) == "d."
    assert lead(Card(page, "0", "1", [("holds", "h.")])) == "The mix is notional."
    # No card is without a headline.
    assert lead(Card({**page, "note": None}, "0", "1", [("note", "n."), ("holds", "h.")])) == "h."
    assert lead(Card({**page, "note": None}, "0", "1")) == outlet.UNTESTED


def test_text_of_an_entry_is_not_markup() -> None:
    entry = {**entry_page("55k6e"), "title": "<script>alert(1)</script>", "note": "a & b"}
    page = outlet.card(Card(entry, "0", "1"))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_a_source_that_is_no_web_page_is_no_link() -> None:
    entry = entry_page("55k6e")
    name = next(iter(entry["sources"]))
    entry["sources"][name] = {"title": "Elsewhere", "address": "javascript:alert(1)"}
    found = [source for row in figures(entry) for source in row["sources"] if source["title"] == "Elsewhere"]
    assert found
    assert {source["address"] for source in found} == {""}


def test_a_card_leads_only_to_cards_that_lie_beside_it() -> None:
    made = cards.card(QUICK, battles=0)
    (unit,) = {name for name, _, _ in made.links}
    alone, beside = cards.page(made), cards.page(made, [QUICK, unit])
    assert re.findall(r'href="([\w-]+)\.html"', alone) == []
    assert load(unit).title in alone
    assert "--cards FOLDER" in alone
    assert re.findall(r'href="([\w-]+)\.html"', beside) == [unit]
    assert "--cards FOLDER" not in beside


@pytest.mark.parametrize("name", [name for name in ids() if load(name).kind not in SLOW])
def test_no_card_is_without_a_headline_or_says_a_sentence_twice(name: str) -> None:
    page = cards.page(cards.card(name, battles=0))
    head = page.partition("</header>")[0]
    assert re.search(r'<p class="answer">.*\w.*</p>', head)
    parts = re.findall(r'<header>.*?</header>|<table class="plain verdicts">.*?</table>', page, flags=re.DOTALL)
    told = html.unescape(re.sub(r"<[^>]+>", "\n", "\n".join(parts)))
    said = [one.strip().lower().rstrip(".") for one in re.split(r"\n|(?<=\.) ", told) if len(one) > 40]
    assert len(said) == len(set(said))


def test_the_index_leads_to_each_card() -> None:
    made = [cards.card(name, battles=0) for name in ("55k6e", "guided-bomb", QUICK)]
    page = index(made)
    assert re.findall(r'<a href="([\w-]+)\.html">', page) == ["55k6e", QUICK, "guided-bomb"]
    assert group("bomb") in page
    assert "Radars" not in page


def test_without_the_extra_a_card_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> None:
        raise ImportError(name=name)

    monkeypatch.setattr(outlet, "import_module", gone)
    with pytest.raises(InputError, match="needs the package matplotlib") as refused:
        cards.card(QUICK)
    assert refused.value.instead == 'install it with: pip install "shieldwall[report]"'
