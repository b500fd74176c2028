"""Work that takes longer than a request: taken once, in its order, asked after by its number, ended with the server."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from time import monotonic, sleep
from typing import Any

import pytest
from starlette.testclient import TestClient

from shieldwall.quantities.errors import InputError
from shieldwall.server.held import NotHeldError
from shieldwall.server.jobs import MOST_WAITING, FullError, Job, Jobs
from shieldwall.study.luck import but_for


@pytest.fixture
def queue() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.stop()


def ended(job: Job) -> Job:
    until = monotonic() + 30.0
    while job.state in ("waiting", "running") and monotonic() < until:
        sleep(0.005)
    return job


def test_job_says_how_far_it_is_and_then_its_answer(queue: Jobs) -> None:
    going, leave = Event(), Event()

    def work(progress: Any) -> str:
        progress(3, 10)
        going.set()
        leave.wait(30.0)
        return "done"

    job = queue.begin("count", work)
    assert going.wait(30.0)
    assert (job.state, job.done, job.total) == ("running", 3.0, 10.0)
    leave.set()
    assert ended(job).plain() == {
        "id": "1", "what": "count", "state": "done", "done": 3.0, "total": 10.0, "answer": "done", "error": None
    }  # fmt: skip


def test_same_work_is_not_done_twice(queue: Jobs) -> None:
    done: list[int] = []
    one = queue.begin("same", lambda _: done.append(1))
    ended(one)
    assert queue.begin("same", lambda _: done.append(2)) is one
    assert done == [1]


def test_work_whose_answer_no_longer_holds_is_done_anew(queue: Jobs) -> None:
    held = {1}
    one = ended(queue.begin("same", lambda _: 1, held.__contains__))
    assert queue.begin("same", lambda _: 2, held.__contains__) is one
    held.clear()
    other = ended(queue.begin("same", lambda _: 2, held.__contains__))
    assert (other.answer, other.number) == (2, 2)


def test_full_queue_is_refused_in_words(queue: Jobs) -> None:
    leave = Event()
    for number in range(MOST_WAITING + 1):
        queue.begin(f"wait {number}", lambda _: leave.wait(30.0))
    with pytest.raises(FullError, match="busy"):
        queue.begin("one more", lambda _: None)
    leave.set()


def test_job_that_fails_says_why_and_leaves_the_others(queue: Jobs) -> None:
    def refuses(_: Any) -> None:
        raise InputError("this does not fit", instead="write another")

    def breaks(_: Any) -> None:
        raise ZeroDivisionError

    assert ended(queue.begin("refuses", refuses)).error == {"error": "this does not fit", "instead": "write another"}
    broken = ended(queue.begin("breaks", breaks))
    assert broken.state == "failed"
    assert "bug" in str(broken.error)
    assert ended(queue.begin("works", lambda _: 7)).answer == 7
    # What failed may be tried again.
    assert queue.begin("breaks", lambda _: 1).number != broken.number


def test_unknown_job_is_not_here(queue: Jobs) -> None:
    with pytest.raises(NotHeldError, match="no job 5"):
        queue.job(5)


def test_end_of_the_server_ends_the_work_at_its_next_step() -> None:
    queue, going, steps = Jobs(), Event(), []

    def work(progress: Any) -> None:
        for step in range(100_000):
            steps.append(step)
            going.set()
            progress(step, 100_000)
            sleep(0.005)

    queue.begin("long", work)
    assert going.wait(30.0)
    began = monotonic()
    queue.stop()
    assert monotonic() - began < 4.0
    assert len(steps) < 10_000


def test_but_for_answers_as_explain_does(client: TestClient, opened: Any) -> None:
    address = "/api/runs/battery/threats/red/valley-pair/1/but-for"
    begun = client.post(address, json={"draws": 20})
    assert begun.status_code == 202
    until, job = monotonic() + 120.0, begun.json()
    while job["state"] not in ("done", "failed") and monotonic() < until:
        sleep(0.05)
        job = client.get(f"/api/jobs/{job['id']}").json()
    assert job["state"] == "done", job
    from shieldwall.study.but_for_words import plain_leaker

    expected = plain_leaker(but_for(opened.run, 20, workers=1).of("red/valley-pair/1"))
    assert job["answer"]["paragraph"] == expected["paragraph"]
    assert job["answer"]["share"] == expected["share"]
    assert job["answer"]["links"] == expected["links"]
    # What was fought for one threat answers for all.
    other = client.post(address.replace("/1/", "/2/"), json={"draws": 20}).json()
    until = monotonic() + 10.0
    while other["state"] not in ("done", "failed") and monotonic() < until:
        other = client.get(f"/api/jobs/{other['id']}").json()
    assert other["answer"]["threat"] == "red/valley-pair/2"


def test_scenario_is_run_and_then_held(client: TestClient) -> None:
    begun = client.post("/api/scenarios/one-radar/run").json()
    until = monotonic() + 120.0
    while begun["state"] not in ("done", "failed") and monotonic() < until:
        sleep(0.05)
        begun = client.get(f"/api/jobs/{begun['id']}").json()
    name = begun["answer"]["run"]
    assert client.get(f"/api/runs/{name}").json()["title"]
    assert name in {run["id"] for run in client.get("/api/start").json()["runs"]}
