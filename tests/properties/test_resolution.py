"""Formations are counted only when they are resolved: targets closer than a cell give one plot, and the log says so."""

from __future__ import annotations

import numpy as np
import pytest

import shieldwall as sw
from shieldwall.record.kinds import SIGHT
from shieldwall.record.reasons import UNRESOLVED
from shieldwall.scenario import load_text


def unresolved(spacing: float) -> int:
    """Sights that end because the radar no longer resolves its target from a neighbour, of four that fly in file."""
    run = sw.run(
        load_text(f"""
scenario: 1
title: Four in file
question: How many are seen?
terrain: flat
start: 2019-10-24T08:00Z
lasts: 4 min
draws: {{terrain_error: no, obstacle_angle: no, registration_bias: no}}
blue:
  command: {{post: radar}}
  units: {{radar: {{is: an-tps-70, at: 44.60 N 20.45 E}}}}
red:
  routes: {{path: [44.60 N 21.50 E, 44.60 N 20.90 E]}}
  units:
    file:
      {{is: strike-fighter, count: 4, spacing: {spacing} s, route: path, height: 6 km amsl, speed: 240 m/s,
       then: continue}}
"""),
        film=False,
    )
    log = run.recording.log
    return int(np.count_nonzero((log["kind"] == SIGHT) & (log["why"] == UNRESOLVED)))


@pytest.mark.parametrize(("spacing", "resolved"), [(0.1, False), (20.0, True)])
def test_four_in_file_are_resolved_beyond_a_cell(spacing: float, resolved: bool) -> None:
    """The cell is 150 m deep (its class, 75 to 300 m): 24 m from one to the next lie within it, 4.8 km do not."""
    found = unresolved(spacing)
    assert (found == 0) == resolved, found
