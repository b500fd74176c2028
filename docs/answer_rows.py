"""What the logs of some battles say of an answer: when the steps of the kill chain came, orders, and empty launchers.

A study keeps no logs. The first battles of each option against the first raid are fought again for the table, and one
leaker of some options is told step by step, so that a surprise can be followed to rows that anybody can read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice
from statistics import mean, median
from typing import Any, NamedTuple

from shieldwall.analysis.chain_times import FIRED, NOT_ACQUIRED, REFUSED_ORDER, STEPS, Chain, chain_times
from shieldwall.analysis.fates import Fate, outcome_rows
from shieldwall.analysis.magazines import Magazines
from shieldwall.analysis.rows import Log
from shieldwall.study.again import battle_of, battlefield_of, run_of
from shieldwall.study.answer import Answer
from shieldwall.study.battles import Battlefield
from shieldwall.study.work import Batch

#: Battles of each option that are read, and threads that fight them.
BATTLES, WORKERS = 24, 2
#: What the steps of a chain are called in the table.
WORDS = dict(zip(STEPS, ("first seen", "firmly tracked", "declared hostile", "a unit ordered", "the order taken",
                         "acquired", "a round or burst fired"), strict=True))  # fmt: skip
SHOWN = ("detected", "tracked", "declared", "ordered", "launched")


class Read(NamedTuple):
    """What is read of one battle: of each leaker its reason and steps, s before its end; orders; launchers."""

    leakers: list[dict[str, float | None]]
    orders: Counter[str]
    empty: int
    magazines: int
    kills: int
    rounds: int


def table(answer: Answer) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table, a column for each option; its head first."""
    found = [_of_option(answer, number) for number in range(len(answer.options))]
    yield ("of a battle, on average", *(f"`{option}`" for option in answer.options))
    yield ("leakers", *(f"{mean(len(one.leakers) for one in battles):.1f}" for battles in found))
    for step in SHOWN:
        cells = []
        for battles in found:
            leakers = [leaker[step] for one in battles for leaker in one.leakers]
            times = [time for time in leakers if time is not None]
            share = f"{100.0 * len(times) / len(leakers):.0f} %" if leakers else "-"
            cells.append(f"{median(times):.0f} s, {share}" if times else "-")
        yield (f"leakers: {WORDS[step]}, median before the end, and of how many", *cells)
    for words, fates in (("orders given", None), ("of these fired", FIRED), ("refused", REFUSED_ORDER),
                         ("not acquired", NOT_ACQUIRED)):  # fmt: skip
        numbers = [mean(one.orders.total() if fates is None else one.orders[fates] for one in row) for row in found]
        yield (words, *(f"{number:.0f}" for number in numbers))
    yield ("rounds and bursts, for each kill", *(_per_kill(battles) for battles in found))
    shares = [sum(one.empty for one in row) / max(sum(one.magazines for one in row), 1) for row in found]
    yield ("missile magazines that ran empty", *(f"{100.0 * share:.0f} %" for share in shares))


def _per_kill(battles: list[Read]) -> str:
    kills = sum(one.kills for one in battles)
    return f"{sum(one.rounds for one in battles) / kills:.1f}" if kills else "-"


def _of_option(answer: Answer, option: int) -> list[Read]:
    field, cell = battlefield_of(answer), option * len(answer.raids)
    rows = [number for number, one in enumerate(answer.results["cell"]) if one == cell][:BATTLES]
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(partial(_read, field), [battle_of(answer, number) for number in rows]))


def _read(field: Battlefield, battle: Batch) -> Read:
    recording = field.fought(battle.cell, battle.row, battle.first).recording(scene=False)
    log, chains, outcomes = Log(recording), chain_times(recording), outcome_rows(recording)
    of_threat: dict[str, list[Chain]] = {}
    for chain in chains.chains:
        of_threat.setdefault(chain.threat, []).append(chain)
    leakers = [_steps(one, of_threat.get(one["threat"], [])) for one in outcomes if one["fate"] == Fate.LEAKED]
    missiles = [one for one in Magazines(log).magazines if one.weapon != log.gun_of(one.unit) and one.ready[0] > 0]
    return Read(
        leakers,
        Counter(order.fate for order in chains.orders),
        sum(bool(one.empty) for one in missiles),
        len(missiles),
        sum(one["fate"] == Fate.KILLED for one in outcomes),
        sum(one["shots"] for one in outcomes),
    )


def _steps(outcome: dict[str, Any], chains: list[Chain]) -> dict[str, float | None]:
    """How long before a leaker's end the first of its chains took each step; None for never."""
    first = {step: [getattr(chain, step) for chain in chains if getattr(chain, step) is not None] for step in STEPS}
    return {step: outcome["t_s"] - min(times) if times else None for step, times in first.items()}


class Story(NamedTuple):
    """The story of one leaker of an option; `row` is its battle among the results."""

    option: str
    threat: str
    row: int
    words: str


def stories(answer: Answer, options: tuple[str, ...]) -> Iterator[Story]:
    """Yield, of the first battle of each option, the first leaker whose reason is the commonest, told step by step."""
    for option in options:
        cell = answer.options.index(option) * len(answer.raids)
        number = next(number for number, one in enumerate(answer.results["cell"]) if one == cell)
        run = run_of(answer, number)
        leaked = [one for one in run.outcome_rows if one["fate"] == Fate.LEAKED]
        common = Counter((one["stage"], one["reason"]) for one in leaked).most_common(1)
        alike = (one for one in leaked if (one["stage"], one["reason"]) == common[0][0])
        for one in islice(alike, 1):
            yield Story(option, one["threat"], number, run.explain(one["threat"]))
