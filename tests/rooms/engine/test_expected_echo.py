"""How large an echo a unit expects of a track, and of a low one at the least."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.command.expected_echo import expected_echo
from shieldwall.engine.track.echo import LONG_WAVES_ALONE

Battle = Callable[..., Any]


@pytest.mark.parametrize(
    ("echo", "height", "expected"),
    [
        # A low target's echo is lost along the ground; nothing low is held for less than 0.02 m2.
        (0.002, 1000.0, 0.02),
        (LONG_WAVES_ALONE, 1000.0, 0.02),
        (0.5, 1000.0, 0.5),
        # Clear of the ground, plots tell what it is; and what nothing is known of stays so.
        (0.002, 2100.0, 0.002),
        (LONG_WAVES_ALONE, 2100.0, LONG_WAVES_ALONE),
        (0.0, 1000.0, 0.0),
    ],
)
def test_a_low_target_is_expected_to_return_what_its_kind_does(
    battle: Battle, echo: float, height: float, expected: float
) -> None:
    assert expected_echo(battle().model, echo, (0.0, 20e3, height, 0.0, -50.0, 0.0)) == expected
