"""How late frames of a battle that is watched live are, for twenty who follow at once and one who reads nothing.

`python benchmarks/live.py [--followers N] [--seconds S] [--pace P] [--scenario NAME]`. The server is a process of its
own, as a user starts it; the followers are another. A frame says when it was made, and is late by the time from there
until it is read: both ends are on one machine and have one clock. Issue 13 asks for p99 <= 100 ms on two cores.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import socket
import struct
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection
from typing import Any

import numpy as np
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed


def main() -> None:
    """Measure, and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--followers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--pace", type=int, default=30)
    parser.add_argument("--scenario", default="slavic-shield-2019")
    asked = parser.parse_args()
    command = [sys.executable, "-m", "shieldwall", "view", asked.scenario, "--live", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:  # noqa: S603  our own
        try:
            assert program.stdout is not None
            found = re.search(r"127\.0\.0\.1:(\d+)/\?token=(\S+)", program.stdout.readline())
            assert found is not None
            line = opened(int(found[1]), found[2])
            late, sizes = asyncio.run(followed(line, asked.followers, asked.seconds, asked.pace))
        finally:
            program.terminate()
    print(json.dumps(figures(late, sizes, asked), indent=1))


def opened(port: int, token: str) -> dict[str, Any]:
    """Open the page as a browser does, and return what it takes to open a line to its battle."""
    page = HTTPConnection("127.0.0.1", port)
    page.request("GET", f"/?token={token}")
    answer = page.getresponse()
    answer.read()
    cookie = str(answer.headers["set-cookie"]).partition(";")[0]
    page.request("GET", "/api/start", headers={"Cookie": cookie})
    live = json.loads(page.getresponse().read())["live"]["id"]
    host = f"127.0.0.1:{port}"
    return {"uri": f"ws://{host}/api/live/{live}/frames", "origin": f"http://{host}",
            "additional_headers": {"Cookie": cookie}, "compression": None}  # fmt: skip


async def followed(
    line: dict[str, Any], followers: int, seconds: float, pace: int
) -> tuple[list[list[float]], list[int]]:
    """Follow with so many at once, and one more that never reads; return how late each one's frames were, s."""
    lame = await connect(sock=narrow(line), max_queue=1, **line)
    lame.transport.pause_reading()
    lines = [await connect(**line) for _ in range(followers)]
    await lines[0].send(f"pace {pace}")
    # Who has just come is sent what was, which is late as it has to be.
    await asyncio.gather(*(caught_up(one) for one in lines))
    until = time.monotonic() + seconds
    read = await asyncio.gather(*(reader(one, until) for one in lines))
    lame.transport.abort()
    return [late for late, _ in read], [size for _, sizes in read for size in sizes]


def narrow(line: dict[str, Any]) -> socket.socket:
    """Return a socket that is full soon."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    made.connect(("127.0.0.1", int(line["origin"].rpartition(":")[2])))
    made.setblocking(False)
    return made


async def caught_up(line: ClientConnection) -> None:
    """Read until a frame holds all there is."""
    while not directory(await line.recv())["whole"]:
        pass


async def reader(line: ClientConnection, until: float) -> tuple[list[float], list[int]]:
    """Read frames until a time; return how late each was, s, and its bytes."""
    late, sizes = [], []
    with suppress(ConnectionClosed, TimeoutError):
        while (left := until - time.monotonic()) > 0.0:
            frame = await asyncio.wait_for(line.recv(), left)
            late.append(time.time() - directory(frame)["made"])
            sizes.append(len(frame))
    await line.close()
    return late, sizes


def directory(frame: str | bytes) -> dict[str, Any]:
    """Return the directory of a frame."""
    assert isinstance(frame, bytes)
    (size,) = struct.unpack_from("<I", frame)
    read: dict[str, Any] = json.loads(frame[4 : 4 + size])
    return read


def figures(late: list[list[float]], sizes: list[int], asked: argparse.Namespace) -> dict[str, Any]:
    """Return what was measured: percentiles over all frames, and of the follower who had the worst of it, ms."""
    everyone = 1000.0 * np.concatenate([np.array(one) for one in late])
    worst = max(float(np.percentile(one, 99)) for one in late)
    frames = sum(map(len, late))
    return {
        "followers": asked.followers,
        "pace": asked.pace,
        "frames_a_second": round(frames / asked.followers / asked.seconds, 2),
        "late_ms": {name: round(float(np.percentile(everyone, at)), 2) for name, at in
                    (("p50", 50), ("p90", 90), ("p99", 99), ("most", 100))},
        "worst_follower_p99_ms": round(1000.0 * worst, 2),
        "kib_a_second_each": round(sum(sizes) / 1024.0 / asked.followers / asked.seconds, 1),
    }  # fmt: skip


if __name__ == "__main__":
    main()
