"""Quantities as text: a number with its unit in, an SI float out, and back again."""

from __future__ import annotations

import contextlib
import math
import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from shieldwall.quantities.constants import STANDARD_GRAVITY
from shieldwall.quantities.errors import InputError, closest, quoted

# At most three digits of exponent: an exact Fraction of 1e-999999999 would never end.
_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?"
_QUANTITY = re.compile(rf"({_NUMBER})\s*(\S.*)?", re.ASCII)
_LONGEST = 64
# A number that other conventions write with more than digits and one point, and its unit.
_APART = re.compile(r"([+-]?)([0-9][0-9 .,'\u2019_]*[0-9])\s*([^0-9 .,'\u2019_].*)?")
_GROUPED = re.compile(r"([0-9]{1,3}(?:([ .,'\u2019_])[0-9]{3})(?:\2[0-9]{3})*)(?:(?!\2)[.,]([0-9]+))?")


@dataclass(frozen=True)
class Dimension:
    """A kind of quantity: units as exact factors to SI, decibel units with their reference, an example."""

    name: str
    noun: str
    example: str
    units: dict[str, Fraction]
    decibels: dict[str, Fraction] = field(default_factory=dict)
    plain: bool = False

    @property
    def spellings(self) -> list[str]:
        """The units that may be typed, in the order of the table."""
        return [*self.units, *self.decibels]


def _exact(factor: str | float) -> Fraction:
    return Fraction(factor)


_DEGREE = Fraction(math.pi) / 180
_TABLE = (
    Dimension(
        "length", "a length", "40 km",
        {"m": _exact(1), "km": _exact(1000), "ft": _exact("0.3048"), "nmi": _exact(1852),
         "cm": _exact("0.01"), "mm": _exact("0.001")},
    ),
    Dimension(
        "speed", "a speed", "240 m/s",
        {"m/s": _exact(1), "km/h": Fraction(1000, 3600), "kn": Fraction(1852, 3600), "km/s": _exact(1000)},
    ),
    Dimension(
        "duration", "a duration", "12 min",
        {"s": _exact(1), "min": _exact(60), "h": _exact(3600), "ms": _exact("0.001"), "us": _exact("1e-6")},
    ),
    Dimension("angle", "an angle", "9.5 deg", {"deg": _DEGREE, "rad": _exact(1), "mrad": _exact("0.001")}),
    Dimension(
        "rate", "a turning rate", "60 deg/s",
        {"deg/s": _DEGREE, "rad/s": _exact(1), "mrad/s": _exact("0.001"), "rpm": _DEGREE * 6},
    ),
    Dimension(
        "area", "an area", "0.03 m2",
        {"m2": _exact(1), "cm2": _exact("0.0001"), "km2": _exact(1_000_000)}, {"dBsm": _exact(1)},
    ),
    Dimension("mass", "a mass", "74 kg", {"kg": _exact(1), "g": _exact("0.001"), "t": _exact(1000)}),
    Dimension("force", "a force", "30 kN", {"N": _exact(1), "kN": _exact(1000)}),
    Dimension(
        "acceleration", "an acceleration", "20 g", {"m/s2": _exact(1), "g": _exact(str(STANDARD_GRAVITY))}
    ),
    Dimension("number", "a plain number", "10", {}, plain=True),
    Dimension("ratio", "a ratio", "22 dB", {}, {"dB": _exact(1)}, plain=True),
    Dimension("probability", "a probability", "0.8", {"%": _exact("0.01")}, plain=True),
    Dimension(
        "money", "a sum of money", "1.4 M USD",
        {"USD": _exact(1), "k USD": _exact(1000), "M USD": _exact(1_000_000), "bn USD": _exact(10**9)},
    ),
    Dimension(
        "frequency", "a frequency", "3 GHz",
        {"Hz": _exact(1), "kHz": _exact(1000), "MHz": _exact(10**6), "GHz": _exact(10**9)},
    ),
    Dimension(
        "power", "a power", "20 kW",
        {"W": _exact(1), "kW": _exact(1000), "MW": _exact(10**6)}, {"dBW": _exact(1), "dBm": _exact("0.001")},
    ),
    Dimension("precipitation", "a rate of rain", "5 mm/h", {"mm/h": Fraction(1, 3_600_000)}),
    Dimension("density", "a density", "1.225 kg/m3", {"kg/m3": _exact(1)}),
    Dimension("pressure", "a pressure", "20 kPa", {"Pa": _exact(1), "kPa": _exact(1000)}),
    Dimension(
        "repetition", "a rate of repetition", "5000 per min",
        {"per s": _exact(1), "per min": Fraction(1, 60), "per h": Fraction(1, 3600)},
    ),
)  # fmt: skip
DIMENSIONS: dict[str, Dimension] = {dimension.name: dimension for dimension in _TABLE}
SI_UNITS: dict[str, str] = {
    unit: dimension.name for dimension in _TABLE for unit, factor in dimension.units.items() if factor == 1
} | {"1": "ratio", "1/s": "repetition"}
"""The dimension of each unit of the SI that a parameter of a model may be declared in."""
_LADDERS = {
    "length": ("m", "km"),
    "duration": ("s", "min", "h"),
    "money": ("USD", "k USD", "M USD", "bn USD"),
    "frequency": ("Hz", "kHz", "MHz", "GHz"),
    "force": ("N", "kN"),
    "power": ("W", "kW", "MW"),
}


def parse(text: str, dimension: str) -> float:
    """Read a quantity such as "40 km" and return it in SI (radians for angles, a linear ratio for decibels).

    Raises InputError, with what to type, for a number without its unit, an unknown unit, a unit of
    another dimension, a decimal comma or thousands apart, or a number that is not finite.
    """
    kind = DIMENSIONS[dimension]
    try:
        return _parsed(text, kind)
    except InputError:
        if not (readings := _readings(text, kind)):
            raise
    fault = f"{quoted(text)} is not {kind.noun} (a number has a point, no commas and no blanks)"
    raise InputError(fault, instead=f"did you mean {', or '.join(readings)}?") from None


def _readings(text: str, kind: Dimension) -> list[str]:
    """What a number with a decimal comma, or with its thousands apart, may mean, the likeliest first."""
    match = _APART.fullmatch(" ".join(text.split())) if len(text) <= _LONGEST else None
    if match is None:
        return []
    sign, number, unit = match[1], match[2], match[3] or ""
    grouped = _GROUPED.fullmatch(number)
    numbers = [re.sub(r"[^0-9]", "", grouped[1]) + (f".{grouped[3]}" if grouped[3] else "")] if grouped else []
    numbers += [number.replace(",", ".")] if re.fullmatch("[0-9]+,[0-9]+", number) else []
    readings = []
    for one in numbers:
        with contextlib.suppress(InputError):
            _parsed(reading := f"{sign}{one} {unit}".strip(), kind)
            readings.append(reading)
    return readings


def _parsed(text: str, kind: Dimension) -> float:
    match = _QUANTITY.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if match is None:
        raise InputError(f"{quoted(text)} is not {kind.noun}{_why_not(text)}", instead=_advice(kind))
    number, unit = match[1], " ".join((match[2] or "").split())
    if not unit and not kind.plain:
        raise InputError(f"{quoted(text)} has no unit", instead=_with_unit(number, kind))
    if not math.isfinite(float(number)):
        raise InputError(f"{quoted(text)} is too large a number", instead=_advice(kind))
    if unit in kind.decibels:
        return _from_decibels(text, number, kind, unit)
    factor = kind.units.get(unit) if unit else Fraction(1)
    if factor is None:
        raise InputError(f"{quoted(text)} {_unit_trouble(unit, kind)}", instead=_advice(kind, unit))
    # Exact arithmetic rounds once, so "0.57 km" and "570 m" are the same float.
    return float(Fraction(number) * factor)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, such as "1 unit" or "3 units"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def show_time(seconds: float) -> str:
    """Write a time of an exercise as text that `parse` reads back: in minutes where those are tenths, else in s."""
    tenths = seconds / 6.0
    if seconds >= 60.0 and abs(tenths - round(tenths)) < 1e-9:
        return f"{round(tenths) / 10.0:g} min"
    return f"{seconds:.6g} s"


def show(value: float, dimension: str, unit: str | None = None, digits: int = 6) -> str:
    """Write an SI value as text that `parse` reads back, in `unit` or in the unit that reads best.

    `digits` are significant digits; 17 give back the same float to within one rounding.
    """
    kind = DIMENSIONS[dimension]
    if unit is None:
        unit = _readable(value, kind)
    if unit == "":
        return f"{value:.{digits}g}"
    if unit in kind.decibels:
        return f"{10.0 * math.log10(value / float(kind.decibels[unit])):.{digits}g} {unit}"
    return f"{float(Fraction(value) / kind.units[unit]):.{digits}g} {unit}"


def _readable(value: float, kind: Dimension) -> str:
    if kind.plain:
        return ""
    ladder = _LADDERS.get(kind.name, (next(iter(kind.units)),))
    fitting = [unit for unit in ladder if abs(value) >= float(kind.units[unit])]
    if kind.name == "duration":
        # 100 s reads better than 1.66667 min.
        fitting = [unit for unit in fitting if _is_short(value / float(kind.units[unit]))] or fitting[:1]
    return fitting[-1] if fitting else ladder[0]


def _is_short(number: float) -> bool:
    """Whether a number has at most two decimals."""
    return abs(100.0 * number - round(100.0 * number)) < 1e-6


def _from_decibels(text: str, number: str, kind: Dimension, unit: str) -> float:
    if abs(float(number)) > 400.0:
        raise InputError(f"{quoted(text)} is beyond 400 dB", instead=_advice(kind))
    # Decimal powers are correctly rounded everywhere; the power of the machine's libm is not.
    linear = Decimal(10) ** (Decimal(number) / 10)
    return float(Fraction(linear) * kind.decibels[unit])


def _why_not(text: str) -> str:
    if text.strip().lower().startswith("mach") or text.strip().lower().endswith("mach"):
        return " (a Mach number depends on the temperature of the air)"
    if "," in text:
        return " (a number has a point, no commas and no blanks)"
    return ""


def _advice(kind: Dimension, unit: str | None = None) -> str:
    near = closest(unit, kind.spellings) if unit else None
    meant = f"did you mean {near}? " if near else ""
    allowed = f" (units: {', '.join(kind.spellings)})" if kind.spellings else ""
    return f"{meant}write for example {kind.example}{allowed}"


def _with_unit(number: str, kind: Dimension) -> str:
    first = kind.example.split(" ", 1)[1]
    return f"write for example {number} {first} (units: {', '.join(kind.spellings)})"


def _unit_trouble(unit: str, kind: Dimension) -> str:
    if unit.lower().startswith("mach"):
        return f"is not {kind.noun} (a Mach number depends on the temperature of the air)"
    for other in _TABLE:
        if unit in other.spellings:
            return f"is {other.noun}, not {kind.noun}"
    return f"has a unit that {kind.noun} does not have"
