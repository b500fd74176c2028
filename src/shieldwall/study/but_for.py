"""But for a link of the kill chain: who would have been stopped, had it been ideal, on the same luck.

A battle fought again is a coin, so one rerun says nothing: what counts are shares over many draws of luck. Every draw
is fought as it stands and with each link made ideal (`study.ideal`), by common random numbers, and with every two of
them on a sample of the draws. A draw in which a better link lets another threat through counts against it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.replication import ParameterDraws, beyond_central
from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.quantities.errors import InputError, ShieldwallError, closest, quoted
from shieldwall.scenario import Scenario
from shieldwall.state.body import RED
from shieldwall.study.ideal import IDEALS, Ideal, joint
from shieldwall.study.measures import Measure, leakers
from shieldwall.study.paired import WORKERS, Option, Pairs, Progress, paired
from shieldwall.study.statistics.intervals import CONFIDENCE, Difference, Floats, Interval, difference, proportion
from shieldwall.study.statistics.shares import share_difference
from shieldwall.study.statistics.simultaneous import sidak

Flags = NDArray[np.bool_]

AS_IT_IS: Final = "as it is"
LEAKERS: Final = "leakers"
#: Draws of luck that a share takes, and of these the sample on which two links at a time are made ideal.
DRAWS, PAIR_DRAWS = 200, 40
#: Fewer draws than this have no interval.
FEWEST = 2


class Saved(NamedTuple):
    """Threats that one link made ideal, or several, would have stopped: a mean over `draws`, and half its interval."""

    links: tuple[Ideal, ...]
    stopped: Difference
    draws: int


class Interaction(NamedTuple):
    """Threats that two links would have stopped together, and those beyond what the better of both stops alone."""

    saved: Saved
    better: Ideal
    beyond: Difference


class Spared(NamedTuple):
    """How often one threat leaks with a link made ideal, or two, of how many draws, and how much more as it stands."""

    link: Ideal
    leaks: int
    draws: int
    stopped: Interval


class Leaker(NamedTuple):
    """How often one threat leaks as it stands, of how many draws, with the interval of that share; and but for what.

    The intervals of the `links` hold together with 95 %, and so do those of the `pairs`.
    """

    threat: str
    leaks: int
    draws: int
    share: Interval
    links: tuple[Spared, ...]
    pairs: tuple[Spared, ...]


@dataclass(frozen=True)
class ButFor:
    """What each link made ideal would have stopped: of all threats, and of every one by its name.

    `leakers` is the mean over `draws`. The intervals of the `links` hold together with 95 %, and so do those of the
    `pairs`, which were fought on the first `pair_draws` of the draws.
    """

    title: str
    draws: int
    pair_draws: int
    leakers: float
    links: tuple[Saved, ...]
    pairs: tuple[Interaction, ...]
    threats: Mapping[str, Leaker]

    def of(self, threat: str) -> Leaker:
        """Return what concerns one threat; InputError, with the nearest name, when none is called so."""
        if threat not in self.threats:
            near = closest(threat, self.threats) or next(iter(self.threats), "")
            raise InputError(f"there is no threat {quoted(threat)} in this raid", instead=f"did you mean {near}?")
        return self.threats[threat]


def but_for(
    scenario: Scenario,
    replications: Sequence[int],
    seed: int = 1,
    parameter_draws: ParameterDraws = "central",
    pair_draws: int = PAIR_DRAWS,
    workers: int = WORKERS,
    progress: Progress | None = None,
    ideals: Sequence[Ideal] = IDEALS,
) -> ButFor:
    """Fight replications as they stand and with each link of the kill chain made ideal; return what that stops.

    Args:
        replications: the draws of luck under `seed`; at least 200 make shares that say something.
        parameter_draws: as `draw` has it; a vector holds all figures, so that luck alone varies.
        pair_draws: of the replications so many, the first, are also fought with every two links made ideal; 0 for none.
        workers: threads; their number changes no answer.
        progress: called with the battles fought and the battles in all.

    Raises InputError for fewer than two replications or pair draws, and what a plan and a draw raise.
    """
    numbers = tuple(replications)
    sample = numbers[: max(pair_draws, 0)]
    for fought in (numbers, sample) if pair_draws else (numbers,):
        if len(fought) < FEWEST:
            raise InputError(f"{len(fought)} draws of luck have no interval", instead=f"give {DRAWS} or more")
    twos = [tuple(two) for two in combinations(ideals, 2)] if sample else []
    total = battles(len(numbers), len(sample), len(ideals))
    rows = threat_rows(scenario, parameter_draws)
    measures: dict[str, Measure] = {LEAKERS: _counted}
    measures |= {name: partial(_leaked, row=row) for name, row in rows.items()}

    def fight(wanted: Sequence[Ideal], draws: Sequence[int], before: int) -> Pairs:
        options = [Option(one.name, scenario, one.change, None, one.plenty) for one in wanted]

        def note(done: int, _of: int) -> None:
            if progress is not None:
                progress(before + done, total)

        return paired(options, draws, (seed,), measures, parameter_draws, workers, note)

    singles = fight([Ideal(AS_IT_IS, "", ""), *ideals], numbers, 0)
    doubles = fight([joint(two) for two in twos], sample, len(numbers) * (1 + len(ideals))) if twos else None
    return _answer(scenario.title, singles, doubles, tuple(ideals), tuple(twos), tuple(rows))


def battles(draws: int, pair_draws: int, links: int = len(IDEALS)) -> int:
    """Return how many battles `but_for` fights."""
    return draws * (1 + links) + pair_draws * links * (links - 1) // 2


def sample_of(draws: int) -> int:
    """Return on how many of some draws every two links are made ideal, where nothing is said: a fifth."""
    return min(draws, max(FEWEST, draws * PAIR_DRAWS // DRAWS))


def threat_rows(scenario: Scenario, parameter_draws: ParameterDraws = "central") -> dict[str, int]:
    """Return the row of each threat's body by its name; it is the same in all replications and for all plans."""
    plan = planned(scenario, beyond_central(parameter_draws))
    members = plan.raid.raid.members
    return {sent.name: row for row, sent in enumerate(plan.raid.sent) if members.side[row] == RED}


def _leaked(battle: Simulator, row: int) -> float:
    return float(battle.workspace.truth.body_state["leaked"][row])


def _counted(battle: Simulator) -> float:
    """Leakers of a battle in which, with rounds without end, no launcher ran empty."""
    if battle.plan.plenty.rounds:
        left, held = battle.workspace.belief.launcher_state["ready"], battle.workspace.model.launchers["capacity"]
        if np.any((left == 0) & (held > 0)):
            raise ShieldwallError(f"a launcher has fired {battle.plan.plenty.rounds} rounds, which were to be endless")
    return leakers(battle)


def _answer(
    title: str,
    singles: Pairs,
    doubles: Pairs | None,
    ideals: tuple[Ideal, ...],
    twos: tuple[tuple[Ideal, ...], ...],
    threats: tuple[str, ...],
) -> ButFor:
    usual = singles.of(AS_IT_IS, LEAKERS)[0]
    stopped = {one: usual - singles.of(one.name, LEAKERS)[0] for one in ideals}
    each = sidak(CONFIDENCE, len(ideals))
    links = tuple(Saved((one,), difference(by, each), len(usual)) for one, by in stopped.items())
    pairs = () if doubles is None else tuple(_interactions(usual, stopped, doubles, twos))
    joined = tuple(joint(two) for two in twos)
    found = {name: _leaker(name, singles, doubles, ideals, joined) for name in threats}
    sample = 0 if doubles is None else len(doubles.replications)
    return ButFor(title, len(usual), sample, float(usual.mean()), links, pairs, found)


def _interactions(
    usual: Floats, stopped: Mapping[Ideal, Floats], doubles: Pairs, twos: Sequence[tuple[Ideal, ...]]
) -> list[Interaction]:
    found, count, each = [], len(doubles.replications), sidak(CONFIDENCE, len(twos))
    for two in twos:
        both = usual[:count] - doubles.of(joint(two).name, LEAKERS)[0]
        # Of all draws, since the sample alone may take the lesser for the better.
        better = max(two, key=lambda one: float(stopped[one].mean()))
        saved = Saved(two, difference(both, each), count)
        found.append(Interaction(saved, better, difference(both - stopped[better][:count], each)))
    return found


def _leaker(
    name: str, singles: Pairs, doubles: Pairs | None, ideals: Sequence[Ideal], joined: Sequence[Ideal]
) -> Leaker:
    usual = singles.of(AS_IT_IS, name)[0] > 0.0
    leaks = int(usual.sum())
    links = _spared(name, usual, singles, ideals)
    pairs = () if doubles is None else _spared(name, usual[: len(doubles.replications)], doubles, joined)
    return Leaker(name, leaks, len(usual), proportion(leaks, len(usual)), links, pairs)


def _spared(name: str, usual: Flags, fought: Pairs, ideals: Sequence[Ideal]) -> tuple[Spared, ...]:
    each = sidak(CONFIDENCE, len(ideals))
    leaks = [fought.of(one.name, name)[0] > 0.0 for one in ideals]
    return tuple(
        Spared(one, int(leak.sum()), len(usual), share_difference(usual, leak, each))
        for one, leak in zip(ideals, leaks, strict=True)
    )
