"""How a measure varies from battle to battle, as plain data: the picture of the report in numbers."""

from __future__ import annotations

from typing import Any

from shieldwall.server.study_bars import measure_of
from shieldwall.server.study_page import FEWEST, measure
from shieldwall.study.answer import Answer
from shieldwall.study.sentence import CHANCES, figure
from shieldwall.study.statistics.distributions import LEVELS


def spread(answer: Answer, name: str) -> dict[str, Any]:
    """Return how a measure of each option is distributed over all raids; NotHeldError for a name that is none.

    Options are [] for too few battles, and for a measure that is 1 or 0 in each.
    """
    from shieldwall.study.report.spread import NOTE, any_of, in_words, spreads

    measure_of(answer, name)
    varies = answer.battles >= FEWEST and name not in CHANCES
    return {
        **measure(name),
        "note": NOTE,
        "options": [
            {
                "option": row.option,
                "quantiles": [{"level": level, "value": value, "text": figure(value, name)}
                              for level, value in zip(LEVELS, row.quantiles, strict=True)],
                "chance": None if row.chance is None else {
                    **row.chance._asdict(),
                    "text": any_of(row.chance.estimate),
                    "span": f"{any_of(row.chance.low)} to {any_of(row.chance.high)}",
                },
                "said": in_words(row, name),
            }
            for row in (spreads(answer, name) if varies else ())
        ],
    }  # fmt: skip
