"""But for which link a threat would have been stopped: fought again on other luck, as a job."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from shieldwall.assembly.plan.code import code_hash
from shieldwall.server.jobs import Job, Jobs, Progress, What
from shieldwall.server.opened import Opened
from shieldwall.study import but_for_words as words
from shieldwall.study.but_for import DRAWS, ButFor
from shieldwall.study.luck import OTHER_CODE, but_for

#: Threads that fight; their number changes no answer.
WORKERS = 2


class Draws(BaseModel):
    """How often the run is fought again on other luck; `shieldwall explain --but-for` takes 200 as well."""

    model_config = ConfigDict(extra="forbid")

    draws: Annotated[int, Field(ge=20, le=400)] = DRAWS


def ask(jobs: Jobs, opened: Opened, threat: str, draws: int) -> Job:
    """Begin to ask of one threat; what was fought for one answers for all threats of the run."""
    opened.stories.story(threat)

    def work(progress: Progress) -> dict[str, Any]:
        found = _fought(opened, draws, progress)
        remark = OTHER_CODE if opened.header.get("code") != code_hash() else ""
        return {**words.plain_leaker(found.of(threat)), "meaning": words.MEANING, "remark": remark}

    return jobs.begin(What("but-for", opened.run.title, f"{opened.name}, {threat}, {draws}"), work)


def _fought(opened: Opened, draws: int, progress: Progress) -> ButFor:
    if draws not in opened.fought:
        opened.fought[draws] = but_for(opened.run, draws, None, WORKERS, progress)
    found: ButFor = opened.fought[draws]
    return found
