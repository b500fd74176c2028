"""What a study says while it goes on: the widest gap so far between an option and the baseline, and its interval."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import numpy as np

from shieldwall.study.answer import Answer
from shieldwall.study.fighting import Progressed
from shieldwall.study.file import Study
from shieldwall.study.sentence import figure
from shieldwall.study.statistics.intervals import Interval
from shieldwall.study.work import Table

#: Time between two looks, s, which cost as much as the study is long.
EACH = 5.0


class Running:
    """Adds up what is fought and says at times what it comes to; called with each part as it is kept."""

    def __init__(self, study: Study, now: Callable[[], float] = time.monotonic) -> None:
        self._study = study
        self._now = now
        self._tables: list[Table] = []
        self._last = now()
        self._words = ""

    def __call__(self, progressed: Progressed) -> str:
        """Return the words that stand now."""
        self._tables.append(progressed.table)
        if self._now() - self._last >= EACH:
            self._last = self._now()
            self._tables = [np.concatenate(self._tables)]
            self._words = so_far(Answer(progressed.study or self._study, self._tables[0])) or self._words
        return self._words


def so_far(answer: Answer) -> str:
    """Return the difference that is largest, such as "both -12.3 +- 1.4 leakers"; nothing of fewer than two battles."""
    if answer.battles < 2:
        return ""
    study, values = answer.study, answer.values().mean(axis=1)
    names, against = answer.options, answer.options.index(answer.study.against)
    # Intervals of means, whatever is measured: they are but shown for a while.
    mean = partial(answer.weighing.estimated, measure="")
    gaps = {names[n]: mean(values[n] - values[against]) for n in range(len(names)) if n != against}
    name = max(gaps, key=lambda one: abs(gaps[one].estimate)) if gaps else names[0]
    found: Interval = gaps.get(name) or mean(values[0])
    measure = study.measures[0]
    return f"{name} {figure(found.estimate, measure, bool(gaps))} ± {figure(found.half, measure)} {measure}"
