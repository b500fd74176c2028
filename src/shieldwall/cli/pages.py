"""Pages of the catalogue, what a checked scenario holds, and stories."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.text import Text

from shieldwall import catalogue
from shieldwall.catalogue.page import entry_page
from shieldwall.catalogue.places import brought_files
from shieldwall.cli.command import note
from shieldwall.cli.paper import grid, heading, indented, new_console, quiet
from shieldwall.quantities.errors import InputError
from shieldwall.quantities.units import counted

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["entry_page", "listed", "show_entries", "show_list", "show_story"]

GRADES = {"A": "green", "B": "cyan", "C": "yellow", "D": "magenta"}
GRADES_IN_WORDS = (
    "grade: A official, B reputable reference, C press or estimate, D assumption; read: whether it was read in the "
    "source itself, or is quoted from it elsewhere"
)
GROUPS = (
    "unit",
    "command-post",
    "radar",
    "sensor",
    "interceptor",
    "gun",
    "aircraft",
    "cruise-missile",
    "drone",
    "bomb",
    "jammer",
)
TIME = re.compile(r"\d+:\d\d\b")


def show_story(story: str) -> None:
    """Print a story: its lines are wrapped anew to the terminal, with the times standing out."""
    console = new_console()
    lines: list[str] = []
    for line in story.splitlines():
        # A line that states no time and follows text goes on with it, as the story was wrapped.
        if line.strip() and lines and lines[-1] and not TIME.match(line):
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line)
    table = grid("", "", show_header=False)
    for line in lines[1:]:
        time, gap, text = line.partition("  ")
        if gap and TIME.match(time):
            table.add_row(Text(time, style="bold"), text)
    ending = [line for line in lines[1:] if not TIME.match(line)]
    console.print(Text(lines[0], style="bold"))
    console.print(table)
    console.print(Text("\n".join(ending)))


def listed() -> list[dict[str, str]]:
    """Return id, kind and title of every entry, by kind and id; one of a package that cannot be read is noted."""
    brought = brought_files()
    entries = []
    for name in catalogue.ids():
        try:
            entries.append(catalogue.load(name))
        except InputError as error:
            if name not in brought:
                raise
            note(str(error))
    entries.sort(key=lambda entry: (GROUPS.index(entry.kind.partition("/")[0]), entry.kind, entry.id))
    return [{"id": entry.id, "kind": entry.kind, "title": entry.title} for entry in entries]


def show_list(entries: list[dict[str, str]]) -> None:
    """Print the list of entries."""
    table = grid("id", "kind", "title")
    for entry in entries:
        table.add_row(Text(entry["id"], style="bold"), entry["kind"], entry["title"])
    console = new_console()
    console.print(table)
    console.print(quiet("\nshieldwall catalogue ID shows one with its sources"))


def show_entries(pages: Sequence[dict[str, Any]]) -> None:
    """Print entries: each value with its range, grade, whether it was read there, and where it comes from."""
    console = new_console()
    for number, page in enumerate(pages):
        if number:
            console.print("\n")
        _show_entry(console, page)


def show_fits(pages: Sequence[dict[str, Any]]) -> None:
    """Print how the fitted rounds of some entries fly, against what is said of them."""
    console = new_console()
    for number, page in enumerate(pages):
        if number:
            console.print()
        console.print(Text.assemble((page["title"], "bold"), (f"   {page['id']}", "dim")))
        _show_fit(console, page["fit"])


def _show_entry(console: Console, page: dict[str, Any]) -> None:
    console.print(Text.assemble((page["title"], "bold"), (f"   {page['id']}, {page['kind']}", "dim")))
    if page["note"]:
        console.print(indented(Text(page["note"])))
    if page.get("parts"):
        _show_parts(console, page)
    notes = Notes(page["sources"])
    table = grid("value", ">figure", "|range", "|grade", "|read", "|from")
    for value in page["values"]:
        table.add_row(_named(value), str(value["value"]), _range(value), *_grade(value), notes.mark(value))
    words = grid("|value", "word", "|grade", "|read", "|from")
    for value in page["words"]:
        words.add_row(_named(value), str(value["value"]), *_grade(value), notes.mark(value))
    for shown in (table, words):
        if shown.row_count:
            console.print()
            console.print(shown)
    console.print(quiet(GRADES_IN_WORDS))
    if page["fit"]:
        _show_fit(console, page["fit"])
    notes.show(console)


def _named(value: dict[str, Any]) -> Text:
    """The name of a value, and below it the conditions under which it holds, a line each."""
    held = "".join(f"\n  at {name} {condition}" for name, condition in value.get("at", {}).items())
    return Text.assemble(_spoken(value["path"]), (held, "dim"))


def _grade(value: dict[str, Any]) -> tuple[Text, str]:
    grade = value["grade"] or ""
    return Text(grade, style=GRADES.get(grade, "")), {"yes": "yes", "no": "no"}.get(value["checked"], "")


def _show_parts(console: Console, page: dict[str, Any]) -> None:
    table = grid("part", "entry", "role")
    for name, part in page["parts"].items():
        table.add_row(name, part["is"], part["role"])
    for name, group in page["launchers"].items():
        table.add_row(
            name,
            group["fires"],
            f"{counted(int(group['count']), 'launcher')} of {counted(int(group['rounds']), 'round')}",
        )
    console.print()
    console.print(table)


def _show_fit(console: Console, rows: list[dict[str, Any]]) -> None:
    table = grid("brochure against simulation", ">cited", "|range", ">simulated", "|")
    for row in rows:
        verdict = Text("within", style="green") if row["within"] else Text("outside", style="bold red")
        table.add_row(_spoken(row["figure"]), row["cited"], _span(row["low"], row["high"]), row["simulated"], verdict)
    console.print()
    console.print(table)


class Notes:
    """Numbers for sources and letters for estimates, in the order in which a page names them."""

    def __init__(self, sources: dict[str, dict[str, Any]]) -> None:
        self._sources = sources
        self._numbers: dict[str, int] = {}
        self._letters: dict[str, str] = {}

    def mark(self, value: dict[str, Any]) -> str:
        """Return the marks of a value's origin, and remember what they stand for."""
        marks = [str(self._numbers.setdefault(name, len(self._numbers) + 1)) for name in value["cite"]]
        reasoning = value["estimate"] or value["defined"]
        inherited = value["stated_in"] if value["stated_in"].startswith("class ") else ""
        for text in (reasoning, value["note"]):
            if text:
                known = f"{text} ({inherited})" if inherited and text is reasoning else text
                marks.append(self._letters.setdefault(known, _letter(len(self._letters))))
        return ", ".join(marks)

    def show(self, console: Console) -> None:
        """Print what the marks stand for."""
        for title, marked in (("Sources", self._numbers), ("Notes and estimates", self._letters)):
            if not marked:
                continue
            console.print()
            console.print(heading(title))
            table = grid(">", "", show_header=False)
            for text, mark in marked.items():
                table.add_row(quiet(str(mark)), self._source_text(text))
            console.print(table)

    def _source_text(self, text: str) -> Text:
        source = self._sources.get(text)
        if source is None:
            return Text(text)
        address = f"\n{source['address']}" if source["address"] else ""
        return Text.assemble(source["title"], (address, "dim"))


def _letter(number: int) -> str:
    first = chr(ord("a") + number % 26)
    return first if number < 26 else f"{chr(ord('a') + number // 26 - 1)}{first}"


def _spoken(path: str) -> str:
    return path.replace("_", " ").replace(".", ", ")


def _range(value: dict[str, Any]) -> str:
    return _span(value["low"], value["high"]) if "low" in value and value["low"] != value["high"] else ""


def _span(low: str, high: str) -> str:
    """Two quantities as a range; the unit is said once when both have it."""
    number, _, unit = low.partition(" ")
    return f"{number} to {high}" if unit == high.partition(" ")[2] else f"{low} to {high}"
