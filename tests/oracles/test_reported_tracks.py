"""Tracks that units report to their post, fused in the engine's own pictures, against Bar-Shalom and Campo.

Four hundred targets that accelerate at random, far apart, are as many experiments at once. Two units see them and
report their tracks; where asked for, the post has plots of its own. The yardstick is written out in full matrices: the
recursion of the cross-covariance with the gains that the units' filters really had, and the fusion of both tracks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pytest
from evidence_rows import Comparison, Evidence
from numpy.typing import NDArray
from scipy.stats import chi2

from shieldwall.engine.sense.look import open_look
from shieldwall.engine.track.picture import receive
from shieldwall.engine.track.reported import join_reported, report_tracks
from shieldwall.exercise.simulate import drawn
from shieldwall.kernels.filters import UNKNOWN_HEIGHT
from shieldwall.record.emit import EventLog
from shieldwall.record.kinds import JOINED, TRACKED
from shieldwall.record.tables import EVENT, SAMPLE
from shieldwall.scenario import load_text
from shieldwall.state.groups import Belief, Model
from shieldwall.state.message import TRACKS_SENT
from shieldwall.state.track import CONFIRMED

Reals = NDArray[np.float64]

FULL = [0, 1, 2, 6, 7, 8, 1, 3, 4, 9, 10, 11, 2, 4, 5, 12, 13, 14,
        6, 9, 12, 15, 16, 17, 7, 10, 13, 16, 18, 19, 8, 11, 14, 17, 19, 20]  # fmt: skip
#: Targets stand in a square, so many a side; a few for what is exact, many for what is counted.
FEW, MANY, APART = 3, 20, 200e3
NOISE, PERIOD, SCANS = 30.0, 6.0, 20
STATE = ("x", "y", "z", "vx", "vy", "vz")
#: Deviations of a plot on each axis, m: the post's, and those of two radars that see it from elsewhere.
SIGMAS = {"post": (300.0, 300.0, 300.0), "east": (60.0, 350.0, 400.0), "north": (350.0, 90.0, 250.0)}
NET = """
scenario: 1
title: Two who report
question: What does the post make of it?
terrain: flat
origin: 44.80 N 20.30 E
start: 2019-10-24T08:00Z
lasts: 1 min
draws: {{registration_bias: false}}
blue:
  command: {{post: post, control: weapons-hold{tracker}}}
  links: [{{name: voice, joins: [post, east, north], delay: 2 s, carries: tracks}}]
  units:
    post: {{is: an-tps-70, at: 44.90 N 20.20 E}}
    east: {{is: an-tps-70, at: 44.90 N 21.20 E}}
    north: {{is: an-tps-70, at: 45.90 N 20.20 E}}
red:
  routes: {{away: [44.0 N 20.0 E, 43.0 N 20.0 E]}}
  units: {{visitor: {{is: strike-fighter, route: away, height: 9 km amsl, speed: 200 m/s, then: continue}}}}
"""


class Message(NamedTuple):
    """What a unit reports of its tracks: its name, and the TRACKS_SENT row."""

    sender: str
    said: Any


@dataclass
class Net:
    """A post and two units, given plots of all targets by hand."""

    side: int
    tracker: str = ""
    model: Model = field(init=False)
    belief: Belief = field(init=False)
    log: EventLog = field(init=False)
    rng: np.random.Generator = field(init=False)
    t: float = 0.0
    seen: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SIGMAS, 0))

    def __post_init__(self) -> None:
        made = drawn(load_text(NET.format(tracker=self.tracker), "net.yaml"), 1, 0, scale=2)
        self.model, self.belief = made.model, made.belief
        log, film = np.zeros(20_000, EVENT).view(np.recarray), np.zeros(0, SAMPLE).view(np.recarray)
        self.log = EventLog(log, film, np.zeros(2, np.int64))
        self.rng = np.random.default_rng(1986)
        self.model.units.process_noise = NOISE
        priors = self.model.priors
        # So slow that no target comes near another's place.
        priors[0] = 100.0
        east, north = np.meshgrid(np.arange(self.side), np.arange(self.side))
        self.targets = self.side**2
        self.truth = np.zeros((self.targets, 6))
        self.truth[:, :3] = np.column_stack([APART * east.ravel(), APART * north.ravel(), np.full(self.targets, 9e3)])
        self.truth[:, 3:] = self.rng.normal(size=(self.targets, 3)) * [priors[0], priors[0], priors[1]]

    def pass_to(self, t: float) -> None:
        """Let the targets fly on, accelerating as the filters expect."""
        h = t - self.t
        self.t = t
        carry = np.kron([[1.0, h], [0.0, 1.0]], np.eye(3))
        noise = NOISE * np.kron([[h**3 / 3.0, h**2 / 2.0], [h**2 / 2.0, h]], np.eye(3))
        self.truth = self.truth @ carry.T
        if h > 0.0:
            self.truth += self.rng.normal(size=self.truth.shape) @ np.linalg.cholesky(noise).T

    def row(self, name: str) -> int:
        """Row of a unit; stable names are sorted."""
        return ("east", "north", "post").index(name)

    def look(self, name: str, *, flat: bool = False) -> None:
        """A unit sees all targets now; a flat look measures no height."""
        plots = np.asarray(self.belief.plots)[: self.targets]
        places = self.truth[:, :3] + self.rng.normal(size=(self.targets, 3)) * SIGMAS[name]
        plots["x"], plots["y"], plots["z"] = places.T
        for axis, sigma in zip(("xx", "yy", "zz"), SIGMAS[name], strict=True):
            plots[axis] = sigma**2
        for both in ("xy", "xz", "yz"):
            plots[both] = 0.0
        if flat:
            plots["z"], plots["zz"] = 5e3, UNKNOWN_HEIGHT
        sensor = int(np.flatnonzero(np.asarray(self.model.sensors)["unit"] == self.row(name))[0])
        plots["t"], plots["sensor"] = self.t, sensor
        number = open_look(self.belief, sensor, self.t)
        look = self.belief.looks[number % len(self.belief.looks)]
        look.first, look.plots = 0, self.targets
        rows = self.belief.scratch.assigned[: self.targets]
        receive(self.model, self.belief, self.log, self.row(name), number, rows, self.t)
        self.seen[name] = sensor
        assert self.belief.progress[0].overflow == 0

    def write(self, name: str) -> Message:
        """Return the message in which a unit reports its tracks now."""
        said = np.zeros(1, TRACKS_SENT).view(np.recarray)[0]
        said.first, said.tracks = report_tracks(self.model, self.belief, self.row(name), 0.0, self.t)
        said.at, said.sensor = self.t, self.seen[name]
        return Message(name, said)

    def read(self, message: Message) -> None:
        post, sender, said = self.row("post"), self.row(message.sender), message.said
        rows = self.belief.scratch.joined[: said.tracks]
        join_reported(self.model, self.belief, self.log, post, sender, said, rows, self.t)
        assert self.belief.progress[0].overflow == 0

    def confirmed(self, name: str) -> NDArray[np.int64]:
        """Row of the confirmed track of a unit that follows each target, the oldest where there are two."""
        unit = self.model.units[self.row(name)]
        tracks = np.asarray(self.belief.tracks)
        rows = unit.first_track + np.flatnonzero(tracks["status"][unit.first_track : unit.end_track] == CONFIRMED)
        rows = rows[np.argsort(tracks["number"][rows])]
        h = self.t - tracks["t"][rows]
        there = np.column_stack([tracks[axis][rows] + h * tracks[f"v{axis}"][rows] for axis in "xy"])
        apart = np.abs(self.truth[:, None, :2] - there[None]).max(axis=2)
        assert (apart < 0.5 * APART).any(axis=1).all()
        return np.asarray(rows[(apart < 0.5 * APART).argmax(axis=1)])

    def met(self, name: str) -> NDArray[np.bool_]:
        """Whether each target's last plot was in the gate of its track, as 999 of 1000 are."""
        return np.asarray(np.asarray(self.belief.tracks)["t"][self.confirmed(name)] == self.t)

    def state(self, name: str) -> Reals:
        tracks = np.asarray(self.belief.tracks)[self.confirmed(name)]
        return np.column_stack([tracks[part] for part in STATE])

    def claimed(self, name: str) -> Reals:
        return self.belief.covariance[self.confirmed(name)][:, FULL].reshape(-1, 6, 6)

    def kinds(self, kind: int) -> np.ndarray:
        log = self.log.events[: self.log.filled[0]]
        return np.asarray(log[log.kind == kind])


def nees(net: Net) -> float:
    error, met = net.state("post") - net.truth, net.met("post")
    assert (~met).sum() <= 1 + 0.02 * len(met)
    return float(np.einsum("ri,rij,rj->r", error, np.linalg.inv(net.claimed("post")), error)[met].mean())


FUSED = Comparison(
    "reported-tracks", "Tracking", "Mean NEES of tracks that a post fuses of what its units report", "1",
    "chi-square; Y. Bar-Shalom and L. Campo, IEEE Trans. AES 22(6), 1986", "tracking.md",
)  # fmt: skip
BAND = chi2.ppf([0.0005, 0.9995], 6 * MANY**2) / MANY**2


CARRY = np.kron([[1.0, PERIOD], [0.0, 1.0]], np.eye(3))
PROCESS = NOISE * np.kron([[PERIOD**3 / 3.0, PERIOD**2 / 2.0], [PERIOD**2 / 2.0, PERIOD]], np.eye(3))


def turned(matrices: Reals) -> Reals:
    return matrices.swapaxes(1, 2)


@pytest.mark.kernel
def test_the_engine_fuses_as_the_formulas_say() -> None:
    """Both units look and report at the same times."""
    net = Net(FEW)
    cross, always = np.zeros((net.targets, 6, 6)), np.ones(net.targets, bool)
    for scan in range(SCANS):
        net.pass_to(PERIOD * scan)
        begun = scan >= 3
        before = [CARRY @ net.claimed(name) @ CARRY.T + PROCESS for name in ("east", "north")] if begun else []
        for name in ("east", "north"):
            net.look(name)
            net.read(net.write(name))
        if begun:
            gains = [net.claimed(name) @ np.linalg.inv(b) for name, b in zip(("east", "north"), before, strict=True)]
            cross = gains[0] @ (CARRY @ cross @ CARRY.T + PROCESS) @ turned(gains[1])
            always &= net.met("east") & net.met("north")
    one, other = net.claimed("east"), net.claimed("north")
    weight = (one - cross) @ np.linalg.inv(one + other - cross - turned(cross))
    state = net.state("east") + np.einsum("rij,rj->ri", weight, net.state("north") - net.state("east"))
    claimed = one - weight @ turned(one - cross)
    assert always.sum() >= 7
    assert np.abs(net.state("post") - state)[always].max() < 1e-4
    assert np.abs(net.claimed("post") - claimed)[always].max() < 1e-7 * claimed.max()


def post_nees(net: Net, *, own: bool = False, lost: float = 0.0, naive: bool = False) -> list[float]:
    """Mean NEES of the post's tracks after each scan; units look in turn, and their messages arrive later."""
    found, rng = [], np.random.default_rng(22)
    for scan in range(SCANS):
        messages = []
        for offset, name in ((0.0, "east"), (2.5, "north")):
            net.pass_to(PERIOD * scan + offset)
            net.look(name)
            messages.append(net.write(name))
        if own:
            net.pass_to(PERIOD * scan + 3.0)
            net.look("post")
        for message in messages:
            if naive:
                net.belief.crosses[:, :36] = 0.0
            if rng.random() >= lost:
                net.read(message)
        if scan > 8 and net.met("post").any():
            found.append(nees(net))
    return found


@pytest.fixture(scope="module")
def fed() -> Net:
    net = Net(MANY)
    post_nees(net)
    return net


@pytest.mark.parametrize(
    ("what", "own", "lost"),
    [
        ("two units", False, 0.0),
        ("two units, a fifth of their messages lost", False, 0.2),
        ("two units, and plots of its own", True, 0.0),
        ("the same, a fifth of the messages lost", True, 0.2),
    ],
)
def test_fused_tracks_err_as_much_as_they_claim(what: str, own: bool, lost: float, evidence: Evidence) -> None:
    found = post_nees(Net(MANY), own=own, lost=lost)
    assert len(found) >= 5
    for number, value in enumerate(found, 1):
        evidence.within(FUSED, f"{what}, scan {number}", value, *BAND, slack=1e-3)


def test_without_the_common_error_tracks_would_claim_too_much() -> None:
    assert min(post_nees(Net(MANY), naive=True)) > BAND[1]


def test_the_post_knows_more_than_each_unit(fed: Net) -> None:
    def error(name: str) -> float:
        return float(np.sqrt(((fed.state(name) - fed.truth)[fed.met(name), :3] ** 2).sum(axis=1).mean()))

    # North looked last, so its errors are those of now.
    assert error("post") < 0.8 * error("north")
    least = np.linalg.eigvalsh(fed.claimed("north") - fed.claimed("post"))[fed.met("north")]
    assert (least.min(axis=1) > -1e-6 * least.max(axis=1)).mean() > 0.99


def test_tracks_once_joined_stay_joined(fed: Net) -> None:
    """Each target is adopted from one unit and joined by the other; a gate loses 1 plot of 1000, and few tracks."""
    joined = fed.kinds(JOINED)
    assert 2 * fed.targets <= len(joined) <= 2.02 * fed.targets
    own = fed.kinds(TRACKED)
    assert (own["who"] == fed.model.units[fed.row("post")].name).sum() <= 1.01 * fed.targets


@pytest.mark.kernel
def test_a_unit_that_falls_silent_is_part_no_more() -> None:
    net = Net(FEW)
    post = net.model.units[net.row("post")]
    for scan in range(12):
        net.pass_to(PERIOD * scan)
        for name in ("east", "north"):
            if name == "east" or scan < 6:
                net.look(name)
                net.read(net.write(name))
        if scan == 5:
            assert np.abs(net.state("post") - net.state("east")).max() > 1.0
    assert post.drop_after < PERIOD * 6
    met = net.met("east")
    assert met.sum() >= 8
    assert net.state("post")[met] == pytest.approx(net.state("east")[met], abs=1e-6)
    assert (net.claimed("post") == net.claimed("east"))[met].all()


@pytest.mark.kernel
def test_what_a_unit_reports_bears_its_registration_error() -> None:
    net = Net(FEW)
    sensor = net.model.sensors[int(np.flatnonzero(np.asarray(net.model.sensors)["unit"] == net.row("east"))[0])]
    sensor.bias_x, sensor.bias_y, sensor.bias_north = 150.0, -80.0, 0.01
    for scan in range(4):
        net.pass_to(PERIOD * scan)
        net.look("east")
        net.read(net.write("east"))
    own, reported = net.state("east"), net.state("post")
    east, north = own[:, 0] - sensor.x, own[:, 1] - sensor.y
    assert reported[:, 0] - own[:, 0] == pytest.approx(150.0 + 0.01 * north, abs=1e-6)
    assert reported[:, 1] - own[:, 1] == pytest.approx(-80.0 - 0.01 * east, abs=1e-6)
    assert reported[:, 3] - own[:, 3] == pytest.approx(0.01 * own[:, 4], abs=1e-9)
    assert reported[:, 4] - own[:, 4] == pytest.approx(-0.01 * own[:, 3], abs=1e-9)


def test_two_who_measure_no_height_know_no_height_together() -> None:
    net = Net(FEW)
    for scan in range(8):
        net.pass_to(PERIOD * scan)
        for name in ("east", "north"):
            net.look(name, flat=True)
            net.read(net.write(name))
    for name in ("east", "post"):
        assert (net.claimed(name)[:, 2, 2] > 0.95 * net.model.priors[2] ** 2).all()
    assert (net.claimed("post")[:, 0, 0] < net.claimed("east")[:, 0, 0]).all()


def test_with_two_models_of_motion_tracks_are_fused_as_well() -> None:
    net = Net(FEW, ", tracker: imm")
    post_nees(net, own=True)
    assert np.abs(net.state("post") - net.truth)[:, :3].max() < 4.0 * SIGMAS["post"][0]
    assert np.asarray(net.belief.modes)["weight"].any()
