"""Command guidance against a faint target fails by its echo, not by its flight: the same shots kill a brighter one.

Shots are those of the missile's card, at a one-way drone instead of a fighter.
"""

from __future__ import annotations

from typing import Any

import pytest

from shieldwall.assembly.draw.replication import Workspace
from shieldwall.catalogue import load
from shieldwall.catalogue.weapons import Interceptor
from shieldwall.exercise import kill_map

BATTLES = 6
HEIGHT = 500.0
#: Cells of range of 57E6, of 1.67 km each: near, and from 8.3 to 13.3 km.
NEAR, FAR = slice(0, 3), slice(5, 8)
#: Factor on the radar constant, that is on the cross-section of 0.01 m2: to that of a large aircraft.
BRIGHT = 1000.0


def shares(monkeypatch: pytest.MonkeyPatch, bright: float) -> tuple[float, float]:
    """Share of first rounds that kill, near and far."""
    plain = kill_map.disarm

    def brighten(drawn: Workspace, weapon: str) -> None:
        plain(drawn, weapon)
        sensors: Any = drawn.model.sensors
        sensors.radar_constant[:] *= bright

    entry = load("57e6")
    assert isinstance(entry, Interceptor)
    monkeypatch.setattr(kill_map, "TARGET", "shahed-class")
    monkeypatch.setattr(kill_map, "disarm", brighten)
    found = kill_map._fought(entry, "pantsir-s1", (HEIGHT,), BATTLES, None, 1)
    monkeypatch.undo()
    fired, killed = found["fired"][0], found["killed"][0]
    # A command that fires no such shots has none that kill.
    return killed[NEAR].sum() / max(fired[NEAR].sum(), 1), killed[FAR].sum() / max(fired[FAR].sum(), 1)


def test_a_faint_target_is_missed_far_away_and_a_bright_one_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Detection goes with the fourth root of the echo (Skolnik, eq. 1.9): 0.01 m2 at 7.4 km are 2 m2 at 28 km."""
    (near, far), (bright_near, bright_far) = (shares(monkeypatch, factor) for factor in (1.0, BRIGHT))
    assert near > 0.6
    assert far < 0.25
    assert bright_near > 0.6
    assert bright_far > 2.0 * far + 0.1
