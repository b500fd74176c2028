"""The studies of a server by name: built-in ones, those of a run or a draft, and folders that the command named."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from functools import cache
from pathlib import Path
from threading import Lock, RLock
from typing import Any, Final

from shieldwall.exercise.progress import say
from shieldwall.exercise.runs import REPORT
from shieldwall.quantities.errors import InputError, ShieldwallError
from shieldwall.scenario import Scenario
from shieldwall.server import built_in
from shieldwall.server.held import not_held
from shieldwall.server.held_study import HeldStudy
from shieldwall.server.names import name_for
from shieldwall.study.answer import Answer
from shieldwall.study.ask import battles_wanted
from shieldwall.study.chunks import CHUNKS
from shieldwall.study.fighting import FINISHING
from shieldwall.study.file import TITLES, Study, load, names, with_budget
from shieldwall.study.headed import header_of, kept_budget, study_in
from shieldwall.study.order import work_wanted
from shieldwall.study.single import single
from shieldwall.study.statistics.stopping import FIRST
from shieldwall.study.store import open_store
from shieldwall.study.work import battles

#: Studies that are held at a time.
MOST: Final = 12
_READING = Lock()


def library() -> list[dict[str, Any]]:
    """Return name, title and question of each built-in study, which are read once."""
    with _READING:
        return _read()


@cache
def _read() -> list[dict[str, Any]]:
    read = {name: load(name) for name in names()}
    return [
        {
            "name": name,
            "title": TITLES[name],
            "question": one.question,
            "scenario": one.base.title,
            "options": len(one.options),
            "raids": len(one.raids),
        }
        for name, one in read.items()
    ]


class Studies:
    """The studies of a server; those that nobody keeps stand in a folder that goes with the server."""

    def __init__(self) -> None:
        self._held: dict[str, HeldStudy] = {}
        #: No name is given twice, since a tab may still ask for the study that had it.
        self._names: set[str] = set()
        self._lock = RLock()
        self._passing: Path | None = None
        self._halted = False

    def built_in(self, name: str) -> HeldStudy:
        """Hold a built-in study; NotHeldError for any other name."""
        built_in.check("study", name, names())
        return self.hold(load(name), name, TITLES[name])

    def of_scenario(self, scenario: Scenario, words: str) -> HeldStudy:
        """Hold the study of one scenario as it is."""
        return self.hold(single(scenario), words, scenario.title)

    def hold(self, study: Study, words: str, title: str | None = None, folder: Path | None = None) -> HeldStudy:
        """Hold a study that is not begun, to be kept in a folder that there is not yet, or as long as the server runs.

        Raises ShieldwallError when too many are held.
        """
        with self._lock:
            name = self._named(words)
            place = folder if folder is not None else self._place() / name
            return self._hold(HeldStudy(name, title or words, study, place, folder is not None))

    def open(self, folder: Path) -> HeldStudy:
        """Hold the study of a folder; InputError when it is none, of another format, or damaged."""
        store = open_store(folder)
        study = with_budget(study_in(store.header, folder), **kept_budget(folder))
        answer = Answer(study, store.results(), complete=False)
        with self._lock:
            made = HeldStudy(self._named(folder.resolve().name), folder.resolve().name, study, folder, kept=True)
            made.share = store.shard
            try:
                header_of(study).check(store.header, folder.name)
            except InputError as error:
                made.obstacle = {"error": error.message, "instead": error.instead or ""}
            end = _end(answer)
            work = list(work_wanted(study, end))
            mine = work if store.shard is None else store.shard.share(work)
            left = battles(store.missing(mine))
            answer.complete = not left
            made.battles, made.total = len(answer.results), battles(mine)
            made.state = "ready" if not len(answer.results) else "stopped" if left else "done"
            made.look(answer)
            report = folder / REPORT
            if report.is_file() and report.stat().st_mtime >= (folder / CHUNKS).stat().st_mtime:
                made.reported = len(answer.results)
            return self._hold(made)

    def study(self, name: str) -> HeldStudy:
        """Return the study of a name; NotHeldError when none is held by it."""
        found = self._held.get(name)
        if found is None:
            raise not_held("study", name, self._held, f"this server holds {', '.join(self._held) or 'none'}")
        return found

    def start(self, name: str, replications: int | None, precision: float | None) -> HeldStudy:
        """Fight what is missing of a study; ShieldwallError while another is fought, and what its `start` raises."""
        with self._lock:
            wanted = self.study(name)
            other = next((one for one in self._held.values() if one.going and one is not wanted), None)
            if other is not None:
                raise ShieldwallError(
                    f"the study {other.name} is being fought; stop it first, or wait until it is done"
                )
            wanted.start(replications, precision)
            return wanted

    def close(self, name: str) -> None:
        """Hold a study no longer; what nobody keeps is gone. ShieldwallError while it is fought."""
        with self._lock:
            found = self.study(name)
            if found.going:
                raise ShieldwallError(f"the study {name} is being fought; stop it first")
            del self._held[name]
            if not found.kept:
                shutil.rmtree(found.folder, ignore_errors=True)

    def all(self) -> list[HeldStudy]:
        """Return all studies, the oldest first."""
        return list(self._held.values())

    def halt(self) -> None:
        """Begin no more battles, since the server ends, and say so where any are under way."""
        going = [one for one in self.all() if one.going]
        if going and not self._halted:
            say(FINISHING)
        self._halted = True
        for one in going:
            one.stop()

    def stop(self) -> None:
        """End with the server: what is under way is finished and kept, and what nobody keeps is deleted."""
        self.halt()
        for one in self.all():
            one.wait()
        if self._passing is not None:
            shutil.rmtree(self._passing, ignore_errors=True)

    def _hold(self, made: HeldStudy) -> HeldStudy:
        self._names.add(made.name)
        self._held[made.name] = made
        return made

    def _named(self, words: str) -> str:
        if len(self._held) >= MOST:
            raise ShieldwallError(f"{MOST} studies are open; close one")
        return name_for(words, self._names)

    def _place(self) -> Path:
        if self._passing is None:
            self._passing = Path(tempfile.mkdtemp(prefix="shieldwall-studies-"))
            # Also where the server is not ended but dropped.
            weakref.finalize(self, shutil.rmtree, self._passing, ignore_errors=True)
        return self._passing


def _end(answer: Answer) -> int:
    """How many battles of each cell, or of each row of its design, a study takes as far as its battles can say."""
    precision = answer.study.precision
    if precision is None:
        return answer.study.wanted
    return battles_wanted(answer, precision) if answer.battles >= FIRST else FIRST
