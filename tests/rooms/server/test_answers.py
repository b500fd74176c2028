"""What the page gets of a run equals what the commands say of the same run: fates, reasons, sentences, measures."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from shieldwall import exercise
from shieldwall.cli.app import app
from shieldwall.cli.summary import plain, show
from shieldwall.exercise import Run
from shieldwall.scenario import names as scenario_names

RUN = "/api/runs/battery"


def said(*arguments: str) -> Any:
    """What a command writes as data."""
    result = CliRunner().invoke(app, [*arguments, "--json"])
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def given(client: TestClient) -> dict[str, Any]:
    """What the page gets at once."""
    return dict(client.get(RUN).json())


def test_measures_and_outcomes_are_those_of_the_summary(given: dict[str, Any], fought: Run) -> None:
    summary = json.loads(json.dumps(plain(fought, None)))
    assert given["measures"] == summary["measures"]
    columns = summary["outcomes"][0]
    of_page = {one["threat"]: {name: one[name] for name in columns} for one in given["threats"]}
    assert of_page == {row["threat"]: row for row in summary["outcomes"]}
    for name in ("title", "question", "seed", "replication", "sampled", "version"):
        assert given[name] == summary[name]


def test_summary_is_what_the_command_prints(given: dict[str, Any], fought: Run, capsys: Any) -> None:
    show(fought, None)
    printed = " ".join(capsys.readouterr().out.split())
    summary = given["summary"]
    assert summary["answer"] in printed
    for about, says in summary["rest"]:
        assert f"{about} {says}" in printed
    for row in summary["fates"]["rows"]:
        numbers = [str(row["all"]), *(str(count) if count else "-" for count in row["counts"])]
        assert " ".join([row["system"], *numbers]) in printed
    data = plain(fought, None)
    assert summary["damage"] == data["damage"]
    assert summary["rounds"] == data["rounds"]


def test_leakers_by_reason_are_those_of_the_summary(given: dict[str, Any], folder: Path) -> None:
    leaked = exercise.open(folder).outcomes().to_dicts()
    expected: dict[tuple[str, str], set[str]] = {}
    for row in leaked:
        if row["fate"] == "leaked":
            expected.setdefault((row["stage"], row["reason"]), set()).add(row["threat"])
    assert {(one["stage"], one["reason"]): set(one["threats"]) for one in given["leakers"]} == expected
    sizes = [len(one["threats"]) for one in given["leakers"]]
    assert sizes == sorted(sizes, reverse=True)


def test_funnel_never_rises_and_ends_with_the_killed(given: dict[str, Any]) -> None:
    numbers = [step["number"] for step in given["funnel"]["steps"]]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] == given["measures"]["threats"]
    assert numbers[-1] == given["measures"]["killed"]


def test_story_of_every_threat_is_that_of_explain(given: dict[str, Any], folder: Path, client: TestClient) -> None:
    for threat in given["threats"]:
        name = threat["threat"]
        story = client.get(f"{RUN}/threats/{name}").json()
        printed = " ".join(" ".join(said("explain", str(folder), name)["story"]).split())
        lines = [f"{line['clock']} {line['text']}" for line in story["lines"]]
        left_out = [f"({story['left_out']} lesser events are left out.)"] if story["left_out"] else []
        whole = " ".join(" ".join([story["heading"], *lines, *left_out, story["fate"]]).split())
        if " ... " in printed:
            # One page of paper has no room for the middle; the screen has.
            first, last = printed.split(" ... ")
            assert whole.startswith(first)
            assert whole.endswith(last)
        else:
            assert whole == printed


def test_sentence_of_an_event_is_that_of_the_log(client: TestClient, fought: Run) -> None:
    events = fought.events()
    for row in (0, 17, len(events) - 1):
        answer = client.get(f"{RUN}/events/{row}").json()
        assert answer["sentence"] == events["sentence"][row]
        assert answer["kind"] == events["kind"][row]
        assert answer["t"] == events["t"][row]
    assert client.get(f"{RUN}/events/{len(events)}").status_code == 404


def test_engagements_have_every_shot_and_kill_of_the_log_once(client: TestClient, fought: Run) -> None:
    events = fought.events()
    rows = client.get(f"{RUN}/engagements").json()["engagements"]
    shots = sorted(t for row in rows for t in row["launches"])
    assert shots == sorted(events.filter(events["kind"].is_in(["launched", "burst"]))["t"].to_list())
    kills = sorted(hit["t"] for row in rows for hit in row["hits"])
    assert kills == sorted(events.filter(events["kind"] == "killed")["t"].to_list())
    for row in rows:
        assert row["from"] < row["to"]
        assert row["spans"][0]["from"] == row["from"]
        assert row["spans"][-1]["to"] == row["to"]
        assert row["acquired"] is None or row["from"] <= row["acquired"] <= row["to"]


def test_every_engagement_that_ended_says_why(client: TestClient, fought: Run) -> None:
    events = fought.events()
    ended = events.filter(events["kind"] == "ended")
    why = {(row["who"], row["t"]): row["why"] or "" for row in ended.iter_rows(named=True)}
    rows = client.get(f"{RUN}/engagements").json()["engagements"]
    assert [row["end_reason"] for row in rows if (row["channel"], row["to"]) in why] == [
        why[row["channel"], row["to"]] for row in rows if (row["channel"], row["to"]) in why
    ]
    assert len(why) == sum((row["channel"], row["to"]) in why for row in rows)


def test_card_has_the_figures_of_the_catalogue_and_of_the_run(client: TestClient, fought: Run) -> None:
    card = client.get(f"{RUN}/units/blue/pantsir").json()
    for page in card["entries"]:
        expected = said("catalogue", page["id"])
        values = [{name: value for name, value in one.items() if name != "drawn"} for one in page["values"]]
        assert values == expected["values"]
        assert page["sources"] == expected["sources"]
    assert {page["id"] for page in card["entries"]} >= {"pantsir-s1", "pantsir-search", "57e6", "2a38m"}
    assert sum(card["shot"]["fired"].values()) == fought.measures["rounds"] + fought.measures["bursts"]
    assert len(card["shot"]["kills"]) == fought.measures["kills"]


def test_list_at_the_start_says_what_the_run_came_to(client: TestClient, fought: Run) -> None:
    start = client.get("/api/start").json()
    assert start["opened"] == {"kind": "run", "id": "battery"}
    run = next(one for one in start["runs"] if one["id"] == "battery")
    assert (run["leakers"], run["threats"]) == (fought.measures["leakers"], fought.measures["threats"])
    scenarios = {one["name"]: one for one in start["scenarios"]}
    assert scenarios["one-battery"]["question"] == fought.header["question"]
    names = list(scenarios)
    assert names[:2] == ["slavic-shield-2019", "one-radar"]
    assert set(names) == set(scenario_names())


def test_unknown_names_are_answered_with_the_nearest(client: TestClient) -> None:
    for address, nearest in (
        ("/api/runs/batery", "battery"),
        (f"{RUN}/threats/red/valley-pair/7", "red/valley-pair"),
        (f"{RUN}/units/blue/pansir", "blue/pantsir"),
    ):
        answer = client.get(address)
        assert answer.status_code == 404
        assert nearest in answer.json()["instead"]
    answer = client.post("/api/scenarios/one-batery/run")
    assert answer.status_code == 404
    assert "one-battery" in answer.json()["instead"]


def test_hostile_names_are_text(client: TestClient) -> None:
    answer = client.get(f"{RUN}/threats/%3Cimg src=x onerror=alert(1)%3E%1b[31m%E2%80%AE")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/json"
    assert not re.search("[\x1b\u202e]", answer.json()["error"])
