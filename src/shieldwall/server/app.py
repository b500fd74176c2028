"""The application: its addresses, how it refuses, and its gate."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from shieldwall import __version__
from shieldwall.quantities.errors import ShieldwallError
from shieldwall.server import refusals
from shieldwall.server.gate import Gate
from shieldwall.server.holdings import Holdings
from shieldwall.server.jobs import Jobs
from shieldwall.server.keys import Keys
from shieldwall.server.page_files import TYPES
from shieldwall.server.plain import Plain
from shieldwall.server.routes import routes

#: Files whose names change with their content, so that a browser may keep them.
NAMED_BY_CONTENT: Final = "assets/"
KEPT: Final = "private, max-age=31536000, immutable"


def guarded(holdings: Holdings, jobs: Jobs, files: Mapping[str, Path], keys: Keys) -> Gate:
    """Return the application behind its gate."""
    return Gate(application(holdings, jobs, files), keys)


def application(holdings: Holdings, jobs: Jobs, files: Mapping[str, Path]) -> FastAPI:
    """Return what answers once a request was let through."""
    app = FastAPI(title="Shieldwall", version=__version__, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(ShieldwallError, refusals.on_error)
    app.add_exception_handler(HTTPException, refusals.on_http)
    app.add_exception_handler(RequestValidationError, refusals.on_invalid)
    for router in routes(holdings, jobs):
        app.include_router(router, prefix="/api", default_response_class=Plain)

    @app.get("/{path:path}", include_in_schema=False)
    def of_page(path: str) -> Response:
        file = files.get(f"/{path}")
        kept = {"cache-control": KEPT} if path.startswith(NAMED_BY_CONTENT) else None
        try:
            if file is not None:
                return Response(file.read_bytes(), headers=kept, media_type=TYPES[file.suffix])
        except OSError:
            # The page is being built anew.
            pass
        raise HTTPException(404)

    return app
