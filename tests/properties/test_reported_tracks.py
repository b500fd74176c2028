"""`carries: tracks`: nets over which units report their tracks, from the scenario's text to the battle."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from shieldwall.engine.track.reported import still_reported
from shieldwall.exercise.simulate import drawn
from shieldwall.kernels.fusion import spread
from shieldwall.quantities.errors import ShieldwallError
from shieldwall.record.kinds import ENTERS, JOINED, LAUNCHED, ORDERED, TRACK_FOLLOWS, TRACKED, UNSENT
from shieldwall.scenario import load_text, source
from shieldwall.scenario.changes import with_changes
from shieldwall.state.message import TRACKS
from shieldwall.state.track import CONFIRMED

Fight = Callable[..., Any]

#: Two radars warn a post without sensors of its own, which commands a battery.
BATTLE = """
scenario: 1
title: By voice
question: What does the post know?
terrain: flat
origin: 44.80 N 20.30 E
start: 2019-10-24T08:00Z
lasts: 8 min
blue:
  command: {{post: post, control: weapons-tight}}
  links:
    - {{name: voice, joins: [post, east, south], delay: 2 s{net}}}
    - {{name: wire, joins: [post, battery], delay: 0.5 s}}
  units:
    post: {{is: s-400-command-post, at: 44.80 N 20.30 E}}
    battery: {{is: pantsir-s1, at: 44.80 N 20.25 E, facing: west}}
    east: {{is: an-tps-70, at: 44.90 N 20.60 E}}
    south: {{is: an-tps-70, at: 44.50 N 20.20 E}}
red:
  routes: {{in: [44.80 N 19.40 E, target depot]}}
  units:
    missiles: {{is: tomahawk-class, count: 3, route: in, height: 4 km amsl, speed: 200 m/s, spacing: 30 s,
                mission: {{strike: depot}}}}
places: {{depot: {{at: 44.80 N 20.32 E, value: 10}}}}
"""
PLOTS, REPORTED = BATTLE.format(net=""), BATTLE.format(net=", carries: tracks")
SELDOM = BATTLE.format(net=", carries: tracks, every: 40 s")
CUT = BATTLE.format(net=", carries: tracks, outages: [{from: 0 s, to: 8 min}]")


def by(rows: list[Any], who: str) -> list[Any]:
    return [row for row in rows if row[0] == who]


@pytest.fixture(scope="module")
def battle(fought: Fight) -> Any:
    return fought(REPORTED)


def test_units_have_tracks_of_their_own_and_the_post_joins_them(battle: Any, fought: Fight) -> None:
    for unit in ("blue/east", "blue/south"):
        assert len(by(battle.rows(TRACKED), unit)) >= 3
    joined = battle.rows(JOINED)
    assert {(row[0], row[1]) for row in joined} == {("blue/post", "blue/east"), ("blue/post", "blue/south")}
    assert len(by(battle.rows(TRACKED), "blue/post")) >= 3
    plain = fought(PLOTS)
    assert not plain.rows(JOINED)
    assert not by(plain.rows(TRACKED), "blue/east")


def test_what_is_reported_is_fired_at(battle: Any) -> None:
    assert by(battle.rows(ORDERED), "blue/post")
    assert battle.rows(LAUNCHED)


def test_the_log_knows_which_threat_a_joined_track_follows(battle: Any) -> None:
    threats = {row[0] for row in battle.rows(ENTERS)}
    followed = {row[1] for row in by(battle.rows(TRACK_FOLLOWS), "blue/post")}
    assert len(threats) == 3
    assert threats <= followed


def test_a_net_without_losses_brings_no_track_before_its_delay(battle: Any) -> None:
    first = {
        unit: min(row[2] for row in by(battle.rows(TRACKED), f"blue/{unit}")) for unit in ("east", "south", "post")
    }
    assert first["post"] == pytest.approx(min(first["east"], first["south"]) + 2.0)


def test_tracks_to_report_seldom_are_reported_seldom(fought: Fight) -> None:
    """Each unit reports at most once in 40 s, so a message of tracks is a tenth as frequent as its scans."""

    def messages(text: str) -> int:
        run = fought(text.replace("delay: 2 s", "delay: 2 s, fails: 1"))
        return sum(row[8] == TRACKS for row in run.rows(UNSENT))

    often, seldom = messages(REPORTED), messages(SELDOM)
    assert 0 < seldom <= 2 * (8 * 60 // 40 + 1)
    assert often > 3 * seldom


def test_a_post_without_reports_waits_for_its_battery_to_see(battle: Any, fought: Fight) -> None:
    cut = fought(CUT)
    assert by(cut.rows(TRACKED), "blue/east")
    assert not cut.rows(JOINED)
    known, late = (min(row[2] for row in by(run.rows(TRACKED), "blue/post")) for run in (battle, cut))
    assert late > known + 60.0
    assert any(row[8] == TRACKS for row in cut.rows(UNSENT))


def test_the_same_header_gives_the_same_log(battle: Any, fought: Fight) -> None:
    assert fought(REPORTED).log.tobytes() == battle.log.tobytes()
    assert fought(REPORTED, scale=2).log.tobytes() == battle.log.tobytes()


def test_relabelled_truth_changes_no_order(battle: Any, fought: Fight) -> None:
    def turn(assembly: Any) -> None:
        truth = assembly.truth
        truth.bodies[:] = truth.bodies[::-1].copy()
        truth.script.body[:] = len(truth.bodies) - 1 - truth.script.body

    turned = fought(REPORTED, change=turn)
    assert turned.rows(ORDERED, LAUNCHED, JOINED) == battle.rows(ORDERED, LAUNCHED, JOINED)


@pytest.mark.long
def test_fused_tracks_have_a_covariance_whatever_their_filters_expect(fought: Fight) -> None:
    """Filters that expect other manoeuvres than the post's, messages lost or late, targets mixed up."""

    def differ(assembly: Any) -> None:
        units = assembly.model.units
        units.process_noise[:] *= np.geomspace(0.1, 10.0, len(units))

    text, _ = source("slavic-shield-2019")
    for number in (1, 2, 3):
        text = with_changes(text, {f"blue.links.{number}.carries": "tracks"})
    # In the middle of the raid, while the post stands.
    assembly = fought(with_changes(text, {"lasts": "27 min"}), change=differ, scale=2).drawn
    model, belief = assembly.model, assembly.belief
    tracks = np.asarray(belief.tracks)
    post = model.units[int(np.flatnonzero(np.asarray(model.units)["commands"])[0])]
    held = np.flatnonzero(tracks["status"][post.first_track : post.end_track] == CONFIRMED) + post.first_track
    assert len(held) > 10
    full = np.zeros((len(held), 6, 6))
    for row, k in enumerate(held):
        spread(belief.covariance[k], full[row])
    assert np.linalg.eigvalsh(full).min() > 0.0


def test_a_small_table_of_reports_asks_for_more_room() -> None:
    belief = drawn(load_text(REPORTED, "reported.yaml"), 1, 0).belief
    belief.progress[0].reported = len(belief.reported) + 5
    assert still_reported(belief, 5, 3)
    assert not still_reported(belief, 4, 3)
    assert belief.progress[0].overflow == 1
    belief.progress[0].overflow = 0
    assert not still_reported(belief, 5, len(belief.scratch.joined) + 1)
    assert belief.progress[0].overflow == 1


@pytest.mark.parametrize(
    ("net", "says"),
    [("carries: voice", "plots"), ("carries: tracks, every: 30", "every"), ("carries: tracks, every: -5 s", "every")],
)
def test_what_a_net_cannot_carry_is_refused(net: str, says: str) -> None:
    with pytest.raises(ShieldwallError, match=says):
        load_text(BATTLE.format(net=f", {net}"), "reported.yaml")


def test_a_net_of_plots_that_reports_seldom_is_refused() -> None:
    with pytest.raises(ShieldwallError, match="carries: tracks"):
        load_text(BATTLE.format(net=", every: 30 s"), "reported.yaml")


def test_nothing_is_allocated_where_no_net_carries_tracks(fought: Fight) -> None:
    assembly = fought(PLOTS).drawn
    belief = assembly.belief
    assert (len(belief.reported), len(belief.parts), len(belief.crosses)) == (1, 1, 1)
    assert not np.asarray(assembly.model.units)["sources"].any()
