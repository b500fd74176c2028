"""All addresses under /api/, and what answers each."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query, Request
from starlette.responses import Response

from shieldwall import __version__
from shieldwall.server import but_for, profiles, sentences
from shieldwall.server.asked import (
    BYTES,
    DRAWING,
    GEOJSON,
    PICTURE,
    Height,
    Long,
    Low,
    Paint,
    Place,
    Short,
    Start,
    Tile,
)
from shieldwall.server.catalogue_routes import catalogue_routes
from shieldwall.server.compare_routes import compare_routes
from shieldwall.server.coverage import coverage, engagement_zones
from shieldwall.server.draft_ground import draft_ground_routes
from shieldwall.server.draft_routes import draft_routes, heading
from shieldwall.server.engagements import engagements
from shieldwall.server.ground import ground_of
from shieldwall.server.holdings import Holdings
from shieldwall.server.jobs import Jobs
from shieldwall.server.land import land
from shieldwall.server.live_routes import live_routes
from shieldwall.server.refusals import ANSWERS
from shieldwall.server.run_page import listed, run_page
from shieldwall.server.scenario_pictures import Theme, picture
from shieldwall.server.scenarios import begin_run, cards
from shieldwall.server.studies import library
from shieldwall.server.study_routes import study_routes
from shieldwall.server.terrain_tiles import tile
from shieldwall.server.unit_card import unit_card
from shieldwall.server.window import window

#: A picture stays as it is until Shieldwall is another; a browser may keep it for a while.
KEPT = {"cache-control": "private, max-age=600"}
_Number = Annotated[int, Path(ge=1, le=1 << 31)]


def routes(holdings: Holdings, jobs: Jobs) -> tuple[APIRouter, ...]:
    """Return the addresses, by what they are about."""
    return (_of_all(holdings, jobs), _of_runs(holdings), _of_threats(holdings, jobs), _of_units(holdings),
            _of_ground(holdings), draft_routes(holdings, jobs), draft_ground_routes(holdings),
            catalogue_routes(holdings), compare_routes(holdings, jobs), study_routes(holdings, jobs),
            live_routes(holdings, jobs))  # fmt: skip


def _of_all(holdings: Holdings, jobs: Jobs) -> APIRouter:
    router = APIRouter(responses=ANSWERS)

    @router.get("/start")
    def start() -> dict[str, Any]:
        """What was opened, and what else is here."""
        return {
            "version": __version__,
            "opened": holdings.opened,
            "live": holdings.lives.card,
            "runs": [listed(opened) for opened in list(holdings.runs.values())],
            "drafts": [heading(draft) for draft in holdings.drafts.all()],
            "scenarios": cards(),
            "studies": [study.heading() for study in holdings.studies.all()],
            "library": library(),
        }

    @router.get("/scenarios/{scenario}/picture/{theme}", response_class=Response)
    def drawn(scenario: Short, theme: Theme) -> Response:
        """A small map of a built-in scenario, dark or light."""
        return Response(picture(scenario, theme), media_type=DRAWING, headers=KEPT)

    @router.post("/scenarios/{scenario}/run", status_code=202)
    def fight(scenario: Short) -> dict[str, Any]:
        """Run a built-in scenario; the job's answer names the run."""
        return jobs.plain(begin_run(jobs, holdings, scenario))

    @router.get("/jobs/{job}")
    def job(job: _Number) -> dict[str, Any]:
        """How far a piece of work has come, what it waits for, and its answer."""
        return jobs.plain(jobs.job(job))

    @router.post("/jobs/{job}/stop", status_code=202)
    def stop(job: _Number) -> dict[str, Any]:
        """End a piece of work at its next step, or before it begins; what is over stays as it is."""
        return jobs.plain(jobs.cancel(job))

    return router


def _of_runs(holdings: Holdings) -> APIRouter:
    router = APIRouter(prefix="/runs/{run}", responses=ANSWERS)

    @router.get("")
    def whole(run: Short) -> dict[str, Any]:
        """A run: its question, who stood where, who flew, what it came to."""
        return run_page(holdings.run(run))

    @router.get("/film", response_class=Response)
    def film(run: Short, request: Request) -> Response:
        """The film of a run as binary columns."""
        content, compressed = holdings.run(run).film
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(compressed, media_type=BYTES, headers={"content-encoding": "gzip"})
        return Response(content, media_type=BYTES)

    @router.get("/engagements")
    def channels(run: Short) -> dict[str, Any]:
        """What each fire channel did when."""
        return engagements(holdings.run(run))

    @router.get("/events/{row}")
    def event(run: Short, row: Annotated[int, Path(ge=0, le=1 << 31)]) -> dict[str, Any]:
        """A row of the log as a sentence."""
        return sentences.event(holdings.run(run), row)

    return router


def _of_threats(holdings: Holdings, jobs: Jobs) -> APIRouter:
    router = APIRouter(prefix="/runs/{run}/threats", responses=ANSWERS)

    @router.post("/{name:path}/but-for", status_code=202)
    def but_for_what(run: Short, name: Long, asked: Annotated[but_for.Draws, Body()]) -> dict[str, Any]:
        """Ask which link of the kill chain, made ideal, would have stopped a threat; the job has the answer."""
        return jobs.plain(but_for.ask(jobs, holdings.run(run), name, asked.draws))

    @router.get("/{name:path}")
    def story(run: Short, name: Long) -> dict[str, Any]:
        """The kill chain of a threat in sentences."""
        return sentences.story(holdings.run(run), name)

    return router


def _of_units(holdings: Holdings) -> APIRouter:
    router = APIRouter(prefix="/runs/{run}", responses=ANSWERS)

    @router.get("/units/{name:path}")
    def card(run: Short, name: Long) -> dict[str, Any]:
        """A unit: its figures with their sources, what it saw, shot and missed."""
        return unit_card(holdings.run(run), name)

    @router.get("/coverage", response_class=Response)
    def covered(
        run: Short,
        height: Height = 100.0,
        rcs: Annotated[float, Query(ge=1e-4, le=1e3)] = 1.0,
        unit: Annotated[str | None, Query(max_length=256)] = None,
    ) -> Response:
        """What the sensors see at a height above the ground, m, of a target of so many square metres."""
        return Response(coverage(holdings.run(run), height, rcs, unit), media_type=GEOJSON)

    @router.get("/envelopes", response_class=Response)
    def reached(run: Short, height: Height = 1000.0) -> Response:
        """How far each weapon reaches at a height above its unit, m."""
        return Response(engagement_zones(holdings.run(run), height), media_type=GEOJSON)

    return router


def _of_ground(holdings: Holdings) -> APIRouter:
    router = APIRouter(prefix="/runs/{run}", responses=ANSWERS)

    @router.get("/terrain/{z}/{x}/{y}.png", response_class=Response)
    def heights(run: Short, z: Annotated[int, Path(ge=0, le=30)], x: Tile, y: Tile, paint: Paint = None) -> Response:
        """A tile of heights as colours, or of the ground in the colours of a map."""
        return Response(tile(ground_of(holdings.run(run)), z, x, y, paint), media_type=PICTURE)

    @router.get("/geography", response_class=Response)
    def lands(run: Short) -> Response:
        """Rivers, borders and towns of the window of a run."""
        return Response(land(window(holdings.run(run))), media_type=GEOJSON)

    @router.get("/profile")
    def between(run: Short, start: Start, to: Place, height: Low = 100.0, antenna: Low = 10.0) -> dict[str, Any]:
        """The ground between two places, and the sight line from an antenna at the first to a height at the second."""
        opened = holdings.run(run)
        ends = profiles.place(start, "from"), profiles.place(to, "to")
        return profiles.profile(opened.plane, ground_of(opened), ends, (antenna, height))

    return router
