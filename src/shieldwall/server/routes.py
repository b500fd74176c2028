"""All addresses under /api/, and what answers each."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from shieldwall import __version__
from shieldwall.scenario import names as scenario_names
from shieldwall.server.holdings import Holdings
from shieldwall.server.run_page import listed, run_page

BYTES: Final = "application/octet-stream"
#: The name of a run as `names.name_for` makes it.
RunName = Annotated[str, Path(max_length=64)]


def routes(holdings: Holdings) -> tuple[APIRouter, ...]:
    """Return the addresses, by what they are about."""
    return (_of_all(holdings), _of_runs(holdings))


def _of_all(holdings: Holdings) -> APIRouter:
    router = APIRouter()

    @router.get("/start")
    def start() -> dict[str, Any]:
        """What was opened, and what else is here."""
        return {
            "version": __version__,
            "opened": {"kind": "run" if holdings.first else "none", "id": holdings.first},
            "runs": [listed(opened) for opened in holdings.runs.values()],
            "scenarios": [{"name": name} for name in scenario_names()],
        }

    return router


def _of_runs(holdings: Holdings) -> APIRouter:
    router = APIRouter(prefix="/runs/{run}")

    @router.get("")
    def whole(run: RunName) -> dict[str, Any]:
        """A run: its question, who stood where, who flew, what it came to."""
        return run_page(holdings.run(run))

    @router.get("/film", response_class=Response)
    def film(run: RunName, request: Request) -> Response:
        """The film of a run as binary columns."""
        content, compressed = holdings.run(run).film
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(compressed, media_type=BYTES, headers={"content-encoding": "gzip"})
        return Response(content, media_type=BYTES)

    return router
