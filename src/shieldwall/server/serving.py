"""Serving the page on this machine until someone stops it."""

from __future__ import annotations

import os
import signal
import socket
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread, Timer
from typing import TYPE_CHECKING

from shieldwall.quantities.errors import InputError, ShieldwallError
from shieldwall.server.app import guarded
from shieldwall.server.gate import LONGEST_HEADS, Gate
from shieldwall.server.holdings import Holdings
from shieldwall.server.jobs import Jobs
from shieldwall.server.keys import Keys
from shieldwall.server.land import land
from shieldwall.server.scenarios import cards
from shieldwall.server.studies import library
from shieldwall.server.window import window

if TYPE_CHECKING:
    import uvicorn

LOOPBACK = "127.0.0.1"
#: Bytes of the longest message that somebody who follows a battle may send.
LONGEST_COMMAND = 64
#: Time after which a browser is sent to the address, s; the server listens by then.
SOON = 0.3
#: What ends the server: Ctrl-C, a request to end, and a terminal that is closed, where there is such a signal.
ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


def serve(
    holdings: Holdings, files: Mapping[str, Path], port: int, browser: bool, say: Callable[[str], object]
) -> None:
    """Serve until interrupted; `port` 0 takes a free one, `say` is given the address once the server can be asked."""
    jobs = Jobs()
    with listening_on(port) as listening:
        keys = Keys(int(listening.getsockname()[1]))
        serving = server(guarded(holdings, jobs, files, keys))
        Thread(target=warm, args=(holdings,), name="warm", daemon=True).start()
        with ended_by_interrupt(serving):
            say(keys.address)
            if browser:
                timer = Timer(SOON, webbrowser.open, (keys.address,))
                timer.daemon = True
                timer.start()
            serving.run(sockets=[listening])
        # All are asked to end before any is waited for, so that none takes time from what has to be finished.
        holdings.studies.halt()
        holdings.lives.close()
        jobs.stop()
        holdings.studies.stop()


@contextmanager
def ended_by_interrupt(serving: uvicorn.Server) -> Iterator[None]:
    """Let each signal of `ENDING` end a server, also before it serves, when uvicorn takes Ctrl-C and SIGTERM by itself.

    uvicorn raises them once more when it is done; that ends nothing at once either, so that studies are kept. What the
    program was begun with deaf ears to, such as by nohup, stays unheard.
    """
    heard = [number for number in ENDING if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, lambda *_: setattr(serving, "should_exit", True)) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def warm(holdings: Holdings) -> None:
    """Work out what a page asks soon, while its browser starts; a question that fails here says so when it is asked."""
    cards()
    library()
    for opened in list(holdings.runs.values()):
        with opened.lock, suppress(ShieldwallError):
            land(window(opened))
            _ = opened.network


def server(app: Gate) -> uvicorn.Server:
    """Return the server of an application: it says nothing of itself, and keeps no log.

    A WebSocket takes commands alone, so a message is short; what is sent is packed already.
    """
    import uvicorn

    from shieldwall.server.lines import Line

    return uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            http="h11",
            h11_max_incomplete_event_size=LONGEST_HEADS,
            ws=Line,
            ws_max_size=LONGEST_COMMAND,
            ws_per_message_deflate=False,
            lifespan="off",
            timeout_graceful_shutdown=2,
        )
    )


def listening_on(port: int) -> socket.socket:
    """Return a socket that listens on this machine alone; InputError where the port is taken."""
    # With its protocol named, what it accepts sends at once; else an answer in two parts waits 40 ms for the first.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":
        # A port that a server has just left may be taken at once; on Windows this would let others share it.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
    except OSError as error:
        listening.close()
        raise InputError(
            f"port {port} cannot be used: {error.strerror}", instead="give another --port, or none for a free one"
        ) from error
    listening.listen(128)
    return listening
