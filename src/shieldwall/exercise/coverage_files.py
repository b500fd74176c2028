"""The ways out of a coverage: a picture, a GeoTIFF, polygons, a table."""

from __future__ import annotations

import io
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from shieldwall import __version__
from shieldwall.exercise.coverage_data import CoverageData
from shieldwall.outlets.atomic_write import check_place, write_atomically
from shieldwall.outlets.decimal_comma import with_decimal_comma
from shieldwall.outlets.field import Cells, Field, geojson, geotiff
from shieldwall.quantities.errors import InputError, closest
from shieldwall.survey import gains
from shieldwall.survey.coverage import together

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from shieldwall.outlets.captioned import CaptionedFigure
    from shieldwall.outlets.coverage_map import Layer, MapData

#: Dots per inch of a picture of dots.
DOTS = 200
PICTURES: Final = (".png", ".svg", ".pdf")
ENDINGS: Final = (*PICTURES, ".tif", ".tiff", ".geojson", ".csv")


def check_ending(path: Path) -> str:
    """Return the ending of a file's name; InputError when it says no format, or one that needs what is not there."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        near = closest(ending, ENDINGS) if ending else None
        guess = f"did you mean {near}? " if near else ""
        known = "the ending of a file says its format" if not ending else f"{ending} is no format of coverage"
        raise InputError(f"{path}: {known}", instead=f"{guess}write .png, .svg, .pdf, .tif, .geojson or .csv")
    if ending in PICTURES and find_spec("matplotlib") is None:
        raise InputError("a map needs the package matplotlib, which is not installed",
                         instead='install it with: pip install "shieldwall[report]"')  # fmt: skip
    return ending


def save(found: CoverageData, path: Path, replace: bool, decimal_comma: bool = False) -> Path:
    """Write a coverage whole or not at all, in the format that the ending says."""
    ending = check_ending(path)
    check_place(path, replace)
    makers: dict[str, Callable[[], bytes]] = {
        ".tif": lambda: raster(found),
        ".tiff": lambda: raster(found),
        ".geojson": lambda: polygons(found),
        ".csv": lambda: _csv(found, decimal_comma),
    }
    content = makers[ending]() if ending in makers else _drawn(found, ending)
    write_atomically(path, content, replace)
    return path


def picture(found: CoverageData) -> Figure:
    """Return the map with its title."""
    check_ending(Path("map.png"))
    from shieldwall.outlets.coverage_map import titled

    return titled(captioned(found))


def captioned(found: CoverageData) -> CaptionedFigure:
    """Return the map: by altitude, by cross-section, or by system where there is one of each."""
    from shieldwall.outlets.coverage_map import coverage_map

    return coverage_map(found.recording, _map_data(found))


def raster(found: CoverageData) -> bytes:
    """Return the GeoTIFF: for each altitude and cross-section the joint band, that without terrain, each sensor's."""
    header = found.recording.header
    tags = {
        "TITLE": f"Coverage, {header['title']}",
        "SOFTWARE": f"Shieldwall {__version__}",
        "VALUE": "probability of detection in one look",
        **{name.upper(): str(value) for name, value in found.assumed._asdict().items()},
    }
    return geotiff(_cells(found), _fields(found), tags)


def polygons(found: CoverageData) -> bytes:
    """Return the GeoJSON of what is covered, by altitude, cross-section and sensor."""
    header = found.recording.header
    about = {
        "title": f"Coverage, {header['title']}",
        "software": f"Shieldwall {__version__}",
        "assumed": found.assumed._asdict(),
    }
    return geojson(_cells(found), _fields(found), found.assumed.probability, about)


def _csv(found: CoverageData, decimal_comma: bool) -> bytes:
    from shieldwall.exercise.coverage_tables import table

    text = table(found)
    return (with_decimal_comma(text) if decimal_comma else text).encode()


def _drawn(found: CoverageData, ending: str) -> bytes:
    from shieldwall.outlets.captioned import WHITE, style

    buffer = io.BytesIO()
    figure = picture(found)
    # No date, so that the same coverage gives the same file.
    silent: dict[str, Any] = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}, ".png": {}}[ending]
    with style():
        figure.savefig(buffer, format=ending[1:], dpi=DOTS, bbox_inches="tight", pad_inches=0.14, facecolor=WHITE,
                       metadata=silent)  # fmt: skip
    return buffer.getvalue()


def _cells(found: CoverageData) -> Cells:
    grid = found.cover.grid
    return Cells(grid.west, grid.south, grid.step_lon, grid.step_lat)


def _fields(found: CoverageData) -> list[Field]:
    cover, level = found.cover, found.assumed.probability
    fields = []
    for h, height in enumerate(cover.heights):
        for k, section in enumerate(cover.target.sections):
            case = {
                "altitude_m": height.metres,
                "altitude_above": "ground" if height.above_ground else "sea",
                "rcs_m2": section,
                "probability": level,
            }
            where = f"{found.heights[h]}, {found.sections[k]}"
            listed: list[tuple[str, Any, dict[str, Any]]] = [
                ("joint", cover.joint[h, k], {"terrain": True}),
                ("joint without terrain", cover.sea[h, k], {"terrain": False}),
            ]
            for n, sensor in enumerate(found.sensors):
                about = {
                    "terrain": True,
                    "unit": sensor.unit,
                    "kind": sensor.kind,
                    "searches": sensor.searches,
                    "warning_only": sensor.warns,
                    "engages": sensor.engages,
                }
                listed.append((sensor.name, cover.probability[n, h, k], about))
            for name, seen, about in listed:
                # What is seen without terrain may go on beyond the grid, so its area is left to the tables.
                area = round(float(gains.areas(cover, seen, level)), 1) if about["terrain"] else None
                fields.append(Field(f"{name}, {where}", seen, {"who": name, **case, **about, "area_km2": area}))
    return fields


def _map_data(found: CoverageData) -> MapData:
    from shieldwall.outlets.coverage_map import MapData

    cover = found.cover
    x, y = cover.grid.feet(found.network.frame)
    several, sizes = len(cover.heights) > 1, len(cover.target.sections) > 1
    level = found.assumed.probability
    whose = found.assumed.target or f"a target of {_squared(found.sections[0])}"
    if several:
        order = sorted(range(len(cover.heights)), key=lambda h: cover.heights[h].metres)
        depths = [_layer(found, h, 0, found.heights[h]) for h in order]
        about = f"of {whose} by altitude"
    else:
        order = sorted(range(len(cover.target.sections)), key=lambda k: cover.target.sections[k])
        depths = [_layer(found, 0, k, _squared(found.sections[k]) if sizes else "") for k in order]
        size = "by cross-section of the target" if sizes else f"of {whose}"
        about = f"at {found.heights[0]} {size}"
    outlines = [] if several or sizes else _systems(found)
    # Above the ground that outline would wind about every summit which rises over the horizon.
    sea = [] if several or sizes or cover.heights[0].above_ground else [_sea(found)]
    caption = (
        f"{found.recording.header['title']}. Assumed: {_squared(found.taken())}.\nInside, one look of each searching "
        f"sensor detects it with a probability of {level:g} or more; agl is above the ground,\namsl above the sea. "
        "Sites and figures are notional."
    )
    return MapData(f"Coverage {about}", caption, x, y, level, depths, outlines, sea)


def _layer(found: CoverageData, height: int, section: int, mark: str) -> Layer:
    from shieldwall.outlets.coverage_map import Layer

    seen = found.cover.joint[height, section]
    return Layer(f"{mark or 'all together'}: {_area(found, seen)}", mark, seen)


def _sea(found: CoverageData) -> Layer:
    from shieldwall.outlets.coverage_map import Layer

    return Layer("", "", found.cover.sea[0, 0])


def _systems(found: CoverageData) -> list[Layer]:
    """Searching sensors of the same part of the same system as one outline, fire-control radars left out."""
    from shieldwall.outlets.coverage_map import Layer

    units = found.recording.header["units"]
    groups: dict[tuple[str, str], list[int]] = {}
    for number in found.cover.searching:
        sensor = found.sensors[number]
        if not sensor.engages:
            part = sensor.name.removeprefix(f"{sensor.unit}/")
            groups.setdefault((units[sensor.unit]["title"], part), []).append(number)
    layers = []
    for (title, part), numbers in sorted(groups.items(), key=lambda group: -len(group[1])):
        seen = together(found.cover.probability[numbers, 0, 0])
        label = title if part in ("sensor", "radar") else f"{title}, {part}"
        sites = f" ({len(numbers)})" if len(numbers) > 1 else ""
        warns = ", warning only" if found.sensors[numbers[0]].warns else ""
        layers.append(Layer(f"{label}{sites}{warns}: {_area(found, seen)}", part, seen))
    # One outline would be that of all together.
    return layers if len(layers) > 1 else []


def _area(found: CoverageData, seen: Any) -> str:
    area = float(gains.areas(found.cover, seen, found.assumed.probability))
    return f"{area:,.0f} km\N{SUPERSCRIPT TWO}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def _squared(section: str) -> str:
    return section.replace("m2", "m\N{SUPERSCRIPT TWO}")
