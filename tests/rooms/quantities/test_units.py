"""Quantities as text. Expected factors: NIST Special Publication 811 (2008), appendix B.8, exact ones."""

from __future__ import annotations

import copy
import math

import pytest

from shieldwall.quantities import constants
from shieldwall.quantities.errors import InputError, closest, quoted
from shieldwall.quantities.instants import parse_instant, show_instant
from shieldwall.quantities.positions import Offset, parse_bearing, parse_place, parse_position, show_position
from shieldwall.quantities.units import DIMENSIONS, parse, show, show_time


@pytest.mark.parametrize(
    ("text", "dimension", "expected"),
    [
        ("40 km", "length", 40_000.0),
        ("0.57 km", "length", 570.0),
        ("1 ft", "length", 0.3048),
        ("1 nmi", "length", 1852.0),
        ("-120 m", "length", -120.0),
        ("36 km/h", "speed", 10.0),
        ("1 kn", "speed", 1852.0 / 3600.0),
        ("12 min", "duration", 720.0),
        ("1.5 h", "duration", 5400.0),
        ("180 deg", "angle", math.pi),
        ("2 mrad", "angle", 0.002),
        ("6 rpm", "rate", 0.2 * math.pi),
        ("0.03 m2", "area", 0.03),
        ("-10 dBsm", "area", 0.1),
        ("74 kg", "mass", 74.0),
        ("30 kN", "force", 30_000.0),
        ("1 g", "acceleration", 9.80665),
        ("1 g", "mass", 0.001),
        ("20 dB", "ratio", 100.0),
        ("3.5", "ratio", 3.5),
        ("35 %", "probability", 0.35),
        ("1e-6", "probability", 1e-6),
        ("1.4 M USD", "money", 1_400_000.0),
        ("3 GHz", "frequency", 3e9),
        ("30 dBm", "power", 1.0),
        ("1.225 kg/m3", "density", 1.225),
        ("4800 per min", "repetition", 80.0),
        ("10", "number", 10.0),
    ],
)
def test_a_quantity_is_read_in_si(text: str, dimension: str, expected: float) -> None:
    assert parse(text, dimension) == pytest.approx(expected, rel=1e-15)


def test_the_same_quantity_in_two_units_is_the_same_float() -> None:
    assert parse("0.57 km", "length") == parse("570 m", "length")
    assert parse("0.3 M USD", "money") == parse("300 k USD", "money")


@pytest.mark.parametrize(
    ("text", "dimension", "message"),
    [
        ("40", "length", '"40" has no unit; write for example 40 km (units: m, km, ft, nmi, cm, mm)'),
        ("240", "speed", '"240" has no unit; write for example 240 m/s (units: m/s, km/h, kn, km/s)'),
        (
            "40 s",
            "length",
            '"40 s" is a duration, not a length; write for example 40 km (units: m, km, ft, nmi, cm, mm)',
        ),
        (
            "40 Km",
            "length",
            (
                '"40 Km" has a unit that a length does not have; did you mean km? '
                "write for example 40 km (units: m, km, ft, nmi, cm, mm)"
            ),
        ),
        (
            "Mach 3",
            "speed",
            (
                '"Mach 3" is not a speed (a Mach number depends on the temperature of the air); '
                "write for example 240 m/s (units: m/s, km/h, kn, km/s)"
            ),
        ),
        (
            "nan m",
            "length",
            '"nan m" is not a length; write for example 40 km (units: m, km, ft, nmi, cm, mm)',
        ),
        (
            "1e999 m",
            "length",
            ('"1e999 m" is too large a number; write for example 40 km (units: m, km, ft, nmi, cm, mm)'),
        ),
        ("4 m", "number", '"4 m" is a length, not a plain number; write for example 10'),
        ("900 dB", "ratio", '"900 dB" is beyond 400 dB; write for example 22 dB (units: dB)'),
    ],
)
def test_a_bad_quantity_says_what_to_type(text: str, dimension: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(text, dimension)
    assert str(caught.value) == message
    assert caught.value.code == 2


@pytest.mark.parametrize(
    ("text", "dimension", "meant"),
    [
        ("1,5 km", "length", "1.5 km"),
        ("3,5", "number", "3.5"),
        # ISO 80000-1, 7.3: thousands are set apart by a small space, and the decimal sign is a comma or a point.
        ("1 000 m", "length", "1000 m"),
        ("12\u202f500 m", "length", "12500 m"),
        ("12'000 m", "length", "12000 m"),
        ("1.000,5 m", "length", "1000.5 m"),
        ("10,000.5 ft", "length", "10000.5 ft"),
        ("1,000 m", "length", "1000 m, or 1.000 m"),
        ("-1,5 deg", "angle", "-1.5 deg"),
    ],
)
def test_numbers_of_other_conventions_are_offered_as_ours(text: str, dimension: str, meant: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(text, dimension)
    assert caught.value.instead == f"did you mean {meant}?"


def test_times_are_shown_without_odd_fractions() -> None:
    assert [show_time(s) for s in (1, 60, 90, 100, 1800, 5400)] == [
        "1 s",
        "1 min",
        "1.5 min",
        "100 s",
        "30 min",
        "90 min",
    ]
    assert [show(s, "duration") for s in (1, 90, 100, 3600)] == ["1 s", "1.5 min", "100 s", "1 h"]


def test_an_endless_exponent_is_refused_at_once() -> None:
    with pytest.raises(InputError):
        parse("1e-999999999 m", "length")


@pytest.mark.parametrize("dimension", DIMENSIONS.values(), ids=list(DIMENSIONS))
def test_the_example_of_each_dimension_is_read(dimension: object) -> None:
    parse(dimension.example, dimension.name)


def test_a_quantity_is_written_in_the_unit_that_reads_best() -> None:
    assert show(40_000.0, "length") == "40 km"
    assert show(0.25, "length") == "0.25 m"
    assert show(1.4e6, "money") == "1.4 M USD"
    assert show(100.0, "ratio", "dB") == "20 dB"


def test_positions_and_bearings() -> None:
    assert parse_position("44.82 N 20.29 E") == pytest.approx((math.radians(44.82), math.radians(20.29)))
    assert parse_position("33.5 S 70.6 W") == pytest.approx((math.radians(-33.5), math.radians(-70.6)))
    assert parse_place("4 km east of s400") == Offset(4000.0, math.pi / 2, "s400")
    assert parse_place("2 nmi 225 deg of s400") == Offset(3704.0, pytest.approx(1.25 * math.pi), "s400")
    assert parse_bearing("-90 deg") == pytest.approx(1.5 * math.pi)
    assert show_position(parse_position("44.82 N 20.29 E")) == "44.8200 N 20.2900 E"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "44.8",
            (
                '"44.8" is one number, and a position has two; write for example 44.82 N 20.29 E; '
                'a pair with a comma needs quotes inside brackets, as in "44.82, 20.29"'
            ),
        ),
        (
            "95 N 20 E",
            (
                '"95 N 20 E" is not on the earth (latitude to 90 degrees, longitude to 180); '
                "write for example 44.82 N 20.29 E, or 4 km east of NAME"
            ),
        ),
        (
            "4 km est of s400",
            '"est" is not a bearing; did you mean east? write for example 072 deg, or north-west',
        ),
        (
            "20.29 e, 44.82 n",
            '"20.29 e, 44.82 n" has its longitude first; did you mean 44.82 N 20.29 E?',
        ),
        (
            "-4 km east of s400",
            ('"-4 km east of s400" has a negative distance; turn the bearing round, as in 4 km west of NAME'),
        ),
    ],
)
def test_a_bad_position_says_what_to_type(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_place(text)
    assert str(caught.value) == message


def test_instants_say_their_zone() -> None:
    assert show_instant(parse_instant("2019-10-24T10:00+02:00")) == "2019-10-24T08:00:00Z"
    with pytest.raises(InputError, match="does not say its time zone; write 2019-10-24T08:00Z for UTC"):
        parse_instant("2019-10-24T08:00")
    with pytest.raises(InputError, match="is not an instant"):
        parse_instant("2019-13-24T08:00Z")


def test_derived_constants_agree_with_the_printed_ones() -> None:
    """NGA.STND.0036_1.0.0_WGS84 (2014), table 3.4: derived geometric constants."""
    assert pytest.approx(6356752.3142, abs=5e-5) == constants.WGS84_SEMI_MINOR
    assert pytest.approx(6.694379990141e-3, abs=5e-16) == constants.WGS84_ECCENTRICITY_SQUARED


def test_an_error_keeps_its_place_when_it_is_copied() -> None:
    error = InputError("is wrong", "a.yaml", 14, "blue.post", "write cp")
    copied = copy.deepcopy(error)
    assert str(copied) == "a.yaml line 14, blue.post: is wrong; write cp"
    assert str(error.placed("b.yaml", 2, "x")) == str(error)


def test_suggestions_are_near_or_none() -> None:
    assert closest("speeed", ["speed", "spread"]) == "speed"
    assert closest("zzz", ["speed", "spread"]) is None
    assert quoted("a\nb\x1b[31m") == r'"a b\x1b[31m"'
