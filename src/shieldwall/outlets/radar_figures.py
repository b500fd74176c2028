"""Pictures of a radar's card: what it sees in range and height, overhead and low down, and how surely.

A card's curves come as plain arrays in an object with the fields of `RadarCurves` of the survey; lengths in m.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from shieldwall.outlets.captioned import INK, MUTED, CaptionedFigure, blank_figure, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Colours and lines of cross-sections, from the largest to the smallest; distinct in print, too.
SECTION_COLOURS: Final = ("#2b2f77", "#1f78a4", "#2f9e6e", "#c98a00")
SECTION_LINES: Final[tuple[Any, ...]] = ("-", (0, (7, 1.5)), (0, (4, 1.5)), (0, (1.5, 1.2)))
CLAIM, GROUND, BLIND = "#c8370a", "#e9e4da", "#e6e9ed"
KM: Final = 1e-3


class Claim(NamedTuple):
    """A cited range: what it is called, its value and range, m, and the probability at which it is drawn, if any."""

    name: str
    value: float
    low: float
    high: float
    chance: float | None


def captioned_figures(curves: Any, claims: Sequence[Claim]) -> list[CaptionedFigure]:
    """Return the pictures of a radar's card."""
    return [coverage(curves, claims), overhead_and_low(curves), chances(curves, claims)]


def coverage(curves: Any, claims: Sequence[Claim]) -> CaptionedFigure:
    """Return where targets of several cross-sections are detected, in range and height, with the claims above."""
    far = float(curves.ground[-1]) * KM
    with style():
        figure = blank_figure(9.4, 4.9)
        strip = 0.034 * len(claims) + 0.03
        axes = figure.add_axes((0.06, 0.19, 0.92, 0.77 - strip))
        above = figure.add_axes((0.06, 0.97 - strip, 0.92, strip), sharex=axes)
        for number, rcs in enumerate(sorted(curves.margins, reverse=True)):
            _outline(axes, curves, rcs, number)
        axes.fill_between(KM * curves.ground, 0.0, KM * curves.horizon, color=GROUND, linewidth=0.0, zorder=1)
        axes.plot(KM * curves.ground, KM * curves.horizon, color=MUTED, linewidth=0.9, label="horizon, smooth sea")
        axes.plot(
            KM * curves.ground, KM * curves.treeline, color=MUTED, linewidth=0.9, linestyle=(0, (1, 1.6)),
            label="lowest line of sight of a usual site",
        )  # fmt: skip
        axes.set_xlim(0.0, far)
        axes.set_ylim(0.0, KM * curves.top)
        axes.set_xlabel("ground range, km")
        axes.set_ylabel("height above the sea, km")
        dress(axes)
        axes.legend(
            loc="upper center", bbox_to_anchor=(0.5, -0.125), ncols=6, fontsize=8.2, handlelength=2.6, columnspacing=1.4
        )
        _claims(above, claims, far)
    return CaptionedFigure(
        "coverage",
        "Where it detects",
        "Outline of where one look detects a target with probability 0.5, for mean cross-sections in the radar's band, "
        "a target that flies at the radar, and flat ground at sea level. Above: cited ranges with what is in doubt, "
        "whatever the height.",
        f"Range and height in which the radar detects targets of {_list(curves.margins)} square metres.",
        figure,
    )


def _outline(axes: Axes, curves: Any, rcs: float, number: int) -> None:
    colour, line = SECTION_COLOURS[number], SECTION_LINES[number]
    axes.contour(
        KM * curves.ranges, KM * curves.heights, curves.margins[rcs], levels=[0.0], colors=[colour], linestyles=[line],
        linewidths=[2.0 - 0.2 * number], zorder=4 + number,
    )  # fmt: skip
    axes.plot([], [], color=colour, linestyle=line, linewidth=1.8, label=f"{rcs:g} m²")


def _claims(axes: Axes, claims: Sequence[Claim], far: float) -> None:
    """Draw each cited range as a point with its doubt, named on the side where there is room."""
    axes.axis("off")
    axes.set_ylim(len(claims) - 0.4, -0.6)
    for row, claim in enumerate(claims):
        value, low, high = KM * claim.value, KM * claim.low, KM * claim.high
        axes.plot([low, high], [row, row], color=CLAIM, linewidth=1.4, solid_capstyle="butt")
        axes.plot([value], [row], marker="D", color=CLAIM, markersize=4.0)
        left = high > 0.55 * far
        axes.annotate(
            f"{claim.name}: {value:g} km", (low if left else high, row), xytext=(-8 if left else 8, 0),
            textcoords="offset points", ha="right" if left else "left", va="center", fontsize=8.2, color=CLAIM,
        )  # fmt: skip


def overhead_and_low(curves: Any) -> CaptionedFigure:
    """Return the cone of silence overhead, and from where low flyers are seen."""
    with style():
        figure = blank_figure(9.4, 3.9)
        left = figure.add_axes((0.06, 0.13, 0.36, 0.76))
        right = figure.add_axes((0.52, 0.13, 0.46, 0.76))
        _overhead(left, curves)
        _low(right, curves)
    rings = "; ".join(f"{KM * ring:.1f} km at {KM * at:g} km" for at, ring in curves.rings)
    return CaptionedFigure(
        "overhead",
        "Overhead, and low down",
        "Left: the cone above the highest beam and the least range, in which nothing is seen. Right: the ground "
        "range at "
        "which a target that comes low is first detected with probability 0.5; thick, behind the obstacles of a "
        "usual site; thin, over open ground.",
        f"The radius of the blind ring is {rings} height. The second graph has range against height for low flyers.",
        figure,
    )


def _overhead(axes: Axes, curves: Any) -> None:
    heights, radii = KM * curves.ring_heights, KM * curves.ring_radii
    axes.fill_betweenx(heights, 0.0, radii, color=BLIND, linewidth=0.0)
    axes.plot(radii, heights, color=INK, linewidth=1.2)
    for at, ring in curves.rings:
        axes.plot([0.0, KM * ring], [KM * at, KM * at], color=CLAIM, linewidth=0.9)
        axes.plot([KM * ring], [KM * at], marker="o", color=CLAIM, markersize=3.5)
        axes.annotate(
            f"{KM * ring:.1f} km", (KM * ring, KM * at), xytext=(6, -1), textcoords="offset points", fontsize=8.2,
            color=CLAIM, va="top",
        )  # fmt: skip
    axes.text(0.03, 0.955, "not seen", transform=axes.transAxes, fontsize=8.6, color=MUTED, va="top")
    axes.set_xlim(0.0, 1.45 * float(radii.max()))
    axes.set_ylim(0.0, KM * curves.top)
    axes.set_xlabel("ground range, km")
    axes.set_ylabel("height above the sea, km")
    axes.set_title("Blind ring overhead", loc="left", fontsize=9.0, color=MUTED)
    dress(axes)


def _low(axes: Axes, curves: Any) -> None:
    for number, rcs in enumerate(sorted(curves.low, reverse=True)):
        # Where nothing is seen there is no range to draw.
        trees, clear = (np.where(seen > 0.0, seen, np.nan) for seen in curves.low[rcs])
        colour, line = SECTION_COLOURS[number], SECTION_LINES[number]
        axes.plot(
            KM * trees,
            curves.low_heights,
            color=colour,
            linestyle=line,
            linewidth=2.4 - 0.35 * number,
            label=f"{rcs:g} m²",
            zorder=4 + number,
        )
        axes.plot(KM * clear, curves.low_heights, color=colour, linestyle=line, linewidth=0.8, zorder=3)
    axes.plot(KM * curves.low_horizon, curves.low_heights, color=MUTED, linewidth=0.9)
    axes.fill_betweenx(curves.low_heights, KM * curves.low_horizon, 1e4, color=GROUND, linewidth=0.0, zorder=1)
    axes.set_yscale("log")
    axes.set_yticks([10, 30, 100, 300, 1000, 3000], ["10", "30", "100", "300", "1000", "3000"])
    axes.minorticks_off()
    axes.set_xlim(0.0, 1.12 * KM * float(curves.low_horizon[-1]))
    axes.set_ylim(float(curves.low_heights[0]), float(curves.low_heights[-1]))
    middle = len(curves.low_heights) // 2
    beside = (KM * float(curves.low_horizon[middle]), float(curves.low_heights[middle]))
    axes.annotate(
        "below the horizon", beside, xytext=(8, -16),
        textcoords="offset points", fontsize=8.6, color=MUTED,
    )  # fmt: skip
    axes.set_xlabel("ground range, km")
    axes.set_ylabel("height of the target, m")
    axes.set_title("Low flyers, first detected", loc="left", fontsize=9.0, color=MUTED)
    axes.legend(loc="lower right", fontsize=8.2, handlelength=2.8)
    dress(axes)


def chances(curves: Any, claims: Sequence[Claim]) -> CaptionedFigure:
    """Return the probability of one look against range."""
    with style():
        figure = blank_figure(9.4, 3.5)
        axes = figure.add_axes((0.06, 0.14, 0.80, 0.80))
        ranges = KM * curves.ground
        axes.fill_between(ranges, *curves.doubt, color=SECTION_COLOURS[1], alpha=0.16, linewidth=0.0)
        for number, rcs in enumerate(sorted(curves.chances, reverse=True)):
            axes.plot(
                ranges,
                curves.chances[rcs],
                color=SECTION_COLOURS[number],
                linestyle=SECTION_LINES[number],
                linewidth=1.8,
                label=f"{rcs:g} m²",
            )
        for claim in claims:
            if claim.chance is None:
                continue
            ends = [[KM * (claim.value - claim.low)], [KM * (claim.high - claim.value)]]
            axes.errorbar(
                KM * claim.value,
                claim.chance,
                xerr=ends,
                fmt="D",
                color=CLAIM,
                markersize=4.5,
                capsize=2.5,
                linewidth=1.1,
                zorder=9,
            )
            right = claim.value * KM < 0.6 * float(ranges[-1])
            axes.annotate(
                claim.name, (KM * claim.value, claim.chance), xytext=(0, 8), textcoords="offset points",
                ha="left" if right else "right", fontsize=8.2, color=CLAIM, zorder=9,
            )  # fmt: skip
        axes.set_xlim(0.0, float(ranges[-1]))
        axes.set_ylim(0.0, 1.02)
        axes.set_xlabel("ground range, km")
        axes.set_ylabel("probability of detection in one look")
        axes.legend(loc="upper left", bbox_to_anchor=(1.005, 1.0), fontsize=8.6, handlelength=2.6, borderaxespad=0.0)
        dress(axes)
    return CaptionedFigure(
        "chances",
        "How surely it detects",
        f"A target at {KM * curves.level:g} km height that fluctuates from look to look (Swerling's case 1). The "
        "band is "
        f"what the ranges of the reference range and of its probability leave in doubt for {curves.doubted:g} m². "
        "The mark is the cited "
        "reference range, at the probability that the catalogue takes for it and for the cross-section that it names.",
        "Probability of detection against range, falling for smaller cross-sections at shorter ranges.",
        figure,
    )


def dress(axes: Axes) -> None:
    """Give axes a faint grid and short ticks."""
    axes.grid(color=INK, alpha=0.09, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.tick_params(length=2.5, width=0.6)


def _list(sections: Any) -> str:
    words = [f"{rcs:g}" for rcs in sorted(sections)]
    return ", ".join(words[:-1]) + f" and {words[-1]}"
