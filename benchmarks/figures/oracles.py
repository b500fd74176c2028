"""The tests that compare with other programs, opened as modules, so that their equations and steps exist once."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

TESTS = Path(__file__).parents[2] / "tests"
FOLDER = TESTS / "oracles"
#: What those files import beside the house's own.
EVIDENCE = str(TESTS / "evidence")


@cache
def oracle(stem: str) -> ModuleType:
    """A file of tests/oracles as a module."""
    if EVIDENCE not in sys.path:
        sys.path.append(EVIDENCE)
    spec = importlib.util.spec_from_file_location(f"oracle_{stem}", FOLDER / f"{stem}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
