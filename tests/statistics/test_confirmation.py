"""Confirmation of tracks by M hits of N looks, through the engine's picture, against its Markov chain.

A hit without a track begins one, which has its first look and its first hit. It is confirmed as soon as it has M hits,
and forgotten if it has not after N looks. With detections independent from scan to scan this is an absorbing chain,
whose powers tell the probability of being confirmed by a scan (the method of Bar-Shalom, Chang and Shertukde,
"Performance evaluation of a cascaded logic for track formation in clutter", IEEE Trans. AES 26(6), 1990). Of a false
alarm the hits are further false alarms in the gate, whose volume grows with silence: the chain is a tree of five looks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binomtest, norm

from shieldwall.engine.sense.look import open_look
from shieldwall.engine.track.picture import receive
from shieldwall.exercise.simulate import drawn
from shieldwall.kernels.gates import GATE
from shieldwall.record.emit import EventLog
from shieldwall.record.tables import EVENT, SAMPLE
from shieldwall.scenario import load_text
from shieldwall.state.groups import Belief, Model
from shieldwall.state.track import CONFIRMED, FREE, TENTATIVE

Reals = NDArray[np.float64]
Whole = NDArray[np.int64]

ALPHA = 1e-3
SIDE, APART = 20, 25e3
TARGETS = SIDE * SIDE
#: Seconds between scans, and deviation of a plot on each axis, m: gates stay within `APART` for five looks.
PERIOD, SIGMA, NOISE = 1.0, 50.0, 192.0
RADAR = """
scenario: 1
title: One radar
question: When is a track one?
terrain: flat
origin: 44.80 N 20.30 E
start: 2019-10-24T08:00Z
lasts: 1 min
blue:
  command: {post: warning, control: weapons-hold}
  units: {warning: {is: an-tps-70, at: 44.90 N 20.20 E}}
red:
  routes: {away: [44.0 N 20.0 E, 43.0 N 20.0 E]}
  units: {visitor: {is: strike-fighter, route: away, height: 9 km amsl, speed: 200 m/s, then: continue}}
"""


@dataclass
class Post:
    """A picture that is given plots by hand."""

    model: Model
    belief: Belief
    log: EventLog
    scans: int = 0

    def see(self, places: Reals) -> None:
        """Bring the plots of one scan into the picture, one at each of `places`."""
        count, now = len(places), self.scans * PERIOD
        plots = np.asarray(self.belief.plots)[:count]
        plots["x"], plots["y"], plots["z"] = places.T
        for name in ("xx", "yy", "zz"):
            plots[name] = SIGMA**2
        for name in ("xy", "xz", "yz"):
            plots[name] = 0.0
        plots["t"], plots["sensor"] = now, 0
        number = open_look(self.belief, 0, now)
        look = self.belief.looks[number % len(self.belief.looks)]
        look.first, look.plots = 0, count
        receive(self.model, self.belief, self.log, 0, number, self.belief.scratch.assigned[:count], now)
        assert self.belief.progress[0].overflow == 0
        self.scans += 1

    @property
    def tracks(self) -> np.ndarray:
        return np.asarray(self.belief.tracks)

    @property
    def ahead(self) -> Reals:
        """Where each row of the table is expected at the next scan."""
        h = self.scans * PERIOD - self.tracks["t"]
        return np.stack([self.tracks[axis] + h * self.tracks[f"v{axis}"] for axis in "xyz"], axis=1)


def a_post(confirm_hits: int, confirm_looks: int) -> Post:
    made = drawn(load_text(RADAR, "radar.yaml"), 1, 0, scale=2)
    unit = made.model.units[0]
    unit.confirm_hits, unit.confirm_looks, unit.process_noise = confirm_hits, confirm_looks, NOISE
    log, film = np.zeros(10_000, EVENT).view(np.recarray), np.zeros(0, SAMPLE).view(np.recarray)
    return Post(made.model, made.belief, EventLog(log, film, np.zeros(2, np.int64)))


def grid() -> Reals:
    east, north = np.meshgrid(np.arange(SIDE), np.arange(SIDE))
    return np.column_stack([APART * east.ravel(), APART * north.ravel(), np.full(TARGETS, 9e3)])


def chain(probability: float, confirm_hits: int, confirm_looks: int) -> Reals:
    """Transition matrix of one scan: state 0 has no track, the last one is confirmed."""
    states = [(0, 0)] + [(n, h) for n in range(1, confirm_looks) for h in range(1, min(n + 1, confirm_hits))]
    matrix = np.zeros((len(states) + 1, len(states) + 1))
    matrix[-1, -1] = 1.0
    for i, (looks, hits) in enumerate(states):
        for hit, chance in ((1, probability), (0, 1.0 - probability)):
            after = (looks + 1, hits + hit) if looks or hit else (0, 0)
            if after[1] >= confirm_hits:
                matrix[i, -1] += chance
            else:
                matrix[i, states.index(after) if after[0] < confirm_looks else 0] += chance
    return matrix


@cache
def confirmed_at(probability: float, confirm_hits: int, confirm_looks: int, scans: int, pictures: int) -> Whole:
    """Scan, from 1 on, at which each of many targets is confirmed; `scans` + 1 for those that are not yet."""
    places, found = grid(), []
    for picture in range(pictures):
        rng = np.random.default_rng(1990 + picture)
        post, when = a_post(confirm_hits, confirm_looks), np.full(TARGETS, scans + 1)
        for _ in range(scans):
            post.see(places[rng.random(TARGETS) < probability])
        known = post.tracks[post.tracks["status"] == CONFIRMED]
        cell = np.rint(known["y"] / APART).astype(int) * SIDE + np.rint(known["x"] / APART).astype(int)
        assert len(np.unique(cell)) == len(cell)
        when[cell] = np.rint(known["confirmed_at"] / PERIOD).astype(int) + 1
        found.append(when)
    return np.concatenate(found)


RULES = [(1, 1), (2, 2), (2, 3), (3, 4), (3, 5), (5, 5)]
SCANS, PICTURES = 40, 4


@pytest.mark.parametrize(("confirm_hits", "confirm_looks"), RULES)
@pytest.mark.parametrize("probability", [0.35, 0.6, 0.9])
def test_targets_are_confirmed_as_the_chain_says(probability: float, confirm_hits: int, confirm_looks: int) -> None:
    when = confirmed_at(probability, confirm_hits, confirm_looks, SCANS, PICTURES)
    step = chain(probability, confirm_hits, confirm_looks)
    by = np.array([np.linalg.matrix_power(step, n)[0, -1] for n in range(SCANS + 1)])
    for scan in (confirm_hits, confirm_looks, 10, SCANS):
        assert binomtest(int(np.sum(when <= scan)), len(when), by[scan]).pvalue > ALPHA, f"by scan {scan}"
    assert not np.any(when < confirm_hits)
    # The mean, of times cut off at the last scan so that it exists for what is not confirmed yet.
    times = np.arange(1, SCANS + 2)
    weights = np.append(np.diff(by), 1.0 - by[-1])
    mean = times @ weights
    deviation = math.sqrt((times - mean) ** 2 @ weights / len(when))
    assert abs(when.mean() - mean) <= norm.isf(ALPHA / 2) * deviation


def test_mean_delay_is_that_of_the_fundamental_matrix() -> None:
    """Kemeny and Snell, "Finite Markov Chains", 1960, chapter 3; at 0.9 none is left after forty scans."""
    inner = chain(0.9, 3, 5)[:-1, :-1]
    mean = np.linalg.solve(np.eye(len(inner)) - inner, np.ones(len(inner)))[0]
    when = confirmed_at(0.9, 3, 5, SCANS, PICTURES)
    assert when.max() <= SCANS
    assert when.mean() == pytest.approx(mean, abs=norm.isf(ALPHA / 2) * when.std() / math.sqrt(len(when)))
    # By hand: three hits in a row at a probability of one.
    assert chain(1.0, 3, 5)[0, 1] == 1.0
    assert np.linalg.matrix_power(chain(1.0, 3, 5), 3)[0, -1] == 1.0


def test_the_chain_of_two_of_three_by_hand() -> None:
    """P(confirmed by scan 3) = p^2 (1 - p) for a miss before, p^2 at once, p^2 (1 - p) for a miss between."""
    p = 0.6
    assert np.linalg.matrix_power(chain(p, 2, 3), 3)[0, -1] == pytest.approx(p**2 + 2.0 * p**2 * (1.0 - p))


def ahead(covariance: Reals) -> Reals:
    """Covariance of a state one scan later."""
    h, still = PERIOD, np.eye(3)
    carry = np.kron([[1.0, h], [0.0, 1.0]], still)
    return carry @ covariance @ carry.T + NOISE * np.kron([[h**3 / 3.0, h**2 / 2.0], [h**2 / 2.0, h]], still)


def boxes(begin: Reals, looks: int) -> list[Reals]:
    """Half widths of the boxes in which the false alarms of the second look and later ones fall, m.

    Each just holds the gate of a track that has had no hit since its first, which no other gate exceeds.
    """
    widths, covariance = [], begin
    for _ in range(1, looks):
        covariance = ahead(covariance)
        widths.append(np.sqrt(GATE * (np.diag(covariance)[:3] + SIGMA**2)))
    return widths


def false_confirmation(begin: Reals, confirm_hits: int, confirm_looks: int) -> float:
    """Probability that a false alarm is confirmed when each later look has one more, uniform in its box."""
    widths = boxes(begin, confirm_looks)

    def onward(covariance: Reals, looks: int, hits: int) -> float:
        if hits >= confirm_hits:
            return 1.0
        if looks >= confirm_looks:
            return 0.0
        expected = ahead(covariance)
        joint = expected[:3, :3] + SIGMA**2 * np.eye(3)
        gate = 4.0 / 3.0 * math.pi * GATE**1.5 * math.sqrt(np.linalg.det(joint))
        inside = gate / (8.0 * widths[looks - 1].prod())
        gain = expected[:, :3] @ np.linalg.inv(joint)
        hit = onward(expected - gain @ expected[:3], looks + 1, hits + 1)
        return inside * hit + (1.0 - inside) * onward(expected, looks + 1, hits)

    return onward(begin, 1, 1)


@pytest.mark.parametrize(("confirm_hits", "confirm_looks"), [(2, 2), (2, 3), (2, 5), (3, 4), (3, 5)])
def test_false_alarms_are_confirmed_as_the_volumes_of_their_gates_say(confirm_hits: int, confirm_looks: int) -> None:
    confirmed, pictures = 0, 10
    priors = np.asarray(a_post(1, 1).model.priors)
    begin = np.diag(np.array([SIGMA, SIGMA, SIGMA, priors[0], priors[0], priors[1]]) ** 2)
    widths = boxes(begin, confirm_looks)
    for picture in range(pictures):
        rng = np.random.default_rng(2026 + picture)
        post = a_post(confirm_hits, confirm_looks)
        post.see(grid())
        for box in widths:
            alive = np.flatnonzero(post.tracks[:TARGETS]["status"] == TENTATIVE)
            post.see(post.ahead[alive] + box * rng.uniform(-1.0, 1.0, (len(alive), 3)))
            # Each false alarm alone: those that began tracks of their own are forgotten.
            post.tracks["status"][TARGETS:] = FREE
            for row in alive[post.tracks["status"][alive] == FREE]:
                assert post.tracks["looks"][row] == confirm_looks
        status = post.tracks["status"][:TARGETS]
        assert set(status.tolist()) <= {FREE, CONFIRMED}
        confirmed += int(np.sum(status == CONFIRMED))
    expected = false_confirmation(begin, confirm_hits, confirm_looks)
    result = binomtest(confirmed, pictures * TARGETS, expected)
    assert result.pvalue > ALPHA, f"{confirmed} of {pictures * TARGETS}, expected {expected:.4f}"
