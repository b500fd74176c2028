"""What the server holds has an end: runs that were asked for longest ago give way, and leave nothing behind."""

from __future__ import annotations

import gc
import weakref

import pytest

from shieldwall.exercise import Run
from shieldwall.server import holdings
from shieldwall.server.coverage import coverage
from shieldwall.server.held import NotHeldError
from shieldwall.server.holdings import Holdings
from shieldwall.server.window import window


def again(fought: Run) -> Run:
    """The same run, as another one."""
    return Run(fought.recording, None, fought.battle)


def test_run_that_was_asked_for_longest_ago_gives_way(fought: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holdings, "MOST", 2)
    here = Holdings()
    names = [here.add(again(fought), "battery").name for _ in range(3)]
    here.run(names[1])
    assert here.add(again(fought), "battery").name == "battery-4"
    # The first is what was opened, and stays; the second was asked for after the third.
    assert list(here.runs) == [names[0], names[1], "battery-4"]
    with pytest.raises(NotHeldError, match="has given way to newer ones"):
        here.run(names[2])
    with pytest.raises(NotHeldError, match="there is no run"):
        here.run("battery-5")


def test_run_that_gave_way_leaves_nothing_behind(fought: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holdings, "MOST", 1)
    here = Holdings()
    here.add(again(fought), "first")
    opened = here.add(again(fought), "second")
    assert window(opened) == window(opened)
    assert coverage(opened, 100.0, 1.0, None) is coverage(opened, 100.0, 1.0, None)
    left = weakref.ref(opened)
    del opened
    here.add(again(fought), "third")
    gc.collect()
    assert left() is None


def test_battle_and_run_are_never_called_the_same(fought: Run) -> None:
    here = Holdings()
    assert here.named("live-battery") == "live-battery"
    assert here.add(again(fought), "live-battery").name == "live-battery-2"
