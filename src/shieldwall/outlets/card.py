"""A card: one page on one entry of the catalogue, its brochure against the simulation, and every figure's origin."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from shieldwall.outlets.captioned import CaptionedFigure
from shieldwall.outlets.template import template, text
from shieldwall.quantities.errors import InputError

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATE, INDEX, STYLE_SHEETS = "card.html.j2", "cards.html.j2", ("report.css", "card.css")
#: The meta tag that holds the digest of what a card was made from.
DIGEST: Final = "shieldwall-digest"
#: Words for the marks of verdicts, in the order in which they stand.
MARKS: Final = {"differs": "disagrees", "only if": "only if", "holds": "agrees", "note": "note"}
GROUPS: Final = {
    "unit": "Units", "command-post": "Posts", "radar": "Radars", "sensor": "Cameras and ideal sensors",
    "interceptor": "Interceptors", "gun": "Guns", "aircraft": "Aircraft", "cruise-missile": "Cruise missiles",
    "drone": "Drones", "bomb": "Bombs", "jammer": "Jammers",
}  # fmt: skip
#: Stands first where there is nothing to say.
UNTESTED: Final = "Nothing that is claimed of it can be held against physics here; its figures follow."
_GRADES: Final = {
    "A": "official", "B": "reputable reference", "C": "press or estimate", "D": "assumption", "": "by definition"
}  # fmt: skip


@dataclass(frozen=True)
class Card:
    """All that a card shows, as plain data.

    `page` is the entry as the catalogue has it, `verdicts` are (mark, sentence), `captioned_figures` the pictures,
    `endings` (words, number) of rounds that did not kill, `links` (id, title, what) of other cards, `digest` what it
    was made from.
    """

    page: Mapping[str, Any]
    digest: str
    version: str
    verdicts: Sequence[tuple[str, str]] = ()
    captioned_figures: Sequence[CaptionedFigure] = ()
    endings: Sequence[tuple[str, int]] = ()
    links: Sequence[tuple[str, str, str]] = ()


def card(made: Card, beside: Collection[str] = ()) -> str:
    """Return a card as one HTML page that asks nothing of any network.

    `beside` are the entries whose cards lie in the same folder: only to these it leads. Raises InputError, saying what
    to install, when the packages of the extra `report` are not there.
    """
    first = lead(made)
    page: str = _template(TEMPLATE).render(
        page=made.page,
        group=group(made.page["kind"]),
        digest=made.digest,
        digest_name=DIGEST,
        version=made.version,
        lead=first,
        lead_mark=next(((mark, MARKS[mark]) for mark, text in made.verdicts if text == first), None),
        verdicts=[(mark, MARKS[mark], text) for mark, text in ordered(made.verdicts) if text != first],
        captioned_figures=made.captioned_figures,
        endings=made.endings,
        links=made.links,
        beside=beside,
        figures=figures(made.page),
        style_sheet="\n".join(text(name) for name in STYLE_SHEETS),
    )
    return page


def index(cards: Sequence[Card]) -> str:
    """Return the page that leads to cards in the same folder."""
    groups: dict[str, list[dict[str, Any]]] = {name: [] for name in GROUPS.values()}
    for made in cards:
        differs = sum(mark == "differs" for mark, _ in made.verdicts)
        row = {"id": made.page["id"], "title": made.page["title"], "lead": lead(made), "differs": differs}
        groups[group(made.page["kind"])].append(row)
    page: str = _template(INDEX).render(
        groups=[(name, rows) for name, rows in groups.items() if rows],
        version=cards[0].version if cards else "",
        style_sheet="\n".join(text(name) for name in STYLE_SHEETS),
    )
    return page


def ready() -> None:
    """Raise InputError, saying what to install, when the packages of the extra `report` are not there."""
    _template(TEMPLATE)


def ordered(verdicts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return verdicts with those that matter most first."""
    marks = list(MARKS)
    return sorted(verdicts, key=lambda verdict: marks.index(verdict[0]))


def lead(made: Card) -> str:
    """Return the sentence that stands first: the gravest verdict, else the note of the entry, else a verdict."""
    said = ordered(made.verdicts)
    grave = [text for mark, text in said if mark in ("differs", "only if")]
    note = str(made.page["note"] or "")
    if note and not grave:
        return f"{note[:1].upper()}{note[1:]}".rstrip(".") + "."
    return next(iter([*grave, *(text for _, text in said)]), UNTESTED)


def group(kind: str) -> str:
    """Return the heading under which a kind of entry stands."""
    return GROUPS[kind.partition("/")[0]]


def figures(page: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a row for each figure and word: value, range, grade, whether it was read, and where it comes from."""
    rows = []
    for value in [*page["values"], *page["words"]]:
        held = ", ".join(f"{name} {condition}" for name, condition in value.get("at", {}).items())
        low, high = value.get("low"), value.get("high")
        inherited = value["stated_in"].removeprefix("class ") if value["stated_in"].startswith("class ") else ""
        rows.append(
            {
                "path": " · ".join(value["path"].replace("_", " ").split(".")),
                "value": value["value"],
                "at": held,
                "range": "" if low == high else f"{low} to {high}",
                "grade": value["grade"] or "",
                "grade_words": _GRADES[value["grade"] or ""],
                "checked": value["checked"],
                "sources": [_source(name, page["sources"]) for name in value["cite"]],
                "estimate": value["estimate"],
                "defined": value["defined"],
                "note": value["note"],
                "class": inherited,
            }
        )
    return rows


def _source(name: str, known: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    source = known.get(name, {})
    address = str(source.get("address") or "")
    web = urlsplit(address).scheme in ("http", "https")
    return {"title": str(source.get("title", name)), "address": address if web else ""}


def _template(name: str) -> Template:
    try:
        import_module("matplotlib")
        return template(name)
    except ImportError as error:
        raise InputError(
            f"a card needs the package {error.name}, which is not installed",
            instead='install it with: pip install "shieldwall[report]"',
        ) from error
