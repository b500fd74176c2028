"""Hold-fire zones on a map: their outlines, hatched, and their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from shieldwall.outlets.legend import Entry
from shieldwall.outlets.words import short

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOUR: Final = "#5b4a8a"
WORDS: Final = {
    "targets": "nobody is engaged here",
    "rounds": "no round is sent here",
    "both": "hold-fire zone",
}
HATCH: Final = {"targets": "//", "rounds": "\\\\", "both": "xx"}


def draw_zones(axes: Axes, header: Mapping[str, Any]) -> None:
    """Draw the zones of a run and name each at its middle."""
    from matplotlib.patches import Polygon

    for name, zone in header.get("zones", {}).items():
        outline = np.array(zone["outline"], dtype=np.float64).reshape(-1, 2)
        axes.add_patch(Polygon(outline, closed=True, zorder=2.2, **_looks(zone["forbids"])))
        x, y = outline.mean(axis=0)
        axes.text(x, y, short(name), color=COLOUR, fontsize=8.0, ha="center", va="center", zorder=6, clip_on=True)


def zone_entries(header: Mapping[str, Any]) -> list[Entry]:
    """Return what the hatchings stand for."""
    from matplotlib.patches import Patch

    kinds = dict.fromkeys(zone["forbids"] for zone in header.get("zones", {}).values())
    return [(Patch(**_looks(kind)), WORDS[kind]) for kind in kinds]


def _looks(kind: str) -> dict[str, Any]:
    return {"fill": False, "edgecolor": COLOUR, "linewidth": 0.9, "hatch": HATCH[kind], "alpha": 0.55}
