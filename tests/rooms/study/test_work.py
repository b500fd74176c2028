"""Batches, what of them is missing, and how they are shared and cut: counted by sets of battles."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shieldwall.quantities.errors import InputError
from shieldwall.study.pace import TARGET, Pace
from shieldwall.study.work import Batch, Battles, Shard, blank_results, gaps, ranges

BATCHES = st.lists(st.builds(Batch, st.integers(0, 1), st.integers(-1, 0), st.integers(0, 30), st.integers(1, 9)))


def named(batches: list[Batch] | Battles) -> list[tuple[int, int, int]]:
    return [(batch.cell, batch.row, number) for batch in batches for number in range(batch.first, batch.end)]


@given(BATCHES, BATCHES)
def test_what_is_missing_is_what_is_wanted_and_not_done_each_battle_once(work: list[Batch], done: list[Batch]) -> None:
    missing = named(gaps(work, Battles(done)))
    assert len(missing) == len(set(missing))
    assert set(missing) == set(named(work)) - set(named(done))


@given(BATCHES)
def test_a_set_of_battles_holds_each_once_in_as_few_ranges_as_can_be(batches: list[Batch]) -> None:
    battles = Battles(batches)
    held = named(battles)
    assert held == sorted(set(named(batches)))
    assert battles.count == len(held)
    ends = {(batch.cell, batch.row, batch.end) for batch in battles}
    assert not ends & {(batch.cell, batch.row, batch.first) for batch in battles}
    assert all(batch in battles for batch in batches)


@given(BATCHES, st.integers(1, 5))
def test_shares_are_the_whole_work_and_differ_by_one_battle_of_a_batch_at_most(work: list[Batch], of: int) -> None:
    shares = [Shard(number, of).share(work) for number in range(1, of + 1)]
    assert sorted(battle for share in shares for battle in named(share)) == sorted(named(work))
    counts = [sum(batch.count for batch in share) for share in shares]
    assert max(counts) - min(counts) <= len(work)


@pytest.mark.parametrize("text", ["", "2", "0/3", "4/3", "1/0", "1/2/3", "-1/2", "a/b", "1 / 2", "²/3"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="no share of a study; write for example 2/8"):
        Shard.read(text)
    assert Shard.read("2/8") == (2, 8)


@given(BATCHES, st.sampled_from([1, 7, 64, 1000, None]))
def test_tasks_are_the_work_in_its_order_and_stay_within_a_cell(work: list[Batch], chunk: int | None) -> None:
    pace = Pace(work, chunk)
    tasks = []
    for task in pace.tasks():
        tasks.append(task)
        pace.note(task, 0.3 * sum(batch.count for batch in task))
    assert named([batch for task in tasks for batch in task]) == named(work)
    assert all(len({batch.cell for batch in task}) == 1 for task in tasks)
    assert pace.done == pace.total == len(named(work))
    sizes = [sum(batch.count for batch in task) for task in tasks]
    assert all(size <= (chunk or TARGET / 0.3 + 1) for size in sizes)


def test_the_first_battle_of_a_cell_waits_for_a_plan_and_does_not_set_the_pace() -> None:
    pace = Pace([Batch(0, -1, 0, 1000)])
    tasks = pace.tasks()
    for seconds in (3.0, 0.1, 1.6, 2.0):
        task = next(tasks)
        pace.note(task, seconds)
    # One alone; one more at 3 s each; of those at 0.1 s sixteen times as many at most; then 2 s of them.
    assert [batch.first for batch in task] == [18]
    assert task[0].count == TARGET / 0.1


def test_near_the_end_tasks_are_smaller_so_that_no_worker_waits_long() -> None:
    """Battles of 0.1 s: tasks of 2 s, then a quarter of what is left, then 1 s."""
    pace = Pace([Batch(0, -1, 0, 200)])
    sizes = []
    for task in pace.tasks():
        sizes.append(task[0].count)
        pace.note(task, 0.1 * task[0].count)
    assert sizes == [1, 16, *[20] * 6, 15, 12, *[10] * 3, 6]


def test_the_rate_is_that_of_the_last_half_minute() -> None:
    clock = [0.0]
    pace = Pace([Batch(0, -1, 0, 1000)], 10, lambda: clock[0])
    assert pace.rate == 0.0
    for second in range(1, 61):
        clock[0] = float(second)
        pace.note((Batch(0, -1, 0, 10 if second > 25 else 1),), 1.0)
    assert pace.rate == pytest.approx(10.0)
    assert pace.left == pytest.approx((1000 - 25 - 350) / 10.0)


def test_a_task_of_no_battle_is_refused() -> None:
    with pytest.raises(InputError, match="write at least 1"):
        Pace([], 0)


@given(BATCHES)
def test_ranges_of_a_table_are_its_rows(work: list[Batch]) -> None:
    tables = [blank_results(batch, ("leakers",)) for batch in work]
    table = np.concatenate([*tables, blank_results(Batch(0, 0, 0, 0), ("leakers",))])
    assert named(list(ranges(table))) == [tuple(row)[:3] for row in table.tolist()]
