"""Whoever fights a study, in whatever order and pieces, the table of its results is the same, bit for bit."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from philox_battles import HEADER, MEASURES, PhiloxBattles

from shieldwall.quantities.errors import InputError
from shieldwall.study.fighting import Fought, Progressed, crew, fight_missing
from shieldwall.study.runners import Runner, processes, threads
from shieldwall.study.store import WritableStore, held_store, open_store, table_hash
from shieldwall.study.watching import described
from shieldwall.study.work import Batch, Table, blank_results

WORK = [Batch(0, -1, 0, 60), *(Batch(1, row, 0, 3) for row in range(10)), Batch(2, -1, 100, 30)]
BATTLES = 120
RUNNERS = {"threads": threads.run, "processes": processes.run}

pytestmark = pytest.mark.usefixtures("quick_disk")


@pytest.fixture(scope="module")
def whole() -> str:
    """The hash of all results, fought without any runner."""
    return table_hash(np.concatenate([PhiloxBattles()(batch) for batch in WORK]))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[WritableStore]:
    with held_store(tmp_path / "study", HEADER) as store:
        yield store


@pytest.mark.parametrize("chunk", [1, 7, 64, 1000, None])
@pytest.mark.parametrize("workers", [1, 2, 4])
def test_threads_and_sizes_change_no_result(store: WritableStore, whole: str, workers: int, chunk: int | None) -> None:
    assert fight_missing(store, WORK, PhiloxBattles(), threads.run, workers, chunk).fought == BATTLES
    assert store.result_hash() == whole == open_store(store.folder).result_hash()


@pytest.mark.parametrize(("workers", "chunk"), [(1, 7), (2, 64), (2, None)])
def test_processes_change_no_result(store: WritableStore, whole: str, workers: int, chunk: int | None) -> None:
    assert fight_missing(store, WORK, PhiloxBattles(), processes.run, workers, chunk).fought == BATTLES
    assert store.result_hash() == whole


def test_order_changes_no_result(store: WritableStore, whole: str) -> None:
    shuffled = np.random.default_rng(3).permutation(len(WORK))
    fight_missing(store, [WORK[place] for place in shuffled], PhiloxBattles(), chunk=5)
    assert store.result_hash() == whole


def test_a_battle_alone_comes_out_as_in_its_study(store: WritableStore) -> None:
    fight_missing(store, WORK, PhiloxBattles(), chunk=7)
    for row in store.results():
        alone = PhiloxBattles()(Batch(int(row["cell"]), int(row["row"]), int(row["replication"]), 1))
        assert alone.tobytes() == row.tobytes()


@pytest.mark.parametrize("runner", RUNNERS.values(), ids=RUNNERS)
def test_an_error_of_a_fight_is_raised_and_what_is_finished_is_kept(store: WritableStore, runner: Runner) -> None:
    with pytest.raises(ValueError, match="battle 40 has no end"):
        fight_missing(store, WORK, PhiloxBattles(takes=0.03, unlucky=[40]), runner, 2, 5)
    held = store.battles.count
    assert 35 <= held <= 50
    assert open_store(store.folder).battles.count == held


def test_a_fight_that_cannot_be_sent_to_a_process_says_so(store: WritableStore) -> None:
    with pytest.raises(InputError, match=r"cannot be sent to other processes.*use threads"):
        fight_missing(store, WORK, lambda batch: blank_results(batch, MEASURES), processes.run)


def test_who_fights_is_said_in_a_word() -> None:
    assert crew(3) == (threads.run, 3)
    assert crew("processes:4") == (processes.run, 4)
    for text in ("processes", "processes:", "processes:two", "processes:-1"):
        with pytest.raises(InputError, match="is no number of processes; write for example processes:2"):
            crew(text)


def test_no_worker_fights_nothing(store: WritableStore) -> None:
    with pytest.raises(InputError, match="write at least 1"):
        fight_missing(store, WORK, PhiloxBattles(), workers=0)


@pytest.mark.parametrize("runner", RUNNERS.values(), ids=RUNNERS)
def test_ctrl_c_lets_what_is_in_hand_be_finished_and_keeps_it(store: WritableStore, runner: Runner) -> None:
    def watch(progressed: Progressed) -> None:
        if progressed.held == 30:
            os.kill(os.getpid(), signal.SIGINT)

    came = fight_missing(store, WORK, PhiloxBattles(0.002), runner, 2, 5, watch)
    assert came.interrupted
    assert 30 <= came.fought < 60
    assert came.missing == BATTLES - came.fought
    assert open_store(store.folder).battles.count == came.fought
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize("runner", RUNNERS.values(), ids=RUNNERS)
def test_a_second_ctrl_c_stops_at_once(store: WritableStore, runner: Runner) -> None:
    def press() -> None:
        for _ in range(2):
            time.sleep(0.3)
            os.kill(os.getpid(), signal.SIGINT)

    before = set(psutil.Process().children(recursive=True))
    threading.Thread(target=press).start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        fight_missing(store, WORK, PhiloxBattles(1.0), runner, 2, 5)
    assert time.monotonic() - began < 3.0
    assert open_store(store.folder).battles.count == 0
    assert set(psutil.Process().children(recursive=True)) == before


def test_outside_the_main_thread_a_study_runs_as_well(store: WritableStore, whole: str) -> None:
    came: list[Fought] = []
    other = threading.Thread(target=lambda: came.append(fight_missing(store, WORK, PhiloxBattles())))
    other.start()
    other.join()
    assert came[0].fought == BATTLES
    assert store.result_hash() == whole


def test_stop_lets_every_worker_finish_and_keeps_all_that(store: WritableStore) -> None:
    enough = threading.Event()
    came: list[Fought] = []

    def watch(progressed: Progressed) -> None:
        if progressed.held >= 15:
            enough.set()

    def fight() -> None:
        came.append(fight_missing(store, WORK, PhiloxBattles(0.002), threads.run, 2, 5, watch, enough.is_set))

    other = threading.Thread(target=fight)
    other.start()
    other.join()
    assert came[0].interrupted
    assert 15 <= came[0].fought == store.battles.count == BATTLES - came[0].missing < BATTLES


def test_progress_tells_what_is_held_and_gives_each_part_once(store: WritableStore, whole: str) -> None:
    fight_missing(store, WORK[:1], PhiloxBattles())
    found: list[Progressed] = []
    fight_missing(store, WORK, PhiloxBattles(), chunk=7, watch=found.append)
    assert [part.held for part in found] == list(60 + np.cumsum([len(part.table) for part in found]))
    assert {part.wanted for part in found} == {BATTLES}
    assert found[-1].held == BATTLES
    assert found[-1].left == 0.0
    parts = np.concatenate([PhiloxBattles()(WORK[0]), *(part.table for part in found)])
    assert table_hash(np.sort(parts, order=("cell", "row", "replication"))) == whole


def test_a_person_reads_rate_time_left_and_the_answer_so_far() -> None:
    table: Table = PhiloxBattles()(Batch(0, -1, 0, 1))
    assert described(Progressed(1234, 20000, 52.4, 358.1, table), "leakers 4.2 ± 0.1") == (
        "1 234 of 20 000 battles, 52 a second, about 6 min left; leakers 4.2 ± 0.1"
    )
    assert described(Progressed(0, 20, 0.0, float("inf"), table)) == "0 of 20 battles"


def test_a_task_that_ends_its_process_time_after_time_is_told(store: WritableStore) -> None:
    with pytest.raises(processes.WorkerLostError, match=r"3 processes that fought .*--resume and fewer --workers"):
        fight_missing(store, WORK, PhiloxBattles(deadly=True), processes.run, 1)


def test_memory_does_not_grow_with_the_battles(store: WritableStore) -> None:
    """Less than 1 MB for 10 000 battles, which are 320 kB of results."""
    import tracemalloc

    def peak(first: int, count: int) -> int:
        tracemalloc.reset_peak()
        fight_missing(store, [Batch(0, -1, first, count)], lambda batch: blank_results(batch, MEASURES), chunk=500)
        return tracemalloc.get_traced_memory()[1]

    tracemalloc.start()
    try:
        few = peak(0, 10_000)
        many = peak(10_000, 30_000)
    finally:
        tracemalloc.stop()
    assert many - few < 3 * 1_000_000
