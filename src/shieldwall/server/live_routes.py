"""Addresses of battles that go on: begin one, ask how it stands, follow it over a WebSocket, and steer it there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, WebSocket
from starlette.websockets import WebSocketDisconnect

from shieldwall.exercise.paced import PACES
from shieldwall.scenario import load
from shieldwall.server.asked import Short
from shieldwall.server.holdings import Holdings
from shieldwall.server.jobs import Jobs, Progress, What
from shieldwall.server.live import Live
from shieldwall.server.live_page import live_page
from shieldwall.server.live_tables import Place
from shieldwall.server.refusals import ANSWERS
from shieldwall.server.scenarios import title_of

#: How many may follow at once, and how long one may leave a frame unread before it is let go, s.
MOST_FOLLOWERS: Final = 64
STALLED: Final = 30.0
#: How long the end of a line may take to be said, s.
SHORTLY: Final = 1.0
#: Time between two commands of one follower, s; what comes faster waits in its own line.
EASY: Final = 0.05
#: Codes of a WebSocket's end: done, not a word of ours, text was expected, too many, too slow.
FINISHED, NO_COMMAND, NO_TEXT, TOO_MANY, TOO_SLOW = 1000, 4400, 1003, 1013, 4408
Row = Annotated[int, Query(ge=0, le=1 << 31)]


def live_routes(holdings: Holdings, jobs: Jobs) -> APIRouter:
    """Return the addresses of live battles."""
    router = APIRouter(responses=ANSWERS)
    following: set[WebSocket] = set()

    @router.post("/scenarios/{scenario}/live", status_code=202)
    def begin(scenario: Short) -> dict[str, Any]:
        """Make a battle of a built-in scenario ready to be watched; the job's answer names it."""
        title = title_of(scenario)
        holdings.lives.check_free()

        def work(_: Progress) -> dict[str, Any]:
            return {"live": holdings.watch(load(scenario), scenario).name}

        return jobs.plain(jobs.begin(What("live", title, str(holdings.lives.begun)), work))

    @router.get("/live/{live}")
    def stands(live: Short) -> dict[str, Any]:
        """A battle that goes on: who stands where, and how it stands."""
        return live_page(holdings.lives.live(live))

    @router.websocket("/live/{live}/frames")
    async def follow(
        socket: WebSocket, live: Short, points: Row = 0, samples: Row = 0, events: Row = 0, fought: Row = 0
    ) -> None:
        """What has been since a place in the tables, and then what comes, as frames of columns."""
        if not holdings.lives.has(live):
            await socket.close(NO_COMMAND)
            return
        await socket.accept()
        if len(following) >= MOST_FOLLOWERS:
            await socket.close(TOO_MANY)
            return
        following.add(socket)
        try:
            await _follow(socket, holdings.lives.live(live), Place(points, samples, events, fought))
        finally:
            following.discard(socket)

    return router


async def _follow(socket: WebSocket, live: Live, place: Place) -> None:
    """Send frames until the battle is over, the follower leaves, or it says what it must not."""
    loop, news = asyncio.get_running_loop(), asyncio.Event()

    def hear() -> None:
        with suppress(RuntimeError):  # the loop has ended, with the server
            loop.call_soon_threadsafe(news.set)

    obeying = asyncio.create_task(_obey(socket, live))
    obeying.add_done_callback(lambda _: news.set())
    live.listen(hear)
    try:
        code = await _send(socket, live, place, news, obeying)
        if code is not None:
            await asyncio.wait_for(socket.close(code), SHORTLY)
    except (WebSocketDisconnect, TimeoutError, RuntimeError):
        pass
    finally:
        live.leave(hear)
        obeying.cancel()


async def _send(
    socket: WebSocket, live: Live, place: Place, news: asyncio.Event, obeying: asyncio.Task[int | None]
) -> int | None:
    """Send frame after frame, each with all that came since the one before; return the code to close with."""
    version, behind = -1, False
    while not obeying.done():
        news.clear()
        if not behind and version == live.version:
            await news.wait()
            continue
        frame = live.frame(place)
        try:
            await asyncio.wait_for(socket.send_bytes(frame.content), STALLED)
        except TimeoutError:
            return TOO_SLOW
        if frame.last:
            return FINISHED
        place, version, behind = frame.after, frame.version, not frame.whole
    return obeying.result()


async def _obey(socket: WebSocket, live: Live) -> int | None:
    """Do what a follower says: `pace N`, `stop`, `go`, `end`; return the code for what is none of these."""
    words: dict[str, Callable[[], None]] = {"stop": live.stop, "go": live.go, "end": live.end}
    words |= {f"pace {pace}": partial(live.set_pace, pace) for pace in PACES}
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return None
        if message.get("text") is None:
            return NO_TEXT
        if (act := words.get(message["text"])) is None:
            return NO_COMMAND
        act()
        await asyncio.sleep(EASY)
