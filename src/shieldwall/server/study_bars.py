"""The distribution of a measure of a cell as plain data, with the battles behind each bar."""

from __future__ import annotations

from typing import Any

from shieldwall.server.held import not_held
from shieldwall.server.study_page import cell_name, measure
from shieldwall.study.answer import Answer
from shieldwall.study.bars import bars
from shieldwall.study.cells import Cell, cells


def cell_of(answer: Answer, name: str | None) -> Cell:
    """Return the cell of a name, the first of the baseline where none is said; NotHeldError for any other."""
    made = {cell_name(cell): cell for cell in cells(answer.study)}
    if name is None:
        return next(cell for cell in made.values() if cell.option == answer.study.against)
    if name not in made:
        raise not_held("cell", name, made, f"this study has {', '.join(made)}")
    return made[name]


def measure_of(answer: Answer, name: str) -> str:
    """Return the name of a measure of the study; NotHeldError for any other."""
    if name not in answer.study.measures:
        known = answer.study.measures
        raise not_held("measure", name, known, f"this study has {', '.join(known)}")
    return name


def distribution(answer: Answer, name: str, cell: str | None) -> dict[str, Any]:
    """Return how a measure of a cell is distributed; NotHeldError for a name that is none."""
    measure_of(answer, name)
    of = cell_of(answer, cell)
    found = bars(answer, of.number, name)
    head = {**measure(name), "cell": cell_name(of)}
    if found is None:
        ends = dict.fromkeys(("least", "typical", "most", "worse"))
        return {**head, "battles": 0, "bins": [], "quantiles": [], **ends}
    return {
        **head,
        "battles": sum(bar.battles for bar in found.bars),
        "bins": [
            {
                "low": bar.low,
                "high": bar.high,
                "battles": bar.battles,
                "share": bar.share,
                "replications": [one._asdict() for one in bar.named],
            }
            for bar in found.bars
        ],
        "quantiles": [{"level": level, "value": value}
                      for level, value in zip(found.levels, found.quantiles, strict=True)],
        "least": found.least._asdict(),
        "typical": found.typical._asdict(),
        "most": found.most._asdict(),
        "worse": found.worse,
    }  # fmt: skip
