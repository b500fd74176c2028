"""How `outlets/geography_*.npz` were made from GeoJSON cut out of Natural Earth.

`python authorities/geography.py CUT.geojson STEP OUT.npz`: STEP is the size of a coordinate's last digit in degrees.
Features carry `kind` (coast, border, river, lake, town), `name`, `rank`, `population`, and of borders `disputed`; see
geography.md.
"""

import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

#: Numbers of kinds of lines, as `shieldwall.outlets.geography` reads them.
KINDS = {"coast": 0, "lake": 1, "river": 2, "border": 3, "disputed": 4}
#: No rank of its own: coasts and borders are on every map.
ALWAYS = 0
#: The date of files in the archive, so that the same input gives the same bytes.
NO_DATE = (1980, 1, 1, 0, 0, 0)
Line = list[tuple[float, float]]
#: Names of rivers that change on their way, or that the source gives along another river: name, from this longitude and
#: latitude on (degrees), and what the maps say there.
RENAMED = (
    ("Donau", -180.0, -90.0, "Danube"),
    ("Drau", -180.0, -90.0, "Drava"),
    ("Mur", 16.87, -90.0, "Drava"),
    ("Evros", -180.0, 41.72, "Maritsa"),
)


def joined(parts: list[Line]) -> list[Line]:
    """Lines whose ends meet as one, so that dashes run on."""
    lines = [list(map(tuple, part)) for part in parts]
    done: list[Line] = []
    while lines:
        line = lines.pop(0)
        grown = True
        while grown:
            grown = False
            for number, other in enumerate(lines):
                for one, two in ((line, other), (other, line), (line, other[::-1]), (other[::-1], line)):
                    if one[-1] == two[0]:
                        line, grown = one + two[1:], True
                        lines.pop(number)
                        break
                if grown:
                    break
        done.append(line)
    return done


def named(name: str, line: Line) -> list[tuple[str, Line]]:
    """Return a line's parts with the names that they have there."""
    parts: list[tuple[str, Line]] = []
    for point in line:
        now = next((new for old, lon, lat, new in RENAMED if name == old and point[0] >= lon and point[1] >= lat), name)
        if not parts:
            parts.append((now, [point]))
        elif parts[-1][0] == now:
            parts[-1][1].append(point)
        else:
            parts[-1][1].append(point)
            parts.append((now, [point]))
    return [part for part in parts if len(part[1]) > 1]


def packed(features: list[dict[str, Any]], step: float) -> dict[str, np.ndarray]:
    """Lines and towns as arrays; points are differences to the point before, over all lines, in steps."""
    lines: list[tuple[int, int, str, Line]] = []
    towns: list[tuple[int, int, str, float, float]] = []
    for feature in features:
        about, shape = feature["properties"], feature["geometry"]["coordinates"]
        if about["kind"] == "town":
            towns.append((int(about["rank"]), -int(about["population"]), about["name"], *shape))
        elif about["kind"] in KINDS:
            kind = "disputed" if about.get("disputed") else about["kind"]
            rank, name = int(about.get("rank") or ALWAYS), about.get("name") or ""
            lines += [(KINDS[kind], rank, *part) for line in joined(shape) for part in named(name, line)]
    lines.sort(key=lambda line: line[:3])
    towns.sort()
    points = np.round(np.array([point for line in lines for point in line[3]]) / step).astype(np.int32)
    return {
        "step": np.array(step),
        "points": np.diff(points, axis=0, prepend=np.zeros((1, 2), np.int32)).astype(np.int32),
        "sizes": np.array([len(line[3]) for line in lines], np.int32),
        "kinds": np.array([line[0] for line in lines], np.uint8),
        "ranks": np.array([line[1] for line in lines], np.uint8),
        "names": np.frombuffer("\n".join(line[2] for line in lines).encode(), np.uint8),
        "town_ranks": np.array([town[0] for town in towns], np.uint8),
        "town_names": np.frombuffer("\n".join(town[2] for town in towns).encode(), np.uint8),
        "town_points": np.round(np.array([town[3:] for town in towns]) / step).astype(np.int32),
    }


def main(source: str, step: str, target: str) -> None:
    """Write the arrays of a cut as an archive of numpy files."""
    arrays = packed(json.loads(Path(source).read_text(encoding="utf-8"))["features"], float(step))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            written = io.BytesIO()
            np.save(written, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", NO_DATE), written.getvalue(), zipfile.ZIP_DEFLATED, 9)


if __name__ == "__main__":
    main(*sys.argv[1:])
