"""Studies on the page: fought, stopped, gone on with, by page or command, the same battles either way."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from shieldwall.cli.app import app
from shieldwall.quantities.errors import InputError
from shieldwall.record.holding import held
from shieldwall.scenario import load as load_scenario
from shieldwall.server.holdings import Holdings
from shieldwall.server.opened import Opened
from shieldwall.study.ask import fight_kept
from shieldwall.study.ask import study as ask
from shieldwall.study.file import Study, load_text
from shieldwall.study.sentence import possible
from shieldwall.study.single import single
from shieldwall.study.statistics.intervals import Interval
from shieldwall.study.store import CHUNKS, HEADER, open_store, table_hash

from .conftest import browser

TEXT = """study: 1
question: What do the rounds stop?
scenario: one-battery
options:
  as-it-is: {}
  half: {title: half of the rounds, blue.units.pantsir.rounds: 2}
raids:
  as-written: {}
  more: {title: more of them, red.units.valley-pair.count: 3}
measures: [leakers, damage_share, any_leaker, launches]
replications: 24
"""
STUDIES = "/api/studies"


@pytest.fixture
def asked() -> Study:
    return load_text(TEXT, "rounds.yaml")


@pytest.fixture
def held_here() -> Holdings:
    return Holdings()


@pytest.fixture
def page(held_here: Holdings) -> Any:
    """A page of these holdings, whose studies end with the test."""
    yield browser(held_here)
    held_here.studies.stop()


def until(page: TestClient, name: str, *states: str) -> dict[str, Any]:
    """What is said of a study once it is in one of some states."""
    end = monotonic() + 60.0
    while (said := page.get(f"{STUDIES}/{name}").json())["state"] not in states and monotonic() < end:
        sleep(0.01)
    assert said["state"] in states, said
    return said


def post(page: TestClient, what: str, body: Any = None) -> Any:
    answer = page.post(f"{STUDIES}/{what}".rstrip("/"), json=body)
    assert answer.status_code < 300, answer.text
    return answer.json() if answer.content else None


def test_figures_are_those_of_the_command(page: TestClient, held_here: Holdings, asked: Study, tmp_path: Path) -> None:
    name = held_here.studies.hold(asked, "rounds", folder=tmp_path / "s").name
    post(page, f"{name}/start", {})
    said = until(page, name, "done", "failed")
    command = json.loads(CliRunner().invoke(app, ["study", str(tmp_path / "s"), "--json"]).stdout)
    assert (said["answer"], said["battles"], said["of_each"]) == (
        command["answer"],
        command["battles"],
        command["of_each"],
    )
    for row in said["differences"]:
        same = next(one for one in command["measures"][row["name"]] if one["option"] == row["option"])
        for part in ("more", "value"):
            assert ends(row[part]) == (same[part] if part == "more" else shown(same[part], row["name"]))
        assert [row[part] for part in ("pairs", "up", "down")] == [same[part] for part in ("pairs", "up", "down")]
    assert len(said["differences"]) == 4
    for cell in said["cells"]:
        for one in cell["measures"]:
            row = next(row for row in command["matrix"][one["name"]] if row["option"] == cell["option"])
            assert ends(one) == shown(row["raids"][cell["raid"]], one["name"])
    for one in said["over_raids"]:
        row = next(row for row in command["matrix"][one["name"]] if row["option"] == one["option"])
        assert ends(one) == shown(row["average"], one["name"])
        assert one["worst"] == row["worst"]
    assert len(said["over_raids"]) == 8
    assert [cell["name"] for cell in said["cells"]] == [
        "as-it-is/as-written", "as-it-is/more", "half/as-written", "half/more"
    ]  # fmt: skip
    assert said["cells"][3]["title"] == "half of the rounds, against more of them"
    assert (tmp_path / "s" / "results.parquet").is_file()


def ends(said: dict[str, Any]) -> dict[str, float]:
    return {end: said[end] for end in Interval._fields}


def shown(said: dict[str, float], measure: str) -> dict[str, float]:
    """An interval as it is shown to people: without what no battle can come to."""
    return possible(Interval(**said), measure)._asdict()


def test_what_the_page_began_the_command_goes_on_with(
    page: TestClient, held_here: Holdings, asked: Study, tmp_path: Path
) -> None:
    folder = tmp_path / "s"
    name = held_here.studies.hold(asked, "rounds", folder=folder).name
    post(page, f"{name}/start", {"replications": 100_000})
    while page.get(f"{STUDIES}/{name}").json()["battles"] == 0:
        sleep(0.01)
    assert post(page, f"{name}/stop")["state"] in ("stopping", "stopped")
    said = until(page, name, "stopped", "failed")
    assert 0 < said["battles"] < said["total"] == 400_000
    assert open_store(folder).battles.count == said["battles"]
    most = said["battles"] + 8
    resumed = ask(folder, replications=most // 4, resume=True)
    whole = ask(asked, replications=most // 4)
    for cell in range(4):
        one, other = (found.results[found.results["cell"] == cell][: most // 4] for found in (resumed, whole))
        assert one.tobytes() == other.tobytes()


def test_what_the_command_began_the_page_goes_on_with(
    page: TestClient, held_here: Holdings, asked: Study, tmp_path: Path
) -> None:
    folder = tmp_path / "s"
    ask(asked, replications=6, out=folder)
    name = held_here.studies.open(folder).name
    said = page.get(f"{STUDIES}/{name}").json()
    assert (said["state"], said["battles"], said["total"], said["replications"]) == ("done", 24, 24, 6)
    assert said["answer"] is not None
    post(page, f"{name}/start", {"replications": 20})
    assert until(page, name, "done", "failed")["battles"] == 80
    assert open_store(folder).result_hash() == table_hash(ask(asked, replications=20).results)


def test_study_that_the_command_stopped_is_gone_on_with(
    page: TestClient, held_here: Holdings, asked: Study, tmp_path: Path
) -> None:
    folder, asks = tmp_path / "s", iter(range(100))
    assert not fight_kept(asked, folder, workers=1, stop=lambda: next(asks) >= 3).complete
    name = held_here.studies.open(folder).name
    said = page.get(f"{STUDIES}/{name}").json()
    assert (said["state"], said["total"]) == ("stopped", 96)
    assert 0 < said["battles"] == open_store(folder).battles.count < 96
    post(page, f"{name}/start", {})
    assert until(page, name, "done", "failed")["battles"] == 96
    assert open_store(folder).result_hash() == table_hash(ask(asked).results)


def test_the_end_of_the_server_loses_nothing_and_leaves_nothing(
    page: TestClient, held_here: Holdings, asked: Study, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = held_here.studies.hold(asked, "kept", folder=tmp_path / "s")
    passing = held_here.studies.hold(asked, "passing")
    post(page, "passing/start", {"replications": 4})
    until(page, "passing", "done")
    assert passing.folder.is_dir()
    post(page, "kept/start", {"replications": 100_000})
    while kept.battles == 0:
        sleep(0.01)
    held_here.studies.stop()
    assert (kept.state, kept.error) == ("stopped", None)
    assert open_store(tmp_path / "s").battles.count == kept.battles > 0
    assert not passing.folder.exists()
    assert "finishing the battles under way" in capsys.readouterr().err


def test_the_line_of_the_curve_is_that_of_the_answer(page: TestClient, held_here: Holdings, asked: Study) -> None:
    name = held_here.studies.hold(asked, "rounds").name
    post(page, f"{name}/start", {"replications": 30})
    said = until(page, name, "done")
    history = said["history"]
    assert (history["of"], history["battles"][0], history["battles"][-1]) == ("difference", 10, 30)
    (line,) = history["lines"]
    assert line["option"] == "half"
    assert line["estimate"][-1] == pytest.approx(said["differences"][0]["more"]["estimate"])
    widths = [high - low for low, high in zip(line["low"], line["high"], strict=True)]
    assert widths[-1] < widths[0]


def test_study_of_a_draft_asks_its_own_question(page: TestClient, held_here: Holdings) -> None:
    page.post("/api/drafts", json={"from": {"scenario": "one-battery"}})
    said = post(page, "", {"draft": "one-battery"})
    scenario = load_scenario("one-battery")
    assert (said["title"], said["question"]) == (scenario.title, scenario.question)
    assert [cell["name"] for cell in said["cells"]] == ["as-written"]
    assert (said["state"], said["battles"], said["total"], said["kept"]) == ("ready", 0, 100, False)
    page.put("/api/drafts/one-battery", json={"version": 1, "text": "no scenario"})
    assert page.post(STUDIES, json={"draft": "one-battery"}).status_code == 400


def test_study_of_a_run_fights_its_scenario(opened: Opened) -> None:
    here = Holdings({opened.name: opened}, opened.name)
    page = browser(here)
    name = post(page, "", {"run": opened.name})["id"]
    post(page, f"{name}/start", {"replications": 6})
    said = until(page, name, "done", "failed")
    answer = ask(single(load_scenario("one-battery")), replications=6)
    assert (name, said["answer"], said["cells"][0]["battles"]) == (opened.name, answer.sentence(), 6)
    here.studies.stop()


def test_built_in_studies_stand_in_a_list_and_are_held_by_name(page: TestClient) -> None:
    start = page.get("/api/start").json()
    assert [one["name"] for one in start["library"]] == ["linked-or-alone", "s400-or-not", "what-matters"]
    said = post(page, "", {"study": "s400-or-not"})
    assert (len(said["cells"]), said["total"]) == (18, 7200)
    assert [one["id"] for one in page.get("/api/start").json()["studies"]] == ["s400-or-not"]
    refused = page.post(STUDIES, json={"study": "s400-or-nought"})
    assert (refused.status_code, refused.json()["instead"]) == (404, "did you mean s400-or-not?")
    post(page, "s400-or-not/close")
    assert page.get(f"{STUDIES}/s400-or-not").status_code == 404


def test_one_study_is_fought_at_a_time(page: TestClient, held_here: Holdings, asked: Study) -> None:
    one, other = (held_here.studies.hold(asked, words).name for words in ("one", "other"))
    post(page, f"{one}/start", {"replications": 100_000})
    assert post(page, f"{one}/start", {})["state"] == "running"
    passing = held_here.studies.study(one).folder
    refused = page.post(f"{STUDIES}/{other}/start", json={})
    assert (refused.status_code, "one is being fought" in refused.json()["error"]) == (409, True)
    assert page.post(f"{STUDIES}/{one}/close").status_code == 409
    assert page.post(f"{STUDIES}/{one}/report").status_code == 409
    post(page, f"{one}/stop")
    until(page, one, "stopped")
    post(page, f"{other}/start", {"replications": 2})
    until(page, other, "done")
    assert passing.is_dir()
    post(page, f"{one}/close")
    assert not passing.exists()


def test_too_many_battles_and_too_many_studies_are_refused(page: TestClient, held_here: Holdings, asked: Study) -> None:
    name = held_here.studies.hold(asked, "rounds").name
    refused = page.post(f"{STUDIES}/{name}/start", json={"replications": 250_001})
    assert (refused.status_code, "at most 250000 of each" in refused.json()["instead"]) == (400, True)
    while (answer := page.post(STUDIES, json={"study": "what-matters"})).status_code == 201:
        pass
    assert (answer.status_code, "12 studies are open" in answer.json()["error"]) == (409, True)


def test_folder_of_other_code_is_read_and_not_gone_on_with(
    page: TestClient, held_here: Holdings, asked: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "s"
    with monkeypatch.context() as patch:
        patch.setattr("shieldwall.study.headed.code_hash", lambda: "of another version")
        ask(asked, replications=4, out=folder)
    before = sorted(folder.rglob("*"))
    name = held_here.studies.open(folder).name
    said = page.get(f"{STUDIES}/{name}").json()
    assert said["battles"] == 16
    assert "was fought with other code" in said["obstacle"]["error"]
    assert page.get(f"{STUDIES}/{name}/measures/leakers").json()["battles"] == 4
    body = {"cell": "half/more", "replication": 0}
    for what, asked_for in (("start", {}), ("replays", body), ("leaks", {"cell": "half/more"}), ("report", None)):
        refused = page.post(f"{STUDIES}/{name}/{what}", json=asked_for)
        assert (refused.status_code, refused.json()) == (400, said["obstacle"])
    assert sorted(folder.rglob("*")) == before


def test_folder_that_another_process_writes_to_is_refused(
    page: TestClient, held_here: Holdings, asked: Study, tmp_path: Path
) -> None:
    ask(asked, replications=2, out=tmp_path / "s")
    name = held_here.studies.open(tmp_path / "s").name
    with held(tmp_path / "s" / CHUNKS):
        refused = page.post(f"{STUDIES}/{name}/start", json={"replications": 3})
        assert (refused.status_code, "another shieldwall is writing" in refused.json()["error"]) == (409, True)
    post(page, f"{name}/start", {"replications": 3})
    assert until(page, name, "done", "failed")["battles"] == 12


def test_folder_that_goes_bad_while_it_is_held_says_so_and_keeps_what_it_has(
    page: TestClient, held_here: Holdings, asked: Study, tmp_path: Path
) -> None:
    folder = tmp_path / "s"
    ask(asked, replications=2, out=folder)
    name = held_here.studies.open(folder).name
    header = folder / HEADER
    newer = header.read_text(encoding="utf-8").replace('"version": 2', '"version": 3')
    header.write_text(newer, encoding="utf-8")
    refused = page.post(f"{STUDIES}/{name}/start", json={"replications": 3})
    assert (refused.status_code, 'format "3"' in refused.json()["error"]) == (400, True)
    with pytest.raises(InputError, match='format "3"'):
        held_here.studies.open(folder)
    header.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="cut short, damaged or changed"):
        held_here.studies.open(folder)
    assert page.get(f"{STUDIES}/{name}").json()["battles"] == 8
    assert len(list((folder / CHUNKS).glob("*.parquet"))) > 0


def test_folder_that_cannot_be_written_is_refused(
    page: TestClient, held_here: Holdings, asked: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_: Any) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    ask(asked, replications=2, out=tmp_path / "s")
    name = held_here.studies.open(tmp_path / "s").name
    monkeypatch.setattr("shieldwall.record.holding._locked", read_only)
    refused = page.post(f"{STUDIES}/{name}/start", json={"replications": 3})
    assert (refused.status_code, "Read-only file system; what it holds is intact" in refused.json()["error"]) == (
        409, True
    )  # fmt: skip


def test_study_that_fails_says_why_and_may_be_started_again(
    page: TestClient, held_here: Holdings, asked: Study, tmp_path: Path
) -> None:
    place = tmp_path / "no-folder"
    name = held_here.studies.hold(asked, "rounds", folder=place / "s").name
    place.write_text("a file", encoding="utf-8")
    post(page, f"{name}/start", {"replications": 2})
    said = until(page, name, "failed")
    assert said["error"]["error"]
    assert "bug" not in said["error"]["error"]
    place.unlink()
    place.mkdir()
    post(page, f"{name}/start", {"replications": 2})
    assert until(page, name, "done", "failed")["error"] is None
