"""Pictures of an interceptor's card: what it reaches and when, how fast it flies, and how often one round kills.

Curves come as plain arrays in objects with the fields of `MissileCurves` of the survey and of `KillMap`; SI units.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from shieldwall.outlets.captioned import INK, MUTED, WHITE, CaptionedFigure, blank_figure, style
from shieldwall.outlets.radar_figures import CLAIM, GROUND, KM, dress

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LIMIT = "#e08a00"
_EDGE, _TIME, _PATHS = "#12395e", "#5b84ad", ("#2b2f77", "#1f78a4", "#c98a00")
_LINES: Final[tuple[Any, ...]] = ("-", (0, (6, 1.5)), (0, (2, 1.3)))
#: Between contours of time, s, the first that leaves few enough of them.
_STEPS: Final = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0)
_BLUES: Final = ("#f2f6fa", "#12497c")


def captioned_figures(
    curves: Any, limits: Mapping[str, Any], sights: Sequence[tuple[str, Any, Any]], shots: Any | None
) -> list[CaptionedFigure]:
    """Return the pictures of an interceptor's card.

    `limits` are cited values with `value`, `low` and `high` by name; `sights` lines of sight of the radars that guide
    it, as (title, ranges, least heights); `shots` a kill map, None when none was fought.
    """
    drawn = [envelope(curves, limits, sights), speeds(curves, limits)]
    return drawn if shots is None else [*drawn, kills(shots, curves)]


def envelope(curves: Any, limits: Mapping[str, Any], sights: Sequence[tuple[str, Any, Any]]) -> CaptionedFigure:
    """Return the fixed points that the fitted missile reaches, with times of flight and what is cited."""
    reach, ceiling = limits["max_range"], limits["max_altitude"]
    wide = 1.04 * KM * max(float(curves.ranges[-1]), reach.high)
    highest = max(float(shot.height.max()) for shot in curves.shots)
    high = 1.06 * KM * max(float(curves.heights[-1]), ceiling.high, highest)
    with style():
        figure = blank_figure(9.4, 4.7)
        axes = figure.add_axes((0.06, 0.18, 0.92, 0.78))
        _times(axes, curves)
        _cited(axes, limits, wide, high)
        for title, ranges, heights in sights:
            axes.fill_between(KM * ranges, 0.0, KM * heights, color=GROUND, alpha=0.75, linewidth=0.0, zorder=2)
            axes.plot(KM * ranges, KM * heights, color=MUTED, linewidth=1.0, label=f"hidden below from the {title}")
        for number, shot in enumerate(curves.shots):
            label = "flights of the next picture" if number == 0 else None
            axes.plot(
                KM * shot.ground_range,
                KM * shot.height,
                color=_PATHS[number],
                linestyle=_LINES[number],
                linewidth=1.0,
                label=label,
                zorder=5,
            )
        axes.set_xlim(0.0, wide)
        axes.set_ylim(0.0, high)
        axes.set_xlabel("ground range, km")
        axes.set_ylabel("height above the sea, km")
        dress(axes)
        axes.legend(
            loc="upper center", bbox_to_anchor=(0.5, -0.115), ncols=5, fontsize=8.2, handlelength=2.4, columnspacing=1.4
        )
    return CaptionedFigure(
        "envelope",
        "What it reaches, and when",
        "Thick: fixed points that the fitted missile reaches with its least speed and lift left, by the reach table "
        "of the "
        "battle. Thin: time of flight in seconds. Red: what is cited, the band from low to high.",
        f"The envelope ends at {KM * max(_farthest(curves)):.0f} km of range.",
        figure,
    )


def _times(axes: Axes, curves: Any) -> None:
    ranges, heights = KM * curves.ranges, KM * curves.heights
    inside = np.where(curves.margin >= -0.03, curves.time, np.nan)
    longest = float(np.nanmax(np.where(curves.margin >= 0.0, curves.time, np.nan)))
    step = next((step for step in _STEPS if longest / step <= 9.0), _STEPS[-1])
    lines = axes.contour(
        ranges, heights, inside, levels=np.arange(step, longest, step), colors=[_TIME], linewidths=[0.7]
    )
    axes.clabel(lines, fmt="%g s", fontsize=7.6, inline_spacing=3)
    axes.contour(ranges, heights, curves.margin, levels=[0.0], colors=[_EDGE], linewidths=[2.0], zorder=4)
    axes.plot([], [], color=_EDGE, linewidth=2.0, label="fitted missile")
    axes.plot([], [], color=_TIME, linewidth=0.8, label="time of flight")


def _cited(axes: Axes, limits: Mapping[str, Any], wide: float, high: float) -> None:
    """Draw cited limits as bands from low to high, their values as lines."""
    reach, ceiling = limits["max_range"], limits["max_altitude"]
    axes.axvspan(KM * reach.low, KM * reach.high, color=CLAIM, alpha=0.09, linewidth=0.0, zorder=0)
    axes.axhspan(KM * ceiling.low, KM * ceiling.high, color=CLAIM, alpha=0.09, linewidth=0.0, zorder=0)
    axes.plot([KM * reach.value] * 2, [0.0, high], color=CLAIM, linewidth=1.0, linestyle=(0, (4, 2)), label="cited")
    axes.plot([0.0, wide], [KM * ceiling.value] * 2, color=CLAIM, linewidth=1.0, linestyle=(0, (4, 2)))
    text: dict[str, Any] = {"fontsize": 8.2, "color": CLAIM, "zorder": 9}
    axes.annotate(
        f"cited {KM * reach.value:g} km", (KM * reach.value, 0.5 * high), xytext=(3, 0), textcoords="offset points",
        rotation=90, va="center", **text,
    )  # fmt: skip
    axes.annotate(
        f"cited {KM * ceiling.value:g} km", (0.02 * wide, KM * ceiling.value), xytext=(0, 3), textcoords="offset "
        "points",
        va="bottom", **text,
    )  # fmt: skip


def _farthest(curves: Any) -> list[float]:
    return [float(curves.ranges[np.flatnonzero(row >= 0.0)[-1]]) for row in curves.margin if (row >= 0.0).any()]


def speeds(curves: Any, limits: Mapping[str, Any]) -> CaptionedFigure:
    """Return speed against time on flights to three ranges, with the cited greatest and mean speeds."""
    top, mean = limits["max_speed"], limits["mean_speed"]
    with style():
        figure = blank_figure(9.4, 3.6)
        axes = figure.add_axes((0.07, 0.14, 0.72, 0.82))
        most = max(float(shot.speed.max()) for shot in curves.shots)
        longest = max(float(shot.time[-1]) for shot in curves.shots)
        axes.axhspan(top.low, top.high, color=CLAIM, alpha=0.09, linewidth=0.0)
        for value, name, line in ((top.value, "greatest", (0, (4, 2))), (mean.value, "mean", (0, (1.5, 1.5)))):
            axes.axhline(value, color=CLAIM, linewidth=1.1, linestyle=line, label=f"cited {name},\n{value:g} m/s")
        for number, (shot, (ground, _)) in enumerate(zip(curves.shots, curves.targets, strict=True)):
            axes.plot(
                shot.time,
                shot.speed,
                color=_PATHS[number],
                linestyle=_LINES[number],
                linewidth=1.8,
                label=f"to {KM * ground:.0f} km",
            )
        axes.set_xlim(0.0, 1.02 * longest)
        axes.set_ylim(0.0, 1.08 * max(most, top.high))
        axes.set_xlabel("time since launch, s")
        axes.set_ylabel("speed, m/s")
        dress(axes)
        mach = axes.secondary_yaxis("right", functions=(lambda v: v / curves.sound, lambda m: m * curves.sound))
        mach.set_ylabel(f"Mach at {KM * curves.targets[0][1]:.0f} km height")
        mach.tick_params(length=2.5, width=0.6)
        axes.legend(loc="upper left", bbox_to_anchor=(1.095, 1.0), fontsize=8.6, handlelength=2.4, borderaxespad=0.0)
    return CaptionedFigure(
        "speed",
        "How fast it flies",
        f"Speed on flights to fixed points at {KM * curves.targets[0][1]:.1f} km height, by the battle's own flight. "
        "Red: what is cited.",
        "Speed against time for three flights.",
        figure,
    )


def kills(shots: Any, curves: Any) -> CaptionedFigure:
    """Return the share of first rounds that kill, by height and range of the intercept."""
    from matplotlib import colors

    heights, edges = np.asarray(shots.heights), KM * np.asarray(shots.edges)
    rows = heights.size
    share = np.where(shots.fired >= shots.few, shots.killed / np.maximum(shots.fired, 1), np.nan)
    colours = colors.LinearSegmentedColormap.from_list("kills", _BLUES)
    with style():
        figure = blank_figure(9.4, 4.6)
        axes = figure.add_axes((0.075, 0.12, 0.815, 0.84))
        levels = np.arange(rows + 1)
        drawn = axes.pcolormesh(
            edges,
            levels,
            np.ma.masked_invalid(share),
            cmap=colours,
            vmin=0.0,
            vmax=1.0,
            edgecolors=WHITE,
            linewidth=0.8,
        )
        for row in range(rows):
            for cell in range(len(edges) - 1):
                _cell(axes, shots, share, (row, cell), edges)
        _reach(axes, curves, heights)
        axes.set_xlim(float(edges[0]), float(edges[-1]))
        axes.set_ylim(0, rows)
        axes.set_yticks(levels[:-1] + 0.5, [f"{KM * at:g}" for at in heights])
        axes.set_xlabel("ground range of the predicted intercept, km")
        axes.set_ylabel("height of the target, km")
        axes.tick_params(length=2.5, width=0.6)
        bar = figure.colorbar(drawn, cax=figure.add_axes((0.91, 0.12, 0.016, 0.84)))
        bar.outline.set_visible(False)
        bar.set_label("kills per first round")
        bar.ax.tick_params(length=2.5, width=0.6)
    fired = int(shots.fired.sum())
    return CaptionedFigure(
        "kills",
        "How often one round kills",
        f"Share of first rounds that killed, and under it the number of rounds: {fired} in all, fought by the engine "
        "with "
        f"the unit {shots.unit} against a {shots.title} that flies straight in at {shots.speed:.0f} m/s, cued by an "
        "ideal "
        f"radar. Hatched: fewer than {shots.few} shots. Blank: no shot fell there. Orange: the greatest range of the "
        "fitted missile.",
        f"Of {fired} first rounds {int(shots.killed.sum())} killed.",
        figure,
    )


def _cell(axes: Axes, shots: Any, share: Any, place: tuple[int, int], edges: Any) -> None:
    row, cell = place
    fired = int(shots.fired[row, cell])
    if fired == 0:
        return
    x, y = 0.5 * float(edges[cell] + edges[cell + 1]), row + 0.5
    value = float(share[row, cell])
    if np.isnan(value):
        from matplotlib.patches import Rectangle

        corner = (float(edges[cell]), row)
        width = float(edges[cell + 1] - edges[cell])
        axes.add_patch(
            Rectangle(corner, width, 1.0, facecolor="none", edgecolor="#b9c1ca", hatch="////", linewidth=0.0)
        )
        return
    colour = WHITE if value > 0.55 else INK
    axes.text(x, y + 0.14, f"{value:.2f}", ha="center", va="center", fontsize=8.2, color=colour, zorder=5)
    axes.text(x, y - 0.24, f"{fired}", ha="center", va="center", fontsize=6.4, color=colour, alpha=0.8, zorder=5)


def _reach(axes: Axes, curves: Any, heights: Any) -> None:
    reached = [KM * curves.reaches(float(at)) for at in heights]
    for row, place in enumerate(reached):
        axes.plot([place, place], [row, row + 1], color=_LIMIT, linewidth=1.4, solid_capstyle="butt", zorder=3)
