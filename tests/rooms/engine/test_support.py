"""Support of rounds in flight, and what a channel's looks tell them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.fire.support import support
from shieldwall.engine.fly.ending import end
from shieldwall.kernels.draws import GUIDANCE_NOISE, normals
from shieldwall.kernels.flight import PT, PX, PY, PZ, TT, TVX, TVY, TVZ, TX, TY, TZ, X, Y, Z
from shieldwall.models.numbers import COMMAND, DATALINK_ACTIVE, SEMI_ACTIVE
from shieldwall.record.kinds import SUPPORT
from shieldwall.record.reasons import NO_REASON, SUPPORTED
from shieldwall.state.channel import ENGAGING
from shieldwall.state.sensor import ENGAGEMENT

Battle = Callable[..., Any]

NEAR = (0.0, 20e3, 3000.0)


@pytest.fixture
def flying(fire_unit: Battle) -> Battle:
    """Return the function that lays a channel whose last look hit and a round 10 km short of its target, 20 s to go."""

    def make(*, guidance: int = COMMAND, hit: int = 1, history: int = 31, togo: float = 20.0, **sensor: float) -> Any:
        made = fire_unit(
            weapons=[{"guidance": guidance}],
            sensors=[{"role": ENGAGEMENT, "look_interval": 2.0} | sensor],
            bodies=[{"at": NEAR, "speed": (0.0, 0.0, 0.0)}],
        )
        made.engage(0, NEAR, state=ENGAGING, hit=hit, history=history)
        made.belief.tracks[0].t = 10.0
        made.add_round(0, 0, 0, launched=5.0, supported_until=11.0)
        made.belief.flight[[X, Y, Z, PT, TT], 0] = (0.0, 10e3, 3000.0, 10.0 + togo, 9.0)
        return made

    return make


def share(made: Any, t: float = 10.0) -> float:
    return float(support(made.model, made.truth, made.belief, made.log, 0, t))


def test_a_hit_supports_a_round_until_the_next_look_and_a_tenth_longer(flying: Battle) -> None:
    made = flying()
    share(made)
    assert made.belief.rounds[0].supported_until == pytest.approx(10.0 + 1.1 * 2.0)
    assert not len(made.rows())


def test_a_look_without_a_hit_supports_nothing(flying: Battle) -> None:
    made = flying(hit=0)
    share(made)
    assert made.belief.rounds[0].supported_until == 11.0
    assert made.belief.flight[TT, 0] == 9.0


def test_support_that_was_lost_and_is_found_again_is_logged(flying: Battle) -> None:
    made = flying()
    made.belief.rounds[0].supported = 0
    share(made)
    assert made.whys(SUPPORT) == [SUPPORTED]
    assert made.belief.rounds[0].supported == 1


@pytest.mark.parametrize(
    ("togo", "history", "guidance", "homing", "expected"),
    [
        (7.9, 31, COMMAND, 0, 0.2),
        (8.1, 31, COMMAND, 0, 1.0),
        # A track without four hits of five looks is not worth quick looks.
        (7.9, 0b00111, COMMAND, 0, 1.0),
        (7.9, 0b01111, COMMAND, 0, 0.2),
        # What homes by its own radar needs none; what homes on the channel's echo does.
        (7.9, 31, DATALINK_ACTIVE, 1, 1.0),
        (7.9, 31, DATALINK_ACTIVE, 0, 0.2),
        (7.9, 31, SEMI_ACTIVE, 1, 0.2),
    ],
)
def test_in_the_last_eight_seconds_looks_are_a_fifth_as_long(
    flying: Battle, togo: float, history: int, guidance: int, homing: int, expected: float
) -> None:
    made = flying(togo=togo, history=history, guidance=guidance)
    made.belief.rounds[0].homing = homing
    assert share(made) == expected


@pytest.mark.parametrize("whose", ["spent", "of another channel", "of an engagement before"])
def test_only_rounds_of_the_engagement_are_supported(flying: Battle, whose: str) -> None:
    made = flying(togo=5.0)
    flown = made.belief.rounds[0]
    if whose == "spent":
        end(made.belief, made.log, 0, NO_REASON, 11.0)
    elif whose == "of another channel":
        flown.channel = 1
    else:
        flown.engagement = 0
    assert share(made) == 1.0
    assert flown.supported_until == 11.0


def test_a_round_that_does_not_home_is_sent_the_channel_s_track(flying: Battle) -> None:
    made = flying(guidance=SEMI_ACTIVE)
    track = made.belief.tracks[0]
    track.vx, track.vy, track.vz = 1.0, 2.0, 3.0
    share(made)
    assert made.belief.flight[[TX, TY, TZ, TVX, TVY, TVZ, TT], 0].tolist() == [*NEAR, 1.0, 2.0, 3.0, 10.0]
    made = flying(guidance=SEMI_ACTIVE)
    made.belief.rounds[0].homing = 1
    share(made)
    assert made.belief.flight[TT, 0] == 9.0


def test_by_command_it_suffers_the_channel_s_error_about_the_round_itself(flying: Battle) -> None:
    made = flying(guidance=COMMAND, guidance_error=1e-3, z=3000.0)
    made.truth.shots[0] = 0, 3, 1
    share(made)
    # The round is 10 km away, so an angle of a milliradian is ten metres. It is the fourth shot of this unit at this
    # body, 5 s old, in parts of a fifth of a second.
    unit, threat = made.model.units[0].entity, made.truth.bodies[0].entity
    e = normals(7, 0, GUIDANCE_NOISE, unit, threat, (3 << 16) + 25)[:3]
    off = made.belief.flight[[TX, TY, TZ], 0] - NEAR
    assert off.tolist() == pytest.approx([10.0 * one for one in e], rel=1e-9)


def test_an_error_of_the_meeting_is_worked_off_as_the_time_to_go_falls(flying: Battle) -> None:
    made = flying(guidance=SEMI_ACTIVE)
    # Launched at 5 s from the origin, it meets a target that stands still 20 km away at 25 s, so 15 s are to go; the
    # last update is a second old: a fifth of the error is taken off.
    made.belief.flight[[PX, PY, PZ], 0] = (300.0, 20_600.0, 3000.0)
    share(made)
    assert made.belief.flight[PT, 0] == pytest.approx(25.0, abs=0.02)
    moved = made.belief.flight[[PX, PY, PZ], 0].tolist()
    assert moved == pytest.approx([240.0, 20_480.0, 3000.0], abs=0.5)


def test_and_all_at_once_when_the_meeting_is_near(flying: Battle) -> None:
    made = flying(guidance=SEMI_ACTIVE)
    # Three seconds' worth of updates in three seconds.
    made.belief.rounds[0].launched = -7.5
    made.belief.flight[[PX, PY, PZ], 0] = (300.0, 20_600.0, 3000.0)
    share(made)
    assert made.belief.flight[PT, 0] == pytest.approx(12.5, abs=0.02)
    assert made.belief.flight[[PX, PY, PZ], 0].tolist() == pytest.approx(NEAR, abs=0.5)
