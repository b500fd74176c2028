"""Coverage of a scenario: who sees what, by height and cross-section, on its terrain."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from shieldwall.assembly.header import header
from shieldwall.exercise.coverage_data import Assumed, CoverageData
from shieldwall.exercise.runs import MOST
from shieldwall.exercise.simulate import drawn
from shieldwall.quantities.errors import InputError, guessed, quoted
from shieldwall.quantities.units import parse, show
from shieldwall.record.recording import Recording
from shieldwall.record.tables import EVENT, SAMPLE
from shieldwall.scenario import Scenario, load, root_of
from shieldwall.scenario.fields import Height, parse_height
from shieldwall.survey import coverage as survey
from shieldwall.survey.sensor_network import SensorNetwork, Target

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Given = str | float
#: Least and greatest of what is assumed: its dimension and bounds, SI, and its default as it is written.
_ASSUMED: Final[Mapping[str, tuple[str, float, float, Given]]] = {
    "probability": ("probability", 0.01, 0.99, "0.5"),
    "speed": ("speed", 1.0, 3000.0, "240 m/s"),
    "size": ("length", 0.1, 100.0, "6 m"),
    "swerling": ("number", 0, 4, "1"),
    "cell": ("length", 50.0, 50_000.0, ""),
    "seed": ("number", 0, MOST, "1"),
    "replication": ("number", 0, MOST, "0"),
}
#: What a target of the raid says itself.
_OF_TARGET: Final = ("speed", "size", "swerling")
_WHOLE: Final = ("swerling", "seed", "replication")
_DRAWS: Final = ("central", "sampled")
_SMALLEST, _LARGEST = 1e-6, 1e6
#: Heights and cross-sections of one answer.
MOST_CASES = 12


class Coverage(CoverageData):
    """The coverage of a scenario, its measures and its maps."""

    def tables(self) -> dict[str, Any]:
        """Return all measures as plain data; areas in km2, volumes in km3, distances in km."""
        from shieldwall.exercise.coverage_tables import tables

        return tables(self)

    def plot(self) -> Figure:
        """Return the map as a matplotlib figure; InputError, saying what to install, without matplotlib."""
        from shieldwall.exercise.coverage_files import picture

        return picture(self)

    def save(self, path: str | os.PathLike[str], replace: bool = False, decimal_comma: bool = False) -> Path:
        """Write the coverage in the format that the name ends in, and return the path.

        .png, .svg and .pdf: the map. .tif: float32 bands, joint and for each sensor. .geojson: polygons of what is
        covered. .csv: the measures, with `decimal_comma` for spreadsheets that write 0,5 for one half. Raises
        InputError for another ending, for a place where nothing can go, and when something is there already and
        `replace` is not set.
        """
        from shieldwall.exercise.coverage_files import save

        return save(self, Path(path), replace, decimal_comma)


def coverage(
    scenario: Scenario | str | os.PathLike[str],
    altitude: str | Sequence[str] = "100 m",
    rcs: str | Sequence[str] | None = None,
    **assumed: Given,
) -> Coverage:
    """Return what the sensors of a scenario see at some altitudes, apart and together.

    Args:
        scenario: a loaded scenario, the name of a built-in one, or a path.
        altitude: "100 m" and "100 m agl" are above the ground, "3 km amsl" is above mean sea level; one or several.
        rcs: radar cross-sections of the target, the same in every band, such as "0.1 m2" (default: 1 m2); one or
            several.
        assumed: `probability` (0.5) from which a place counts as covered, `speed` ("240 m/s") of a target that comes
            straight on, `size` ("6 m") for cameras, `swerling` (1), `cell` of the grid, and `seed`, `replication` and
            `draw` as of `run`.

    Raises:
        InputError: the scenario or an argument does not fit, or the scenario has no sensor.
    """
    heights = [parse_altitude(one) for one in _listed(altitude, "altitude", "100 m")]
    sections = [_section(one) for one in _listed("1 m2" if rcs is None else rcs, "cross-section", "1 m2")]
    if len(heights) * len(sections) > MOST_CASES:
        raise InputError(
            f"{len(heights)} altitudes and {len(sections)} cross-sections are too many",
            instead=f"ask for at most {MOST_CASES} cases at once",
        )
    if "target" in assumed:
        _refuse_others(assumed, rcs)
    taken = assumptions(assumed)
    read = scenario if isinstance(scenario, Scenario) else load(os.fspath(scenario))
    made = drawn(read, taken.seed, taken.replication, taken.draw)
    network = SensorNetwork(made)
    target = Target(tuple(sections), taken.speed, taken.size, taken.swerling)
    if taken.target:
        target = _of_raid(read, network, taken.target)
        taken = taken._replace(speed=target.speed, size=target.size, swerling=target.swerling)
    try:
        found = survey.cover(network, heights, target, taken.cell or None)
    except InputError as error:
        units = root_of(read).nearest(("blue", "units"))
        raise error.placed(units.file, units.line, units.path) from None
    empty = Recording(header(made), np.zeros(0, EVENT), np.zeros(0, SAMPLE), dict(made.plan.scene))
    return Coverage(empty, network, found, taken)


def _refuse_others(assumed: Mapping[str, Given], rcs: object) -> None:
    """Raise InputError where a target of the raid is assumed, and beside it what that says itself."""
    beside = [name for name in _OF_TARGET if name in assumed] + ([] if rcs is None else ["rcs"])
    if beside:
        raise InputError(
            f"a target of the raid has its own {beside[0]}", path="target", instead=f"leave out target or {beside[0]}"
        )


def _of_raid(scenario: Scenario, network: SensorNetwork, name: str) -> Target:
    """Return what a unit of the raid shows; InputError where the scenario has none of this name."""
    units = scenario.red.units
    if name not in units:
        guess = guessed(name, list(units))
        known = ", ".join(units) or "none"
        raise InputError(
            f"the raid has no unit {quoted(name)}", path="target", instead=f"{guess}write one of its units: {known}"
        )
    target = network.threat(f"red/{name}/1", units[name].speed)
    if target is None:
        raise InputError(f"{quoted(name)} does not fly in this replication", path="target", instead="name another")
    return target


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


def assumptions(given: Mapping[str, Given]) -> Assumed:
    """Return what is assumed, from what was given by name; InputError for an unknown name or a value out of bounds."""
    known = [*_ASSUMED, "draw", "target"]
    for name in given:
        if name not in known:
            guess = guessed(name, known)
            raise InputError(
                f"{quoted(name)} is nothing that coverage assumes", instead=f"{guess}write {', '.join(known)}"
            )
    draw = str(given.get("draw", "central"))
    if draw not in _DRAWS:
        raise InputError(f"{quoted(draw)} is no way to draw", path="draw", instead="write central or sampled")
    values = {name: _assumed(name, given.get(name, rule[3])) for name, rule in _ASSUMED.items()}
    whole = {name: int(values.pop(name)) for name in _WHOLE}
    return Assumed(draw=draw, target=str(given.get("target", "")).strip(), **values, **whole)  # type: ignore[arg-type]


def _assumed(name: str, value: Given) -> float:
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
