"""Coverage on one screen: how much is seen, what each unit adds, how it grows with height."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from shieldwall.cli.paper import grid, heading, indented, named, new_console, quiet
from shieldwall.quantities.errors import InputError, quoted

if TYPE_CHECKING:
    from rich.console import Console

    from shieldwall.exercise import Coverage

#: Width of a full bar.
BAR = 12


def assumed(assumptions: Sequence[str]) -> dict[str, str]:
    """Return what is assumed, by name, from words such as "speed=60 m/s"; InputError for words without "="."""
    given = {}
    for words in assumptions:
        name, equals, value = words.partition("=")
        if not equals or not value.strip():
            raise InputError(f"{quoted(words)} assumes nothing", instead="write for example speed=60 m/s")
        given[name.strip()] = value.strip()
    return given


def show(found: Coverage, tables: dict[str, Any], written: Sequence[Path]) -> None:
    """Print the measures of a coverage; `written` are the files."""
    console = new_console()
    taken = found.assumed
    console.print(heading(found.recording.header["title"]))
    console.print(f"Assumed: {found.taken()}, Swerling {taken.swerling}.")
    console.print(
        quiet(
            f"covered: detected in one look with a probability of {taken.probability:g} or more; seed {taken.seed}, "
            f"replication {taken.replication}"
        )
    )
    threats = list(found.network.threats)
    if threats and not taken.target:
        console.print(quiet(f"a target of the raid instead: --assume target={threats[0]}"))
    _show_areas(console, tables["areas"])
    for row in tables["areas"]:
        _show_adds(console, found, tables, (row["altitude"], row["rcs_m2"]))
    _show_profile(console, tables["profile"])
    _show_first_sight(console, tables["first_detection"])
    for path in written:
        console.print(Text.assemble("\nWrote ", (named(path), "bold")), soft_wrap=True)
    if not written:
        console.print(quiet("\nDraw the map with: -o map.png (or .svg, .pdf, .tif, .geojson, .csv)"))


def _show_areas(console: Console, rows: Sequence[dict[str, Any]]) -> None:
    table = grid("altitude", ">target", ">jointly", ">without terrain", ">left by it")
    for row in rows:
        table.add_row(
            row["altitude"],
            f"{row['rcs_m2']:g} m2",
            _area(row["joint_km2"]),
            _area(row["without_terrain_km2"]),
            _share(row["joint_km2"], row["without_terrain_km2"]),
        )
    _section(console, "Area covered", table)


def _show_adds(console: Console, found: Coverage, tables: dict[str, Any], case: tuple[str, float]) -> None:
    """Print what each unit adds at an altitude and cross-section; those that do not search are left out."""
    rows = [row for row in tables["adds"]["unit"] if (row["altitude"], row["rcs_m2"]) == case]
    warns = {
        unit: all(sensor.warns for sensor in found.sensors if sensor.unit == unit and sensor.searches)
        for unit in (row["unit"] for row in rows)
    }
    table = grid("unit", ">covers", ">lost without it", ">it alone covers", "")
    for row in sorted(rows, key=lambda row: (-row["lost_without_it_km2"], -row["area_km2"])):
        table.add_row(
            row["unit"].partition("/")[2],
            _area(row["area_km2"]),
            _area(row["lost_without_it_km2"]),
            _area(row["it_alone_km2"]),
            quiet("warning only" if warns[row["unit"]] else ""),
        )
    _section(console, f"What each unit adds at {case[0]} against {case[1]:g} m2", table)


def _show_profile(console: Console, rows: Sequence[dict[str, Any]]) -> None:
    table = grid(">above ground", ">target", ">jointly", ">volume below", "")
    most = max((row["joint_km2"] for row in rows), default=0.0)
    full = "█" if console.encoding.lower().startswith("utf") else "#"
    for row in rows:
        bar = full * round(BAR * row["joint_km2"] / most) if most > 0.0 else ""
        table.add_row(
            f"{row['height_agl_m']:g} m",
            f"{row['rcs_m2']:g} m2",
            _area(row["joint_km2"]),
            f"{row['volume_below_km3']:,.0f} km3",
            Text(bar, style="blue"),
        )
    _section(console, "Volume by height", table)


def _show_first_sight(console: Console, rows: Sequence[dict[str, Any]]) -> None:
    compass = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
    table = grid("altitude", ">target", *(f">{point}" for point in compass))
    for row in rows:
        step = len(row["distance_km"]) // len(compass)
        distances = [f"{distance:.0f}" if distance else "-" for distance in row["distance_km"][::step]]
        table.add_row(row["altitude"], f"{row['rcs_m2']:g} m2", *distances)
    _section(console, "First detection of what comes straight to the origin, km", table)


def _section(console: Console, title: str, table: Any) -> None:
    console.print()
    console.print(heading(title))
    console.print(indented(table))


def _area(area: float) -> str:
    return f"{area:,.0f} km2" if area >= 0.5 else "-"


def _share(part: float, whole: float) -> str:
    return f"{100.0 * part / whole:.0f} %" if whole > 0.0 else "-"
