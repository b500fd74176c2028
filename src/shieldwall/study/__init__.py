"""Many runs: a question, options fought on the same random numbers, and what they come to.

`shieldwall.study` is this room, and it is also what asks: `shieldwall.study("s400-or-not", replications=100)`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _Room(ModuleType):
    """A module that may be called, so that one name can be both."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Answer a study, as `shieldwall.study.ask.study` does."""
        from shieldwall.study.ask import study

        return study(*arguments, **options)


sys.modules[__name__].__class__ = _Room
