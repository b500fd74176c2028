"""A real cluster of Dask on this machine: a scheduler and workers in processes of their own, which are killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from philox_battles import HEADER, PhiloxBattles

from shieldwall.quantities.errors import InputError
from shieldwall.study.ask import study
from shieldwall.study.fighting import Progressed, fight_missing
from shieldwall.study.file import load_text
from shieldwall.study.runners import dask
from shieldwall.study.store import WritableStore, held_store, open_store, table_hash
from shieldwall.study.work import Batch

HERE = Path(__file__).parent
WORK = [Batch(0, -1, 0, 60), *(Batch(1, row, 0, 3) for row in range(20))]
BATTLES = 120
STARTING = 60.0

pytestmark = [
    pytest.mark.long,
    # What clients and their loops leave open when a cluster was killed is their own matter.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


class Cluster:
    """A scheduler and workers of one thread each."""

    def __init__(self, folder: Path, workers: int) -> None:
        self._file = folder / "scheduler.json"
        self.scheduler = self._started("dask_scheduler", "--port", "0", "--no-dashboard", "--no-show")
        until = time.monotonic() + STARTING
        while not self._listens() and time.monotonic() < until:
            time.sleep(0.05)
        quiet = ("--nthreads", "1", "--no-dashboard", "--no-nanny", "--local-directory", str(folder))
        self.workers = [self._started("dask_worker", *quiet) for _ in range(workers)]

    @property
    def address(self) -> str:
        """Where its scheduler listens."""
        return str(json.loads(self._file.read_text())["address"])

    def _listens(self) -> bool:
        # The scheduler writes its file in place, so that half of it may be there.
        try:
            return bool(self.address)
        except (OSError, ValueError):
            return False

    def end(self) -> None:
        """Kill all that is left of it."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def _started(self, what: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{what}", "--host", "127.0.0.1"]
        quiet = subprocess.DEVNULL
        # Its workers look where this process does.
        paths = {"PYTHONPATH": os.pathsep.join(path for path in (*sys.path, str(HERE)) if path)}
        return subprocess.Popen(
            [*command, "--scheduler-file", str(self._file), *options],
            stdout=quiet,
            stderr=quiet,
            env=os.environ | paths,
        )


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster with two workers, which the last test with it kills."""
    cluster = Cluster(tmp_path_factory.mktemp("cluster"), 2)
    yield cluster
    cluster.end()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[WritableStore]:
    with held_store(tmp_path / "study", HEADER) as store:
        yield store


def test_a_cluster_fights_as_threads_do(cluster: Cluster) -> None:
    text = "study: 1\nquestion: What?\nscenario: one-battery\noptions: {as-it-is: {}}\nreplications: 30\n"
    asked = load_text(text, "x.yaml")
    assert study(asked, workers=cluster.address).results.tobytes() == study(asked).results.tobytes()


def test_an_error_of_a_fight_arrives_and_other_code_is_refused(
    cluster: Cluster, store: WritableStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = dask.on_cluster(cluster.address)
    with pytest.raises(ValueError, match="battle 40 has no end"):
        fight_missing(store, WORK, PhiloxBattles(unlucky=[40]), runner, 2, 5)
    assert 30 <= store.battles.count < BATTLES
    monkeypatch.setattr(dask, "code_hash", lambda: "beef")
    with pytest.raises(InputError, match="a worker of the cluster has another version of shieldwall"):
        fight_missing(store, WORK, PhiloxBattles(), runner)


def test_a_killed_worker_costs_nothing_and_a_killed_scheduler_is_told(cluster: Cluster, store: WritableStore) -> None:
    runner = dask.on_cluster(cluster.address)

    def kill_worker(progressed: Progressed) -> None:
        if progressed.held == 20:
            cluster.workers[0].send_signal(signal.SIGKILL)

    assert fight_missing(store, WORK, PhiloxBattles(0.01), runner, chunk=5, watch=kill_worker).fought == BATTLES
    expected = np.concatenate([PhiloxBattles()(batch) for batch in WORK])
    assert store.result_hash() == table_hash(expected) == open_store(store.folder).result_hash()
    assert cluster.workers[0].poll() is not None
    assert cluster.workers[1].poll() is None

    def kill_scheduler(progressed: Progressed) -> None:
        if progressed.held == BATTLES + 20:
            cluster.scheduler.send_signal(signal.SIGKILL)

    with pytest.raises(dask.ClusterLostError, match=r"does not answer any more; what was fought is kept: .*--resume"):
        fight_missing(store, [*WORK, Batch(2, -1, 0, 500)], PhiloxBattles(0.01), runner, 2, 5, kill_scheduler)
    assert BATTLES + 20 <= open_store(store.folder).battles.count < BATTLES + 500


def test_a_cluster_without_workers_is_told(tmp_path: Path, store: WritableStore) -> None:
    cluster = Cluster(tmp_path, 0)
    try:
        with pytest.raises(dask.ClusterLostError, match=r"has had no worker for 2 s; what was fought is kept"):
            fight_missing(store, WORK, PhiloxBattles(), dask.on_cluster(cluster.address, patience=2.0))
    finally:
        cluster.end()


def test_no_cluster_at_all_is_told(store: WritableStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask, "CONNECT", 2.0)
    for address in ("tcp://127.0.0.1:1", "nowhere"):
        with pytest.raises(dask.ClusterLostError, match="no cluster answers at"):
            fight_missing(store, WORK, PhiloxBattles(), dask.on_cluster(address))


def test_without_the_extra_it_is_said_what_to_install(store: WritableStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"pip install 'shieldwall\[cluster\]'"):
        fight_missing(store, WORK, PhiloxBattles(), dask.on_cluster("tcp://127.0.0.1:1"))
