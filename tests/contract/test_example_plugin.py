"""The example plug-in as a stranger meets it: installed, run, and its lobes compared with the closed form.

With a plug-in the engine is linked and optimised anew. That is done for another processor here, so that it shows that a
run depends neither on the processor nor on a plug-in that it does not use.

The expectation is geometry and two textbook formulas: the two paths over a plane by Pythagoras, F = |1 - exp(-i phase)|
for a reflection that turns the phase by pi (Blake, Radar Range-Performance Analysis, 1986, ch. 6), Swerling's
P = pfa^(1 / (1 + snr)) for the anchor, and Marcum's probability for the steady sphere, by scipy's noncentral chi-square
(Skolnik, Introduction to Radar Systems, 2001, ch. 2).
"""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from other_machines import OLD_LIBM, PLAIN_CODE, fought, switchable
from scipy.stats import ncx2

import shieldwall
from shieldwall.kernels.caches import cache_root
from shieldwall.record.kinds import SIGHT
from shieldwall.record.reasons import IN_VIEW, TOO_FAINT

HOUSE = Path(__file__).resolve().parents[2]
EXAMPLE = HOUSE / "examples" / "plugin-lobing-radar"
SOURCE = Path(shieldwall.__file__).parents[1]
MAIN = [sys.executable, "-c", "from shieldwall.cli import main; main()"]

# What the entry says: reference range for 1 m2, its probability and false alarms; wavelength and antenna, m; scan, s.
RANGE, ANCHOR, PFA, WAVELENGTH, ANTENNA, SCAN = 100e3, 0.8, 1e-6, 2.0, 20.0, 6.0
EARTH = 6_371_000.0
#: A sight is lost below the first and comes back above the second probability (docs/models/detection.md).
LOST, BACK = 0.02, 0.1


class Installed(NamedTuple):
    """Where the plug-in is, the run that was fought with it, and the environment that it needs."""

    run: Path
    environment: dict[str, str]


def cache_of_others(folder: Path) -> Path:
    """Return a cache that holds what all processors and plug-ins share of what was compiled here already."""
    for file in cache_root().glob("*/part-*"):
        place = folder / file.parent.name
        place.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, place)
    return folder


def shieldwall_run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*MAIN, *arguments], capture_output=True, text=True, check=False, env=environment)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("plugin")
    shutil.copytree(EXAMPLE, folder / "source")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "--target", str(folder / "site"), str(folder / "source")], check=True)
    environment = {
        **os.environ,
        **PLAIN_CODE,
        "PYTHONPATH": f"{folder / 'site'}{os.pathsep}{SOURCE}",
        "SHIELDWALL_CACHE": str(cache_of_others(folder / "cache")),
    }
    done = shieldwall_run(environment, "run", str(EXAMPLE / "lobes.yaml"), "-o", str(folder / "run"))
    assert done.returncode == 0, done.stderr
    return Installed(folder / "run", environment)


def echo(place: tuple[float, float, float], mast: float) -> tuple[float, float, float]:
    """Distance, sine of the elevation, and signal-to-noise ratio over flat ground of a sphere of 1 m2."""
    up = place[2] - mast
    distance = math.hypot(place[0], place[1], up)
    # A ray over an earth of 4/3 its radius rises by an eighth of distance / radius over the straight line.
    sine = up / distance + distance / (8.0 * EARTH)
    height = ANTENNA + distance * sine
    across = math.sqrt(distance**2 - (height - ANTENNA) ** 2)
    detour = math.hypot(across, height + ANTENNA) - math.hypot(across, height - ANTENNA)
    factor = 2.0 * abs(math.sin(math.pi * detour / WAVELENGTH))
    needed = math.log(PFA) / math.log(ANCHOR) - 1.0
    return distance, sine, needed * (RANGE / distance) ** 4 * factor**4


def seen(signal: float) -> float:
    return float(ncx2.sf(-2.0 * math.log(PFA), 2, 2.0 * signal))


def looks(recording: Any) -> list[tuple[float, tuple[float, float, float]]]:
    """Time and place of the sphere at each scan, until it flies over the top of the beam."""
    sphere = recording.header["names"].index("red/sphere/1")
    film = recording.film[(recording.film["who"] == sphere) & (recording.film["picture"] == -1)]
    sights = recording.log[recording.log["kind"] == SIGHT]
    first, top = (
        float(sights["t"][0]),
        next(float(row["t"]) for row in sights if row["why"] not in (IN_VIEW, TOO_FAINT)),
    )
    found = []
    for number in range(round((top - first) / SCAN)):
        t = first + SCAN * number
        leg = film[film["t"] <= t][-1]
        since = t - leg["t"]
        found.append((t, tuple(float(leg[axis] + leg[f"v{axis}"] * since) for axis in "xyz")))
    return found


@pytest.mark.long
def test_the_sphere_is_lost_in_the_nulls_and_nowhere_else(installed: Installed) -> None:
    # A run that was fought with a plug-in is read without it.
    recording = shieldwall.open(installed.run).recording
    mast = recording.header["units"]["blue/watch"]["at"][2] + ANTENNA
    expected, nulls, visible = [], [], False
    for t, place in looks(recording):
        distance, sine, signal = echo(place, mast)
        before, visible = visible, seen(signal) >= (LOST if visible else BACK)
        if visible != before:
            expected.append((t, IN_VIEW if visible else TOO_FAINT, distance, signal))
        if not visible and before:
            nulls.append(sine)
    logged = [row for row in recording.log if row["kind"] == SIGHT and row["t"] <= expected[-1][0] + 1.0]
    assert [int(row["why"]) for row in logged] == [why for _, why, _, _ in expected]
    for row, (t, _, distance, signal) in zip(logged, expected, strict=True):
        assert row["t"] == pytest.approx(t, abs=1e-3)
        assert row["v0"] == pytest.approx(distance, rel=1e-5)
        # In the middle of a null the last metre decides, so what is left there is compared with all that it could be.
        assert row["v1"] == pytest.approx(signal, rel=1e-2, abs=1e-4 * (RANGE / distance) ** 4)
    # Nulls lie at multiples of wavelength / (2 antenna) (Skolnik 2001, ch. 8); each begins before its middle.
    numbers = [sine / (WAVELENGTH / (2.0 * ANTENNA)) for sine in nulls]
    assert [round(number) for number in numbers][:4] == [1, 2, 3, 4]
    assert all(abs(number - round(number)) < 0.1 for number in numbers)
    # In free space it would have been in view all that time, since it is never farther than the reference range.
    assert seen(math.log(PFA) / math.log(ANCHOR) - 1.0) > BACK
    assert all(distance < RANGE for _, _, distance, _ in expected[1:])


@pytest.mark.long
def test_the_header_names_the_plugin_and_its_figures(installed: Installed) -> None:
    run = shieldwall.open(installed.run)
    assert [line.partition(";")[0] for line in run.header["plugins"]] == ["shieldwall-lobing-radar 0.1.0 (lobing"]
    drawn = {value["path"]: value["drawn"] for value in run.header["values"] if value["entry"] == "lobing-watch"}
    assert (drawn["parameters.wavelength"], drawn["parameters.antenna-over-plane"]) == (WAVELENGTH, ANTENNA)
    assert "too faint" in run.explain("red/sphere/1")


@pytest.mark.long
def test_the_contract_of_models_holds_for_it(installed: Installed) -> None:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-v",
        "-p",
        "no:cacheprovider",
        "tests/contract/test_models.py",
    ]
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False, env=installed.environment)
    assert done.returncode == 0, done.stdout
    for test in ("test_a_model_keeps_its_contract", "test_the_switch_reaches_each"):
        assert f"{test}[sensors-lobing] PASSED" in done.stdout


@pytest.fixture(scope="module")
def here() -> str:
    """What this machine makes of the built-in scenarios, without the plug-in."""
    return fought()


@switchable
@pytest.mark.long
@pytest.mark.parametrize("environment", [{}, OLD_LIBM], ids=["generic", "generic-and-old-libm"])
def test_a_run_depends_neither_on_the_processor_nor_on_a_plugin_of_others(
    installed: Installed, here: str, environment: dict[str, str]
) -> None:
    # A processor that says nothing of itself has no fused multiply-add and the oldest vectors.
    assert fought(**installed.environment, **environment) == here


def test_without_the_plugin_its_scenario_says_what_to_install() -> None:
    done = shieldwall_run({**os.environ, "PYTHONPATH": str(SOURCE)}, "run", str(EXAMPLE / "lobes.yaml"))
    assert (done.returncode, done.stdout) == (2, "")
    assert 'lobes.yaml line 7, needs.1: the scenario needs the plug-ins of "shieldwall-lobing-radar"' in done.stderr
    assert "pip install shieldwall-lobing-radar" in done.stderr
    assert "Traceback" not in done.stderr


def test_its_card_states_the_ranges_of_its_parameters() -> None:
    card = (EXAMPLE / "src/shieldwall_lobing/lobing.md").read_text(encoding="utf-8")
    code = (EXAMPLE / "src/shieldwall_lobing/lobing.py").read_text(encoding="utf-8")
    for name in ("wavelength", "antenna-over-plane", "reflection"):
        assert f'"{name}": Parameter(' in code
        assert f"`{name}`" in card
