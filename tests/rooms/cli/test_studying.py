"""`shieldwall study` as a person uses it: what it prints, what it keeps, what it refuses, and Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from shieldwall.cli.app import app
from shieldwall.cli.paper import folded
from shieldwall.study.file import template
from shieldwall.study.headed import open_answer

MAIN = [sys.executable, "-c", "from shieldwall.cli import main; main()"]
FACTORS = """study: 1
question: What does it hang on?
scenario: one-battery
measures: [leakers]
factors: {57e6.fuze_radius: cited, pantsir-search.reference_range: cited}
design: DESIGN
rows: 10
replications: 2
"""


def called(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner(env={"COLUMNS": "80"}).invoke(app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def output_of(*arguments: str) -> str:
    code, out, err = called(*arguments)
    assert code == 0, err
    return out


@pytest.fixture
def file(tmp_path: Path) -> str:
    place = tmp_path / "study.yaml"
    output_of("new", "--study", str(place))
    return str(place)


def test_a_study_answers_in_a_sentence_and_in_tables_of_eighty_columns(file: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    out = output_of("study", file, "--replications", "20", "-o", str(kept))
    assert out.startswith("What do six rounds more, or a second vehicle, add")
    assert "120 battles: 3 options against 2 raids, seed 1, catalogue values drawn" in out
    assert "Of 2 options, a-second differs most from as-it-is:" in out
    assert "leakers, and how much more than as-it-is" in out
    assert "six-rounds-more" in out
    assert "leakers, by raid" in out
    assert "a-second: a second Pantsir north of the depot" in out
    # A command to copy is never folded.
    assert max(map(cell_len, out.splitlines()[:-1])) <= 80
    assert output_of("study", str(kept)) == out


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("as-written", ["as-written"]),
        ("twice-the-missiles", ["twice-the-", "missiles"]),
        ("aircraft-alone", ["aircraft-", "alone"]),
        ("one-after-another-at-night", ["one-after-", "another-at-", "night"]),
        ("interceptors-", ["interceptors-"]),
        ("", [""]),
    ],
)
def test_a_long_name_of_a_raid_is_folded_after_its_hyphens(name: str, head: list[str]) -> None:
    assert folded(name).split("\n") == head


def test_its_data_are_those_of_the_answer(file: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    data: dict[str, Any] = json.loads(output_of("study", file, "--replications", "12", "-o", str(kept), "--json"))
    answer = open_answer(kept)
    assert data["answer"] == answer.sentence()
    assert (data["battles"], data["of_each"], data["complete"]) == (72, 12, True)
    rows = {row["option"]: row for row in data["measures"]["leakers"]}
    assert rows["a-second"]["more"]["estimate"] == answer.compare()[2].more.estimate
    assert data["matrix"]["leakers"][0]["worst"] in ("as-written", "three-pairs")
    assert data["options"]["a-second"] == "a second Pantsir north of the depot, joined by a link"


def test_a_study_is_gone_on_with_from_its_folder_alone(file: str, tmp_path: Path) -> None:
    kept = str(tmp_path / "kept")
    output_of("study", file, "--replications", "4", "-o", kept)
    Path(file).unlink()
    assert "48 battles" in output_of("study", kept, "--resume", "--replications", "8")
    code, out, err = called("study", kept, "--resume", "--replications", "8", "-o", str(tmp_path / "other"))
    assert (code, out) == (2, "")
    assert "goes on in its own folder" in err


def test_shares_are_fought_apart_and_put_together(file: str, tmp_path: Path) -> None:
    one, two, whole, alone = (str(tmp_path / name) for name in ("one", "two", "whole", "alone"))
    for number, place in ((1, one), (2, two)):
        output_of("study", file, "--replications", "8", "--shard", f"{number}/2", "-o", place)
    merged = output_of("study", one, two, "--merge", "-o", whole)
    assert merged.replace(whole, alone) == output_of("study", file, "--replications", "8", "-o", alone)
    code, _, err = called("study", one, "--merge", "-o", str(tmp_path / "half"))
    assert code == 0
    assert "not yet there: share 2/2" in err


def test_a_plan_says_what_it_takes_and_fights_no_more(file: str) -> None:
    out = output_of("study", file, "--plan")
    assert "2400 battles, 400 of each of 6 cells: about " in out
    assert "leakers: how well it will be known" in out
    data = json.loads(output_of("study", file, "--plan", "--precision", "0.5", "--json"))
    assert data["battles"] == 6 * data["replications"]
    assert max(data["halves"].values()) <= 0.5


def test_a_battle_of_a_study_is_run_again_with_its_film(file: str, tmp_path: Path) -> None:
    kept = str(tmp_path / "kept")
    output_of("study", file, "--replications", "3", "-o", kept)
    frame = open_answer(kept).runs()
    for row in (0, 10, 17):
        again = json.loads(output_of("run", "--from", kept, "--row", str(row), "--json"))["measures"]
        assert again["leakers"] == frame["leakers"][row]
        assert again["damage_share"] == pytest.approx(frame["damage_share"][row])
    for words, message in (
        (("--from", kept, "--row", "18"), "there is no row 18; write from 0 to 17"),
        (("--from", kept), "a row is one of a study; write --from STUDY --row N"),
        (("one-battery", "--from", kept, "--row", "1"), "leave out SCENARIO"),
    ):
        code, _, err = called("run", *words)
        assert (code, message in err) == (2, True), err


@pytest.mark.parametrize(("design", "words"), [("saltelli", "in all"), ("latin", "What drives leakers of as-written")])
def test_factors_are_told(design: str, words: str, tmp_path: Path) -> None:
    place = tmp_path / "study.yaml"
    place.write_text(FACTORS.replace("DESIGN", design))
    out = output_of("study", str(place))
    assert words in out
    assert "2 factors over 10 rows, all else central" in out
    assert ("is ignorance of these figures" in " ".join(out.split())) == (design == "latin")
    found = json.loads(output_of("study", str(place), "--json"))["factors"]
    assert set(found) == ({"drivers"} if design == "saltelli" else {"screening", "split"})


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("s400-or-nott",), "did you mean s400-or-not?"),
        (("nowhere.yaml",), "nowhere.yaml: no such file"),
        (("FILE", "s400-or-not"), "2 studies are named; name one, or put shares together with --merge"),
        (("FILE", "--replications", "1"), "1 replications have no interval; write from 2 to"),
        (("FILE", "--replications", "9", "--precision", "1"), "replications and precision contradict each other"),
        (("FILE", "--precision", "0"), "a precision of 0 is never reached; write for example 0.01"),
        (("FILE", "--workers", "0"), "0 workers fight nothing; write at least 1"),
        (("FILE", "--resume"), "a study that is not kept cannot be gone on with; name its folder with -o DIR"),
        (("FILE", "--shard", "1/2"), "a study that is not kept cannot be fought in shares"),
        (("FILE", "--shard", "half", "-o", "x"), '"half" is no share of a study; write for example 2/8'),
        (("FILE", "--merge"), "nothing says where the shares are to be put together; name a folder with -o DIR"),
        (("FILE", "--merge", "-o", "x"), "is not a study folder; write one with: shieldwall study FILE -o DIR"),
        (("FILE", "-o", "FOLDER"), "exists already; go on with it by --resume, or give another name"),
        (("FILE", "-o", "FOLDER", "--resume"), "is not a study folder"),
    ],
)
def test_what_is_refused(file: str, tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "letter.txt").write_text("mine")
    given = {"FILE": file, "FOLDER": str(folder), "x": str(tmp_path / "x")}
    code, out, err = called("study", *(given.get(word, word) for word in arguments))
    assert (code, out) == (2, ""), err
    assert message in err
    assert err.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == [folder, Path(file)]
    assert (folder / "letter.txt").read_text() == "mine"


def test_a_file_that_is_there_is_not_written_over(file: str) -> None:
    code, _, err = called("new", "--study", file)
    assert code == 2
    assert "exists already" in err
    assert Path(file).read_text() == template()
    code, _, err = called("new", "--study", "--entry", "unit", file)
    assert (code, "write one of --entry KIND and --study" in err) == (2, True)


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_ctrl_c_reports_what_is_finished_and_keeps_it(file: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    command = [*MAIN, "study", file, "--replications", "100000", "-o", str(kept)]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 120.0
    # Tasks of the first cells, then a first one of each of the six.
    while len(list((kept / "chunks").glob("*.parquet")) if kept.exists() else []) < 40:
        assert started.poll() is None, started.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.05)
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=120.0)
    assert started.returncode == 130, err
    assert "differs" in out or "No difference" in out
    assert "interrupted; every battle that was finished counts above and is kept" in err
    assert len(open_answer(kept).results) > 100
