"""The commands as a person or a script uses them: what goes to stdout, how it reads, how soon it is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

import shieldwall
from shieldwall import catalogue
from shieldwall.cli.app import app
from shieldwall.cli.pages import entry_page, show_entries
from shieldwall.cli.paper import grid
from shieldwall.scenario import load, names, template

ROOT = Path(__file__).parents[3]
MAIN = [sys.executable, "-c", "from shieldwall.cli import main; main()"]


def output_of(*arguments: str, **environment: str) -> str:
    """What a command that succeeds writes to stdout."""
    result = CliRunner(env={"COLUMNS": "80", **environment}).invoke(app, list(arguments))
    assert result.exit_code == 0, result.stderr
    return str(result.stdout)


def data(*arguments: str) -> Any:
    return json.loads(output_of(*arguments, "--json"))


def process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    variables = {**os.environ, "COLUMNS": "80", **environment}
    return subprocess.run([*MAIN, *arguments], capture_output=True, text=True, check=True, env=variables)


@pytest.fixture(scope="module")
def saved_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run folder, as `run -o` leaves it."""
    folder = tmp_path_factory.mktemp("runs") / "battery"
    output_of("run", "one-battery", "-o", str(folder))
    return folder


def test_help_lists_every_command() -> None:
    text = output_of("--help")
    for command in ("check", "new", "schema", "run", "explain", "catalogue", "bench"):
        assert f" {command} " in text
        assert "Usage: " in output_of(command, "--help")


def test_version() -> None:
    assert output_of("--version") == f"shieldwall {shieldwall.__version__}\n"


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys; sys.argv = ['shieldwall', '--help']\n"
        "from shieldwall.cli import main\n"
        "try: main()\n"
        "except SystemExit: print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert "typer" in loaded
    assert not loaded & {"numba", "numpy", "polars", "pydantic", "rasterio", "ruamel", "scipy", "matplotlib"}


def test_a_run_imports_only_what_it_needs() -> None:
    """Neither tables, for a screen of words, nor a reader of what is parsed, nor the compiler's library."""
    script = (
        "import sys; sys.argv = ['shieldwall', 'run', 'one-radar']\n"
        "from shieldwall.cli import main\n"
        "try: main()\n"
        "except SystemExit: print(*sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", script]
    # The first time what is compiled and parsed is kept.
    loaded = [set(subprocess.run(command, capture_output=True, text=True, check=True).stderr.split()) for _ in "12"][1]
    assert {"numba", "shieldwall.engine.run"} <= loaded
    assert not loaded & {"matplotlib", "numba.np.arraymath", "polars", "ruamel.yaml", "scipy.linalg"}


@pytest.mark.alone
@pytest.mark.long
@pytest.mark.parametrize(
    ("arguments", "limit"), [(("--help",), 0.5), (("run", "slavic-shield-2019"), 4.0)], ids=["help", "run"]
)
def test_a_command_is_quick(tmp_path: Path, keeps_to: Any, arguments: tuple[str, ...], limit: float) -> None:
    # As installed: compiled once before, and with the bytecode of all packages at hand.
    installed = {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""}
    process(*arguments, **installed)

    def takes() -> float:
        times = []
        for _ in range(3):
            began = time.perf_counter()
            process(*arguments, **installed)
            times.append(time.perf_counter() - began)
        return min(times)

    keeps_to(limit, takes)


@pytest.mark.parametrize("name", names())
def test_check_passes_every_built_in_scenario(name: str) -> None:
    assert output_of("check", name).startswith(f"{name}.yaml: sound\n")
    assert data("check", name)["sound"]


def test_check_reports_errors_as_data(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(template().replace("count: 2", "count: -2"))
    result = CliRunner().invoke(app, ["check", str(file), "--json"])
    assert result.exit_code == 2
    answer = json.loads(result.stdout)
    assert not answer["sound"]
    assert [error["path"] for error in answer["errors"]] == ["red.units.drones.count"]
    assert answer["errors"][0]["line"] == template()[: template().index("count: 2")].count("\n") + 1


def test_new_writes_a_scenario_that_checks_and_runs(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    assert output_of("new", str(file)) == ""
    assert file.read_text() == template()
    assert load(file).title == "My first exercise"
    assert "My first exercise" in output_of("run", str(file))
    file.write_text("spoilt")
    output_of("new", str(file), "--replace")
    assert file.read_text() == template()
    assert list(tmp_path.iterdir()) == [file]


def test_run_says_what_happened() -> None:
    text = output_of("run", "one-battery")
    for words in (
        "One battery against four cruise missiles",
        "seed 1, replication 0",
        "Of 4 threats, ",
        "Damage",
        "Fates",
        "Rounds and bursts",
        "57E6 missile",
        "first detection",
        "Keep this run and its report with: -o DIR",
    ):
        assert words in text
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("columns", [30, 50, 200])
def test_run_reads_well_on_any_terminal(columns: int) -> None:
    text = output_of("run", "one-battery", COLUMNS=str(columns))
    assert max(map(len, text.splitlines())) <= min(columns, 110)
    assert "…" not in text


def test_run_as_data() -> None:
    answer = data("run", "one-battery", "--seed", "3", "--replication", "2", "--draw", "sampled")
    assert (answer["seed"], answer["replication"], answer["sampled"]) == (3, 2, True)
    assert answer["folder"] is None
    assert len(answer["outcomes"]) == answer["measures"]["threats"] == 4
    assert sum(weapon["kills"] for weapon in answer["rounds"]) == answer["measures"]["killed"]
    worth = sum(place["value"] * place["destroyed"] for place in answer["damage"])
    assert worth == pytest.approx(answer["measures"]["damage"], abs=1e-6)


def test_a_change_of_the_scenario_is_fought() -> None:
    units = load("one-battery").red.units
    name = next(iter(units))
    answer = data("run", "one-battery", "--set", f"red.units.{name}.count=1")
    assert answer["measures"]["threats"] == 4 - units[name].count + 1


def test_run_saves_a_folder_with_its_report(saved_run: Path) -> None:
    files = sorted(file.name for file in saved_run.iterdir())
    assert files == ["film.parquet", "header.json", "log.parquet", "outcomes.parquet", "report.html", "scene.npz"]
    assert [file.name for file in saved_run.parent.iterdir()] == ["battery"]
    text = output_of("run", "one-battery", "-o", str(saved_run), "--replace")
    assert f"Report: {saved_run / 'report.html'}" in text
    assert f"shieldwall explain {saved_run} red/" in text


def test_a_base_install_saves_a_run_without_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shieldwall.exercise.runs.REPORT_NEEDS", ("jinja2", "no-such-package"))
    text = output_of("run", "one-radar", "-o", str(tmp_path / "run"))
    assert 'pip install "shieldwall[report]"' in text
    assert not (tmp_path / "run" / "report.html").exists()


def test_explain_tells_a_story(saved_run: Path) -> None:
    text = output_of("explain", str(saved_run), "red/valley-pair/1")
    assert text.startswith("red/valley-pair/1: Cruise missile, Tomahawk class.")
    assert "Fate: " in text
    assert max(map(len, text.splitlines())) <= 80
    assert output_of("explain", str(saved_run), "valley-pair/1") == text
    story = "\n".join(data("explain", str(saved_run), "valley-pair/1")["story"])
    assert text.split() == story.split()


def test_the_catalogue_lists_every_entry() -> None:
    text = output_of("catalogue")
    for entry in data("catalogue"):
        assert f"\n{entry['id']} " in text
    assert "91N6E surveillance radar" in text


def test_an_entry_shows_its_sources() -> None:
    text = output_of("catalogue", "91n6e")
    for words in ("antenna height", "8.7 m", "5 to 9 m", "Sources", "Skynet-IADS", "Notes and estimates"):
        assert words in text
    assert max(map(len, text.splitlines())) <= 80
    page = data("catalogue", "91n6e")
    height = next(value for value in page["values"] if value["path"] == "antenna_height")
    assert (height["value"], height["low"], height["high"]) == ("8.7 m", "5 m", "9 m")
    assert height["cite"] == ["skynet-iads"]
    assert "skynet-iads" in page["sources"]


def test_every_entry_fits_a_terminal_and_breaks_no_word(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 80 columns each word of a value's name and figure stands whole, and grade and read are explained once."""
    monkeypatch.setenv("COLUMNS", "80")
    for name in catalogue.ids():
        page = entry_page(name)
        show_entries([page])
        text = capsys.readouterr().out
        assert max(map(len, text.splitlines())) <= 80, name
        words = set(text.split())
        for value in [*page["values"], *page["words"]]:
            spoken = value["path"].replace("_", " ").replace(".", ", ")
            assert {*spoken.split(), *str(value["value"]).split()} <= words, (name, value["path"])
        assert text.count("D assumption") == 1


def test_an_interceptor_shows_its_fit() -> None:
    page = data("catalogue", "57e6")
    assert {row["figure"] for row in page["fit"]} >= {"max_range", "max_speed"}
    assert "brochure against simulation" in output_of("catalogue", "57e6")


def test_a_unit_shows_its_parts() -> None:
    text = output_of("catalogue", "s-400-battalion")
    assert "92n6e" in text
    assert "launchers of" in text


def test_several_entries_on_one_page() -> None:
    assert [page["id"] for page in data("catalogue", "p-18", "57e6")] == ["p-18", "57e6"]
    text = output_of("catalogue", "p-18", "57e6")
    assert text.index("P-18") < text.index("57E6 missile")


def test_a_fit_is_kept_and_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from shieldwall.catalogue import fits
    from shieldwall.cli import fitting

    class Fitted:
        def text(self) -> str:
            return (fits.FOLDER / "57e6.yaml").read_text()

    monkeypatch.setattr(fitting, "FOLDER", tmp_path)
    monkeypatch.setattr(fitting, "fit", lambda _: Fitted())
    assert "brochure against simulation" in output_of("catalogue", "57e6", "--fit")
    assert (tmp_path / "57e6.yaml").read_text() == Fitted().text()


def test_bench_says_its_median(monkeypatch: pytest.MonkeyPatch) -> None:
    assert output_of("bench", "--runs", "1").startswith("bench-60: ")
    answer = data("bench", "--runs", "2")
    assert len(answer["seconds"]) == len(answer["draw"]) == 2
    assert answer["median"] > 0.0


def test_the_full_bench_is_run_by_a_clone_and_refused_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from shieldwall.cli import timing
    from shieldwall.quantities.errors import InputError, ShieldwallError

    clone = tmp_path / "clone"
    monkeypatch.setattr(timing, "__file__", str(clone / "src" / "shieldwall" / "cli" / "timing.py"))
    with pytest.raises(InputError, match="not part of the installed package; clone the project and run: make bench"):
        timing.measure_all(3, as_json=False)
    script = clone / "benchmarks" / "all.py"
    script.parent.mkdir(parents=True)
    script.write_text("import sys; print(sys.argv[1:])")
    script.with_name("figures.json").write_text('{"gain": 1.9}')
    timing.measure_all(3, as_json=True)
    out, err = capfd.readouterr()
    assert err == "['--rounds', '3']\n"
    assert json.loads(out) == {"gain": 1.9}
    script.write_text("raise SystemExit(3)")
    with pytest.raises(ShieldwallError, match="failed with code 3"):
        timing.measure_all(3, as_json=False)


def test_colours_only_on_a_terminal_that_wants_them() -> None:
    assert "\x1b[" not in output_of("catalogue", "57e6")
    assert "\x1b[" in output_of("catalogue", "57e6", FORCE_COLOR="1")
    plain = output_of("catalogue", "57e6", FORCE_COLOR="1", NO_COLOR="1")
    assert "\x1b[3" not in plain


@pytest.mark.parametrize(
    "arguments", [("catalogue",), ("catalogue", "--json"), ("schema", "entry"), ("check", "one-radar")]
)
def test_a_pipe_that_closes_early_is_no_bug(arguments: tuple[str, ...]) -> None:
    """SIGPIPE is number 13 (POSIX), and shells report 128 more of a program that it ends."""
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run([*MAIN, *arguments], stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (141, "")


CASES = ROOT / "tests" / "cases"
POP_UP, BATTERY = (
    str(CASES / name) for name in ("06-height-at-waypoint/pop-up.yaml", "11-unit-not-ready/battery.yaml")
)


def test_check_tells_warnings_and_strict_makes_them_errors() -> None:
    text = output_of("check", POP_UP)
    assert "sound, with 1 warning\n" in text
    assert "1 unit, 1 threat, 30 min" in text
    assert "line 14, red.routes.popup.2: 60 m agl is asked at waypoint 2" in " ".join(text.split())
    [warning] = data("check", POP_UP)["warnings"]
    assert (warning["line"], warning["path"]) == (14, "red.routes.popup.2")
    strict = CliRunner().invoke(app, ["check", POP_UP, "--strict"])
    assert strict.exit_code == 2
    assert strict.stderr.startswith("error: ")
    assert "60 m agl is asked at waypoint 2" in strict.stderr
    sound = CliRunner().invoke(app, ["check", "one-battery", "--strict"])
    assert sound.exit_code == 0


def test_run_tells_in_its_first_lines_who_was_not_ready(tmp_path: Path) -> None:
    text = output_of("run", BATTERY, "--replication", "6")
    before = text.partition("Of 4 threats")[0]
    assert "blue/b is drawn not ready in replication 6 of seed 1 and takes no part" in " ".join(before.split())
    answer = data("run", BATTERY, "--replication", "6")
    assert answer["not_ready"] == ["blue/b"]
    assert answer["warnings"][0]["path"] == "blue.units.b"
    refused = CliRunner().invoke(app, ["run", BATTERY, "--replication", "6", "--strict", "-o", str(tmp_path / "r")])
    assert refused.exit_code == 2
    assert list(tmp_path.iterdir()) == []
    switched = output_of("run", BATTERY, "--replication", "6", "--set", "draws.readiness=no")
    assert "warning" not in switched.partition("Of 4 threats")[0]


def test_a_summary_says_what_still_flew_and_counts_in_words_that_fit() -> None:
    text = " ".join(output_of("run", "one-battery", "--set", "lasts=4 min").split())
    assert "Of 4 threats, 0 were killed, 0 leaked and 4 still flew when the exercise ended." in text
    one = ("--set", "red.units.plain-pair=none", "--set", "red.units.valley-pair.count=1")
    assert "Of 1 threat, 1 was killed and 0 leaked." in " ".join(output_of("run", "one-battery", *one).split())


def test_terminal_and_report_tell_the_same_times(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    text = output_of("run", BATTERY, "--replication", "6", "-o", str(folder))
    told = {row["threat"]: row["t_s"] for row in shieldwall.open(folder).outcome_rows if row["fate"] == "leaked"}
    page = (folder / "report.html").read_text(encoding="utf-8")
    for name, t in told.items():
        clock = f"{int(t + 0.5) // 60:02d}:{int(t + 0.5) % 60:02d}"
        assert f"{name.removeprefix('red/')} (d {clock})" in " ".join(text.split())
        assert clock in page


def test_a_table_too_wide_for_its_terminal_loses_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    name = "blue.units." + "x" * 64 + ".at"
    table = grid("|what", "first", ">second")
    table.add_row(name, "44.95 N 20.18 E", "200 km")
    Console(width=80).print(table)
    text = "".join(capsys.readouterr().out.split())
    assert all(part in text for part in ("44.95N", "200km"))
    assert text.count("x") == 64
