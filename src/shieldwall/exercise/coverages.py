"""Coverage of a scenario: who sees what, by height and cross-section, on its terrain."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from shieldwall.assembly.header import header
from shieldwall.exercise.runs import MOST
from shieldwall.exercise.simulate import drawn
from shieldwall.quantities.errors import InputError, closest, quoted
from shieldwall.quantities.units import parse, show
from shieldwall.record.recording import Recording
from shieldwall.record.tables import EVENT, SAMPLE
from shieldwall.scenario import Scenario, load
from shieldwall.scenario.fields import Height, parse_height
from shieldwall.survey import coverage as survey
from shieldwall.survey import gains
from shieldwall.survey.watch import Floats, Sensor, Shares, Target, Watch

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Told = str | float
#: Least and greatest of what is assumed: its dimension and bounds, SI, and its default as it is written.
_ASSUMED: Final[Mapping[str, tuple[str, float, float, Told]]] = {
    "probability": ("probability", 0.01, 0.99, "0.5"),
    "speed": ("speed", 1.0, 3000.0, "240 m/s"),
    "size": ("length", 0.1, 100.0, "6 m"),
    "swerling": ("number", 0, 4, "1"),
    "cell": ("length", 50.0, 50_000.0, ""),
    "seed": ("number", 0, MOST, "1"),
    "replication": ("number", 0, MOST, "0"),
}
_WHOLE: Final = ("swerling", "seed", "replication")
_DRAWS: Final = ("central", "sampled")
_SMALLEST, _LARGEST = 1e-6, 1e6
#: Heights and cross-sections of one answer.
MOST_CASES = 12


class Assumed(NamedTuple):
    """What coverage takes for granted.

    `probability` at which something counts as covered; `speed` at which the target closes, m/s; `size` of the target,
    m, which only cameras see; its `swerling` case; `cell` of the grid, m, 0 to choose; `seed`, `replication` and `draw`
    as of a run, whose drawn terrain error and trees then hold here.
    """

    probability: float
    speed: float
    size: float
    swerling: int
    cell: float
    seed: int
    replication: int
    draw: str


class Coverage:
    """The coverage of a scenario, its measures and its maps.

    `cover` holds the arrays: `cover.probability` float32[sensor, height, section, row, column] and `cover.joint`,
    `cover.sea` float32[height, section, row, column], rows from south to north.
    """

    def __init__(self, recording: Recording, watch: Watch, cover: survey.Cover, assumed: Assumed) -> None:
        self.recording = recording
        self.watch = watch
        self.cover = cover
        self.assumed = assumed

    def __repr__(self) -> str:
        heights = ", ".join(told(height) for height in self.cover.heights)
        return f"<Coverage of {self.recording.header['title']!r} at {heights}>"

    @property
    def sensors(self) -> tuple[Sensor, ...]:
        """The sensors, in the order of the first axis of `probability`."""
        return self.cover.sensors

    @property
    def probability(self) -> Shares:
        """The probability that one look of each sensor detects, float32[sensor, height, section, row, column]."""
        return self.cover.probability

    @property
    def joint(self) -> Shares:
        """The probability that any searching sensor detects, float32[height, section, row, column]."""
        return self.cover.joint

    @property
    def latitudes(self) -> Floats:
        """Latitudes of the rows, degrees north."""
        return self.cover.lattice.latitudes

    @property
    def longitudes(self) -> Floats:
        """Longitudes of the columns, degrees east."""
        return self.cover.lattice.longitudes

    @property
    def heights(self) -> list[str]:
        """The heights as they are written."""
        return [told(height) for height in self.cover.heights]

    @property
    def sections(self) -> list[str]:
        """The radar cross-sections as they are written."""
        return [show(section, "area") for section in self.cover.target.sections]

    @cached_property
    def profile(self) -> gains.Profile:
        """Area and volume against height above the ground."""
        return gains.profile(self.watch, self.cover.target, self.assumed.probability)

    def first_sight(self, height: int = 0) -> gains.FirstSight:
        """Return the distance from the scenario's origin at which an approaching target is first covered."""
        where = self.cover.heights[height]
        return gains.first_sight(self.watch, where, self.cover.target, self.assumed.probability, (0.0, 0.0))

    def gains(self, height: int = 0, section: int = 0, by: str = "unit") -> list[gains.Gain]:
        """Return what each unit (or `by="sensor"` each sensor) brings, km2, at a height and section by number."""
        return gains.gains(self.cover, height, section, self.assumed.probability, by == "unit")

    def tables(self) -> dict[str, Any]:
        """Return all measures as plain data; areas in km2, volumes in km3, distances in km."""
        from shieldwall.exercise.coverage_tables import tables

        return tables(self)

    def plot(self) -> Figure:
        """Return the map as a matplotlib figure; InputError, saying what to install, without matplotlib."""
        from shieldwall.exercise.coverage_files import picture

        return picture(self)

    def save(self, path: str | os.PathLike[str], replace: bool = False) -> Path:
        """Write the coverage in the format that the name ends in, and return the path.

        .png, .svg and .pdf: the map. .tif: float32 bands, joint and for each sensor. .geojson: polygons of what is
        covered. .csv: the measures. Raises InputError for another ending, for a place where nothing can go, and when
        something is there already and `replace` is not set.
        """
        from shieldwall.exercise.coverage_files import save

        return save(self, Path(path), replace)


def coverage(
    scenario: Scenario | str | os.PathLike[str],
    altitude: str | Sequence[str] = "100 m",
    rcs: str | Sequence[str] = "1 m2",
    **assumed: Told,
) -> Coverage:
    """Return what the sensors of a scenario see at some altitudes, apart and together.

    Args:
        scenario: a loaded scenario, the name of a built-in one, or a path.
        altitude: "100 m" and "100 m agl" are above the ground, "3 km amsl" is above mean sea level; one or several.
        rcs: radar cross-sections of the target, the same in every band, such as "0.1 m2"; one or several.
        assumed: `probability` (0.5) from which a place counts as covered, `speed` ("240 m/s") of a target that comes
            straight on, `size` ("6 m") for cameras, `swerling` (1), `cell` of the grid, and `seed`, `replication` and
            `draw` as of `run`.

    Raises:
        InputError: the scenario or an argument does not fit, or the scenario has no sensor.
    """
    heights = [parse_altitude(one) for one in _listed(altitude, "altitude", "100 m")]
    sections = [_section(one) for one in _listed(rcs, "cross-section", "1 m2")]
    if len(heights) * len(sections) > MOST_CASES:
        raise InputError(
            f"{len(heights)} altitudes and {len(sections)} cross-sections are too many",
            instead=f"ask for at most {MOST_CASES} cases at once",
        )
    taken = assumptions(assumed)
    read = scenario if isinstance(scenario, Scenario) else load(os.fspath(scenario))
    made = drawn(read, taken.seed, taken.replication, taken.draw)
    watch = Watch(made)
    target = Target(tuple(sections), taken.speed, taken.size, taken.swerling)
    found = survey.cover(watch, heights, target, taken.cell or None)
    empty = Recording(header(made), np.zeros(0, EVENT), np.zeros(0, SAMPLE), dict(made.plan.scene))
    return Coverage(empty, watch, found, taken)


def parse_altitude(text: str) -> Height:
    """Read an altitude: "100 m" and "100 m agl" above the ground, "3 km amsl" above mean sea level."""
    words = text.strip()
    above = words.rpartition(" ")[2]
    height = parse_height(words if above in ("agl", "amsl") else f"{_with_unit(words)} agl")
    if height.above_ground and height.metres < 1.0:
        raise InputError(f"{quoted(words)} is on the ground", instead="write at least 1 m")
    return height


def _with_unit(words: str) -> str:
    try:
        parse(words, "length")
    except InputError as error:
        instead = "write for example 100 m (above ground), 100 m agl or 3 km amsl (above mean sea level)"
        raise InputError(error.message, path="altitude", instead=instead) from None
    return words


def told(height: Height) -> str:
    """Return a height as it is written."""
    return f"{show(height.metres, 'length')} {'agl' if height.above_ground else 'amsl'}"


def assumptions(given: Mapping[str, Told]) -> Assumed:
    """Return what is assumed, from what was given by name; InputError for an unknown name or a value out of bounds."""
    known = [*_ASSUMED, "draw"]
    for name in given:
        if name not in known:
            near = closest(name, known)
            guess = f"did you mean {near}? " if near else ""
            raise InputError(
                f"{quoted(name)} is nothing that coverage assumes", instead=f"{guess}write {', '.join(known)}"
            )
    draw = str(given.get("draw", "central"))
    if draw not in _DRAWS:
        raise InputError(f"{quoted(draw)} is no way to draw", path="draw", instead="write central or sampled")
    values = {name: _assumed(name, given.get(name, rule[3])) for name, rule in _ASSUMED.items()}
    whole = {name: int(values.pop(name)) for name in _WHOLE}
    return Assumed(draw=draw, **values, **whole)  # type: ignore[arg-type]


def _assumed(name: str, value: Told) -> float:
    dimension, low, high, default = _ASSUMED[name]
    if value == "" and default == "":
        return 0.0
    try:
        number = float(value) if isinstance(value, float | int) else parse(str(value), dimension)
    except InputError as error:
        raise error.placed(None, None, name) from None
    if not low <= number <= high or (name in _WHOLE and number != int(number)):
        least, most = (show(end, dimension) for end in (low, high))
        kind = "a whole number " if name in _WHOLE else ""
        raise InputError(
            f"{quoted(str(value))} is out of bounds", path=name, instead=f"write {kind}from {least} to {most}"
        )
    return number


def _section(text: str) -> float:
    section = parse(text, "area")
    if not _SMALLEST <= section <= _LARGEST:
        low, high = show(_SMALLEST, "area"), show(_LARGEST, "area")
        raise InputError(f"{quoted(text)} is no cross-section", path="rcs", instead=f"write from {low} to {high}")
    return section


def _listed(value: object, noun: str, example: str) -> list[str]:
    items = list(value) if isinstance(value, Iterable) and not isinstance(value, str) else [value]
    split = [part.strip() for item in items for part in str(item).split(",") if part.strip()]
    if not split:
        raise InputError(f"no {noun} is given", instead=f"write for example {example}")
    return list(dict.fromkeys(split))
