"""The two hot kernels against their C twins, number by number and in time, and gate-and-update against numpy."""

from __future__ import annotations

from typing import Any

import numpy as np

from figures import batch, dense, picture, twins
from figures.battle import Seen, observed, ready
from figures.picture import Picture, empty_picture
from figures.repeats import Task, in_turn, ratios, spread
from shieldwall.quantities.constants import EARTH_RADIUS

#: Looks after which pictures are compared, number by number: few enough that no track comes and goes unseen.
STEP = 5


def same_pictures(one: Picture, other: Picture) -> bool:
    """Whether two pictures hold the same tracks, to the last bit, and gave each plot to the same one."""
    names = ("tracks", "covariance", "taken", "rules")
    return all(getattr(one, name).tobytes() == getattr(other, name).tobytes() for name in names)


def same_throughout(seen: Seen, their_plots: np.ndarray) -> bool:
    """Whether the twin in C holds the same picture as we after every few looks, each of us given plots."""
    ours, theirs = empty_picture(len(seen.plots)), empty_picture(len(seen.plots))
    for first in range(0, len(seen.looks), STEP):
        last = min(first + STEP, len(seen.looks))
        measured = picture.follow(ours, seen.looks, first, last, seen.plots)
        if measured < 0 or measured != twins.follow(theirs, seen.looks, first, last, their_plots):
            return False
        if not same_pictures(ours, theirs):
            return False
    return True


def numpy_agrees_throughout(seen: Seen) -> bool:
    """Whether the twin in numpy holds the same picture as we after every few looks, up to rounding."""
    ours, theirs = empty_picture(len(seen.plots)), dense.Dense()
    for first in range(0, len(seen.looks), STEP):
        last = min(first + STEP, len(seen.looks))
        picture.follow(ours, seen.looks, first, last, seen.plots)
        dense.follow_looks(theirs, seen, first, last)
        if not dense.agrees(theirs, ours):
            return False
    return True


def gate_and_update(rounds: int, seen: Seen | None = None) -> dict[str, Any]:
    """Time all looks of bench-60's searching sensors through one picture: compiled, in C, and in numpy."""
    seen = observed() if seen is None else seen
    looks, plots = seen.looks, seen.plots
    results: dict[str, Any] = {"looks": len(looks), "plots": len(plots), "same": None, "to_c": None}
    results["updates"] = int(picture.follow_all(seen).rules[5])

    def fresh() -> Picture:
        return empty_picture(len(plots))

    tasks = [Task(fresh, lambda empty: picture.follow(empty, looks, 0, len(looks), plots))]
    if twins.compiler():
        results["same"] = same_throughout(seen, plots)
        tasks.append(Task(fresh, lambda empty: twins.follow(empty, looks, 0, len(looks), plots)))
    taken = in_turn(rounds, *tasks)
    results["seconds"] = spread(taken[0])
    if twins.compiler():
        results["to_c"] = ratios(*taken)
    results["numpy_same"] = numpy_agrees_throughout(seen)
    slow = in_turn(max(3, rounds // 3), tasks[0], Task(lambda: None, lambda _: dense.follow_all(seen)))
    results["numpy"] = ratios(slow[1], slow[0])
    return results


def batch_flight(rounds: int) -> list[dict[str, Any]]:
    """Time batches of each kind of round of bench-60 for half a minute, compiled and in C."""
    airframes = ready()[0].model.airframes
    results = []
    for count in batch.BATCHES:
        kinds = range(len(airframes))
        tables = [batch.launched(airframes, kind, count) for kind in kinds]

        def copies(tables: list[np.ndarray] = tables) -> list[np.ndarray]:
            return [table.copy() for table in tables]

        def fly(ready: list[np.ndarray], by: Any) -> list[np.ndarray]:
            for kind, table in enumerate(ready):
                by(table, airframes, kind, batch.TICKS, batch.STEP, EARTH_RADIUS)
            return ready

        row: dict[str, Any] = {"count": count, "same": None, "to_c": None}
        tasks = [Task(copies, lambda ready, fly=fly: fly(ready, batch.fly))]
        if twins.compiler():
            ours, theirs = fly(copies(), batch.fly), fly(copies(), twins.fly)
            assert np.isfinite(ours).all()
            row["same"] = all(a.tobytes() == b.tobytes() for a, b in zip(ours, theirs, strict=True))
            tasks.append(Task(copies, lambda ready, fly=fly: fly(ready, twins.fly)))
        taken = in_turn(rounds, *tasks)
        steps = count * batch.TICKS * len(airframes)
        row["nanoseconds"] = spread([1e9 * seconds / steps for seconds in taken[0]])
        if twins.compiler():
            row["to_c"] = ratios(*taken)
        results.append(row)
    return results
