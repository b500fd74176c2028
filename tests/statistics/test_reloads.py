"""Reloads: against a raid that lasts longer than a reload takes, as many rounds come again and stop more."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from scipy import stats

from shieldwall.scenario import source, with_changes

#: Drones, one a minute, for most of an hour; a reload of the battery takes twenty minutes.
CHANGES = {
    "red.units.plain-pair.is": "shahed-class",
    "red.units.plain-pair.speed": "50 m/s",
    "red.units.plain-pair.count": "40",
    "red.units.plain-pair.spacing": "60 s",
    "blue.units.pantsir.rounds": "6",
    "blue.command.reserve": "0",
    "blue.command.least_chance": "0.1",
    "lasts": "80 min",
}
RUNS = range(14)


def without_reloads(assembly: Any) -> None:
    """Take the rounds away that would be reloaded."""
    assembly.belief.launcher_state["stock"][:] = 0


@pytest.mark.long
def test_a_reload_stops_more(leaks: Callable[..., Any]) -> None:
    raid = SimpleNamespace(text=lambda: with_changes(source("one-battery")[0], CHANGES))
    once, again = leaks(raid, RUNS, without_reloads), leaks(raid, RUNS)
    up, down = int((once > again).sum()), int((once < again).sum())
    # Were a reload without effect, better and worse pairs would be equally likely.
    assert stats.binomtest(up, up + down, alternative="greater").pvalue < 1e-3
    # Six rounds more stop six threats more at most.
    assert 0.0 < (once - again).mean() <= 6.0
