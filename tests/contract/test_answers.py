"""Pages of answers are true: their studies are built in, and their battles go today as when they were made.

The rule: beside a page stand the hashes of the logs of the first eight battles of each option, which are fought again
here. Where one is another, the page must say that it was made by an earlier model, and else must not. After a change of
the models `python docs/answers.py --check`, or `SHIELDWALL_UPDATE=1 pytest tests/contract/test_answers.py`, marks the
pages; `make answers` makes them anew.
"""

from __future__ import annotations

import importlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from shieldwall.study.file import TITLES, load, names

HOUSE = Path(__file__).resolve().parents[2]
FOLDER = HOUSE / "docs" / "answers"
HEADINGS = [
    "What each option comes to", "Where the kill chain broke", "What surprises", "What the answer does not say",
    "Make it yourself", "Sources",
]  # fmt: skip
#: Bytes that a picture may have at most.
MOST_BYTES = 120_000


@pytest.fixture(scope="module")
def answer_logs() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(HOUSE / "docs"))
        yield importlib.import_module("answer_logs")


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")


def test_every_built_in_study_has_its_page_and_no_other() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == set(names())
    assert {path.stem for path in FOLDER.glob("*.json")} == set(names())


@pytest.mark.parametrize("name", names())
def test_a_page_has_its_question_its_parts_and_its_pictures(name: str) -> None:
    text, study = text_of(name), load(name)
    assert text.startswith(f"# {TITLES[name]}\n")
    assert " ".join(study.question.split()) in " ".join(text.split())
    assert "95 % interval" in " ".join(text.partition("\n## ")[0].split())
    headings = re.findall(r"^## (.*)$", text, flags=re.MULTILINE)
    assert [heading for heading in headings if heading in HEADINGS] == HEADINGS
    assert ("But for what" in headings) or (study.varied is not None and "What drives it" in headings)
    assert ("Option against raid" in headings) is (len(study.raids) > 1)
    assert all(f"`{option}`" in text for option in (*study.options, *(study.raids if len(study.raids) > 1 else ())))
    shown = set(re.findall(r"!\[[^\]]+\]\(([\w-]+\.png)\)", text))
    assert shown == {path.name for path in FOLDER.glob(f"{name}-*.png")}
    assert max((FOLDER / picture).stat().st_size for picture in shown) <= MOST_BYTES


@pytest.mark.parametrize("name", names())
def test_a_page_holds_the_remarks_of_today(name: str) -> None:
    remarks = (HOUSE / "benchmarks" / "answers" / f"{name}.md").read_text(encoding="utf-8")
    assert remarks.strip() in text_of(name), "the remarks changed: python docs/answers.py --remarks"


@pytest.mark.parametrize("name", names())
def test_eight_battles_of_each_option_are_compared_and_all_cells_are_among_them(
    name: str, answer_logs: ModuleType
) -> None:
    stored, study = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")), load(name)
    assert Counter(battle["option"] for battle in stored["battles"]) == dict.fromkeys(study.options, 8)
    cells = {(battle["option"], battle["raid"]) for battle in stored["battles"]}
    assert len(cells) == len(study.options) * len(study.raids)
    assert all(re.fullmatch(f"[0-9a-f]{{{answer_logs.DIGITS}}}", battle["log"]) for battle in stored["battles"])
    assert len({battle["log"] for battle in stored["battles"]}) == len(stored["battles"])


@pytest.mark.long
@pytest.mark.parametrize("name", names())
def test_a_page_says_so_when_its_battles_go_otherwise_today(name: str, answer_logs: ModuleType) -> None:
    changed = answer_logs.check(name) if os.environ.get("SHIELDWALL_UPDATE") else answer_logs.changed(name)
    marked = answer_logs.is_marked(text_of(name))
    assert not (changed and not marked), f"{changed[0]} goes otherwise: python docs/answers.py --check {name}"
    assert not (marked and not changed), f"the page is true today: python docs/answers.py --check {name}"


def test_a_page_is_marked_and_unmarked_and_nothing_else_of_it_changes(answer_logs: ModuleType) -> None:
    text = answer_logs.marked(text_of("s400-or-not"), False)
    stale = answer_logs.marked(text, True)
    assert (answer_logs.is_marked(text), answer_logs.is_marked(stale)) == (False, True)
    assert "made by an earlier model" in stale.lower()
    assert stale.startswith(text.partition("\n")[0])
    assert answer_logs.marked(stale, True) == stale
    assert answer_logs.marked(stale, False) == text


def test_another_log_and_another_battle_are_noticed(
    answer_logs: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    battle = {"option": "with", "raid": "as-written", "row": -1, "replication": 3, "log": "00ff"}
    words = "with against as-written, replication 3"
    assert answer_logs.differing([battle], [battle]) == []
    assert answer_logs.differing([battle], [battle | {"log": "00fe"}]) == [words]
    assert answer_logs.differing([battle], []) == answer_logs.differing([], [battle]) == [words]
    # The flow that a change of the models sets off, on copies of a page and of what it is compared by.
    monkeypatch.setattr(answer_logs, "FOLDER", tmp_path)
    monkeypatch.setattr(answer_logs, "logs", lambda _study: [battle])
    page, stored = tmp_path / "s400-or-not.md", tmp_path / "s400-or-not.json"
    text = answer_logs.marked(text_of("s400-or-not"), False)
    page.write_text(text, encoding="utf-8")
    known = {"seed": 1, "draws": "sampled", "battles": [battle | {"log": "00fe"}]}
    stored.write_text(json.dumps(known), encoding="utf-8")
    assert answer_logs.check("s400-or-not") == [words]
    assert answer_logs.is_marked(page.read_text(encoding="utf-8"))
    stored.write_text(json.dumps(known | {"seed": 2}), encoding="utf-8")
    assert "seed 1" in answer_logs.check("s400-or-not")[0]
    stored.write_text(json.dumps(known | {"battles": [battle]}), encoding="utf-8")
    assert answer_logs.check("s400-or-not") == []
    assert page.read_text(encoding="utf-8") == text
