"""The ground of a draft, for its map, and what is seen over it: of the latest text that was a scenario."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Path
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from shieldwall.kernels.geodesy import Frame
from shieldwall.quantities.errors import InputError
from shieldwall.server import profiles
from shieldwall.server.asked import GEOJSON, PICTURE, Low, Paint, Place, Short, Start, Tile
from shieldwall.server.draft_coverage import NOTHING, covered
from shieldwall.server.draft_scene import extent, ground
from shieldwall.server.holdings import Holdings
from shieldwall.server.land import land
from shieldwall.server.refusals import ANSWERS
from shieldwall.server.terrain_tiles import tile
from shieldwall.server.window import joined

Longitude = Annotated[float, Field(ge=-180.0, le=180.0)]
Latitude = Annotated[float, Field(ge=-85.0, le=85.0)]


class Covering(BaseModel):
    """Which unit of a version is put where, and what it looks for; `coarse` while it is moved."""

    model_config = ConfigDict(extra="forbid")

    unit: Annotated[str, Field(max_length=256)]
    at: tuple[Longitude, Latitude]
    height: Annotated[float, Field(ge=1.0, le=30_000.0)] = 100.0
    rcs: Annotated[float, Field(ge=1e-4, le=1e3)] = 1.0
    coarse: bool = False
    version: Annotated[int, Field(ge=1)] | None = None


def draft_ground_routes(holdings: Holdings) -> APIRouter:
    """Return the addresses of tiles, of what is drawn on them, of profiles, and of what a unit sees."""
    router, drafts = APIRouter(prefix="/drafts/{draft}", responses=ANSWERS), holdings.drafts

    @router.get("/terrain/{z}/{x}/{y}.png", response_class=Response)
    def heights(draft: Short, z: Annotated[int, Path(ge=0, le=30)], x: Tile, y: Tile, paint: Paint = None) -> Response:
        """A tile of heights as colours, or of the ground in the colours of a map."""
        return Response(tile(ground(drafts.draft(draft).sound), z, x, y, paint), media_type=PICTURE)

    @router.get("/geography", response_class=Response)
    def lands(draft: Short) -> Response:
        """Rivers, borders and towns of the window of a draft."""
        read = drafts.draft(draft).sound
        return Response(land(joined(ground(read).bounds, extent(read))), media_type=GEOJSON)

    @router.post("/coverage", response_class=Response)
    def covers(draft: Short, asked: Annotated[Covering, Body()]) -> Response:
        """What a unit would see where it is put, of a target of so many square metres at a height above the ground.

        Nothing, where an edit of the version that is meant has meanwhile taken away what is asked about.
        """
        held = drafts.draft(draft)
        try:
            found = covered(held, asked.unit, asked.at, asked.height, asked.rcs, asked.coarse)
        except InputError:
            if asked.version in (None, held.version):
                raise
            found = NOTHING
        return Response(found, media_type=GEOJSON)

    @router.get("/profile")
    def between(draft: Short, start: Start, to: Place, height: Low = 100.0, antenna: Low = 10.0) -> dict[str, Any]:
        """The ground between two places, and the sight line from an antenna at the first to a height at the second."""
        read = drafts.draft(draft).sound
        ends = profiles.place(start, "from"), profiles.place(to, "to")
        return profiles.profile(Frame(*read.origin), ground(read), ends, (antenna, height))

    return router
