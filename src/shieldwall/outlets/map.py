"""The maps of a report: where the raid came from and what became of it, and the same close to what it came for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from shieldwall.analysis.identity import SIDE_WORDS
from shieldwall.outlets.account import FATES, Account
from shieldwall.outlets.base_map import base_map
from shieldwall.outlets.canvas import Canvas
from shieldwall.outlets.captioned import FATE_COLOURS, FATE_LINES, INK, MUTED, WHITE, CaptionedFigure, style
from shieldwall.outlets.labels import CROWDED, Label, gathered, place_labels
from shieldwall.outlets.landmarks import name_land
from shieldwall.outlets.legend import Entry
from shieldwall.outlets.relief import Box
from shieldwall.outlets.symbols import PLACE, draw_unit, handles, symbols
from shieldwall.outlets.words import short
from shieldwall.outlets.zones import draw_zones, zone_entries
from shieldwall.quantities.units import counted
from shieldwall.record.kinds import IMPACT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

Floats = NDArray[np.float64]

#: Least size of a map and of a close one, and how far the close one looks round what is defended, m.
LEAST, CLOSEST, ROUND_ABOUT = 20_000.0, 60_000.0, 8_000.0
#: A second map is drawn when the first is so many times wider, and something was decided close by.
WORTH_A_CLOSER_LOOK = 2.5
#: Least and greatest width of a map over its height.
SLIMMEST, BROADEST = 0.85, 1.7

_ROUND_COLOUR: Final = "#36597a"
_NAME_FONT: Final[dict[str, Any]] = {"fontsize": 8.4, "color": INK}
_PLACE_FONT: Final[dict[str, Any]] = {"fontsize": 9.6, "color": INK, "style": "italic", "weight": "bold"}
_RAID_FONT: Final[dict[str, Any]] = {"fontsize": 8.4, "color": "#7a2a10"}
_LEAK: Final[dict[str, Any]] = {
    "linestyle": "", "marker": (9, 1, 0), "markerfacecolor": FATE_COLOURS["leaked"], "markeredgecolor": WHITE,
    "markeredgewidth": 0.6,
}  # fmt: skip
_RELEASE: Final[dict[str, Any]] = {
    "linestyle": "", "marker": "d", "markerfacecolor": FATE_COLOURS["delivered"], "markeredgecolor": WHITE,
    "markeredgewidth": 0.6,
}  # fmt: skip
_KILL: Final[dict[str, Any]] = {"linestyle": "", "marker": "x", "color": FATE_COLOURS["killed"]}
_VICTIM: Final[dict[str, Any]] = {
    "linestyle": "", "marker": "X", "markerfacecolor": "#1b7f3b", "markeredgecolor": WHITE, "markeredgewidth": 0.8,
}  # fmt: skip
#: Neutrals are green and own aircraft cyan (APP-6).
SIDE_COLOURS: Final = {"neutral": "#1b7f3b", "blue": "#0a93a6"}
SIDE_LINES: Final = {"neutral": "-", "blue": "-."}
_LOST: Final[dict[str, Any]] = {
    "linestyle": "", "marker": "x", "color": FATE_COLOURS["leaked"], "markeredgewidth": 2.0,
}  # fmt: skip


def maps(account: Account) -> list[CaptionedFigure]:
    """Return the maps of a run: one of everything and, where that is much larger, one close to the defended places."""
    near = about(_sites(account), CLOSEST, ROUND_ABOUT)
    flown = [flight.points[:, 1:3] for flight in account.flights]
    whole = about(np.vstack([_sites(account), *flown]), LEAST)
    if whole is None:
        return []
    ends = np.vstack([account.kills, account.leaks])
    decided = near is not None and any(near.holds(*point) for point in ends)
    if near is None or not decided or whole.width < WORTH_A_CLOSER_LOOK * near.width:
        return [_near_map(account, whole, "The battle")]
    corners = np.array([(near.west, near.south), (near.east, near.north)])
    whole = about(np.vstack([corners, *flown]), LEAST) or whole
    return [_whole_map(account, whole, near), _near_map(account, near, "The defended area")]


def about(points: Floats, least: float, margin: float = 0.0) -> Box | None:
    """Return the part of the plane round some points (n, 2), m, None when there are none.

    It is at least so wide and high, and wider than the points by a margin, or by a little when that is more.
    """
    if len(points) == 0:
        return None
    (west, south), (east, north) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    spare = max(margin, 0.03 * max(east - west, north - south))
    width, height = max(east - west + 2.0 * spare, least), max(north - south + 2.0 * spare, least)
    width, height = max(width, SLIMMEST * height), max(height, width / BROADEST)
    x, y = 0.5 * (west + east), 0.5 * (south + north)
    return Box(x - 0.5 * width, y - 0.5 * height, x + 0.5 * width, y + 0.5 * height)


def _sites(account: Account) -> Floats:
    sites = [*account.header["units"].values(), *account.header["places"].values()]
    return np.array([one["at"][:2] for one in sites], dtype=np.float64).reshape(-1, 2)


def _whole_map(account: Account, box: Box, near: Box) -> CaptionedFigure:
    from matplotlib.patches import Rectangle

    inked = _inked(account, box)
    with style():
        entries = [*_fate_entries(account), *_traffic_entries(account), *_end_entries(account, near)]
        made = base_map(account.recording, box, inked, entries)
        _draw_traffic(made.axes, account)
        _draw_flights(made.axes, account, 0.95)
        _draw_ends(made.axes, account, 5.0, outside=near)
        frame = Rectangle((near.west, near.south), near.width, near.height, fill=False, edgecolor=INK, zorder=6)
        made.axes.add_patch(frame)
        made.taken.append(near)
        named = Label(near.east, near.north, "the defended area", 3.0, {**_NAME_FONT, "style": "italic"})
        place_labels(made, [named, *_formation_labels(account, box)], inked)
        name_land(made, inked)
    caption = "Ways flown, coloured by what became of each threat. The frame is the next map."
    return CaptionedFigure("map", "The raid", caption, _alt(account, "Map, the whole raid"), made.figure)


def _near_map(account: Account, box: Box, title: str) -> CaptionedFigure:
    inked = _inked(account, box)
    with style():
        ways = [*_fate_entries(account), *_traffic_entries(account)]
        entries = [*ways, *_end_entries(account), *_group_entries(account)]
        labels, key = gathered(_site_labels(account, box), CROWDED * max(box.width, box.height))
        made = base_map(account.recording, box, inked, [*entries, *zone_entries(account.header)], key)
        draw_zones(made.axes, account.header)
        _draw_traffic(made.axes, account)
        _draw_flights(made.axes, account, 1.2)
        _draw_rounds(made.axes, account)
        _draw_ends(made.axes, account, 6.5)
        _draw_sites(made, account)
        place_labels(made, [*labels, *_formation_labels(account, box)], inked)
        name_land(made, inked)
    caption = "The group and what it defends, paths flown coloured by fate, and the paths of the group's own rounds."
    return CaptionedFigure(
        "map-close", title, caption, _alt(account, f"Map, {title[0].lower()}{title[1:]}"), made.figure
    )


def _draw_flights(axes: Axes, account: Account, width: float) -> None:
    """Draw paths flown, opaque: killed threats in a broad line below, all others on a white casing above them.

    So no colour is mixed of two, and a leaker does not hide the killed of its formation.
    """
    for flight in account.flights:
        x, y = flight.points[:, 1], flight.points[:, 2]
        colour = FATE_COLOURS.get(flight.fate, MUTED)
        if flight.fate == "killed":
            axes.plot(x, y, color=colour, linewidth=2.1 * width, solid_capstyle="butt", zorder=3)
            continue
        axes.plot(x, y, color=WHITE, linewidth=1.8 * width, solid_capstyle="butt", zorder=3.5)
        axes.plot(x, y, color=colour, linestyle=FATE_LINES.get(flight.fate, "-"), linewidth=width, zorder=4,
                  solid_capstyle="butt")  # fmt: skip


def _draw_traffic(axes: Axes, account: Account) -> None:
    """Draw the paths of neutrals and own aircraft, below those of the raid, and where one was shot down."""
    for flight in account.traffic:
        x, y = flight.points[:, 1], flight.points[:, 2]
        looks: dict[str, Any] = {"color": SIDE_COLOURS[flight.fate], "linestyle": SIDE_LINES[flight.fate]}
        axes.plot(x, y, **looks, linewidth=1.1, zorder=2.8, solid_capstyle="butt")
    axes.plot(*account.losses.T, zorder=5.4, markersize=9.0, **_VICTIM)


def _traffic_entries(account: Account) -> list[Entry]:
    sides = {flight.fate for flight in account.traffic}
    entries: list[Entry] = [
        (_line(color=colour, linestyle=SIDE_LINES[side], linewidth=1.4), f"path of {SIDE_WORDS[side]}")
        for side, colour in SIDE_COLOURS.items()
        if side in sides
    ]
    return entries + ([(_line(markersize=8.0, **_VICTIM), "victim")] if len(account.losses) else [])


def _draw_rounds(axes: Axes, account: Account) -> None:
    from matplotlib.collections import LineCollection

    axes.add_collection(LineCollection(account.rounds, colors=_ROUND_COLOUR, linewidths=0.55, alpha=0.5, zorder=2.5))


def _draw_ends(axes: Axes, account: Account, size: float, outside: Box | None = None) -> None:
    """Mark kills, releases and leaks, on a map with a frame only those outside it."""
    kills, releases, leaks = _ends(account, outside)
    axes.plot(*kills.T, zorder=5, markersize=size, markeredgewidth=2.8, **{**_KILL, "color": WHITE})
    axes.plot(*kills.T, zorder=5.1, markersize=size, markeredgewidth=1.4, **_KILL)
    axes.plot(*releases.T, zorder=5.2, markersize=1.0 * size, **_RELEASE)
    axes.plot(*leaks.T, zorder=5.3, markersize=2.9 * size, **_LEAK)


def _ends(account: Account, outside: Box | None) -> tuple[Floats, Floats, Floats]:
    """Return where kills, releases and leaks happened, outside a box."""
    kills, releases, leaks = (
        points if outside is None else np.array([point for point in points if not outside.holds(*point)]).reshape(-1, 2)
        for points in (account.kills, account.releases, account.leaks)
    )
    return kills, releases, leaks


def _site_labels(account: Account, box: Box) -> list[Label]:
    """Return the names of places, with how often each was hit, and of units."""
    log = account.log
    hits = Counter(log.name(int(log.whom[row])) for row in log.rows(IMPACT))
    labels = []
    for name, place in account.header["places"].items():
        x, y = place["at"][:2]
        if place["unit"] is None and box.holds(x, y):
            hit_count = f" ({hits[name]} hit{'s' if hits[name] > 1 else ''})" if hits[name] else ""
            labels.append(Label(x, y, short(name) + hit_count, 9.5 if hits[name] else 7.5, _PLACE_FONT))
    for name, unit in account.header["units"].items():
        labels.append(Label(unit["at"][0], unit["at"][1], short(name), 7.5, _NAME_FONT))
    return labels


def _draw_sites(made: Canvas, account: Account) -> None:
    """Draw places and units, and mark those that were destroyed."""
    for place in account.header["places"].values():
        x, y = place["at"][:2]
        if place["unit"] is None and made.box.holds(x, y):
            draw_unit(made.axes, PLACE, x, y)
    units = account.header["units"]
    known = symbols(units)
    for name, unit in units.items():
        x, y = unit["at"][:2]
        draw_unit(made.axes, known[name], x, y)
        if name in account.lost:
            made.axes.plot([x], [y], markersize=15.0, zorder=8, **_LOST)


def _formation_labels(account: Account, box: Box) -> list[Label]:
    """Return the names of formations where they come into a map; weapons are not named apart from their carriers."""
    first: dict[str, Label] = {}
    for flight in account.flights:
        if account.header["threats"][flight.name]["carrier"] is not None or flight.formation in first:
            continue
        path = dense(flight.points[:, 1:3], 0.01 * box.width)
        inside = [point for point in path if box.holds(*point)]
        # A path begun on the map is named beside its beginning, one that comes into it within its edge.
        if inside:
            x, y = inside[0] if box.holds(*path[0]) else inside[min(3, len(inside) - 1)]
            first[flight.formation] = Label(x, y, flight.formation, 6.0, _RAID_FONT)
    return list(first.values())


def _inked(account: Account, box: Box) -> Floats:
    """Return points along the paths flown and at marks, which names should not cover."""
    spacing = max(box.width, box.height) / 220.0
    paths = [dense(flight.points[:, 1:3], spacing) for flight in account.flights]
    return np.vstack([account.kills, account.leaks, account.releases, *paths])


def dense(path: Floats, spacing: float) -> Floats:
    """Return points (n, 2) along a path at even spacing, both in m, the first where it begins."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    steps = np.arange(0.0, along[-1] + 0.5 * spacing, spacing)
    return np.column_stack([np.interp(steps, along, path[:, axis]) for axis in (0, 1)])


def _fate_entries(account: Account) -> list[Entry]:
    flown = {flight.fate for flight in account.flights}
    return [
        (_line(color=FATE_COLOURS[fate], linestyle=FATE_LINES[fate], linewidth=1.8), f"path of a threat, {fate}")
        for fate in FATES
        if fate in flown
    ]


def _end_entries(account: Account, outside: Box | None = None) -> list[Entry]:
    entries: list[Entry] = []
    kills, releases, leaks = _ends(account, outside)
    if len(leaks):
        entries.append((_line(markersize=12.0, **_LEAK), "leak"))
    if len(kills):
        entries.append((_line(markersize=6.5, markeredgewidth=1.4, **_KILL), "shot down"))
    if len(releases):
        entries.append((_line(markersize=6.5, **_RELEASE), "weapons released"))
    return entries


def _group_entries(account: Account) -> list[Entry]:
    entries: list[Entry] = []
    if account.rounds:
        entries.append((_line(color=_ROUND_COLOUR, linewidth=0.8, alpha=0.8), "own round"))
    known = symbols(account.header["units"])
    entries += [(tuple(handles(symbol)), symbol.words) for symbol in dict.fromkeys(known.values())]
    if any(place["unit"] is None for place in account.header["places"].values()):
        entries.append((tuple(handles(PLACE)), PLACE.words))
    if account.lost:
        entries.append((_line(markersize=9.0, **_LOST), "destroyed"))
    return entries


def _line(**looks: Any) -> Line2D:
    from matplotlib.lines import Line2D

    return Line2D([], [], **looks)


def _alt(account: Account, what: str) -> str:
    measures = account.measures
    return (
        f"{what} on shaded relief, north up: {counted(measures['threats'], 'threat')}, {measures['kills']} shot down, "
        f"{measures['leakers']} leaked. The tables below tell the same in words."
    )
