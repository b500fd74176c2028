"""The gate: what is refused before anything looks at it, and what is said in the head of every answer.

The page runs with the rights of who started it, and any page in the same browser may send requests to this machine.
So the server answers to its own names alone (no name that was pointed here afterwards), to a browser that has opened
the address with the token, and does anything only for a page of its own.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shieldwall.server.headers import SAFE, UNKEPT
from shieldwall.server.keys import Keys
from shieldwall.server.refusals import refused

#: Bytes of the longest address, of all heads, and of the longest body that is read.
LONGEST_ADDRESS: Final = 2048
LONGEST_HEADS: Final = 1 << 14
#: Fields of an address in which the token is looked for.
MOST_FIELDS: Final = 64
LARGEST_BODY: Final = 1 << 16
#: Where texts of scenarios are sent, and bytes of one as JSON, in which a sign may take twice its room.
DRAFTS: Final = "/api/drafts/"
LARGEST_TEXT: Final = (1 << 21) + LARGEST_BODY
#: The one kind of address that a WebSocket may be opened to.
FRAMES: Final = r"/api/live/[a-z0-9-]{1,64}/frames"
READING: Final = frozenset({"GET", "HEAD"})
WRITING: Final = frozenset({"POST", "PUT"})
_OPEN_AGAIN: Final = "Open the address that `shieldwall view` printed; it lets this browser in."


class Gate:
    """Lets through what comes from the page of this start of the server, and says the safe heads of every answer."""

    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        self._app = app
        self._keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            if scope["type"] == "websocket" and self._follows(scope):
                await self._app(scope, receive, send)
            else:
                # To close a WebSocket before it is accepted is answered as 403.
                await send({"type": "websocket.close", "code": 1008})
            return
        safe = _with_heads(send)
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, safe)
            return
        largest = LARGEST_TEXT if str(scope["path"]).startswith(DRAFTS) else LARGEST_BODY
        try:
            body = await _body(scope, receive, largest)
        except ClientDisconnect:
            return
        if body is None:
            await refused(413, f"a request holds at most {largest >> 10} KiB", "send less")(scope, receive, safe)
            return
        await self._app(scope, _again(body, receive), safe)

    def _refusal(self, scope: Scope) -> Response | None:
        """Return why a request is not passed on, or the answer to one that brings the token; None to pass it on."""
        heads, method = Headers(scope=scope), str(scope["method"])
        if heads.getlist("host") != [host := heads.get("host", "")] or host not in self._keys.hosts:
            return refused(421, "this server answers to its own address alone", _OPEN_AGAIN)
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_ADDRESS:
            return refused(414, "the address is too long", f"use at most {LONGEST_ADDRESS} characters")
        if sum(len(name) + len(value) for name, value in scope["headers"]) > LONGEST_HEADS:
            return refused(431, "the heads of the request are too long", f"send at most {LONGEST_HEADS >> 10} KiB")
        if method not in READING | WRITING:
            return refused(405, "this cannot be asked so", "use GET, POST or PUT")
        if heads.get("sec-fetch-site", "same-origin") not in ("same-origin", "none") and not _arrives(heads, method):
            return refused(403, "only the page of this server may ask", _OPEN_AGAIN)
        if method in WRITING and not self._of_own_page(heads):
            return refused(403, "only the page of this server may do anything", _OPEN_AGAIN)
        if scope["path"] == "/" and method in READING and (given := _token(scope)) is not None:
            return self._opened(given)
        if not self._keys.admits(_session(heads, self._keys.cookie)):
            return _unopened(str(scope["path"]))
        return None

    def _follows(self, scope: Scope) -> bool:
        """Whether a WebSocket is one that our own page opens, and to where there are any.

        A browser lets any page open one to anywhere, cookies and all, and asks nobody's leave: its Origin decides.
        """
        heads = Headers(scope=scope)
        return (
            heads.getlist("host") == [heads.get("host", "")]
            and heads["host"] in self._keys.hosts
            and len(scope.get("raw_path") or b"") + len(scope["query_string"]) <= LONGEST_ADDRESS
            and sum(len(name) + len(value) for name, value in scope["headers"]) <= LONGEST_HEADS
            and re.fullmatch(FRAMES, str(scope["path"])) is not None
            and heads.get("sec-fetch-site", "same-origin") == "same-origin"
            and self._of_own_page(heads)
            and self._keys.admits(_session(heads, self._keys.cookie))
        )

    def _of_own_page(self, heads: Headers) -> bool:
        origins = heads.getlist("origin")
        return len(origins) == 1 and origins[0] in self._keys.origins and origins[0] == f"http://{heads['host']}"

    def _opened(self, token: str) -> Response:
        """Give a browser that brings the token its cookie, and take the token out of its address."""
        if not self._keys.opens(token):
            return PlainTextResponse(f"This token is of another start. {_OPEN_AGAIN}\n", 403)
        response = RedirectResponse("/", 303)
        response.set_cookie(self._keys.cookie, self._keys.session, path="/", httponly=True, samesite="strict")
        return response


def _arrives(heads: Headers, method: str) -> bool:
    """Whether somebody follows a link to here from elsewhere, which shows the page and does nothing."""
    return method == "GET" and heads.get("sec-fetch-mode") == "navigate" and heads.get("sec-fetch-dest") == "document"


def _token(scope: Scope) -> str | None:
    try:
        given = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        # So many fields are no address of ours.
        return None
    return given["token"][0] if "token" in given else None


def _session(heads: Headers, name: str) -> str:
    """Return the session of a cookie, empty without one, or with one that cannot be read."""
    try:
        cookies = SimpleCookie("; ".join(heads.getlist("cookie")))
    except CookieError:
        return ""
    return cookies[name].value if name in cookies else ""


def _unopened(path: str) -> Response:
    if path.startswith("/api/"):
        return refused(401, "this browser was not let in", _OPEN_AGAIN)
    return PlainTextResponse(f"{_OPEN_AGAIN}\n", 401)


async def _body(scope: Scope, receive: Receive, largest: int) -> bytes | None:
    """Return the body of a request, None when it is too large, whatever it said of its length.

    Raises ClientDisconnect for one that breaks off, which is no request.
    """
    stated = Headers(scope=scope).get("content-length", "0")
    if not (stated.isascii() and stated.isdigit()) or int(stated[:20]) > largest:
        return None
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise ClientDisconnect
        body += message.get("body", b"")
        more = bool(message.get("more_body", False))
        if len(body) > largest:
            return None
    return bytes(body)


def _again(body: bytes, receive: Receive) -> Receive:
    """Return what hands a body on that was read, and then what else comes."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def hand_on() -> Message:
        return waiting.pop() if waiting else await receive()

    return hand_on


def _with_heads(send: Send) -> Send:
    async def said(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            heads = list(message.get("headers", ()))
            named = {name.lower() for name, _ in heads}
            message["headers"] = [*heads, *(pair for pair in (*SAFE, UNKEPT) if pair[0] not in named)]
        await send(message)

    return said
