"""What all tests share: hypothesis profiles, the marks that follow from a file's place, and system tools."""

from __future__ import annotations

import functools
import gc
import importlib
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer.testing
from hypothesis import settings

#: The fixture `evidence`, and the page that it writes.
pytest_plugins = ["evidence_rows"]

# What a shell starts in the background ignores Ctrl-C, and so would all that tests start; some of them press it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The runner of commands would build all of them anew for each call, which takes longer than most of them.
typer.testing._get_command = functools.cache(typer.testing._get_command)

TESTS = Path(__file__).parent
#: Where tests take little time.
SMALL = ("rooms", "tables")
#: Folders whose tests have a mark by their place; other tests of these marks name it in their file.
MARKED = {"alone": (), "kernel": ("rooms/kernels", "rooms/engine")}
IN_CI = bool(os.environ.get("CI"))
#: Time of the frozen yardstick on the machine for which seconds are promised, s; how often one is looked at.
YARDSTICK, LOOKS = 0.047, 3

Takes = Callable[[], float]

# A first call may compile for seconds, so no example has a deadline.
settings.register_profile("local", deadline=None, print_blob=True)
settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True, database=None)
settings.load_profile("ci" if IN_CI else "local")


@functools.cache
def may_hold(mark: str, file: Path) -> bool:
    """Tell whether a file may have a test of a mark."""
    by_place = any(file.is_relative_to(TESTS / place) for place in MARKED[mark])
    return by_place or f"mark.{mark}" in file.read_text(encoding="utf-8")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Pass over what has no test of the mark that is asked for: to import all tests takes twenty seconds."""
    asked = config.option.markexpr
    mark = asked.partition(" and ")[0]
    if mark not in MARKED or " or " in asked:
        return None
    files = collection_path.rglob("test_*.py") if collection_path.is_dir() else [collection_path]
    return None if any(may_hold(mark, file) for file in files) else True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of the kernels `kernel`, so that they also run as plain Python, and put what takes long first.

    Processes side by side take whole files in this order: short ones at the end leave none of them waiting.
    """
    for item in items:
        if item.path.is_relative_to(TESTS / "rooms" / "kernels"):
            item.add_marker(pytest.mark.kernel)
        for mark in MARKED:
            if item.get_closest_marker(mark) and not may_hold(mark, item.path):
                raise pytest.UsageError(f"{item.nodeid} has the mark {mark}, which its file does not name")
    slow = {item.path for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: (item.path not in slow, item.path.relative_to(TESTS).parts[0] in SMALL))


def pytest_collection_finish() -> None:
    """Leave what was imported out of the search for garbage, and search seldom: it took a twentieth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose system tool is absent; where CI is set, fail it."""
    for mark in item.iter_markers("tool"):
        command = mark.args[0]
        if shutil.which(command) is None:
            (pytest.fail if IN_CI else pytest.skip)(f"{command} is not installed; .ci/tools installs it")


@pytest.fixture(scope="session")
def save_bare() -> Callable[[Any, Path], Path]:
    """Write a run's folder as where the extra for reports is missing: to draw one takes a second."""

    def save(run: Any, place: Path) -> Path:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("shieldwall.exercise.runs.has_report", lambda: False)
            return Path(run.save(place))

    return save


@functools.cache
def yardstick() -> Any:
    """The frozen yardstick; it takes ten seconds to compile, so a process has one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(TESTS.parent / "benchmarks"))
        return importlib.import_module("yardstick").Yardstick()


@pytest.fixture
def keeps_to() -> Callable[[float, Takes], None]:
    """Assert that something takes at most some seconds of the machine for which they are promised.

    What took longer here may take as much longer as the yardstick does just then. Neighbours of a machine come and go,
    so it is looked at more than once.
    """

    def assert_kept(limit: float, takes: Takes) -> None:
        seen = []
        for seed in range(1, LOOKS + 1):
            if (spent := takes()) <= limit:
                return
            slowness = min(yardstick().seconds(seed) for _ in range(3)) / YARDSTICK
            if spent <= limit * slowness:
                return
            seen.append(f"{spent:.3g} s while the machine took {slowness:.2f} times as long as that of the promise")
        pytest.fail(f"more than {limit:g} s: {'; '.join(seen)}")

    return assert_kept
