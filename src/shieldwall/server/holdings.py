"""What the page may ask about: the runs, drafts and studies that were opened, by name, and nothing that was not."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import RLock
from typing import Any, Final

from shieldwall.exercise.runs import Run
from shieldwall.quantities.errors import InputError, quoted
from shieldwall.scenario import Scenario
from shieldwall.server.drafts import Drafts
from shieldwall.server.engagements import engagements
from shieldwall.server.held import NotHeldError, not_held
from shieldwall.server.live import Live, Store
from shieldwall.server.lives import Lives
from shieldwall.server.names import name_for
from shieldwall.server.opened import Opened
from shieldwall.server.run_page import run_page
from shieldwall.server.studies import Studies

#: What reading raises when a run, whose file is sound, was written by somebody else.
DAMAGE: Final = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


#: Runs that are held at a time, beside the one that was opened first: each keeps its log and its film in memory.
MOST: Final = 24


@dataclass
class Holdings:
    """The opened runs by name, drafts, studies and battles that go on; which the page shows first, a run last.

    Where there are too many runs, the one that was asked for longest ago gives way. No name is given twice, since a tab
    may still ask for the run that had it.
    """

    runs: dict[str, Opened] = field(default_factory=dict)
    first: str | None = None
    drafts: Drafts = field(default_factory=Drafts)
    editing: str | None = None
    lives: Lives = field(default_factory=Lives)
    watching: str | None = None
    studies: Studies = field(default_factory=Studies)
    studying: str | None = None
    _names: set[str] = field(default_factory=set, repr=False)
    _lock: RLock = field(default_factory=RLock, repr=False)

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
            opened.name = self.named(words)
            self.runs[opened.name] = opened
            self.first = self.first or opened.name
            self._give_way()
        return opened

    def watch(
        self, scenario: Scenario, words: str, file: Path | None = None, seed: int = 1, store: Store | None = None
    ) -> Live:
        """Make a battle ready to be watched; its run is held when it is over, and then given to `store`.

        Raises what `Lives.begin` does.
        """
        name = partial(self.named, f"live-{words}")
        return self.lives.begin(scenario, name, lambda run: self.add(run, words, file).name, seed, store)

    def named(self, words: str) -> str:
        """Give a name like `words` that no run and no battle has had here."""
        with self._lock:
            name = name_for(words, {*self._names, *self.runs})
            self._names.add(name)
            return name

    def _give_way(self) -> None:
        while len(others := [opened for name, opened in self.runs.items() if name != self.first]) > MOST:
            del self.runs[min(others, key=lambda opened: opened.asked).name]

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
        found = self.runs.get(name)
        if found is None:
            if name in self._names:
                what = f"the run {quoted(name)} has given way to newer ones: this server holds {MOST} and the first"
                raise NotHeldError(what, instead="fight it again")
            raise not_held("run", name, self.runs, f"this server holds {', '.join(self.runs) or 'none'}")
        found.asked = time.monotonic()
        return found
