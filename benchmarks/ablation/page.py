"""The page of the ablation table, from what the battles came to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import Template
from textwrap import fill

import numpy as np

from ablation.battles import LOG, SCENARIO, SEED, USUAL
from ablation.twins import NOT_SWITCHED, TWINS
from shieldwall.study.paired import Pairs
from shieldwall.study.statistics.intervals import difference

TEMPLATE = Path(__file__).with_name("page.md")


def page(found: Pairs) -> str:
    """Return the page."""
    leakers, damage = (found.of(USUAL, measure) for measure in ("leakers", "damage_share"))
    number = leakers.size
    words = {
        "scenario": SCENARIO, "seed": SEED, "number": number, "last": number - 1, "cells": 2 * len(TWINS),
        "chance": round(0.05 * 2 * len(TWINS)),
        "leakers": f"{np.mean(leakers):.2f}", "damage": f"{100.0 * np.mean(damage):.1f}",
        "table": "\n".join(table(found)), "silent": silent(found),
        "not_switched": "\n".join(bullets()),
    }  # fmt: skip
    blocks = Template(TEMPLATE.read_text(encoding="utf-8")).substitute(words).split("\n\n")
    plain = (block.startswith(("#", "|", "- ", "<")) for block in blocks)
    return "\n\n".join(block if as_is else wrapped(block) for block, as_is in zip(blocks, plain, strict=True)) + "\n"


def difference_text(change: np.ndarray, unit: float, digits: int) -> str:
    """A difference with its interval, in bold where zero lies outside."""
    mean, half, _, _ = difference(unit * change)
    if not change.any():
        return "0"
    text = f"{mean:+.{digits}f} ± {half:.{digits}f}"
    return f"**{text}**" if abs(mean) > half else text


def less(found: Pairs, name: str, measure: str) -> np.ndarray:
    """How much more of a measure each battle with a twin has."""
    return found.of(name, measure) - found.of(USUAL, measure)


def shows(found: Pairs, name: str) -> bool:
    """Whether a twin moves the mean of leakers or of damage beyond its interval."""
    changes = (found.difference(name, USUAL, measure) for measure in ("leakers", "damage_share"))
    return any((change.up or change.down) and abs(change.mean) > change.half for change in changes)


def altered(found: Pairs, name: str) -> int:
    """Replications whose log is another than without the twin."""
    return int((found.of(name, LOG) != found.of(USUAL, LOG)).sum())


def table(found: Pairs) -> Iterator[str]:
    """Yield the rows of the table, by the models' cards."""
    yield "| model | replaced by | twin | change in leakers | change in damage, % points | logs changed |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for twin in TWINS:
        cards = ", ".join(f"[{card}](models/{card}.md)" for card in twin.cards)
        leakers = difference_text(less(found, twin.name, "leakers"), 1.0, 2)
        damage = difference_text(less(found, twin.name, "damage_share"), 100.0, 1)
        logs = f"{altered(found, twin.name)} of {found.of(USUAL, LOG).size}"
        yield f"| {cards} | {twin.name} | {twin.kind} | {leakers} | {damage} | {logs} |"


def silent(found: Pairs) -> str:
    """Say which twins show no effect here, and where their model shows one."""
    lines = []
    for twin in TWINS:
        if not shows(found, twin.name):
            where = f"`{twin.shown}` shows what the model does" if twin.shown else "**no test shows one yet**"
            line = f"- {twin.name}: {altered(found, twin.name)} logs differ; {where}."
            lines.append(fill(line, 120, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False))
    return "\n".join(lines) if lines else "None."


def bullets() -> Iterator[str]:
    """Yield what was not switched."""
    for what, why in NOT_SWITCHED.items():
        yield fill(f"- **{what}**: {why}.", 120, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def wrapped(text: str) -> str:
    """A paragraph in lines of at most 120 characters."""
    return fill(" ".join(text.split()), 120, break_long_words=False, break_on_hyphens=False)
