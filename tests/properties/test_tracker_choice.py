"""`tracker: imm`: pictures with two models of motion, from the scenario's text to the tracks of a battle."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from shieldwall.engine.sense.look import open_look
from shieldwall.engine.track.picture import receive
from shieldwall.exercise.simulate import drawn
from shieldwall.kernels.filters import POSITION, start
from shieldwall.kernels.gates import SLOT
from shieldwall.kernels.imm import MODE, begin, combine, correct
from shieldwall.quantities.errors import ShieldwallError
from shieldwall.record.emit import EventLog
from shieldwall.record.kinds import KILLED, TRACKED
from shieldwall.record.tables import EVENT, SAMPLE
from shieldwall.scenario import load_text
from shieldwall.state.groups import Belief, Model
from shieldwall.state.track import CONFIRMED

#: A radar warns a Neva of an aircraft that flies past it in a bow.
BATTLE = """
scenario: 1
title: One who turns
question: Does the tracker follow?
terrain: flat
origin: 44.80 N 20.30 E
start: 2019-10-24T08:00Z
lasts: 6 min
draws: {{terrain_error: false, obstacle_angle: false}}
blue:
  command: {{post: post, control: weapons-free{command}}}
  links: [{{name: net, joins: [post, neva], delay: 1 s}}]
  units:
    post: {{is: an-tps-70, at: 44.85 N 20.25 E}}
    neva: {{is: s-125m1t-neva, at: 44.80 N 20.30 E, facing: 270 deg}}
red:
  routes: {{bow: [44.80 N 19.60 E, 44.80 N 20.00 E, 44.95 N 20.05 E, 45.00 N 19.60 E]}}
  units: {{visitor: {{is: strike-fighter, route: bow, height: 5 km amsl, speed: 230 m/s, then: continue}}}}
"""
PLAIN, TWO = BATTLE.format(command=""), BATTLE.format(command=", tracker: imm")
PERIOD, SIGMA, LOOKS = 5.0, 60.0, 40


def places() -> np.ndarray:
    """Plots of a target that flies straight for 100 s and then turns at 1.5 g."""
    rng, t = np.random.default_rng(4), PERIOD * np.arange(LOOKS)
    speed, rate = 220.0, 1.5 * 9.80665 / 220.0
    turned = rate * np.maximum(t - 100.0, 0.0)
    x = -40e3 + speed * (np.minimum(t, 100.0) + np.sin(turned) / rate)
    y = 30e3 + speed * (1.0 - np.cos(turned)) / rate
    return np.column_stack([x, y, np.full(LOOKS, 6e3)]) + SIGMA * rng.normal(size=(LOOKS, 3))


def a_plot(row: Any, place: np.ndarray) -> None:
    row["x"], row["y"], row["z"] = place
    row["xx"] = row["yy"] = row["zz"] = SIGMA**2


def seen(text: str) -> tuple[Model, Belief]:
    """What holds, and what the post believes after the plots of `places`."""
    made = drawn(load_text(text, "bow.yaml"), 1, 0)
    model, belief = made.model, made.belief
    post = int(np.flatnonzero(np.asarray(model.units)["commands"])[0])
    radar = int(np.flatnonzero(np.asarray(model.sensors)["unit"] == post)[0])
    log = EventLog(np.zeros(100, EVENT).view(np.recarray), np.zeros(0, SAMPLE).view(np.recarray), np.zeros(2, np.int64))
    for n, place in enumerate(places()):
        a_plot(np.asarray(belief.plots)[0:1], place)
        belief.plots[0].t, belief.plots[0].sensor = PERIOD * n, radar
        number = open_look(belief, radar, PERIOD * n)
        look = belief.looks[number % len(belief.looks)]
        look.first, look.plots = 0, 1
        receive(model, belief, log, post, number, belief.scratch.assigned[:1], PERIOD * n)
    return model, belief


def believed(belief: Belief) -> tuple[np.ndarray, np.ndarray, int]:
    tracks = np.asarray(belief.tracks)
    (row,) = np.flatnonzero(tracks["status"] == CONFIRMED)
    state = np.array([tracks[row][name] for name in ("x", "y", "z", "vx", "vy", "vz")])
    return state, belief.covariance[row], int(row)


def test_a_picture_of_two_models_holds_what_the_filters_make_of_its_plots() -> None:
    model, belief = seen(TWO)
    state, covariance, row = believed(belief)
    post = model.units[int(np.flatnonzero(np.asarray(model.units)["commands"])[0])]
    track = np.zeros(1, [(name, np.float64) for name in ("x", "y", "z", "vx", "vy", "vz", "t")])
    combined, modes, filters = np.zeros((1, 21)), np.zeros(2, MODE), np.zeros((2, 21))
    plots, there = np.zeros(1, POSITION), np.zeros(2, SLOT)
    for n, place in enumerate(places()):
        a_plot(plots, place)
        if n == 0:
            start(track, combined, 0, 0.0, plots, 0, model.priors)
            begin(modes, filters, 0, track, combined)
        else:
            correct(modes, filters, 0, PERIOD * n, plots, 0, post.process_noise, there)
            combine(modes, filters, 0, track, combined)
    assert state.tolist() == list(track[0].item()[:6])
    assert covariance.tolist() == combined[0].tolist()
    assert belief.modes[2 * row + 1].weight > 0.5, "it turns"


def test_one_model_is_the_rule_and_keeps_no_second() -> None:
    _, plain = seen(PLAIN)
    assert len(plain.modes) == 2
    assert not np.asarray(plain.modes)["t"].any()
    assert believed(plain)[0].tolist() != believed(seen(TWO)[1])[0].tolist()


def test_another_tracker_is_refused() -> None:
    with pytest.raises(ShieldwallError, match="tracker"):
        load_text(BATTLE.format(command=", tracker: particle"), "bow.yaml")


@pytest.mark.long
def test_a_battle_with_two_models_is_another_battle_of_the_same_kind(fought: Callable[..., Any]) -> None:
    plain, two, again = fought(PLAIN), fought(TWO), fought(TWO)
    assert two.log.tolist() == again.log.tolist()
    assert two.log.tolist() != plain.log.tolist()
    for one in (plain, two):
        assert len(one.rows(TRACKED)) > 0
        assert len(one.rows(KILLED)) <= 1
