"""The page of the ablation table, from what the battles came to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template
from textwrap import fill

import numpy as np

from ablation.battles import LOG, SCENARIO, SHOWN, USUAL
from ablation.twins import NOT_SWITCHED, TWINS, Twin
from shieldwall.study.paired import Pairs
from shieldwall.study.statistics.bootstrap import Resampling
from shieldwall.study.statistics.intervals import Interval
from shieldwall.study.statistics.simultaneous import means

TEMPLATE = Path(__file__).with_name("page.md")
#: Unit and digits of each measure of the table.
UNITS = {"leakers": (1.0, 2), "damage_share": (100.0, 1)}
NONE = "None."

#: By option and measure, how much more a twin has, with intervals that all hold at once.
Changes = Mapping[tuple[str, str], Interval]


def page(found: Pairs) -> str:
    """Return the page."""
    leakers, damage = (found.of(USUAL, measure) for measure in SHOWN)
    more = changes(found)
    quiet = [twin for twin in TWINS if not shows(more, twin)]
    dead = [twin for twin in quiet if altered(found, twin) == 0]
    words = {
        "scenario": SCENARIO, "number": leakers.size, "each": leakers.shape[1], "cells": len(more),
        "last": leakers.shape[1] - 1, "seeds": listed([str(seed) for seed in found.seeds]),
        "leakers": f"{np.mean(leakers):.2f}", "damage": f"{100.0 * np.mean(damage):.1f}",
        "by_seed": listed([f"{mean:.1f}" for mean in leakers.mean(axis=1)]),
        "table": "\n".join(table(found, more)), "models": models(quiet),
        "dead": bullets(f"{twin.name}; {where(twin)}" for twin in dead),
        "silent": bullets(
            f"{twin.name}: {altered(found, twin)} logs differ; {where(twin)}" for twin in quiet if twin not in dead
        ),
        "not_switched": bullets(f"**{what}**: {why}" for what, why in NOT_SWITCHED.items()),
    }  # fmt: skip
    blocks = Template(TEMPLATE.read_text(encoding="utf-8")).substitute(words).split("\n\n")
    plain = (block.startswith(("#", "|", "- ", "<")) for block in blocks)
    return "\n\n".join(block if as_is else wrapped(block) for block, as_is in zip(blocks, plain, strict=True)) + "\n"


def changes(found: Pairs) -> Changes:
    """Return how much more of each measure every twin has; the intervals all hold at once, with 95 %."""
    keys = [(twin.option, measure) for twin in TWINS for measure in SHOWN]
    columns = [(found.of(option, measure) - found.of(USUAL, measure)).ravel() for option, measure in keys]
    return dict(zip(keys, means(np.column_stack(columns), Resampling("ablation")), strict=True))


def difference_text(change: Interval, unit: float, digits: int) -> str:
    """A difference with its interval, in bold where zero lies outside."""
    if change == Interval(0.0, 0.0, 0.0):
        return "0"
    text = f"{unit * change.estimate:+.{digits}f} ± {unit * change.half:.{digits}f}"
    return text if change.low <= 0.0 <= change.high else f"**{text}**"


def shows(more: Changes, twin: Twin) -> bool:
    """Whether a twin moves the mean of leakers or of damage beyond its interval."""
    return any(not more[twin.option, measure].low <= 0.0 <= more[twin.option, measure].high for measure in SHOWN)


def altered(found: Pairs, twin: Twin) -> int:
    """Replications whose log is another than without the twin."""
    return int((found.of(twin.option, LOG) != found.of(USUAL, LOG)).sum())


def table(found: Pairs, more: Changes) -> Iterator[str]:
    """Yield the rows of the table, by the models' cards."""
    yield "| model | replaced by | twin | change in leakers | change in damage, % points | logs changed |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for twin in TWINS:
        cells = [difference_text(more[twin.option, measure], *UNITS[measure]) for measure in SHOWN]
        logs = f"{altered(found, twin)} of {found.of(USUAL, LOG).size}"
        yield f"| {cards(twin.cards)} | {twin.name} | {twin.kind} | {' | '.join(cells)} | {logs} |"


def models(quiet: list[Twin]) -> str:
    """Name the models none of whose twins moves a mean."""
    moving = {card for twin in TWINS if twin not in quiet for card in twin.cards}
    still = dict.fromkeys(card for twin in quiet for card in twin.cards if card not in moving)
    return f"{cards(tuple(still))}." if still else NONE


def cards(names: tuple[str, ...]) -> str:
    """Links to the cards of some models."""
    return ", ".join(f"[{name}](models/{name}.md)" for name in names)


def where(twin: Twin) -> str:
    """Say which test shows the effect of a model that has none here."""
    return f"`{twin.shown}` shows what the model does" if twin.shown else "**no test shows one yet**"


def bullets(lines: Iterator[str]) -> str:
    """A list of sentences."""
    made = [
        fill(f"- {line}.", 120, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
        for line in lines
    ]
    return "\n".join(made) if made else NONE


def listed(words: list[str]) -> str:
    """Words as in "1, 2 and 3"."""
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def wrapped(text: str) -> str:
    """A paragraph in lines of at most 120 characters."""
    return fill(" ".join(text.split()), 120, break_long_words=False, break_on_hyphens=False)
