"""The report of a study of results made by hand: what it says, in which order, and what it leaves out."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser
from typing import Any

import numpy as np
import polars as pl
import pytest

from shieldwall.outlets.relief import Box
from shieldwall.quantities.errors import InputError
from shieldwall.study.answer import Answer
from shieldwall.study.file import Study, load_text
from shieldwall.study.report.convergence import apart
from shieldwall.study.report.ends import binned
from shieldwall.study.report.exchange import exchanges
from shieldwall.study.report.flow import parts
from shieldwall.study.report.ladder import MOST_CHARACTERS, shortened
from shieldwall.study.report.page import report
from shieldwall.study.report.spread import spreads
from shieldwall.study.sample import Sample, Spent, sampled
from shieldwall.study.statistics.intervals import mean
from shieldwall.study.weighing import Alike
from shieldwall.study.work import result_layout

HOSTILE = "<script>alert('x')</script> & \"quotes\""
TEXT = """study: 1
question: What do the rounds stop?
scenario: one-battery
options:
  as-it-is: {}
  empty: {title: "no rounds %s", blue.units.pantsir.rounds: 0}
  half: {blue.units.pantsir.rounds: 4}
raids:
  as-written: {}
  more: {red.units.valley-pair.count: 3}
measures: [leakers, any_leaker]
"""
ASKED = load_text(TEXT % HOSTILE.replace('"', '\\"'), "x.yaml")
ONE = load_text("study: 1\nquestion: How many?\nscenario: one-battery\nmeasures: [leakers]\n", "x.yaml")
VALUE = {
    "entry": "57e6", "path": "fuze_radius", "value": "10 m", "low": "8 m", "high": "12 m", "unit": "m", "drawn": None,
    "grade": "C", "checked": "no", "cite": ["book"], "estimate": None, "stated_in": "57e6",
}  # fmt: skip
SOURCES = {
    "entries": {"57e6": {"title": "57E6", "kind": "missile"}},
    "sources": {"book": {"title": "A book", "address": "https://example.org/book"}},
    "values": [VALUE],
}
SITES: dict[str, Any] = {
    "origin": [44.8, 20.3],
    "units": {"blue/pantsir": {"title": "Pantsir", "entry": "pantsir-s1", "at": [0.0, 0.0, 100.0], "cost": 1e7,
                               "channels": ["blue/pantsir/channel-1"], "sensors": []}},
    "places": {"place/depot": {"at": [500.0, -500.0, 90.0], "value": 10.0, "unit": None}},
}  # fmt: skip
SCHEMA = {
    "cell": pl.Int64, "battle": pl.Int64, "system": pl.String, "fate": pl.String, "stage": pl.String,
    "reason": pl.String, "place": pl.String, "x": pl.Float64, "y": pl.Float64,
}  # fmt: skip


def answered(study: Study = ASKED, battles: int = 30) -> Answer:
    """Leakers of each cell: its number plus the same luck of 0 to 4 in all."""
    cells, luck = len(study.options) * len(study.raids), np.arange(battles) % 5
    table = np.zeros(cells * battles, result_layout(study.measures))
    table["cell"], table["row"] = np.repeat(np.arange(cells), battles), -1
    table["replication"] = np.tile(np.arange(battles), cells)
    table["leakers"] = table["cell"] + np.tile(luck, cells)
    if "any_leaker" in study.measures:
        table["any_leaker"] = table["leakers"] > 0.0
    return Answer(study, table)


def sample_of(answer: Answer) -> Sample:
    """Of each battle one leaker that was tracked, and one that was killed north of it."""
    rows, spent = [], []
    for number, battle in enumerate(sampled(answer.results, len(answer.options) * len(answer.raids))):
        rows.append((battle.cell, number, "cruise", "leaked", "tracked", HOSTILE, "place/depot", 500.0, -500.0))
        rows.append((battle.cell, number, "cruise", "killed", "killed", "a 57E6 of blue/pantsir", None, 500.0, 4000.0))
        spent.append(Spent(battle.cell, 2e6, 1e6 * (battle.cell + 1), 0.0))
    known = dict.fromkeys(range(len(answer.options)), SITES)
    return Sample(pl.DataFrame(rows, SCHEMA, orient="row"), tuple(spent), known, SOURCES)


class Page(HTMLParser):
    """What a page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def page() -> str:
    answer = answered()
    return report(answer, sample_of(answer))


def test_the_question_comes_first_then_the_answer_then_what_it_hangs_on_and_what_it_does_not_say(page: str) -> None:
    said = [
        "What do the rounds stop?</h1>", answered().sentence(), "The answer</h2>", "What it is most sensitive to</h2>",
        "What it does not say</h2>", "Where threats ended</h2>", "What it cost both sides</h2>",
        "How the answer settled</h2>", "where it comes from</h2>", "The study as written</h2>",
    ]  # fmt: skip
    places = [page.index(words.replace("'", "&#39;")) for words in said]
    assert places == sorted(places)


def test_every_picture_has_words_in_its_place_and_nothing_is_fetched_or_run(page: str) -> None:
    read = Page(page)
    figures = [one["id"] for one in read.of("figure")]
    assert figures == ["options", "raids", "spread", "kill-chain", "map-1", "map-3", "exchange", "convergence"]
    for image in read.of("img"):
        assert len(image["alt"] or "") > 20
        assert (image["src"] or "").startswith("data:image/svg+xml,")
    assert not read.of("script")
    assert not re.search(r'(src|href)="(?!data:|#|https://example\.org/book)', page)
    assert "default-src 'none'" in page
    assert HOSTILE not in page


def test_options_differ_by_what_was_written_by_hand(page: str) -> None:
    # Means over both raids: cells 0 and 1, 2 and 3, 4 and 5, each with a luck of 2 on average.
    words = re.sub(r"\s+", " ", " ".join(Page(page).words))
    assert "Of 2 options, half differs most from as-it-is: 4.0 more leakers" in words
    assert "By raid the difference of half from as-it-is goes from +4.0" in words
    assert "57E6" in words
    assert "A book" in words


def test_one_option_against_one_raid_has_no_matrix_and_no_difference() -> None:
    answer = answered(ONE)
    read = Page(report(answer, sample_of(answer)))
    assert [one["id"] for one in read.of("figure")] == [
        "options", "spread", "kill-chain", "map-1", "exchange", "convergence",
    ]  # fmt: skip


def test_where_nothing_came_and_nothing_was_spent_the_page_says_so() -> None:
    answer = answered(ONE, 4)
    spent = tuple(Spent(0, 0.0, 0.0, 0.0) for _ in range(4))
    page = report(answer, Sample(pl.DataFrame([], SCHEMA), spent, {0: SITES}, SOURCES))
    assert "No threat entered in the 4 battles" in page
    assert [one["id"] for one in Page(page).of("figure")] == ["options", "spread", "map-1"]


def test_one_battle_makes_no_report() -> None:
    answer = answered(ONE, 1)
    with pytest.raises(InputError, match="fight at least 2 battles"):
        report(answer, sample_of(answer))


@pytest.mark.parametrize(("design", "words"), [("latin", "figures found beyond chance"), ("saltelli", "Sobol&#39;s")])
def test_what_drives_an_answer_is_drawn_and_said(design: str, words: str) -> None:
    # The fuze's share of its range adds ten leakers from one end to the other, the speed none.
    text = (
        "study: 1\nquestion: What drives it?\nscenario: one-battery\nmeasures: [leakers]\nfactors:\n"
        "  57e6.fuze_radius: cited\n  red.units.valley-pair.speed: {low: 200 m/s, high: 280 m/s}\n"
        f"design: {design}\nrows: 64\nreplications: 2\n"
    )
    study = load_text(text, "x.yaml")
    from shieldwall.study.order import design_of

    made = design_of(study)
    assert made is not None
    rows = len(made.shares)
    table = np.zeros(2 * rows, result_layout(study.measures))
    table["row"] = np.repeat(np.arange(rows), 2)
    table["replication"] = 1000 * (table["row"] % study.design_rows) + np.tile([0, 1], rows)
    table["leakers"] = 10.0 * made.shares[table["row"], 0] + 0.01 * np.tile([-1.0, 1.0], rows)
    answer = Answer(study, table)
    page = report(answer, sample_of(answer))
    assert words in page
    drawn = next(one for one in Page(page).of("img") if "57e6.fuze_radius" in (one["alt"] or ""))
    assert (drawn["alt"] or "").startswith("57e6.fuze_radius")
    assert "57e6.fuze_radius" in page[page.index('id="sensitive"') : page.index('<figure id="drivers"')]


def test_a_running_interval_is_that_of_the_first_battles() -> None:
    values = np.random.default_rng(1).normal(3.0, 2.0, 400)
    numbers = [10, 57, 400]
    for at, found in zip(numbers, Alike().after(values, numbers), strict=True):
        assert found == pytest.approx(mean(values[:at]), rel=1e-9)


def test_names_beside_lines_stand_apart_in_their_order() -> None:
    placed = apart([1.0, 1.1, 0.9, 5.0], 0.5)
    assert np.argsort(placed).tolist() == [2, 0, 1, 3]
    assert np.diff(np.sort(placed)).min() == pytest.approx(0.5)
    assert shortened("x" * 64).endswith("…")
    assert len(shortened("x" * 64)) == MOST_CHARACTERS


def test_squares_of_two_samples_add() -> None:
    box = Box(-1000.0, -500.0, 1000.0, 500.0)
    x, y = np.random.default_rng(2).uniform(-900.0, 900.0, (2, 50)) * [[1.0], [0.5]]
    whole = binned(x, y, box, 1)
    assert np.array_equal(whole, binned(x[:20], y[:20], box, 1) + binned(x[20:], y[20:], box, 1))
    assert whole.sum() == 50.0
    assert binned(x, y, box, 25).sum() == pytest.approx(2.0)


def test_stages_costs_and_chances_are_those_of_the_battles() -> None:
    answer = answered()
    sample = sample_of(answer)
    found = {part.words: part for part in parts(answer, sample, 1)}
    assert {words for words, part in found.items() if part.number.estimate > 0.0} == {"leaked, tracked", "killed"}
    assert found["leaked, tracked"].number == (1.0, 1.0, 1.0)
    assert found["leaked, tracked"].reasons == ((HOSTILE, 1.0),)
    own = [number for number, one in enumerate(sample.spent) if one.cell in (2, 3)]
    assert found["killed"].battles == tuple((number, 1) for number in own)
    assert found["leaked, unseen"].battles == ()
    # Option 1 is cells 2 and 3, whose rounds cost 3 and 4 million against 2 million of the raid.
    row = exchanges(answer, sample)[1]
    assert (row.rounds.estimate, row.raid.estimate, row.ratio) == (3.5e6, 2e6, 1.75)
    first = spreads(answer, "leakers")[0]
    assert first.quantiles == (0.0, 1.0, 2.0, 4.0, 5.0)
    assert first.chance is not None
    # Of cells 0 and 1, a fifth of the battles of the first has none.
    assert first.chance.estimate == pytest.approx(0.9)


@pytest.mark.long
def test_the_report_of_twenty_thousand_battles_is_quick_and_small() -> None:
    answer = answered(ASKED, 3334)
    sample = sample_of(answer)
    began = time.process_time()
    page = report(answer, sample)
    assert time.process_time() - began < 20.0
    assert len(page.encode()) < 5e6
