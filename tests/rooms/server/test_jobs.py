"""Work that takes longer than a request: taken once, in its order, asked after by its number, ended with the server."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from time import monotonic, sleep
from typing import Any

import pytest
from starlette.testclient import TestClient

from shieldwall.exercise import simulate
from shieldwall.quantities.errors import InputError
from shieldwall.server.held import NotHeldError
from shieldwall.server.jobs import MOST_WAITING, PENDING, FullError, Job, Jobs, What
from shieldwall.study.luck import but_for


@pytest.fixture
def queue() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.stop()


def count(which: str) -> What:
    return What("run", "Counting", which)


def ended(job: Job) -> Job:
    until = monotonic() + 30.0
    while job.state in PENDING and monotonic() < until:
        sleep(0.005)
    return job


def test_job_says_how_far_it_is_and_then_its_answer(queue: Jobs) -> None:
    going, leave = Event(), Event()

    def work(progress: Any) -> str:
        progress(3, 10)
        going.set()
        leave.wait(30.0)
        return "done"

    job = queue.begin(count("count"), work)
    assert going.wait(30.0)
    assert (job.state, job.done, job.total) == ("running", 3.0, 10.0)
    leave.set()
    assert queue.plain(ended(job)) == {
        "id": "1", "kind": "run", "of": "Counting", "state": "done", "done": 3.0, "total": 10.0,
        "answer": "done", "error": None, "waits_for": None,
    }  # fmt: skip


def test_same_work_is_not_done_twice(queue: Jobs) -> None:
    done: list[int] = []
    one = queue.begin(count("same"), lambda _: done.append(1))
    ended(one)
    assert queue.begin(count("same"), lambda _: done.append(2)) is one
    assert done == [1]


def test_work_whose_answer_no_longer_holds_is_done_anew(queue: Jobs) -> None:
    held = {1}
    one = ended(queue.begin(count("same"), lambda _: 1, held.__contains__))
    assert queue.begin(count("same"), lambda _: 2, held.__contains__) is one
    held.clear()
    other = ended(queue.begin(count("same"), lambda _: 2, held.__contains__))
    assert (other.answer, other.number) == (2, 2)


def test_full_queue_is_refused_in_words(queue: Jobs) -> None:
    leave = Event()
    for number in range(MOST_WAITING + 1):
        queue.begin(count(f"wait {number}"), lambda _: leave.wait(30.0))
    with pytest.raises(FullError, match="busy"):
        queue.begin(count("one more"), lambda _: None)
    leave.set()


def test_job_that_fails_says_why_and_leaves_the_others(queue: Jobs) -> None:
    def refuses(_: Any) -> None:
        raise InputError("this does not fit", instead="write another")

    def breaks(_: Any) -> None:
        raise ZeroDivisionError

    assert ended(queue.begin(count("refuses"), refuses)).error == {
        "error": "this does not fit",
        "instead": "write another",
    }
    broken = ended(queue.begin(count("breaks"), breaks))
    assert broken.state == "failed"
    assert "bug" in str(broken.error)
    assert ended(queue.begin(count("works"), lambda _: 7)).answer == 7
    # What failed may be tried again.
    assert queue.begin(count("breaks"), lambda _: 1).number != broken.number


def test_unknown_job_is_not_here(queue: Jobs) -> None:
    with pytest.raises(NotHeldError, match="no job 5"):
        queue.job(5)


class Steps:
    """Work of many steps, of which it says how many were done."""

    def __init__(self) -> None:
        self.going, self.done = Event(), 0

    def __call__(self, progress: Any) -> str:
        for step in range(100_000):
            progress(step, 100_000)
            self.done = step
            self.going.set()
            sleep(0.002)
        return "all"


def test_work_that_nobody_wants_ends_at_its_next_step_and_the_next_begins(queue: Jobs) -> None:
    long, other = Steps(), Event()
    job = queue.begin(count("long"), long)
    after = queue.begin(What("report", "Two batteries"), lambda _: other.wait(30.0))
    assert long.going.wait(30.0)
    waits = queue.plain(after)["waits_for"]
    assert (waits["id"], waits["kind"], waits["of"], waits["total"]) == ("1", "run", "Counting", 100_000)
    assert queue.plain(job)["waits_for"] is None
    began = monotonic()
    assert queue.cancel(job.number).state == "stopping"
    assert ended(job).state == "stopped"
    assert monotonic() - began < 1.0
    other.set()
    assert ended(after).answer is True
    # Who asks again begins anew.
    assert queue.begin(count("long"), lambda _: 1) is not job


def test_work_that_waits_never_begins_when_nobody_wants_it(queue: Jobs) -> None:
    leave, begun = Event(), []
    first = queue.begin(count("first"), lambda _: leave.wait(30.0))
    second = queue.begin(count("second"), begun.append)
    assert queue.cancel(second.number).state == "stopped"
    leave.set()
    ended(queue.begin(count("third"), lambda _: None))
    assert (first.state, second.state, begun) == ("done", "stopped", [])


def test_work_that_is_over_stays_as_it_is(queue: Jobs) -> None:
    job = ended(queue.begin(count("done"), lambda _: 7))
    assert (queue.cancel(job.number).state, job.answer) == ("done", 7)
    with pytest.raises(NotHeldError, match="no job 5"):
        queue.cancel(5)


def test_end_of_the_server_ends_the_work_at_its_next_step() -> None:
    queue, long = Jobs(), Steps()
    queue.begin(count("long"), long)
    assert long.going.wait(30.0)
    began = monotonic()
    queue.stop()
    assert monotonic() - began < 4.0
    assert long.done < 10_000


def test_a_battle_that_is_stopped_costs_the_next_nothing(
    client: TestClient, holdings: Any, fought: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its draft lasts a day, of slow slices; the run that waits for it is the one that was fought alone."""
    quick = simulate.run
    monkeypatch.setattr(simulate, "run", lambda *asked: (sleep(0.005), quick(*asked))[1])
    draft = client.post("/api/drafts", json={"from": {"scenario": "one-battery"}}).json()
    changes = [{"path": "lasts", "value": "1440 min"}]
    client.post(f"/api/drafts/{draft['id']}/changes", json={"version": 1, "changes": changes})
    long = client.post(f"/api/drafts/{draft['id']}/run").json()
    after = client.post("/api/scenarios/one-battery/run").json()
    until = monotonic() + 60.0
    while client.get(f"/api/jobs/{long['id']}").json()["done"] == 0 and monotonic() < until:
        sleep(0.02)
    assert client.get(f"/api/jobs/{after['id']}").json()["waits_for"]["of"] == draft["title"]
    began = monotonic()
    client.post(f"/api/jobs/{long['id']}/stop")
    while client.get(f"/api/jobs/{long['id']}").json()["state"] == "stopping" and monotonic() < until:
        sleep(0.02)
    assert monotonic() - began < 2.0
    assert client.get(f"/api/jobs/{long['id']}").json()["state"] == "stopped"
    while (after := client.get(f"/api/jobs/{after['id']}").json())["state"] != "done" and monotonic() < until:
        sleep(0.02)
    assert holdings.run(after["answer"]["run"]).run.recording.log.tobytes() == fought.recording.log.tobytes()


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
