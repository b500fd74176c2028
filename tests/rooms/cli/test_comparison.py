"""`shieldwall compare`, on real runs whose differences are known beforehand."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import shieldwall as sw
from shieldwall.cli.app import app
from shieldwall.scenario import load

BATTERY = "one-battery"


def output_of(*arguments: str) -> str:
    result = CliRunner(env={"COLUMNS": "100"}).invoke(app, list(arguments))
    assert result.exit_code == 0, result.stderr
    return str(result.stdout)


def data(*arguments: str) -> Any:
    return json.loads(output_of(*arguments, "--json"))


@pytest.fixture(scope="module")
def first() -> sw.Run:
    return sw.run(BATTERY)


@pytest.fixture(scope="module")
def saved_run(tmp_path_factory: pytest.TempPathFactory, first: sw.Run, save_bare: Callable[..., Path]) -> Path:
    return save_bare(first, tmp_path_factory.mktemp("runs") / "first")


def changed(changes: dict[str, str]) -> sw.Run:
    return sw.run(load(BATTERY, changes))


def test_a_copy_is_the_same_bit_for_bit(saved_run: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(saved_run, tmp_path / "copy")
    assert "The same, bit for bit: header and log do not differ." in output_of("compare", str(saved_run), str(copy))
    answer = data("compare", str(saved_run), str(copy))
    assert answer["same"]
    assert answer["runs"] == [str(saved_run), str(copy)]
    assert answer["course"]["divergence"] is None


def test_a_run_kept_and_a_run_fought_again_are_the_same(first: sw.Run, saved_run: Path) -> None:
    assert sw.open(saved_run).compare(sw.run(BATTERY)).same
    assert sw.open(saved_run).compare(first).same


def test_an_exercise_cut_short_is_the_beginning_of_the_longer_one(first: sw.Run) -> None:
    """The last missile has struck by then, so what follows is only what the defence makes of it."""
    compared = first.compare(changed({"lasts": "320 s"}))
    parting = compared.course.divergence
    assert parting is not None
    assert parting.other is None
    assert parting.one is not None
    assert parting.one.t >= 320.0
    assert compared.course.alike == compared.course.events[1] > 50
    assert [(change.what, change.one, change.other) for change in compared.changes] == [("lasts", "8 min", "320 s")]


def test_a_place_that_nobody_visits_changes_nothing(first: sw.Run) -> None:
    """A further name shifts the numbers of all others, and no event."""
    compared = first.compare(changed({"places.spare": "{at: 44.90 N 20.10 E, defended_by: blue, value: 0}"}))
    assert not compared.same
    assert compared.course.alone == ((), ("place/spare",))
    assert compared.course.divergence is None
    assert compared.course.alike == compared.course.events[0]
    assert compared.outcomes == ()


def test_another_threat_is_left_out_until_it_matters(first: sw.Run) -> None:
    """A third missile down the valley enters after the first two and takes a channel that they would have had."""
    compared = first.compare(changed({"red.units.valley-pair.count": "3"}))
    parting = compared.course.divergence
    assert parting is not None
    assert parting.last is not None
    assert parting.last.t > 60.0
    assert compared.course.alone[1] == ("red/valley-pair/3",)


def test_a_page_says_what_was_changed_and_warns(saved_run: Path, tmp_path: Path) -> None:
    other = changed({"red.units.valley-pair.count": "3"}).save(tmp_path / "third")
    page = output_of("compare", str(saved_run), str(other))
    assert max(map(len, page.splitlines())) <= 100
    for words in (
        "red.units.valley-pair.count   2       3",
        "-      count: 2",
        "+      count: 3",
        "which only the second has, are left out.",
        "last alike",
        "valley-pair/3   -",
        "do not read a difference between two single runs as an effect",
    ):
        assert words in page
    answer = data("compare", str(saved_run), str(other))
    (killed,) = (output_of for output_of in answer["measures"] if output_of["name"] == "killed")
    assert answer["fates"]["killed"][1] - answer["fates"]["killed"][0] == killed["difference"]
    assert "effect" in answer["caution"]


def test_another_replication_is_named(first: sw.Run) -> None:
    compared = first.compare(sw.run(BATTERY, replication=1))
    assert [(difference.what, difference.one, difference.other) for difference in compared.header] == [
        ("replication", 0, 1)
    ]
    assert compared.values == ()
