"""The report of a study, written into its folder as a job, and handed out as a file."""

from __future__ import annotations

from typing import Any

from shieldwall.exercise.runs import REPORT, REPORT_NEEDS, has_report
from shieldwall.quantities.errors import InputError
from shieldwall.server.held import NotHeldError
from shieldwall.server.held_study import HeldStudy
from shieldwall.server.jobs import Job, Jobs, Progress, What
from shieldwall.server.study_ends import to_sample
from shieldwall.study.written import write_report


def begin(jobs: Jobs, held: HeldStudy) -> Job:
    """Begin to write the report of a study as it is now; InputError for too few battles, and without the extra."""
    answer = to_sample(held, "for a report")
    if not has_report():
        needs = " and ".join(REPORT_NEEDS)
        raise InputError(f"a report needs {needs}", instead='install them: pip install "shieldwall[report]"')

    def work(progress: Progress) -> dict[str, Any]:
        write_report(answer, held.folder, progress)
        held.reported = len(answer.results)
        return {"study": held.name}

    return jobs.begin(What("report", held.title, f"{held.name}, {len(answer.results)} battles"), work)


def content(held: HeldStudy) -> bytes:
    """Return the report of the battles that a study holds; NotHeldError where none was written of them."""
    file = held.folder / REPORT
    if not held.has_report or not file.is_file():
        raise NotHeldError("there is no report of these battles yet", instead="write one first")
    return file.read_bytes()
