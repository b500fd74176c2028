"""What an outlet says of a run, asked of analysis once: fates, measures, and the path that each threat flew."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from shieldwall.analysis.approaches import Approach, approaches
from shieldwall.analysis.chain_times import ChainTimes, chain_times
from shieldwall.analysis.channels import Channels
from shieldwall.analysis.costs import Item, bill
from shieldwall.analysis.fates import endings, outcomes
from shieldwall.analysis.funnel import Funnel, funnel
from shieldwall.analysis.identity import Victim, victims
from shieldwall.analysis.magazines import Magazines
from shieldwall.analysis.measures import measures
from shieldwall.analysis.rows import Log
from shieldwall.analysis.tallied import Exposure, Picture, exposures, pictures
from shieldwall.record.kinds import (
    BURST,
    ENTERS,
    EXITS,
    IMPACT,
    KILLED,
    LAUNCHED,
    LOOKED,
    RELEASED,
    ROUND_ENDED,
    UNIT_DESTROYED,
)
from shieldwall.record.recording import Recording

Floats = NDArray[np.float64]

#: Fates from the worst for the defence to the best.
FATES: Final = ("leaked", "delivered", "expired", "recovered", "turned back", "killed")


@dataclass(frozen=True)
class Flight:
    """The path of a threat as far as it came: its formation, its fate, and points (n, 4) of t, x, y, z in s and m."""

    name: str
    formation: str
    fate: str
    points: Floats


class Account:
    """A recording with the answers that pictures and tables of a report share."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.header: dict[str, Any] = recording.header
        self.log = Log(recording)
        self.measures: dict[str, Any] = measures(recording)
        self.outcomes: list[dict[str, Any]] = sorted(outcomes(recording).rows(named=True), key=_worst_first)

    @cached_property
    def gone(self) -> dict[str, float]:
        """When each threat left the sky, s; those that were still flying are not in it."""
        log = self.log
        left = {log.name(int(log.who[row])): float(log.t[row]) for row in log.rows(EXITS, IMPACT)}
        return left | {log.name(int(log.whom[row])): float(log.t[row]) for row in log.rows(KILLED)}

    @cached_property
    def entered(self) -> dict[str, float]:
        """When each threat entered, s."""
        return {self.log.name(int(self.log.who[row])): float(self.log.t[row]) for row in self.log.rows(ENTERS)}

    @cached_property
    def flights(self) -> list[Flight]:
        """The flight paths of all threats whose route is known, the worst fates last, so that they are drawn on top."""
        flown = []
        for outcome in reversed(self.outcomes):
            name = outcome["threat"]
            end = self.gone.get(name, self.log.lasts)
            points = flown_until(self.header["threats"][name]["route"], end)
            if len(points) > 1:
                flown.append(Flight(name, formation(name), outcome["fate"], points))
        return flown

    @cached_property
    def traffic(self) -> list[Flight]:
        """The flight paths of neutrals and own aircraft, with their side where a threat has its fate."""
        flown = []
        for name, body in self.header.get("traffic", {}).items():
            if name in self.entered:
                points = flown_until(body["route"], self.gone.get(name, self.log.lasts))
                points = points[points[:, 0] >= self.entered[name] - 1.0]
                flown += [Flight(name, formation(name), body["side"], points)] if len(points) > 1 else []
        return flown

    @cached_property
    def victims(self) -> list[Victim]:
        """Who was shot down and was not of the raid."""
        return victims(self.log)

    @cached_property
    def chain_times(self) -> ChainTimes:
        """When each step was taken against each threat, and what became of the orders."""
        return chain_times(self.recording)

    @cached_property
    def pictures(self) -> list[Picture]:
        """How each picture compared with what flew."""
        return pictures(self.recording)

    @cached_property
    def exposures(self) -> list[Exposure]:
        """How long each threat was where a unit could have shot at it."""
        return exposures(self.recording)

    @cached_property
    def channels(self) -> Channels:
        """What each fire channel did when."""
        return Channels(self.log)

    @cached_property
    def magazines(self) -> Magazines:
        """The rounds of each unit against time."""
        return Magazines(self.log)

    @cached_property
    def funnel(self) -> Funnel:
        """How many threats came to each stage."""
        return funnel(self.outcomes)

    @cached_property
    def approaches(self) -> list[Approach]:
        """How far each threat still had to go at each stage."""
        return approaches(self.log)

    @cached_property
    def bill(self) -> list[Item]:
        """What the run cost both sides."""
        return bill(self.log, endings(self.log))

    @cached_property
    def rounds(self) -> list[Floats]:
        """The path over the ground of each own round, (n, 2) in m: from the film, else from launch to end."""
        log, film = self.log, self.recording.film
        launched = log.rows(LAUNCHED)
        at = {int(log.who[row]): [self.spot(row)] for row in launched}
        bodies = film[(film["picture"] == -1) & np.isin(film["who"], list(at))] if film.size else film
        for sample in bodies[np.argsort(bodies["t"], kind="stable")]:
            at[int(sample["who"])].append((float(sample["x"]), float(sample["y"])))
        for row in log.rows(KILLED, ROUND_ENDED):
            if int(log.who[row]) in at:
                at[int(log.who[row])].append(self.spot(row))
        return [np.array(points) for points in at.values() if len(points) > 1]

    def spots(self, *kinds: int) -> Floats:
        """Return where events of some kinds happened, (n, 2) in m."""
        return np.array([self.spot(row) for row in self.log.rows(*kinds)]).reshape(-1, 2)

    @cached_property
    def leaks(self) -> Floats:
        """Where threats reached what they were sent against, (n, 2) in m."""
        return self.spots(IMPACT, LOOKED)

    @cached_property
    def kills(self) -> Floats:
        """Where threats were shot down, (n, 2) in m."""
        ours = [row for row in self.log.rows(KILLED).tolist() if self.log.of_raid[row]]
        return np.array([self.spot(row) for row in ours]).reshape(-1, 2)

    @cached_property
    def losses(self) -> Floats:
        """Where neutrals and own aircraft were shot down, (n, 2) in m."""
        others = [row for row in self.log.rows(KILLED).tolist() if not self.log.of_raid[row]]
        return np.array([self.spot(row) for row in others]).reshape(-1, 2)

    @cached_property
    def releases(self) -> Floats:
        """Where aircraft released their weapons, (n, 2) in m."""
        return self.spots(RELEASED)

    @cached_property
    def lost(self) -> dict[str, float]:
        """When each destroyed unit was destroyed, s."""
        log = self.log
        return {log.name(int(log.whom[row])): float(log.t[row]) for row in log.rows(UNIT_DESTROYED)}

    @property
    def shots(self) -> int:
        """Rounds launched and bursts fired."""
        return int(self.log.rows(LAUNCHED, BURST).size)

    def spot(self, row: int) -> tuple[float, float]:
        """Return where an event happened, east and north in m."""
        event = self.recording.log[row]
        return float(event["x"]), float(event["y"])


def flown_until(route: list[list[float]], end: float) -> Floats:
    """Return a route of points (t, x, y, z) as far as a time, the last point interpolated."""
    points = np.array(route, dtype=np.float64).reshape(-1, 4)
    if len(points) == 0 or points[0, 0] >= end:
        return points[:0]
    before = points[points[:, 0] < end]
    if points[-1, 0] <= end:
        return points
    last = [end, *(np.interp(end, points[:, 0], points[:, axis]) for axis in (1, 2, 3))]
    return np.vstack([before, last])


def formation(name: str) -> str:
    """Return the formation of a threat: "strike" of "red/strike/3", "strike, guided-bomb" of its weapon."""
    parts = name.split("/")
    weapon = parts[3].rpartition("-")[0] or parts[3] if len(parts) > 3 else ""
    unit = parts[1] if len(parts) > 1 else name
    return f"{unit}, {weapon}" if weapon else unit


def _worst_first(outcome: dict[str, Any]) -> tuple[int, float, str]:
    fate = str(outcome["fate"])
    return (FATES.index(fate) if fate in FATES else len(FATES), float(outcome["t_s"]), str(outcome["threat"]))
