"""What a commander from outside is shown: the picture of the highest post, as frozen copies, and no truth."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from math import hypot
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.replication import Workspace
from shieldwall.engine.command.shots import lay_shots
from shieldwall.kernels.geodesy import height_above_sea
from shieldwall.record.decided import SHOWN_TRACK, SHOWN_UNIT
from shieldwall.record.reasons import WORDS
from shieldwall.state.channel import IDLE
from shieldwall.state.identity import HOSTILE
from shieldwall.state.offer import OFFER
from shieldwall.state.track import CONFIRMED

FIRST_SHOTS = 1024
#: What a track may be held for, in the order of their numbers.
IDENTITIES = ("unknown", "hostile", "neutral", "friendly")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit under command, as it last reported: `age` s ago; `answers` tells whether it left an order unanswered.

    `free`: idle fire channels; `left`: share of its rounds that is ready; `reach`: of its weapons, m. A site is known.
    """

    name: str
    x: float
    y: float
    reach: float
    free: int
    left: float
    age: float
    answers: bool


@dataclass(frozen=True, slots=True)
class Track:
    """A confirmed track: place, m, velocity, m/s, in the scenario's plane (east, north, up), as expected now.

    `sigma`, `sigma_height` (m) and `sigma_speed` (m/s) are standard deviations; `age` s ago came the last plot.
    `identity`: unknown, hostile, neutral or friendly, as the post holds; `threat`: threat value as last evaluated;
    `engaged_by`: the unit that is ordered to engage it; `verdict`: what was assessed after a round met it, in words,
    empty for nothing. `height`: over the sea, m.
    """

    number: int
    x: float
    y: float
    z: float
    vx: float
    vy: float
    vz: float
    sigma: float
    sigma_height: float
    sigma_speed: float
    age: float
    threat: float
    identity: str
    engaged_by: str | None
    verdict: str
    height: float

    @property
    def hostile(self) -> bool:
        """Whether it is declared hostile."""
        return self.identity == IDENTITIES[HOSTILE]

    @property
    def speed(self) -> float:
        """Speed over the ground, m/s."""
        return hypot(self.vx, self.vy)

    def distance_to(self, other: Unit | Track | Place) -> float:
        """Return the distance over the ground from a unit, a place or another track, m."""
        return hypot(self.x - other.x, self.y - other.y)


@dataclass(frozen=True, slots=True)
class Shot:
    """A shot that the staff sees: a unit that can engage a hostile track, and what that is worth.

    `value` is what the shot saves, less what its round costs, on the scale of the most valued place.
    """

    track: Track
    unit: Unit
    value: float


@dataclass(frozen=True, slots=True)
class Place:
    """Something that is defended, and what it is worth beside the most valued."""

    name: str
    x: float
    y: float
    value: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of the highest post at an epoch: `t`, s from the start, and the `number` of the epoch, from 0.

    `tracks` are in the order of their numbers, `units` and `places` in that of their names, `shots` the most valuable
    first. `seed` and `replication` are the key of the run: draw from them, and the run stays a pure function of them.
    """

    t: float
    number: int
    post: str
    tracks: tuple[Track, ...]
    units: tuple[Unit, ...]
    places: tuple[Place, ...]
    shots: tuple[Shot, ...]
    seed: int
    replication: int

    @property
    def hostile(self) -> tuple[Track, ...]:
        """The tracks that are declared hostile and not assessed as killed since their last plot."""
        return tuple(track for track in self.tracks if track.hostile and not track.verdict)

    def unit(self, name: str) -> Unit:
        """Return a unit by its name, with or without "blue/"; KeyError for a name that is none."""
        full = name if name.startswith("blue/") else f"blue/{name}"
        return next(unit for unit in self.units if unit.name == full)


@dataclass(frozen=True)
class Shown:
    """A picture with the rows that the run folder keeps of it, SHOWN_TRACK and SHOWN_UNIT, and its digest."""

    picture: Picture
    tracks: NDArray[np.void]
    units: NDArray[np.void]
    digest: int


class Gallery:
    """Takes the pictures of one battle, of the post in row `n`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._names = workspace.plan.names.all()
        units = workspace.model.units
        self.n = int(np.flatnonzero((units["commands"] == 1) & (units["post"] < 0))[0])
        self.post = self._names[int(units["name"][self.n])]
        self._commanded = [u for u in range(len(units)) if units["channels"][u] > 0 and self._under(u)]
        self._offers = np.zeros(FIRST_SHOTS, OFFER).view(np.recarray)
        self._places = tuple(
            Place(str(place), x, y, worth)
            for place, (x, y, _, worth) in zip(self._valued(), workspace.model.assets.tolist(), strict=True)
        )

    @property
    def alive(self) -> bool:
        """Whether the post is there; a commander whose post is lost commands no more."""
        return bool(self._workspace.belief.unit_state["alive"][self.n] == 1)

    def rows(self) -> dict[str, int]:
        """Return the rows of the units under command by their names."""
        return {self._names[int(self._workspace.model.units["name"][u])]: u for u in self._commanded}

    def take(self, t: float, number: int) -> Shown:
        """Return what the post knows at a time."""
        tracks, rows = self._tracks(t)
        units = self._units(t)
        shown = tuple(self._track(row) for row in tracks)
        known = tuple(self._unit(row) for row in units)
        shots, plain = self._shots(t, dict(zip(rows, shown, strict=True)), known)
        seal = hashlib.blake2s(tracks.tobytes() + units.tobytes() + plain.tobytes(), digest_size=8).digest()
        seed, replication = self._workspace.key
        picture = Picture(t, number, self.post, shown, known, self._places, shots, seed, replication)
        return Shown(picture, tracks, units, int.from_bytes(seal, "little"))

    def _under(self, u: int) -> bool:
        posts = self._workspace.model.units["post"]
        while u >= 0 and u != self.n:
            u = int(posts[u])
        return u == self.n

    def _valued(self) -> list[str]:
        places = self._workspace.plan.places
        return [self._names[int(place["name"])] for place in places if place["value"] > 0.0]

    def _tracks(self, t: float) -> tuple[NDArray[np.void], list[int]]:
        belief, model = self._workspace.belief, self._workspace.model
        first, end = int(model.units["first_track"][self.n]), int(belief.unit_state["high_track"][self.n])
        block: Any = belief.tracks[first:end]
        chosen = np.flatnonzero(block["status"] == CONFIRMED)
        chosen = chosen[np.argsort(block["number"][chosen], kind="stable")]
        known, p = block[chosen], belief.covariance[first:end][chosen]
        h = t - known["t"]
        found = np.zeros(len(known), SHOWN_TRACK)
        found["t"], found["number"] = t, known["number"]
        for axis in "xyz":
            found[axis], found[f"v{axis}"] = known[axis] + h * known[f"v{axis}"], known[f"v{axis}"]
        found["sigma"] = np.sqrt(p[:, 0] + p[:, 3] + h * h * (p[:, 15] + p[:, 18]))
        found["sigma_height"] = np.sqrt(p[:, 5] + h * h * p[:, 20])
        found["sigma_speed"] = np.sqrt(p[:, 15] + p[:, 18] + p[:, 20])
        found["age"], found["threat"], found["identity"] = h, known["score"], known["identity"]
        shooters = known["shooter"]
        found["engaged_by"] = np.where(shooters >= 0, model.units["name"][shooters], -1)
        found["verdict"] = np.where(known["t"] <= known["killed_at"], known["verdict"], 0)
        return found, (first + chosen).tolist()

    def _units(self, t: float) -> NDArray[np.void]:
        belief, model = self._workspace.belief, self._workspace.model
        found = np.zeros(len(self._commanded), SHOWN_UNIT)
        for row, u in zip(found, self._commanded, strict=True):
            unit, known = model.units[u], belief.subordinates[self.n, u]
            row["t"], row["name"], row["x"], row["y"], row["reach"] = t, unit.name, unit.x, unit.y, unit.reach
            row["free"], row["left"], row["age"], row["answers"] = known.free, known.left, t - known.as_of, 1
            row["answers"] = int(known.silent == 0)
            if u == self.n:
                row["free"], row["left"], row["age"] = *self._own(), 0.0
        return found

    def _own(self) -> tuple[int, float]:
        """Idle channels of the post itself, and the share of its rounds that is ready."""
        belief, unit = self._workspace.belief, self._workspace.model.units[self.n]
        channels = slice(unit.first_channel, unit.first_channel + unit.channels)
        launchers = slice(unit.first_launcher, unit.first_launcher + unit.launchers)
        full = int(self._workspace.model.launchers["capacity"][launchers].sum())
        ready = int(belief.launcher_state["ready"][launchers].sum())
        return int((belief.channel_state["state"][channels] == IDLE).sum()), ready / full if full else 1.0

    def _track(self, row: Any) -> Track:
        grid = self._workspace.model.grid[0]
        by, verdict = int(row["engaged_by"]), int(row["verdict"])
        x, y, z = (float(row[axis]) for axis in "xyz")
        return Track(  # type: ignore[call-arg]
            *row.item()[1:13],
            IDENTITIES[int(row["identity"])],
            self._names[by] if by >= 0 else None,
            WORDS[verdict],
            float(height_above_sea(x, y, z, float(grid.meridional), float(grid.normal))),
        )

    def _unit(self, row: Any) -> Unit:
        _, name, x, y, reach, free, left, age, answers = row.item()
        return Unit(self._names[name], x, y, reach, free, left, age, bool(answers))

    def _shots(
        self, t: float, tracks: dict[int, Track], units: tuple[Unit, ...]
    ) -> tuple[tuple[Shot, ...], NDArray[Any]]:
        model, belief = self._workspace.model, self._workspace.belief
        while (count := int(lay_shots(model, belief, self.n, self._offers, t))) > len(self._offers):
            self._offers = np.zeros(2 * count, OFFER).view(np.recarray)
        offers = np.array(self._offers[:count].view(np.ndarray))
        by_row = dict(zip(self._commanded, units, strict=True))
        offers = offers[np.argsort(-offers["value"], kind="stable")]
        shots = (Shot(tracks[row["track"]], by_row[row["unit"]], float(row["value"])) for row in offers)
        return tuple(shots), offers
