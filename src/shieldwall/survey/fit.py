"""The fit of a missile to its brochure: masses, thrust, drag, lift and loft that reproduce what is cited.

A brochure says what a missile does, not what it is. The fit looks for the most ordinary missile, within
physical bounds, whose flights by the battle's own kernel do the same. It minimises the squared distances of
simulated from cited figures, in units of the cited range, and, much more weakly, of the parameters from the
middle of their bounds. Bounds are never widened: what they forbid stays as a residual and is said to lie
outside.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from itertools import count
from typing import Any

import numpy as np

from shieldwall.kernels.flight import AIRFRAME
from shieldwall.quantities.constants import STANDARD_GRAVITY
from shieldwall.quantities.errors import InputError
from shieldwall.survey.flyout import Figures, Floats, Records, figures
from shieldwall.survey.layouts import LAYOUTS, Layout

Bounds = Mapping[str, tuple[float, float]]
#: Called with the share that is done, 0 to 1.
Progress = Callable[[float], None]
FORMAT = 1
MEASURED = ("max_range", "min_range", "max_altitude", "max_speed", "mean_speed")
_PRIOR = 0.02
_HOLES = 40.0
_HALVINGS = 8
#: Share of the envelope without which there are holes in it.
_WHOLE = 0.9
#: Where searches start in the unit cube, in its middle where nothing is said: an ordinary missile; high lofts that the
#: battery ends; a slender and slow one.
_STARTS: tuple[Mapping[str, float], ...] = (
    {},
    {"loft": 0.75, "loft_speed": 0.15, "boost_time": 0.25, "max_lift": 0.3, "battery": 0.1},
    {
        "loft": 0.45,
        "loft_speed": 0.3,
        "boost_time": 0.1,
        "max_lift": 0.05,
        "battery": 0.2,
        "drag": 0.05,
        "propellant": 0.15,
    },
)


@dataclass(frozen=True)
class Band:
    """A figure with its range, SI."""

    value: float
    low: float
    high: float

    def distance(self, figure: float) -> float:
        """Distance from the value in units of the range on that side, at least a fiftieth of the value."""
        side = self.high - self.value if figure > self.value else self.value - self.low
        return (figure - self.value) / max(side, 0.02 * self.value)

    def excess(self, figure: float) -> float:
        """How far a figure lies beyond the range less a hundredth at each end, in hundredths of the value."""
        beyond = max(figure - 0.99 * self.high, 1.01 * self.low - figure, 0.0)
        return 100.0 * beyond / self.value


@dataclass(frozen=True)
class Claims:
    """What is cited or estimated of a missile, SI; named as in its entry. `layout` is a key of LAYOUTS."""

    id: str
    layout: str
    max_range: Band
    min_range: Band
    max_altitude: Band
    min_altitude: Band
    max_speed: Band
    mean_speed: Band
    launch_mass: Band
    warhead_mass: Band
    diameter: Band
    g_limit: Band
    flight_time: Band

    @classmethod
    def of(cls, entry: Any) -> Claims:
        """Read the claims of a catalogue entry, whose values have `value`, `low` and `high`.

        Raises:
            InputError: nobody has said how this missile is built.
        """
        if getattr(entry, "layout", None) is None:
            raise InputError(
                f"nobody has said how {entry.id} is built", instead=f"add to it layout: {next(iter(LAYOUTS))}"
            )
        bands = {}
        for name in (field.name for field in fields(cls) if field.name not in ("id", "layout")):
            cited = getattr(entry, name)
            bands[name] = Band(float(cited.value), float(cited.low), float(cited.high))
        return cls(id=str(entry.id), layout=entry.layout, **bands)

    def hash(self) -> str:
        """Digest of the claims and of the layout's assumptions, by which a stale fit is noticed."""
        text = json.dumps([FORMAT, asdict(self), asdict(LAYOUTS[self.layout])], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Residual:
    """One line of the table of residuals: what is cited and what the fitted missile does, SI."""

    name: str
    cited: Band
    simulated: float

    @property
    def within(self) -> bool:
        """Whether the simulated figure lies within the cited range."""
        return self.cited.low * 0.999 <= self.simulated <= self.cited.high * 1.001


@dataclass(frozen=True)
class Fit:
    """A fitted missile: constants for AIRFRAME by name, parameters found, residuals, digest of the claims.

    `thrust` is the range of shares of the fitted thrust that claims and physics allow, see `thrust_range`.
    """

    id: str
    claims: str
    airframe: Mapping[str, float]
    parameters: Mapping[str, float]
    thrust: tuple[float, float]
    residuals: tuple[Residual, ...]
    covered: float

    def record(self) -> Records:
        """Return the constants as an AIRFRAME record array of one row."""
        return record(self.airframe)

    def table(self) -> str:
        """Return the residuals as a table in plain text."""
        lines = [f"{self.id:14}{'cited':>10}{'low':>10}{'high':>10}{'simulated':>11}"]
        for residual in self.residuals:
            cited = residual.cited
            verdict = "" if residual.within else "  outside"
            lines.append(
                f"{residual.name:14}{cited.value:10.0f}{cited.low:10.0f}{cited.high:10.0f}"
                f"{residual.simulated:11.0f}{verdict}"
            )
        return "\n".join([*lines, f"{'covered':14}{100 * self.covered:9.0f}%"])

    def text(self) -> str:
        """Return the fit as YAML, all numbers SI, to be kept beside the catalogue's entries."""
        lines = ["# Written by the fit of survey.fit; SI units. Do not edit: change the claims and fit again."]
        lines += [f"fit: {FORMAT}", f"id: {self.id}", f"claims: {self.claims}", "airframe:"]
        lines += [f"  {name}: {value!r}" for name, value in self.airframe.items()]
        lines += ["parameters:", *(f"  {name}: {value!r}" for name, value in self.parameters.items())]
        lines.append(f"thrust: {{low: {self.thrust[0]!r}, high: {self.thrust[1]!r}}}")
        lines += [f"covered: {self.covered!r}", "residuals:"]
        for residual in self.residuals:
            cited = residual.cited
            lines.append(
                f"  {residual.name}: {{cited: {cited.value!r}, low: {cited.low!r}, high: {cited.high!r}, "
                f"simulated: {residual.simulated!r}, within: {'yes' if residual.within else 'no'}}}"
            )
        return "\n".join(lines) + "\n"


def record(airframe: Mapping[str, float]) -> Records:
    """Return airframe constants by name as an AIRFRAME record array of one row; every name must be there."""
    names = AIRFRAME.names or ()
    missing = [name for name in names if name not in airframe]
    if missing:
        raise InputError(f"the airframe lacks {', '.join(missing)}", instead="fit the missile again")
    row = np.zeros(1, AIRFRAME).view(np.recarray)
    for name in names:
        row[name] = float(airframe[name])
    return row


def fit(claims: Claims, step: float = 0.1, evaluations: int = 400, progress: Progress | None = None) -> Fit:
    """Fit a missile to its claims; deterministic, ten seconds to a minute.

    Args:
        claims: what is cited of the missile.
        step: tick of the flights during the search, s; the residuals are taken with half of it.
        evaluations: trials of the search (Nelder and Mead, Computer Journal 7 (1965)).
        progress: called with the share of the trials that are done, 0 to 1, as an upper bound of what is left.

    Raises:
        InputError: the layout is unknown, or the masses leave nothing for the body.
    """
    if claims.layout not in LAYOUTS:
        raise InputError(f"{claims.layout!r} is no layout of a missile", instead=f"write one of {', '.join(LAYOUTS)}")
    layout = LAYOUTS[claims.layout]
    bounds = _bounds(claims, layout)
    point = _search(claims, bounds, step, evaluations, progress)
    best = {name: float(f"{value:.5g}") for name, value in _parameters(bounds, point).items()}
    airframe = _airframe(claims, layout, best)
    done = measure(claims, airframe, 0.5 * step, fine=True)
    airframe["reach_range"] = 1.05 * max(done.max_range, claims.max_range.value)
    airframe["reach_height"] = 1.05 * max(done.max_altitude, claims.max_altitude.value)
    rounded = {name: float(f"{value:.6g}") for name, value in airframe.items()}
    residuals = tuple(Residual(name, getattr(claims, name), float(f"{getattr(done, name):.5g}")) for name in MEASURED)
    thrust = thrust_range(claims, rounded, best["impulse"], step)
    return Fit(claims.id, claims.hash(), rounded, best, thrust, residuals, round(done.covered, 4))


def thrust_range(
    claims: Claims, airframe: Mapping[str, float], impulse: float, step: float = 0.1
) -> tuple[float, float]:
    """Return the least and the greatest share of the fitted thrust that claims and physics allow.

    With a share of the thrust the missile burns the same propellant in the same time, so that the share is one of its
    specific impulse, whose bounds the layout has. Within them, its greatest speed stays in the claimed range.
    """
    low, high = (bound / impulse for bound in LAYOUTS[claims.layout].impulse)
    speeds = claims.max_speed

    def within(share: float) -> bool:
        scaled = {name: value * (share if name.endswith("_thrust") else 1.0) for name, value in airframe.items()}
        return speeds.low <= measure(claims, scaled, step, fine=False).max_speed <= speeds.high

    ends = []
    for end in (low, high):
        good, bad = 1.0, end
        if within(end):
            good = end
        for _ in range(_HALVINGS if good != end else 0):
            middle = 0.5 * (good + bad)
            good, bad = (middle, bad) if within(middle) else (good, middle)
        ends.append(float(f"{good:.4g}"))
    return min(ends[0], 1.0), max(ends[1], 1.0)


def _search(claims: Claims, bounds: Bounds, step: float, evaluations: int, progress: Progress | None) -> Floats:
    """The best point of the unit cube of free parameters: from its middle, and from elsewhere where that leaves holes.

    A search from the middle may end among flat flights that reach far and near, but nothing low between.
    """
    layout = LAYOUTS[claims.layout]
    done_trials = count(1)
    trials = evaluations + evaluations // 4

    def cost(point: Floats, fine: bool) -> float:
        if progress is not None:
            progress(min(next(done_trials) / (len(_STARTS) * trials), 1.0))
        done = measure(claims, _airframe(claims, layout, _parameters(bounds, point)), step, fine)
        wrong = 0.0
        for name in MEASURED:
            cited, simulated = getattr(claims, name), getattr(done, name)
            wrong += cited.distance(simulated) ** 2 + cited.excess(simulated) ** 2
        unusual = float(np.sum((2.0 * point - 1.0) ** 2))
        return wrong + _PRIOR * unusual + _HOLES * (1.0 - done.covered) ** 2

    free = [name for name, (low, high) in bounds.items() if high > low]
    points = []
    for start in _STARTS:
        points.append(_descend(cost, np.array([start.get(name, 0.5) for name in free]), evaluations))
        airframe = _airframe(claims, layout, _parameters(bounds, points[-1]))
        if measure(claims, airframe, step, fine=True).covered >= _WHOLE:
            return points[-1]
    return min(points, key=lambda point: cost(point, True))


def _descend(cost: Callable[[Floats, bool], float], start: Floats, evaluations: int) -> Floats:
    """The best point from a start on: a wide search on few flights, then a narrow one on many."""
    from scipy.optimize import minimize

    point = start
    for fine, spread, trials in ((False, 0.3, evaluations), (True, 0.05, evaluations // 4)):
        simplex = np.vstack([point, point + spread * np.diag(np.where(point < 0.6, 1.0, -1.0))])
        options = {
            "maxfev": trials,
            "initial_simplex": simplex,
            "adaptive": True,
            "xatol": 1e-3,
            "fatol": 1e-4,
        }
        cube = [(0.0, 1.0)] * len(point)
        found = minimize(cost, point, args=(fine,), method="Nelder-Mead", bounds=cube, options=options)
        point = found.x
    return point


def _parameters(bounds: Bounds, point: Floats) -> dict[str, float]:
    """Parameters at a point of the unit cube; those whose bounds are equal take no coordinate."""
    coordinates = iter(np.clip(point, 0.0, 1.0))
    return {
        name: float(low + next(coordinates) * (high - low)) if high > low else low
        for name, (low, high) in bounds.items()
    }


def measure(claims: Claims, airframe: Mapping[str, float], step: float, fine: bool) -> Figures:
    """Fly a missile over a grid of points around its claimed envelope and return what it does."""
    farthest, highest = claims.max_range.high, claims.max_altitude.high
    nearest = claims.min_range
    ranges = np.concatenate(
        [
            [nearest.low, nearest.value, nearest.high, 1.3 * nearest.high, 1.7 * nearest.high],
            np.linspace(0.1, 0.7, 13 if fine else 5) * farthest,
            np.linspace(0.75, 1.3, 45 if fine else 12) * farthest,
        ]
    )
    heights = np.array([0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 1.0, 1.1]) * highest
    return figures(record(airframe), np.unique(ranges), heights, step, nearest.high)


def _bounds(claims: Claims, layout: Layout) -> dict[str, tuple[float, float]]:
    """Ranges of the parameters; those with equal ends are fixed."""
    payload = claims.warhead_mass.value / claims.launch_mass.value
    body = 1.0 - payload - layout.propellant[0] - layout.dropped[0]
    if body < 0.05:
        raise InputError(
            f"warhead, propellant and booster of {claims.id} leave its body {100 * body:.0f} % of the mass",
            instead="check launch_mass, warhead_mass and the layout",
        )
    speed = claims.max_speed.value
    return {
        "propellant": layout.propellant,
        "impulse": layout.impulse,
        "boost_share": layout.boost_share,
        "boost_time": layout.boost_time,
        "sustain_time": layout.sustain_time,
        "dropped": layout.dropped,
        "drag": layout.drag,
        "max_lift": layout.max_lift,
        "loft": layout.loft,
        "loft_speed": (0.3 * speed, 0.9 * speed),
        "battery": (claims.flight_time.low, claims.flight_time.high),
    }


def _airframe(claims: Claims, layout: Layout, found: Mapping[str, float]) -> dict[str, float]:
    """The constants of AIRFRAME from claims, layout and parameters."""
    mass = claims.launch_mass.value
    propellant = found["propellant"] * mass
    boost = found["boost_share"] * propellant
    sustain = propellant - boost
    jet = found["impulse"] * STANDARD_GRAVITY
    burnt_out = layout.ignition + found["boost_time"]
    sustained = found["sustain_time"] > 0.0
    area = 0.25 * np.pi * claims.diameter.value**2
    subsonic, peak, limit = (found["drag"] * value for value in layout.drag_coefficients)
    return {
        "launch_mass": mass,
        "boost_propellant": boost,
        "sustain_propellant": sustain,
        "booster_mass": found["dropped"] * mass,
        "boost_thrust": boost * jet / found["boost_time"],
        "boost_from": layout.ignition,
        "boost_until": burnt_out,
        "sustain_thrust": sustain * jet * layout.air_breathing / found["sustain_time"] if sustained else 0.0,
        "sustain_from": burnt_out,
        "sustain_until": burnt_out + found["sustain_time"],
        "separation": burnt_out,
        "boost_area": area * layout.booster_width**2,
        "area": area,
        "drag_subsonic": subsonic,
        "drag_peak": peak,
        "drag_limit": limit,
        "drag_burning": layout.drag_burning,
        "max_lift": found["max_lift"],
        # At the greatest angle of attack the normal force leans back by that angle.
        "induced": layout.angle_of_attack / found["max_lift"],
        "vane": layout.vane,
        "structural_limit": claims.g_limit.value,
        "lag": layout.lag,
        "turn_over": (burnt_out if layout.steers_after_boost else layout.ignition) + 0.3,
        "steering": 1.5,
        "loft": found["loft"],
        "loft_speed": found["loft_speed"],
        "loft_limit": 1.2,
        "navigation": 4.0,
        "hand_over_range": min(max(0.1 * claims.max_range.value, 3000.0), 20000.0),
        "hand_over_time": 0.0,
        "blend": 1.0,
        "launch_speed": layout.launch_speed,
        "launch_vertical": 1.0 if layout.vertical else 0.0,
        "rail_elevation": layout.rail_elevation,
        "minimum_speed": layout.minimum_speed,
        "minimum_pull": layout.minimum_pull,
        "battery": found["battery"],
        "reach_range": 1.3 * claims.max_range.high,
        "reach_height": 1.3 * claims.max_altitude.high,
    }
