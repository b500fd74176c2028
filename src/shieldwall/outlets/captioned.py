"""A captioned figure of a report or card: what is drawn, the words under it, and the words instead of it."""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK, MUTED, FAINT, WHITE = "#1d2733", "#5b6673", "#c9cfd6", "#ffffff"
#: Colour of each fate, distinct to people who see few colours, and in print by its line.
FATE_COLOURS: Final = {
    "leaked": "#c8370a",
    "delivered": "#8e4b97",
    "expired": "#6a6f76",
    "recovered": "#0c7f6b",
    "turned back": "#0c7f6b",
    "killed": "#1c6bb0",
}
FATE_LINES: Final[dict[str, Any]] = {
    "leaked": "-",
    "delivered": (0, (6, 2)),
    "expired": (0, (1, 1.5)),
    "recovered": (0, (5, 1.5, 1, 1.5)),
    "turned back": (0, (5, 1.5, 1, 1.5)),
    "killed": "-",
}
#: Colours of systems, the most numerous first; the last one is for all others.
SYSTEM_COLOURS: Final = ("#3f73a6", "#b8791b", "#3d8a6e", "#9a5583", "#7a6a55", "#767f89")
TRACKED_COLOUR, VIEW_COLOUR, AIR_COLOUR = "#1d2733", "#c98a00", "#dfe4e9"

_STYLE: Final[Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["Helvetica Neue", "Helvetica", "Arial", "Liberation Sans", "DejaVu Sans"],
    "font.size": 9.0,
    "text.color": INK,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": MUTED,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "legend.frameon": False,
    "svg.fonttype": "none",
    "text.parse_math": False,
    "svg.hashsalt": "shieldwall",
    "path.simplify_threshold": 0.2,
}


#: What a data address may not hold, or a page within one.
_UNSAFE = re.compile(r"[^A-Za-z0-9 =:/+,;()!*.\-_~\[\]{}|@$?]")
#: The points of a path in SVG, and the digits of a number in it of which the last are not seen.
_PATH, _LONG = re.compile(r' d="[^"]*"'), re.compile(r"(\.\d\d)\d+")


@dataclass(frozen=True, eq=False)
class CaptionedFigure:
    """One picture: `name` for files, `title`, `caption` under it, `alt` for those who do not see it."""

    name: str
    title: str
    caption: str
    alt: str
    figure: Figure

    @property
    def width(self) -> int:
        """Width on the screen, CSS pixels."""
        return round(96.0 * float(self.figure.get_figwidth()))

    @property
    def height(self) -> int:
        """Height on the screen, CSS pixels."""
        return round(96.0 * float(self.figure.get_figheight()))

    def address(self) -> str:
        """Return the picture itself as a data address for a page: SVG, the same for the same run."""
        buffer = io.StringIO()
        with style():
            self.figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
        return "data:image/svg+xml," + quoted(_shortened(buffer.getvalue()))


def quoted(text: str) -> str:
    """Return a text as it stands in a data address between double quotes of a page: `quote`, many times faster."""
    return _UNSAFE.sub(_escaped, text)


@cache
def _escape(unsafe: str) -> str:
    return quote(unsafe, safe="")


def _escaped(found: re.Match[str]) -> str:
    return _escape(found[0])


def _shortened(picture: str) -> str:
    """Return an SVG picture with its paths on one line each, to a hundredth of a point, finer than any print."""
    return _PATH.sub(lambda path: _LONG.sub(r"\1", path[0].replace("\n", " ")), picture)


@contextmanager
def style() -> Iterator[None]:
    """Draw in the report's style inside this context; a missing font or letter is replaced without a word."""
    from matplotlib import rc_context

    with quiet(), warnings.catch_warnings(), rc_context(_STYLE):
        warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
        yield


@contextmanager
def quiet() -> Iterator[None]:
    """Have matplotlib say nothing of fonts and caches inside this context: a picture is drawn without them, too."""
    log = logging.getLogger("matplotlib")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)


def blank_figure(width: float, height: float) -> Figure:
    """Return an empty figure of a size in inches that needs no display."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), facecolor="none")
    FigureCanvasAgg(figure)
    return figure
