"""Gate and update in numpy: the rules of `picture`, each step over all tracks, pairs or updates of a scan at once."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linear_sum_assignment

from figures.battle import Seen
from figures.picture import DROP_AFTER, HITS, LOOKS, NOISE, TRACKS, WINDOW, Picture
from shieldwall.assembly.plan.scratch import PRIORS
from shieldwall.kernels.filters import UNKNOWN_HEIGHT
from shieldwall.kernels.gates import GATE, SLACK, TENTATIVE_WEIGHT
from shieldwall.state.track import CONFIRMED, FREE, TENTATIVE

PARTS = ("xx", "xy", "xz", "yy", "yz", "zz")
#: Rows of a covariance's 21 numbers that make the full matrix of state and position.
CROSS = np.array([[0, 1, 2], [1, 3, 4], [2, 4, 5], [6, 9, 12], [7, 10, 13], [8, 11, 14]])
UPPER = np.triu_indices(3)


@dataclass
class Dense:
    """A picture as columns: `state: float64[6, n]`, `p: float64[21, n]`, one column for each track."""

    state: np.ndarray = field(default_factory=lambda: np.zeros((6, TRACKS)))
    p: np.ndarray = field(default_factory=lambda: np.zeros((21, TRACKS)))
    t: np.ndarray = field(default_factory=lambda: np.zeros(TRACKS))
    status: np.ndarray = field(default_factory=lambda: np.zeros(TRACKS, np.int64))
    sensor: np.ndarray = field(default_factory=lambda: np.zeros(TRACKS, np.int64))
    history: np.ndarray = field(default_factory=lambda: np.zeros(TRACKS, np.int64))
    looks: np.ndarray = field(default_factory=lambda: np.zeros(TRACKS, np.int64))
    taken: list[np.ndarray] = field(default_factory=list)


def follow_all(seen: Seen) -> Dense:
    """Bring all looks into an empty picture."""
    made = Dense()
    follow_looks(made, seen, 0, len(seen.looks))
    return made


def follow_looks(made: Dense, seen: Seen, first: int, last: int) -> None:
    """Bring the looks `first` to `last` - 1 into a picture."""
    start, end = seen.looks[first]["first"], seen.looks[last - 1]["first"] + seen.looks[last - 1]["count"]
    plots = np.asarray(seen.plots)[start:end]
    places = np.stack([plots[name] for name in ("x", "y", "z")])
    spreads = np.stack([plots[name] for name in PARTS])
    for look in np.asarray(seen.looks)[first:last]:
        rows = slice(look["first"] - start, look["first"] - start + look["count"])
        follow(made, float(look["t"]), int(look["sensor"]), places[:, rows], spreads[:, rows])


def follow(made: Dense, t: float, s: int, places: np.ndarray, spreads: np.ndarray) -> None:
    """Bring one look into the picture."""
    ageing = (made.status == TENTATIVE) & (made.sensor == s)
    made.history[ageing] = (made.history[ageing] << 1) & WINDOW
    made.looks[ageing] += 1
    rows = np.flatnonzero(made.status != FREE)
    assigned = associate(*pairs(made, rows, t, places, spreads), rows, made, places.shape[1])
    hit = np.flatnonzero(assigned >= 0)
    if len(hit):
        correct(made, assigned[hit], t, places[:, hit], spreads[:, hit])
        made.history[assigned[hit]] |= 1
    missed = np.flatnonzero(assigned < 0)
    if len(missed):
        fresh = np.flatnonzero(made.status == FREE)[: len(missed)]
        begin(made, fresh, t, s, places[:, missed], spreads[:, missed])
        assigned[missed] = fresh
    made.taken.append(assigned)
    update_status(made, s, t)


def expected(made: Dense, rows: np.ndarray, t: float) -> tuple[np.ndarray, np.ndarray]:
    """Positions of tracks at a time, float64[3, n], and the six numbers of their covariance."""
    h = t - made.t[rows]
    h2 = h * h
    noise = NOISE * h2 * np.abs(h) / 3.0
    x, p = made.state[:, rows], made.p[:, rows]
    spread = np.stack(
        [
            p[0] + 2.0 * h * p[6] + h2 * p[15] + noise,
            p[1] + h * (p[7] + p[9]) + h2 * p[16],
            p[2] + h * (p[8] + p[12]) + h2 * p[17],
            p[3] + 2.0 * h * p[10] + h2 * p[18] + noise,
            p[4] + h * (p[11] + p[13]) + h2 * p[19],
            p[5] + 2.0 * h * p[14] + h2 * p[20] + noise,
        ]
    )
    return x[:3] + h * x[3:], spread


def pairs(
    made: Dense, rows: np.ndarray, t: float, places: np.ndarray, spreads: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of plot and track inside each other's gate: plots, slots, squared distances."""
    there, around = expected(made, rows, t)
    east, north = there[0].astype(np.float32), there[1].astype(np.float32)
    width = (np.sqrt(GATE * np.maximum(around[0], around[3])) + SLACK).astype(np.float32)
    reach = np.sqrt(GATE * np.maximum(spreads[0], spreads[3])).astype(np.float32)
    wide = width[None] + reach[:, None]
    near = np.abs(places[0].astype(np.float32)[:, None] - east) < wide
    near &= np.abs(places[1].astype(np.float32)[:, None] - north) < wide
    i, j = np.nonzero(near)
    dx, dy, dz = places[:, i] - there[:, j]
    a, b, c, d, e, f = around[:, j] + spreads[:, i]
    xx, xy, xz = d * f - e * e, c * e - b * f, b * e - c * d
    yy, yz, zz = a * f - c * c, b * c - a * e, a * d - b * b
    square = dx * (xx * dx + 2.0 * (xy * dy + xz * dz)) + dy * (yy * dy + 2.0 * yz * dz) + zz * dz * dz
    distance = square / (a * xx + b * xy + c * xz)
    inside = distance < GATE
    return i[inside], j[inside], distance[inside]


def associate(
    i: np.ndarray, j: np.ndarray, distance: np.ndarray, rows: np.ndarray, made: Dense, number: int
) -> np.ndarray:
    """Row of each plot's track, -1 for none: contested plots by scipy's assignment, the others at once."""
    assigned = np.full(number, -1, np.int64)
    lone = (np.bincount(i, minlength=number)[i] == 1) & (np.bincount(j, minlength=len(rows))[j] == 1)
    assigned[i[lone]] = rows[j[lone]]
    if lone.all():
        return assigned
    i, j, distance = i[~lone], j[~lone], distance[~lone]
    plots, at_plot = np.unique(i, return_inverse=True)
    slots, at_slot = np.unique(j, return_inverse=True)
    cost = np.zeros((len(plots), len(slots) + len(plots)))
    cost[:, : len(slots)] = 1.0
    weight = np.where(made.status[rows[j]] >= CONFIRMED, 1.0, TENTATIVE_WEIGHT)
    cost[at_plot, at_slot] = (distance - GATE) * weight
    chosen_plots, chosen = linear_sum_assignment(cost)
    held = chosen < len(slots)
    assigned[plots[chosen_plots[held]]] = rows[slots[chosen[held]]]
    return assigned


def correct(made: Dense, rows: np.ndarray, t: float, places: np.ndarray, spreads: np.ndarray) -> None:
    """Predict tracks to the time of their plots, and correct them."""
    x, p = made.state[:, rows], made.p[:, rows]
    h = t - made.t[rows]
    assert (h >= 0.0).all()
    velocity_noise = NOISE * h
    there, around = expected(made, rows, t)
    x[:3], p[:6] = there, around
    cross_noise = velocity_noise * h * 0.5
    p[6:15] += h * p[[15, 16, 17, 16, 18, 19, 17, 19, 20]]
    p[[6, 10, 14]] += cross_noise
    p[[15, 18, 20]] += velocity_noise
    a, b, c, d, e, f = p[:6] + spreads
    inverse = np.stack([d * f - e * e, c * e - b * f, b * e - c * d, a * f - c * c, b * c - a * e, a * d - b * b])
    inverse /= a * inverse[0] + b * inverse[1] + c * inverse[2]
    full = inverse[[[0, 1, 2], [1, 3, 4], [2, 4, 5]]]
    # State by position of the joint covariance; what is left of it after the gain is the new one.
    cross = p[CROSS]
    gain = np.einsum("ijn,jkn->ikn", cross, full)
    x += np.einsum("ijn,jn->in", gain, places - x[:3])
    less = np.einsum("ijn,kjn->ikn", gain, cross)
    p[:6] -= less[:3, :3][UPPER]
    p[6:15] -= less[:3, 3:].reshape(9, -1)
    p[15:] -= less[3:, 3:][UPPER]
    made.state[:, rows], made.p[:, rows], made.t[rows] = x, p, t


def begin(made: Dense, rows: np.ndarray, t: float, s: int, places: np.ndarray, spreads: np.ndarray) -> None:
    """Begin tentative tracks at plots."""
    made.state[:3, rows], made.state[3:, rows] = places, 0.0
    made.p[:, rows] = 0.0
    made.p[:6, rows] = spreads
    made.p[5, rows] = np.where(spreads[5] < UNKNOWN_HEIGHT, spreads[5], PRIORS[2] ** 2)
    made.p[15, rows] = made.p[18, rows] = PRIORS[0] ** 2
    made.p[20, rows] = PRIORS[1] ** 2
    made.t[rows] = t
    made.status[rows], made.sensor[rows], made.history[rows], made.looks[rows] = TENTATIVE, s, 1, 1


def update_status(made: Dense, s: int, t: float) -> None:
    """Confirm tracks by M hits of N looks, or forget them."""
    own = np.flatnonzero((made.status == TENTATIVE) & (made.sensor == s))
    hits = ((made.history[own][:, None] >> np.arange(5)) & 1).sum(axis=1)
    made.status[own[hits >= HITS]] = CONFIRMED
    made.status[own[(hits < HITS) & (made.looks[own] >= LOOKS)]] = FREE
    made.status[(made.status != FREE) & (t - made.t > DROP_AFTER)] = FREE


def agrees(made: Dense, ours: Picture) -> bool:
    """Whether each plot so far went to the same track, and the tracks agree to a millionth of their spread."""
    taken = np.concatenate(made.taken)
    if not (taken == ours.taken[: len(taken)]).all():
        return False
    live = np.flatnonzero(np.asarray(ours.tracks)["status"] != FREE)
    state = np.stack([np.asarray(ours.tracks)[name][live] for name in ("x", "y", "z", "vx", "vy", "vz")])
    scale = np.sqrt(ours.covariance[live][:, [0, 3, 5, 15, 18, 20]].T)
    return bool((np.abs(made.state[:, live] - state) <= 1e-6 * scale).all())
