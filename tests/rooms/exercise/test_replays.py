"""A commanded run is fought again from its header and its orders, and what parts from the record is told."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

import shieldwall as sw
from shieldwall.cli.app import app
from shieldwall.exercise.picture import Picture
from shieldwall.quantities.errors import InputError
from shieldwall.record.decided import EPOCHS_OF, ORDERS_OF, TRACKS_OF

DOCTRINE = """
def decide(picture, orders):
    for track in picture.hostile:
        if not track.engaged_by:
            orders.engage(track, "pantsir")
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("doctrines") / "mine.py"
    made.write_text(DOCTRINE, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def folder(file: Path, tmp_path_factory: pytest.TempPathFactory, save_bare: Callable[..., Path]) -> Path:
    place = tmp_path_factory.mktemp("runs") / "commanded"
    return save_bare(sw.run("one-battery", seed=7, doctrine=file), place)


def test_without_the_python_the_log_is_the_same_bit_for_bit(folder: Path, file: Path) -> None:
    kept = sw.open(folder)
    again = sw.replay(folder)
    assert again.recording.log.tobytes() == kept.recording.log.tobytes()
    assert again.recording.film.tobytes() == kept.recording.film.tobytes()
    assert again.header == kept.header
    assert kept.compare(again).same
    # And it is not the log of the built-in staff.
    assert sw.run("one-battery", seed=7).recording.log.tobytes() != kept.recording.log.tobytes()


def test_the_folder_has_every_picture_and_every_order(folder: Path) -> None:
    scene = sw.open(folder).recording.scene
    epochs, tracks, orders = scene[EPOCHS_OF], scene[TRACKS_OF], scene[ORDERS_OF]
    assert epochs["t"].tolist() == [10.0 * number for number in range(1, 48)]
    assert epochs["tracks"].sum() == len(tracks) > 0
    assert epochs["decisions"].sum() == len(orders) > 0
    assert set(orders["track"]) <= set(tracks["number"])


def test_the_same_doctrine_gives_the_same_orders_again(folder: Path, file: Path) -> None:
    assert sw.replay(folder, file).recording.log.tobytes() == sw.open(folder).recording.log.tobytes()


def test_another_doctrine_and_one_that_throws_dice_are_noticed(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.py"
    other.write_text(DOCTRINE.replace("if not track.engaged_by", "if track.engaged_by"), encoding="utf-8")
    with pytest.raises(sw.DoctrineError, match="gives other orders than in the record, for the same picture"):
        sw.replay(folder, other)

    dice = random.Random()  # noqa: S311  what must be noticed

    def decide(picture: Picture, orders: Any) -> None:
        orders.face("pantsir", dice.uniform(0.0, 360.0))

    run = sw.run("one-battery", seed=7, doctrine=decide)
    with pytest.raises(sw.DoctrineError, match="at 10 s the doctrine gives other orders"):
        sw.replay(run, decide)
    # The record alone is followed all the same.
    assert sw.replay(run).recording.log.tobytes() == run.recording.log.tobytes()


def test_one_that_draws_by_the_key_of_the_run_is_not(tmp_path: Path) -> None:
    def decide(picture: Picture, orders: Any) -> None:
        dice = random.Random(f"{picture.seed} {picture.replication} {picture.number}")  # noqa: S311
        orders.face("pantsir", dice.uniform(0.0, 360.0))

    run = sw.run("one-battery", seed=7, doctrine=decide)
    sw.replay(run, decide)


def test_a_record_that_was_changed_is_noticed(folder: Path) -> None:
    kept = sw.open(folder)
    scene = dict(kept.recording.scene)
    scene[EPOCHS_OF] = scene[EPOCHS_OF].copy()
    scene[EPOCHS_OF]["digest"][5] += np.uint64(1)
    with pytest.raises(sw.ReplayError, match="at 60 s the picture is another than in the record"):
        sw.replay(sw.Run(type(kept.recording)(kept.header, kept.recording.log, kept.recording.film, scene)))
    log = kept.recording.log.copy()
    log["x"][20] += 1.0
    with pytest.raises(sw.ReplayError, match=r"by the same code, the battle parts from its record at .* in row 20"):
        sw.replay(sw.Run(type(kept.recording)(kept.header, log, kept.recording.film, kept.recording.scene)))


def test_what_nobody_commanded_or_another_scenario_is_refused(folder: Path) -> None:
    with pytest.raises(InputError, match="no doctrine from outside commanded this run"):
        sw.replay(sw.run("one-battery", seed=7))
    with pytest.raises(InputError, match="this is not the scenario of the run"):
        sw.replay(folder, scenario="one-radar")


def test_the_commands_do_the_same(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shieldwall.exercise.runs.REPORT_NEEDS", ("no-such-package",))
    place = str(tmp_path / "run")
    ran = CliRunner().invoke(app, ["run", "one-battery", "--doctrine", str(file), "-o", place])
    assert ran.exit_code == 0, ran.output
    again = CliRunner().invoke(app, ["replay", place])
    assert again.exit_code == 0, again.output
    assert "by the record alone" in again.stdout
    asked = CliRunner().invoke(app, ["replay", place, "--doctrine", str(file)])
    assert "which gave the same orders again" in asked.stdout
    other = CliRunner().invoke(app, ["replay", place, "--doctrine", str(tmp_path / "none.py")])
    assert other.exit_code == 2
