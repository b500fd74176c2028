"""What a study found, row by row, and in one sentence that claims nothing which chance alone may have made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from shieldwall.quantities.units import counted
from shieldwall.study.statistics.intervals import Interval
from shieldwall.study.statistics.split import Split

#: Measures whose names alone do not read well in a sentence.
_WORDS = {
    "damage_share": "of all value destroyed",
    "any_leaker": "chance of a leaker",
    "place_lost": "chance of losing a place",
    "places_lost": "places lost",
    "launches": "rounds fired",
}
#: Measures that are 1 or 0 in a battle, whose mean is a chance; and all that are said in percent.
CHANCES = ("any_leaker", "place_lost")
SHARES = ("damage_share", "most_pinned", *CHANCES)


class Compared(NamedTuple):
    """A measure of an option, and how much more of it the option has than the baseline, pair by pair.

    `pairs` are battles with the same luck. `up` and `down` are those in which it has more, and less. `variance_ratio`
    says how many times as many battles the same interval would take with luck of their own.
    """

    option: str
    value: Interval
    more: Interval
    pairs: int
    up: int
    down: int
    variance_ratio: float


class Against(NamedTuple):
    """A measure of an option against each raid, over all of them, and the raid in which it is greatest."""

    option: str
    raids: dict[str, Interval]
    average: Interval
    worst: str

    def plain(self) -> dict[str, Any]:
        """Return the row as plain data."""
        raids = {name: interval._asdict() for name, interval in self.raids.items()}
        return self._asdict() | {"raids": raids, "average": self.average._asdict()}


def sentence(rows: Sequence[Compared], baseline: str, measure: str, battles: int) -> str:
    """Return what a measure says: of one option its mean, of several which differs most from the baseline."""
    against = next(row for row in rows if row.option == baseline)
    fought = counted(battles, "battle")
    others = [row for row in rows if row.option != baseline]
    if not others:
        return f"{_counted(against.value.estimate, measure)} (95 % interval {_ends(against.value, measure)}, {fought})."
    most = max(others, key=lambda row: abs(row.more.estimate))
    lead = f"Of {counted(len(others), 'option')}, {most.option} differs most" if len(others) > 1 else most.option
    said = f"{_signed(most.more, measure)} (95 % interval {_apart(most.more, measure)}, {fought} of each)"
    whole = f"{baseline} has {_counted(against.value.estimate, measure)}"
    if most.more.low <= 0.0 <= most.more.high:
        return f"No difference from {baseline} is beyond chance; the largest is that of {most.option}, {said}; {whole}."
    verb = f" from {baseline}: " if len(others) > 1 else f" against {baseline}: "
    return f"{lead}{verb}{said}; {whole}."


def figure(number: float, measure: str, signed: bool = False) -> str:
    """Return a mean as it is printed: shares in percent, counts with as many digits as say something."""
    sign = "+" if signed else ""
    if measure in SHARES:
        return f"{100.0 * number:{sign}.1f} %"
    digits = (abs(number) < 100.0) + (abs(number) < 1.0)
    return f"{number:{sign}.{digits}f}"


def words(measure: str) -> str:
    """Return what a measure counts, as it reads after a number."""
    return _WORDS.get(measure, measure.replace("_", " "))


def _counted(number: float, measure: str) -> str:
    return f"{figure(number, measure)} {words(measure)}"


def _signed(more: Interval, measure: str) -> str:
    return f"{_by(more.estimate, measure)} {words(measure)}"


def _by(more: float, measure: str) -> str:
    fewer = "less" if measure in SHARES else "fewer"
    return f"{figure(abs(more), measure)} {'more' if more > 0.0 else fewer}"


def _apart(more: Interval, measure: str) -> str:
    """The ends of a difference, as its estimate is said: how many fewer, or more, and which where it may be either."""
    if more.low <= 0.0 <= more.high:
        return f"{_by(more.low, measure)} to {_by(more.high, measure)}"
    least, most = sorted((abs(more.low), abs(more.high)))
    return f"{figure(least, measure)} to {figure(most, measure)}"


def possible(interval: Interval, measure: str) -> Interval:
    """Return the interval of a measure without what no battle can come to."""
    return interval.of_share if measure in SHARES else interval.of_count


def _ends(interval: Interval, measure: str) -> str:
    interval = possible(interval, measure)
    return f"{figure(interval.low, measure)} to {figure(interval.high, measure)}"


def split_sentence(found: Split, measure: str, options: int) -> str:
    """Return what a measure varies by, in a sentence; of one option there is no choice."""
    luck, ignorance, choice = map(_percent, found.shares)
    of_choice = f", {choice} choice of the option" if options > 1 else ""
    return (
        f"Of all that {measure.replace('_', ' ')} vary by, {ignorance} is ignorance of these figures, "
        f"{luck} luck{of_choice}."
    )


def _percent(share: Interval) -> str:
    return f"{100.0 * share.estimate:.0f} % ({100.0 * share.low:.0f} to {100.0 * share.high:.0f})"
