"""Succession: what becomes of units whose post is heard no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.record.kinds import AUTONOMOUS, ORDERED

Fight = Callable[..., Any]

#: The net carries nothing any more from the third minute on; the raid comes a quarter of a minute later.
CUT_OFF = """
scenario: 1
title: A battery that loses its post
question: How long is it mute?
terrain: flat
start: 2026-05-01T06:00Z
lasts: 8 min
blue:
  command: {post: cp, delays: {autonomy: DELAY}}
  links: [{name: net, joins: [cp, battery], delay: 0.5 s, outages: [{from: 180 s, to: 8 min}]}]
  units:
    cp: {is: s-400-command-post, at: 44.85 N 20.30 E}
    battery: {is: pantsir-s1, at: 44.80 N 20.30 E, facing: south}
red:
  routes:
    south: [44.20 N 20.30 E, target depot]
  units:
    missile: {is: tomahawk-class, count: 2, route: south, height: 100 m agl, speed: 245 m/s, enters: 15 s,
              spacing: 10 s, mission: {strike: depot}}
places:
  depot: {at: 44.80 N 20.32 E, value: 10, hardness: 2}
"""


@pytest.mark.parametrize("delay", [5.0, 30.0])
def test_a_unit_that_lost_its_post_fights_alone_after_its_delay(fought: Fight, delay: float) -> None:
    made = fought(CUT_OFF.replace("DELAY", f"{delay:g} s"), seed=1)
    alone = [float(row["t"]) for row in made.log if row["kind"] == AUTONOMOUS]
    # The post spoke last within a third of the delay, or its cycle of 3 s, before the net failed; half a second on the
    # net, and the unit looks every 2 s.
    assert len(alone) == 1
    assert 180.0 - max(delay / 3.0, 3.0) + delay <= alone[0] <= 180.5 + delay + 2.0
    own = [float(row["t"]) for row in made.log if row["kind"] == ORDERED and row["who"] == row["whom"]]
    # Under command it orders itself nothing but what comes at it, which these do not.
    assert min(own) >= alone[0]
