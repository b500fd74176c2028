"""Who may detect, cue, track and guide: the matrix of a unit, printed or as plain data."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from shieldwall.catalogue.matrix import PLAYED, matrix
from shieldwall.catalogue.page import origin
from shieldwall.catalogue.reading import load, sources
from shieldwall.cli.pages import GRADES, Notes
from shieldwall.cli.paper import grid, new_console, quiet
from shieldwall.quantities.errors import InputError

ABILITIES = ("detect", "cue", "track", "guide")
LEGEND = (
    "detect: know that something is there; cue: send fire control to look for it; track: keep it for a shot; "
    "guide: lead a round to it. Tracks of others guide only where this says so and the net allows it"
)


def matrix_pages(entries: list[str]) -> list[dict[str, Any]]:
    """Return the matrix of each entry as plain data; raises InputError for none named, and for what is no unit."""
    if not entries:
        raise InputError(
            "a matrix shows one unit", instead="write for example: shieldwall catalogue pantsir-s1 --matrix"
        )
    return [_page(name) for name in entries]


def _page(name: str) -> dict[str, Any]:
    rows = []
    for use in matrix(name):
        row: dict[str, Any] = {"who": use.who, "word": use.word}
        row |= {ability: getattr(use, ability) for ability in ABILITIES}
        rows.append(row | (origin(use.origin) if use.origin is not None else {}))
    known = sources()
    cited = sorted({source for row in rows for source in row.get("cite", ())})
    return {
        "id": name,
        "title": load(name).title,
        "matrix": rows,
        "sources": {source: {"title": known[source].title, "address": known[source].address} for source in cited},
    }


def show_matrices(pages: list[dict[str, Any]]) -> None:
    """Print matrices: a row for each part and each kind of foreign track, with grade and source."""
    console = new_console()
    for number, page in enumerate(pages):
        if number:
            console.print("\n")
        console.print(Text.assemble((page["title"], "bold"), (f"   {page['id']}", "dim")))
        notes = Notes(page["sources"])
        table = grid("who", *(f"|{ability}" for ability in ABILITIES), "|in a word", "|grade", "|from")
        for row in page["matrix"]:
            abilities = ["yes" if row[ability] else "no" for ability in ABILITIES]
            grade = row.get("grade") or ""
            stated = notes.mark(row) if "cite" in row else ("" if row["who"].startswith("own ") else PLAYED)
            table.add_row(row["who"], *abilities, row["word"], Text(grade, style=GRADES.get(grade, "")), stated)
        console.print(table)
        console.print(quiet(LEGEND))
        notes.show(console)
