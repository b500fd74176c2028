"""What tests of the page share: a run, a folder of it, its server as a client in the same process, and a real one."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from shieldwall import exercise
from shieldwall.exercise import Run
from shieldwall.exercise.paced import Paced
from shieldwall.scenario import load, source
from shieldwall.server.app import application, guarded
from shieldwall.server.columns import TYPES
from shieldwall.server.draft_files import built_in, from_file
from shieldwall.server.holdings import Holdings
from shieldwall.server.jobs import Jobs
from shieldwall.server.keys import Keys
from shieldwall.server.opened import Opened
from shieldwall.server.page_files import page_files
from shieldwall.server.serving import listening_on, server

SCENARIO, NAME = "one-battery", "battery"


@pytest.fixture(scope="session")
def fought() -> Run:
    """A run with its film."""
    return exercise.run(SCENARIO)


@pytest.fixture(scope="session")
def folder(fought: Run, tmp_path_factory: pytest.TempPathFactory, save_bare: Callable[..., Path]) -> Path:
    """The run as a folder."""
    return save_bare(fought, tmp_path_factory.mktemp("runs") / NAME)


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built page, as small as one can be, and a file beside it that is none of it."""
    place = tmp_path_factory.mktemp("built")
    built = place / "page"
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text("<!doctype html><title>Shieldwall</title>", encoding="utf-8")
    (built / "assets" / "map.mjs").write_text("export const one = 1", encoding="utf-8")
    (place / "secret.html").write_text("not of the page", encoding="utf-8")
    return built


@pytest.fixture(scope="session")
def opened(folder: Path) -> Opened:
    """The run as the server holds it, read back from its folder."""
    return Holdings().add(exercise.open(folder), NAME)


@pytest.fixture(scope="session")
def holdings(opened: Opened) -> Holdings:
    """What the server holds."""
    made = Holdings({opened.name: opened}, opened.name)
    made.drafts.open(*built_in(SCENARIO))
    # Ready, and fought as soon as somebody follows it, which attacks must not come to.
    made.watch(exercise.load(SCENARIO), SCENARIO)
    made.studies.of_scenario(load(SCENARIO), SCENARIO)
    return made


@pytest.fixture(scope="session")
def jobs() -> Iterator[Jobs]:
    """The jobs of the server, ended with the tests."""
    made = Jobs()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def client(holdings: Holdings, jobs: Jobs, page: Path) -> TestClient:
    """A browser that has opened the address with its token, and a page of the server in it."""
    keys = Keys(8000)
    address = "http://127.0.0.1:8000"
    made = TestClient(guarded(holdings, jobs, page_files(page), keys), base_url=address, headers={"origin": address})
    assert made.get(f"/?token={keys.token}").status_code == 200
    return made


def browser(holdings: Holdings) -> TestClient:
    """A page of a server without keys or jobs, which tests of the gate have."""
    return TestClient(application(holdings, Jobs(), {}), base_url="http://127.0.0.1:8000")


@pytest.fixture
def editor() -> TestClient:
    """A page with one draft, `one-battery`, of the built-in scenario."""
    holdings = Holdings()
    holdings.drafts.open(*built_in(SCENARIO))
    return browser(holdings)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A scenario of one's own, with a comment and the line ends of Windows."""
    made = tmp_path / "mine.yaml"
    made.write_bytes(source(SCENARIO)[0].replace("\n", "\r\n").encode())
    return made


@pytest.fixture
def owner(file: Path) -> TestClient:
    """A page with one draft, `mine`, of a file."""
    holdings = Holdings()
    holdings.drafts.open(*from_file(file))
    return browser(holdings)


@dataclass(frozen=True)
class Live:
    """A server that listens, and its keys."""

    keys: Keys


@pytest.fixture(scope="session")
def live(holdings: Holdings, jobs: Jobs, page: Path) -> Iterator[Live]:
    """A server that listens on this machine, as the command starts it."""
    with listening_on(0) as listening:
        keys = Keys(int(listening.getsockname()[1]))
        serving = server(guarded(holdings, jobs, page_files(page), keys))
        thread = Thread(target=serving.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        until = monotonic() + 30.0
        while not serving.started and monotonic() < until:
            sleep(0.01)
        yield Live(keys)
        serving.should_exit = True
        thread.join(10.0)


@pytest.fixture
def quicker(monkeypatch: pytest.MonkeyPatch) -> float:
    """Let battles that are watched go by a clock that is so many times quicker than the one on the wall."""
    times = 4.0
    monkeypatch.setattr("shieldwall.server.live.Paced", lambda wall: Paced(wall=lambda: times * wall()))
    return times


class Seen:
    """What somebody has been sent: the directories, and the rows of each column in turn."""

    def __init__(self) -> None:
        self.directories: list[dict[str, Any]] = []
        self.columns: dict[str, list[np.ndarray]] = {}

    def take(self, frame: bytes) -> dict[str, Any]:
        """Read a frame as the page does."""
        (size,) = struct.unpack_from("<I", frame)
        directory: dict[str, Any] = json.loads(frame[4 : 4 + size])
        for name, one in directory["columns"].items():
            begin = 4 + size + one["offset"]
            kind = TYPES[one["type"]]
            values = np.frombuffer(frame, kind, one["length"], begin)
            self.columns.setdefault(name, []).append(values)
        self.directories.append(directory)
        return directory

    def column(self, name: str) -> np.ndarray:
        """Return all rows of a column that came."""
        return np.concatenate(self.columns[name])

    @property
    def sentences(self) -> dict[int, str]:
        """The sentences that came, by row."""
        return {row: text for one in self.directories for row, text in one["sentences"]}


@pytest.fixture(scope="session")
def new_seen() -> type[Seen]:
    """What makes an account of frames, with nothing in it."""
    return Seen
