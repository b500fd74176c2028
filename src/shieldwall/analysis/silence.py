"""What a threat's story would leave unsaid for long: how it stood meanwhile in the pictures and to the sensors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import inf

from shieldwall.analysis.holds import UNDECLARED, Hold, timeline
from shieldwall.analysis.prose import Line, clock
from shieldwall.analysis.sighted import summed
from shieldwall.analysis.stages import HIDDEN, UNASSIGNED, UNCLEAR
from shieldwall.record.reasons import ENGAGED, IN_VIEW

#: A story is silent when it accounts for nothing for so long, s.
SILENCE = 30.0
#: What stood for less, s, does not break a silence.
_BRIEF = 5.0


def silence_lines(
    lines: Iterable[Line], evaluations: Sequence[Hold], sights: Sequence[Hold], last: float
) -> Iterator[Line]:
    """Yield a line for each long silence of a story: how the log says that the threat stood then.

    `evaluations` say how its tracks stood in every picture that evaluated them, `sights` how sensors saw it; `last` is
    when it left the sky, s. A silence of which the log knows nothing is called so.
    """
    evaluated = timeline(evaluations, (*UNDECLARED, *UNASSIGNED, ENGAGED))
    seen = timeline(sights, HIDDEN + UNCLEAR)
    for begin, end in silences(lines, last):
        text = " ".join(_silent_words(within(evaluated, begin, end), within(seen, begin, end), begin, end))
        yield Line(begin, 11, 3, f"Until {clock(end)} {text}", until=end)


def silences(lines: Iterable[Line], last: float) -> Iterator[tuple[float, float]]:
    """Yield the spans (s) of SILENCE or more, from the first line of a story to `last`, for which none accounts."""
    spans = sorted((min(line.t, line.since), max(line.t, line.until)) for line in lines)
    reached = spans[0][1] if spans else inf
    for begin, end in [*spans, (last, last)]:
        if begin - reached >= SILENCE:
            yield reached, begin
        reached = max(reached, end)


def within(stretches: Iterable[Hold], begin: float, end: float) -> list[Hold]:
    """Return the parts of stretches that lie between two times."""
    cut = (hold._replace(begin=max(hold.begin, begin), end=min(hold.end, end)) for hold in stretches)
    return [hold for hold in cut if hold.end > hold.begin]


def _silent_words(evaluated: list[Hold], seen: list[Hold], begin: float, end: float) -> Iterator[str]:
    """Yield sentences on how the threat stood to posts and units, then, for when none held it, to the sensors."""
    known = summed(evaluated)
    if known:
        yield f"it is {known}{'.' if _span(evaluated) > end - begin - _BRIEF else ','}"
    unheld = end - begin - _span(evaluated)
    if unheld <= _BRIEF:
        return
    start = "and otherwise" if known else "it is"
    hidden = summed([hold for hold in seen if not _covered(hold, evaluated)])
    view = sum(hold.end - hold.begin for hold in seen if hold.why == IN_VIEW and not _covered(hold, evaluated))
    if hidden:
        yield f"{start} {hidden}."
    elif view > _BRIEF:
        yield f"{start} in view, but no post or unit has a track of it to evaluate."
    else:
        yield f"{start} where no sensor looks."


def _span(stretches: Iterable[Hold]) -> float:
    return sum(hold.end - hold.begin for hold in stretches)


def _covered(hold: Hold, evaluated: Iterable[Hold]) -> bool:
    middle = 0.5 * (hold.begin + hold.end)
    return any(other.begin <= middle <= other.end for other in evaluated)
