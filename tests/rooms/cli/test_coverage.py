"""The command `coverage`: what it prints and writes, and every bad input with what to type instead."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from shieldwall.cli.app import app
from shieldwall.scenario import load

RUNNER = CliRunner()
BLIND = """
scenario: 1
title: A post alone
question: What does it see?
terrain: serbia
start: 2019-10-24T08:00Z
lasts: 1 min
blue:
  command: {post: post}
  units:
    post: {is: s-400-command-post, at: 44.90 N 20.20 E}
red:
  routes: {path: [44.30 N 19.80 E, 44.60 N 20.00 E]}
  units:
    visitor: {is: strike-fighter, route: path, height: 1 km amsl, speed: 230 m/s, then: continue}
"""


def test_it_prints_areas_and_writes_files(tmp_path: Path) -> None:
    files = [str(tmp_path / name) for name in ("map.png", "map.tif", "map.geojson")]
    outs = [word for file in files for word in ("-o", file)]
    result = RUNNER.invoke(app, ["coverage", "one-radar", "--altitude", "100m", "--altitude", "3 km amsl", *outs])
    assert result.exit_code == 0, result.stderr
    for words in ("Area covered", "100 m agl", "3 km amsl", "Volume by height", "First detection", *files):
        assert words in result.stdout
    assert all(Path(file).stat().st_size > 1000 for file in files)


def test_json_is_the_whole_answer() -> None:
    words = ["coverage", "one-radar", "--rcs", "0.1 m2", "--assume", "probability=0.8", "--assume", "seed=3", "--json"]
    answer = json.loads(RUNNER.invoke(app, words).stdout)
    assert answer["assumed"]["probability"] == 0.8
    assert answer["assumed"]["seed"] == 3
    assert answer["rcs_m2"] == [0.1]
    assert answer["areas"][0]["altitude"] == "100 m agl"
    assert answer["files"] == []
    assert {"areas", "adds", "profile", "first_detection", "sensors", "origin"} <= answer.keys()


def test_a_change_of_the_scenario_counts() -> None:
    def area(*more: str) -> float:
        answer = json.loads(RUNNER.invoke(app, ["coverage", "one-radar", "--json", *more]).stdout)
        return float(answer["areas"][0]["joint_km2"])

    # From a low site further back in the plain the hills rise less, and another area is seen.
    assert 0.0 < area("--set", "blue.units.warning.at=45.30 N 19.80 E") != area()


def test_the_first_lines_say_what_is_assumed() -> None:
    lines = RUNNER.invoke(app, ["coverage", "one-radar"]).stdout.splitlines()
    assert lines[1] == "Assumed: a target of 1 m2 that closes at 240 m/s, Swerling 1."
    assert "--assume target=visitor" in " ".join(lines[:6])


def test_a_target_of_the_raid_brings_its_own_figures() -> None:
    """The entry shahed-class: 0.01 m2 from ahead and 6.3 times that below 300 MHz; the raid flies it at 51 m/s."""
    words = ["coverage", "slavic-shield-2019", "--assume", "target=drones-east", "--json"]
    answer = json.loads(RUNNER.invoke(app, words).stdout)
    assert answer["rcs_m2"] == [pytest.approx(0.01)]
    assert answer["assumed"]["target"] == "drones-east"
    assert answer["assumed"]["speed"] == pytest.approx(51.0, abs=2.0)
    plain = json.loads(
        RUNNER.invoke(app, [*words[:2], "--rcs", "0.01 m2", "--assume", "speed=51 m/s", "--json"]).stdout
    )

    def area(of: dict[str, Any], sensor: str) -> float:
        return float(of["areas"][0]["sensors_km2"][sensor])

    # The P-18 at VHF sees it as 6.3 times as large; at X band it is what it was.
    assert area(answer, "blue/p-18/sensor") > 1.05 * area(plain, "blue/p-18/sensor")
    assert area(answer, "blue/pantsir-1/search") == pytest.approx(area(plain, "blue/pantsir-1/search"), rel=0.02)


def test_one_thing_has_one_number_in_all_tables() -> None:
    answer = json.loads(RUNNER.invoke(app, ["coverage", "one-radar", "--altitude", "100m,1 km", "--json"]).stdout)
    profile = {row["height_agl_m"]: row["joint_km2"] for row in answer["profile"]}
    areas = {row["altitude"]: row["joint_km2"] for row in answer["areas"]}
    assert (areas["100 m agl"], areas["1 km agl"]) == (profile[100.0], profile[1000.0])
    (alone,) = (row for row in answer["adds"]["unit"] if row["altitude"] == "100 m agl")
    assert alone["area_km2"] == areas["100 m agl"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--assume", "target=visitr"], 'the raid has no unit "visitr"; did you mean visitor? write one of its units'),
        (["--assume", "target=visitor", "--rcs", "1 m2"], "has its own rcs; leave out target or rcs"),
        (["--assume", "target=visitor", "--assume", "speed=9 m/s"], "has its own speed; leave out target or speed"),
        (["--altitude", "100"], '"100" has no unit; write for example 100 m (above ground)'),
        (["--altitude", "low"], '"low" is not a length'),
        (["--altitude", "3 kg"], "is a mass, not a length"),
        (["--altitude", "40 km amsl"], "write a height from -500 m to 30 km"),
        (["--altitude", "0 m"], "is on the ground; write at least 1 m"),
        (["--altitude", "-5 m"], "is below the ground"),
        (["--altitude", " "], "no altitude is given; write for example 100 m"),
        (["--rcs", "-1 m2"], "is no cross-section; write from 1e-06 m2 to 1e+06 m2"),
        (["--rcs", "0 m2"], "is no cross-section"),
        (["--rcs", "1"], '"1" has no unit; write for example 1 m2'),
        (["--assume", "speed"], "assumes nothing; write for example speed=60 m/s"),
        (["--assume", "sped=60 m/s"], "did you mean speed?"),
        (["--assume", "speed=60"], 'speed: "60" has no unit'),
        (["--assume", "probability=1.5"], "write from 0.01 to 0.99"),
        (["--assume", "swerling=5"], "write a whole number from 0 to 4"),
        (["--assume", "swerling=1.5"], "write a whole number from 0 to 4"),
        (["--assume", "draw=wild"], "write central or sampled"),
        (["--assume", "cell=50 m", "--altitude", "20 km"], "is too fine; write a larger cell"),
        (["--altitude", ",".join(f"{n} m" for n in range(1, 20))], "ask for at most 12 cases at once"),
        (["-o", "map.jpg"], ".jpg is no format of coverage; "),
        (["-o", "map"], "the ending of a file says its format; write .png"),
        (["-o", "nowhere/map.png"], "there is no folder nowhere"),
        (["--set", "terrain=mars"], "is neither a built-in terrain nor a file"),
    ],
)
def test_bad_input(words: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = RUNNER.invoke(app, ["coverage", "one-radar", *words])
    assert result.exit_code == 2, result.stderr
    assert result.stdout == ""
    assert result.stderr.startswith("error: ")
    assert result.stderr.count("\n") == 1
    assert message in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_scenario_without_sensors(tmp_path: Path) -> None:
    file = tmp_path / "blind.yaml"
    file.write_text(BLIND)
    assert load(file).title == "A post alone"
    result = RUNNER.invoke(app, ["coverage", str(file)])
    assert result.exit_code == 2
    assert "the scenario has no sensor, so nothing is covered; give blue a unit with a radar" in result.stderr


def test_a_file_in_the_way_is_found_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "map.png").write_bytes(b"mine")
    result = RUNNER.invoke(app, ["coverage", "one-radar", "-o", str(tmp_path / "map.png")])
    assert result.exit_code == 2
    assert "exists already; give another name, or add --replace" in result.stderr
    assert (tmp_path / "map.png").read_bytes() == b"mine"
    (tmp_path / "folder.tif").mkdir()
    folder = RUNNER.invoke(app, ["coverage", "one-radar", "-o", str(tmp_path / "folder.tif")])
    assert folder.exit_code == 2
    assert "is a folder; name a file in it" in folder.stderr


def test_a_folder_that_takes_nothing() -> None:
    # Not even the superuser writes into the kernel's own folder.
    result = RUNNER.invoke(app, ["coverage", "one-radar", "-o", "/proc/map.csv"])
    assert result.exit_code == 1
    assert "map.csv was not written: " in result.stderr
