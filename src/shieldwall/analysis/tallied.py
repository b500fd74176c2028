"""What the referee summed up in a run: how each picture compared with what flew, and who could have been shot at."""

from __future__ import annotations

from math import sqrt
from typing import Any, Final, NamedTuple

from shieldwall.analysis.fates import Fate, endings
from shieldwall.analysis.rows import Log
from shieldwall.record.recording import Recording

#: Columns of the array of pictures.
TIMES, THREATS, TRACKED, TRACKS, TRACKS_ON, CHANGES, MATCHES, ERROR, GOSPA = range(9)
HOUR: Final = 3600.0


class Picture(NamedTuple):
    """How a unit's picture compared with what flew, at fixed times; None where nothing was there to compare.

    `completeness`: share of the threats in range of what feeds it that had a confirmed track. `ambiguity`: tracks for
    each of these. `spurious`: share of the tracks that followed nothing in flight. `changes`: how often the number of
    a threat's track changed, per hour tracked. `error_m`: of the tracks over the ground, root of the mean square.
    `gospa_m`: root of the mean square of GOSPA (`kernels.gospa`), which counts missed and surplus as well.
    """

    unit: str
    looks: int
    completeness: float | None
    ambiguity: float | None
    spurious: float | None
    changes: float | None
    error_m: float | None
    gospa_m: float | None


class Exposure(NamedTuple):
    """How long a threat was, s, in reach and sight of a unit that could fire; and of an idle one, with nobody on it.

    `let_pass_s`: of the last, while that unit could have engaged it (`engine.referee.tally_idle`); older runs say 0.
    """

    threat: str
    fate: str
    in_reach_s: float
    unengaged_s: float
    idle_unit_s: float
    let_pass_s: float = 0.0


def pictures(recording: Recording) -> list[Picture]:
    """Return a row for each picture of a run whose battle was tallied, none for any other."""
    scene, names = recording.scene, recording.header["names"]
    if "pictures" not in scene:
        return []
    step = float(scene["picture_step"][0])
    rows = zip(scene["pictures_of"].tolist(), scene["pictures"].tolist(), strict=True)
    return [_picture(names[unit], sums, step) for unit, sums in rows if sums[TIMES] > 0.0]


def exposures(recording: Recording) -> list[Exposure]:
    """Return a row for each threat that came to be, in the order of the header, where the battle was tallied."""
    scene = recording.scene
    if "exposure" not in scene:
        return []
    log = Log(recording)
    known = dict(zip(scene["exposure_of"].tolist(), scene["exposure"].tolist(), strict=True))
    return [Exposure(log.names[end.threat], end.fate.value, *known[end.threat]) for end in endings(log)]


def passed(rows: list[Exposure], time: float = 15.0) -> list[Exposure]:
    """Return who leaked and passed for so long, s, a wholly idle unit that could have shot, nobody being on it."""
    return [row for row in rows if row.fate == Fate.LEAKED.value and row.idle_unit_s >= time]


def _picture(unit: str, sums: list[Any], step: float) -> Picture:
    tracked_hours = sums[TRACKED] * step / HOUR
    spurious = _share(sums[TRACKS_ON], sums[TRACKS])
    error = _share(sums[ERROR], sums[MATCHES])
    return Picture(
        unit,
        int(sums[TIMES]),
        _share(sums[TRACKED], sums[THREATS]),
        _share(sums[TRACKS_ON], sums[TRACKED]),
        None if spurious is None else 1.0 - spurious,
        _share(sums[CHANGES], tracked_hours),
        None if error is None else sqrt(error),
        sqrt(sums[GOSPA] / sums[TIMES]),
    )


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole > 0.0 else None
