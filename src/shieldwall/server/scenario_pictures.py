"""Small maps of the built-in scenarios, for cards to begin from: the ground, who stands where, where the raid flies."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Iterator
from functools import cache
from threading import Lock
from typing import Any, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.outlets.geography import BORDER, COAST, DISPUTED, LAKE, lines_in
from shieldwall.scenario import load
from shieldwall.server.built_in import check_scenario
from shieldwall.server.draft_scene import ground, scene
from shieldwall.server.ground import Bounds, Ground
from shieldwall.server.land import within
from shieldwall.server.png import png

Theme = Literal["dark", "light"]
#: Width and height of a picture, and of the relief in it, pixels.
WIDE, HIGH = 360, 180
RELIEF: Final = (180, 90)
#: Room round what a picture shows, as a share of it; the least and the most that it shows, degrees of latitude.
ROOM, LEAST, MOST = 0.14, 0.25, 1.7
#: Heights, m, at which the ground has the colours of a theme; how much a slope shades it, and at most.
HEIGHTS: Final = (0.0, 150.0, 500.0, 1100.0, 2200.0)
STEEP, SHADE = 9.0, 0.26


class _Colours(NamedTuple):
    ground: str
    relief: tuple[str, ...]
    water: str
    border: str
    halo: str
    blue: str
    red: str
    place: str


#: As the map of the page has them (`web/src/map/palette.ts`).
COLOURS: Final[dict[Theme, _Colours]] = {
    "dark": _Colours("#10161c", ("#141b22", "#1b252e", "#283440", "#3b4854", "#55616d"), "#38617f", "#8794a1",
                     "#0f1419", "#6cb4f5", "#ff8260", "#f2d38a"),
    "light": _Colours("#e6ebee", ("#eef1ec", "#e9ece2", "#e2e2d3", "#d8d3c1", "#c9c1ae"), "#7fa9c6", "#7d8791",
                      "#f4f6f4", "#1660a3", "#c2350a", "#7a5600"),
}  # fmt: skip
_DRAWING = Lock()


def picture(name: str, theme: Theme) -> bytes:
    """Return the picture of a built-in scenario as SVG, which is drawn once; NotHeldError for any other name."""
    check_scenario(name)
    with _DRAWING:
        return _picture(name, theme)


@cache
def _picture(name: str, theme: Theme) -> bytes:
    scenario = load(name)
    shown, colours = scene(scenario), COLOURS[theme]
    view = _View(_window(shown))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" height="{HIGH}">',
        f'<rect width="{WIDE}" height="{HIGH}" fill="{colours.ground}"/>',
        _relief(ground(scenario), view.window, colours),
        *_lines(view, colours),
        *(part for route in shown["routes"] for part in _route(view, route["points"], colours)),
        *(_place(*view.at(place["at"]), colours) for place in shown["places"]),
        *(_unit(*view.at(unit["at"]), unit["role"], colours) for unit in shown["units"]),
        "</svg>",
    ]
    return "".join(parts).encode()


class _View:
    """Where on the picture a place of the earth lies: degrees of longitude are as wide as in the window's middle."""

    def __init__(self, window: Bounds) -> None:
        self.window = window

    def at(self, place: list[float]) -> tuple[float, float]:
        """Return the pixels, right and down, of a place (longitude, latitude, degrees)."""
        west, south, east, north = self.window
        return (
            round(WIDE * (place[0] - west) / (east - west), 1),
            round(HIGH * (north - place[1]) / (north - south), 1),
        )

    def path(self, points: Iterable[list[float]]) -> str:
        """Return a line as the path of an SVG, without points less than a pixel from the last."""
        found: list[tuple[float, float]] = []
        for point in points:
            spot = self.at(point)
            if not found or math.dist(found[-1], spot) >= 1.0:
                found.append(spot)
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in found)


def _window(shown: dict[str, Any]) -> Bounds:
    """Return what a picture shows: all that stands and all routes, or, where that is too much, what is defended."""
    west, south, east, north = shown["extent"]
    across = math.cos(math.radians(0.5 * (south + north)))
    tall = (1.0 + 2.0 * ROOM) * max(north - south, (east - west) * across * HIGH / WIDE)
    if tall > MOST:
        stands = np.array([one["at"][:2] for one in (*shown["units"], *shown["places"])])
        (west, south), (east, north) = stands.min(axis=0).tolist(), stands.max(axis=0).tolist()
    tall = min(max(tall, LEAST), MOST)
    wide = tall * WIDE / HIGH / across
    lon, lat = 0.5 * (west + east), 0.5 * (south + north)
    return Bounds(lon - 0.5 * wide, lat - 0.5 * tall, lon + 0.5 * wide, lat + 0.5 * tall)


def _relief(land: Ground, window: Bounds, colours: _Colours) -> str:
    """Return the ground as a picture in the picture, nothing where none of it is known."""
    wide, high = RELIEF
    longitude = np.linspace(window.west, window.east, wide)
    latitude = np.linspace(window.north, window.south, high)
    lat, lon = np.meshgrid(latitude, longitude, indexing="ij")
    west, south, east, north = land.bounds
    inside = (lat >= south) & (lat <= north) & (lon >= west) & (lon <= east)
    if not inside.any():
        return ""
    heights = np.where(inside, land.heights(lat, lon), 0.0)
    painted = np.stack([np.interp(heights, HEIGHTS, band) for band in _rgb(colours.relief).T], axis=-1)
    cell = 111_195.0 * (window.north - window.south) / high
    slope = np.gradient(heights, cell)
    shaded = SHADE * np.tanh(STEEP * (slope[0] + slope[1]))[..., None]
    painted = np.where(inside[..., None], painted * (1.0 - shaded), _rgb((colours.ground,))[0])
    content = base64.b64encode(png(np.clip(painted, 0, 255).astype(np.uint8))).decode()
    where = f'width="{WIDE}" height="{HIGH}" preserveAspectRatio="none"'
    return f'<image {where} href="data:image/png;base64,{content}"/>'


def _lines(view: _View, colours: _Colours) -> Iterator[str]:
    """Yield waters and borders, these dashed where states differ on them; rivers only when they are great."""
    for line in lines_in(view.window):
        if line.kind in (BORDER, DISPUTED):
            look = f'stroke="{colours.border}" stroke-opacity="0.7"'
            look += ' stroke-dasharray="3 2"' if line.kind == DISPUTED else ""
        elif line.kind in (COAST, LAKE) or line.rank >= 3:
            look = f'stroke="{colours.water}" stroke-opacity="0.8"'
        else:
            continue
        for part in within(line.points, view.window):
            yield f'<path d="{view.path(part)}" fill="none" stroke-width="1" {look}/>'


def _route(view: _View, points: list[dict[str, Any]], colours: _Colours) -> Iterator[str]:
    """Yield a route of the raid as a line with an arrow head where it ends."""
    flown = [point["at"] for point in points]
    path = f'd="{view.path(flown)}" fill="none" stroke-linejoin="round"'
    yield f'<path {path} stroke="{colours.halo}" stroke-opacity="0.6" stroke-width="3.5"/>'
    yield f'<path {path} stroke="{colours.red}" stroke-width="1.6"/>'
    (x0, y0), (x, y) = view.at(flown[-2]), view.at(flown[-1])
    far = math.hypot(x - x0, y - y0) or 1.0
    ahead, beside = ((x - x0) / far, (y - y0) / far), ((y0 - y) / far, (x - x0) / far)
    tail = (x - 8 * ahead[0], y - 8 * ahead[1])
    corners = [(x, y), *((tail[0] + side * beside[0], tail[1] + side * beside[1]) for side in (4, -4))]
    yield f'<path d="M{"L".join(f"{a:.1f} {b:.1f}" for a, b in corners)}Z" fill="{colours.red}"/>'


def _place(x: float, y: float, colours: _Colours) -> str:
    """Return a defended place: a ring with a point in it."""
    ring = f'<circle cx="{x:g}" cy="{y:g}" r="7" fill="{colours.halo}" stroke="{colours.place}" stroke-width="1.6"/>'
    return f'{ring}<circle cx="{x:g}" cy="{y:g}" r="2" fill="{colours.place}"/>'


def _unit(x: float, y: float, role: str, colours: _Colours) -> str:
    """Return a unit of the defence: a square, hollow for what only looks, smaller for a post."""
    half = 2.6 if role == "post" else 3.4
    filled = colours.halo if role == "radar" else colours.blue
    edge = colours.blue if role == "radar" else colours.halo
    box = f'x="{x - half:g}" y="{y - half:g}" width="{2 * half:g}" height="{2 * half:g}" rx="1"'
    return f'<rect {box} fill="{filled}" stroke="{edge}" stroke-width="1.2"/>'


def _rgb(colours: tuple[str, ...]) -> NDArray[np.float64]:
    return np.array([[int(one[at : at + 2], 16) for at in (1, 3, 5)] for one in colours], dtype=np.float64)
