"""What lies outside a model's valid range is refused at the door with the range that is valid, never clamped.

Five doors: entries of the catalogue, scenarios, `--set`, options of commands, and Python.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from typer.testing import CliRunner

import shieldwall as sw
from shieldwall import catalogue
from shieldwall.catalogue import schema, sensors, weapons
from shieldwall.catalogue.beside import OwnEntries, beside
from shieldwall.catalogue.entry import Entry
from shieldwall.catalogue.values import Figure
from shieldwall.cli.app import app
from shieldwall.kernels import detection
from shieldwall.quantities.errors import InputError
from shieldwall.scenario import load
from shieldwall.scenario import schema as scenario_schema
from shieldwall.text.fields import Quantity
from shieldwall.text.schema import Checked

#: A way out names a range or an example. What is no number at all is refused before its range is known.
WAY_OUT = re.compile(r"(?:write|give) (?:.*\d|a number$)")


def refused(call: Callable[[], Any]) -> str:
    """What a call says that must be refused."""
    with pytest.raises(InputError) as caught:
        call()
    message = str(caught.value)
    assert WAY_OUT.search(message), message
    return message


# Entries of the catalogue.
def entry(name: str, pattern: str, instead: str) -> Callable[[], Entry]:
    """Load a copy of an entry in which one thing stands otherwise."""
    text = catalogue.find(name).read_text(encoding="utf-8").replace(f"id: {name}\n", "id: mine\n")
    spoilt, number = re.subn(pattern, instead, text, count=1)
    assert number == 1

    def load() -> Entry:
        with beside(OwnEntries.kept({"mine.yaml": spoilt})):
            return catalogue.load("mine")

    return load


@pytest.mark.parametrize(
    ("name", "pattern", "instead", "range_said"),
    [
        ("p-18", r"rcs: 2\.5 m2, pfa", "rcs: -2.5 m2, pfa", "from 1e-07 m2 to 100000 m2"),
        ("p-18", r"rcs: 2\.5 m2, pfa", "rcs: 0 m2, pfa", "from 1e-07 m2 to 100000 m2"),
        ("p-18", r"rcs: 2\.5 m2, pfa", "rcs: 1e9 m2, pfa", "from 1e-07 m2 to 100000 m2"),
        ("p-18", "pfa: 1e-6", "pfa: 0", "from 1e-15 to 0.05"),
        ("p-18", "pfa: 1e-6", "pfa: 1", "from 1e-15 to 0.05"),
        ("p-18", "pfa: 1e-6", "pfa: -1e-6", "from 1e-15 to 0.05"),
        ("p-18", "pfa: 1e-6", "pfa: nan", "write a number"),
        ("p-18", "pfa: 1e-6", "pfa: inf", "write a number"),
        ("p-18", "height: 500 m", "height: -500 m", "from 0 m to 100 km"),
        ("p-18", "value: 250 km", "value: .inf km", "write for example 40 km"),
        ("p-18", "value: 250 km", "value: 1e300 km", "from 1 km to 3000 km"),
        ("p-18", "value: 10 s, low: 10 s", "value: 0 s, low: 0 s", "from 100 ms to 2 min|from 0.1 s to 2 min"),
        ("an-tps-70", r"rcs: 1\.7 m2", "rcs: -1.7 m2", "from 1e-07 m2 to 100000 m2"),
        ("pantsir-optical", r"size: \d+ m", "size: 0 m", "from 0.01 m to 1 km"),
        ("pantsir-optical", r"size: \d+ m", "size: -5 m", "from 0.01 m to 1 km"),
        ("snr-125", "channels: {value: 1, low: 1, high: 1", "channels: {value: 65, low: 65, high: 65", "from 1 to 64"),
        ("shahed-class", r"front: {value: [^,]*,", "front: {value: -0.01 m2,", "from 1e-07 m2 to 100000 m2"),
        ("shahed-class", r"front: {value: [^,]*,", "front: {value: 0 m2,", "from 1e-07 m2 to 100000 m2"),
        ("5v27", r"reliability: {value: [^,]*,", "reliability: {value: 1.2,", "from 0 to 1"),
        ("5v27", r"reliability: {value: [^,]*,", "reliability: {value: -0.1,", "from 0 to 1"),
    ],
)
def test_an_entry(name: str, pattern: str, instead: str, range_said: str) -> None:
    message = refused(entry(name, pattern, instead))
    assert re.search(range_said, message), message
    assert "mine.yaml line" in message


@pytest.mark.parametrize("pd", ["0", "1", "-0.5", "1.5", "nan", "inf"])
def test_the_detection_probability_of_an_anchor(pd: str) -> None:
    own = f"anchor_pd: {{value: {pd}, low: {pd}, high: {pd}, estimate: a guess}}\nband:"
    message = refused(entry("p-18", "band:", own))
    assert "from 0.1 to 0.99" in message or "is not a finite number; write a number" in message


def figures() -> list[Any]:
    """Every figure that an entry may state, with its limits."""
    schemas = {one for room in (schema, sensors, weapons) for one in vars(room).values() if isinstance(one, type)}
    found = [
        pytest.param(limit, id=f"{schema_class.__name__}-{name}")
        for schema_class in schemas
        for name, field in getattr(schema_class, "model_fields", {}).items()
        for limit in field.metadata
        if isinstance(limit, Figure)
    ]
    return sorted(found, key=lambda one: str(one.id))


@pytest.mark.parametrize("limit", figures())
def test_every_figure_has_finite_limits(limit: Figure) -> None:
    assert math.isfinite(limit.least)
    assert math.isfinite(limit.greatest)
    assert limit.least < limit.greatest


# Scenarios, and `--set`, which changes their text.
PAIR = "red.units.valley-pair"
ASKED = {
    f"{PAIR}.speed": ("0 m/s", "-245 m/s", "nan m/s", "inf m/s", "1e9 m/s"),
    f"{PAIR}.height": ("nan m agl", "1e9 m amsl", "-1 km agl"),
    f"{PAIR}.count": ("0", "-2", "1e9", "nan", "1.5"),
    f"{PAIR}.enters": ("-1 s", "nan s", "1e300 s"),
    f"{PAIR}.spacing": ("-1 s", "inf s", "1e300 s"),
    f"{PAIR}.spread.time": ("-1 s", "1e300 s"),
    f"{PAIR}.spread.offset": ("-1 m", "nan m", "1e7 km"),
    f"{PAIR}.spread.height": ("-1 m", "1e300 m"),
    "blue.command.delays": ("{cycle: 0 s}", "{reaction: 1e300 s}", "{declare: nan s}", "{autonomy: -1 s}"),
    "blue.command.salvo": ("0", "9", "-1"),
    "blue.units.pantsir.rounds": ("-1", "10001", "1.5"),
    "places.depot.value": ("-1", "nan", "1e300", ".inf"),
    "places.depot.hardness": ("0", "-1", "nan", "inf"),
    "places.depot.radius": ("-1 m", "inf m", "1e300 m"),
    "refraction": ("0", "-1", "nan", "inf", "1e300"),
    "lasts": ("0 s", "-1 s", "nan s", "1e300 s"),
}  # fmt: skip
SPOILT = [(path, value) for path, values in ASKED.items() for value in values]


@pytest.mark.parametrize(("path", "value"), SPOILT, ids=[f"{path}={value}" for path, value in SPOILT])
def test_a_scenario(path: str, value: str) -> None:
    message = refused(lambda: load("one-battery", {path: value}))
    assert path.rpartition(".")[2] in message


def quantities(schema_class: type[BaseModel]) -> Iterator[tuple[str, Quantity]]:
    """Every quantity of a schema and of the schemas in it."""
    for name, field in schema_class.model_fields.items():
        for part in (field.metadata, *(getattr(one, "__metadata__", ()) for one in get_args(field.annotation))):
            yield from ((f"{schema_class.__name__}.{name}", limit) for limit in part if isinstance(limit, Quantity))


def test_every_quantity_of_a_scenario_has_finite_limits() -> None:
    schemas = [one for one in vars(scenario_schema).values() if isinstance(one, type) and issubclass(one, Checked)]
    found = [limit for schema_class in schemas for limit in quantities(schema_class)]
    assert len(found) >= 25
    assert not [name for name, limit in found if not (math.isfinite(limit.low) and math.isfinite(limit.high))]


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("limit", [Quantity("length"), Quantity("length", low=0.0), Quantity("angle", -1.0, 1.0)])
def test_a_quantity_given_as_a_number(limit: Quantity, wrong: float) -> None:
    refused(lambda: limit.read(wrong))


@pytest.mark.parametrize("fails", ["-0.1", "1.1", "nan", "inf"])
@pytest.mark.parametrize("key", ["fails", "delay"])
def test_a_link(key: str, fails: str) -> None:
    link = {"fails": fails, "delay": f"{fails} s" if fails != "1.1" else "1e6 s"}
    refused(lambda: load("slavic-shield-2019", {f"blue.links.1.{key}": link[key]}))


# Options of commands.
@pytest.mark.parametrize(
    ("arguments", "range_said"),
    [
        (("run", "one-radar", "--set", "red.units.visitor.speed=-1 m/s"), "from 5 m/s to 3000 m/s"),
        (("run", "one-radar", "--seed", "4294967296"), "from 0 to 4294967295"),
        (("coverage", "one-radar", "--altitude", "-5 m"), "150 m agl"),
        (("coverage", "one-radar", "--altitude", "nan m"), "100 m"),
        (("coverage", "one-radar", "--altitude", "1e9 m"), "from -500 m to 30 km"),
        (("coverage", "one-radar", "--rcs", "-1 m2"), "from 1e-06 m2 to 1e+06 m2"),
        (("coverage", "one-radar", "--rcs", "0 m2"), "from 1e-06 m2 to 1e+06 m2"),
        (("coverage", "one-radar", "--assume", "probability=0"), "from 0.01 to 0.99"),
        (("coverage", "one-radar", "--assume", "probability=1"), "from 0.01 to 0.99"),
        (("coverage", "one-radar", "--assume", "probability=nan"), "0.8"),
        (("coverage", "one-radar", "--assume", "swerling=5"), "from 0 to 4"),
        (("coverage", "one-radar", "--assume", "speed=1e9 m/s"), "from 1 m/s to 3000 m/s"),
    ],
)
def test_an_option(arguments: tuple[str, ...], range_said: str) -> None:
    result = CliRunner().invoke(app, list(arguments))
    assert (result.exit_code, result.stdout) == (2, "")
    assert range_said in result.stderr
    assert "Traceback" not in result.stderr


# Python.
NUMBERS = (math.nan, math.inf, -math.inf)


@pytest.mark.parametrize("wrong", [*NUMBERS, -1.0, 1.5, True, "1", None, 2**32])
@pytest.mark.parametrize("key", ["seed", "replication"])
def test_the_key_of_a_run(key: str, wrong: Any) -> None:
    assert "from 0 to 4294967295" in refused(lambda: sw.run("one-radar", **{key: wrong}))


@pytest.mark.parametrize("wrong", [*NUMBERS, 0.0, 1.0, -0.5, "0", "1", None])
def test_the_probability_of_a_coverage(wrong: Any) -> None:
    message = refused(lambda: sw.coverage("one-radar", probability=wrong))
    assert "from 0.01 to 0.99" in message or "write for example 0.8" in message


@pytest.mark.parametrize(
    "asked",
    [{"rcs": wrong} for wrong in (1.0, -1.0, math.nan, "-1 m2", "0 m2", "1e9 m2")]
    + [{"altitude": wrong} for wrong in (100, math.nan, "-5 m", "1e9 m", None)]
    + [{"speed": wrong} for wrong in (*NUMBERS, -60.0, 1e9, None)]
    + [{"swerling": wrong} for wrong in (-1, 5, 1.5, math.nan)],
    ids=str,
)
def test_what_a_coverage_is_of(asked: dict[str, Any]) -> None:
    refused(lambda: sw.coverage("one-radar", **asked))


@pytest.mark.parametrize("pfa", [*NUMBERS, 0.0, 1.0, -1e-6, 0.6, 1e-16])
def test_false_alarm_probabilities_of_detection(pfa: float) -> None:
    for call in (
        lambda: detection.detection_probability(1.0, pfa),
        lambda: detection.required_snr(0.9, pfa),
        lambda: detection.probability_table(pfa),
        lambda: detection.albersheim_db(0.9, pfa),
        lambda: detection.shnidman_db(0.9, pfa),
    ):
        assert re.search("give 1e-15 to 0\\.[15]", refused(call))


@pytest.mark.parametrize("pd", [*NUMBERS, 0.0, 1.0, -0.5, 1.5])
def test_detection_probabilities_of_detection(pd: float) -> None:
    assert "and at most 1 - 1e-9" in refused(lambda: detection.required_snr(pd, 1e-6))
    for formula in (detection.albersheim_db, detection.shnidman_db):
        assert "give 0.05 to 0.99" in refused(lambda: formula(pd, 1e-6))  # noqa: B023  called at once


@pytest.mark.parametrize("snr", [*NUMBERS, -1.0, [1.0, -1e-300], [[1.0], [math.nan]]])
def test_ratios_of_detection(snr: Any) -> None:
    with pytest.raises(InputError, match=r"negative or not finite.*give linear ratios"):
        detection.detection_probability(snr, 1e-6)


@pytest.mark.parametrize("pulses", [0, -1, 1001, 1.5, *NUMBERS])
def test_pulses_of_detection(pulses: Any) -> None:
    assert "give a number from 1 to 1000" in refused(lambda: detection.detection_probability(1.0, 1e-6, pulses))
    assert "give a number from 1 to 1000" in refused(lambda: detection.required_snr(0.9, 1e-6, pulses))
