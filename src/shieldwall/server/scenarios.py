"""The built-in scenarios, as cards to begin from; and how one is run, as a job."""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import Any, Final

from shieldwall.exercise.runs import run
from shieldwall.scenario import Scenario, load, names
from shieldwall.server.built_in import check_scenario
from shieldwall.server.fights import fight
from shieldwall.server.holdings import Holdings
from shieldwall.server.jobs import Job, Jobs, What

#: What is asked for most comes first.
EXERCISE: Final = "slavic-shield-2019"
_READING = Lock()


def cards() -> list[dict[str, Any]]:
    """Return name, title, question and size of each built-in scenario: the exercise, then from small to large."""
    with _READING:
        return _read()


@cache
def _read() -> list[dict[str, Any]]:
    read = [{"name": name, **_card(load(name))} for name in names()]
    return sorted(read, key=lambda card: (card["name"] != EXERCISE, card["units"] + card["raid"]))


def _card(scenario: Scenario) -> dict[str, Any]:
    return {
        "title": scenario.title,
        "question": scenario.question,
        "units": sum(unit.count for unit in scenario.blue.units.values()),
        "raid": sum(unit.count for unit in scenario.red.units.values()),
        "lasts": scenario.lasts,
    }


def title_of(name: str) -> str:
    """Return the title of a built-in scenario; NotHeldError for any other name."""
    check_scenario(name)
    return str(next(card["title"] for card in cards() if card["name"] == name))


def begin_run(jobs: Jobs, holdings: Holdings, name: str) -> Job:
    """Begin to fight a built-in scenario, to be opened when it is over; NotHeldError for any other name."""
    return fight(jobs, holdings, What("run", title_of(name), name), name, lambda progress: run(name, progress=progress))
