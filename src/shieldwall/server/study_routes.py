"""The addresses of studies: held, started, watched, stopped, and what stands behind their figures."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response, StreamingResponse

from shieldwall.quantities.errors import InputError
from shieldwall.server import leak_map, replays, study_ends, study_reports
from shieldwall.server.asked import Short
from shieldwall.server.held_study import HeldStudy
from shieldwall.server.holdings import Holdings
from shieldwall.server.jobs import Jobs
from shieldwall.server.refusals import ANSWERS
from shieldwall.server.study_bars import distribution, measure_of
from shieldwall.server.study_drivers import drivers, over_range
from shieldwall.server.study_page import history
from shieldwall.server.study_spread import spread
from shieldwall.study.leaking import BATTLES, MOST
from shieldwall.study.work import OWN_DRAW
from shieldwall.study.written import csv_in_parts

HTML, CSV = "text/html; charset=utf-8", "text/csv; charset=utf-8"
_Name = Annotated[str, Field(max_length=64)]
_Cell = Annotated[str, Field(max_length=160)]
_Said = Annotated[str | None, Query(max_length=160)]
_Factor = Annotated[str, Path(max_length=200)]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Beginning(_Asked):
    """What a study is of: a built-in one, or the scenario of a run or of a draft."""

    study: _Name | None = None
    run: _Name | None = None
    draft: _Name | None = None


class Budget(_Asked):
    """Battles of each option against each raid, or half of each interval at which to stop; nothing for as before."""

    replications: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    precision: Annotated[float, Field(gt=0.0, le=1e9, allow_inf_nan=False)] | None = None


class Battle(_Asked):
    """A battle of a cell, as a bar names it."""

    cell: _Cell
    row: Annotated[int, Field(ge=-1, le=1 << 31)] = OWN_DRAW
    replication: Annotated[int, Field(ge=0, le=1 << 62)]


class Gathering(_Asked):
    """Of how many battles of a cell leaks are gathered."""

    cell: _Cell
    battles: Annotated[int, Field(ge=1, le=MOST)] = BATTLES


def study_routes(holdings: Holdings, jobs: Jobs) -> APIRouter:
    """Return the addresses of studies."""
    router = _of_studies(holdings)
    _add_figures(router, holdings)
    _add_battles(router, holdings, jobs)
    return router


def _of_studies(holdings: Holdings) -> APIRouter:
    router, studies = APIRouter(prefix="/studies", responses=ANSWERS), holdings.studies

    @router.post("", status_code=201)
    def begin(asked: Annotated[Beginning, Body()]) -> dict[str, Any]:
        """Hold a study; nothing of it is fought yet."""
        return _begun(asked, holdings).plain()

    @router.get("/{study}")
    def whole(study: Short) -> dict[str, Any]:
        """A study: what it asks, how far it is, and what its battles say so far."""
        return studies.study(study).plain()

    @router.post("/{study}/start", status_code=202)
    def start(study: Short, asked: Annotated[Budget, Body()]) -> dict[str, Any]:
        """Fight what is missing of a study, be it begun before or not."""
        return studies.start(study, asked.replications, asked.precision).plain()

    @router.post("/{study}/stop", status_code=202)
    def stop(study: Short) -> dict[str, Any]:
        """Begin no more battles of a study; those under way are finished and kept."""
        held = studies.study(study)
        held.stop()
        return held.plain()

    @router.post("/{study}/close", status_code=204)
    def close(study: Short) -> Response:
        """Hold a study no longer."""
        studies.close(study)
        return Response(status_code=204)

    return router


def _add_figures(router: APIRouter, holdings: Holdings) -> None:
    """Add what is worked out of all battles of a study when it is asked for."""
    studies = holdings.studies

    @router.get("/{study}/settling/{measure}")
    def settling(study: Short, measure: Short) -> dict[str, Any]:
        """How a measure settled as battles were added."""
        held = studies.study(study)
        measure_of(held.answer, measure)
        found: dict[str, Any] = held.once(("settling", measure), lambda answer: history(answer, measure))
        return found

    @router.get("/{study}/spread/{measure}")
    def varied(study: Short, measure: Short) -> dict[str, Any]:
        """How a measure of each option varies from battle to battle."""
        held = studies.study(study)
        measure_of(held.answer, measure)
        found: dict[str, Any] = held.once(("spread", measure), lambda answer: spread(answer, measure))
        return found

    @router.get("/{study}/drivers/{measure}")
    def driven(study: Short, measure: Short, option: _Said = None) -> dict[str, Any]:
        """Which factors drive a measure of an option, and what part of what varies is luck, ignorance and choice."""
        held = studies.study(study)
        found: dict[str, Any] = held.once(("drivers", measure, option), lambda answer: drivers(answer, measure, option))
        return found

    @router.get("/{study}/drivers/{measure}/{factor}")
    def fifths(study: Short, measure: Short, factor: _Factor, cell: _Said = None) -> dict[str, Any]:
        """What a measure comes to over the range of a factor, with the battles of each fifth of it."""
        return over_range(studies.study(study).answer, measure, cell, factor)

    @router.get("/{study}/battles", response_class=Response)
    def every_battle(study: Short) -> Response:
        """A row for each battle, as `shieldwall study --csv` writes it."""
        held = studies.study(study)
        named = {"content-disposition": f'attachment; filename="{held.name}-battles.csv"'}
        return StreamingResponse(csv_in_parts(held.answer), media_type=CSV, headers=named)


def _add_battles(router: APIRouter, holdings: Holdings, jobs: Jobs) -> None:
    """Add what stands behind the figures of a study."""
    studies = holdings.studies

    @router.get("/{study}/measures/{measure}")
    def bars(study: Short, measure: Short, cell: _Said = None) -> dict[str, Any]:
        """How a measure of a cell is distributed, with the battles behind each bar."""
        return distribution(studies.study(study).answer, measure, cell)

    @router.post("/{study}/replays", status_code=202)
    def replay(study: Short, asked: Annotated[Battle, Body()]) -> dict[str, Any]:
        """Fight a battle of a study again with its film; the job's answer names the run."""
        held = studies.study(study)
        return jobs.plain(replays.begin(jobs, holdings, held, asked.cell, asked.row, asked.replication))

    @router.post("/{study}/leaks", status_code=202)
    def leaks(study: Short, asked: Annotated[Gathering, Body()]) -> dict[str, Any]:
        """Fight battles of a cell again and gather where those threats flew that leaked; the job has the answer."""
        return jobs.plain(leak_map.begin(jobs, studies.study(study), asked.cell, asked.battles))

    @router.get("/{study}/ends")
    def ends(study: Short) -> dict[str, Any]:
        """How threats ended in a sample of the battles, and what it cost; of no battles before it was fought."""
        return study_ends.ends(studies.study(study))

    @router.post("/{study}/sample", status_code=202)
    def sample(study: Short) -> dict[str, Any]:
        """Fight a sample of the battles again to see how threats ended; the report is written of the same."""
        return jobs.plain(study_ends.begin(jobs, studies.study(study)))

    @router.post("/{study}/report", status_code=202)
    def write(study: Short) -> dict[str, Any]:
        """Write the report of a study, for which a sample of its battles is fought again."""
        return jobs.plain(study_reports.begin(jobs, studies.study(study)))

    @router.get("/{study}/report", response_class=Response)
    def report(study: Short) -> Response:
        """The report of a study as a file."""
        held = studies.study(study)
        named = {"content-disposition": f'attachment; filename="{held.name}.html"'}
        return Response(study_reports.content(held), media_type=HTML, headers=named)


def _begun(asked: Beginning, holdings: Holdings) -> HeldStudy:
    if sum(one is not None for one in (asked.study, asked.run, asked.draft)) != 1:
        instead = 'write {"study": NAME}, {"run": NAME} or {"draft": NAME}'
        raise InputError("a study is of one thing", instead=instead)
    studies = holdings.studies
    if asked.study is not None:
        return studies.built_in(asked.study)
    if asked.run is not None:
        opened = holdings.run(asked.run)
        return studies.of_scenario(opened.scenario, opened.name)
    draft = holdings.drafts.draft(str(asked.draft))
    reading = draft.reading
    if reading.scenario is None:
        raise reading.errors[0]
    return studies.of_scenario(reading.scenario, draft.name)
