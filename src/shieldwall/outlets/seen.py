"""What the group's radars see together: lines of even chance of detection, one for each height."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.outlets.account import Account
from shieldwall.outlets.base_map import base_map
from shieldwall.outlets.captioned import WHITE, CaptionedFigure, style
from shieldwall.outlets.holes import draw_holes, edge_label, has_holes, hole_entry, holes_of
from shieldwall.outlets.labels import place_labels
from shieldwall.outlets.landmarks import name_land
from shieldwall.outlets.legend import Entry
from shieldwall.outlets.map import about, dense
from shieldwall.outlets.relief import Box
from shieldwall.outlets.sites import draw_sites, site_entries, site_labels
from shieldwall.outlets.words import listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patheffects import AbstractPathEffect

#: The joint probability of detection in one scan at which the lines run.
EVEN: Final = 0.5
#: From the lowest height to the highest; further heights repeat the last.
LINE_COLOURS: Final = ("#a3260a", "#c56a12", "#7b7413", "#1f7a55", "#1c6bb0", "#5a3f8f")
#: Width of the lines; each has a casing, so that it shows on any ground.
WIDTH: Final = 1.5


class Coverage(NamedTuple):
    """Joint probability of detection `seen` [altitude, y, x] at `altitudes` and on a grid (m) for `rcs` m2."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    altitudes: NDArray[np.float64]
    seen: NDArray[np.float64]
    rcs: float


def coverage_of(scene: dict[str, NDArray[Any]]) -> Coverage | None:
    """Return the coverage of a scene, None when it has none that can be drawn."""
    keys = ("coverage_x", "coverage_y", "coverage_altitudes", "coverage", "coverage_rcs")
    if not all(key in scene and np.issubdtype(scene[key].dtype, np.number) for key in keys):
        return None
    x, y, altitudes, seen, rcs = (np.asarray(scene[key], dtype=np.float64) for key in keys)
    if not (
        x.ndim == y.ndim == altitudes.ndim == 1 and rcs.size == 1 and seen.shape == (altitudes.size, y.size, x.size)
    ):
        return None
    sound = all(np.isfinite(part).all() for part in (x, y, altitudes, rcs)) and min(x.size, y.size) > 1
    if not sound or altitudes.size == 0 or not ((np.diff(x) > 0.0).all() and (np.diff(y) > 0.0).all()):
        return None
    order = np.argsort(altitudes)
    return Coverage(x, y, altitudes[order], np.nan_to_num(seen[order]), float(rcs.ravel()[0]))


def seen(account: Account) -> CaptionedFigure | None:
    """Return the map of what the radars see, None when the scene does not tell it or they see nothing."""
    coverage = coverage_of(account.recording.scene)
    if coverage is None:
        return None
    drawn = [k for k in range(coverage.altitudes.size) if coverage.seen[k].max() >= EVEN > coverage.seen[k].min()]
    box = _box(account, coverage, drawn)
    if box is None:
        return None
    header = account.header
    labels, key = site_labels(header, box)
    holes = holes_of(coverage.seen[drawn], EVEN)
    with style():
        hatching = [hole_entry()] if has_holes(holes) else []
        entries: list[Entry] = [*(_line_entry(coverage, k) for k in drawn), *hatching, *site_entries(header)]
        made = base_map(account.recording, box, np.zeros((0, 2)), entries, key)
        lines = [_contour(made.axes, coverage, k) for k in drawn]
        spots = np.vstack([dense(piece, 0.012 * box.width) for line in lines for piece in line])
        draw_holes(made.axes, coverage.x, coverage.y, holes)
        draw_sites(made, header)
        heights = [
            edge_label(box, line, number, f"{metres(coverage.altitudes[k])} m", _colour(k))
            for number, (k, line) in enumerate(zip(drawn, lines, strict=True))
        ]
        place_labels(made, [*labels, *(label for label in heights if label is not None)], spots)
        name_land(made, spots)
    said, size = listed([metres(coverage.altitudes[k]) for k in drawn]), f"{coverage.rcs:g} m²"
    return CaptionedFigure(
        "coverage",
        f"Radar coverage {said} m above the ground, for {size}",
        f"On each line, one look of every searching sensor detects an approaching target of {size} at that height "
        f"above the ground with a probability of {EVEN:g}, all sensors together; inside it is more. As the group "
        "stands before the battle, terrain considered."
        + (" What is hatched is covered lower down but not at one of the greater heights." if has_holes(holes) else ""),
        f"Map with contour lines of joint detection probability {EVEN:g}, for targets of {size} at {said} m above "
        "the ground. The higher the target, the farther out the line.",
        made.figure,
    )


def metres(height: float) -> str:
    """Return a height in m with its thousands apart."""
    return f"{height:,.0f}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def contours(coverage: Coverage) -> dict[float, list[NDArray[np.float64]]]:
    """Return the pieces (n, 2), m, of the line of even chance for each altitude, m, as the figure draws them."""
    from contourpy import contour_generator

    found = {}
    for altitude, seen in zip(coverage.altitudes.tolist(), coverage.seen, strict=True):
        if seen.max() >= EVEN > seen.min():
            lines: Any = contour_generator(coverage.x, coverage.y, seen, name="mpl2014").lines(EVEN)
            found[altitude] = [np.asarray(piece) for piece in lines[0] if len(piece) > 1]
    return found


def _pieces(lines: Any) -> list[NDArray[np.float64]]:
    return [np.asarray(piece) for piece in lines.allsegs[0] if len(piece) > 1]


def _box(account: Account, coverage: Coverage, drawn: list[int]) -> Box | None:
    """Return the part of the plane that the lines need."""
    if not drawn:
        return None
    inside = coverage.seen[drawn].max(axis=0) >= EVEN
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    corners = [(coverage.x[i], coverage.y[j]) for i in columns[[0, -1]] for j in rows[[0, -1]]]
    sites = [unit["at"][:2] for unit in account.header["units"].values()]
    return about(np.array([*corners, *sites], dtype=np.float64), 20_000.0)


def _contour(axes: Axes, coverage: Coverage, k: int) -> list[NDArray[np.float64]]:
    """Draw the line of one height, and return its pieces (n, 2), m."""
    from matplotlib.patheffects import withStroke

    casing: list[AbstractPathEffect] = [withStroke(linewidth=WIDTH + 1.6, foreground=WHITE, alpha=0.85)]
    lines = axes.contour(
        coverage.x, coverage.y, coverage.seen[k], levels=[EVEN], colors=[_colour(k)], linewidths=WIDTH, zorder=4
    )
    lines.set_path_effects(casing)
    return _pieces(lines)


def _colour(k: int) -> str:
    return LINE_COLOURS[min(k, len(LINE_COLOURS) - 1)]


def _line_entry(coverage: Coverage, k: int) -> Entry:
    from matplotlib.lines import Line2D

    words = f"even chance at {metres(coverage.altitudes[k])} m"
    return Line2D([], [], color=_colour(k), linewidth=WIDTH), words
