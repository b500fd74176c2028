"""A study as plain data: the figures of its answer so far, with their intervals, as `shieldwall study --json` has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from shieldwall.analysis.measures import heading
from shieldwall.study.answer import Answer
from shieldwall.study.cells import Cell, cells
from shieldwall.study.file import Study
from shieldwall.study.sentence import SHARES, Against, figure, possible
from shieldwall.study.settling import settled
from shieldwall.study.statistics.intervals import Interval

#: Fewer battles of each cell say nothing of any interval.
FEWEST: Final = 2


def cell_name(cell: Cell) -> str:
    """Return the name of a cell in addresses: its option, with the raid where there are several."""
    return cell.option if len(cell.study.raids) == 1 else f"{cell.option}/{cell.raid}"


def asked_of(study: Study) -> dict[str, Any]:
    """Return what a study asks, which does not change while it is fought."""
    return {
        "question": study.question,
        "scenario": study.base.title,
        "baseline": study.against,
        "options": _named(study.options),
        "raids": _named(study.raids),
        "measures": [measure(name) for name in study.measures],
        "seed": study.seed,
        "draws": study.draws,
        "replications": study.wanted if study.precision is None else None,
        "precision": study.precision,
        "design": study.design if study.varied is not None else None,
    }


def measure(name: str) -> dict[str, str]:
    """Return a measure as tables head it, and its unit: % for a share, whose numbers go from 0 to 1."""
    title, unit = heading(name)
    return {"name": name, "title": title, "unit": "%" if name in SHARES else unit}


def found_so_far(answer: Answer) -> dict[str, Any]:
    """Return what the battles say that were fought: of each cell, of each option, and how that settled."""
    enough = answer.battles >= FEWEST
    tables = {name: answer.matrix(name) for name in answer.study.measures} if enough else {}
    return {
        "answer": answer.sentence() if enough else None,
        "of_each": answer.battles,
        "cells": _cells(answer, tables),
        "over_raids": _over_raids(tables) if len(answer.raids) > 1 else [],
        "differences": _differences(answer) if enough else [],
        "history": history(answer, answer.study.measures[0]),
    }


def interval(found: Interval, name: str, signed: bool = False) -> dict[str, Any]:
    """Return an interval in numbers and as it is printed; signed is a difference, and all else a count or a share."""
    found = found if signed else possible(found, name)
    ends = figure(found.estimate, name, signed), figure(found.low, name, signed), figure(found.high, name, signed)
    return {**found._asdict(), "text": ends[0], "span": f"{ends[1]} to {ends[2]}"}


def _named(group: dict[str, Any]) -> list[dict[str, str]]:
    return [{"name": name, "title": " ".join(str(said.get("title", "")).split())} for name, said in group.items()]


def _over_raids(tables: Mapping[str, Sequence[Against]]) -> list[dict[str, Any]]:
    """What each option comes to over all raids, each as likely as another, and the raid with most of it."""
    return [
        {**measure(name), **interval(row.average, name), "option": row.option, "worst": row.worst}
        for name, rows in tables.items()
        for row in rows
    ]


def _cells(answer: Answer, tables: Mapping[str, Sequence[Against]]) -> list[dict[str, Any]]:
    counts = dict(zip(*_counted(answer), strict=True))
    return [
        {
            "name": cell_name(cell),
            "option": cell.option,
            "raid": cell.raid,
            "title": _title(cell),
            "battles": counts.get(cell.number, 0),
            "measures": [
                {**measure(name), **interval(rows[answer.options.index(cell.option)].raids[cell.raid], name)}
                for name, rows in tables.items()
            ],
        }
        for cell in cells(answer.study)
    ]


def _counted(answer: Answer) -> tuple[list[int], list[int]]:
    numbers, counts = np.unique(answer.results["cell"], return_counts=True)
    return numbers.tolist(), counts.tolist()


def _title(cell: Cell) -> str:
    said = [str(group[name].get("title", "")) or name
            for group, name in ((cell.study.options, cell.option), (cell.study.raids, cell.raid))]  # fmt: skip
    return " ".join((said[0] if len(cell.study.raids) == 1 else f"{said[0]}, against {said[1]}").split())


def _differences(answer: Answer) -> list[dict[str, Any]]:
    """How much more of each measure each option has than the baseline, over all raids, pair by pair."""
    return [
        {
            **measure(name),
            "option": row.option,
            "more": interval(row.more, name, signed=True),
            "value": interval(row.value, name),
            "pairs": row.pairs,
            "up": row.up,
            "down": row.down,
            "beyond": not row.more.low <= 0.0 <= row.more.high,
        }
        for name in answer.study.measures
        for row in answer.compare(name)
        if row.option != answer.study.against
    ]


def history(answer: Answer, name: str) -> dict[str, Any]:
    """Return how a measure settled: the picture of the report in numbers."""
    found = settled(answer, name)
    return {
        **measure(name),
        "of": "difference" if len(answer.options) > 1 else "mean",
        "battles": list(found.battles),
        "lines": [
            {
                "option": option,
                "estimate": [one.estimate for one in line],
                "low": [one.low for one in line],
                "high": [one.high for one in line],
            }
            for option, line in found.lines.items()
        ],
    }
