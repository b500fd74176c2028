"""Values: their origins, their ranges, and how they are drawn."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shieldwall.catalogue.values import Figure, OneOf, Statement, Value, sample, wide_enough
from shieldwall.quantities.errors import InputError

LENGTH = Figure("length", 0.0, 1e6)
CITED = {"low": "1 m", "high": "2 m", "cite": "a", "grade": "B", "checked": "no"}
GUESSED = {"low": "1 m", "high": "2 m", "estimate": "b"}


def value(grade: str | None, checked: str = "n/a", low: float = 1.0, high: float = 100.0, **more: bool) -> Value:
    kinds = {"logarithmic": False, "whole": False} | more
    return Value(
        cite=("a-book",), estimate=None, defined=None, grade=grade, checked=checked, note=None, stated_in="x",
        value=10.0, low=low, high=high, unit="m", dimension="length", at={}, **kinds,
    )  # fmt: skip


def test_a_cited_figure_keeps_all_it_says() -> None:
    read = LENGTH.read(Statement(value="8.7 m", low="5 m", high="9 m", cite="a-book", grade="C", checked="yes"))
    assert (read.value, read.low, read.high, read.unit) == (8.7, 5.0, 9.0, "m")
    assert (read.cite, read.estimate, read.grade, read.checked) == (("a-book",), None, "C", "yes")
    assert str(read) == "8.7 m (5 m to 9 m)"


def test_an_estimate_is_grade_d() -> None:
    read = LENGTH.read(Statement(value="2 km", low="1 km", high="3 km", estimate="a guess"))
    assert (read.grade, read.checked, read.sampling_grade) == ("D", "n/a", "D")


def test_what_is_defined_is_not_drawn() -> None:
    read = LENGTH.read(Statement(value="2 km", defined="ideal"))
    assert (read.low, read.high, read.grade) == (2000.0, 2000.0, None)
    assert sample(read, 0.01) == 2000.0


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({}, "one origin"),
        (CITED | {"estimate": "b"}, "one origin"),
        ({"cite": "a", "low": "1 m", "high": "2 m"}, "grade and whether"),
        (CITED | {"grade": "D"}, "grade and whether"),
        (GUESSED | {"grade": "B"}, "not cited"),
        (GUESSED | {"checked": "yes"}, "not cited"),
        ({"estimate": "b"}, "no range"),
        (GUESSED | {"low": "0.9 m", "high": "1.3 m"}, "too narrow"),
        (GUESSED | {"value": "3 m"}, "out of order"),
        (GUESSED | {"value": "1"}, "has no unit"),
        (GUESSED | {"value": "1 kg"}, "is a mass, not a length"),
        (GUESSED | {"high": "2000 km"}, "out of bounds"),
        ({"defined": "b", "low": "1 m"}, "what is defined has no range"),
        (GUESSED | {"at": {"rcs": "1 m2"}}, "at has no meaning"),
    ],
)
def test_contradictions_are_refused(said: dict[str, object], complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        LENGTH.read(Statement.model_validate({"value": "1 m"} | said))


def test_a_reference_says_what_it_holds_for() -> None:
    figure = Figure("length", 0.0, 1e6, at=("rcs", "pfa"))
    bare = {"value": "390 km", "low": "330 km", "high": "400 km", "cite": "a", "grade": "B", "checked": "no"}
    with pytest.raises(InputError, match="what it holds for"):
        figure.read(Statement.model_validate(bare))
    read = figure.read(Statement.model_validate(bare | {"at": {"rcs": "4 m2", "pfa": "1e-6"}}))
    assert read.at == {"rcs": 4.0, "pfa": 1e-6}


def test_words_are_known_words() -> None:
    assert OneOf(("s", "x")).read(Statement(value="S", estimate="b")).value == "s"
    with pytest.raises(InputError, match="is not known here"):
        OneOf(("s", "x")).read(Statement(value="q", estimate="b"))


@pytest.mark.parametrize(
    ("low", "high", "dimension", "wide"),
    [
        (10.0, 15.0, "length", True),
        (10.0, 14.9, "length", False),
        (0.0, 0.1, "angle", True),
        (-1.0, -1.0, "angle", False),
        (0.9, 0.97, "probability", True),
        (0.9, 0.92, "probability", False),
    ],
)
def test_an_assumption_spans_a_factor(low: float, high: float, dimension: str, wide: bool) -> None:
    assert wide_enough(low, high, dimension) is wide


@pytest.mark.parametrize(
    ("grade", "checked", "drawn_as"),
    [
        ("A", "yes", "A"),
        ("A", "no", "B"),
        ("B", "no", "C"),
        ("C", "no", "D"),
        ("D", "n/a", "D"),
        (None, "n/a", None),
    ],
)
def test_an_unopened_source_costs_a_grade(grade: str | None, checked: str, drawn_as: str | None) -> None:
    assert value(grade, checked).sampling_grade == drawn_as


def test_good_grades_are_triangular() -> None:
    # Triangle on [0, 4] with mode 1: the quantile is sqrt(4 u) up to u = 1/4, then 4 - sqrt(12 (1 - u)).
    read = replace(value("A", "yes"), value=1.0, low=0.0, high=4.0)
    assert sample(read, 0.0625) == pytest.approx(0.5)
    assert sample(read, 0.25) == pytest.approx(1.0)
    assert sample(read, 0.52) == pytest.approx(4.0 - math.sqrt(5.76))


def test_poor_grades_are_uniform() -> None:
    assert sample(value("C", "yes"), 0.25) == pytest.approx(25.75)
    assert sample(value("B", "no"), 0.25) == pytest.approx(25.75)


def test_logarithmic_figures_are_drawn_over_the_logarithm() -> None:
    assert sample(value("D", logarithmic=True), 0.5) == pytest.approx(10.0)
    assert sample(value("D", logarithmic=True), 0.25) == pytest.approx(10.0**0.5)
    assert sample(value("A", "yes", logarithmic=True), 0.5) == pytest.approx(10.0)


def test_counts_come_out_whole_and_evenly() -> None:
    count = replace(value("D", whole=True), low=6.0, high=10.0)
    drawn = [sample(count, (k + 0.5) / 1000) for k in range(1000)]
    assert [drawn.count(n) for n in (6.0, 7.0, 8.0, 9.0, 10.0)] == [200] * 5


@given(
    u=st.floats(0.0, 1.0, exclude_min=True, exclude_max=True),
    grade=st.sampled_from("ABCD"),
    ends=st.tuples(st.floats(1e-6, 10.0), st.floats(10.0, 1e6)),
    logarithmic=st.booleans(),
)
def test_draws_stay_in_range_and_rise(u: float, grade: str, ends: tuple[float, float], logarithmic: bool) -> None:
    read = value(grade, "yes", *ends, logarithmic=logarithmic)
    assert read.low <= sample(read, u) <= read.high
    assert sample(read, u / 2.0) <= sample(read, u)
