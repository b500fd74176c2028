"""The network: full nets and their ranks, failures, ways through other units, partners."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.network.delivery import deliver
from shieldwall.engine.network.messages import MESSAGE_CLOCK, send
from shieldwall.engine.network.nets import NETWORK_CLOCK, down
from shieldwall.engine.network.partners import PICTURE_EVERY
from shieldwall.engine.network.reports import send_reports
from shieldwall.engine.network.routes import find_ways, links_on
from shieldwall.engine.network.saturation import PLOTS_WAIT
from shieldwall.engine.network.upkeep import look_after
from shieldwall.engine.track.reported import report_since
from shieldwall.kernels.draws import NET_FAILURE, uniform
from shieldwall.record.kinds import CUT_OFF, NET_FAILED, NET_REPAIRED, PARTNER_LEARNS, ROUTED, UNSENT
from shieldwall.record.reasons import LINK_DOWN, LINK_FULL, NO_REASON
from shieldwall.state.layout import NONE
from shieldwall.state.link import VOICE
from shieldwall.state.message import CUE, ORDER, PLOTS, SIGN_OF_LIFE, STATUS, TRACKS
from shieldwall.state.unit import LISTENS, WARNS

Battle = Callable[..., Any]

NEAR = (0.0, 20e3, 3000.0)


def sent(made: Any, kind: int, t: float = 0.0, sender: int = 0, receiver: int = 1, **said: float) -> int:
    """Send a message and fill in what it says."""
    row = int(send(made.model, made.belief, made.log, t, kind, sender, receiver))
    if row >= 0 and kind == STATUS:
        made.belief.status_sent[row].order = said.get("order", NONE)
    if row >= 0 and kind == PLOTS:
        made.belief.plots_sent[row].look = said.get("look", 0)
    return row


def looked_after(made: Any, until: float) -> None:
    """Look after the network whenever its clock strikes, up to a time."""
    while (t := made.belief.clocks[NETWORK_CLOCK]) <= until:
        look_after(made.model, made.belief, made.log, t)


@pytest.fixture
def full(battle: Battle) -> Battle:
    """Return the function that lays two units on a net of one message a second."""
    return lambda **net: battle(
        units=[{}, {}], links=[{"between": (0, 1), "delay": 0.5}], nets=[{"capacity": 1.0} | net]
    )


def test_orders_go_before_cues_before_tracks_before_plots_whenever_they_were_sent(full: Battle) -> None:
    made = full()
    rows = {kind: sent(made, kind) for kind in (PLOTS, TRACKS, CUE, ORDER)}
    made.belief.tracks_sent[rows[TRACKS]].tracks = 1
    looked_after(made, 10.0)
    # Each takes a second, one after the other, and half a second on the way.
    assert {kind: made.arrival(row) for kind, row in rows.items()} == {ORDER: 1.5, CUE: 2.5, TRACKS: 3.5, PLOTS: 4.5}
    assert made.belief.clocks[MESSAGE_CLOCK] == 1.5


def test_the_answer_to_an_order_goes_before_a_routine_report_and_equals_go_as_they_were_sent(full: Battle) -> None:
    made = full()
    routine, first, second = sent(made, STATUS), sent(made, STATUS, order=5), sent(made, ORDER)
    looked_after(made, 10.0)
    assert [made.arrival(row) for row in (first, second, routine)] == [1.5, 2.5, 3.5]


def test_what_is_being_carried_is_not_interrupted(full: Battle) -> None:
    made = full()
    slow = sent(made, TRACKS)
    made.belief.tracks_sent[slow].tracks = 4
    looked_after(made, 0.0)
    order = sent(made, ORDER, 1.0)
    looked_after(made, 10.0)
    assert (made.arrival(slow), made.arrival(order)) == (4.5, 5.5)


def test_plots_that_wait_too_long_are_dropped_and_logged(full: Battle) -> None:
    made = full(capacity=0.1)
    sent(made, ORDER)
    looked_after(made, 0.0)
    sent(made, PLOTS, 0.5 * PLOTS_WAIT - 1.0)
    kept, lost = sent(made, PLOTS, 9.0), sent(made, PLOTS, 9.0)
    looked_after(made, 30.0)
    # The net is free at 10 s, for the first; after it at 20 s, when the others have waited 11 s.
    assert [(float(row.t), int(row.why), float(row.v0)) for row in made.rows(UNSENT)] == [(20.0, LINK_FULL, PLOTS)] * 2
    assert {kept, lost}.isdisjoint(made.messages())
    assert made.belief.net_state[0].waiting == 0


def test_each_plot_of_a_look_takes_its_share_of_a_net(full: Battle) -> None:
    made = full()
    made.add_look(0, 0.0, NEAR, NEAR, NEAR)
    row = sent(made, PLOTS)
    looked_after(made, 10.0)
    assert made.arrival(row) == 3.5


def test_over_voice_signs_of_life_and_routine_reports_cost_nothing_and_answers_do(full: Battle) -> None:
    made = full(medium=VOICE)
    alive, routine, answer = sent(made, SIGN_OF_LIFE), sent(made, STATUS), sent(made, STATUS, order=5)
    looked_after(made, 10.0)
    assert [made.arrival(row) for row in (answer, alive, routine)] == [1.5, 1.5, 1.5]


def test_an_endless_capacity_lets_nothing_wait(full: Battle) -> None:
    made = full(capacity=math.inf)
    assert [made.arrival(sent(made, kind)) for kind in (PLOTS, ORDER)] == [0.5, 0.5]


def test_news_of_a_track_takes_the_place_of_the_report_that_waits(full: Battle) -> None:
    made = full()
    old, other = made.add_track(0, NEAR, t=1.0), made.add_track(0, NEAR, t=1.0)
    for t in (2.0, 3.0):
        made.belief.tracks[old].t = made.belief.tracks[other].t = t
        written = report_since(made.model, made.belief, 0, t - 1.0)
        send_reports(made.model, made.belief, made.log, (0, 1), 0, written, t)
    rows = made.messages(TRACKS)
    assert [made.belief.tracks_sent[row].first for row in rows] == [2, 3]
    assert [made.belief.messages[row].sent_at for row in rows] == [3.0, 3.0]


def drawn(what: int, number: int) -> float:
    """An exponential time of mean one, as the draw of its name gives it."""
    return -math.log(uniform(7, 0, NET_FAILURE, 6500, what, number))


def test_failures_and_repairs_are_drawn_by_their_number(battle: Battle) -> None:
    nets = [{"breaks_after": 100.0, "repaired_after": 10.0}]
    made = battle(units=[{}, {}], links=[{"between": (0, 1)}], nets=nets)
    made.belief.clocks[NETWORK_CLOCK] = 0.0
    fails = 100.0 * drawn(0, 0)
    repaired = fails + 10.0 * drawn(1, 1)
    again = repaired + 100.0 * drawn(0, 1)
    looked_after(made, again - 1e-6)
    assert [float(row.t) for row in made.rows(NET_FAILED)] == [pytest.approx(fails)]
    assert [float(row.t) for row in made.rows(NET_REPAIRED)] == [pytest.approx(repaired)]
    assert made.belief.clocks[NETWORK_CLOCK] == pytest.approx(again)


def test_a_net_that_failed_carries_nothing_until_it_is_repaired(battle: Battle) -> None:
    made = battle(units=[{}, {}], links=[{"between": (0, 1)}], nets=[{"broken": 1, "changes_at": 5.0}])
    made.belief.progress[0].networked = 1
    assert down(made.belief, 0)
    assert sent(made, CUE, 4.0) == NONE
    assert made.whys(UNSENT) == [LINK_DOWN]
    look_after(made.model, made.belief, made.log, 5.0)
    assert sent(made, CUE, 5.0) >= 0


@pytest.fixture
def chain(battle: Battle) -> Battle:
    """Return the function that lays post, relay and outpost in a chain, and a slow net from end to end."""

    def make(**tables: Any) -> Any:
        links = [{"between": (0, 1)}, {"between": (1, 2), "delay": 2.0}, {"between": (0, 2), "delay": 9.0}]
        units = [{"commands": 1}, {}, {"post": 0}]
        nets = [{"repaired_after": 1e9}] * 3
        made = battle(**({"units": units, "links": links, "nets": nets, "adaptive": 1} | tables))
        look_after(made.model, made.belief, made.log, 0.0)
        return made

    return make


def test_the_quickest_way_leads_over_a_relay(chain: Battle) -> None:
    made = chain()
    assert links_on(made.model, made.belief, 2, 0) == 2
    row = sent(made, STATUS, sender=2, receiver=0)
    assert made.arrival(row) == 2.0
    deliver(made.model, made.truth, made.belief, made.log, 2.0)
    assert made.messages() == [row]
    assert made.arrival(row) == 3.0
    deliver(made.model, made.truth, made.belief, made.log, 3.0)
    assert not made.messages()


@pytest.mark.parametrize("lost", ["relay", "net", "barred"])
def test_ways_are_sought_anew_when_a_unit_or_a_net_is_lost(chain: Battle, lost: str) -> None:
    made = chain()
    if lost == "relay":
        made.belief.unit_state[1].alive = 0
        made.belief.progress[0].lost = 1
    elif lost == "net":
        made.belief.net_state[1].changes_at = 10.0
    else:
        made.belief.unit_state[1].barred = 2
        made.belief.progress[0].lost = 1
    look_after(made.model, made.belief, made.log, 10.0)
    assert links_on(made.model, made.belief, 2, 0) == 1
    assert made.arrival(sent(made, STATUS, 10.0, 2, 0)) == 19.0
    (row,) = made.rows(ROUTED)
    assert (row.who, row.whom, row.v0, row.why) == (12, 10, 1.0, NO_REASON)
    assert row.v1 == pytest.approx(9.0, abs=1e-3)


def test_a_message_is_lost_with_the_relay_that_it_was_on_its_way_to(chain: Battle) -> None:
    made = chain()
    sent(made, STATUS, sender=2, receiver=0)
    made.belief.unit_state[1].alive = 0
    deliver(made.model, made.truth, made.belief, made.log, 2.0)
    assert made.whys(UNSENT) == [LINK_DOWN]
    assert not made.messages()


def test_a_unit_without_a_way_is_cut_off(chain: Battle) -> None:
    made = chain()
    made.belief.net_state[1].changes_at = made.belief.net_state[2].changes_at = 10.0
    look_after(made.model, made.belief, made.log, 10.0)
    assert sent(made, STATUS, 10.0, 2, 0) == NONE
    assert made.whys(UNSENT) == [LINK_DOWN]
    assert [(int(row.who), int(row.whom)) for row in made.rows(CUT_OFF)] == [(12, 10)]


def test_a_partner_passes_nothing_on(chain: Battle) -> None:
    made = chain(units=[{"commands": 1}, {"partner": WARNS}, {"post": 0}])
    assert links_on(made.model, made.belief, 2, 0) == 1
    assert links_on(made.model, made.belief, 1, 0) == 1


def test_of_ways_that_are_equally_quick_the_one_over_fewer_links_is_taken(battle: Battle) -> None:
    links = [{"between": pair, "delay": 0.0} for pair in ((0, 1), (1, 2), (0, 2))]
    made = battle(units=[{}, {}, {}], links=links, adaptive=1)
    find_ways(made.model, made.belief)
    assert {links_on(made.model, made.belief, a, b) for a in range(3) for b in range(3) if a != b} == {1}


def test_a_partner_learns_of_each_track_of_the_post_once(battle: Battle) -> None:
    made = battle(units=[{"commands": 1}, {"partner": LISTENS}], links=[{"between": (0, 1), "delay": 4.0}])
    made.add_track(0, NEAR, t=1.0)
    made.belief.clocks[NETWORK_CLOCK] = 0.0
    looked_after(made, PICTURE_EVERY)
    deliver(made.model, made.truth, made.belief, made.log, PICTURE_EVERY + 4.0)
    made.belief.tracks[made.picture(0)[0]].t = 15.0
    looked_after(made, 2.0 * PICTURE_EVERY)
    deliver(made.model, made.truth, made.belief, made.log, 2.0 * PICTURE_EVERY + 4.0)
    (row,) = made.rows(PARTNER_LEARNS)
    assert (row.t, row.who, row.whom, row.v0) == (PICTURE_EVERY + 4.0, 11, 10, 0.0)
    assert not made.picture(1)
