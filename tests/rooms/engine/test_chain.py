"""The chain of command: who commands whom, over whom messages go, who takes over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shieldwall.engine.command.cycle import cycle
from shieldwall.engine.network.chain import commands, hear, heard_from, next_hop, way_to
from shieldwall.engine.network.delivery import deliver
from shieldwall.engine.network.sharing import pass_on, pass_up
from shieldwall.record.kinds import ACCEPTED, AUTONOMOUS, ORDERED, UNDER_COMMAND
from shieldwall.record.reasons import TAKES_COMMAND
from shieldwall.state.layout import NONE
from shieldwall.state.message import CUE, ORDER, PLOTS, SIGN_OF_LIFE, STATUS, TRACKS
from shieldwall.state.sensor import ENGAGEMENT

Battle = Callable[..., Any]

DEPOT = ((0.0, 0.0, 0.0, 1.0),)
NEAR, INBOUND = (0.0, 20e3, 3000.0), (0.0, -200.0, 0.0)
GROUP, BATTALION, BATTERY, DEPUTY = 0, 1, 2, 3


@pytest.fixture
def tree(battle: Battle) -> Battle:
    """Return the function that lays a group over a battalion over a battery and over a deputy, each a radar's site.

    The links: a second up, two seconds within the battalion, three from the deputy to the battery.
    """

    def make(**tables: Any) -> Any:
        under = {"post": BATTALION, "cycle": 1.0}
        laid: dict[str, Any] = {
            "units": [
                {"commands": 1, "sources": 1},
                {"commands": 1, "post": GROUP, "source": 1},
                under | {"deputy": DEPUTY},
                under | {"stands_in": BATTALION},
            ],
            "sensors": [{"unit": n, "role": ENGAGEMENT if n == BATTERY else 0} for n in range(4)],
            "channels": [{"unit": BATTERY, "sensor": BATTERY}],
            "weapons": [{}],
            "launchers": [{"unit": BATTERY}],
            "links": [
                {"between": (GROUP, BATTALION), "delay": 1.0},
                {"between": (BATTALION, BATTERY), "delay": 2.0},
                {"between": (BATTALION, DEPUTY), "delay": 2.0},
                {"between": (DEPUTY, BATTERY), "delay": 3.0},
            ],
            "assets": DEPOT,
        }
        return battle(**(laid | tables))

    return make


def one(made: Any, n: int, t: float) -> None:
    cycle(made.model, made.belief, made.log, n, t)


def ways(made: Any, kind: int) -> list[tuple[int, int]]:
    """Senders and receivers of the messages of a kind."""
    rows = [made.belief.messages[row] for row in made.messages(kind)]
    return [(int(row.sender), int(row.receiver)) for row in rows]


@pytest.mark.parametrize(
    ("n", "u", "hop", "way"),
    [
        (GROUP, BATTERY, BATTALION, 3.0),
        (GROUP, BATTALION, BATTALION, 1.0),
        (BATTALION, BATTERY, BATTERY, 2.0),
        (BATTERY, GROUP, BATTALION, 3.0),
        (DEPUTY, BATTERY, BATTERY, 3.0),
        (BATTERY, DEPUTY, DEPUTY, 3.0),
        (BATTERY, BATTERY, BATTERY, 0.0),
    ],
)
def test_messages_go_along_the_tree(tree: Battle, n: int, u: int, hop: int, way: float) -> None:
    made = tree()
    assert next_hop(made.model, n, u) == hop
    assert way_to(made.model, made.belief, n, u) == way


def test_a_post_commands_what_is_under_posts_under_it(tree: Battle) -> None:
    made = tree()
    found = {(n, u) for n in range(4) for u in range(4) if n != u and commands(made.model, made.belief, n, u)}
    below = {(GROUP, BATTALION), (GROUP, BATTERY), (GROUP, DEPUTY), (BATTALION, BATTERY), (BATTALION, DEPUTY)}
    assert found == below
    made.belief.unit_state[DEPUTY].autonomous = 1
    assert commands(made.model, made.belief, DEPUTY, BATTERY)
    assert not commands(made.model, made.belief, DEPUTY, BATTALION)


def test_an_order_is_handed_down_and_its_answer_up(tree: Battle) -> None:
    made = tree()
    made.add_track(GROUP, NEAR, INBOUND)
    one(made, GROUP, 0.0)
    assert [(row.who, row.whom) for row in made.rows(ORDERED)] == [(10 + GROUP, 10 + BATTERY)]
    assert ways(made, ORDER) == [(GROUP, BATTALION)]
    while made.messages(ORDER):
        deliver(made.model, made.truth, made.belief, made.log, made.arrival(made.messages()[0]))
    assert [int(row.t) for row in made.rows(ACCEPTED)] == [3]
    assert made.belief.channel_state[0].post == GROUP
    assert ways(made, STATUS) == [(BATTERY, BATTALION)]
    while made.messages(STATUS):
        deliver(made.model, made.truth, made.belief, made.log, made.arrival(made.messages(STATUS)[0]))
    # Both posts know that its channel is busy; the group as it was at 3 s.
    assert [int(made.belief.subordinates[n, BATTERY].free) for n in (GROUP, BATTALION)] == [0, 0]
    assert float(made.belief.subordinates[GROUP, BATTERY].as_of) == 3.0
    assert made.belief.tracks[made.picture(GROUP)[0]].answered == 1


def test_a_cue_is_handed_down_as_well(tree: Battle) -> None:
    made = tree()
    made.add_order(BATTALION, GROUP, NEAR, CUE, unit=BATTERY)
    deliver(made.model, made.truth, made.belief, made.log, 1.0)
    assert ways(made, CUE) == [(BATTALION, BATTERY)]


def test_what_was_so_earlier_does_not_undo_what_was_so_later(tree: Battle) -> None:
    made = tree()
    for at, free in ((5.0, 0), (4.0, 1)):
        made.add_report(GROUP, BATTALION, STATUS, unit=BATTERY, at=at, free=free)
        deliver(made.model, made.truth, made.belief, made.log, 6.0)
    assert made.belief.subordinates[GROUP, BATTERY].free == 0


def test_a_battalion_under_command_gives_no_orders_and_alone_it_does(tree: Battle) -> None:
    made = tree()
    made.add_track(BATTALION, NEAR, INBOUND, t=29.0)
    one(made, BATTALION, 29.0)
    assert not len(made.rows(ORDERED))
    made.belief.tracks[made.picture(BATTALION)[0]].t = 31.0
    one(made, BATTALION, 31.0)
    assert made.whys(AUTONOMOUS) == [TAKES_COMMAND]
    assert [(row.who, row.whom) for row in made.rows(ORDERED)] == [(10 + BATTALION, 10 + BATTERY)]


def test_a_unit_follows_its_post_else_the_deputy_else_nobody(tree: Battle) -> None:
    made = tree()
    followed = []
    for t, sender in ((0.0, BATTALION), (40.0, DEPUTY), (50.0, BATTALION), (100.0, NONE)):
        if sender != NONE:
            hear(made.model, made.belief, BATTERY, sender, t)
        followed.append(heard_from(made.model, made.belief, BATTERY, t))
    assert followed == [BATTALION, DEPUTY, BATTALION, NONE]


def test_a_deputy_that_lost_its_post_says_so_and_is_followed(tree: Battle) -> None:
    made = tree()
    one(made, DEPUTY, 0.0)
    assert not made.messages(SIGN_OF_LIFE)
    for t in (31.0, 32.0, 33.0, 34.0, 35.0):
        one(made, DEPUTY, t)
    assert made.whys(AUTONOMOUS) == [TAKES_COMMAND]
    assert (DEPUTY, BATTERY) in ways(made, SIGN_OF_LIFE)
    hear(made.model, made.belief, BATTERY, DEPUTY, 36.0)
    one(made, BATTERY, 36.0)
    assert [(row.who, row.whom) for row in made.rows(UNDER_COMMAND)] == [(10 + BATTERY, 10 + DEPUTY)]
    # It reports to its new commander at once.
    assert (BATTERY, DEPUTY) in ways(made, STATUS)
    assert made.belief.unit_state[BATTERY].autonomous == 0


def test_a_deputy_hears_what_its_post_hears(tree: Battle) -> None:
    made = tree()
    number = made.add_look(BATTERY, 4.0, NEAR)
    pass_on(made.model, made.truth, made.belief, made.log, BATTERY, number, 4.0)
    assert ways(made, PLOTS) == [(BATTERY, BATTALION), (BATTERY, DEPUTY)]


def test_a_battalion_reports_its_picture_once_in_its_cycle_and_passes_no_plots_on(tree: Battle) -> None:
    made = tree()
    k = made.add_track(BATTALION, NEAR, INBOUND, t=3.0)
    number = made.add_look(BATTALION, 4.0, NEAR)
    pass_on(made.model, made.truth, made.belief, made.log, BATTALION, number, 4.0)
    assert (ways(made, TRACKS), ways(made, PLOTS)) == ([(BATTALION, GROUP)], [])
    made.belief.tracks[k].t = 4.5
    pass_up(made.model, made.truth, made.belief, made.log, BATTALION, 4.9)
    assert len(made.messages(TRACKS)) == 1
    pass_up(made.model, made.truth, made.belief, made.log, BATTALION, 5.0)
    assert len(made.messages(TRACKS)) == 2
    # It is one track in the group's picture, where no sensor's own error is taken off.
    deliver(made.model, made.truth, made.belief, made.log, 5.0)
    (joined,) = made.picture(GROUP)
    assert (made.belief.tracks[joined].t, made.belief.tracks[joined].y) == (3.0, NEAR[1])
