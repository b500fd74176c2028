"""Coverage in the scene of a run: its keys, what they hold, and the folder that keeps them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import shieldwall as sw
from shieldwall.exercise.simulate import drawn
from shieldwall.record.folder import write
from shieldwall.record.recording import Recording
from shieldwall.scenario import load
from shieldwall.survey.scenery import HEIGHTS, coverage_scene

KEYS = {"coverage", "coverage_x", "coverage_y", "coverage_altitudes", "coverage_rcs"}


@pytest.fixture(scope="module")
def run() -> sw.Run:
    return sw.run("one-radar")


def test_a_saved_run_holds_its_coverage(run: sw.Run, tmp_path: Path, save_bare: Any) -> None:
    assert not KEYS & run.recording.scene.keys()
    scene = sw.open(save_bare(run, tmp_path / "run")).recording.scene
    assert scene.keys() >= {*KEYS, "relief", "relief_corner"}
    assert scene["coverage"].shape == (3, scene["coverage_y"].size, scene["coverage_x"].size)
    assert scene["coverage"].dtype == np.float32
    assert scene["coverage"].min() == 0.0
    assert 0.9 < scene["coverage"].max() <= 1.0
    assert scene["coverage_altitudes"].tolist() == list(HEIGHTS)
    assert np.all(np.diff(scene["coverage_x"]) > 0.0)
    assert np.all(np.diff(scene["coverage_y"]) > 0.0)


def test_nothing_is_seen_at_the_edge_of_the_scene() -> None:
    found = coverage_scene(drawn(load("one-radar"), 1, 0))["coverage"]
    edges = [found[:, 0], found[:, -1], found[:, :, 0], found[:, :, -1]]
    assert max(float(edge.max()) for edge in edges) == 0.0


def test_more_is_seen_higher_up() -> None:
    scene = coverage_scene(drawn(load("one-radar"), 1, 0))
    cells = np.outer(np.gradient(scene["coverage_y"]), np.gradient(scene["coverage_x"]))
    low, middle, high = (float(np.sum(cells[layer > 0.5])) for layer in scene["coverage"])
    assert low < middle < high


def test_a_folder_without_coverage_opens(run: sw.Run, tmp_path: Path) -> None:
    old = Recording(run.header, run.recording.log, run.recording.film, {"relief": np.zeros((9, 9), np.int16)})
    again = sw.open(write(old, run.outcomes(), tmp_path / "old"))
    assert KEYS.isdisjoint(again.recording.scene)
    assert KEYS.isdisjoint(sw.open(again.save(tmp_path / "copy")).recording.scene)
