"""How many threats the defence brought to each stage of the kill chain, and why the others came no further."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from shieldwall.analysis.stages import Stage

_BY_WORDS = {stage.words: stage for stage in Stage}


class Step(NamedTuple):
    """One stage: `number` threats came so far, `stopped` of them no further, mostly for `reason` (`because` of them).

    `systems` holds the numbers by system, in the order of the funnel's systems.
    """

    stage: Stage
    number: int
    systems: tuple[int, ...]
    stopped: int
    reason: str
    because: int

    @property
    def words(self) -> str:
        """What came so far did: the first step is of all that entered."""
        return "entered" if self.stage is Stage.UNSEEN else self.stage.words


class Funnel(NamedTuple):
    """The steps from UNSEEN, which all that entered reached, to KILLED, and the systems by number."""

    systems: tuple[str, ...]
    steps: tuple[Step, ...]


def funnel(outcomes: Iterable[Mapping[str, Any]]) -> Funnel:
    """Return the funnel of a run from the rows of its outcomes.

    A threat counts at every stage up to its furthest one, so the numbers never rise. A threat that a round fired
    at its neighbour killed has passed the stages before, too.
    """
    rows = list(outcomes)
    systems = tuple(name for name, _ in Counter(str(row["system"]) for row in rows).most_common())
    reached = [(_BY_WORDS[row["stage"]], str(row["system"]), str(row["reason"])) for row in rows]
    steps = []
    for stage in Stage:
        came = Counter(system for furthest, system, _ in reached if furthest >= stage)
        why = Counter(reason for furthest, _, reason in reached if furthest is stage and stage is not Stage.KILLED)
        reason, because = why.most_common(1)[0] if why else ("", 0)
        numbers = tuple(came[system] for system in systems)
        steps.append(Step(stage, came.total(), numbers, why.total(), reason, because))
    return Funnel(systems, tuple(steps))
