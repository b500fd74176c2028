"""Battles of one-battery as a study fights them: one table of results, whoever fought it and however it was cut."""

from __future__ import annotations

import itertools
import os
import signal
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from philox_battles import HEADER, MEASURES, PhiloxBattles

from shieldwall.study.ask import study
from shieldwall.study.battles import Battlefield
from shieldwall.study.cells import cells
from shieldwall.study.fighting import Progressed, fight_missing
from shieldwall.study.file import load_text
from shieldwall.study.heads import StudyHeader
from shieldwall.study.runners import processes
from shieldwall.study.store import held_store, open_store
from shieldwall.study.work import Batch, blank_results

TEXT = """study: 1
question: What leaks?
scenario: one-battery
options:
  as-it-is: {}
  empty: {blue.units.pantsir.rounds: 0}
measures: [leakers, damage_share]
replications: 100
"""
WORK = [Batch(cell, -1, first, 50) for first in (0, 50) for cell in (0, 1)]

pytestmark = pytest.mark.usefixtures("quick_disk")


@pytest.fixture(scope="module")
def field() -> Battlefield:
    return Battlefield(cells(load_text(TEXT, "x.yaml")))


@pytest.fixture(scope="module")
def header(field: Battlefield) -> StudyHeader:
    return StudyHeader({"text": TEXT}, field.measures, "c0de")


@pytest.fixture(scope="module")
def whole(field: Battlefield, header: StudyHeader, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the study as one thread fights it."""
    folder = tmp_path_factory.mktemp("whole") / "study"
    with held_store(folder, header) as store:
        fight_missing(store, WORK, field, workers=1)
    return folder


@pytest.mark.parametrize(("workers", "chunk"), [(1, 1), (2, 7), (4, 64), (2, 1000)])
def test_threads_order_and_sizes(
    field: Battlefield, header: StudyHeader, whole: Path, tmp_path: Path, workers: int, chunk: int
) -> None:
    shuffled = [WORK[place] for place in np.random.default_rng(chunk).permutation(len(WORK))]
    with held_store(tmp_path / "study", header) as store:
        fight_missing(store, shuffled, field, workers=workers, chunk=chunk)
        assert store.result_hash() == open_store(whole).result_hash()


@pytest.mark.long
def test_processes_and_going_on(field: Battlefield, header: StudyHeader, whole: Path, tmp_path: Path) -> None:
    def stop(progressed: Progressed) -> None:
        if progressed.held == 60:
            os.kill(os.getpid(), signal.SIGINT)

    with held_store(tmp_path / "study", header) as store:
        assert fight_missing(store, WORK, field, processes.run, 2, 10, stop).interrupted
    with held_store(tmp_path / "study", header, resume=True) as store:
        assert 0 < fight_missing(store, WORK, field).fought <= 140
        assert store.result_hash() == open_store(whole).result_hash()


@pytest.mark.long
def test_a_study_asked_for_in_processes(field: Battlefield) -> None:
    asked = load_text(TEXT, "x.yaml")
    assert study(asked, 20, workers="processes:1").results.tobytes() == study(asked, 20).results.tobytes()


def test_two_hundred_battles_alone(field: Battlefield, whole: Path) -> None:
    rows = open_store(whole).results()
    for place in np.random.default_rng(12).permutation(len(rows)):
        cell, row, replication = (int(rows[name][place]) for name in ("cell", "row", "replication"))
        assert field(Batch(cell, row, replication, 1)).tobytes() == rows[place].tobytes()


@pytest.mark.alone
def test_a_long_study_goes_on_within_two_seconds(tmp_path: Path, keeps_to: Any) -> None:
    """24 options of 1000 battles, of which the half is kept in 480 chunks."""
    work = [Batch(cell, -1, 0, 1000) for cell in range(24)]
    half = [batch._replace(count=500) for batch in work]
    folders = (tmp_path / str(number) for number in itertools.count())

    def takes() -> float:
        folder, begun = next(folders), []
        with held_store(folder, HEADER) as store:
            fight_missing(store, half, lambda batch: blank_results(batch, MEASURES), chunk=25)

        class Noting(PhiloxBattles):
            def __call__(self, batch: Batch) -> np.ndarray:
                begun.append(time.monotonic())
                return super().__call__(batch)

        asked = time.monotonic()
        with held_store(folder, HEADER, resume=True) as store:
            fight_missing(store, work, Noting(), chunk=500)
        assert store.battles.count == 24_000
        return min(begun) - asked

    keeps_to(2.0, takes)
