"""Stone Soup's tracker on the detections of one radar of bench-60, with the rules of our pictures.

Both get the same plots with the same covariances, nearly constant velocity with the same noise, gates of the same
size, two-dimensional assignment that confirmed tracks enter first, and confirmation by three hits in five looks. The
score is GOSPA (Rahmathullah, Garcia-Fernandez and Svensson, "Generalized optimal sub-pattern assignment metric", 20th
International Conference on Information Fusion, 2017) with alpha 2, of the confirmed tracks at each look.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from figures import picture
from figures.battle import Seen, observed, table
from figures.picture import DROP_AFTER, HITS, LOOKS, NOISE, empty_picture
from figures.repeats import spread
from shieldwall.assembly.plan.scratch import PRIORS
from shieldwall.kernels.gates import GATE
from shieldwall.state.look import PLOT
from shieldwall.state.track import CONFIRMED

#: Distance at which a track stands for no target, m, and the metric's order.
CUT_OFF, ORDER = 3000.0, 2
BEGIN = datetime(2019, 10, 24, 8)  # noqa: DTZ001  Stone Soup's clock has no zone


def one_radar(seen: Seen) -> Seen:
    """What the radar with the most plots reported."""
    sensors, counts = np.unique(seen.plots["sensor"], return_counts=True)
    radar = sensors[counts.argmax()]
    rows, looks = np.flatnonzero(seen.plots["sensor"] == radar), np.flatnonzero(seen.looks["sensor"] == radar)
    radar_looks = np.asarray(seen.looks)[looks].copy()
    radar_looks["first"] = np.concatenate([[0], np.cumsum(radar_looks["count"])[:-1]])
    return Seen(radar_looks, table(PLOT, np.asarray(seen.plots)[rows]), seen.origins[rows], seen.paths[looks])


def excerpt(seen: Seen, first_look: int, last_look: int) -> Seen:
    """The looks `first_look` to `last_look` - 1."""
    looks = np.asarray(seen.looks)[first_look:last_look].copy()
    rows = slice(looks["first"][0], looks["first"][-1] + looks["count"][-1])
    looks["first"] -= rows.start
    return Seen(looks, table(PLOT, np.asarray(seen.plots)[rows]), seen.origins[rows], seen.paths[first_look:last_look])


def targets(seen: Seen) -> list[np.ndarray]:
    """Where the targets are at each look, float64[n, 3]: bodies between their first and their last detection."""
    first, last = {}, {}
    for n, look in enumerate(seen.looks):
        for body in seen.origins[look["first"] : look["first"] + look["count"]]:
            if body >= 0:
                first.setdefault(body, n)
                last[body] = n
    placed = []
    for n in range(len(seen.looks)):
        rows = [seen.paths[n, b] for b in first if first[b] <= n <= last[b] and np.isfinite(seen.paths[n, b, 0])]
        placed.append(np.array(rows).reshape(-1, 3))
    return placed


def gospa(
    found: np.ndarray, true: np.ndarray, alpha: float = 2.0, order: float = ORDER, cut_off: float = CUT_OFF
) -> float:
    """GOSPA of two sets of points, m (Rahmathullah, Garcia-Fernandez and Svensson, Fusion 2017, definition 1)."""
    unmatched = cut_off**order / alpha * abs(len(found) - len(true))
    if not len(found) or not len(true):
        return float(unmatched ** (1.0 / order))
    cost = np.minimum(np.linalg.norm(found[:, None] - true[None], axis=2), cut_off) ** order
    rows, columns = linear_sum_assignment(cost)
    return float((unmatched + cost[rows, columns].sum()) ** (1.0 / order))


def ours(seen: Seen) -> list[np.ndarray]:
    """Positions of our confirmed tracks at each look, float64[n, 3]."""
    made = empty_picture(len(seen.plots))
    found = []
    for n, look in enumerate(seen.looks):
        assert picture.follow(made, seen.looks, n, n + 1, seen.plots) >= 0
        tracks = np.asarray(made.tracks)
        tracks = tracks[tracks["status"] == CONFIRMED]
        h = look["t"] - tracks["t"]
        found.append(np.stack([tracks[axis] + h * tracks[f"v{axis}"] for axis in "xyz"], axis=1))
    return found


def theirs(seen: Seen) -> list[np.ndarray]:
    """Positions of Stone Soup's confirmed tracks at each look, float64[n, 3]."""
    tracker = build(seen)
    return [
        np.array([track.state.state_vector[[0, 2, 4], 0] for track in tracks], dtype=np.float64).reshape(-1, 3)
        for _, tracks in tracker
    ]


def build(seen: Seen) -> Any:
    """Stone Soup's multi-target tracker with our rules."""
    from stonesoup.dataassociator.neighbour import GNNWith2DAssignment
    from stonesoup.deleter.base import Deleter
    from stonesoup.deleter.time import UpdateTimeDeleter
    from stonesoup.hypothesiser.distance import DistanceHypothesiser
    from stonesoup.initiator.simple import MultiMeasurementInitiator
    from stonesoup.measures import SquaredMahalanobis
    from stonesoup.models.transition.linear import CombinedLinearGaussianTransitionModel, ConstantVelocity
    from stonesoup.predictor.kalman import KalmanPredictor
    from stonesoup.tracker.simple import MultiTargetTracker
    from stonesoup.types.state import GaussianState
    from stonesoup.types.update import Update
    from stonesoup.updater.kalman import KalmanUpdater

    class Unconfirmed(Deleter):  # type: ignore[misc]
        """Forgets what has had its looks without its hits."""

        def check_for_deletion(self, track: Any, **_: Any) -> bool:
            hits = sum(isinstance(state, Update) for state in track.states[-LOOKS:])
            return len(track.states) >= LOOKS and hits < HITS

    motion = CombinedLinearGaussianTransitionModel([ConstantVelocity(NOISE) for _ in range(3)])
    updater = KalmanUpdater(None)
    hypothesiser = DistanceHypothesiser(KalmanPredictor(motion), updater, SquaredMahalanobis(), missed_distance=GATE)
    associator = GNNWith2DAssignment(hypothesiser)
    spread_at_start = np.diag([0.0, PRIORS[0] ** 2, 0.0, PRIORS[0] ** 2, 0.0, PRIORS[1] ** 2])
    prior = GaussianState(np.zeros((6, 1)), spread_at_start)
    # The plot that begins a track is its first hit, for Stone Soup too: the first state is an update.
    initiator = MultiMeasurementInitiator(prior, Unconfirmed(), associator, updater, min_points=HITS, updates_only=True)
    silence = UpdateTimeDeleter(timedelta(seconds=DROP_AFTER))
    return MultiTargetTracker(initiator, silence, detections(seen), associator, updater)


def detections(seen: Seen) -> list[tuple[datetime, set[Any]]]:
    """Stone Soup's detections of each look, with the plots' own covariances."""
    from stonesoup.models.measurement.linear import LinearGaussian
    from stonesoup.types.detection import Detection

    scans = []
    for look in seen.looks:
        when = BEGIN + timedelta(seconds=float(look["t"]))
        scan = set()
        for plot in np.asarray(seen.plots)[look["first"] : look["first"] + look["count"]]:
            xx, xy, xz, yy, yz, zz = (plot[name] for name in ("xx", "xy", "xz", "yy", "yz", "zz"))
            noise = np.array([[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]])
            model = LinearGaussian(6, (0, 2, 4), noise)
            place = np.array([[plot["x"]], [plot["y"]], [plot["z"]]])
            scan.add(Detection(place, timestamp=when, measurement_model=model))
        scans.append((when, scan))
    return scans


def measure(rounds: int) -> dict[str, Any]:
    """Time of both on the same looks, and the mean GOSPA of both over those that have a target."""
    seen = one_radar(observed(dimensions=(3,)))
    true = targets(seen)
    scored = [n for n, places in enumerate(true) if len(places)]
    scores = {}
    for name, track in (("ours", ours), ("theirs", theirs)):
        found = track(seen)
        scores[name] = float(np.mean([gospa(found[n], true[n]) for n in scored]))
    times: list[tuple[float, float]] = []
    for _ in range(rounds):
        fast = []
        for _ in range(5):
            made = empty_picture(len(seen.plots))
            began = time.thread_time()
            picture.follow(made, seen.looks, 0, len(seen.looks), seen.plots)
            fast.append(time.thread_time() - began)
        tracker = build(seen)
        began = time.thread_time()
        for _ in tracker:
            pass
        times.append((min(fast), time.thread_time() - began))
    return {
        "looks": len(seen.looks), "plots": len(seen.plots), "gospa": scores,
        "to_ours": spread([slow / quick for quick, slow in times]),
        "seconds": spread([slow for _, slow in times]),
    }  # fmt: skip
