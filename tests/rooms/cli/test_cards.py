"""`shieldwall catalogue --card` and `--cards`: what they write, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from shieldwall.cli.app import app
from shieldwall.outlets import card as outlet

ID = "55k6e"


def called(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner(env={"COLUMNS": "80"}).invoke(app, ["catalogue", *arguments])
    return result.exit_code, result.stdout, result.stderr


def refused(*arguments: str, code: int = 2) -> str:
    exit_code, out, err = called(*arguments)
    assert exit_code == code, err
    assert out == ""
    assert "Traceback" not in err
    assert err.startswith("error: ")
    return " ".join(err.split())


def test_a_card_is_written_and_says_so(tmp_path: Path) -> None:
    file = tmp_path / "card.html"
    code, out, err = called(ID, "--card", str(file))
    assert (code, out, err) == (0, "", f"wrote {file}\n")
    assert "55K6E" in file.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [file]


def test_the_answer_as_data_names_the_files(tmp_path: Path) -> None:
    file = tmp_path / "card.html"
    code, out, _ = called(ID, "--card", str(file), "--json")
    assert code == 0
    assert json.loads(out) == {"written": [str(file)]}


def test_cards_of_some_come_with_an_index(tmp_path: Path) -> None:
    folder = tmp_path / "cards"
    code, out, err = called(ID, "guided-bomb", "--cards", str(folder))
    assert (code, out) == (0, "")
    assert sorted(path.name for path in folder.iterdir()) == [f"{ID}.html", "guided-bomb.html", "index.html"]
    assert "1 of 2: 55k6e" in err
    assert "exists already" in refused(ID, "--cards", str(folder))
    assert called(ID, "--cards", str(folder), "--replace")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("55k6", "--card", "new.html"), 'no entry "55k6"; did you mean 55k6e?'),
        (("55k6", "--cards", "new"), 'no entry "55k6"; did you mean 55k6e?'),
        (("--card", "new.html"), "a card shows one entry; write for example"),
        ((ID, "guided-bomb", "--card", "new.html"), "a card shows one entry; write for example"),
        ((ID, "--card", "new.pdf"), "new.pdf is no web page; write for example new.html"),
        ((ID, "--card", "no/such/new.html"), "there is no folder no/such; make it first"),
        ((ID, "--card", "old.html"), "old.html exists already; give another name, or add --replace"),
        ((ID, "--card", "folder.html"), "folder.html is a folder"),
        ((ID, "--cards", "old.html"), "old.html is a file; name a folder"),
        ((ID, "--cards", "no/such/new"), "there is no folder no/such; make it first"),
        ((ID, "--card", "old.html/new.html"), "there is no folder old.html"),
    ],
)
def test_bad_input_is_reported_and_nothing_is_written(
    arguments: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("old.html").write_text("kept")
    Path("folder.html").mkdir()
    assert said in refused(*arguments)
    assert Path("old.html").read_text() == "kept"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.html", "old.html"]


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> None:
        raise ImportError(name=name)

    monkeypatch.setattr(outlet, "import_module", gone)
    assert 'pip install "shieldwall[report]"' in refused(ID, "--card", str(tmp_path / "card.html"))
    assert not list(tmp_path.iterdir())
    refused(ID, "--cards", str(tmp_path / "cards"))
