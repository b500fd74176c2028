"""Every bad input: its exit code, one clear message on stderr, nothing on stdout, never a traceback."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio.transform import Affine
from typer.testing import CliRunner

from shieldwall.cli.app import app
from shieldwall.scenario import template

SPOILT = {
    "wrong unit": ("lasts: 15 min", "lasts: 15 km", "is a length, not a duration; write for example 12 min"),
    "unknown key": ("question:", "qestion:", 'unknown key "qestion"; did you mean question?'),
    "duplicate key": ("lasts: 15 min", "lasts: 15 min\nlasts: 9 min", "duplicate key"),
    "route to nowhere": ("target depot]", "target dept]", "did you mean depot?"),
    "link to nobody": (
        "  units:\n    # `is`",
        "  links: [{name: ring, joins: [battery, radar], delay: 1 s}]\n  units:\n    # `is`",
        "the link leads to nobody",
    ),
    "negative count": ("count: 2", "count: -2", "write a whole number from 1 to 1000"),
    "unit off the terrain": ("2 km south of depot", "2.00 N 20.30 E", "is off the terrain serbia; write"),
    "not text": ("title: My first exercise", "title: \0", "holds a character that text may not hold"),
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _compiled(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Compile before the first command, whose messages are then its own alone."""
    from shieldwall.exercise import run

    run("one-radar").save(tmp_path_factory.mktemp("compiled") / "run")


def called(*arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command."""
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def refused(*arguments: str, code: int = 2) -> str:
    """The one message of a command that refuses."""
    exit_code, out, err = called(*arguments)
    assert exit_code == code, err
    assert out == ""
    assert "Traceback" not in err
    assert err.startswith("error: ")
    assert err.count("\n") == 1, err
    return err.removeprefix("error: ").strip()


def written(folder: Path, text: str) -> str:
    file = folder / "x.yaml"
    file.write_text(text)
    return str(file)


@pytest.mark.parametrize("command", ["check", "run"])
@pytest.mark.parametrize("case", SPOILT)
def test_a_bad_scenario(tmp_path: Path, case: str, command: str) -> None:
    old, new, instead = SPOILT[case]
    assert template().count(old) == 1
    file = written(tmp_path, template().replace(old, new))
    message = refused(command, file)
    assert message.startswith(f"{file} line ")
    assert instead in message
    assert sorted(tmp_path.iterdir()) == [Path(file)]


def test_check_reports_every_error_and_run_the_first(tmp_path: Path) -> None:
    file = written(tmp_path, template().replace("lasts: 15 min", "lasts: 15 km").replace("count: 2", "count: -2"))
    code, out, err = called("check", file)
    assert (code, out) == (2, "")
    assert [line.startswith(f"error: {file} line ") for line in err.splitlines()] == [True, True]
    assert refused("run", file).endswith("(1 more error: see shieldwall check)")


@pytest.mark.parametrize("command", ["check", "run"])
def test_a_scenario_of_five_megabytes(tmp_path: Path, command: str) -> None:
    file = written(tmp_path, template() + "# " + "x" * 5_000_000)
    assert refused(command, file).startswith(f"{file}: is too large (5.0 MB; at most 1.0 MB); ")


@pytest.mark.parametrize("command", ["check", "run"])
def test_a_folder_in_place_of_a_file(tmp_path: Path, command: str) -> None:
    assert refused(command, str(tmp_path)).startswith(f"{tmp_path}: is a folder; name the file inside it")


def test_a_file_in_place_of_a_run_folder(tmp_path: Path) -> None:
    file = written(tmp_path, template())
    assert "is a file, not a run folder" in refused("explain", file, "red/drones/1")
    assert "there is no run folder" in refused("explain", str(tmp_path / "nowhere"), "red/drones/1")
    assert "is not a run folder" in refused("explain", str(tmp_path), "red/drones/1")


def raster(path: Path, heights: Any) -> None:
    """Write heights over the Belgrade of the template."""
    shape = np.shape(heights)
    with rasterio.open(
        path, "w", driver="GTiff", width=shape[1], height=shape[0], count=1, dtype="float32", crs="EPSG:4326",
        transform=Affine(2.0 / shape[1], 0.0, 19.0, 0.0, -2.0 / shape[0], 46.0),
    ) as file:  # fmt: skip
        file.write(np.asarray(heights, np.float32), 1)


def test_a_terrain_that_cannot_be_read(tmp_path: Path) -> None:
    raster(tmp_path / "hills.tif", np.full((50, 50), 100.0))
    content = (tmp_path / "hills.tif").read_bytes()
    scenario = written(tmp_path, template().replace("terrain: serbia", "terrain: hills.tif"))
    code, _, err = called("check", scenario)
    assert code == 0, err
    (tmp_path / "hills.tif").write_bytes(content[: len(content) // 2])
    assert "cannot be read as a GeoTIFF" in refused("run", scenario)
    (tmp_path / "hills.tif").write_bytes(b"II*\0" + bytes(range(200)))
    assert "cannot be read as a GeoTIFF" in refused("check", scenario)
    (tmp_path / "hills.tif").unlink()
    (tmp_path / "hills.tif").mkdir()
    assert "the terrain is a folder" in refused("check", scenario)


def test_a_terrain_that_lies(tmp_path: Path) -> None:
    scenario = written(tmp_path, template().replace("terrain: serbia", "terrain: hills.tif"))
    raster(tmp_path / "hills.tif", np.full((50, 50), 30_000.0))
    assert "which are not elevations in metres" in refused("run", scenario)
    raster(tmp_path / "hills.tif", np.full((50, 50), 100.0))
    content = bytearray((tmp_path / "hills.tif").read_bytes())
    width = (
        content.index(bytes([0, 1, 3, 0])) if content[:2] == b"MM" else content.index(bytes([0, 1, 3, 0, 1, 0, 0, 0]))
    )
    content[width + 8 : width + 10] = (19_000).to_bytes(2, "little")
    (tmp_path / "hills.tif").write_bytes(content)
    assert "hills.tif" in refused("check", scenario)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("check", "one-radr"), "did you mean one-radar?"),
        (("run", "nowhere/x.yaml"), "nowhere/x.yaml: no such file; check the name and the folder"),
        (("run", "one-radar", "--set", "lasts"), "write for example red.units.strike.count=12"),
        (("run", "one-radar", "--set", "lasts=9 km"), "is a length, not a duration"),
        (("run", "one-radar", "--set", "lats=9 min"), "lats"),
        (("run", "one-radar", "--draw", "lucky"), 'write "central" or "sampled"'),
        (("run", "one-radar", "--seed", "-1"), "the seed -1 is out of bounds; write from 0 to 4294967295"),
        (("run", "one-radar", "--replication", "4294967296"), "write from 0 to 4294967295"),
        (("bench", "--runs", "0"), "0 runs have no median; write at least 1"),
        (("bench", "--all", "--runs", "0"), "0 repeats have no median; write at least 1"),
        (("catalogue", "91n6"), "did you mean 91n6e?"),
        (("catalogue", "91n6e", "--fit"), "which is not fitted; name an interceptor"),
        (("new", "nowhere/x.yaml"), "there is no folder nowhere; make it first, or name another"),
    ],
)
def test_a_wrong_word(arguments: tuple[str, ...], message: str) -> None:
    assert message in refused(*arguments)


@pytest.mark.parametrize(
    "arguments", [("fly",), ("run",), ("run", "one-radar", "--sed", "1"), ("run", "one-radar", "--seed", "x")]
)
def test_a_wrong_option(arguments: tuple[str, ...]) -> None:
    code, out, err = called(*arguments)
    assert (code, out) == (2, "")
    assert "Usage" in err
    assert "Traceback" not in err


def test_what_exists_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("mine")
    assert refused("new", str(file)) == f"{file} exists already; give another name, or add --replace"
    assert "is a folder; name a file" in refused("new", str(tmp_path))
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "letter.txt").write_text("mine")
    assert refused("run", "one-radar", "-o", str(kept)) == f"{kept} exists already; give another name, or add --replace"
    assert "holds something else than a run" in refused("run", "one-radar", "-o", str(kept), "--replace")
    assert refused("run", "one-radar", "-o", str(file), "--replace").startswith(f"{file} exists and is not a folder")
    assert file.read_text() == (kept / "letter.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("trouble", "code", "words"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), 1, "No space left on device"),
        (KeyboardInterrupt(), 130, "interrupted; nothing half-written was left behind"),
    ],
)
@pytest.mark.parametrize("command", [("new", "x.yaml"), ("run", "one-radar", "-o", "run")])
def test_a_full_disk_and_an_interrupt_leave_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
    trouble: BaseException,
    code: int,
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)

    def fail(_: int) -> None:
        raise trouble

    monkeypatch.setattr(os, "fsync", fail)
    assert words in refused(*command, code=code)
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_in_the_battle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from shieldwall.exercise import simulate

    monkeypatch.chdir(tmp_path)

    def interrupt(*_: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(simulate, "battle", interrupt)
    refused("run", "one-radar", "-o", "run", code=130)
    assert list(tmp_path.iterdir()) == []


def test_a_bug_says_seed_and_version(monkeypatch: pytest.MonkeyPatch) -> None:
    from shieldwall import __version__
    from shieldwall.exercise import simulate

    def fail(*_: object) -> bool:
        raise ZeroDivisionError("of course")

    monkeypatch.setattr(simulate, "battle", fail)
    code, out, err = called("run", "one-radar", "--seed", "7")
    assert (code, out) == (1, "")
    assert "ZeroDivisionError: of course" in err
    assert "in one-radar.yaml, seed 7, replication 0" in err
    assert f"this is a bug in shieldwall {__version__}; please report it" in err


def test_a_bad_scenario_in_a_process_of_its_own(tmp_path: Path) -> None:
    file = written(tmp_path, template().replace("count: 2", "count: -2"))
    command = [sys.executable, "-c", "from shieldwall.cli import main; main()", "run", file]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"error: {file} line ")
    assert done.stderr.count("\n") == 1
