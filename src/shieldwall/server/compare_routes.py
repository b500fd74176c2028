"""The addresses at which two runs are compared, and one is fought again to be compared with."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query

from shieldwall.server import again
from shieldwall.server.asked import Short
from shieldwall.server.comparing import compared
from shieldwall.server.holdings import Holdings
from shieldwall.server.jobs import Jobs
from shieldwall.server.refusals import ANSWERS

_Name = Annotated[str, Query(max_length=64)]


def compare_routes(holdings: Holdings, jobs: Jobs) -> APIRouter:
    """Return the addresses that are about two runs."""
    router = APIRouter(responses=ANSWERS)

    @router.get("/compare")
    def side_by_side(left: _Name, right: _Name) -> dict[str, Any]:
        """Two runs side by side: what was asked otherwise, where they part, and what became of each threat."""
        return compared(holdings.run(left), holdings.run(right))

    @router.post("/runs/{run}/again", status_code=202)
    def fight_again(run: Short, asked: Annotated[again.Luck, Body()]) -> dict[str, Any]:
        """Fight the scenario of a run on another seed or replication; the job's answer names the new run."""
        return jobs.plain(again.begin(jobs, holdings, holdings.run(run), asked))

    return router
