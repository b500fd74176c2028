"""The page of the ablation table, from what the battles came to."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template
from textwrap import fill

import numpy as np
from scipy import stats

from ablation.battles import SCENARIO, SEED, USUAL
from ablation.twins import NOT_SWITCHED, TWINS, Measured

TEMPLATE = Path(__file__).with_name("page.md")


def page(found: Mapping[str, Measured]) -> str:
    """Return the page."""
    usual = found[USUAL]
    number = len(usual.leakers)
    words = {
        "scenario": SCENARIO, "seed": SEED, "number": number, "last": number - 1, "cells": 2 * len(TWINS),
        "chance": round(0.05 * 2 * len(TWINS)),
        "leakers": f"{np.mean(usual.leakers):.2f}", "damage": f"{100.0 * np.mean(usual.damage):.1f}",
        "table": "\n".join(table(found)), "silent": silent(found),
        "not_switched": "\n".join(bullets()),
    }  # fmt: skip
    blocks = Template(TEMPLATE.read_text(encoding="utf-8")).substitute(words).split("\n\n")
    plain = (block.startswith(("#", "|", "- ", "<")) for block in blocks)
    return "\n\n".join(block if as_is else wrapped(block) for block, as_is in zip(blocks, plain, strict=True)) + "\n"


def difference(change: np.ndarray) -> tuple[float, float]:
    """Return the mean of paired differences and half of its 95 % interval, by Student's law."""
    spread = float(np.std(change, ddof=1)) / math.sqrt(len(change))
    return float(np.mean(change)), float(stats.t.ppf(0.975, len(change) - 1)) * spread


def told(change: np.ndarray, unit: float, digits: int) -> str:
    """A difference with its interval, in bold where zero lies outside."""
    mean, half = difference(unit * change)
    if not change.any():
        return "0"
    text = f"{mean:+.{digits}f} ± {half:.{digits}f}"
    return f"**{text}**" if abs(mean) > half else text


def shows(found: Mapping[str, Measured], name: str) -> bool:
    """Whether a twin moves the mean of leakers or of damage beyond its interval."""
    changes = (
        np.subtract(found[name].leakers, found[USUAL].leakers),
        np.subtract(found[name].damage, found[USUAL].damage),
    )
    return any(change.any() and abs(difference(change)[0]) > difference(change)[1] for change in changes)


def altered(found: Mapping[str, Measured], name: str) -> int:
    """Replications whose log is another than without the twin."""
    return sum(one != other for one, other in zip(found[name].logs, found[USUAL].logs, strict=True))


def table(found: Mapping[str, Measured]) -> Iterator[str]:
    """Yield the rows of the table, by the models' cards."""
    usual = found[USUAL]
    yield "| model | replaced by | twin | change in leakers | change in damage, % points | logs changed |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for twin in TWINS:
        here = found[twin.name]
        cards = ", ".join(f"[{card}](models/{card}.md)" for card in twin.cards)
        leakers = told(np.subtract(here.leakers, usual.leakers), 1.0, 2)
        damage = told(np.subtract(here.damage, usual.damage), 100.0, 1)
        logs = f"{altered(found, twin.name)} of {len(here.logs)}"
        yield f"| {cards} | {twin.name} | {twin.kind} | {leakers} | {damage} | {logs} |"


def silent(found: Mapping[str, Measured]) -> str:
    """Say which twins show no effect here, and where their model shows one."""
    lines = []
    for twin in TWINS:
        if not shows(found, twin.name):
            where = f"`{twin.shown}` shows what the model does" if twin.shown else "**no test shows one yet**"
            told = f"- {twin.name}: {altered(found, twin.name)} logs differ; {where}."
            lines.append(fill(told, 120, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False))
    return "\n".join(lines) if lines else "None."


def bullets() -> Iterator[str]:
    """Yield what was not switched."""
    for what, why in NOT_SWITCHED.items():
        yield fill(f"- **{what}**: {why}.", 120, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def wrapped(text: str) -> str:
    """A paragraph in lines of at most 120 characters."""
    return fill(" ".join(text.split()), 120, break_long_words=False, break_on_hyphens=False)
