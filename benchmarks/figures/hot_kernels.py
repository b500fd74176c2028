"""The two hot kernels against their C twins, number by number and in time, and gate-and-update against numpy."""

from __future__ import annotations

from typing import Any

import numpy as np

from figures import batch, dense, picture, twins
from figures.battle import Seen, ready, watch
from figures.picture import Picture, empty_picture
from figures.repeats import Task, in_turn, ratios, spread
from shieldwall.quantities.constants import EARTH_RADIUS


def same_pictures(one: Picture, other: Picture) -> bool:
    """Whether two pictures hold the same tracks, to the last bit, and gave each plot to the same one."""
    names = ("tracks", "covariance", "taken", "rules")
    return all(getattr(one, name).tobytes() == getattr(other, name).tobytes() for name in names)


def gate_and_update(rounds: int, seen: Seen | None = None) -> dict[str, Any]:
    """Time all looks of bench-60's searching sensors through one picture: compiled, in C, and in numpy."""
    seen = watch() if seen is None else seen
    looks, plots = seen.looks, seen.plots
    results: dict[str, Any] = {"looks": len(looks), "plots": len(plots), "same": None, "to_c": None}
    ours = picture.follow_all(seen)
    results |= {"updates": int(ours.rules[5])}

    def fresh() -> Picture:
        return empty_picture(len(plots))

    tasks = [Task(fresh, lambda empty: picture.follow(empty, looks, 0, len(looks), plots))]
    if twins.compiler():
        theirs = fresh()
        twins.follow(theirs, looks, 0, len(looks), plots)
        results["same"] = same_pictures(ours, theirs)
        tasks.append(Task(fresh, lambda empty: twins.follow(empty, looks, 0, len(looks), plots)))
    taken = in_turn(rounds, *tasks)
    results["seconds"] = spread(taken[0])
    if twins.compiler():
        results["to_c"] = ratios(*taken)
    in_numpy = dense.follow_all(seen)
    results["numpy_same"] = dense.agrees(in_numpy, ours)
    slow = in_turn(max(1, rounds // 5), tasks[0], Task(lambda: None, lambda _: dense.follow_all(seen)))
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
