"""What an answer says of its strata: how often each is, what it comes to, and its share of all that varies."""

from __future__ import annotations

from typing import NamedTuple

from shieldwall.quantities.units import counted
from shieldwall.study.answer import Answer
from shieldwall.study.sentence import figure, words
from shieldwall.study.strata import READINESS


class StratumRow(NamedTuple):
    """A measure of an option in a stratum.

    `share` is of all that the measure varies by from battle to battle, `error` of the variance of its mean; `between`
    is the share of the former that lies between the means of all strata of the option.
    """

    option: str
    measure: str
    stratum: str
    weight: float
    battles: int
    mean: float
    deviation: float
    share: float
    error: float
    between: float


def rows(answer: Answer, measure: str) -> list[StratumRow]:
    """Return every stratum of every option; nothing where there are none."""
    layers, found = answer.study.layers, []
    for option in answer.options if layers.out else ():
        whole = answer.strata(measure, option)
        for name, one in zip(layers.names, whole.strata, strict=True):
            found.append(StratumRow(option, measure, name, *one, whole.between))
    return found


def asked(answer: Answer) -> str:
    """Return in a sentence of whom strata are, and who chose them; nothing where nobody asked."""
    study = answer.study
    if study.strata is None:
        return ""
    chosen = study.strata == READINESS
    if not study.layers.out:
        return "A trial found no unit whose readiness matters enough to make strata of it; all battles count alike."
    units = " and ".join(unit.removeprefix("blue/") for unit in study.layers.units)
    who = ", as a trial found to matter most" if chosen else ""
    return f"Strata are of the readiness of {units}{who}; each counts by how often it happens."


def sentence(answer: Answer, option: str, measure: str) -> str:
    """Return what share of an option's variance lies between its strata, and which of them has most to answer for."""
    found, layers = answer.strata(measure, option), answer.study.layers
    names = dict(zip(layers.names, found.strata, strict=True))
    first, *rare = names
    worst = max(rare, key=lambda name: names[name].share)
    one, usual = names[worst], names[first]
    fought = sum(part.battles for part in found.strata)
    alone = f"{counted(fought, 'battle')} tell its mean as well as {fought * found.saved:.0f} without strata would"
    return (
        f"Of all that {words(measure)} of {option} vary by, {_percent(found.between)} lies between strata and "
        f"{_percent(1.0 - found.between)} within them: {worst} ({100.0 * one.weight:.1f} % of battles) has "
        f"{figure(one.mean, measure)}, {first} {figure(usual.mean, measure)}; {alone}."
    )


def _percent(share: float) -> str:
    return f"{100.0 * min(max(share, 0.0), 1.0):.0f} %"
