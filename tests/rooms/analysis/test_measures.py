"""What a run comes to: damage, leakers, rounds, money, warning."""

from __future__ import annotations

from typing import Any

import pytest

from shieldwall.analysis.measures import measures
from shieldwall.record import reasons

STRIKE, BOMB, CRUISE, WATCH = "red/strike/1", "red/strike/1/guided-bomb-1", "red/cruise/1", "red/watch/1"


@pytest.fixture
def numbers(log: Any) -> dict[str, Any]:
    """The strike releases its bomb, which hits; the cruise missile dies on the second round; the scout goes home."""
    acquired = log.engaged(CRUISE)
    log.enters(STRIKE)
    log.enters(WATCH)
    log.tracks(22.0, 9, "")
    log.row(23.0, "unsent", "blue/post", "blue/battery")
    first, second = log.launches(25.0, 1, acquired), log.launches(28.0, 2, acquired)
    log.round_ends(40.0, 1, first, reasons.PASSED_TARGET)
    log.kills(45.0, CRUISE, log.passes(45.0, 2, CRUISE, second), "blue/battery/launcher-1/round-2")
    log.row(50.0, "acquired", "blue/battery/track-channel-02", v0=101, v1=5)
    false = log.follows(51.0, 101, "", "blue/battery")
    log.launches(52.0, 3, false - 1, own=101)
    log.row(53.0, "burst", "blue/battery/track-channel-02", cause=false - 1, v0=60.0, v1=0.0)
    log.row(100.0, "released", STRIKE, BOMB)
    log.enters(BOMB, 100.0)
    log.hits(130.0, BOMB, damage=0.5, so_far=0.5)
    log.row(140.0, "exits", WATCH, why=reasons.HOME_UNRELEASED)
    return measures(log.recording())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("threats", 4),
        ("leakers", 1),
        ("killed", 1),
        ("kills", 1),
        ("delivered", 1),
        ("recovered", 1),
        ("expired", 0),
        ("unreleased", 0),
        ("damage", 2.5),
        ("damage_share", 0.25),
        ("shots", {"gun": 1, "missile": 3}),
        ("rounds", 3),
        ("bursts", 1),
        ("rounds_left", {"gun": 1, "missile": 1}),
        ("false_shots", 2),
        ("own_losses", []),
        ("cost_red", 3.0),
        ("cost_blue", 1.51),
        ("first_detection_s", 5.0),
        ("first_detection_km", 80.0),
        # The missile was seen 495 s before it would have arrived at 500 s; the bomb never.
        ("warning_s", 247.5),
        ("false_tracks", 1),
        ("messages_lost", 1),
    ],
)
def test_measures_of_a_small_battle(numbers: dict[str, Any], name: str, value: object) -> None:
    assert numbers[name] == (pytest.approx(value) if isinstance(value, float) else value)


def test_a_lost_unit_is_named_and_paid_for(log: Any) -> None:
    log.enters(CRUISE)
    log.hits(500.0, CRUISE, damage=2.0, so_far=2.0)
    log.row(500.0, "unit-destroyed", CRUISE, "blue/battery")
    numbers = measures(log.recording())
    assert (numbers["own_losses"], numbers["cost_blue"], numbers["damage"]) == (["blue/battery"], 10.0, 10.0)


def test_a_weapon_that_stayed_with_its_carrier_is_counted_apart(log: Any) -> None:
    log.enters(STRIKE)
    numbers = measures(log.recording())
    assert (numbers["threats"], numbers["unreleased"]) == (1, 1)


def test_what_never_happened_has_no_time(log: Any) -> None:
    numbers = measures(log.recording())
    assert numbers["first_detection_s"] is None
    assert numbers["first_detection_km"] is None
    assert numbers["warning_s"] is None
