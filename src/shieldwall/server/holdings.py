"""What the page may ask about: the runs that were opened, by name, and nothing that was not."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

from shieldwall.exercise.runs import Run
from shieldwall.quantities.errors import guessed, quoted
from shieldwall.server.held import NotHeldError
from shieldwall.server.names import name_for
from shieldwall.server.opened import Opened


@dataclass
class Holdings:
    """The opened runs by name, and which of them the page shows first."""

    runs: dict[str, Opened] = field(default_factory=dict)
    first: str | None = None
    _lock: Lock = field(default_factory=Lock, repr=False)

    def add(self, run: Run, words: str) -> Opened:
        """Hold a run under a name like `words`, and return it."""
        with self._lock:
            name = name_for(words, self.runs)
            self.runs[name] = Opened(name, run)
            self.first = self.first or name
            return self.runs[name]

    def run(self, name: str) -> Opened:
        """Return the run of a name; NotHeldError, with the nearest name, when none is held by it."""
        if name not in self.runs:
            instead = guessed(name, self.runs) or f"this server holds {', '.join(self.runs) or 'none'}"
            raise NotHeldError(f"there is no run {quoted(name)} here", instead=instead.strip())
        return self.runs[name]
