"""How a measure is distributed: bars, the battles behind them, the typical and the extreme ones, counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from shieldwall.study.answer import Answer
from shieldwall.study.bars import MOST_BARS, NAMED, bars, edges_of
from shieldwall.study.file import load_text, with_strata
from shieldwall.study.strata import Strata
from shieldwall.study.work import result_layout

MEASURES = ("leakers", "damage_share", "killed", "launches", "any_leaker")
STUDY = load_text(
    f"study: 1\nquestion: Who leaks?\nscenario: one-battery\nmeasures: [{', '.join(MEASURES)}]\nreplications: 8\n", "x"
)


def answer(**columns: list[float]) -> Answer:
    """An answer whose battles have some values of some measures, and nought of the others."""
    table = np.zeros(len(next(iter(columns.values()))), result_layout(MEASURES))
    table["row"], table["replication"] = -1, np.arange(len(table))
    for name, values in columns.items():
        table[name] = values
    return Answer(STUDY, table)


def test_counts_have_a_bar_for_each_number_with_the_battles_that_came_to_it() -> None:
    found = bars(answer(leakers=[2, 0, 2, 4, 2, 1, 1, 0]), 0, "leakers")
    assert found is not None
    assert [(bar.low, bar.high, bar.battles, bar.share) for bar in found.bars] == [
        (0, 1, 2, 0.25), (1, 2, 2, 0.25), (2, 3, 3, 0.375), (3, 4, 0, 0.0), (4, 5, 1, 0.125)
    ]  # fmt: skip
    assert [[one.replication for one in bar.named] for bar in found.bars] == [[1, 7], [5, 6], [0, 2, 4], [], [3]]
    # The least value that at least half of 0 0 1 1 2 2 2 4 does not exceed is 1 (Hyndman and Fan 1996, definition 1).
    assert dict(zip(found.levels, found.quantiles, strict=True))[0.5] == 1.0
    assert (found.least.value, found.typical.value, found.most.value) == (0.0, 1.0, 4.0)
    assert found.most.replication == 3


def test_of_battles_alike_the_one_nearest_to_the_rest_is_shown() -> None:
    # Battles 1, 2 and 3 have the median of leakers; of these, battle 3 has the median of rounds fired, 10, too.
    found = bars(answer(leakers=[0, 2, 2, 2, 4], launches=[9, 30, 2, 10, 11]), 0, "leakers")
    assert found is not None
    assert (found.typical.replication, found.least.replication, found.most.replication) == (3, 0, 4)


@pytest.mark.parametrize(("measure", "worse"), [("leakers", "most"), ("killed", "least"), ("launches", None)])
def test_which_end_is_bad_for_the_defence(measure: str, worse: str | None) -> None:
    found = bars(answer(leakers=[0, 1]), 0, measure)
    assert found is not None
    assert found.worse == worse


def test_shares_stand_between_nought_and_one_and_one_is_within() -> None:
    found = bars(answer(damage_share=[0.0, 0.04, 0.5, 1.0]), 0, "damage_share")
    assert found is not None
    assert (found.bars[0].low, found.bars[-1].high, len(found.bars)) == (0.0, 1.0, 20)
    assert {n: bar.battles for n, bar in enumerate(found.bars) if bar.battles} == {0: 2, 10: 1, 19: 1}


def test_chances_have_two_bars_and_many_numbers_a_few() -> None:
    assert edges_of(np.array([0.0, 1.0])).tolist() == [0.0, 1.0, 2.0]
    edges = edges_of(np.array([10.0, 300.0]))
    assert len(edges) - 1 <= MOST_BARS
    assert set(np.diff(edges)) == {10.0}
    assert (edges[0], edges[-1]) == (10.0, 310.0)
    assert edges_of(np.array([2.5, 2.5]))[0] == 2.5


def test_no_more_battles_are_named_than_fit() -> None:
    found = bars(answer(leakers=[1.0] * 100), 0, "leakers")
    assert found is not None
    assert found.bars[0].battles == 100
    assert [one.replication for one in found.bars[0].named] == list(range(NAMED))


def test_battles_of_strata_count_by_how_often_each_is() -> None:
    text = "study: 1\nquestion: Who leaks?\nscenario: one-battery\nmeasures: [leakers]\nstrata: [pantsir]\n"
    # Ready nine times in ten with no leaker, out once in ten with four: as many battles of each.
    strata = Strata(("blue/pantsir",), ((), ("blue/pantsir",)), (0.9, 0.1), (1.0, 1.0))
    table = np.zeros(8, result_layout(("leakers",)))
    table["row"], table["leakers"], table["replication"] = [0] * 4 + [1] * 4, [0.0] * 4 + [4.0] * 4, range(8)
    found = bars(Answer(with_strata(load_text(text, "x"), strata), table), 0, "leakers")
    assert found is not None
    shares = {bar.low: bar.share for bar in found.bars if bar.battles}
    assert shares == {0.0: pytest.approx(0.9), 4.0: pytest.approx(0.1)}
    assert found.typical.value == 0.0


def test_cell_without_a_battle_has_no_bars() -> None:
    assert bars(answer(leakers=[1.0]), 1, "leakers") is None
