"""Codes of symbols: every entry of the catalogue has one, of 20 digits, that APP-6 (MIL-STD-2525D) has.

Expected digits are those of MIL-STD-2525D, appendix A: version, reality, identity, symbol set, status, ..., entity.
milsymbol, which draws them, says of each that it is valid: web/ tests that over the same list.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shieldwall import catalogue, exercise
from shieldwall.catalogue.reading import ids
from shieldwall.outlets.symbol_codes import code, unit_code

#: The list that the tests of web/ read.
LIST = Path(__file__).parents[2] / "contract" / "symbol_codes.json"
OURS = ("unit", "command-post", "radar", "sensor", "interceptor", "gun")
#: Symbol sets: air, air missiles, land units, land equipment.
SETS = {"01", "02", "10", "15"}


def codes() -> dict[str, str]:
    """The codes of all built-in entries."""
    kinds = {entry: catalogue.load(entry).kind for entry in ids()}
    return {
        entry: code("blue" if kind.partition("/")[0] in OURS else "red", entry, kind) for entry, kind in kinds.items()
    }


def test_list_has_the_code_of_every_entry() -> None:
    made = codes()
    if not LIST.exists() or json.loads(LIST.read_text(encoding="utf-8")) != made:
        LIST.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
        pytest.fail(f"{LIST} was not as the catalogue has it, and is written anew")


@pytest.mark.parametrize(("entry", "digits"), codes().items())
def test_code_is_well_formed(entry: str, digits: str) -> None:
    assert len(digits) == 20
    assert digits.isdigit()
    assert digits[:3] == "100"
    assert digits[3] in "36"
    assert digits[4:6] in SETS
    assert digits[6:10] == "0000"
    assert digits[10:16] != "000000"


@pytest.mark.parametrize(
    ("entry", "kind", "symbol_set", "entity"),
    [
        ("s-400-battalion", "unit", "10", "130102"),
        ("p-18", "radar/rotating", "15", "220300"),
        ("tomahawk-class", "cruise-missile", "02", "110000"),
        ("strike-fighter", "aircraft", "01", "110105"),
        ("b-52h", "aircraft", "01", "110103"),
        ("rq-4", "aircraft", "01", "110300"),
        ("a320", "aircraft", "01", "120100"),
        ("guided-bomb", "bomb", "01", "130100"),
        ("somebody-else's", "drone", "01", "110300"),
    ],
)
def test_entity_is_that_of_the_standard(entry: str, kind: str, symbol_set: str, entity: str) -> None:
    found = code("red", entry, kind)
    assert (found[4:6], found[10:16]) == (symbol_set, entity)


@pytest.mark.parametrize(("side", "digit"), [("blue", "3"), ("red", "6"), ("neutral", "4"), ("", "1"), ("?", "1")])
def test_identity_says_the_side(side: str, digit: str) -> None:
    assert code(side, "a320", "aircraft")[3] == digit


def test_units_of_a_run_are_what_they_are_there_for() -> None:
    units = exercise.run("one-battery", film=False).header["units"]
    assert unit_code(units["blue/pantsir"])[10:16] == "130102"
    own = {**units["blue/pantsir"], "entry": "somebody-else's"}
    assert unit_code(own)[10:16] == "130102"
    assert unit_code({**own, "channels": []})[4:6] == "15"
    assert unit_code({**own, "channels": [], "sensors": []})[16:18] == "10"
