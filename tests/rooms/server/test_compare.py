"""Two runs on the page say what `shieldwall compare` prints of the same folders; and a run is fought once more."""

from __future__ import annotations

from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from shieldwall import exercise
from shieldwall.cli.app import app
from shieldwall.scenario import load
from shieldwall.server.app import application
from shieldwall.server.holdings import Holdings
from shieldwall.server.jobs import Jobs

SCENARIO = "one-battery"
#: What the second run has otherwise, such that each kind of difference is met.
CHANGES = {"red.units.valley-pair.count": "3", "lasts": "500 s"}


@pytest.fixture(scope="module")
def folders(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The run that all tests of the page share, and one of a scenario that was changed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shieldwall.exercise.runs.has_report", lambda: False)
        other = exercise.run(load(SCENARIO, CHANGES), replication=1).save(tmp_path_factory.mktemp("runs") / "other")
    return folder, other


@pytest.fixture(scope="module")
def pair(folders: tuple[Path, Path]) -> tuple[TestClient, Jobs]:
    """A page with both runs."""
    holdings, jobs = Holdings(), Jobs()
    for name, place in zip(("battery", "other"), folders, strict=True):
        holdings.add(exercise.open(place), name)
    return TestClient(application(holdings, jobs, {}), base_url="http://127.0.0.1:8000"), jobs


@pytest.fixture(scope="module")
def given(pair: tuple[TestClient, Jobs]) -> dict[str, Any]:
    """The comparison as the page gets it."""
    answer = pair[0].get("/api/compare?left=battery&right=other")
    assert answer.status_code == 200
    return dict(answer.json())


def printed(folders: tuple[Path, Path]) -> str:
    """What the command prints, on one line and without the lines of tables, however it is wrapped."""
    result = CliRunner(env={"COLUMNS": "400"}).invoke(app, ["compare", *map(str, folders)])
    assert result.exit_code == 0, result.stderr
    return " ".join(result.stdout.replace("\N{BOX DRAWINGS LIGHT HORIZONTAL}", "").split())


def texts(value: Any) -> set[str]:
    """All texts in plain data."""
    if isinstance(value, dict):
        return set().union(*(texts(inner) for inner in value.values()))
    if isinstance(value, list):
        return set().union(*(texts(inner) for inner in value))
    return {value} if isinstance(value, str) and value else set()


def test_every_word_of_the_page_is_one_of_the_command(given: dict[str, Any], folders: tuple[Path, Path],
                                                      monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr("shieldwall.cli.paper.WIDEST", 400)
    said = printed(folders)
    for name in ("columns", "verdict", "asked", "changes", "lines", "parting", "fates", "measures", "alike", "caution"):
        for text in texts(given[name]):
            assert " ".join(text.split()) in said, (name, text)
    for row in given["threats"]["rows"]:
        assert f"{row['threat'].removeprefix('red/')} {row['one']} {row['other']}" in said
    assert given["threats"]["others"] in said


def test_rows_stand_in_the_order_of_the_command(given: dict[str, Any], folders: tuple[Path, Path],
                                                monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr("shieldwall.cli.paper.WIDEST", 400)
    said = printed(folders)
    for name, head in (("changes", ""), ("fates", "difference"), ("measures", "difference")):
        rows = [" ".join(filter(None, row.values())) for row in given[name]["rows"]]
        assert rows
        assert " ".join(filter(None, [given[name]["title"], "first second", head, *rows])) in said


def test_what_was_changed_is_named(given: dict[str, Any]) -> None:
    """The changes that the test made, and no other."""
    assert not given["same"]
    changes = [(row["what"], row["one"], row["other"]) for row in given["changes"]["rows"]]
    assert changes == [("lasts", "8 min", "500 s"), ("red.units.valley-pair.count", "2", "3")]
    assert {"-lasts: 8 min", "+lasts: 500 s"} <= set(given["lines"]["rows"])
    assert ("replication", "0", "1") in [(row["what"], row["one"], row["other"]) for row in given["asked"]["rows"]]


def test_moments_and_fates_can_be_jumped_to(given: dict[str, Any], pair: tuple[TestClient, Jobs]) -> None:
    """Times are those of the runs: of the threats, and of the logs' own rows."""
    runs = [pair[0].get(f"/api/runs/{name}").json() for name in ("battery", "other")]
    ends = [{one["name"]: (one["fate"], one["t"]) for one in run["threats"]} for run in runs]
    for row in given["threats"]["rows"]:
        for place, (fate, t) in enumerate(zip(row["fates"], row["times"], strict=True)):
            assert ends[place].get(row["threat"], (None, None)) == (fate, t)
    third = next(row for row in given["threats"]["rows"] if row["threat"] == "red/valley-pair/3")
    assert (third["fates"][0], third["one"]) == (None, "-")
    assert [moment["whose"] for moment in given["parting"]["moments"]][-2:] == ["first", "second"]
    assert all(moment["t"] is not None for moment in given["parting"]["moments"])


def test_a_run_is_the_same_as_itself(pair: tuple[TestClient, Jobs]) -> None:
    answer = pair[0].get("/api/compare?left=battery&right=battery").json()
    assert answer["same"]
    assert answer["verdict"] == "The same, bit for bit: header and log do not differ."
    assert answer["parting"]["moments"] == answer["threats"]["rows"] == []


def test_a_run_is_fought_once_more_on_other_luck(pair: tuple[TestClient, Jobs]) -> None:
    """It is the run that the library gives for the same key, and differs from the first by that key alone."""
    client, jobs = pair
    job = client.post("/api/runs/battery/again", json={"replication": 3})
    assert job.status_code == 202
    number, until = int(job.json()["id"]), monotonic() + 60.0
    while jobs.job(number).state in ("waiting", "running") and monotonic() < until:
        sleep(0.02)
    name = jobs.job(number).answer["run"]
    answer = client.get(f"/api/compare?left=battery&right={name}").json()
    assert [(row["what"], row["one"], row["other"]) for row in answer["asked"]["rows"]] == [("replication", "0", "3")]
    assert (answer["changes"]["rows"], answer["values"]["rows"]) == ([], [])
    made = exercise.run(SCENARIO, replication=3)
    assert answer["runs"][1]["leakers"] == made.measures["leakers"]
    # The same question is answered once.
    assert client.post("/api/runs/battery/again", json={"replication": 3}).json()["id"] == str(number)


def test_a_run_is_not_fought_again_on_the_luck_that_it_had(pair: tuple[TestClient, Jobs]) -> None:
    refused = pair[0].post("/api/runs/battery/again", json={"seed": 1, "replication": 0})
    assert refused.status_code == 400
    assert "already" in refused.json()["error"]
