"""How a request is refused: in words, as data, and what to do instead."""

from __future__ import annotations

from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from shieldwall.quantities.errors import InputError, ShieldwallError
from shieldwall.quantities.visible import visible
from shieldwall.server.held import NotHeldError, TooLongError
from shieldwall.server.jobs import FullError

#: Codes of HTTP for what cannot be answered as it was asked, is not here, cannot be worked out, or must wait.
BAD_INPUT, NOT_HERE, CONFLICT, TOO_LARGE, BUSY = 400, 404, 409, 413, 429
#: What each means, for who reads the description of the interface.
ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    BAD_INPUT: {"description": "asked wrongly"},
    NOT_HERE: {"description": "not here"},
    CONFLICT: {"description": "cannot be worked out, or has changed"},
    BUSY: {"description": "busy"},
}
_OF_INPUT: Final = {NotHeldError: NOT_HERE, TooLongError: TOO_LARGE}


def refused(status: int, error: str, instead: str = "") -> JSONResponse:
    """Return a refusal; names that steer a terminal or a reader's eye are made visible."""
    return JSONResponse({"error": visible(error), "instead": visible(instead)}, status)


def on_error(_: Request, error: Exception) -> JSONResponse:
    """Answer what a question raised: what was asked wrongly is 4xx, with the words of the command line."""
    if isinstance(error, InputError):
        return refused(_OF_INPUT.get(type(error), BAD_INPUT), error.message, error.instead or "")
    if isinstance(error, ShieldwallError):
        return refused(BUSY if isinstance(error, FullError) else CONFLICT, str(error))
    raise error


def on_http(_: Request, error: Exception) -> JSONResponse:
    """Answer what Starlette refuses by itself."""
    status = error.status_code if isinstance(error, HTTPException) else BAD_INPUT
    words = {404: ("there is nothing under this address", "begin at /"), 405: ("this cannot be asked so", "")}
    return refused(status, *words.get(status, (str(getattr(error, "detail", error)), "")))


def on_invalid(_: Request, error: Exception) -> JSONResponse:
    """Answer a request whose parameters do not fit; the first that does not is named."""
    first: dict[str, Any] = next(iter(getattr(error, "errors", list)()), {})
    where = ".".join(str(part) for part in first.get("loc", ())[1:])
    return refused(422, f"{where or 'the request'} does not fit", str(first.get("msg", "")))
