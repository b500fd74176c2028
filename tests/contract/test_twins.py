"""The compiled hot kernels against the same algorithms in C and numpy: the same numbers, and nearly C's speed.

The twins in C share no code with the kernels; their compiler is the authority for what the machine can do.
"""

from __future__ import annotations

import ctypes
import json
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
#: What is promised of a kernel's time against C's, and what a busy machine may add to it.
PROMISED, SLACK = 1.15, 1.1


class Figures(NamedTuple):
    """The modules of benchmarks/figures that these tests use."""

    hot_kernels: ModuleType
    battle: ModuleType
    picture: ModuleType
    dense: ModuleType
    twins: ModuleType
    batch: ModuleType
    threads: ModuleType
    viewshed: ModuleType
    page: ModuleType


@pytest.fixture(scope="module")
def figures() -> Figures:
    import importlib

    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "benchmarks"))
        return Figures(*(importlib.import_module(f"figures.{name}") for name in Figures._fields))


@pytest.fixture(scope="module")
def seen(figures: Figures) -> object:
    return figures.battle.observed()


@pytest.mark.tool("gdal_viewshed")
@pytest.mark.tool("gdalwarp")
def test_masks_are_compared_with_gdal_on_the_window_of_the_test(figures: Figures) -> None:
    compared = figures.viewshed.compare("flat earth", 1)
    assert min(compared["same"].values()) >= 0.98
    assert compared["to_gdal"].median > 0.0


@pytest.mark.tool("cc")
def test_c_tracks_as_we_do_to_the_last_bit(figures: Figures, seen: Any) -> None:
    assert figures.hot_kernels.same_throughout(seen, seen.plots)
    assert len(np.unique(figures.picture.follow_all(seen).taken)) > 60
    # The comparison can fail: a plot moved by less than a hair is another picture.
    moved = seen.plots.copy()
    moved["x"][1000] += 1e-6
    assert not figures.hot_kernels.same_throughout(seen, moved)


@pytest.mark.long
def test_numpy_tracks_as_we_do(figures: Figures, seen: Any) -> None:
    assert figures.hot_kernels.numpy_agrees_throughout(seen)
    ours, part = figures.picture.follow_all(seen), figures.dense.follow_all(seen)
    assert figures.dense.agrees(part, ours)
    part.taken[500] = part.taken[500] + 1
    assert not figures.dense.agrees(part, ours)


@pytest.mark.tool("cc")
@pytest.mark.parametrize("count", [1, 8, 37])
def test_c_flies_as_we_do_to_the_last_bit(figures: Figures, count: int) -> None:
    airframes = figures.battle.ready()[0].model.airframes
    for kind in range(len(airframes)):
        ours = figures.batch.launched(airframes, kind, count)
        begin, theirs = ours.copy(), ours.copy()
        how = (airframes, kind, figures.batch.TICKS, figures.batch.STEP, 6_371_000.0)
        figures.batch.fly(ours, *how)
        figures.twins.fly(theirs, *how)
        assert np.isfinite(ours).all()
        assert ours.tobytes() == theirs.tobytes()
        # They flew: kilometres away, and not as they would round a smaller earth.
        assert np.linalg.norm(ours[:3] - begin[:3], axis=0).min() > 3000.0
        figures.twins.fly(begin, *how[:-1], 6_300_000.0)
        assert begin.tobytes() != ours.tobytes()


@pytest.mark.alone
@pytest.mark.long
@pytest.mark.tool("cc")
def test_kernels_are_nearly_as_fast_as_c(figures: Figures, seen: Any) -> None:
    ratios = [figures.hot_kernels.gate_and_update(7, seen)["to_c"].least]
    ratios += [row["to_c"].least for row in figures.hot_kernels.batch_flight(7)]
    assert max(ratios) <= PROMISED * SLACK


@pytest.mark.alone
@pytest.mark.long
def test_two_threads_do_nearly_twice_the_work(figures: Figures) -> None:
    threads, runs = figures.threads, 3
    makers = {"loop": threads.loop_jobs("bench-60", runs), "control": threads.control_jobs(2 * runs)}
    found = threads.pairs(5, makers)
    best = {name: max(threads.gain(*pair) for pair in pairs) for name, pairs in found.items()}
    room = max(threads.room(*pair) for pair in found["loop"])
    waits = min(two.waits / (2 * runs) for _, two in found["loop"])
    assert threads.promised(best["loop"], best["control"], room, waits)


def test_what_is_asked_of_two_threads_is_strict_on_a_free_machine(figures: Figures) -> None:
    promised = figures.threads.promised
    assert promised(1.71, 2.0, 1.0, 99.0)
    assert not promised(1.69, 2.0, 2.0, 0.0)
    assert promised(1.0, 1.0, 1.9, 0.0)
    assert not promised(1.0, 1.0, 1.6, 0.0)
    assert not promised(1.0, 1.0, 1.9, 50.0)


@pytest.mark.alone
def test_a_wait_for_a_lock_is_seen(figures: Figures) -> None:
    def hold() -> None:
        for _ in range(200_000):
            sum(range(20))

    # Python holds its lock: two threads of it hand it over again and again, one has nobody to wait for.
    alone, both = figures.threads.together([hold]), figures.threads.together([hold, hold])
    assert both.waits > alone.waits + 5


def test_the_page_is_written_from_the_stored_figures(figures: Figures) -> None:
    measured = json.loads((ROOT / "benchmarks" / "figures.json").read_text(encoding="utf-8"))
    text = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    assert text == figures.page.page(measured)
    assert max(len(line) for line in text.splitlines() if not line.startswith("|")) <= 124
    assert "**numbers differ**" not in text
    for headline in ("Promises", "Threads", "Cost by stage", "Twins", "Peers", "Growth"):
        table = text.partition(f"\n## {headline}\n")[2].partition("\n## ")[0]
        assert sum(line.startswith("| ") for line in table.splitlines()) >= 5
    for what in ("Stone Soup", "gdal_viewshed", "scipy", "numpy", "slavic-shield-2019, with draw"):
        assert what in text


def test_the_page_says_what_a_machine_did_not_have(figures: Figures) -> None:
    measured = json.loads((ROOT / "benchmarks" / "figures.json").read_text(encoding="utf-8"))
    measured["machine"] |= {"compiler": None, "gdal": None}
    measured |= {"stone_soup": {}, "viewshed": {}}
    for row in (measured["gate_and_update"], *measured["batch_flight"]):
        row |= {"to_c": None, "same": None}
    text = figures.page.page(measured)
    assert text.count(figures.page.NO_COMPILER) == 9 - 1
    assert text.count(figures.page.ABSENT) == 4


def test_layouts_in_c_are_those_of_the_tables(figures: Figures) -> None:
    twins = figures.twins
    for name, layout in twins.LAYOUTS.items():
        struct = twins.struct(name, layout)
        assert struct.count(";") == len(layout.names) + 1
        assert layout.itemsize == ctypes.sizeof(ctypes.c_double) * len(layout.names)
