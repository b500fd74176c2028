"""Two runs side by side in words: those that `shieldwall compare` prints are those that the page shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from shieldwall.analysis.compare import CAUTION, Comparison, Measured, Outcome, Parted
from shieldwall.analysis.divergence import Course, Event
from shieldwall.analysis.headers import Difference
from shieldwall.analysis.measures import heading
from shieldwall.analysis.prose import clock, listed
from shieldwall.quantities.units import counted

#: How the two runs are called, and the headings of what is said of them.
ONE, OTHER = "first", "second"
SAME: Final = "The same, bit for bit: header and log do not differ."
YET: Final = "They were asked the same by the same code, and yet their logs differ."
NOTHING_MORE: Final = "No further event."
KEPT, ASKED, PATHS, LINES = "Kept otherwise", "Asked and made otherwise", "Scenario, by path", "Scenario, line by line"
VALUES, PARTING, FATES = "Catalogue values", "Where they part", "Fates"
FARED, MEASURES = "Threats that fared otherwise", "Measures"
#: Digits of a hash that is shown.
_SHORT = 12


class Row(NamedTuple):
    """What is set side by side, how each run has it, and the second less the first where that is a number."""

    what: str
    one: str
    other: str
    more: str = ""


class Moment(NamedTuple):
    """An event where two runs part: whose it is, when (s; None where the log has ended), and its sentence."""

    whose: str
    t: float | None
    time: str
    sentence: str


class Fared(NamedTuple):
    """A threat that fared otherwise: how, in each run, and its fate and when that fell (s); None where it never was."""

    threat: str
    one: str
    other: str
    fates: tuple[str | None, str | None]
    times: tuple[float | None, float | None]


@dataclass(frozen=True)
class Report:
    """A comparison in words.

    `verdict`: what is to be said first, if anything. `asked`: what else the runs were asked, under `asked_title`.
    `changes`: values of the scenario by path, `lines`: its differing lines, as a unified diff has them. `remarks`: what
    is left out of the comparison of the logs, `alike`: how far they agree, `moments`: where they part, `differs`: in
    what. `threats`: the weightier first, and `others` that fared alike. `measures`: those that differ, and the
    `same`.
    """

    verdict: str
    asked_title: str
    asked: tuple[Row, ...]
    changes: tuple[Row, ...]
    lines: tuple[str, ...]
    values: tuple[Row, ...]
    remarks: tuple[str, ...]
    alike: str
    moments: tuple[Moment, ...]
    differs: tuple[Row, ...]
    fates: tuple[Row, ...]
    threats: tuple[Fared, ...]
    others: str
    measures: tuple[Row, ...]
    same: str
    caution: str


def report_of(compared: Comparison) -> Report:
    """Return a comparison in words."""
    differing = [measure for measure in compared.measures if measure.one != measure.other]
    alike = [heading(measure.name) for measure in compared.measures if measure.one == measure.other]
    kept = [f"{what} ({unit})" if unit else what for what, unit in alike]
    asked = compared.header if compared.same else [_readable(difference) for difference in compared.header]
    parting = compared.course.divergence
    return Report(
        _verdict(compared),
        KEPT if compared.same else ASKED,
        _rows(asked),
        _rows(compared.changes),
        compared.text[2:],
        tuple(Row(one.what, *_figures(one.one, one.other)) for one in compared.values),
        tuple(_remarks(compared.course)),
        _alike(compared.course),
        tuple(_moments(compared.course)),
        () if parting is None else _rows(parting.differs),
        tuple(Row(fate, str(one), str(other), _signed(other - one)) for fate, (one, other) in compared.fates.items()),
        tuple(_fared(parted) for parted in sorted(compared.outcomes, key=_weight)),
        f"{counted(compared.alike, 'threat')} fared alike.",
        tuple(map(_measured, differing)),
        f"The same in both: {', '.join(kept)}." if kept else "",
        CAUTION,
    )


def _verdict(compared: Comparison) -> str:
    if compared.same:
        return SAME
    return "" if compared.header or compared.text or compared.values else YET


def _rows(differences: Sequence[Difference]) -> tuple[Row, ...]:
    return tuple(Row(one.what, *_words(one.one, one.other)) for one in differences)


def _measured(measure: Measured) -> Row:
    """A measure as a table heads it; shares in percent."""
    what, unit = heading(measure.name)
    said: tuple[Any, ...] = measure.one, measure.other, measure.difference
    one, other, more = (100.0 * value for value in said) if unit == "%" else said
    return Row(f"{what}, {unit}" if unit else what, *_words(one, other), _signed(more))


def _readable(difference: Difference) -> Difference:
    """A difference of headers as a reader takes it in."""
    what, one, other = difference.what, difference.one, difference.other
    if what == "sampled":
        drawn = {True: "drawn from their ranges", False: "central figures"}
        return Difference("catalogue values", *(drawn.get(value, value) for value in (one, other)))
    if what == "terrain":
        return Difference(what, _terrain(one), _terrain(other))
    if what == "code":
        return Difference("hash of the code", str(one)[:_SHORT], str(other)[:_SHORT])
    if what == "lasts":
        return Difference("lasts, s", one, other)
    return difference


def _terrain(value: Any) -> Any:
    return f"{value.get('name')}, {str(value.get('digest'))[:_SHORT]}" if isinstance(value, dict) else value


def _figures(one: Any, other: Any) -> tuple[str, str]:
    """A catalogue value with its range; where these are the same, what was drawn of it, in SI."""
    ranges = [value and f"{value['value']} ({value['low']} to {value['high']})" for value in (one, other)]
    if ranges[0] != ranges[1]:
        return _word(ranges[0]), _word(ranges[1])
    drawn = _words(one["drawn"], other["drawn"])
    return f"drawn {drawn[0]} in SI", f"drawn {drawn[1]} in SI"


def _remarks(course: Course) -> Iterator[str]:
    for place, (names, left_out) in enumerate(zip(course.alone, course.left_out, strict=True)):
        if left_out:
            are = "is" if left_out == 1 else "are"
            whose = f"about {listed(names, 4)}, which only the {(ONE, OTHER)[place]} has"
            yield f"{counted(left_out, 'event')} {whose}, {are} left out."
    if not course.exact:
        to = "0.01 s, a metre of height or range, and one in ten thousand"
        yield f"The origins differ, so places are not compared, and numbers to {to}."


def _alike(course: Course) -> str:
    if course.divergence is None:
        are = "is" if course.alike == 1 else "are"
        return f"Nowhere: the {counted(course.alike, 'event')} that both can have {are} the same."
    if course.alike < 2:
        return "The first event is the same." if course.alike else "From the first event on."
    return f"The first {course.alike} events are the same."


def _moments(course: Course) -> Iterator[Moment]:
    parting = course.divergence
    if parting is None:
        return
    if parting.last is not None:
        yield _moment("last alike", parting.last)
    for whose, event in ((ONE, parting.one), (OTHER, parting.other)):
        yield Moment(whose, None, "", NOTHING_MORE) if event is None else _moment(whose, event)


def _moment(whose: str, event: Event) -> Moment:
    return Moment(whose, event.t, f"{clock(event.t)} ({event.t:.2f} s)", event.sentence)


def _weight(parted: Parted) -> int:
    """A fate of another kind matters more than another reason or time."""
    one, other = parted.one, parted.other
    if one is None or other is None or one.fate != other.fate:
        return 0
    return 1 if (one.stage, one.reason) != (other.stage, other.reason) else 2


def _fared(parted: Parted) -> Fared:
    """How a threat fared in each run; of the same fate only the times are said, to what tells them apart."""
    one, other = parted.one, parted.other
    if one is not None and other is not None and _weight(parted) == 2:
        n = next((n for n in range(2, 16) if f"{one.t_s:.{n}f}" != f"{other.t_s:.{n}f}"), 2)
        said = [f"{side.fate} {clock(side.t_s)} ({side.t_s:.{n}f} s)" for side in (one, other)]
    else:
        said = [_outcome(side) for side in (one, other)]
    return Fared(
        parted.threat,
        said[0],
        said[1],
        (one.fate if one else None, other.fate if other else None),
        (one.t_s if one else None, other.t_s if other else None),
    )


def _outcome(outcome: Outcome | None) -> str:
    if outcome is None:
        return "-"
    at = f"{outcome.fate} {clock(outcome.t_s)}"
    return f"{at}, by {outcome.reason}" if outcome.fate == "killed" else f"{at}, {outcome.stage}: {outcome.reason}"


def _signed(number: float | None) -> str:
    if number is None:
        return ""
    return "0" if number == 0 else f"{number:+.6g}"


def _words(one: Any, other: Any) -> tuple[str, str]:
    """Two values, with as many digits as set them apart."""
    words = _word(one), _word(other)
    if words[0] == words[1] and isinstance(one, float) and isinstance(other, float):
        return next(
            ((f"{one:.{n}g}", f"{other:.{n}g}") for n in range(7, 18) if f"{one:.{n}g}" != f"{other:.{n}g}"), words
        )
    return words


def _word(value: Any) -> str:
    if value is None or value == []:
        return "-"
    if isinstance(value, list | tuple):
        return ", ".join(_word(each) for each in value)
    return f"{value:.6g}" if isinstance(value, float) else str(value)
