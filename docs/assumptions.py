"""The page of assumptions, gathered from where they stand: `make assumptions` writes docs/assumptions.md.

Three places hold them. A card of a model has a part "Assumptions" and a table of the constants in code. A constant
whose comment says "Assumption" is one, on a card or not. The catalogue marks a figure without a source as an
estimate, grade D, in an entry or in a textbook class that entries inherit from.
"""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import cache
from importlib import import_module
from pathlib import Path
from textwrap import fill

from shieldwall import catalogue
from shieldwall.catalogue.schema import Unit
from shieldwall.catalogue.values import Value, Word
from shieldwall.catalogue.weapons import Threat
from shieldwall.quantities.units import show
from shieldwall.scenario import load, names
from shieldwall.survey.layouts import LAYOUTS, Layout

HOUSE = Path(__file__).resolve().parents[1]
PAGE = HOUSE / "docs" / "assumptions.md"
SOURCE = HOUSE / "src"
CARDS = sorted((HOUSE / "docs" / "models").glob("*.md"))
CLASSES = SOURCE / "shieldwall" / "catalogue" / "classes.yaml"
#: Where a comment that says "Assumption" is looked for.
ROOMS = ("kernels", "models", "engine", "terrain", "assembly", "survey")

INTRODUCTION = """
# Assumptions

<!-- Written by `make assumptions`; edit the cards, the comments in code or the catalogue instead. -->

All that nobody else stands behind, gathered from where it stands: what the models take for granted, constants in code,
and every figure of the catalogue that is our estimate (grade D), with its range. What has a range is drawn from it
with `--draw sampled`; what stands in code has no range, and to see what it does one must change it.

"""


def page() -> str:
    """Return the page."""
    parts = [INTRODUCTION.strip(), grades()]
    parts += [
        "## What the models take for granted",
        "Each is stated with its limits on the card of its model.",
        *cards(),
    ]
    parts += ["## Constants in code", "Numbers that the models use and no figure of the catalogue replaces.", *code()]
    parts += ["## How missiles are built", _prose(BUILT), layouts()]
    parts += ["## Textbook classes", _prose(CLASS_WORDS), *classes()]
    parts += ["## Estimates of entries", _prose(ENTRY_WORDS), *entries()]
    return "\n\n".join(parts) + "\n"


BUILT = """A fit looks for the most ordinary missile within these bounds whose flights meet the brochure; see
[the card on flight](models/flight.md). Shares of the launch mass, coefficients on the body's cross-section, SI."""
CLASS_WORDS = """What an entry inherits when no source gives a figure, from `src/shieldwall/catalogue/classes.yaml`.
Every figure here is of grade D. A figure that an entry states itself is not taken from its class."""
ENTRY_WORDS = """Figures that an entry gives itself and no source states, grade D."""


def grades() -> str:
    """Say how many figures have which grade, each counted in every entry that has it."""
    counted = Counter(value.grade or "defined" for entry in all_entries() for _, value in entry.values())
    total = sum(counted.values())
    figures = [(entry.id, value) for entry in all_entries() for _, value in entry.values()]
    own = sum(value.grade == "D" and value.stated_in == entry for entry, value in figures)
    rows = [("grade", "figures", "share"), ("---", "---", "---")]
    words = {"A": "A, official", "B": "B, reputable reference", "C": "C, press or forum", "D": "D, our estimate",
             "defined": "defined: ideal members"}  # fmt: skip
    rows += [(meaning, counted[grade], f"{100.0 * counted[grade] / total:.0f} %") for grade, meaning in words.items()]
    said = f"Of {total} figures in {len(all_entries())} entries, {counted['D']} are estimates"
    return (
        _prose(f"{said}: {own} of the entries' own, the others inherited from textbook classes.")
        + "\n\n"
        + _table(rows)
    )


def cards() -> Iterator[str]:
    """Yield what each card of a model assumes."""
    for card in CARDS:
        text = card.read_text(encoding="utf-8")
        title = text.partition("\n")[0].removeprefix("# ")
        assumed = text.partition("## Assumptions\n")[2].partition("\n## ")[0].strip()
        yield f"### [{title}](models/{card.name})"
        yield re.sub(r"\]\((?!https://|#)\.?/?", "](models/", assumed).replace("(models/../", "(")


def code() -> Iterator[str]:
    """Yield the constants that cards state, and those that only a comment calls an assumption."""
    constants: dict[str, tuple[str, str, list[str]]] = {}
    for card in CARDS:
        text = card.read_text(encoding="utf-8")
        for name, value, meaning in re.findall(r"^\| `([\w.]+)` \| ([^|]+) \| ([^|]+) \|", text, re.MULTILINE):
            constants.setdefault(name, (value.strip(), meaning.strip(), []))[2].append(
                f"[{card.stem}](models/{card.name})"
            )
    rows = [("constant", "value", "meaning", "card")]
    rows += [(f"`{name}`", value, meaning, ", ".join(on)) for name, (value, meaning, on) in sorted(constants.items())]
    rows += [
        (f"`{name}`", str(value), meaning, "-") for name, value, meaning in sorted(commented()) if name not in constants
    ]
    yield _table([rows[0], ("---",) * 4, *rows[1:]])


def commented() -> Iterator[tuple[str, object, str]]:
    """Yield name, value and comment of each constant whose comment says that it is an assumption."""
    for path in sorted(path for room in ROOMS for path in (SOURCE / "shieldwall" / room).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines()
        for node in ast.parse(text).body:
            comment, line = [], node.lineno - 2
            while line >= 0 and lines[line].startswith("#:"):
                comment.insert(0, lines[line].removeprefix("#:").strip())
                line -= 1
            meaning = " ".join(comment)
            if isinstance(node, ast.Assign | ast.AnnAssign) and re.search(r"\bAssumptions?\b", meaning):
                module = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                for name in [target] if isinstance(target, ast.Name) else target.elts:  # type: ignore[attr-defined]
                    short = re.sub(r"\s*\bAssumptions?\.", "", meaning)
                    short = re.sub(r"\bAssumption: ", "", short).rstrip(".")
                    yield (
                        f"{module.removeprefix('shieldwall.')}.{name.id}",
                        getattr(import_module(module), name.id),
                        short[:1].lower() + short[1:],
                    )


def layouts() -> str:
    """Return the table of how classes of missiles are built."""
    rows = [
        (f"`{field.name}`", *(_figure_text(getattr(layout, field.name)) for layout in LAYOUTS.values()))
        for field in fields(Layout)
    ]
    return _table([("figure", *LAYOUTS), ("---",) * (1 + len(LAYOUTS)), *rows])


def _figure_text(value: object) -> str:
    if isinstance(value, tuple):
        return (" to " if len(value) == 2 else ", ").join(f"{part:g}" for part in value)
    return f"{value:g}" if isinstance(value, float) else str(value).lower()


@cache
def all_entries() -> tuple[catalogue.Entry, ...]:
    """Return every entry of the catalogue."""
    return tuple(catalogue.load(name) for name in catalogue.ids())


def classes() -> Iterator[str]:
    """Yield each class with its figures, and the entries that take some from it."""
    text = CLASSES.read_text(encoding="utf-8")
    about = dict(re.findall(r"^([\w-]+):\n(?:  .*\n)*?  about: (.*)$", text, re.MULTILINE))
    found: dict[str, dict[str, tuple[Value | Word, set[str]]]] = defaultdict(dict)
    for entry in all_entries():
        for path, origin in (*entry.values(), *entry.words()):
            if origin.stated_in.startswith("class ") and origin.grade == "D":
                figures = found[origin.stated_in.removeprefix("class ")]
                figures.setdefault(path, (origin, set()))[1].add(entry.id)
    for name in (name for name in about if name in found):
        yield f"### {name}"
        yield _prose(about[name])
        rows = [("figure", "value", "low", "high", "reasoning", "taken by"), ("---",) * 6]
        everyone = set().union(*(users for _, users in found[name].values()))
        for path, (origin, users) in found[name].items():
            taken = "all" if users == everyone and len(users) > 1 else ", ".join(sorted(users))
            rows.append((f"`{path}`", *_ends(origin), origin.estimate or "", taken))
        yield _table(rows)
        if len(everyone) > 1:
            yield _prose(f"All: {', '.join(sorted(everyone))}.")


def entries() -> Iterator[str]:
    """Yield each entry with the estimates that are its own, and where it serves."""
    used = uses()
    for entry in all_entries():
        mine = [(path, one) for path, one in (*entry.values(), *entry.words()) if one.grade == "D"]
        mine = [(path, one) for path, one in mine if one.stated_in == entry.id]
        if mine:
            yield f"### {entry.id}"
            places = ", ".join(sorted(used[entry.id])) or "no built-in scenario or unit"
            yield _prose(f"{entry.title}. Serves in: {places}.")
            rows = [("figure", "value", "low", "high", "reasoning"), ("---",) * 5]
            yield _table(rows + [(f"`{path}`", *_ends(one), one.estimate or "") for path, one in mine])


def uses() -> dict[str, set[str]]:
    """Return for each entry the units and built-in scenarios in which it serves."""
    used: dict[str, set[str]] = defaultdict(set)
    for entry in all_entries():
        if isinstance(entry, Unit):
            for part in entry.parts.values():
                used[part.entry].add(entry.id)
            for group in entry.launchers.values():
                used[group.fires].add(entry.id)
        if isinstance(entry, Threat):
            for weapon in entry.carries:
                used[weapon].add(entry.id)
    for name in names():
        scenario = load(name)
        for unit in (*scenario.blue.units.values(), *scenario.red.units.values()):
            used[unit.entry].add(f"scenario {name}")
    return used


def _ends(origin: Value | Word) -> tuple[str, str, str]:
    if isinstance(origin, Word):
        return origin.value, "-", "-"
    ends = (show(number, origin.dimension, origin.unit) for number in (origin.value, origin.low, origin.high))
    value, low, high = ends
    return value, low, high


def _table(rows: Iterable[Iterable[object]]) -> str:
    return "\n".join("| " + " | ".join(str(cell).replace("|", "/") for cell in row) + " |" for row in rows)


def _prose(text: str) -> str:
    return fill(" ".join(text.split()), 120, break_long_words=False, break_on_hyphens=False)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.relative_to(HOUSE))
