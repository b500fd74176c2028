"""What `shieldwall study -o` leaves in its folder, and `shieldwall run --from` makes of a row of it."""

from __future__ import annotations

import html
import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

import shieldwall as sw
from shieldwall.cli.app import app

TEXT = """study: 1
question: What do the rounds stop?
scenario: one-battery
options:
  as-it-is: {}
  half: {blue.units.pantsir.rounds: 1}
measures: [leakers, killed]
replications: 4
"""


def typed(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner(env={"COLUMNS": "120"}).invoke(app, list(map(str, arguments)))
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("studies")
    (place / "s.yaml").write_text(TEXT)
    code, _, said = typed("study", place / "s.yaml", "-o", place / "s", "--csv")
    assert code == 0
    assert f"wrote {place / 's' / 'report.html'}" in said
    return place / "s"


def test_a_folder_has_its_results_as_tables_and_a_report(folder: Path) -> None:
    assert {file.name for file in folder.iterdir()} == {
        "asked.json", "chunks", "header.json", "report.html", "results.csv", "results.parquet", "sample.parquet",
    }  # fmt: skip
    table = pl.read_parquet(folder / "results.parquet")
    assert table.columns == ["battle", "option", "raid", "row", "replication", "leakers", "killed"]
    assert table["battle"].to_list() == list(range(8))
    assert table.drop("battle").equals(sw.study(folder).runs())
    assert pl.read_csv(folder / "results.csv")["leakers"].to_list() == table["leakers"].to_list()
    page = (folder / "report.html").read_text()
    assert page.index("What do the rounds stop?</h1>") < page.index('class="answer"')


def test_gone_on_with_the_folder_has_new_tables_and_its_report_may_be_left_out(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(TEXT)
    assert typed("study", tmp_path / "s.yaml", "-o", tmp_path / "s", "--no-report", "--replications", 2)[0] == 0
    assert not (tmp_path / "s" / "report.html").exists()
    assert typed("study", tmp_path / "s", "--resume", "--replications", 4)[0] == 0
    assert (tmp_path / "s" / "results.parquet").read_bytes() == (folder / "results.parquet").read_bytes()
    assert (tmp_path / "s" / "report.html").read_text() == (folder / "report.html").read_text()


def test_but_for_what_is_asked_once_kept_and_told_in_the_report(folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(folder, tmp_path / "s")
    code, out, said = typed("study", folder, "--but-for", "--json")
    assert code == 0
    assert "but for: 4000 battles, 200 draws of luck as it stands" in said
    causes = {one["option"]: one["found"] for one in json.loads(out)["but_for"]}
    assert set(causes) == {"as-it-is", "half"}
    # With a single round, what is short are rounds.
    stopped = {one["links"][0]: one for one in causes["half"]["links"]}
    assert stopped["endless-rounds"]["low"] > 0.0
    assert "but for rounds running out" in causes["half"]["paragraph"].lower()
    page = (folder / "report.html").read_text()
    assert "<h2>But for what</h2>" in page
    assert html.escape(causes["half"]["paragraph"], quote=False) in page
    again = typed("study", folder, "--but-for", "--json")
    assert (again[0], again[1]) == (0, out)
    assert "but for:" not in again[2]
    (folder / "but-for.json").write_text("{")
    assert "But for what" not in typed("study", folder)[1]


def test_shares_have_no_report_until_they_are_put_together(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text(TEXT)
    for number in (1, 2):
        assert typed("study", tmp_path / "s.yaml", "-o", tmp_path / f"{number}", "--shard", f"{number}/2")[0] == 0
        assert not (tmp_path / f"{number}" / "report.html").exists()
    assert typed("study", tmp_path / "1", tmp_path / "2", "--merge", "-o", tmp_path / "s")[0] == 0
    assert (tmp_path / "s" / "results.parquet").read_bytes() == (folder / "results.parquet").read_bytes()
    assert (tmp_path / "s" / "report.html").exists()


def test_a_row_is_fought_again_to_its_film(folder: Path, tmp_path: Path) -> None:
    table = pl.read_parquet(folder / "results.parquet")
    code, out, said = typed("run", "--from", folder, "--row", 6, "-o", tmp_path / "run", "--json")
    assert code == 0
    found = json.loads(out)
    assert (found["measures"]["leakers"], found["measures"]["kills"]) == table.select("leakers", "killed").row(6)
    assert found["replication"] == 2
    assert "half against as-written, replication 2" in said
    assert len(sw.open(tmp_path / "run").recording.film) > 0


def test_an_answer_writes_its_report_where_it_is_asked(folder: Path, tmp_path: Path) -> None:
    answer = sw.study(folder)
    page = answer.report(tmp_path / "page.html")
    assert page.read_text() == (folder / "report.html").read_text()
    with pytest.raises(sw.InputError, match="exists already"):
        answer.report(page)
    with pytest.raises(sw.InputError, match="there is no folder"):
        answer.report(tmp_path / "nowhere" / "page.html")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("run", "--row", 1), "a row is one of a study"),
        (("run", "--from", "FOLDER", "--row", 1, "--seed", 2), "a battle of a study is what it was; leave out --seed"),
        (("run", "--from", "FOLDER", "--row", 1, "--set", "lasts=1 min"), "leave out --set"),
        (("run", "one-battery", "--from", "FOLDER", "--row", 1, "--draw", "central"), "leave out SCENARIO and --draw"),
        (("run", "--from", "nowhere", "--row", 1), "nowhere does not exist"),
    ],
)
def test_bad_rows_are_refused_in_a_line(folder: Path, arguments: tuple[object, ...], message: str) -> None:
    code, out, said = typed(*(folder if one == "FOLDER" else one for one in arguments))
    assert (code, out) == (2, "")
    assert message in said
