"""The study of one scenario, whatever its author wrote; and how an answer settles."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from shieldwall.scenario import load, load_text, source
from shieldwall.study.answer import Answer
from shieldwall.study.ask import study
from shieldwall.study.file import load_text as load_study
from shieldwall.study.headed import open_answer
from shieldwall.study.settling import settled
from shieldwall.study.single import single
from shieldwall.study.work import result_layout


def test_it_asks_the_scenario_as_it_is() -> None:
    scenario = load("one-battery")
    asked = single(scenario)
    assert (asked.question, asked.base, asked.scenario) == (scenario.question, scenario, "one-battery")
    assert (list(asked.options), list(asked.raids), asked.replications) == (["as-written"], ["as-written"], None)


@pytest.mark.parametrize("question", ['Who "leaks": #1, {it: !x}?', "Zašto \\n 'curi'? - & * | >", "'"])
def test_whatever_its_author_asks_is_asked_and_kept(question: str, tmp_path: Path) -> None:
    text, _ = source("one-battery")
    lines = [line for line in text.splitlines() if not line.startswith("question:")]
    words = question.replace("'", "''")
    scenario = load_text("\n".join([*lines, f"question: '{words}'"]), str(tmp_path / "My own scenario, 2.yaml"))
    asked = single(scenario)
    assert asked.question == " ".join(question.split())
    study(asked, replications=2, out=tmp_path / "s")
    assert open_answer(tmp_path / "s").study.question == asked.question


def test_answer_settles_as_the_means_of_its_first_battles() -> None:
    asked = load_study("study: 1\nquestion: Who?\nscenario: one-battery\nmeasures: [leakers]\n", "x")
    table = np.zeros(40, result_layout(("leakers",)))
    table["row"], table["replication"] = -1, np.arange(40)
    table["leakers"] = np.arange(40) % 2
    found = settled(Answer(asked, table))
    assert (found.battles[0], found.battles[-1]) == (10, 40)
    first, last = found.lines["as-written"][0], found.lines["as-written"][-1]
    assert first.estimate == last.estimate == 0.5
    # Student's 97.5 % quantiles for 9 and 39 degrees of freedom, from printed tables: 2.262 and 2.023; the deviation
    # of as many noughts as ones is 0.5 sqrt(n / (n - 1)).
    assert first.half == pytest.approx(2.262 * 0.5 / 3.0, rel=1e-3)
    assert last.half == pytest.approx(2.023 * 0.5 / np.sqrt(39.0), rel=1e-3)
    assert settled(Answer(asked, table[:19])).lines == {}
