"""Leaks over many battles, which are fought again: they come to what the results say, and are all on the map."""

from __future__ import annotations

import numpy as np
import pytest

from shieldwall.analysis.leaking import LeakerPath
from shieldwall.quantities.errors import InputError
from shieldwall.study.answer import Answer
from shieldwall.study.ask import study
from shieldwall.study.file import load_text
from shieldwall.study.leaking import MOST, SQUARES, chosen, gathered, leaks, size_for
from shieldwall.study.work import Batch

TEXT = """study: 1
question: What leaks?
scenario: one-battery
options:
  as-it-is: {}
  half: {blue.units.pantsir.rounds: 1}
replications: 12
"""


@pytest.fixture(scope="module")
def answer() -> Answer:
    return study(load_text(TEXT, "x.yaml"))


def test_leakers_are_as_many_as_the_results_have_of_these_battles(answer: Answer) -> None:
    steps: list[float] = []
    found = leaks(answer, 1, 6, lambda done, total: steps.append(done / total))
    rows = answer.results[answer.results["cell"] == 1]
    wanted = {battle.first for battle in found.battles}
    assert len(wanted) == 6
    assert found.leakers == sum(row["leakers"] for row in rows if int(row["replication"]) in wanted)
    assert found.leakers == found.places.total() == found.reasons.total() == found.systems.total() > 0
    # While the first battles go on nothing is done, which is reported too: who waits may have enough of it.
    assert steps == sorted(steps)
    assert sorted({*steps, 0.0}) == [n / 6 for n in range(7)]
    # All fly at the one depot, so that its square has them all.
    east, north = np.floor(np.array(found.header["places"]["place/depot"]["at"][:2]) / found.size).astype(int).tolist()
    near = [one for one in found.squares if abs(one.east - east) <= 1 and abs(one.north - north) <= 1]
    assert max(one.leakers for one in near) == found.leakers
    assert all(0 < len(one.battles) <= one.leakers for one in found.squares)


def test_all_battles_are_taken_where_there_are_no_more(answer: Answer) -> None:
    assert [battle.first for battle in chosen(answer, 0, MOST)] == list(range(12))
    assert [battle.first for battle in chosen(answer, 0, 2)] == [0, 11]


def test_what_cannot_be_gathered_is_refused(answer: Answer) -> None:
    for wanted in (0, MOST + 1):
        with pytest.raises(InputError, match="write from 1 to 200"):
            leaks(answer, 0, wanted)
    with pytest.raises(InputError, match="nothing was fought yet"):
        leaks(Answer(answer.study, answer.results[:0]), 0, 5)


def path(*points: tuple[float, float]) -> LeakerPath:
    return LeakerPath("red/one", "drone", "tracked", "too late", "place/depot", np.array(points, np.float64))


def test_each_leaker_counts_once_in_a_square_and_squares_name_their_battles() -> None:
    there_and_back = path((100.0, 100.0), (700.0, 100.0), (100.0, 100.0))
    one, other = Batch(0, -1, 4, 1), Batch(0, -1, 9, 1)
    found = gathered({}, [one, other], [[there_and_back, path((100.0, 100.0))], [path((600.0, 400.0))]])
    assert found.size == 500.0
    assert [(square.east, square.north, square.leakers, square.battles) for square in found.squares] == [
        (0, 0, 2, (one,)), (1, 0, 2, (one, other))
    ]  # fmt: skip
    assert found.reasons == {("tracked", "too late"): 3}


def test_squares_are_as_small_as_fits() -> None:
    assert size_for([]) == 500.0
    assert size_for([path((0.0, 0.0), (500.0 * SQUARES, 0.0))]) == 500.0
    assert size_for([path((0.0, 0.0), (0.0, 500.0 * SQUARES + 1.0))]) == 1000.0
    assert size_for([path((0.0, 0.0), (9e6, 0.0))]) == 50_000.0
