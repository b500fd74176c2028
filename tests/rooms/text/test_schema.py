"""Schemas over nodes: what a person typed, where, and what to type instead."""

from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import Field

from shieldwall.quantities.errors import InputError
from shieldwall.text.fields import (
    Bearing,
    Choice,
    Count,
    Distance,
    Flag,
    Instant,
    Line,
    Name,
    Place,
    Point,
    Speed,
)
from shieldwall.text.loader import load_text
from shieldwall.text.schema import Checked, validate


class Unit(Checked):
    at: Place
    count: Count = 1
    speed: Speed = 3.0
    facing: Bearing = 0.0
    reach: Distance = 5.0


class Plan(Checked):
    title: Line
    start: Instant
    units: dict[Name, Unit] = Field(default={})
    route: tuple[Point, ...] = ()
    control: Annotated[str, Choice(("tight", "free"))] = "free"
    on: Flag = True


HEAD = "title: a\nstart: 2019-10-24T08:00Z\n"


def complaints(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        validate(load_text(text, "x.yaml"), Plan)
    return [str(error) for error in (caught.value, *caught.value.others)]


def test_a_good_text_becomes_si_values() -> None:
    text = HEAD + "units: {a: {at: 4 km east of b, count: 3, speed: 36 km/h}}\nroute: [44 N 20 E]\non: no\n"
    plan = validate(load_text(text), Plan)
    assert plan.units["a"].speed == pytest.approx(10.0)
    assert plan.units["a"].count == 3
    assert not plan.on
    with pytest.raises(ValueError, match="frozen"):
        plan.title = "b"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            HEAD + "titel: b\n",
            ('x.yaml line 3, titel: unknown key "titel"; known here: title, start, units, route, control, on'),
        ),
        (
            "titel: b\nstart: 2019-10-24T08:00Z\n",
            (
                'x.yaml line 1, titel: unknown key "titel"; did you mean title? '
                "known here: title, start, units, route, control, on"
            ),
        ),
        ("title: a\n", "x.yaml line 1, start: is missing; add start: 2019-10-24T08:00Z"),
        (HEAD + "units:\n  a: {}\n", "x.yaml line 4, units.a.at: is missing; add at: 44.82 N 20.29 E"),
        (
            HEAD + "units: [a]\n",
            "x.yaml line 3, units: a list does not fit here; write key: value lines here",
        ),
        (
            HEAD + "units: {a: b}\n",
            ("x.yaml line 3, units.a: a single value does not fit here; write key: value lines here"),
        ),
        (
            HEAD + "route: 44 N 20 E\n",
            ("x.yaml line 3, route: a single value does not fit here; write a list here, as in [one, two]"),
        ),
        (
            HEAD + "route:\n  - 44 N 20 E\n  - 44.8 N 20.3\n",
            (
                'x.yaml line 5, route.2: "44.8 N 20.3" may be several positions; '
                "did you mean 44.8 N 20.3 E, or 44.8 N 20.3 W?"
            ),
        ),
        (
            HEAD + "control: tihgt\n",
            ('x.yaml line 3, control: "tihgt" is not known here; did you mean tight? write one of tight, free'),
        ),
        (HEAD + "on: maybe\n", 'x.yaml line 3, on: "maybe" is neither yes nor no; write yes or no'),
        (
            HEAD + "units: {B 1: {at: 44 N 20 E}}\n",
            (
                'x.yaml line 3, units.B 1: "B 1" is not a name; write for example b-1 '
                "(use lower-case letters, digits, - and _, at most 64 of them)"
            ),
        ),
        (
            HEAD + "units: {a: {at: {}}}\n",
            ("x.yaml line 3, units.a.at: a mapping is not a position; write for example 44.82 N 20.29 E"),
        ),
        (
            HEAD + "units: {a: {at: 44 N 20 E, count: -3}}\n",
            ('x.yaml line 3, units.a.count: "-3" is out of bounds; write a whole number from 1 to 1000'),
        ),
        (
            HEAD + "units: {a: {at: 44 N 20 E, count: 2.5}}\n",
            ('x.yaml line 3, units.a.count: "2.5" is not a whole number; write a whole number from 1 to 1000'),
        ),
        (
            HEAD + "units: {a: {at: 44 N 20 E, reach: -1 km}}\n",
            ('x.yaml line 3, units.a.reach: "-1 km" is out of bounds; write at least 0 m'),
        ),
        (
            HEAD + "units: {a: {at: 44 N 20 E, speed: 240}}\n",
            ('x.yaml line 3, units.a.speed: "240" has no unit; write for example 240 m/s (units: m/s, km/h, kn, km/s)'),
        ),
        (
            "title: ''\nstart: 2019-10-24T08:00Z\n",
            ("x.yaml line 1, title: the text has 0 characters; write between 1 and 200 of them"),
        ),
    ],
)
def test_one_complaint_with_what_to_type(text: str, message: str) -> None:
    assert complaints(text) == [message]


def test_several_complaints_come_in_the_order_of_the_text() -> None:
    found = complaints("title: a\nstart: noon\nunits:\n  a: {at: here}\n  b: {att: 44 N 20 E}\non: 3\n")
    assert [line.split(":")[0] for line in found] == [
        "x.yaml line 2, start",
        "x.yaml line 4, units.a.at",
        "x.yaml line 5, units.b.att",
        "x.yaml line 6, on",
    ]
