"""All addresses under /api/drafts: scenarios that are edited."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from shieldwall.exercise import runs
from shieldwall.quantities.errors import InputError
from shieldwall.server.asked import Short
from shieldwall.server.draft_files import built_in, fresh, of_run
from shieldwall.server.draft_scene import scene
from shieldwall.server.drafts import LONGEST, Draft, Drafts
from shieldwall.server.fights import fight
from shieldwall.server.holdings import Holdings
from shieldwall.server.jobs import Job, Jobs, What
from shieldwall.server.refusals import ANSWERS

YAML = "application/yaml"
Version = Annotated[int, Field(ge=1, le=1 << 31)]
_Name = Annotated[str, Field(max_length=64)]


class Asked(BaseModel):
    """A body whose keys are known."""

    model_config = ConfigDict(extra="forbid", strict=True)


class From(Asked):
    """Where a draft is from: a built-in scenario or a run, by name, or new."""

    scenario: _Name | None = None
    run: _Name | None = None
    new: Literal[True] | None = None


class Opening(Asked):
    """What is opened as a draft."""

    origin: From = Field(alias="from")


class Whole(Asked):
    """Another text for a version of a draft."""

    version: Version
    text: Annotated[str, Field(max_length=2 * LONGEST)]


class Saving(Asked):
    """A version that is saved; `anyway` over a file that has changed since it was opened."""

    version: Version
    anyway: bool = False


class Loading(Asked):
    """A version in whose place the text of its file is taken."""

    version: Version


class Change(Asked):
    """Another value at a path; null deletes, and a path that ends in + is that of one more item of a list."""

    path: Annotated[str, Field(min_length=1, max_length=512)]
    value: Annotated[str, Field(max_length=1 << 16)] | bool | int | float | None


class Naming(Asked):
    """Another name for what stands at a path, and for all that refers to it."""

    path: Annotated[str, Field(min_length=1, max_length=512)]
    rename: Annotated[str, Field(min_length=1, max_length=512)]


class Changes(Asked):
    """Other values in a version of a draft, or another name."""

    version: Version
    changes: Annotated[list[Change | Naming], Field(min_length=1, max_length=1000)]


def draft_routes(holdings: Holdings, jobs: Jobs) -> APIRouter:
    """Return the addresses at which drafts are opened, read and edited."""
    router, drafts = APIRouter(prefix="/drafts", responses=ANSWERS), holdings.drafts

    @router.post("", status_code=201)
    def begin(asked: Annotated[Opening, Body()]) -> dict[str, Any]:
        """Open a scenario for editing."""
        return as_read(drafts.open(*_origin(asked.origin, holdings)))

    @router.get("/{draft}")
    def whole(draft: Short) -> dict[str, Any]:
        """A draft: its text, all that is wrong or doubtful, and what a map shows of it."""
        return as_read(drafts.draft(draft), doubts=True)

    @router.put("/{draft}")
    def put(draft: Short, asked: Annotated[Whole, Body()]) -> dict[str, Any]:
        """Put another text in place of that of a version; reading it says what is doubtful."""
        held = drafts.draft(draft)
        held.put(asked.text, asked.version)
        return as_read(held)

    @router.post("/{draft}/changes")
    def change(draft: Short, asked: Annotated[Changes, Body()]) -> dict[str, Any]:
        """Change values by their paths, or the name of what stands at one; comments stay."""
        held = drafts.draft(draft)
        _make(held, asked.changes, asked.version)
        return as_read(held)

    @router.post("/{draft}/run", status_code=202)
    def fight(draft: Short) -> dict[str, Any]:
        """Run a draft as it is now; the job's answer names the run."""
        return jobs.plain(begin_run(jobs, holdings, drafts.draft(draft)))

    @router.post("/{draft}/close", status_code=204)
    def close(draft: Short) -> Response:
        """Hold a draft no longer."""
        drafts.close(draft)
        return Response(status_code=204)

    _files(router, drafts)
    return router


def _files(router: APIRouter, drafts: Drafts) -> None:
    """Add the addresses at which a draft goes into its file, comes from it, and is taken away."""

    @router.post("/{draft}/save")
    def save(draft: Short, asked: Annotated[Saving, Body()]) -> dict[str, Any]:
        """Write a version of a draft into the file that it came from."""
        held = drafts.draft(draft)
        held.save(asked.version, asked.anyway)
        return heading(held)

    @router.post("/{draft}/reload")
    def reload(draft: Short, asked: Annotated[Loading, Body()]) -> dict[str, Any]:
        """Take what the file of a draft holds now, in place of a version."""
        held = drafts.draft(draft)
        held.reload(asked.version)
        return as_read(held)

    @router.get("/{draft}/download", response_class=Response)
    def download(draft: Short) -> Response:
        """The text of a draft as a file."""
        held = drafts.draft(draft)
        named = {"content-disposition": f'attachment; filename="{held.name}.yaml"'}
        return Response(held.whole.encode(), media_type=YAML, headers=named)


def as_read(draft: Draft, doubts: bool = False) -> dict[str, Any]:
    """Return a draft as plain data; with `doubts`, for which the raid is flown once, and else with errors alone."""
    version, reading = draft.latest
    return {
        **heading(draft),
        "version": version,
        "seed": draft.origin.battle.seed,
        "replication": draft.origin.battle.replication,
        "text": reading.text,
        "problems": reading.all_problems() if doubts else reading.problems(),
        "plain": reading.plain,
        "checked": doubts or reading.scenario is None,
        "scene": None if reading.scenario is None else scene(reading.scenario),
    }


def heading(draft: Draft) -> dict[str, Any]:
    """Return the line of a draft in a list of drafts."""
    title = draft.title
    with draft.lock:
        return {
            "id": draft.name,
            "name": draft.origin.words,
            "title": title,
            "version": draft.version,
            "edited": draft.edited,
            "can_save": draft.origin.place is not None,
        }


def begin_run(jobs: Jobs, holdings: Holdings, draft: Draft) -> Job:
    """Begin to fight a draft as it is now on the luck of the run that it is from; InputError for no scenario."""
    version, reading = draft.latest
    if reading.scenario is None:
        raise reading.errors[0]
    scenario, what = reading.scenario, What("run", reading.scenario.title, f"draft {draft.name}, version {version}")
    battle = draft.origin.battle
    return fight(jobs, holdings, what, draft.name, lambda progress: runs.fight(scenario, battle, progress=progress))


def _origin(asked: From, holdings: Holdings) -> Any:
    if len(asked.model_dump(exclude_none=True)) != 1:
        raise InputError("a draft is from one scenario, from one run, or new", instead='write {"from": {"new": true}}')
    if asked.new:
        return fresh()
    return built_in(asked.scenario) if asked.scenario is not None else of_run(holdings.run(str(asked.run)))


def _make(draft: Draft, changes: list[Change | Naming], version: int) -> None:
    """Make changes of values, or the one change that is another name; InputError for both at once."""
    values = [change for change in changes if isinstance(change, Change)]
    names = [change for change in changes if isinstance(change, Naming)]
    if not names:
        draft.change(_by_path(values), version)
    elif len(changes) == 1:
        draft.rename(names[0].path, names[0].rename, version)
    else:
        raise InputError("another name is a change of its own", instead="ask for one name, and for nothing else")


def _by_path(changes: list[Change]) -> dict[str, Any]:
    found = {change.path.strip(): change.value for change in changes}
    if len(found) < len(changes):
        raise InputError("a path is changed twice at once", instead="name each path once")
    return found
