"""Where threats flew that leaked, over many battles, as squares on a map; worked out as a job."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from shieldwall.outlets.playback import frame, on_earth
from shieldwall.quantities.errors import InputError
from shieldwall.server.held_study import HeldStudy
from shieldwall.server.jobs import Job, Jobs, Progress, What
from shieldwall.server.study_bars import cell_of
from shieldwall.study.leaking import Leaks, leaks

#: Battles of a square that are named.
NAMED: Final = 8


def begin(jobs: Jobs, held: HeldStudy, cell: str, battles: int) -> Job:
    """Begin to gather the leaks of a cell; InputError for one of which nothing was fought yet, and for other code."""
    answer = held.readable()
    of = cell_of(answer, cell)
    of.stated()
    fought = int((answer.results["cell"] == of.number).sum())
    if not fought:
        raise InputError("nothing of it was fought yet", instead="start the study first")

    def work(progress: Progress) -> dict[str, Any]:
        return {"study": held.name, "cell": cell, **plain(leaks(answer, of.number, battles, progress))}

    return jobs.begin(What("leaks", held.title, f"{held.name}, {cell}, {battles} of {fought}"), work)


def plain(found: Leaks) -> dict[str, Any]:
    """Return leaks as plain data: squares as GeoJSON, with leakers in all and of a battle, and battles to replay."""
    count = len(found.battles)
    most = max((square.leakers for square in found.squares), default=0)
    return {
        "battles": count,
        "leakers": found.leakers,
        "per_battle": found.leakers / count,
        "size_km": found.size / 1000.0,
        "most_per_battle": most / count,
        "squares": {"type": "FeatureCollection", "features": _features(found)},
        "places": [{"place": place, "at": _place(found, place), "leakers": number, "per_battle": number / count}
                   for place, number in found.places.most_common()],
        "systems": [{"system": system, "leakers": number, "per_battle": number / count}
                    for system, number in found.systems.most_common()],
        "reasons": [{"stage": stage, "reason": reason, "leakers": number, "per_battle": number / count}
                    for (stage, reason), number in found.reasons.most_common()],
    }  # fmt: skip


def _features(found: Leaks) -> list[dict[str, Any]]:
    corners = [[(square.east + east) * found.size, (square.north + north) * found.size, 0.0]
               for square in found.squares for east, north in ((0, 0), (1, 0), (1, 1), (0, 1))]  # fmt: skip
    if not corners:
        return []
    latitude, longitude, _ = on_earth(frame(found.header), np.array(corners, np.float64))
    places = np.column_stack([longitude, latitude]).round(6).reshape(-1, 4, 2).tolist()
    return [
        {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
            "properties": {
                "leakers": square.leakers,
                "per_battle": square.leakers / len(found.battles),
                "battles": len(square.battles),
                "replications": [{"row": battle.row, "replication": battle.first} for battle in square.battles[:NAMED]],
            },
        }
        for square, ring in zip(found.squares, places, strict=True)
    ]


def _place(found: Leaks, name: str) -> list[float] | None:
    known = found.header["places"].get(name)
    if known is None:
        return None
    latitude, longitude, _ = on_earth(frame(found.header), np.array([known["at"]], np.float64))
    return [round(float(longitude[0]), 6), round(float(latitude[0]), 6)]
