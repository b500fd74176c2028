"""The page on evidence: every row of every table stands on it, and what records it knows right from wrong."""

from __future__ import annotations

import csv

import evidence_page
import pytest
from evidence_page import HOUSE, TABLES, Comparison, Row
from evidence_rows import Book, Evidence

ABOUT = Comparison("a", "Terrain", "A title", "m", "someone")


def rows(name: str, head: int = 1) -> list[list[str]]:
    return list(csv.reader((HOUSE / "authorities" / name).read_text(encoding="utf-8").splitlines()))[head:]


def test_the_page_is_made_of_the_rows_that_are_stored() -> None:
    assert not evidence_page.stale(evidence_page.files(evidence_page.stored()))


@pytest.mark.parametrize(("name", "tested_by"), TABLES.items(), ids=TABLES)
def test_every_row_of_a_table_is_tested(name: str, tested_by: tuple[str, int, int]) -> None:
    slug, each, head = tested_by
    assert len(evidence_page.stored()[slug].rows) == each * len(rows(name, head)) > 0


def test_no_table_is_left_out() -> None:
    tables = {path.name for path in (HOUSE / "authorities").glob("*.csv")}
    # Nine aerodromes and four summits, in two tests of tests/rooms/terrain/test_elevation.py.
    assert tables - set(TABLES) == {"heights.csv"}


@pytest.fixture
def book() -> Book:
    return Book()


def test_what_is_close_passes_and_is_given_to_a_digit_more_than_its_tolerance(book: Book) -> None:
    evidence = Evidence(book, "tests/x.py")
    evidence.close(ABOUT, "near", 1.00049, 1.0, tolerance=1e-3)
    evidence.close(ABOUT, "far", 1000.4, 1000.0, tolerance=1e-3, relative=True)
    evidence.within(ABOUT, "between", 2.0, 1.0, 3.0, slack=0.1)
    evidence.at_least(ABOUT, "more", 0.99, 0.98)
    evidence.at_most(ABOUT, "less", 0.99, 1.0)
    rows = book.rows["a"].rows
    assert rows["near"] == Row("near", "1.0005", "1.0000", "0.001", "49 %")
    assert rows["far"] == Row("far", "1000.4", "1000.0", "0.001 relative", "40 %")
    assert rows["between"].reference == "1.00 to 3.00"
    assert [row.result for row in rows.values()] == ["pass"] * 5


@pytest.mark.parametrize("ours", [1.0011, 0.9989, float("nan"), float("inf")])
def test_what_is_not_close_fails_and_is_not_stored(book: Book, ours: float) -> None:
    with pytest.raises(AssertionError, match="near: ours is"):
        Evidence(book, "tests/x.py").close(ABOUT, "near", ours, 1.0, tolerance=1e-3)
    with pytest.raises(AssertionError, match="apart: ours is"):
        Evidence(book, "tests/x.py").within(ABOUT, "apart", ours + 5.0, 1.0, 3.0, slack=0.1)
    with pytest.raises(AssertionError, match="other: ours is"):
        Evidence(book, "tests/x.py").same(ABOUT, "other", str(ours), "1")
    assert not book.rows


def test_bounds_are_held(book: Book) -> None:
    evidence = Evidence(book, "tests/x.py")
    with pytest.raises(AssertionError, match=r"at least 0\.98"):
        evidence.at_least(ABOUT, "more", 0.97, 0.98)
    with pytest.raises(AssertionError, match=r"at most 0\.98"):
        evidence.at_most(ABOUT, "less", float("nan"), 0.98)


def test_a_shortfall_that_is_none_fails(book: Book) -> None:
    evidence = Evidence(book, "tests/x.py")
    evidence.at_least(ABOUT, "short", 0.9, 0.98, shortfall="a reason")
    assert book.rows["a"].rows["short"].result == "shortfall: a reason"
    with pytest.raises(AssertionError, match="no shortfall any more"):
        evidence.at_least(ABOUT, "not short", 0.99, 0.98, shortfall="a reason")


def test_whole_files_replace_their_rows_and_parts_of_files_add_to_them() -> None:
    old, new = Book(), Book()
    file = "tests/contract/test_evidence.py"
    for book, names in ((old, ("one", "two")), (new, ("two", "three"))):
        for what in names:
            Evidence(book, file).same(ABOUT, what, "1", "1")
    part = evidence_page.merged(old.rows, new.rows, set())
    assert list(part["a"].rows) == ["one", "two", "three"]
    assert list(evidence_page.merged(old.rows, new.rows, {file})["a"].rows) == ["two", "three"]
    assert not evidence_page.merged(old.rows, {}, {file})
    assert evidence_page.stale(evidence_page.files(part))
