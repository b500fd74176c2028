"""The numbers of others that tests compare ours with: the fixture `evidence` asserts a row and keeps it for the page.

A test that compares with something outside the code says so by `evidence.close`, `.at_least`, `.at_most` or `.within`:
the same call holds our value to its tolerance and writes the row, so that docs/evidence.md cannot disagree with the
tests. At the end of a session the rows recorded must be those that docs/evidence/ holds; `SHIELDWALL_UPDATE=1` writes
them anew. A file whose tests all ran replaces its rows; of a file of which a part ran, the rows that were recorded.
"""

from __future__ import annotations

import math
import os
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import evidence_page
import pytest
from evidence_page import Comparison, Row, Stored

__all__ = ["Comparison", "Evidence"]

HOUSE = Path(__file__).resolve().parents[2]
#: Plain Python is held to the same tolerances; the page is about the compiled code.
COMPILED = os.environ.get("NUMBA_DISABLE_JIT", "0") == "0"
_BOOK = pytest.StashKey["Book"]()


@dataclass
class Book:
    """What a session recorded, and what became of its tests."""

    rows: dict[str, Stored] = field(default_factory=dict)
    collected: set[tuple[str, str]] = field(default_factory=set)
    passed: set[str] = field(default_factory=set)
    spoilt: set[str] = field(default_factory=set)
    """Files of which tests were left out."""

    def add(self, comparison: Comparison, file: str, row: Row) -> None:
        """Keep a row, by what it is about."""
        stored = self.rows.setdefault(comparison.slug, Stored(comparison, file))
        assert (stored.comparison, stored.file) == (comparison, file), f"two comparisons are called {comparison.slug}"
        # Printed tables repeat rows; what stands twice there stands twice here.
        what, times = row.what, 1
        while what in stored.rows:
            what, times = f"{row.what} (again, {times})", times + 1
        stored.rows[what] = replace(row, what=what)

    def complete(self) -> set[str]:
        """Return the files whose tests all passed."""
        wanting = {file for file, test in self.collected if test not in self.passed}
        return {file for file, _ in self.collected} - wanting - self.spoilt


class Evidence:
    """What a test says its comparisons to."""

    def __init__(self, book: Book, file: str) -> None:
        self._book, self._file = book, file

    def close(
        self,
        comparison: Comparison,
        what: str,
        ours: float,
        reference: float,
        *,
        tolerance: float,
        relative: bool = False,
        shortfall: str = "",
    ) -> None:
        """Hold `ours` to `reference` within `tolerance`, of the reference if `relative`."""
        ours, reference = float(ours), float(reference)
        allowed = tolerance * abs(reference) if relative else tolerance
        off = abs(ours - reference)
        share = off / allowed if allowed else (0.0 if off == 0.0 else math.inf)
        tolerance_text = f"{tolerance:g} relative" if relative else f"{tolerance:g}"
        digits = evidence_page.decimals(allowed)
        row = Row(
            what,
            f"{ours:.{digits}f}",
            f"{reference:.{digits}f}",
            tolerance_text,
            evidence_page.percent(share),
            shortfall,
        )
        self._keep(comparison, row, off <= allowed)

    def same(self, comparison: Comparison, what: str, ours: str, reference: str) -> None:
        """Hold a text to be that of the reference."""
        self._keep(comparison, Row(what, ours, reference, "", ""), ours == reference)

    def at_least(
        self, comparison: Comparison, what: str, ours: float, bound: float, *, digits: int = 4, shortfall: str = ""
    ) -> None:
        """Hold `ours` to a bound from below."""
        row = Row(what, f"{float(ours):.{digits}f}", f"at least {bound:g}", "", "", shortfall)
        self._keep(comparison, row, ours >= bound)

    def at_most(
        self, comparison: Comparison, what: str, ours: float, bound: float, *, digits: int = 4, shortfall: str = ""
    ) -> None:
        """Hold `ours` to a bound from above."""
        row = Row(what, f"{float(ours):.{digits}f}", f"at most {bound:g}", "", "", shortfall)
        self._keep(comparison, row, ours <= bound)

    def within(
        self, comparison: Comparison, what: str, ours: float, low: float, high: float, *, slack: float,
        shortfall: str = "",
    ) -> None:  # fmt: skip
        """Hold `ours` to an interval, or `slack` from it."""
        ours = float(ours)
        share = max(low - ours, ours - high, 0.0) / slack
        digits = evidence_page.decimals(slack)
        bounds = f"{low:.{digits}f} to {high:.{digits}f}"
        row = Row(what, f"{ours:.{digits}f}", bounds, f"{slack:g}", evidence_page.percent(share), shortfall)
        self._keep(comparison, row, share <= 1.0)

    def _keep(self, comparison: Comparison, row: Row, passes: bool) -> None:
        if row.shortfall:
            assert not passes, f"{row.what}: {row.ours} meets {row.reference} after all; it is no shortfall any more"
        else:
            of = f"{row.reference} ± {row.tolerance}" if row.tolerance else row.reference
            assert passes, f"{row.what}: ours is {row.ours} {comparison.unit}, and {comparison.source} says {of}"
        self._book.add(comparison, self._file, row)


def pytest_configure(config: pytest.Config) -> None:
    """Open the session's book."""
    config.stash[_BOOK] = Book()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Note every test that was found."""
    book = item.config.stash[_BOOK]
    file = _file_of(item)
    book.collected.add((file, item.nodeid))
    if any("::" in str(name) for name in item.config.args):
        book.spoilt.add(file)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note every test that passed."""
    report = yield
    if report.when == "call" and report.passed:
        item.config.stash[_BOOK].passed.add(item.nodeid)
    return report


@pytest.fixture(scope="session")
def evidence_book(request: pytest.FixtureRequest) -> Iterator[Book]:
    """The rows of the session, compared with the page's, or written to it, when all tests are done."""
    book = request.config.stash[_BOOK]
    yield book
    if not COMPILED or request.session.testsfailed:
        return
    wanted = evidence_page.files(evidence_page.merged(evidence_page.stored(), book.rows, book.complete()))
    if os.environ.get("SHIELDWALL_UPDATE"):
        evidence_page.write(wanted)
    elif stale := evidence_page.stale(wanted):
        pytest.fail(f"{stale}; SHIELDWALL_UPDATE=1 with the same tests writes the page on evidence anew", pytrace=False)


@pytest.fixture
def evidence(request: pytest.FixtureRequest, evidence_book: Book) -> Evidence:
    """What compares our numbers with those of others, asserts them and keeps them for docs/evidence.md."""
    return Evidence(evidence_book, _file_of(request.node))


def _file_of(item: pytest.Item) -> str:
    return item.path.relative_to(HOUSE).as_posix() if item.path.is_relative_to(HOUSE) else str(item.path)
