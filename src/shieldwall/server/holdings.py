"""What the page may ask about: the runs, drafts and studies that were opened, by name, and nothing that was not."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from shieldwall.exercise.runs import Run
from shieldwall.quantities.errors import InputError, guessed, quoted
from shieldwall.scenario import Scenario
from shieldwall.server.drafts import Drafts
from shieldwall.server.engagements import engagements
from shieldwall.server.held import NotHeldError
from shieldwall.server.live import Live
from shieldwall.server.lives import Lives
from shieldwall.server.names import name_for
from shieldwall.server.opened import Opened
from shieldwall.server.run_page import run_page
from shieldwall.server.studies import Studies

#: What reading raises when a run, whose file is sound, was written by somebody else.
DAMAGE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@dataclass
class Holdings:
    """The opened runs by name, drafts, studies and battles that go on; which the page shows first, a run last."""

    runs: dict[str, Opened] = field(default_factory=dict)
    first: str | None = None
    drafts: Drafts = field(default_factory=Drafts)
    editing: str | None = None
    lives: Lives = field(default_factory=Lives)
    watching: str | None = None
    studies: Studies = field(default_factory=Studies)
    studying: str | None = None
    _lock: Lock = field(default_factory=Lock, repr=False)

    def add(self, run: Run, words: str, file: Path | None = None) -> Opened:
        """Hold a run under a name like `words`, with what a page asks first at hand, and return it.

        `file` is where its scenario is, if that was named on the command line.
        Raises InputError for a run that was kept without its film, and for one that lacks what the page shows.
        """
        opened = Opened("", run, file)
        try:
            _ = opened.film, opened.stories, run_page(opened), engagements(opened)
        except InputError:
            raise
        except DAMAGE as error:
            what = f"{words} lacks what the page shows, or holds what no run of this version does ({error!r})"
            raise InputError(what, instead="run its scenario again") from error
        with self._lock:
            opened.name = name_for(words, self.runs)
            self.runs[opened.name] = opened
            self.first = self.first or opened.name
        return opened

    def watch(self, scenario: Scenario, words: str, file: Path | None = None) -> Live:
        """Make a battle ready to be watched; its run is held when it is over. Raises what `Lives.begin` does."""
        return self.lives.begin(scenario, words, self.runs, lambda run: self.add(run, words, file).name)

    def drop(self, name: str) -> None:
        """Hold a run no longer, but for the one that was opened first."""
        with self._lock:
            if name != self.first:
                self.runs.pop(name, None)

    @property
    def opened(self) -> dict[str, Any]:
        """What the page shows first: a run, a draft, a study, or nothing."""
        if self.editing is not None:
            return {"kind": "draft", "id": self.editing}
        if self.watching is not None:
            return {"kind": "live", "id": self.watching}
        if self.studying is not None:
            return {"kind": "study", "id": self.studying}
        return {"kind": "run" if self.first else "none", "id": self.first}

    def run(self, name: str) -> Opened:
        """Return the run of a name, before its first event where it goes on; NotHeldError, with the nearest name."""
        if self.lives.has(name):
            return self.lives.live(name).opened
        if name not in self.runs:
            instead = guessed(name, self.runs) or f"this server holds {', '.join(self.runs) or 'none'}"
            raise NotHeldError(f"there is no run {quoted(name)} here", instead=instead.strip())
        return self.runs[name]
