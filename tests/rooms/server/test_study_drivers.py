"""What a study with factors hangs on, as the page tells it: in the figures and words of the command and the report."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from shieldwall.cli.app import app
from shieldwall.server.app import application
from shieldwall.server.held_study import HeldStudy
from shieldwall.server.holdings import Holdings
from shieldwall.server.jobs import Jobs
from shieldwall.study.file import load_text
from shieldwall.study.order import design_of
from shieldwall.study.report import words
from shieldwall.study.settling import settled
from shieldwall.study.written import write_results

TEXT = """study: 1
question: What drives it?
scenario: one-battery
options:
  as-it-is: {}
  half: {blue.units.pantsir.rounds: 2}
measures: [leakers, damage_share]
factors:
  57e6.reliability: cited
  red.units.valley-pair.speed: {low: 200 m/s, high: 280 m/s}
"""
DESIGNS = {"latin": "rows: 24\nreplications: 2\n", "saltelli": "design: saltelli\nrows: 16\nreplications: 2\n"}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Holdings]:
    """A study of each design, fought, and one that is not."""
    made, place = Holdings(), tmp_path_factory.mktemp("studies")
    for name, text in DESIGNS.items():
        held = made.studies.hold(load_text(TEXT + text, f"{name}.yaml"), name, folder=place / name)
        held.start(None, None)
        held.wait()
        assert held.state == "done", held.error
    made.studies.hold(load_text(TEXT + DESIGNS["latin"], "ready.yaml"), "ready")
    before, _, _ = TEXT.partition("factors:")
    made.studies.hold(load_text(f"{before}factors: all\n", "every.yaml"), "every")
    made.studies.hold(load_text(before, "without.yaml"), "without")
    yield made
    made.studies.stop()


@pytest.fixture(scope="module")
def page(here: Holdings) -> Iterator[TestClient]:
    jobs = Jobs()
    yield TestClient(application(here, jobs, {}), base_url="http://127.0.0.1:8000")
    jobs.stop()


def of_command(held: HeldStudy) -> dict[str, Any]:
    said = CliRunner().invoke(app, ["study", str(held.folder), "--json"]).stdout
    return dict(json.loads(said)["factors"])


def get(page: TestClient, what: str, **asked: str) -> Any:
    answer = page.get(f"/api/studies/{what}", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_screening_and_split_are_those_of_the_command(page: TestClient, here: Holdings) -> None:
    held = here.studies.study("latin")
    command = of_command(held)
    for option in ("as-it-is", "half"):
        said = get(page, "latin/drivers/leakers", option=option)
        names = ("factor", "share", "slope", "p", "found")
        assert [{name: one[name] for name in names} for one in said["factors"]] == command["screening"][option]
        assert (said["rows"], len(said["factors"])) == (24, 2)
        ends = ("estimate", "low", "high")
        split = {part: {end: one[end] for end in ends} for part, one in said["split"].items()}
        assert split == command["split"]
        assert said["sentences"] == words.sensitive(held.answer, option)
    assert said["of"] == "how much more leakers half has than as-it-is"
    assert get(page, "latin/drivers/damage_share")["of"] == "damage share of as-it-is"


def test_indices_are_those_of_the_command(page: TestClient, here: Holdings) -> None:
    held = here.studies.study("saltelli")
    said, ends = get(page, "saltelli/drivers/leakers"), ("estimate", "low", "high")
    shown = [
        {"factor": one["factor"], **{part: {end: one[part][end] for end in ends} for part in ("first", "total")}}
        for one in said["factors"]
    ]
    assert shown == of_command(held)["drivers"]["as-it-is"]
    assert (said["split"], said["sentences"]) == (None, words.sensitive(held.answer, "as-it-is"))


@pytest.mark.parametrize("name", DESIGNS)
def test_fifths_hold_the_rows_of_the_design_by_their_factor(name: str, page: TestClient, here: Holdings) -> None:
    answer = here.studies.study(name).answer
    path = "red.units.valley-pair.speed"
    said = get(page, f"{name}/drivers/leakers/{path}", cell="half")
    design = design_of(answer.study)
    assert design is not None
    by_share = np.argsort(design.shares[: answer.study.design_rows, 1])
    assert (said["from"], said["to"]) == ("200 m/s", "280 m/s")
    assert [one["rows"] for one in said["fifths"]] == {"latin": [5, 5, 5, 5, 4], "saltelli": [4, 3, 3, 3, 3]}[name]
    rows = answer.results[answer.results["cell"] == 1]
    for one, ranked in ((said["fifths"][0], by_share), (said["fifths"][-1], by_share[::-1])):
        outermost = ranked[: one["rows"]].tolist()
        assert [each["row"] for each in one["replications"]] == outermost
        assert one["estimate"] == pytest.approx(rows["leakers"][np.isin(rows["row"], outermost)].mean())
        for each in one["replications"]:
            same = (rows["row"] == each["row"]) & (rows["replication"] == each["replication"])
            assert rows["leakers"][same].tolist() == [each["value"]]


def test_range_of_a_figure_is_that_of_the_catalogue(page: TestClient) -> None:
    said = get(page, "latin/drivers/leakers/57e6.reliability")
    assert (said["from"], said["to"]) == ("0.8", "0.97")


def test_before_there_are_rows_enough_nothing_is_said(page: TestClient) -> None:
    for name in ("ready", "every"):
        said = get(page, f"{name}/drivers/leakers")
        assert (said["rows"], said["factors"], said["sentences"], said["split"]) == (0, [], [], None)
    assert get(page, "ready/drivers/leakers/57e6.reliability")["fifths"] == []
    assert get(page, "ready")["design"] == "latin"
    assert get(page, "without")["design"] is None


@pytest.mark.parametrize(
    ("path", "status", "guess"),
    [
        ("without/drivers/leakers", 400, "write factors in its file"),
        ("latin/drivers/leaker", 404, "leakers"),
        ("latin/drivers/leakers?option=hal", 404, "half"),
        ("latin/drivers/leakers/57e6.reliabilit", 404, "57e6.reliability"),
        ("latin/drivers/leakers/57e6.reliability?cell=hal", 404, "half"),
        ("latin/settling/leaker", 404, "leakers"),
    ],
)
def test_name_that_is_none_is_refused_with_the_nearest(path: str, status: int, guess: str, page: TestClient) -> None:
    answer = page.get(f"/api/studies/{path}")
    assert (answer.status_code, guess in answer.text) == (status, True), answer.text


def test_each_measure_has_its_curve(page: TestClient, here: Holdings) -> None:
    answer = here.studies.study("latin").answer
    for measure in answer.study.measures:
        said, found = get(page, f"latin/settling/{measure}"), settled(answer, measure)
        assert (said["name"], said["of"], said["battles"]) == (measure, "difference", list(found.battles))
        assert said["lines"][0]["low"] == [one.low for one in found.lines["half"]]
    assert get(page, "latin")["history"] == get(page, "latin/settling/leakers")


def test_every_battle_is_taken_away_as_the_command_writes_it(page: TestClient, here: Holdings, tmp_path: Path) -> None:
    answer = here.studies.study("latin").answer
    said = page.get("/api/studies/latin/battles")
    assert said.headers["content-disposition"] == 'attachment; filename="latin-battles.csv"'
    write_results(answer, tmp_path, csv=True)
    assert said.text == (tmp_path / "results.csv").read_text(encoding="utf-8")
    assert len(pl.read_csv(io.StringIO(said.text))) == 96
    assert page.get("/api/studies/ready/battles").text.startswith("battle,option,raid,row,replication,leakers")
