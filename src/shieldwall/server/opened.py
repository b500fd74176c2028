"""An opened run: its answers, each worked out once for all who ask."""

from __future__ import annotations

import gzip
from functools import cached_property
from threading import RLock
from typing import Any

from shieldwall.analysis.explain import Stories
from shieldwall.exercise.runs import Run
from shieldwall.outlets.account import Account
from shieldwall.outlets.playback import frame
from shieldwall.server.film import film

#: Level of compression at which a film takes a twentieth of a second.
FAST = 4


class Opened:
    """A run under the name that it has on the page."""

    def __init__(self, name: str, run: Run) -> None:
        self.name = name
        self.run = run
        #: Held by who works something out that is then kept.
        self.lock = RLock()

    @property
    def header(self) -> dict[str, Any]:
        """What was run."""
        return self.run.header

    @cached_property
    def plane(self) -> Any:
        """The plane in which the run's positions are given."""
        return frame(self.header)

    @cached_property
    def account(self) -> Account:
        """The run's answers, as outlets have them."""
        return Account(self.run.recording)

    @cached_property
    def stories(self) -> Stories:
        """What `shieldwall explain` says of each threat."""
        return Stories(self.run.recording)

    @cached_property
    def film(self) -> tuple[bytes, bytes]:
        """The columns of the film, as they are and compressed."""
        content = film(self.run.recording)
        return content, gzip.compress(content, FAST, mtime=0)
