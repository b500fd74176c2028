"""What drives an answer, as plain data: the picture of the report in numbers, and each factor over its range."""

from __future__ import annotations

from typing import Any

from shieldwall.quantities.errors import InputError
from shieldwall.server.held import NotHeldError, not_held
from shieldwall.server.study_bars import cell_of, measure_of
from shieldwall.server.study_page import cell_name, interval, measure
from shieldwall.study.answer import Answer
from shieldwall.study.fifths import FEWEST_ROWS, factor_of, fifths, span
from shieldwall.study.file import SALTELLI
from shieldwall.study.sensitivity import Driver, Screened
from shieldwall.study.sentence import figure
from shieldwall.study.statistics.intervals import Interval


def drivers(answer: Answer, name: str, option: str | None) -> dict[str, Any]:
    """Return what drives a measure of an option, or how much more it has than the baseline.

    Factors are [] for too few rows. Raises NotHeldError for a name that is none, InputError for a study without them.
    """
    from shieldwall.study.report.drivers import INDICES, beyond_chance, subject
    from shieldwall.study.report.words import moving

    study, wanted = _with_factors(answer), option_of(answer, option)
    measure_of(answer, name)
    said = {
        **measure(name),
        "option": wanted,
        "of": subject(answer, wanted, name),
        "design": study.design,
        "rows": answer.battles if len(answer.results) else 0,
    }
    if not study.varied or said["rows"] < FEWEST_ROWS:
        return {**said, "note": None, "sentences": [], "factors": [], "split": None}
    found: list[dict[str, Any]]
    if study.design == SALTELLI:
        note, found = INDICES, [_driver(row) for row in answer.drivers(name, wanted)]
    else:
        rows = answer.screening(name, wanted)
        note, found = beyond_chance(rows), [_screened(row) for row in rows]
    return {
        **said,
        "note": note,
        "sentences": moving(answer, wanted, name),
        "factors": found,
        "split": _split(answer, name) if study.design != SALTELLI and answer.can_split else None,
    }


def over_range(answer: Answer, name: str, cell: str | None, path: str) -> dict[str, Any]:
    """Return what a measure of a cell comes to in each fifth of a factor's range, with the battles of each."""
    _with_factors(answer)
    measure_of(answer, name)
    of = cell_of(answer, cell)
    try:
        factor = factor_of(answer, path)
    except InputError as error:
        raise NotHeldError(error.message, instead=(error.instead or "").strip()) from None
    low, high = span(answer, factor)
    return {
        **measure(name),
        "cell": cell_name(of),
        "factor": factor.path,
        "from": low,
        "to": high,
        "fifths": [
            {
                "rows": one.rows,
                **interval(one.mean, name),
                "replications": [named._asdict() | {"text": figure(named.value, name)} for named in one.named],
            }
            for one in fifths(answer, of.number, name, path)
        ],
    }


def option_of(answer: Answer, option: str | None) -> str:
    """Return the option of a name, the baseline where none is said; NotHeldError for any other."""
    if option is not None and option not in answer.options:
        raise not_held("option", option, answer.options, f"this study has {', '.join(answer.options)}")
    return option or answer.study.against


def _with_factors(answer: Answer) -> Any:
    if answer.study.varied is None:
        raise InputError("this study has no factors", instead="write factors in its file")
    return answer.study


def _driver(row: Driver) -> dict[str, Any]:
    return {"factor": row.factor, "first": _index(row.first), "total": _index(row.total)}


def _index(one: Interval) -> dict[str, Any]:
    return {**one._asdict(), "text": f"{one.estimate:.2f}", "span": f"{one.low:.2f} to {one.high:.2f}"}


def _screened(row: Screened) -> dict[str, Any]:
    return {**row._asdict(), "text": f"{100.0 * row.share:.1f} %"}


def _split(answer: Answer, name: str) -> dict[str, Any]:
    parts = zip(("luck", "ignorance", "choice"), answer.split(name).shares, strict=True)
    shown = {part: share for part, share in parts if part != "choice" or len(answer.options) > 1}
    return {
        part: {
            **share._asdict(),
            "text": f"{100.0 * share.estimate:.0f} %",
            "span": f"{100.0 * share.low:.0f} to {100.0 * share.high:.0f}",
        }
        for part, share in shown.items()
    }
