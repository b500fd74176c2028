"""Every built-in scenario can be fought, and its threats and rounds add up."""

from __future__ import annotations

import pytest

from shieldwall.analysis.accounting import check_accounting
from shieldwall.exercise import run
from shieldwall.scenario import load, names


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("draw", ["central", "sampled"])
def test_a_built_in_scenario_is_fought_and_adds_up(name: str, draw: str) -> None:
    check_accounting(run(name, seed=5, draw=draw, film=False).recording)  # type: ignore[arg-type]


def test_the_raids_are_as_large_as_they_are_said_to_be() -> None:
    size = {name: sum(unit.count for unit in load(name).red.units.values()) for name in names()}
    assert size["slavic-shield-2019"] >= 60
    threats = run("bench-60", film=False).header["threats"]
    assert len(threats) == 60
