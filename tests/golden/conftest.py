"""`pytest tests/golden --update` writes the expected logs anew."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that renews the golden logs."""
    parser.addoption("--update", action="store_true", help="write the golden logs anew")
