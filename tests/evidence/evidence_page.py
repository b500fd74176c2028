"""The page on evidence: rows as tests recorded them, stored in docs/evidence/, and the page made of them."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from string import Template
from textwrap import fill

HOUSE = Path(__file__).resolve().parents[2]
PAGE = HOUSE / "docs" / "evidence.md"
FOLDER = HOUSE / "docs" / "evidence"
INDEX = FOLDER / "comparisons.json"
TEMPLATE = Path(__file__).with_name("page.md")
#: The parts of the page, in their order.
TOPICS = (
    "Arithmetic and draws", "Earth and air", "Terrain", "Radar equation and propagation", "Detection statistics",
    "Jamming", "Flight and guidance", "Tracking", "The whole chain", "Statistics of answers",
)  # fmt: skip
#: A comparison of more rows is given in one line here and in full in its table.
SHOWN = 12
#: Tables of authorities/: the comparison that tests each, its rows for one row of the table, and lines of heading.
TABLES = {
    "detection_matlab.csv": ("detection-matlab", 1, 1),
    "detection_values.csv": ("detection-values", 1, 1),
    "detection_exact.csv": ("detection-exact", 2, 1),
    "geographiclib.csv": ("geographiclib", 3, 1),
    "itu_p676_12.csv": ("p676-12", 3, 2),
    "itu_p676_13.csv": ("p676-13", 3, 2),
    "itu_p838_3.csv": ("p838-3", 1, 2),
    "jamming.csv": ("jamming", 1, 1),
    "nasa_checkcases.csv": ("nasa-checkcases", 1, 1),
    "propnav.csv": ("propnav", 2, 1),
    "radar_equation.csv": ("radar-equation", 1, 1),
    "radar_geometry.csv": ("ground-range", 1, 1),
    "search_radar.csv": ("search-radar", 1, 1),
    "ussa1976.csv": ("ussa1976", 8, 1),
}
HEAD = ("what", "ours", "reference", "tolerance", "share of tolerance", "result")


@dataclass(frozen=True)
class Comparison:
    """A set of rows from one source; `slug` names its file, `authority` the page of authorities/ on it."""

    slug: str
    topic: str
    title: str
    unit: str
    source: str
    authority: str = ""


@dataclass(frozen=True)
class Row:
    """One number of ours beside that of someone else, as written."""

    what: str
    ours: str
    reference: str
    tolerance: str
    share: str
    shortfall: str = ""

    @property
    def result(self) -> str:
        """Whether it passes, or why it does not."""
        return f"shortfall: {self.shortfall}" if self.shortfall else "pass"

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as the table has it."""
        return self.what, self.ours, self.reference, self.tolerance, self.share, self.result


@dataclass
class Stored:
    """A comparison, the file of tests that makes it, and its rows by what they are about."""

    comparison: Comparison
    file: str
    rows: dict[str, Row] = field(default_factory=dict)


def decimals(allowed: float) -> int:
    """Return how many decimals give a value whose tolerance is `allowed`: one more than the tolerance has."""
    return min(17, max(0, 1 - math.floor(math.log10(allowed)))) if allowed > 0.0 else 0


def percent(share: float) -> str:
    """Return a share of the tolerance in whole percent: what differs by less than that between machines stays out."""
    return f"{100.0 * share:.0f} %" if share >= 0.01 else "< 1 %"


def stored() -> dict[str, Stored]:
    """Read what docs/evidence/ holds."""
    comparisons = {}
    index = json.loads(INDEX.read_text(encoding="utf-8")) if INDEX.exists() else {}
    for slug, one in index.items():
        file = one.pop("file")
        rows = list(csv.reader((FOLDER / f"{slug}.csv").read_text(encoding="utf-8").splitlines()))[1:]
        found = [Row(*row[:5], row[5].removeprefix("pass").removeprefix("shortfall: ")) for row in rows]
        comparisons[slug] = Stored(Comparison(slug, **one), file, {row.what: row for row in found})
    return comparisons


def merged(old: dict[str, Stored], new: dict[str, Stored], complete: set[str]) -> dict[str, Stored]:
    """Return the rows of `old` with those of `new` in their place; complete files replace all of theirs."""
    result = {slug: one for slug, one in old.items() if one.file not in complete and (HOUSE / one.file).exists()}
    for slug, one in new.items():
        before = result[slug].rows if slug in result else {}
        result[slug] = Stored(one.comparison, one.file, before | one.rows)
    return dict(sorted(result.items(), key=lambda item: _place(item[1].comparison)))


def _place(comparison: Comparison) -> tuple[int, str]:
    return TOPICS.index(comparison.topic), comparison.slug


def files(comparisons: dict[str, Stored]) -> dict[Path, str]:
    """Return the text of every file that the rows make."""
    index = {
        slug: {name: value for name, value in asdict(one.comparison).items() if name != "slug"} | {"file": one.file}
        for slug, one in comparisons.items()
    }
    texts = {INDEX: json.dumps(index, indent=1, ensure_ascii=False) + "\n", PAGE: page(comparisons)}
    for slug, one in comparisons.items():
        table = io.StringIO()
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(HEAD)
        writer.writerows(row.cells for row in one.rows.values())
        texts[FOLDER / f"{slug}.csv"] = table.getvalue()
    return texts


def write(texts: dict[Path, str]) -> None:
    """Write the files, and remove tables that no test makes any more."""
    FOLDER.mkdir(exist_ok=True)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    for path in FOLDER.glob("*.csv"):
        if path not in texts:
            path.unlink()


def stale(texts: dict[Path, str]) -> str:
    """Return what is not as the tests have it, or nothing."""
    for path, text in texts.items():
        name = path.relative_to(HOUSE)
        now = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        for number, (is_now, should) in enumerate(zip(now, text.splitlines(), strict=False), 1):
            if is_now != should:
                return f"{name} line {number} says\n  {is_now}\nand the tests found\n  {should}"
        if len(now) != len(text.splitlines()):
            return f"{name} has {len(now)} lines and should have {len(text.splitlines())}"
    return ""


def page(comparisons: dict[str, Stored]) -> str:
    """Return the page."""
    rows = [row for one in comparisons.values() for row in one.rows.values()]
    short = sum(bool(row.shortfall) for row in rows)
    words = {
        "rows": len(rows), "comparisons": len(comparisons), "passing": len(rows) - short,
        "short": {0: "none falls", 1: "one falls"}.get(short, f"{short} fall") + " short",
        "overview": "\n".join(_overview(comparisons)), "tables": "\n".join(_tables(comparisons)),
        "topics": "\n\n".join(_topics(comparisons)),
    }  # fmt: skip
    blocks = Template(TEMPLATE.read_text(encoding="utf-8")).substitute(words).split("\n\n")
    return "\n\n".join(_wrapped(block) for block in blocks).rstrip() + "\n"


def _wrapped(block: str) -> str:
    plain = not block.startswith(("#", "|", "- ", "<", "\n"))
    return fill(block, 120, break_long_words=False, break_on_hyphens=False) if plain else block


def _overview(comparisons: dict[str, Stored]) -> Iterable[str]:
    yield "| about | comparisons | rows | pass | fall short |"
    yield "| --- | --- | --- | --- | --- |"
    for topic in TOPICS:
        found = [one for one in comparisons.values() if one.comparison.topic == topic]
        rows = [row for one in found for row in one.rows.values()]
        short = sum(bool(row.shortfall) for row in rows)
        if found:
            yield f"| {topic} | {len(found)} | {len(rows)} | {len(rows) - short} | {short or '-'} |"


def _tables(comparisons: dict[str, Stored]) -> Iterable[str]:
    yield "| table of others, in `authorities/` | its rows | numbers in a row | rows tested |"
    yield "| --- | --- | --- | --- |"
    for name, (slug, each, head) in TABLES.items():
        lines = (HOUSE / "authorities" / name).read_text(encoding="utf-8").split("\n")
        count = sum(bool(line.strip()) for line in lines[head:])
        tested = len(comparisons[slug].rows) if slug in comparisons else 0
        tested_text = str(count) if tested == count * each else f"**{tested / each:g}**"
        yield f"| `{name}` | {count} | {each} | {tested_text} |"


def _topics(comparisons: dict[str, Stored]) -> Iterable[str]:
    for topic in TOPICS:
        found = [one for one in comparisons.values() if one.comparison.topic == topic]
        if found:
            yield f"## {topic}"
            for one in found:
                yield from _comparison(one)


def _comparison(one: Stored) -> Iterable[str]:
    about, rows = one.comparison, list(one.rows.values())
    yield f"### {about.title}"
    source = about.source
    if about.authority:
        source += f" ([more on it](../authorities/{about.authority}))"
    shares = [row.share for row in rows if row.share]
    worst = max(shares, key=lambda share: float(share.strip("<% ").strip())) if shares else ""
    tolerances = sorted({row.tolerance for row in rows if row.tolerance})
    summary = f"{len(rows)} row{'s' if len(rows) > 1 else ''}, in {about.unit}" if about.unit else f"{len(rows)} rows"
    if tolerances:
        summary += f"; tolerance {tolerances[0] if len(tolerances) == 1 else 'by row'}"
    if worst:
        summary += f", of which the worst row uses {worst}"
    short = [row for row in rows if row.shortfall]
    summary += f"; {len(short)} fall short" if short else "; all pass"
    every = f"[Every row](evidence/{about.slug}.csv), by `{one.file}`."
    yield f"Against: {source}. {summary[0].upper()}{summary[1:]}. {every}"
    shown = rows if len(rows) <= SHOWN else short
    if shown:
        head = ("what", "ours", "reference", "tolerance", "used", "result")
        lines = [head, ("---",) * 6, *(row.cells for row in shown)]
        yield "\n".join("| " + " | ".join(cell or "-" for cell in line) + " |" for line in lines)
