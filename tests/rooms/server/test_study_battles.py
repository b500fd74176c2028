"""What stands behind a study's figures on the page: bars, replays that come to what they say, leaks, the report."""

from __future__ import annotations

import html
from collections.abc import Iterator
from time import monotonic, sleep
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from shieldwall.exercise import Run
from shieldwall.server import holdings
from shieldwall.server.app import application
from shieldwall.server.held_study import HeldStudy
from shieldwall.server.holdings import Holdings
from shieldwall.server.jobs import Jobs
from shieldwall.study.file import load_text

TEXT = """study: 1
question: What do the rounds stop?
scenario: one-battery
options:
  as-it-is: {}
  half: {blue.units.pantsir.rounds: 2}
measures: [leakers, damage_share, killed, launches]
replications: 16
"""
STUDY = "/api/studies/rounds"


@pytest.fixture(scope="module")
def here() -> Holdings:
    return Holdings()


@pytest.fixture(scope="module")
def study(here: Holdings) -> Iterator[HeldStudy]:
    """A study that was fought, and goes with the tests."""
    held = here.studies.hold(load_text(TEXT, "rounds.yaml"), "rounds")
    held.start(None, None)
    held.wait()
    assert held.state == "done"
    yield held
    here.studies.stop()


@pytest.fixture(scope="module")
def page(here: Holdings, study: HeldStudy) -> Iterator[TestClient]:
    jobs = Jobs()
    yield TestClient(application(here, jobs, {}), base_url="http://127.0.0.1:8000")
    jobs.stop()


def ended(page: TestClient, what: str, body: Any = None) -> dict[str, Any]:
    """A job that was asked for, once it is over."""
    answer = page.post(f"{STUDY}/{what}", json=body)
    assert answer.status_code == 202, answer.text
    job, end = answer.json(), monotonic() + 60.0
    while job["state"] in ("waiting", "running") and monotonic() < end:
        sleep(0.01)
        job = page.get(f"/api/jobs/{job['id']}").json()
    return job  # type: ignore[no-any-return]


def test_bars_hold_all_battles_of_a_cell(page: TestClient, study: HeldStudy) -> None:
    results = study.answer.results
    for number, cell in enumerate(("as-it-is", "half")):
        said = page.get(f"{STUDY}/measures/leakers", params={"cell": cell}).json()
        values = results["leakers"][results["cell"] == number]
        assert said["battles"] == sum(bar["battles"] for bar in said["bins"]) == 16
        assert (said["least"]["value"], said["most"]["value"]) == (values.min(), values.max())
        for bar in said["bins"]:
            for one in bar["replications"]:
                assert bar["low"] <= one["value"] < bar["high"]
                assert values[one["replication"]] == one["value"]
    assert page.get(f"{STUDY}/measures/leakers").json()["cell"] == "as-it-is"


@pytest.mark.parametrize(("path", "guess"), [("measures/leaker", "leakers"), ("measures/leakers?cell=hal", "half")])
def test_name_that_is_none_is_refused_with_the_nearest(path: str, guess: str, page: TestClient) -> None:
    refused = page.get(f"{STUDY}/{path}")
    assert (refused.status_code, guess in refused.json()["instead"]) == (404, True)


@pytest.mark.parametrize("end", ["least", "typical", "most"])
def test_replay_comes_to_what_its_bar_says(end: str, page: TestClient, study: HeldStudy) -> None:
    shown = page.get(f"{STUDY}/measures/leakers", params={"cell": "half"}).json()[end]
    job = ended(page, "replays", {"cell": "half", "row": shown["row"], "replication": shown["replication"]})
    run = page.get(f"/api/runs/{job['answer']['run']}").json()
    assert run["measures"]["leakers"] == shown["value"]
    assert (run["seed"], run["replication"], run["sampled"]) == (1, shown["replication"], True)
    row = study.answer.results[16 + shown["replication"]]
    assert (run["measures"]["kills"], run["measures"]["rounds"]) == (row["killed"], row["launches"])
    assert page.get(f"/api/runs/{job['answer']['run']}/film").status_code == 200


def test_replays_that_are_too_many_give_way_and_are_fought_anew(
    page: TestClient, here: Holdings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holdings, "MOST", 1)
    ended(page, "replays", {"cell": "half", "replication": 0})
    one, other = ({"cell": "as-it-is", "replication": number} for number in (1, 2))
    first = ended(page, "replays", one)["answer"]["run"]
    assert ended(page, "replays", one)["answer"]["run"] == first
    second = ended(page, "replays", other)["answer"]["run"]
    assert second in here.runs
    again = ended(page, "replays", one)["answer"]["run"]
    # No name is given twice: who still asks for the first one is told, and not shown another.
    assert (again in here.runs, again != first) == (True, True)
    assert second not in here.runs
    gone = page.get(f"/api/runs/{first}")
    assert (gone.status_code, "has given way to newer ones" in gone.json()["error"]) == (404, True)


def test_battle_that_a_study_set_is_not_fought_on_other_luck(page: TestClient, here: Holdings) -> None:
    name = ended(page, "replays", {"cell": "half", "replication": 3})["answer"]["run"]
    run = here.run(name).run
    forced = run.battle._replace(readiness=np.full(1, -1))
    here.add(Run(run.recording, here.run(name).scenario, forced), "forced")
    refused = page.post("/api/runs/forced/again", json={"seed": 2})
    assert (refused.status_code, "a study chose" in refused.json()["error"]) == (409, True)


def test_leaks_are_those_of_the_results_and_lie_where_the_raid_came(page: TestClient, study: HeldStudy) -> None:
    job = ended(page, "leaks", {"cell": "half", "battles": 200})
    answer, results = job["answer"], study.answer.results
    assert (answer["battles"], job["done"], job["total"]) == (16, 16.0, 16.0)
    assert answer["leakers"] == results["leakers"][results["cell"] == 1].sum()
    assert answer["per_battle"] == pytest.approx(answer["leakers"] / 16)
    (place,) = answer["places"]
    assert (place["place"], place["leakers"]) == ("place/depot", answer["leakers"])
    # The scenario's own numbers: the depot at 44.80 N 20.30 E.
    assert place["at"] == pytest.approx([20.30, 44.80], abs=1e-4)
    features = answer["squares"]["features"]
    assert max(one["properties"]["per_battle"] for one in features) == pytest.approx(answer["most_per_battle"])
    for one in features:
        (ring,) = one["geometry"]["coordinates"]
        assert ring[0] == ring[-1]
        assert len(ring) == 5
        # A degree of latitude is 111 km there, one of longitude 79 km.
        east, north = (max(corner[axis] for corner in ring) - min(corner[axis] for corner in ring) for axis in (0, 1))
        assert east * 79.0 == pytest.approx(answer["size_km"], rel=0.05)
        assert north * 111.1 == pytest.approx(answer["size_km"], rel=0.05)


def test_spread_holds_the_battles_of_each_option(page: TestClient, study: HeldStudy) -> None:
    said = page.get(f"{STUDY}/spread/damage_share").json()
    for number, row in enumerate(said["options"]):
        values = study.answer.results["damage_share"][study.answer.results["cell"] == number]
        assert [(one["level"], one["value"]) for one in row["quantiles"]][::2] == [
            (level, np.quantile(values, level, method="inverted_cdf")) for level in (0.05, 0.5, 0.95)
        ]
        assert row["chance"]["estimate"] == (values > 0.0).mean()


def test_ends_of_threats_are_those_of_the_results_and_name_their_battles(page: TestClient, study: HeldStudy) -> None:
    before = page.get(f"{STUDY}/ends").json()
    assert (before["battles"], before["wanted"], before["options"], before["exchange"]) == (0, 32, [], [])
    assert ended(page, "sample")["state"] == "done"
    said, results = page.get(f"{STUDY}/ends").json(), study.answer.results
    assert (said["battles"], said["wanted"]) == (32, 32)
    for number, (option, cost) in enumerate(zip(said["options"], said["exchange"], strict=True)):
        own = results[results["cell"] == number]
        leaked, killed = ([one for one in option["parts"] if one["fate"] == fate] for fate in ("leaked", "killed"))
        # The sample of so small a study is all of it.
        assert sum(one["estimate"] for one in leaked) == pytest.approx(own["leakers"].mean())
        assert [one["estimate"] for one in killed] == [own["killed"].mean()]
        for one in [*leaked, *killed]:
            assert len(one["replications"]) == min(one["battles"], 12)
            for named in one["replications"]:
                assert named["cell"] == option["option"]
                column = "killed" if one in killed else "leakers"
                assert 1 <= named["threats"] <= own[column][own["replication"] == named["replication"]].item()
        # The catalogue has a 57E6 at 0.05 to 0.25 million dollars.
        assert 5e4 <= cost["rounds"]["estimate"] / own["launches"].mean() <= 2.5e5
        assert cost["to_one"] == f"{cost['rounds']['estimate'] / cost['raid']['estimate']:.2g} to 1"


def test_report_says_the_same_and_is_written_of_the_same_sample(
    page: TestClient, study: HeldStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended(page, "sample")
    monkeypatch.setattr("shieldwall.study.sample.gather", None)
    assert page.get(f"{STUDY}/report").status_code == 404
    assert ended(page, "report")["state"] == "done"
    assert page.get(STUDY).json()["report"]
    answer = page.get(f"{STUDY}/report")
    assert answer.headers["content-disposition"] == 'attachment; filename="rounds.html"'
    assert answer.content == (study.folder / "report.html").read_bytes()
    assert study.answer.sentence() in answer.text
    spread, ends = page.get(f"{STUDY}/spread/leakers").json(), page.get(f"{STUDY}/ends").json()
    shown = [spread["note"], "; ".join(row["said"] for row in spread["options"]), ends["note"], ends["cost_note"]]
    for option in ends["options"]:
        for one in option["parts"]:
            if one["estimate"]:
                shown.append('</td><td class="n">'.join((one["words"], one["text"], one["span"])))
                shown += [f"{why['reason']} ({why['text']})" for why in one["reasons"]]
    shown += [row[side]["text"] for row in ends["exchange"] for side in ("raid", "rounds", "lost")]
    assert [one for one in shown if one not in html.unescape(answer.text)] == []
    study.start(18, None)
    study.wait()
    assert not page.get(STUDY).json()["report"]
    assert page.get(f"{STUDY}/report").status_code == 404
    assert page.get(f"{STUDY}/ends").json()["battles"] == 0
