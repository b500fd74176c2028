"""But for what more would have been stopped, asked of the options of a study, and kept in its folder.

Causes are claimed by this alone: battles of the study are fought again with each link of the kill chain made ideal.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, NamedTuple

from shieldwall.exercise.progress import Parts, say
from shieldwall.outlets.atomic_write import write_atomically
from shieldwall.quantities.units import counted
from shieldwall.study.answer import Answer
from shieldwall.study.but_for import DRAWS, battles, sample_of
from shieldwall.study.but_for_words import plain
from shieldwall.study.headed import header_of
from shieldwall.study.ideal import IDEALS
from shieldwall.study.paired import WORKERS

FILE = "but-for.json"


class Cause(NamedTuple):
    """What each link made ideal would have stopped of a raid that an option meets, as `but_for_words.plain` has it."""

    option: str
    raid: str
    found: dict[str, Any]


def ask_causes(
    answer: Answer, folder: str | os.PathLike[str] | None = None, draws: int = DRAWS, workers: int = WORKERS
) -> list[Cause]:
    """Ask but for what the baseline, and the option that differs most from it, would have stopped more.

    Both meet the first raid, on the first `draws` replications of the study. What a study folder keeps of the same
    battles is not fought again; what is found is kept there. Raises InputError for fewer than two draws.
    """
    kept = [] if folder is None else kept_causes(answer, folder, draws)
    if kept:
        return kept
    options = list(dict.fromkeys([answer.study.against, answer.most_different]))
    each = battles(draws, sample_of(draws))
    fought = counted(each * len(options), "battle")
    say(f"but for: {fought}, {draws} draws of luck as it stands and with each of {len(IDEALS)} links ideal")
    parts, found = Parts(), []
    for number, option in enumerate(options):

        def note(done: int, total: int, before: int = number) -> None:
            parts("but for", (before + done / total) / len(options))

        links = answer.but_for(option, None, draws, workers, note)
        found.append(Cause(option, answer.raids[0], plain(links)))
    if folder is not None:
        written = {**_seal(answer, draws), "causes": [one._asdict() for one in found]}
        write_atomically(Path(folder) / FILE, json.dumps(written, indent=1).encode(), replace=True)
    return found


def kept_causes(answer: Answer, folder: str | os.PathLike[str], draws: int | None = None) -> list[Cause]:
    """Return what a study folder keeps, none where it is damaged, or of other draws, another study or other code."""
    try:
        stated = json.loads((Path(folder) / FILE).read_text(encoding="utf-8"))
        if any(stated[name] != value for name, value in _seal(answer, draws or stated["draws"]).items()):
            return []
        return [Cause(one["option"], one["raid"], one["found"]) for one in stated["causes"]]
    except (OSError, ValueError, LookupError, TypeError):
        return []


def _seal(answer: Answer, draws: int) -> dict[str, Any]:
    header = header_of(answer.study)
    return {"study": header.hash, "code": header.code, "draws": draws}
