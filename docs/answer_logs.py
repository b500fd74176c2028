"""Whether a page of an answer is true today: its first battles are fought again and their logs compared.

Beside each page of docs/answers/ a JSON file names, for every option, its first eight battles, which take its raids by
turns so that every cell is among them, and the hash of the log of each. `python docs/answers.py --check` fights them
again, and writes "made by an earlier model" on the page where a log is another, or takes it away. It is the same
battles as those of the study, so what it checks is what the page is made of.
"""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from shieldwall.study.ask import prepared
from shieldwall.study.battles import Battlefield
from shieldwall.study.file import Study, load
from shieldwall.study.order import design_of, work_wanted
from shieldwall.study.work import Batch

FOLDER = Path(__file__).with_name("answers")
#: Battles of each option whose logs are compared, threads that fight them, and hexadecimal digits of a hash.
BATTLES, WORKERS, DIGITS = 8, 2, 16
#: What stands on a page whose battles go otherwise today, below its first heading.
STALE = (
    "> **Made by an earlier model.** Battles of this page go otherwise today, so its numbers are those of before;\n"
    "> `make answers` makes it anew.\n\n"
)


def first_battles(study: Study) -> list[Batch]:
    """Return the first battles of each option of a prepared study, which take its raids by turns."""
    raids = len(study.raids)
    each = -(-BATTLES // raids)
    of_cell: dict[int, list[Batch]] = {cell: [] for cell in range(len(study.options) * raids)}
    for batch in work_wanted(study, study.wanted):
        mine = of_cell[batch.cell]
        mine += [Batch(batch.cell, batch.row, batch.first + number, 1) for number in range(batch.count)]
        if min(map(len, of_cell.values())) >= each:
            break
    turns = [divmod(number, raids) for number in range(BATTLES)]
    return [of_cell[option * raids + raid][turn] for option in range(len(study.options)) for turn, raid in turns]


def logs(study: Study) -> list[dict[str, Any]]:
    """Fight the first battles of each option and return them by name, each with the hash of its log."""
    made = prepared(study)
    field = Battlefield(made, design_of(made[0].study))
    wanted = first_battles(made[0].study)
    with ThreadPoolExecutor(WORKERS) as pool:
        hashes = pool.map(partial(_hash, field), wanted)
        return [
            {"option": made[one.cell].option, "raid": made[one.cell].raid, "row": one.row, "replication": one.first,
             "log": log}
            for one, log in zip(wanted, hashes, strict=True)
        ]  # fmt: skip


def _hash(field: Battlefield, battle: Batch) -> str:
    log = field.fought(battle.cell, battle.row, battle.first).log()
    return hashlib.sha256(log.tobytes()).hexdigest()[:DIGITS]


def write(name: str, study: Study) -> None:
    """Write what the page of a study is compared by, a battle a line."""
    battles = ",\n".join(f"  {json.dumps(battle)}" for battle in logs(study))
    head = json.dumps({"seed": study.seed, "draws": study.draws, "battles": []}).removesuffix("]}")
    _file(name).write_text(f"{head}\n{battles}\n]}}\n", encoding="utf-8")


def changed(name: str) -> list[str]:
    """Fight the first battles of a page again and return those that go otherwise today, in words."""
    stored, study = json.loads(_file(name).read_text(encoding="utf-8")), load(name)
    if (stored["seed"], stored["draws"]) != (study.seed, study.draws):
        return [f"all: seed {study.seed} and draws {study.draws} are others"]
    return differing(stored["battles"], logs(study))


def differing(stored: list[dict[str, Any]], fought: list[dict[str, Any]]) -> list[str]:
    """Return the battles that only one of two lists has, or has with that log, in words."""
    known, found = ({_words(one): one["log"] for one in battles} for battles in (stored, fought))
    return [words for words in dict.fromkeys([*known, *found]) if known.get(words) != found.get(words)]


def _words(battle: dict[str, Any]) -> str:
    row = f", row {battle['row']}" if battle["row"] >= 0 else ""
    return f"{battle['option']} against {battle['raid']}{row}, replication {battle['replication']}"


def is_marked(text: str) -> bool:
    """Tell whether a page says that it was made by an earlier model."""
    return "made by an earlier model" in text.partition("\n## ")[0].lower()


def marked(text: str, stale: bool) -> str:
    """Return a page that says so below its heading, or does not."""
    text = text.replace(STALE, "")
    heading, _, rest = text.partition("\n\n")
    return f"{heading}\n\n{STALE}{rest}" if stale else text


def check(name: str) -> list[str]:
    """Mark a page by what its battles come to today; return those that go otherwise."""
    page, found = FOLDER / f"{name}.md", changed(name)
    page.write_text(marked(page.read_text(encoding="utf-8"), bool(found)), encoding="utf-8")
    return found


def _file(name: str) -> Path:
    return FOLDER / f"{name}.json"
