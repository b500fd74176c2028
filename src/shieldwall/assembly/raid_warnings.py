"""What the raid of a scenario will do other than it is written, as its rehearsal shows it."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from shieldwall import catalogue
from shieldwall.assembly.rehearsal import Floats, Stage, Trial, rehearse
from shieldwall.catalogue.weapons import Threat
from shieldwall.kernels.paths import BASE, CREST, GROUND, HEIGHT, STEP, WEIGHT, S, T
from shieldwall.quantities.constants import STANDARD_GRAVITY
from shieldwall.quantities.errors import InputWarning
from shieldwall.quantities.units import show, show_time
from shieldwall.scenario.beyond import AS_WRITTEN, ranged
from shieldwall.scenario.fields import Height
from shieldwall.scenario.schema import Look, RedUnit, Release, Scenario, Strike
from shieldwall.text.nodes import Node

#: A height above the sea is flown as it was asked when it is off by no more than so many m.
NEAR = 1.0
#: A height above the ground is, when it is off by no more than so many m or this share of it: about what the error of
#: the elevation file and that of an altimeter leave open, so that a reader would call the two the same.
GROUND_NEAR, GROUND_SHARE = 10.0, 0.05
#: Where no less than a height is asked, the share of a change of height that may be over it at a waypoint: a climb that
#: begins a little early is what "at least" allows, one that never comes down is not.
EARLY = 0.03
#: What hills may add to a height over the sea, m.
HILLS = 0.5
#: The hardest turn, in g, in which a released weapon steepens its flight down to its target. Assumption: guided weapons
#: pull a few g, so that what asks for more is no weapon of today.
STEEPENING = 10.0
#: Standard deviations beyond which one in forty lies.
TAIL = 2.0
#: More than this is no turn that can be put in words, m/s2.
ON_THE_SPOT = 1000.0


def raid_warnings(scenario: Scenario, root: Node, stage: Stage) -> Iterator[InputWarning]:
    """Yield the heights, turns, ranges and tasks that are not flown as written, unit by unit, with line and figure."""
    entries = {entry.id: entry for entry in stage.plan.threats}
    for trial in rehearse(scenario, stage):
        unit = scenario.red.units[trial.unit]
        flight = _Flight(scenario, root, trial, unit, entries[unit.entry], stage)
        yield from flight.heights()
        yield from flight.following()
        yield from flight.spread()
        yield from flight.ground()
        yield from flight.turns()
        yield from flight.distances()
        yield from flight.orbit()
        yield from flight.task()


class _Flight:
    """The flight of one unit beside what its author wrote."""

    def __init__(
        self, scenario: Scenario, root: Node, trial: Trial, unit: RedUnit, entry: Threat, stage: Stage
    ) -> None:
        self._scenario, self._root, self._trial, self._unit, self._entry = scenario, root, trial, unit, entry
        self._slope = float(stage.figures[stage.plan.raid.threats["slope"][stage.plan.threats.index(entry)]])
        self._node = root.nearest(("red", "units", trial.unit))
        self._route = scenario.red.routes.get(unit.route or "", ())

    def heights(self) -> Iterator[InputWarning]:
        """Heights asked at waypoints and not flown there, for want of way to climb or to come down."""
        path, lasts = self._trial.path, float(self._trial.path[S, -1])
        height = self._unit.height
        asked = [height := point.height or height for point in self._route]
        for index, (along, wanted) in enumerate(zip(self._trial.along.tolist(), asked, strict=True)):
            if along > self._last or (index and along >= lasts):
                continue
            ground = self._trial.at(along, GROUND)
            flown = self._trial.at(along, HEIGHT) - (ground if wanted.above_ground else 0.0)
            flat = _no_steeper(path[S], path[BASE] + path[WEIGHT] * ground, self._slope)
            sea = wanted.metres + (ground if wanted.above_ground else 0.0)
            off = float(np.interp(along, path[S], flat)) - sea
            change = max((abs(asked[near].metres - wanted.metres) for near in (index - 1, index + 1)
                          if 0 <= near < len(asked)), default=0.0)  # fmt: skip
            same = float(_same(wanted.metres)) if wanted.above_ground else NEAR
            if off > (max(same, EARLY * change) if wanted.least else same):
                yield self._place(index).warning(
                    f"{_spoken(wanted)} is asked {self._where(index)}, and red.units.{self._trial.unit} will be at "
                    f"{_spoken(Height(flown, wanted.above_ground))} there: {self._entry.id} climbs and descends by at "
                    f"most {self._slope:g} m in a metre",
                    "move the waypoint, write the height that is flown, or leave more way between the two",
                )

    def following(self) -> Iterator[InputWarning]:
        """Heights over the ground where it falls away faster than the vehicle follows it, by who states the height."""
        path, ground = self._trial.path, self._trial.path[GROUND]
        asked = path[BASE] + (path[WEIGHT] - 1.0) * ground
        # What want of way between two heights adds is said at the waypoint, and is over level ground as well.
        level = _no_steeper(path[S], asked, self._slope)
        over = np.minimum(path[HEIGHT] - asked - ground, path[HEIGHT] - level - ground)
        felt = (path[WEIGHT] > 1e-6) & (path[S] <= self._last)
        legs = np.searchsorted(self._trial.along, path[S], side="right") - 1
        stating = np.array([self._stated(leg) for leg in range(-1, len(self._route))])[legs + 1]
        for index in np.unique(stating[felt]).tolist():
            here = felt & (stating == index)
            off = here & (over > _same(asked))
            height = self._height(index)
            if height.least or not off.any():
                continue
            worst = int(np.argmax(np.where(off, over, -math.inf)))
            where = f"after waypoint {legs[worst] + 1} of {self._unit.route}" if self._route else "on its orbit"
            yield self._said(index).warning(
                f"{_spoken(Height(float(asked[worst]), True))} is asked {where}, and red.units.{self._trial.unit} will "
                f"be at up to {_spoken(Height(float(path[HEIGHT, worst] - ground[worst]), True))} there, and more than "
                f"{_same(asked[worst]):.0f} m too high on {100.0 * off.sum() / here.sum():.2g} % of that way: "
                f"{self._entry.id} climbs and descends by at most {self._slope:g} m in a metre, and clears "
                f"the ground {STEP:g} m ahead and behind",
                f"write at least {_spoken(height)}, or lead it over smoother ground",
            )

    def spread(self) -> Iterator[InputWarning]:
        """Heights that chance leads above the ceiling, or would lead below the least height over ground."""
        place, varies = self._node.nearest(("spread", "height")), self._unit.spread.height
        asked = [self._unit.height, *(point.height for point in self._route if point.height is not None)]
        reach, words = TAIL * varies, f"a standard deviation of {show(varies, 'length')} is asked of its height"
        ceiling, highest = self._entry.max_altitude, max(height.metres for height in asked)
        if ceiling is not None and highest <= ceiling.high < highest + reach:
            yield place.warning(
                f"{words}, which leads one in forty of its members or more above the ceiling of {self._entry.id}, "
                f"{ranged(ceiling)}; they fly there",
                f"write at most {math.floor((ceiling.high - highest) / TAIL)} m, or lead it lower",
            )
        floor = self._trial.floor
        lowest = min((height.metres for height in asked if height.above_ground), default=math.inf)
        if varies > 0.0 and lowest - reach < floor - 0.5:
            yield place.warning(
                f"{words}, {lowest:.0f} m agl at the lowest: members that it would lead below {floor:.0f} m agl, one "
                "in forty or more, will be at that height",
                f"write at most {max(0, math.floor((lowest - floor) / TAIL))} m, or lead it higher",
            )

    def ground(self) -> Iterator[InputWarning]:
        """Heights over the sea that lie in the ground or too low over it."""
        path = self._trial.path
        level = (path[WEIGHT] < 1e-6) & (path[S] <= self._last)
        crest = np.maximum(path[CREST], np.roll(path[CREST], 1))
        least = np.where(level, crest + self._trial.floor - path[BASE], -math.inf)
        worst = int(np.argmax(least))
        if least[worst] <= HILLS:
            return
        leg = int(np.searchsorted(self._trial.along, path[S, worst], side="right")) - 1
        stated = self._stated(leg)
        if self._height(stated).least:
            return
        place = self._said(stated)
        between = f"after waypoint {leg + 1} of {self._unit.route}" if self._route else "on its orbit"
        yield place.warning(
            f"{_spoken(Height(float(path[BASE, worst]), False))} is asked {between}, where the ground reaches "
            f"{show(round(float(crest[worst])), 'length')}: red.units.{self._trial.unit} will be at up to "
            f"{_spoken(Height(float(np.where(level, path[HEIGHT], 0.0).max()), False))}",
            f"write a height that keeps {self._trial.floor:g} m over the ground, or one agl",
        )

    def turns(self) -> Iterator[InputWarning]:
        """Turns at waypoints that are tighter than the vehicle turns."""
        limit = self._entry.g_limit
        if not self._route or limit is None:
            return
        for index, room in enumerate(self._trial.room.tolist()):
            load = self._unit.speed**2 / max(room, 1e-3)
            if load <= limit.high:
                continue
            how = f"a turn of {load / STANDARD_GRAVITY:.2g} g" if load < ON_THE_SPOT else "a turn on the spot"
            yield self._place(index).warning(
                f"{how} is asked of red.units.{self._trial.unit} {self._where(index)}, and {self._entry.id} turns at "
                f"no more than {ranged(limit)}; it is flown, and may pass the waypoint far off",
                "make the legs longer or the turn smaller, or fly slower",
            )

    def distances(self) -> Iterator[InputWarning]:
        """Ways and times that are longer than the vehicle's."""
        path = self._trial.path
        flown = float(np.interp(min(self._done, float(path[T, -1])), path[T], path[S]))
        reach, aloft = self._entry.max_range, self._entry.endurance
        if reach is not None and flown > reach.high:
            yield self._node.nearest(("route",)).warning(
                f"its way is {flown / 1e3:.0f} km long, and {self._entry.id} flies {ranged(reach)}; {AS_WRITTEN}",
                "let it enter nearer",
            )
        lasting = min(self._scenario.lasts, float(path[T, -1])) - self._unit.enters
        if aloft is not None and lasting > aloft.high:
            yield self._node.nearest(("orbit",)).warning(
                f"it is {lasting / 3600:.3g} h aloft, and {self._entry.id} stays {ranged(aloft)}; {AS_WRITTEN}",
                "let it enter later, or leave earlier",
            )

    def orbit(self) -> Iterator[InputWarning]:
        """An orbit that is left before it is reached."""
        orbit, unit = self._unit.orbit, self._unit
        if orbit is None or orbit.until is None:
            return
        path = self._trial.path
        way = float(np.interp(self._trial.along[-1], path[S], path[T])) - unit.enters if len(self._trial.along) else 0.0
        there = unit.enters + (unit.count - 1) * unit.spacing + way
        if there >= orbit.until:
            yield self._node.nearest(("orbit", "until")).warning(
                f"its orbit is left at {show_time(orbit.until)}, and "
                f"{'it is' if unit.count == 1 else 'the last is'} there at {there / 60:.1f} min: it is hardly flown",
                f"write at least {math.ceil(there / 60 + 0.1)} min",
            )

    def task(self) -> Iterator[InputWarning]:
        """Tasks that are not done, or not before the exercise ends."""
        unit, mission = self._unit, self._unit.mission
        if isinstance(mission, Release) and self._trial.short:
            yield self._node.nearest(("mission", "at")).warning(
                f"{mission.weapon} released {show(mission.at, 'length')} from {mission.on} falls short of it at the "
                "central figures, from the height and speed of its carrier",
                "release it nearer or from higher",
            )
        if isinstance(mission, Release) and math.isfinite(self._trial.done):
            yield from self._release(mission)
        if self._done == math.inf and unit.orbit is None and isinstance(mission, Look):
            yield self._node.nearest(("mission",)).warning(
                f"it never has {mission.on} in view for {show(mission.lasts, 'duration')} without a break from within "
                f"{show(mission.within, 'length')}, so that its look is never complete",
                "lead it higher, nearer or for longer, or ask for less time",
            )
            return
        came = [number for number in range(unit.count) if unit.enters + number * unit.spacing < self._scenario.lasts]
        if len(came) < unit.count:
            yield self._node.nearest(("spacing",)).warning(
                f"{unit.count - len(came)} of its {unit.count} members do not enter before the exercise ends",
                "let them enter earlier or closer together, or let the exercise last longer",
            )
        late = sum(self._done + number * unit.spacing > self._scenario.lasts for number in came)
        if late == 0:
            return
        ends = f"the exercise ends at {show_time(self._scenario.lasts)}"
        members = "it" if unit.count == 1 else f"{late} of its {unit.count} members" if late < unit.count else "they"
        verb = "flies" if unit.count == 1 or late == 1 else "fly"
        last = self._done + came[-1] * unit.spacing
        if last == math.inf:
            yield self._node.warning(
                f"{ends}, and {members} still {verb} then without its task done",
                "let it enter earlier or last longer, or lead its orbit nearer",
            )
            return
        yield self._node.warning(
            f"{ends}, and {members} still {verb} then: the last {self._deed} at {last / 60:.1f} min",
            f"write lasts: {math.ceil(last / 60 + 0.1)} min, or let it enter earlier",
        )

    def _release(self, mission: Release) -> Iterator[InputWarning]:
        """A weapon that is released too near to come down to its target, or above its own ceiling."""
        yield from self._too_near(mission)
        weapon = catalogue.load(mission.weapon)
        ceiling = weapon.max_altitude if isinstance(weapon, Threat) else None
        path = self._trial.path
        height = float(np.interp(self._trial.done, path[T], path[HEIGHT]))
        if ceiling is not None and height > ceiling.high + NEAR:
            yield self._node.nearest(("mission", "release")).warning(
                f"{mission.weapon} is released at {_spoken(Height(height, False))}, and its ceiling is "
                f"{ranged(ceiling)}; {AS_WRITTEN}",
                "release it from lower, or name another weapon",
            )

    def _too_near(self, mission: Release) -> Iterator[InputWarning]:
        path, speed = self._trial.path, self._unit.speed
        height, ground = (float(np.interp(self._trial.done, path[T], path[row])) for row in (HEIGHT, GROUND))
        # Released level, it falls along a parabola: height = load x (way / speed)^2 / 2.
        load = 2.0 * max(height - ground, 0.0) * (speed / max(mission.at, 1.0)) ** 2 / STANDARD_GRAVITY
        if load <= STEEPENING:
            return
        least = speed * math.sqrt(2.0 * (height - ground) / (STEEPENING * STANDARD_GRAVITY))
        yield self._node.nearest(("mission", "at")).warning(
            f"{mission.weapon} released {show(mission.at, 'length')} from {mission.on}, {height - ground:.0f} m above "
            f"the ground and at {speed:g} m/s, would have to turn down with {load:.2g} g: it would fly over it; "
            f"{AS_WRITTEN}",
            f"release it from at least {math.ceil(least / 100.0) / 10.0:g} km, or from lower",
        )

    @property
    def _done(self) -> float:
        """When the first member has done what it is sent for, s: its weapons are down, or it has flown its route."""
        mission, path = self._unit.mission, self._trial.path
        if isinstance(mission, Release):
            return (
                max(self._trial.done, self._trial.arrives) if math.isfinite(self._trial.arrives) else self._trial.done
            )
        if mission is not None:
            return self._trial.done
        if self._unit.orbit is not None:
            return self._unit.enters
        return float(np.interp(self._trial.along[-1], path[S], path[T]))

    @property
    def _deed(self) -> str:
        mission = self._unit.mission
        words: dict[type, str] = {Strike: "strikes", Release: "has its weapons down", Look: "has looked"}
        return words.get(type(mission), "is at the end of its route")

    @property
    def _last(self) -> float:
        """The station up to which it flies what its author wrote: the dive begins, or the way home."""
        path, mission = self._trial.path, self._unit.mission
        if isinstance(mission, Strike):
            return float(path[S, -1]) - mission.dive + 1.0
        if mission is not None and self._unit.then == "home" and math.isfinite(self._trial.done):
            return float(np.interp(self._trial.done, path[T], path[S]))
        return float(path[S, -1])

    def _stated(self, leg: int) -> int:
        """The waypoint that states the height of a leg; -1 where the unit itself does."""
        return next((n for n in range(min(leg, len(self._route) - 1), -1, -1) if self._route[n].height), -1)

    def _height(self, stated: int) -> Height:
        return (self._route[stated].height if stated >= 0 else None) or self._unit.height

    def _said(self, stated: int) -> Node:
        return self._place(stated) if stated >= 0 else self._node.nearest(("height",))

    def _place(self, index: int) -> Node:
        return self._root.nearest(("red", "routes", self._unit.route or "", index))

    def _where(self, index: int) -> str:
        if isinstance(self._unit.mission, Strike) and index == len(self._route) - 1:
            return f"where its dive to {self._unit.mission.on} begins"
        return f"at waypoint {index + 1} of {self._unit.route}"


def _same(height: Floats | float) -> Floats:
    """How far off a height above the ground is the same, m."""
    return np.maximum(GROUND_NEAR, GROUND_SHARE * np.asarray(height, np.float64))


def _no_steeper(along: Floats, heights: Floats, slope: float) -> Floats:
    """The lowest line that is nowhere below heights nor steeper than a slope."""
    up = np.maximum.accumulate(heights + slope * along) - slope * along
    down = np.maximum.accumulate((heights - slope * along)[::-1])[::-1] + slope * along
    return np.maximum(up, down)


def _spoken(height: Height) -> str:
    return f"{height.metres:.0f} m {'agl' if height.above_ground else 'amsl'}"
