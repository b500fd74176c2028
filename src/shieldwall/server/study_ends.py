"""Where threats of a study ended and what both sides spent, as plain data: the report's pictures in numbers.

They are read from a sample of its battles, which is fought again once, whether the page asks for it or the report.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from shieldwall.outlets.words import money
from shieldwall.quantities.errors import InputError, ShieldwallError
from shieldwall.server.held_study import HeldStudy
from shieldwall.server.jobs import Job, Jobs, Progress, What
from shieldwall.server.study_page import FEWEST, cell_name
from shieldwall.study.answer import Answer
from shieldwall.study.cells import Cell, cells
from shieldwall.study.sample import Sample, kept_sample, sample_in, sampled_of
from shieldwall.study.statistics.intervals import Interval
from shieldwall.study.work import Batch

if TYPE_CHECKING:
    from shieldwall.study.report.flow import Part

#: Battles in which threats ended one way that are named.
NAMED: Final = 12


def begin(jobs: Jobs, held: HeldStudy) -> Job:
    """Begin to fight the sample of a study again, unless it was; InputError for too few battles, and for other code."""
    answer = to_sample(held, "to say where threats end")

    def work(progress: Progress) -> dict[str, Any]:
        kept_sample(answer, held.folder, progress=progress)
        return {"study": held.name}

    return jobs.begin(What("sample", held.title, f"{held.name}, {len(answer.results)} battles"), work)


def to_sample(held: HeldStudy, to_do: str) -> Answer:
    """Return the answer of a study of which a sample may be fought again; an error that says why it may not."""
    if held.going:
        raise ShieldwallError(f"the study {held.name} is being fought; stop it first")
    answer = held.readable()
    if answer.battles < FEWEST:
        raise InputError(f"too little was fought {to_do}", instead=f"fight {FEWEST} battles of each first")
    return answer


def ends(held: HeldStudy) -> dict[str, Any]:
    """Return where threats ended and what it cost, of no battles before the sample was fought again."""
    found = held.once("ends", lambda answer: _told(answer, sample_in(answer, held.folder)))
    if found is not None:
        return dict(found)
    return {"battles": 0, "wanted": len(sampled_of(held.answer)), "options": [], "exchange": []}


def _told(answer: Answer, sample: Sample | None) -> dict[str, Any] | None:
    from shieldwall.study.report import exchange, flow

    if sample is None:
        return None
    battles, of = sampled_of(answer), cells(answer.study)
    return {
        "battles": sample.battles,
        "wanted": len(battles),
        "note": flow.note(sample.battles),
        "options": [
            {"option": option, "parts": [_part(one, battles, of) for one in flow.parts(answer, sample, number)]}
            for number, option in enumerate(answer.options)
        ],
        "cost_note": exchange.note(sample.battles),
        "exchange": [
            {
                "option": row.option,
                **{side: _said(getattr(row, side), money) for side in ("raid", "rounds", "lost")},
                "ratio": row.ratio,
                "to_one": None if row.ratio is None else exchange.to_one(row.ratio),
            }
            for row in exchange.exchanges(answer, sample)
        ],
    }


def _part(part: Part, battles: Sequence[Batch], of: Sequence[Cell]) -> dict[str, Any]:
    named = [(battles[number], threats) for number, threats in part.battles[:NAMED]]
    return {
        "fate": part.fate.value,
        "words": part.words,
        **_said(part.number, _hundredths),
        "reasons": [{"reason": reason, "of_battle": number, "text": _hundredths(number)}
                    for reason, number in part.reasons],
        "battles": len(part.battles),
        "replications": [
            {"cell": cell_name(of[one.cell]), "row": one.row, "replication": one.first, "threats": threats}
            for one, threats in named
        ],
    }  # fmt: skip


def _said(found: Interval, say: Callable[[float], str]) -> dict[str, Any]:
    found = found.of_count
    return {**found._asdict(), "text": say(found.estimate), "span": f"{say(found.low)} to {say(found.high)}"}


def _hundredths(number: float) -> str:
    return f"{number:.2f}"
