"""What the pages say is so: links, commands, numbers, and every card of a model against the code.

Examples in README.md with output are the output of a real run, as far as `SHOWN` says. After a change of the models,
`SHIELDWALL_UPDATE=1 pytest tests/contract/test_docs.py` writes them anew.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from typer.main import get_command
from typer.testing import CliRunner

import shieldwall
from shieldwall.catalogue import jammers, schema, sensors, weapons
from shieldwall.cli.app import app
from shieldwall.models.model import Model
from shieldwall.scenario import load, names
from shieldwall.scenario import schema as scenario_schema
from shieldwall.study.file import names as study_names

HOUSE = Path(__file__).resolve().parents[2]
README = HOUSE / "README.md"
DECISIONS = sorted((HOUSE / "docs" / "decisions").glob("*.md"))
CARDS = sorted((HOUSE / "docs" / "models").glob("*.md"))
PAGES = sorted(page for place in ("*.md", "docs/**/*.md", "examples/**/*.md") for page in HOUSE.glob(place))
#: Pages whose lines a command breaks as it likes.
WRITTEN_BY_COMMANDS = {"performance.md"}
HEADINGS = [
    "Represents", "How", "Assumptions", "Limits and valid range", "Numbers", "Sources", "Tested by",
]  # fmt: skip
ENGINE_CARDS = {
    "alert", "assignment", "damage", "detection", "flight", "identity", "jamming", "kill_assessment", "lobing",
    "look_budget", "masks", "outside", "propagation", "posts", "registration", "threat_evaluation", "track_fusion",
    "tracking",
}  # fmt: skip

#: The last line of each example's output: where the next part begins, None for all of it.
SHOWN = {"demo": "Leakers, by how far", "explain": None}
RUN = ("run", "slavic-shield-2019")
NUMBERS = {11: "eleven", 12: "Twelve"}


def identity(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


@cache
def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The code blocks of README.md in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", read(README), flags=re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """What README.md tells to type, without its prompt and remark."""
    lines = [line for block in blocks("console") for line in block.splitlines() if line.startswith("$ ")]
    return [line[2:].partition("  #")[0].strip() for line in lines]


@cache
def models() -> tuple[Model, ...]:
    """Every model of the package, found by its file."""
    root = HOUSE / "src"
    files = sorted((root / "shieldwall" / "models").rglob("*.py"))
    found = [importlib.import_module(".".join(f.relative_to(root).with_suffix("").parts)) for f in files]
    return tuple(module.MODEL for module in found if isinstance(getattr(module, "MODEL", None), Model))


def output_of(*arguments: str) -> str:
    """What a command writes to stdout, 80 columns wide, without blanks at the ends of lines."""
    result = CliRunner(env={"COLUMNS": "80"}).invoke(app, list(arguments))
    assert result.exit_code == 0, result.stderr
    return "".join(f"{line.rstrip()}\n" for line in result.stdout.splitlines())


@pytest.mark.parametrize("page", PAGES, ids=identity)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", read(page))
    local = [target for target in targets if not target.startswith("https://")]
    assert not [target for target in local if not (page.parent / target).exists()]


@pytest.mark.parametrize("page", PAGES, ids=identity)
def test_lines_fit_and_paths_exist(page: Path) -> None:
    long = [line for line in read(page).splitlines() if len(line) > 124 and not line.startswith("|")]
    assert not long or page.name in WRITTEN_BY_COMMANDS
    places = re.findall(r"`((?:src|tests|docs|examples|authorities|requirements)/[\w./*-]+)(?:::\w+)?`", read(page))
    assert not [place for place in places if not list(HOUSE.glob(place))]


def test_readme_shows_every_command_and_no_other() -> None:
    shown = {line.split()[1] for line in re.findall(r"`shieldwall ([^`]*)`", read(README)) for line in [f"x {line}"]}
    assert shown == set(get_command(app).commands)  # type: ignore[attr-defined]


def test_readme_names_every_scenario() -> None:
    line = re.search(r"Built-in scenarios: ([^.]*)\.", read(README))
    assert line
    assert set(re.findall(r"`([\w-]+)`", line[1])) == set(names())


def test_numbers_in_readme_are_those_of_the_scenario() -> None:
    scenario = load("slavic-shield-2019")
    text = " ".join(read(README).split())
    threats = sum(unit.count for unit in scenario.red.units.values())
    assert f"{NUMBERS[len(scenario.blue.units)]} units defend" in text
    assert f"against {threats} threats on {NUMBERS[len(scenario.red.routes)]} routes" in text
    assert set(re.findall(r"(\d+) threats", text)) == {str(threats)}


@pytest.mark.parametrize("command", commands())
def test_commands_in_readme_are_sound(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    program, *arguments = shlex.split(command)
    if program == "make":
        makefile = read(HOUSE / "Makefile")
        assert all(re.search(rf"^{target}:", makefile, flags=re.MULTILINE) for target in arguments)
    elif arguments[0] in ("run", "coverage"):
        # The scenario with its changes is checked; the engine's own tests fight.
        changes = [part for at, word in enumerate(arguments) if word == "--set" for part in arguments[at : at + 2]]
        assert "sound" in output_of("check", arguments[1], *changes)
        named = get_command(app).commands[arguments[0]]  # type: ignore[attr-defined]
        parsed = named.make_context(arguments[0], arguments[1:])
        parsed.close()
    elif arguments[0] == "coverage":
        assert "covered" in output_of(*arguments)
        assert (tmp_path / arguments[-1]).stat().st_size > 0
    elif arguments[0] in ("check", "new", "catalogue"):
        output_of(*arguments)
    elif arguments[0] == "study":
        # tests/contract/test_studies.py makes the cells of all of them.
        assert arguments[1] in study_names()
        get_command(app).commands["study"].make_context("study", arguments[1:]).close()  # type: ignore[attr-defined]
    else:
        assert arguments[0] == "explain"
        assert Path(program).name == "shieldwall"


@pytest.fixture(scope="module")
def saved_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What the demonstration writes, and its folder, without the report."""
    folder = tmp_path_factory.mktemp("runs") / "demo"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shieldwall.exercise.runs.REPORT_NEEDS", ("no-such-package",))
        return output_of(*RUN, "-o", str(folder)), folder


def test_examples_in_readme_are_real(saved_run: tuple[str, Path]) -> None:
    output, folder = saved_run
    wanted = []
    for block in blocks("console"):
        command, _, shown = block.partition("\n")
        if not shown.strip() or shown.startswith("$"):
            continue
        kind = "demo" if command == "$ make demo" else "explain"
        whole = output if kind == "demo" else output_of("explain", str(folder), command.split()[-1])
        before, ending, _ = whole.partition(SHOWN[kind] or "\0")
        wanted.append((block, f"{command}\n{before.strip()}\n" + ("...\n" if ending else "")))
    assert len(wanted) == len(SHOWN)
    if os.environ.get("SHIELDWALL_UPDATE"):
        text = read(README)
        for old, new in wanted:
            text = text.replace(old, new)
        README.write_text(text, encoding="utf-8")
    else:
        assert [old for old, _ in wanted] == [new for _, new in wanted]


@pytest.mark.parametrize("page", [README, HOUSE / "docs" / "tutorial.md"], ids=identity)
def test_the_story_that_a_newcomer_reads_is_that_of_a_leaker(page: Path) -> None:
    """Killed threats have stories as well, but the pages say what held the defence up."""
    assert "\nFate: leaked at " in page.read_text(encoding="utf-8")


def test_python_in_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), {})  # noqa: S102  the page's own example
    assert "Fate: " in capsys.readouterr().out


def test_the_makefile_runs_what_readme_says() -> None:
    demo = re.search(r"^demo:.*\n\t(.*)$", read(HOUSE / "Makefile"), flags=re.MULTILINE)
    assert demo
    assert "shieldwall run slavic-shield-2019 -o out/slavic-shield-2019" in demo[1]


def test_every_model_has_its_card() -> None:
    cards = {model.card for model in models()}
    assert len(cards) == len(models()) >= 14
    assert {path.stem for path in CARDS} == cards | ENGINE_CARDS


@pytest.mark.parametrize("card", CARDS, ids=lambda path: path.stem)
def test_a_card_has_its_parts(card: Path) -> None:
    text = read(card)
    assert re.findall(r"^## (.*)$", text, flags=re.MULTILINE) == HEADINGS
    assert all(part.strip() for part in re.split(r"^## .*$", text, flags=re.MULTILINE))
    assert len(text.splitlines()) <= 90
    assert re.search(r"`(?:src/shieldwall/)?\w+/[\w/]+\.py`", text.partition("## Represents")[0])
    assert re.search(r"`tests/", text.partition("## Tested by")[2])


def constants() -> Iterator[Any]:
    for card in CARDS:
        for name, value in re.findall(r"^\| `([\w.]+)` \| ([^|]+) \|", read(card), flags=re.MULTILINE):
            yield pytest.param(name, value.strip(), id=f"{card.stem}-{name}")


@pytest.mark.parametrize(("name", "value"), list(constants()))
def test_a_constant_on_a_card_has_its_value(name: str, value: str) -> None:
    module, _, constant = name.rpartition(".")
    found = getattr(importlib.import_module(f"shieldwall.{module}"), constant)
    assert found == ast.literal_eval(value)


def fields(module: Any) -> set[str]:
    """Names and aliases of the fields of all schemas of a module."""
    found: set[str] = set()
    for schema_class in vars(module).values():
        with contextlib.suppress(TypeError):
            if issubclass(schema_class, BaseModel):
                found |= {
                    name for field, info in schema_class.model_fields.items() for name in (field, info.alias or field)
                }
    return found


@pytest.mark.parametrize("card", CARDS, ids=lambda path: path.stem)
def test_parameters_on_a_card_exist(card: Path) -> None:
    known = {
        "Catalogue": fields(schema) | fields(sensors) | fields(weapons) | fields(jammers),
        "Scenario": fields(scenario_schema),
    }
    numbers = read(card).partition("## Numbers")[2].partition("## Sources")[0]
    for paragraph in numbers.split("\n\n"):
        title = paragraph.strip().partition(":")[0]
        if title in known:
            named = re.findall(r"`([\w.]+)`", paragraph)
            assert not [name for name in named if name.rpartition(".")[2] not in known[title]]


@pytest.mark.parametrize("model", models(), ids=lambda model: f"{model.family}-{model.name}")
def test_a_card_states_the_ranges_of_its_model(model: Model) -> None:
    limits = read(HOUSE / "docs" / "models" / f"{model.card}.md").partition("## Limits")[2].partition("## Numbers")[0]
    assert not [name for name in model.parameters if f"`{name}`" not in limits]


def test_decisions_have_their_form() -> None:
    for path in DECISIONS:
        text = read(path)
        assert re.match(rf"# {int(path.name[:4])}\. ", text), path.name
        found = [text.index(f"**{part}") for part in ("Decided.", "Because", "Not taken.")]
        assert found == sorted(found), path.name


def test_the_changelog_states_the_present_version() -> None:
    heading = re.search(r"^## (.*)$", read(HOUSE / "CHANGELOG.md"), flags=re.MULTILINE)
    assert heading
    assert heading[1].startswith(shieldwall.__version__)


def test_pages_are_tracked_or_new() -> None:
    listed = subprocess.run(["git", "check-ignore", *map(str, PAGES)], cwd=HOUSE, capture_output=True, check=False)  # noqa: S607
    assert not listed.stdout
