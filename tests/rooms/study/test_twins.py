"""Options whose models Python replaces: fought beside the others, sealed in the header, never taken for a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from shieldwall.assembly.draw.replication import Workspace
from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.quantities.errors import InputError
from shieldwall.study.again import run_of
from shieldwall.study.answer import Answer
from shieldwall.study.ask import study
from shieldwall.study.cells import cells, check
from shieldwall.study.changes import figures
from shieldwall.study.file import Study, load_text, with_twins
from shieldwall.study.headed import header_of, open_answer
from shieldwall.study.measures import launches, log_checksum
from shieldwall.study.sample import gather
from shieldwall.study.twins import Twins

TEXT = """study: 1
question: What are its rounds worth?
scenario: one-battery
options:
  as-it-is: {}
  blind: {title: sensors that reach a metre}
  late: {title: no missiles, blue.units.pantsir.rounds: 0}
measures: [leakers, launches, log_checksum]
replications: 3
"""
BLIND = figures("sensors", range_max=1.0)


def asked(source: str = "a twin", **changes: object) -> Study:
    return with_twins(load_text(TEXT, "x.yaml"), Twins(changes or {"blind": BLIND}, source))  # type: ignore[arg-type]


@pytest.fixture(scope="module", name="answer")
def fought() -> Answer:
    return study(asked())


def test_a_twin_fights_with_what_python_sets(answer: Answer) -> None:
    # Blind, it fires nothing, and all four missiles come through; as it is, it fires.
    leak, fired = answer.values("leakers")[:, 0], answer.values("launches")[:, 0]
    assert leak[1].tolist() == [4.0, 4.0, 4.0]
    assert fired[1].sum() == 0.0
    assert fired[0].max() > 0.0
    alone = load_text(TEXT.replace("  blind: {title: sensors that reach a metre}\n", ""), "x.yaml")
    assert study(alone).results[:3].tobytes() == answer.results[:3].tobytes()


def test_twins_of_one_scenario_share_its_plan() -> None:
    made = cells(asked())
    assert made[1].scenario is made[1].study.base
    assert made[2].scenario is not made[2].study.base
    check(made[0].study, made)


def test_an_option_that_text_alone_leaves_as_it_is_is_still_refused() -> None:
    with pytest.raises(InputError, match="blind comes to the same as as-it-is"):
        study(load_text(TEXT, "x.yaml"), 2)


def test_the_header_knows_which_models_are_replaced_and_by_what() -> None:
    plain, one, other, late = (
        header_of(read).hash for read in (load_text(TEXT, "x.yaml"), asked(), asked("another"), asked(late=BLIND))
    )
    assert len({plain, one, other, late}) == 4


def test_a_folder_goes_on_with_the_same_twins_alone(answer: Answer, tmp_path: Path) -> None:
    folder = tmp_path / "s"
    study(asked(), 2, out=folder)
    with pytest.raises(InputError, match="is of another study: it differs in twins"):
        study(asked("another"), out=folder, resume=True)
    assert study(asked(), 3, out=folder, resume=True).results.tobytes() == answer.results.tobytes()
    # Its text alone does not say what was fought.
    with pytest.raises(InputError, match="models were replaced that no text names"):
        open_answer(folder)


def test_a_scenario_is_not_taken_for_a_twin(answer: Answer) -> None:
    for ask in (lambda: run_of(answer, 3, film=False), lambda: answer.but_for("blind", draws=2)):
        with pytest.raises(InputError, match="blind replaces a model, which its scenario does not say"):
            ask()
    assert run_of(answer, 0, film=False).measures["rounds"] == answer.results["launches"][0]


def test_the_sample_of_a_report_is_fought_with_the_twins(answer: Answer) -> None:
    # Who has no missiles left still fires its guns; who is blind fires nothing.
    assert {one.cell for one in gather(answer).spent if one.rounds > 0.0} == {0, 2}


def test_a_name_that_is_no_option_is_refused() -> None:
    with pytest.raises(InputError, match='"blnd" is no option; did you mean blind'):
        asked(blnd=BLIND)


def test_the_checksum_tells_battles_apart() -> None:
    battle = Simulator(planned(load_text(TEXT, "x.yaml").base))

    def checksum(replication: int, change: object = None) -> float:
        battle.simulate(1, replication, change=change)  # type: ignore[arg-type]
        return log_checksum(battle)

    def nothing(_: Workspace) -> None:
        """Change nothing."""

    first = checksum(0)
    assert first != checksum(1)
    assert first == checksum(0, nothing)
    assert first != checksum(0, BLIND)
    assert launches(battle) == 0.0
