"""What all tests share: hypothesis profiles, the marks that follow from a file's place, and system tools."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

#: The fixture `evidence`, and the page that it writes.
pytest_plugins = ["evidence_rows"]

TESTS = Path(__file__).parent
#: Where tests take little time.
SMALL = ("rooms", "tables")
IN_CI = bool(os.environ.get("CI"))

# A first call may compile for seconds, so no example has a deadline.
settings.register_profile("local", deadline=None, print_blob=True)
settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True, database=None)
settings.load_profile("ci" if IN_CI else "local")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of the kernels `kernel`, so that they also run as plain Python, and put what takes long first.

    Processes side by side take whole files in this order: short ones at the end leave none of them waiting.
    """
    for item in items:
        if item.path.is_relative_to(TESTS / "rooms" / "kernels"):
            item.add_marker(pytest.mark.kernel)
    slow = {item.path for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: (item.path not in slow, item.path.relative_to(TESTS).parts[0] in SMALL))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose system tool is absent; where CI is set, fail it."""
    for mark in item.iter_markers("tool"):
        command = mark.args[0]
        if shutil.which(command) is None:
            (pytest.fail if IN_CI else pytest.skip)(f"{command} is not installed; .ci/tools installs it")
