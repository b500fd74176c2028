"""Orders at the unit: taken on an idle channel, or refused with the reason; and the cue that they bring."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.command.orders import renew_cue, same_target, take_order
from shieldwall.kernels.draws import OPERATOR_DELAY, uniform
from shieldwall.models.numbers import OPTICAL, RADAR
from shieldwall.record.kinds import ACCEPTED, REFUSED
from shieldwall.record.reasons import ENGAGED, NO_CHANNEL, NO_REASON, NO_ROUND, OUTSIDE_SECTOR
from shieldwall.state.channel import ACQUIRING, ENGAGING, IDLE
from shieldwall.state.layout import NONE
from shieldwall.state.message import CUE, STATUS
from shieldwall.state.sensor import ENGAGEMENT
from shieldwall.state.track import CONFIRMED, FREE, TENTATIVE

Battle = Callable[..., Any]

NEAR = (0.0, 20e3, 3000.0)


def taken(made: Any, row: int, t: float = 10.0) -> None:
    take_order(made.model, made.belief, made.log, row, t)


def answers(made: Any) -> list[tuple[int, int, int]]:
    """Order, track and reason of the reports on their way."""
    said = [made.belief.status_sent[row] for row in made.messages(STATUS)]
    return [(int(one.order), int(one.track), int(one.why)) for one in said]


def two_channels(**sensor: Any) -> dict[str, Any]:
    """A post and a unit with two channels on one sensor."""
    return {
        "sensors": [{}, {"unit": 1, "role": ENGAGEMENT} | sensor],
        "channels": [{"unit": 1, "sensor": 1}, {"unit": 1, "sensor": 1}],
    }


def test_a_unit_takes_an_order_on_an_idle_channel_and_says_so(group: Battle) -> None:
    made = group()
    taken(made, made.add_order(1, 0, NEAR))
    state = made.belief.channel_state[0]
    assert (state.state, state.post, state.order, state.order_track, state.since) == (ACQUIRING, 0, 5, 77, 10.0)
    # Its channel looks at once.
    assert made.belief.clocks[made.model.channels[0].clock] == 10.0
    (event,) = made.rows(ACCEPTED)
    assert (event.who, event.v0, event.v1) == (made.model.channels[0].name, 77, 5)
    assert answers(made) == [(5, 77, NO_REASON)]
    # The report counts the channel that the order has taken.
    assert [made.belief.status_sent[row].free for row in made.messages(STATUS)] == [0]


def test_a_crew_fires_no_sooner_than_its_reaction_allows(group: Battle) -> None:
    made = group(units=[{"commands": 1}, {"post": 0, "reaction": 8.0}])
    taken(made, made.add_order(1, 0, NEAR))
    assert made.belief.channel_state[0].ready_at == 18.0


def test_and_takes_a_time_beyond_that_which_is_exponential_and_named_by_unit_place_and_tick(group: Battle) -> None:
    made = group(units=[{"commands": 1}, {"post": 0, "reaction": 8.0, "operator_delay": 4.0}])
    taken(made, made.add_order(1, 0, NEAR), 10.7)
    # Cells of 100 m: 0 east and 200 north; ticks of 0.05 s.
    u = uniform(7, 0, OPERATOR_DELAY, made.model.units[1].entity, 200, 214)
    assert made.belief.channel_state[0].ready_at == pytest.approx(18.7 - 4.0 * math.log(u), rel=1e-12)


def test_without_a_round_an_order_is_refused(group: Battle) -> None:
    made = group(launchers=[{"unit": 1, "ready": 0}])
    taken(made, made.add_order(1, 0, NEAR))
    assert made.whys(REFUSED) == [NO_ROUND]
    assert answers(made) == [(5, 77, NO_ROUND)]
    assert made.belief.channel_state[0].state == IDLE


def test_without_an_idle_channel_an_order_is_refused(group: Battle) -> None:
    made = group()
    made.engage(0, (0.0, -20e3, 3000.0), state=ENGAGING)
    taken(made, made.add_order(1, 0, NEAR))
    assert made.whys(REFUSED) == [NO_CHANNEL]


def test_what_a_unit_already_engages_is_refused_as_under_engagement(group: Battle) -> None:
    made = group(**two_channels())
    made.engage(0, NEAR, state=ENGAGING)
    taken(made, made.add_order(1, 0, NEAR))
    assert made.whys(REFUSED) == [ENGAGED]
    assert made.belief.channel_state[1].state == IDLE


def test_where_no_idle_channel_may_turn_an_order_is_refused_as_outside_the_sector(group: Battle) -> None:
    # The sensor faces north with 30 degrees on each side, and does not turn.
    cone = {"cos_sector": math.cos(math.radians(30.0)), "half_sector": math.radians(30.0)}
    made = group(**two_channels(**cone, slew_rate=0.0))
    taken(made, made.add_order(1, 0, (20e3, 0.0, 3000.0)))
    assert made.whys(REFUSED) == [OUTSIDE_SECTOR]
    # A sensor that turns may turn there ...
    made = group(**two_channels(**cone))
    taken(made, made.add_order(1, 0, (20e3, 0.0, 3000.0)))
    assert len(made.rows(ACCEPTED)) == 1
    # ... but not away from what another channel looks at through it.
    made = group(**two_channels(**cone))
    made.engage(0, (0.0, 30e3, 3000.0), state=ENGAGING)
    taken(made, made.add_order(1, 0, (20e3, 0.0, 3000.0)))
    assert made.whys(REFUSED) == [OUTSIDE_SECTOR]


def test_a_radar_s_channel_takes_an_order_before_a_camera_s(group: Battle) -> None:
    for kinds, chosen in (((OPTICAL, RADAR), 1), ((RADAR, OPTICAL), 0), ((RADAR, RADAR), 0)):
        sensors = [{}, *({"unit": 1, "role": ENGAGEMENT, "kind": kind} for kind in kinds)]
        made = group(sensors=sensors, channels=[{"unit": 1, "sensor": 1}, {"unit": 1, "sensor": 2}])
        taken(made, made.add_order(1, 0, NEAR))
        assert made.belief.channel_state[chosen].state == ACQUIRING
        assert made.belief.channel_state[1 - chosen].state == IDLE


def test_a_unit_that_was_destroyed_answers_nothing(group: Battle) -> None:
    made = group()
    made.belief.unit_state[1].alive = 0
    taken(made, made.add_order(1, 0, NEAR))
    assert not len(made.rows())
    assert not made.messages(STATUS)


def test_an_order_begins_the_engagement_anew(group: Battle) -> None:
    made = group()
    state = made.belief.channel_state[0]
    for name in ("fired", "shots", "flying", "misses", "hit", "history", "met", "why"):
        state[name] = 3
    state.engagement, state.look_share, state.hit_at = 3, 0.2, 9.0
    state.post, state.waits_since, state.shoot_at = 9, 1.0, 99.0
    taken(made, made.add_order(1, 0, NEAR))
    for name in ("fired", "shots", "flying", "misses", "hit", "history", "met", "why"):
        assert state[name] == 0
    assert (state.engagement, state.look_share, state.weapon, state.hit_at) == (4, 1.0, NONE, -math.inf)
    assert (state.post, state.waits_since, state.shoot_at) == (0, 10.0, 10.0)


def test_the_channel_s_track_begins_at_the_cue_as_uncertain_as_the_cue_says(group: Battle) -> None:
    made = group()
    taken(made, made.add_order(1, 0, NEAR, at=8.0, vx=10.0, vy=-200.0, vz=1.0, spread=300.0))
    track, p = made.belief.tracks[0], made.belief.covariance[0]
    assert (track.x, track.y, track.z, track.vx, track.vy, track.vz, track.t) == (*NEAR, 10.0, -200.0, 1.0, 8.0)
    assert (track.status, track.unit, track.number) == (TENTATIVE, 1, 0)
    expected = [0.0] * 21
    expected[0] = expected[3] = expected[5] = 300.0**2
    expected[15] = expected[18] = expected[20] = 60.0**2
    assert p.tolist() == expected
    assert made.belief.progress[0].tracks == 1


def test_a_cue_from_another_site_is_sought_where_the_own_site_errs_to(group: Battle) -> None:
    for sender, moved in ((0, -100.0), (1, 0.0)):
        made = group()
        made.model.sensors[1].bias_x = 100.0
        taken(made, made.add_order(1, sender, NEAR))
        assert made.belief.tracks[0].x == pytest.approx(moved, abs=1e-9)


def test_a_fresh_cue_replaces_the_old_one_until_the_target_is_found(group: Battle) -> None:
    found = []
    for change in ({}, {"history": 1}, {"state": ENGAGING}, {"order": 6}):
        made = group()
        made.engage(0, NEAR, **({"state": ACQUIRING, "history": 0} | change))
        renew_cue(made.model, made.belief, made.add_order(1, 0, (0.0, 19e3, 3000.0), CUE))
        found.append(float(made.belief.tracks[0].y))
    assert found == [19e3, 20e3, 20e3, 20e3]


def test_a_cue_renewed_keeps_the_number_of_the_channel_s_track(group: Battle) -> None:
    made = group()
    made.engage(0, NEAR, state=ACQUIRING, history=0)
    number = made.belief.tracks[0].number
    renew_cue(made.model, made.belief, made.add_order(1, 0, NEAR, CUE))
    assert made.belief.tracks[0].number == number
    made.belief.tracks[0].status = FREE
    renew_cue(made.model, made.belief, made.add_order(1, 0, NEAR, CUE))
    assert made.belief.tracks[0].number == number + 1


#: Three axes of 30 m of the channel, and 40 m of the cue: 65.6 m together.
TOGETHER = math.sqrt(3.0 * 30.0**2 + 40.0**2)


def one_target(made: Any, aside: float, sender: int = 1, t: float = 0.0, **cue: float) -> bool:
    made.engage(0, NEAR, state=ENGAGING)
    made.belief.covariance[0, [0, 3, 5]] = 30.0**2
    row = made.add_order(1, sender, (NEAR[0] + aside, NEAR[1], NEAR[2]), spread=40.0, **cue)
    return bool(same_target(made.model, made.belief, 0, row, t))


def test_a_cue_within_three_deviations_of_a_channel_s_track_is_its_target(group: Battle) -> None:
    for deviations, same in ((2.99, True), (3.01, False)):
        assert one_target(group(), deviations * TOGETHER) is same


def test_both_are_carried_to_the_same_time(group: Battle) -> None:
    # The cue is of ten seconds ago: 2 km behind, it is the same target if that flies 200 m/s.
    assert one_target(group(), -2000.0, t=10.0, at=0.0, vx=200.0) is True
    assert one_target(group(), -2000.0, t=10.0, at=0.0, vx=0.0) is False


def test_each_from_its_own_time(group: Battle) -> None:
    # The track is of 2 s and flies east at 50 m/s, the cue of 4 s and flies north at 100 m/s; at 10 s they meet.
    for aside, same in ((400.0, True), (400.0 + 3.1 * TOGETHER, False)):
        made = group()
        made.fill_track(0, 1, NEAR, (50.0, 0.0, 0.0), t=2.0, sigma=30.0)
        place = (NEAR[0] + aside, NEAR[1] - 600.0, NEAR[2])
        row = made.add_order(1, 1, place, at=4.0, vy=100.0, spread=40.0)
        assert bool(same_target(made.model, made.belief, 0, row, 10.0)) is same


def test_between_two_sites_the_errors_of_both_sites_count(group: Battle) -> None:
    units = [{"commands": 1}, {"post": 0, "site_error": 50.0, "north_error": 0.005}]
    # 100 m of north at 20 km; each of both sites has both.
    spread = math.sqrt(TOGETHER**2 + 2.0 * (50.0**2 + 0.005**2 * 20e3**2))
    for deviations, same in ((2.98, True), (3.02, False)):
        assert one_target(group(units=units), deviations * spread, sender=0) is same
    assert one_target(group(units=units), 3.01 * TOGETHER, sender=1) is False


def test_a_channel_s_first_confirmed_track_is_no_cue(group: Battle) -> None:
    """A busy channel's own track is left alone by orders on other targets."""
    made = group(**two_channels())
    made.engage(0, (0.0, -20e3, 3000.0), state=ENGAGING)
    taken(made, made.add_order(1, 0, NEAR))
    assert made.belief.tracks[0].y == -20e3
    assert made.belief.tracks[0].status == CONFIRMED
    assert made.belief.tracks[1].y == 20e3
