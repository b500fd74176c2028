"""A study that the page starts, watches, stops and resumes; a thread of its own fights it, as the command does."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from pathlib import Path
from threading import Event, RLock, Thread
from typing import Any, Final

import numpy as np

from shieldwall.quantities.errors import InputError, ShieldwallError
from shieldwall.record.holding import held
from shieldwall.server.study_page import asked_of, found_so_far
from shieldwall.study.answer import Answer
from shieldwall.study.ask import fight_kept
from shieldwall.study.chunks import CHUNKS
from shieldwall.study.fighting import WORKERS, Progressed
from shieldwall.study.file import Study, with_budget
from shieldwall.study.headed import is_study_folder
from shieldwall.study.order import work_wanted
from shieldwall.study.statistics.stopping import FIRST
from shieldwall.study.store import header_in, open_store, typed_errors
from shieldwall.study.work import Shard, Table, battles, result_layout
from shieldwall.study.written import write_results

#: Battles that a study takes in all, at most, when the page starts it.
MOST_BATTLES: Final = 1_000_000
#: Time between two looks at the answer, s, and how many times as long as the last look took.
EACH, TIMES = 0.5, 4.0


class HeldStudy:
    """A study under the name that it has on the page; `kept` says whether its folder outlives the server.

    `state` is ready, running, stopping, stopped, done or failed; `obstacle` is why it cannot be gone on with, though
    what it holds can be read. What is shown of its battles is that of the last look, a plain value that is replaced.
    """

    def __init__(self, name: str, title: str, study: Study, folder: Path, kept: bool) -> None:
        self.name, self.title, self.study = name, title, study
        self.folder, self.kept = folder, kept
        self.share: Shard | None = None
        self.state = "ready"
        self.error: dict[str, str] | None = None
        self.obstacle: dict[str, str] | None = None
        self.battles, self.total = 0, _total(study)
        self.rate: float | None = None
        self.left: float | None = None
        #: Of how many battles the report in the folder is, as far as the server knows.
        self.reported: int | None = None
        self._lock = RLock()
        self._stop = Event()
        self._thread: Thread | None = None
        self._tables: list[Table] = []
        self._looked = 0.0
        self._worked: dict[Hashable, Any] = {}
        self.look(Answer(study, np.zeros(0, result_layout(study.measures)), complete=False))

    def plain(self) -> dict[str, Any]:
        """Return the study as plain data, from memory."""
        with self._lock:
            names = ("state", "error", "obstacle", "battles", "total", "rate", "kept")
            said = {name: getattr(self, name) for name in names}
            return {
                "id": self.name,
                "title": self.title,
                **said,
                "seconds_left": self.left,
                "folder": str(self.folder) if self.kept else None,
                "report": self.has_report,
                **asked_of(self.study),
                **self._found,
            }

    def heading(self) -> dict[str, Any]:
        """Return the line of the study in a list of studies."""
        names = ("title", "state", "battles", "total", "kept")
        return {"id": self.name, "question": self.study.question, **{name: getattr(self, name) for name in names}}

    @property
    def going(self) -> bool:
        """Whether its thread is at work."""
        return self.state in ("running", "stopping")

    @property
    def has_report(self) -> bool:
        """Whether there is a report of just these battles."""
        return self.reported is not None and self.reported == len(self.answer.results)

    def readable(self) -> Answer:
        """Return its answer, whose battles can be fought again; InputError where other code fought them."""
        self._check_obstacle()
        return self.answer

    def start(self, replications: int | None, precision: float | None) -> None:
        """Fight what is missing, with another budget where one is given; a study that is running goes on as it does.

        Raises InputError for a budget or a folder that does not fit, HeldError where another process writes there.
        """
        with self._lock:
            if self.going:
                return
            asked = with_budget(self.study, replications, precision)
            _check_size(asked)
            self._check_folder()
            self.study, self.state, self.error = asked, "running", None
            self.total = max(_total(asked), self.battles)
            self.rate = self.left = None
            self._tables, self._looked = [], 0.0
            self._stop.clear()
            self._thread = Thread(target=self._work, name=f"study {self.name}", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Begin no more battles; those under way are finished and kept."""
        with self._lock:
            if self.state == "running":
                self.state = "stopping"
                self._stop.set()

    def wait(self) -> None:
        """Wait until what is under way is kept."""
        if self._thread is not None:
            self._thread.join()

    def look(self, answer: Answer) -> None:
        """Tell from now on what an answer says."""
        found = found_so_far(answer)
        with self._lock:
            self.answer, self._found, self._worked = answer, found, {}

    def once(self, asked: Hashable, work: Callable[[Answer], Any]) -> Any:
        """Return what is worked out of its battles when it is first asked for, as long as there are no new ones.

        None, for what cannot be said yet, is not kept.
        """
        with self._lock:
            answer, worked = self.answer, self._worked
        if worked.get(asked) is None:
            worked[asked] = work(answer)
        return worked[asked]

    def _check_folder(self) -> None:
        """Refuse at once what its thread would meet: another study's folder, other code, another writer."""
        self._check_obstacle()
        if not is_study_folder(self.folder):
            return
        header_in(self.folder)
        with typed_errors(self.folder), held(self.folder / CHUNKS):
            pass

    def _check_obstacle(self) -> None:
        if self.obstacle is not None:
            raise InputError(self.obstacle["error"], instead=self.obstacle["instead"])

    def _work(self) -> None:
        try:
            if is_study_folder(self.folder):
                self._tables = [open_store(self.folder).results()]
            found = fight_kept(self.study, self.folder, True, self.share, WORKERS, self._note, self._stop.is_set)
            write_results(found, self.folder)
            self._end(found)
        except ShieldwallError as error:
            self._fail(getattr(error, "message", str(error)), getattr(error, "instead", None) or "")
        except Exception as error:  # noqa: BLE001  the page says what went wrong, and the server goes on
            self._fail(f"this is a bug in shieldwall: {error!r}", "please report it")

    def _note(self, progressed: Progressed) -> None:
        self._tables.append(progressed.table)
        with self._lock:
            self.battles, self.total, self.rate, self.left = progressed[:4]
        began = time.monotonic()
        if began < self._looked:
            return
        self._tables = [np.concatenate(self._tables)]
        self.look(Answer(progressed.study or self.study, self._tables[0], complete=False))
        spent = time.monotonic() - began
        self._looked = began + max(EACH, TIMES * spent)

    def _end(self, found: Answer) -> None:
        self.look(found)
        with self._lock:
            self._tables = []
            self.study = found.study
            self.battles = len(found.results)
            self.total = max(self.total, self.battles) if not found.complete else self.battles
            self.state = "done" if found.complete else "stopped"
            self.rate = self.left = None

    def _fail(self, error: str, instead: str) -> None:
        with self._lock:
            self.error, self.state = {"error": error, "instead": instead}, "failed"
            self.rate = self.left = None


def _total(asked: Study) -> int:
    """How many battles a study takes in all, as far as it says; where it states a precision, those before a look."""
    return battles(work_wanted(asked, asked.wanted if asked.precision is None else FIRST))


def _check_size(asked: Study) -> None:
    cells = len(asked.options) * len(asked.raids) * max(1, asked.design_rows * asked.matrices)
    if asked.precision is None and cells * asked.wanted > MOST_BATTLES:
        instead = f"ask for at most {MOST_BATTLES // cells} of each; `shieldwall study` takes more"
        raise InputError(f"{cells * asked.wanted} battles are more than the page fights", instead=instead)
