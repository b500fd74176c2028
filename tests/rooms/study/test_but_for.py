"""But for: shares over draws of luck that can be counted by hand, and the sentences that say them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import shieldwall as sw
from shieldwall.analysis.fates import Fate
from shieldwall.assembly.draw.replication import Workspace, draw
from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.quantities.errors import InputError
from shieldwall.scenario import Scenario, load
from shieldwall.study.but_for import ButFor, battles, but_for, threat_rows
from shieldwall.study.but_for_words import leaker_paragraph, paragraph, plain
from shieldwall.study.ideal import CHANNELS, COMMAND, LINK, ROUNDS
from shieldwall.study.luck import luck_of

SHORT = (LINK, COMMAND, ROUNDS)
DRAWS = 6


@pytest.fixture(scope="module")
def counted(short_of_rounds: Scenario) -> ButFor:
    """Two rounds that never miss against four threats, on six draws of luck."""
    return but_for(short_of_rounds, range(DRAWS), pair_draws=3, ideals=SHORT)


@pytest.fixture(scope="module")
def sampled_run() -> sw.Run:
    return sw.run("one-battery", seed=3, replication=5, draw="sampled", film=False)


def test_of_four_threats_two_rounds_leave_two_and_rounds_without_end_none(counted: ButFor) -> None:
    assert counted.leakers == 2.0
    stopped = {one.links[0].name: one.stopped for one in counted.links}
    assert stopped["endless-rounds"] == (2.0, 0.0, DRAWS, 0)
    assert stopped["perfect-links"] == stopped["prompt-command"] == (0.0, 0.0, 0, 0)


def test_a_pair_is_no_better_than_the_one_that_helps(counted: ButFor) -> None:
    assert [tuple(link.name for link in one.saved.links) for one in counted.pairs] == [
        ("perfect-links", "prompt-command"), ("perfect-links", "endless-rounds"), ("prompt-command", "endless-rounds"),
    ]  # fmt: skip
    assert [one.saved.stopped.mean for one in counted.pairs] == [0.0, 2.0, 2.0]
    assert [one.beyond.mean for one in counted.pairs] == [0.0, 0.0, 0.0]
    assert {one.saved.draws for one in counted.pairs} == {counted.pair_draws} == {3}
    assert {one.better for one in counted.pairs[1:]} == {ROUNDS}


def test_two_links_may_save_what_neither_saves_alone(battle: Any) -> None:
    """A crew ten minutes late with two rounds: in time it stops two, with rounds alone none, with both all."""
    units = "post: {is: certain-battery, at: 1 km north of depot, rounds: 1}"
    late = battle(units, delays="declare: 1 s, reaction: 10 min")
    found = but_for(late, range(2), pair_draws=2, ideals=(COMMAND, ROUNDS))
    assert [one.stopped.mean for one in found.links] == [2.0, 0.0]
    (pair,) = found.pairs
    assert (pair.saved.stopped.mean, pair.better, pair.beyond.mean) == (4.0, COMMAND, 2.0)
    assert "would have stopped most: 4.0 (4.0 to 4.0), which is 2.0 (2.0 to 2.0) beyond prompt-command" in paragraph(
        found
    )


def test_threats_have_their_names_and_their_leaks_are_the_leakers(counted: ButFor) -> None:
    assert set(counted.threats) == {f"red/{side}/1" for side in ("north", "east", "south", "west")}
    assert sum(one.leaks for one in counted.threats.values()) == DRAWS * counted.leakers
    for one in counted.threats.values():
        assert (one.links[0].leaks, one.links[2].leaks) == (one.leaks, 0)
        assert one.links[2].stopped.estimate == one.leaks / DRAWS
    # A crew without delay takes others, and no more.
    assert sum(one.links[1].leaks for one in counted.threats.values()) == DRAWS * counted.leakers


def test_who_leaked_by_the_arrays_is_who_leaked_by_the_log() -> None:
    scenario = load("slavic-shield-2019")
    simulator = Simulator(planned(scenario))
    simulator.simulate(1, 0)
    leaked = simulator.workspace.truth.body_state["leaked"]
    outcomes = sw.exercise.Run(simulator.recording()).outcome_rows
    found = {row["threat"] for row in outcomes if row["fate"] == Fate.LEAKED.value}
    assert found
    assert found == {name for name, row in threat_rows(scenario).items() if leaked[row]}


def test_threads_change_no_answer(short_of_rounds: Scenario) -> None:
    one, two = (plain(but_for(short_of_rounds, range(4), pair_draws=2, workers=n, ideals=SHORT)) for n in (1, 2))
    assert one == two


def test_progress_counts_every_battle(short_of_rounds: Scenario) -> None:
    found: list[tuple[int, int]] = []
    but_for(short_of_rounds, range(3), pair_draws=2, progress=lambda *at: found.append(at), ideals=SHORT)
    # The first battles, of which nobody knows yet how long they are, are looked into.
    assert [at for at in dict.fromkeys(found) if at[0]] == [(done, 18) for done in range(1, 19)]
    # As it stands, three links, three pairs of them.
    assert battles(3, 2, 3) == 3 * 4 + 2 * 3 == 18


@pytest.mark.parametrize(("draws", "pairs"), [(1, 0), (4, 1)])
def test_one_battle_has_no_interval(short_of_rounds: Scenario, draws: int, pairs: int) -> None:
    with pytest.raises(InputError, match="1 draws of luck have no interval"):
        but_for(short_of_rounds, range(draws), pair_draws=pairs)


def test_the_paragraph_says_what_would_have_stopped_how_many(counted: ButFor) -> None:
    text = paragraph(counted)
    assert text.startswith(
        "2.0 threats leak on average over 6 draws of luck. But for rounds running out, 2.0 (2.0 to 2.0) of the 2.0 "
        "would have been stopped. Luck alone could explain what these would change: delays and failures of links "
        "(0.0 to 0.0) and delays of command (0.0 to 0.0)."
    )
    assert "2.0 (2.0 to 2.0), which is 0.0 (0.0 to 0.0) beyond endless-rounds alone." in text


def test_the_paragraph_of_a_leaker_says_how_often(counted: ButFor) -> None:
    leaker = max(counted.threats.values(), key=lambda one: one.leaks)
    text = leaker_paragraph(leaker)
    share = round(100 * leaker.leaks / DRAWS)
    assert text.startswith(f"{leaker.threat} leaks in {leaker.leaks} of 6 draws of luck: {share} % (")
    assert f"But for rounds running out it would leak in 0 %, {share} (" in text
    unclear = r"change: delays and failures of links \(it would leak in \d+ %\) and delays of command \(\d+ %\)\."
    assert re.search(unclear, text)


def test_a_threat_that_nobody_sent_is_refused(counted: ButFor) -> None:
    with pytest.raises(InputError, match="did you mean red/north/1"):
        counted.of("red/nort/1")


def test_luck_leaves_the_run_itself_out_and_goes_round_at_the_end(sampled_run: sw.Run) -> None:
    assert list(luck_of(sampled_run, 3).replications) == [6, 7, 8]
    sampled_run.header["replication"] = 2**32 - 1
    try:
        assert list(luck_of(sampled_run, 2).replications) == [0, 1]
    finally:
        sampled_run.header["replication"] = 5


def test_luck_holds_the_figures_that_the_run_drew(sampled_run: sw.Run) -> None:
    luck = luck_of(sampled_run, 2)
    made = Workspace(planned(luck.scenario, ranges=True))
    draw(made, luck.seed, 5, "sampled")
    drawn = made.figures.copy()
    unknown = made.plan.figures["purpose"] == made.plan.figures["purpose"][0]
    for replication in luck.replications:
        draw(made, luck.seed, replication, luck.parameter_draws)
        assert made.figures[unknown].tolist() == drawn[unknown].tolist()
    assert np.unique(drawn[unknown] == made.plan.figures["value"][unknown]).size == 2


def test_a_run_asks_for_itself(sampled_run: sw.Run) -> None:
    found = sampled_run.but_for("red/plain-pair/1", draws=3, pair_draws=0)
    assert (found.threat, found.draws, found.pairs) == ("red/plain-pair/1", 3, ())


def test_how_long_it_takes_is_said_and_that_the_code_is_another(
    sampled_run: sw.Run, capsys: pytest.CaptureFixture[str]
) -> None:
    usual = sampled_run.header["code"]
    sampled_run.header["code"] = "another"
    try:
        sw.but_for(sampled_run, 3)
    finally:
        sampled_run.header["code"] = usual
    said = capsys.readouterr().err
    assert "51 battles: 3 draws of luck as it stands and with each of 6 links made ideal, 2 with every two" in said
    assert "fought by another version of the code: what follows is of the models as they are now" in said


def test_what_a_doctrine_commanded_cannot_be_fought_again_without_it(sampled_run: sw.Run) -> None:
    sampled_run.header["doctrine"] = {"name": "mine", "every": 5.0, "source": None}
    try:
        with pytest.raises(InputError, match="a doctrine in Python commanded this run"):
            luck_of(sampled_run, 2)
    finally:
        del sampled_run.header["doctrine"]


def test_other_terrain_is_refused(sampled_run: sw.Run) -> None:
    usual = sampled_run.header["terrain"]["digest"]
    sampled_run.header["terrain"]["digest"] = "other"
    try:
        with pytest.raises(InputError, match="the terrain is not that of the run"):
            luck_of(sampled_run, 2)
    finally:
        sampled_run.header["terrain"]["digest"] = usual


def test_the_number_of_channels_does_not_name_a_threat_anew(short_of_rounds: Scenario) -> None:
    found: Any = but_for(short_of_rounds, range(2), pair_draws=0, ideals=(CHANNELS,))
    assert {one.leaks for one in found.threats.values()} <= {0, 1, 2}
    assert found.links[0].stopped.mean == 0.0
    assert found.pairs == ()


def test_a_folder_will_do(sampled_run: sw.Run, tmp_path: Path, save_bare: Any) -> None:
    folder = save_bare(sampled_run, tmp_path / "kept")
    assert plain(sw.but_for(folder, 2)) == plain(sampled_run.but_for(draws=2))
