"""Lines to a server that listens: who may follow, what ends a line, that nobody waits for who reads nothing."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Thread
from time import monotonic, sleep, time
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from shieldwall.scenario import load
from shieldwall.server import live_routes
from shieldwall.server.app import guarded
from shieldwall.server.holdings import Holdings
from shieldwall.server.jobs import Jobs
from shieldwall.server.keys import Keys
from shieldwall.server.live import Live
from shieldwall.server.page_files import page_files
from shieldwall.server.serving import LONGEST_COMMAND, listening_on, server

if TYPE_CHECKING:
    from tests.rooms.server.conftest import Seen

    New = Callable[[], Seen]

SCENARIO = "one-battery"
#: Longest that any wait takes, s, on a machine that does much else.
PATIENCE = 60.0


class Served(NamedTuple):
    """A server that listens, and the battle that it holds."""

    keys: Keys
    live: Live

    def line(self, query: str = "", **how: Any) -> ClientConnection:
        """Open a line as the page does."""
        host = f"127.0.0.1:{self.keys.port}"
        heads = {"Cookie": f"{self.keys.cookie}={self.keys.session}", **how.pop("additional_headers", {})}
        address = f"ws://{host}/api/live/{self.live.name}/frames{query}"
        return connect(address, origin=f"http://{host}", additional_headers=heads, compression=None, **how)


@pytest.fixture
def served(page: Path) -> Iterator[Served]:
    """A server of its own, whose battle is ready."""
    holdings, jobs = Holdings(), Jobs()
    live = holdings.watch(load(SCENARIO), SCENARIO)
    with listening_on(0) as listening:
        # Of the smallest kind, so that a line that nobody reads is full soon.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        keys = Keys(int(listening.getsockname()[1]))
        serving = server(guarded(holdings, jobs, page_files(page), keys))
        thread = Thread(target=serving.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        until = monotonic() + PATIENCE
        while not serving.started and monotonic() < until:
            sleep(0.01)
        yield Served(keys, live)
        holdings.lives.close()
        serving.should_exit = True
        thread.join(10.0)
        jobs.stop()


def read(line: ClientConnection, seen: Seen) -> None:
    """Read all frames until the line ends."""
    with suppress(ConnectionClosed):
        while True:
            seen.take(line.recv(PATIENCE))  # type: ignore[arg-type]


def ended(line: ClientConnection) -> int:
    """Return the code with which a line ends."""
    try:
        while True:
            line.recv(PATIENCE)
    except ConnectionClosed as end:
        return end.rcvd.code if end.rcvd is not None else 0


@pytest.mark.usefixtures("quicker")
def test_a_page_of_ours_follows_to_the_end(served: Served, new_seen: New) -> None:
    seen = new_seen()
    with served.line() as line:
        line.send("pace 100")
        read(line, seen)
    assert seen.directories[-1]["state"] == "over"
    assert seen.directories[-1]["run"] == SCENARIO
    assert len(seen.column("event.t")) == seen.directories[-1]["to"][2]


@pytest.mark.usefixtures("quicker")
def test_a_line_that_broke_goes_on_where_it_was(served: Served, new_seen: New) -> None:
    seen = new_seen()
    with served.line() as line:
        line.send("pace 100")
        while not (directory := seen.take(line.recv(PATIENCE)))["whole"] or directory["t"] < 100.0:  # type: ignore[arg-type]
            pass
    # Gone without a word, as when a lid is shut.
    line.socket.close()
    sleep(0.5)
    at = dict(zip(("points", "samples", "events", "fought"), seen.directories[-1]["to"], strict=True))
    with served.line("?" + "&".join(f"{name}={row}" for name, row in at.items())) as line:
        read(line, seen)
    assert seen.directories[-1]["state"] == "over"
    for before, after in zip(seen.directories, seen.directories[1:], strict=False):
        assert after["from"] == before["to"]


def test_a_command_too_long_ends_the_line(served: Served) -> None:
    with served.line() as line:
        line.send("x" * (LONGEST_COMMAND + 1))
        assert ended(line) == 1009


def test_bytes_end_the_line(served: Served) -> None:
    with served.line() as line:
        line.send(b"stop")
        assert ended(line) == 1003


def test_what_is_no_text_ends_the_line(served: Served) -> None:
    with served.line() as line:
        line.send(b"\xff\xfe", text=True)
        assert ended(line) == 1007


def test_a_flood_of_words_hurts_nobody(served: Served) -> None:
    """A thousand commands wait in their own line, while another's frames come on."""
    with served.line() as line, served.line() as other:
        for _ in range(500):
            line.send("stop")
            line.send("go")
        frames = 0
        until = monotonic() + 1.0
        while monotonic() < until:
            with suppress(TimeoutError):
                other.recv(0.2)
                frames += 1
        assert frames >= 3
        line.socket.close()


def flooded(line: ClientConnection, frames: bytes, times: int) -> bool:
    """Whether a line is ended while frames come that nothing is to be done about."""
    try:
        for _ in range(times):
            line.socket.sendall(frames)
            sleep(0.005)
    except OSError:
        return True
    return False


def test_pings_whose_answers_nobody_reads_end_the_line(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shieldwall.server.lines.MOST_UNREAD", 1 << 18)
    # RFC 6455, 5.5.2: a ping of 125 bytes, masked by nothing.
    assert flooded(stalled(served), (b"\x89\xfd" + bytes(4 + 125)) * 500, 200)


def test_a_message_of_empty_pieces_ends_the_line(served: Served) -> None:
    with served.line() as line:
        line.socket.sendall(b"\x01\x80" + bytes(4))
        assert flooded(line, (b"\x00\x80" + bytes(4)) * 500, 200)


def test_only_so_many_may_follow(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shieldwall.server.live_routes.MOST_FOLLOWERS", 2)
    with served.line(), served.line(), served.line() as third:
        assert ended(third) == 1013


def test_who_was_not_let_in_follows_nothing(served: Served) -> None:
    with pytest.raises(InvalidStatus) as refused, served.line(additional_headers={"Cookie": "no=1"}):
        pass
    assert refused.value.response.status_code == 403
    assert served.live.state == "ready"


def stalled(served: Served) -> ClientConnection:
    """Open a line, of whose answers nothing is ever read, with the smallest buffer that the system gives."""
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
    held.connect(("127.0.0.1", served.keys.port))
    # No thread of the client reads beyond the first message.
    return served.line(sock=held, max_queue=1)


def test_who_reads_nothing_is_let_go_and_keeps_nobody_waiting(
    served: Served, new_seen: New, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shieldwall.server.live_routes.STALLED", 0.3)
    sent: list[int] = []
    send = live_routes._send

    async def noted(*given: Any) -> int | None:
        sent.append(await send(*given) or 0)
        return sent[-1]

    monkeypatch.setattr(live_routes, "_send", noted)
    seen = new_seen()
    lame = stalled(served)
    with served.line() as line:
        line.send("pace 100")
        read(line, seen)
    lame.socket.close()
    assert sent == [live_routes.TOO_SLOW, live_routes.FINISHED]
    assert seen.directories[-1]["state"] == "over"
    assert len(seen.column("event.t")) == seen.directories[-1]["to"][2]


@pytest.mark.usefixtures("quicker")
def test_twenty_follow_at_once(served: Served, new_seen: New) -> None:
    """All are sent everything; how fast is measured by benchmarks/live.py on a machine that does nothing else."""
    late: list[float] = []

    def follow(number: int) -> Seen:
        seen = new_seen()
        with served.line() as line, suppress(ConnectionClosed):
            if number == 0:
                line.send("pace 100")
            while True:
                made = seen.take(line.recv(PATIENCE))["made"]  # type: ignore[arg-type]
                late.append(time() - made)
        return seen

    with ThreadPoolExecutor(20) as pool:
        all_seen = list(pool.map(follow, range(20)))
    for seen in all_seen:
        assert seen.directories[-1]["state"] == "over"
        np.testing.assert_array_equal(seen.column("event.t"), all_seen[0].column("event.t"))
    # A modest bound: half of the frames within a second, be the machine as busy as it may.
    assert float(np.median(late)) < 1.0
