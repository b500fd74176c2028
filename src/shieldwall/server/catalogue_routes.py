"""The catalogue as a list to choose from, and the schema by which forms are made."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from shieldwall.catalogue.beside import NONE, OwnEntries, beside
from shieldwall.server.catalogue_list import found, schema
from shieldwall.server.holdings import Holdings
from shieldwall.server.refusals import ANSWERS

SCHEMA = "application/schema+json"


def catalogue_routes(holdings: Holdings) -> APIRouter:
    """Return the addresses of what any draft may be made of."""
    router = APIRouter(responses=ANSWERS)

    @router.get("/catalogue")
    def listed(
        q: Annotated[str, Query(max_length=200)] = "", draft: Annotated[str | None, Query(max_length=64)] = None
    ) -> dict[str, Any]:
        """Entries that can be units of a side, by words; with the own entries of a draft."""
        own: OwnEntries = NONE if draft is None else holdings.drafts.draft(draft).sound.own
        with beside(own):
            return {"entries": found(q)}

    @router.get("/schema", response_class=Response)
    def form() -> Response:
        """The JSON Schema of a scenario, as `shieldwall schema scenario` writes it."""
        return Response(schema(), media_type=SCHEMA)

    return router
