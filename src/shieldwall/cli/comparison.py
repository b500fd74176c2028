"""Two runs side by side, on a page or as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from shieldwall.analysis.compare import CAUTION, Comparison, Outcome, Parted
from shieldwall.analysis.divergence import Divergence, Event
from shieldwall.analysis.headers import Difference
from shieldwall.analysis.prose import clock, listed
from shieldwall.cli.paper import grid, heading, indented, named, new_console, quiet
from shieldwall.quantities.units import counted
from shieldwall.quantities.visible import visible

if TYPE_CHECKING:
    from rich.console import Console

#: Rows that a table of a page has at most; --json has all.
MOST_VALUES, MOST_THREATS, MOST_LINES = 12, 24, 24
#: Digits of a hash that a page shows.
SHORT = 12
ONE, OTHER = "first", "second"


def plain(compared: Comparison, one: Path, other: Path) -> dict[str, Any]:
    """Return a comparison as plain data."""
    return {"runs": [str(one), str(other)], "caution": CAUTION, **asdict(compared)}


def show(compared: Comparison, one: Path, other: Path) -> None:
    """Print a comparison: the same, or what was asked otherwise, where the runs part, and what each comes to."""
    console = new_console()
    console.print(Text.assemble(f"{ONE}   ", (named(one), "bold")), soft_wrap=True)
    console.print(Text.assemble(f"{OTHER}  ", (named(other), "bold")), soft_wrap=True)
    if compared.same:
        console.print()
        console.print(Text("The same, bit for bit: header and log do not differ.", style="green"))
        _show_differences(console, "Kept otherwise", compared.header)
        return
    if not (compared.header or compared.text or compared.values):
        console.print()
        console.print(Text("They were asked the same by the same code, and yet their logs differ.", style="red"))
    _show_differences(console, "Asked and made otherwise", [_readable(difference) for difference in compared.header])
    _show_differences(console, "Scenario, by path", compared.changes)
    _show_text(console, compared.text)
    _show_values(console, compared.values)
    _show_course(console, compared)
    _show_outcomes(console, compared)
    _show_measures(console, compared)
    console.print()
    console.print(Text(CAUTION, style="italic"))


def _section(console: Console, title: str) -> None:
    console.print()
    console.print(heading(title))


def _show_differences(console: Console, title: str, differences: Sequence[Difference]) -> None:
    if not differences:
        return
    table = grid("|", ONE, OTHER)
    for difference in differences[:MOST_VALUES]:
        table.add_row(difference.what, *_words(difference.one, difference.other))
    _section(console, title)
    console.print(indented(table))
    _show_rest(console, len(differences) - MOST_VALUES)


def _readable(difference: Difference) -> Difference:
    """A difference of headers as a reader takes it in."""
    what, one, other = difference.what, difference.one, difference.other
    if what == "sampled":
        drawn = {True: "drawn from their ranges", False: "central figures"}
        return Difference("catalogue values", *(drawn.get(value, value) for value in (one, other)))
    if what == "terrain":
        return Difference(what, _terrain(one), _terrain(other))
    if what == "code":
        return Difference("hash of the code", str(one)[:SHORT], str(other)[:SHORT])
    if what == "lasts":
        return Difference("lasts, s", one, other)
    return difference


def _terrain(value: Any) -> Any:
    return f"{value.get('name')}, {str(value.get('digest'))[:SHORT]}" if isinstance(value, dict) else value


def _show_text(console: Console, lines: Sequence[str]) -> None:
    """Print the unified diff of the scenarios, without the two lines of its head."""
    if not lines:
        return
    _section(console, "Scenario, line by line")
    colours = {"+": "green", "-": "red", "@": "cyan"}
    for line in lines[2 : 2 + MOST_LINES]:
        console.print(indented(Text(visible(line), style=colours.get(line[:1], ""))))
    _show_rest(console, len(lines) - 2 - MOST_LINES, "line")


def _show_values(console: Console, differences: Sequence[Difference]) -> None:
    readable = [Difference(each.what, *_figures(each.one, each.other)) for each in differences]
    _show_differences(console, "Catalogue values", readable)


def _figures(one: Any, other: Any) -> tuple[Any, Any]:
    """A catalogue value with its range; where these are the same, what was drawn of it, in SI."""
    ranges = [value and f"{value['value']} ({value['low']} to {value['high']})" for value in (one, other)]
    if ranges[0] != ranges[1]:
        return ranges[0], ranges[1]
    drawn = _words(one["drawn"], other["drawn"])
    return f"drawn {drawn[0]} in SI", f"drawn {drawn[1]} in SI"


def _show_course(console: Console, compared: Comparison) -> None:
    course = compared.course
    _section(console, "Where they part")
    for place, (names, left_out) in enumerate(zip(course.alone, course.left_out, strict=True)):
        if left_out:
            are = "is" if left_out == 1 else "are"
            whose = f"about {listed(names, 4)}, which only the {(ONE, OTHER)[place]} has"
            remark = f"{counted(left_out, 'event')} {whose}, {are} left out."
            console.print(indented(quiet(remark)))
    if not course.exact:
        remark = "The origins differ, so places are not compared, and numbers to 0.01 s and one in ten thousand."
        console.print(indented(quiet(remark)))
    if course.divergence is None:
        console.print(
            indented(
                f"Nowhere: the {counted(course.alike, 'event')} that both can have "
                f"{'is' if course.alike == 1 else 'are'} the same."
            )
        )
        return
    _show_divergence(console, course.divergence, course.alike)


def _alike(events: int) -> str:
    if events < 2:
        return "The first event is the same." if events else "From the first event on."
    return f"The first {events} events are the same."


def _show_divergence(console: Console, parting: Divergence, alike: int) -> None:
    console.print(indented(_alike(alike)))
    table = grid("|", "|", "", show_header=False)
    for title, event in (("last alike", parting.last), (ONE, parting.one), (OTHER, parting.other)):
        if event is not None:
            table.add_row(quiet(title), Text(_time(event), style="bold"), event.sentence)
        elif title != "last alike":
            table.add_row(quiet(title), "", "No further event.")
    console.print(indented(table))
    if parting.differs:
        changed = grid("|", ONE, OTHER)
        for difference in parting.differs:
            changed.add_row(difference.what, *_words(difference.one, difference.other))
        console.print()
        console.print(indented(changed))


def _time(event: Event) -> str:
    return f"{clock(event.t)} ({event.t:.2f} s)"


def _show_outcomes(console: Console, compared: Comparison) -> None:
    _section(console, "Fates")
    table = grid("|", f">{ONE}", f">{OTHER}", ">difference")
    for fate, (one, other) in compared.fates.items():
        table.add_row(fate, str(one), str(other), _signed(other - one))
    console.print(indented(table))
    # A fate of another kind matters more than another reason or time.
    ordered = sorted(compared.outcomes, key=_weight)
    if ordered:
        threats = grid("|threat", ONE, OTHER)
        for parted in ordered[:MOST_THREATS]:
            threats.add_row(parted.threat.removeprefix("red/"), *_fared(parted))
        _section(console, "Threats that fared otherwise")
        console.print(indented(threats))
        _show_rest(console, len(ordered) - MOST_THREATS)
    console.print(indented(quiet(f"{counted(compared.alike, 'threat')} fared alike.")))


def _weight(parted: Parted) -> int:
    one, other = parted.one, parted.other
    if one is None or other is None or one.fate != other.fate:
        return 0
    return 1 if (one.stage, one.reason) != (other.stage, other.reason) else 2


def _fared(parted: Parted) -> tuple[str, str]:
    """How a threat fared in each run; only what differs is shown of those that met the same fate."""
    one, other = parted.one, parted.other
    short = one is not None and other is not None and _weight(parted) == 2
    return _outcome(one, short), _outcome(other, short)


def _outcome(outcome: Outcome | None, short: bool) -> str:
    if outcome is None:
        return "-"
    at = f"{outcome.fate} {clock(outcome.t_s)}"
    if short:
        return f"{at} ({outcome.t_s:.2f} s)"
    return f"{at}, by {outcome.reason}" if outcome.fate == "killed" else f"{at}, {outcome.stage}: {outcome.reason}"


def _show_measures(console: Console, compared: Comparison) -> None:
    differing = [measure for measure in compared.measures if measure.one != measure.other]
    _section(console, "Measures")
    if differing:
        table = grid("|", f">{ONE}", f">{OTHER}", ">difference")
        for measure in differing:
            table.add_row(measure.name, *_words(measure.one, measure.other), _signed(measure.difference))
        console.print(indented(table))
    alike = [measure.name for measure in compared.measures if measure.one == measure.other]
    if alike:
        console.print(indented(quiet(f"The same in both: {', '.join(alike)}.")))


def _signed(number: float | None) -> str:
    if number is None:
        return ""
    return "0" if number == 0 else f"{number:+.6g}"


def _words(one: Any, other: Any) -> tuple[str, str]:
    """Two values, with as many digits as tell them apart."""
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


def _show_rest(console: Console, more: int, what: str = "row") -> None:
    if more > 0:
        console.print(indented(quiet(f"and {more} more {what if more == 1 else what + 's'}: see --json")))
