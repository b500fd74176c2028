"""`explain --but-for`: what it prints, what it says on stderr, and what it refuses before anything is fought."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from shieldwall.cli.app import app


def asked(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "80"}).invoke(app, ["explain", *arguments])


@pytest.fixture(scope="module")
def battery(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("runs") / "battery")
    assert CliRunner().invoke(app, ["run", "one-battery", "-o", folder]).exit_code == 0
    return folder


def test_one_threat_has_a_paragraph_and_a_row_for_each_link(battery: str) -> None:
    done = asked(battery, "valley-pair/2", "--but-for", "--draws", "10")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.startswith("red/valley-pair/2 leaks in ")
    for link in ("see-farther", "perfect-links", "prompt-command", "endless-channels", "endless-rounds", "sure-kill"):
        assert f"\n  {link} " in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "100 battles: 10 draws of luck" in done.stderr


def test_without_a_name_it_is_about_all(battery: str) -> None:
    done = asked(battery, "--but-for", "--draws", "4")
    assert done.exit_code == 0, done.stderr
    assert " threats leak on average over 4 draws of luck." in done.stdout
    assert "two made ideal" in done.stdout
    assert "red/plain-pair/1 " in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_json_has_every_number(battery: str) -> None:
    done = asked(battery, "--but-for", "--draws", "4", "--json")
    found = json.loads(done.stdout)
    assert (found["draws"], found["pair_draws"], len(found["links"]), len(found["pairs"])) == (4, 2, 6, 15)
    assert {one["threat"] for one in found["threats"]} == {
        f"red/{pair}/{n}" for pair in ("plain-pair", "valley-pair") for n in (1, 2)
    }
    one = json.loads(asked(battery, "plain-pair/1", "--but-for", "--draws", "4", "--json").stdout)
    assert one == next(other for other in found["threats"] if other["threat"] == "red/plain-pair/1")


def test_a_threat_that_nobody_sent_is_refused_before_anything_is_fought(battery: str) -> None:
    done = asked(battery, "nobody", "--but-for")
    assert (done.exit_code, done.stdout) == (2, "")
    assert 'there is no threat "nobody" in this run' in done.stderr
    assert "battles" not in done.stderr


def test_one_draw_is_a_coin(battery: str) -> None:
    done = asked(battery, "--but-for", "--draws", "1")
    assert done.exit_code == 2
    assert "1 draws of luck have no interval; write 200 or more" in " ".join(done.stderr.split())


def test_a_doctrine_in_python_is_not_held_by_a_header(tmp_path: Path) -> None:
    doctrine = Path(__file__).parents[3] / "examples" / "my_doctrine.py"
    folder = str(tmp_path / "commanded")
    assert CliRunner().invoke(app, ["run", "one-battery", "--doctrine", str(doctrine), "-o", folder]).exit_code == 0
    done = asked(folder, "--but-for")
    assert done.exit_code == 2
    assert "a doctrine in Python commanded this run" in " ".join(done.stderr.split())
