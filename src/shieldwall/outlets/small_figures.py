"""Pictures of the small cards: cameras, guns, threats, and what a whole unit sees and reaches. SI units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from shieldwall.outlets.captioned import MUTED, CaptionedFigure, blank_figure, style
from shieldwall.outlets.radar_figures import CLAIM, GROUND, KM, SECTION_COLOURS, SECTION_LINES, dress

_BANDS: Final = {"vhf": "VHF", "uhf": "UHF", "l": "L", "s": "S and above"}
#: The centre of the polar picture lies so many decibels below the least cross-section.
_INNER: Final = 5.0


def camera(curves: Any, claim: Any) -> CaptionedFigure:
    """Return how surely a camera sees targets of several sizes; `claim` has value, low and high, m."""
    with style():
        figure = blank_figure(9.4, 3.4)
        axes = figure.add_axes((0.06, 0.145, 0.78, 0.80))
        ranges = KM * curves.ranges
        sizes = sorted(curves.chances, reverse=True)
        chosen = SECTION_COLOURS[sizes.index(curves.doubted) % 4]
        axes.fill_between(ranges, *curves.doubt, color=chosen, alpha=0.16, linewidth=0.0)
        for number, size in enumerate(sizes):
            axes.plot(
                ranges,
                curves.chances[size],
                color=SECTION_COLOURS[number % 4],
                linestyle=SECTION_LINES[number % 4],
                linewidth=1.8,
                label=f"{size:g} m",
            )
        ends = [[KM * (claim.value - claim.low)], [KM * (claim.high - claim.value)]]
        axes.errorbar(
            KM * claim.value, 0.9, xerr=ends, fmt="D", color=CLAIM, markersize=4.5, capsize=2.5, linewidth=1.1
        )
        axes.annotate(
            f"claimed for {curves.doubted:g} m in clear air", (KM * claim.value, 0.9), xytext=(0, 8),
            textcoords="offset points", ha="center", fontsize=8.2, color=CLAIM,
        )  # fmt: skip
        axes.set_xlim(0.0, max(float(ranges[-1]), 1.02 * KM * claim.high))
        axes.set_ylim(0.0, 1.04)
        axes.set_xlabel("slant range, km")
        axes.set_ylabel("probability of detection in one look")
        axes.legend(
            title="size of the target",
            title_fontsize=8.2,
            loc="upper left",
            bbox_to_anchor=(1.01, 1.0),
            fontsize=8.6,
            handlelength=2.6,
            borderaxespad=0.0,
        )
        dress(axes)
    low, middle, high = (KM * end for end in curves.visibility)
    return CaptionedFigure(
        "chances", "How surely it sees",
        f"Lines at a visibility of {middle:g} km. The band is what {low:g} to {high:g} km of visibility make of the "
        "target "
        f"of {curves.doubted:g} m.",
        "Probability of detection by the camera against range.", figure,
    )  # fmt: skip


def gun(curves: Any, claim: Any) -> CaptionedFigure:
    """Return the kill probability of one burst against range, by size of target and error of aim."""
    with style():
        figure = blank_figure(9.4, 3.4)
        panels = [figure.add_axes((0.06 + 0.318 * number, 0.145, 0.285, 0.75)) for number in range(len(curves.chances))]
        for axes, (size, chances) in zip(panels, curves.chances.items(), strict=True):
            for number, error in enumerate(curves.errors):
                axes.plot(
                    KM * curves.ranges,
                    chances[number],
                    color=SECTION_COLOURS[number],
                    linestyle=SECTION_LINES[number],
                    linewidth=1.8,
                    label=f"{error:g} m off",
                )
            axes.axvspan(KM * claim.low, KM * claim.high, color=CLAIM, alpha=0.12, linewidth=0.0)
            axes.axvline(KM * claim.value, color=CLAIM, linewidth=1.0, linestyle=(0, (4, 2)))
            axes.set_xlim(0.0, 1.05 * KM * max(claim.high, float(curves.ranges[-1])))
            axes.set_ylim(0.0, 1.02)
            axes.set_title(f"target of {size:g} m", loc="left", fontsize=9.0, color=MUTED)
            axes.set_xlabel("slant range, km")
            dress(axes)
        panels[0].set_ylabel("kill probability of one burst")
        for axes in panels[1:]:
            axes.set_yticklabels([])
        panels[-1].legend(loc="upper right", bbox_to_anchor=(0.93, 1.0), fontsize=8.2, handlelength=2.4)
    return CaptionedFigure(
        "bursts", "What one burst does",
        f"A burst of {curves.burst:.0f} rounds, by size of the target and by how far the aim is off, from the "
        "battle's own model. "
        "Red: the claimed greatest range with its doubt.",
        "Kill probability of a burst against range, for three sizes of target.", figure,
    )  # fmt: skip


def threat(curves: Any) -> CaptionedFigure:
    """Return the cross-section of a threat from every side, in decibels over 1 m2."""

    def decibels(section: Any) -> Any:
        return 10.0 * np.log10(section)

    shown = {band: decibels(section) for band, section in curves.sections.items()}
    low, high = decibels(curves.low), decibels(curves.high)
    inner = 5.0 * np.floor((min(low.min(), *(line.min() for line in shown.values())) - _INNER) / 5.0)
    outer = 5.0 * np.ceil(max(high.max(), *(line.max() for line in shown.values())) / 5.0 + 0.5)
    with style():
        figure = blank_figure(9.4, 4.6)
        axes: Any = figure.add_axes((0.10, 0.06, 0.52, 0.86), projection="polar")
        axes.set_theta_zero_location("N")
        axes.set_theta_direction(-1)
        axes.fill_between(curves.angles, low, high, color=SECTION_COLOURS[0], alpha=0.14, linewidth=0.0)
        for number, band in enumerate(("s", "l", "uhf", "vhf")):
            axes.plot(
                curves.angles,
                shown[band],
                color=SECTION_COLOURS[number],
                linestyle=SECTION_LINES[number],
                linewidth=1.8,
                label=_BANDS[band],
            )
        axes.set_ylim(inner, outer)
        step = 10.0 if outer - inner > 25.0 else 5.0
        ticks = np.arange(step * np.ceil(inner / step), outer + 1.0, step)
        axes.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
        axes.set_rlabel_position(135.0)
        axes.set_thetagrids(range(0, 360, 45), ["from ahead", "45°", "from abeam", "135°", "from behind", "", "", ""])
        axes.tick_params(pad=2, labelsize=8.2)
        axes.grid(alpha=0.35, linewidth=0.5)
        axes.spines["polar"].set_visible(False)
        axes.legend(
            title="band",
            title_fontsize=8.6,
            loc="upper left",
            bbox_to_anchor=(1.28, 1.0),
            fontsize=8.6,
            handlelength=2.6,
        )
    return CaptionedFigure(
        "section", "What it shows to radars",
        "Mean radar cross-section in dB over 1 m² against the side from which it is seen. The band is what the cited "
        "figures leave in doubt at S band and above.",
        "Polar picture of the radar cross-section in four bands.", figure,
    )  # fmt: skip


def unit(radars: Sequence[tuple[str, Any]], missiles: Sequence[tuple[str, Any]]) -> CaptionedFigure:
    """Return what a unit sees and reaches in range and height: (title, curves) of its radars and rounds."""
    ends = [float(curves.ground[-1]) for _, curves in radars] + [float(curves.ranges[-1]) for _, curves in missiles]
    far = KM * max(ends)
    with style():
        figure = blank_figure(9.4, 4.6)
        axes = figure.add_axes((0.06, 0.24, 0.92, 0.72))
        for number, (title, curves) in enumerate(radars):
            colour, line = SECTION_COLOURS[number % 4], SECTION_LINES[number % 4]
            axes.contour(
                KM * curves.ranges,
                KM * curves.heights,
                curves.margins[1.0],
                levels=[0.0],
                colors=[colour],
                linestyles=[line],
                linewidths=[1.7],
            )
            axes.plot([], [], color=colour, linestyle=line, linewidth=1.7, label=f"{title} sees 1 m²")
        for number, (title, curves) in enumerate(missiles):
            axes.contourf(
                KM * curves.ranges,
                KM * curves.heights,
                curves.margin,
                levels=[0.0, 2.0],
                colors=[CLAIM],
                alpha=0.12 + 0.1 * number,
            )
            axes.contour(
                KM * curves.ranges,
                KM * curves.heights,
                curves.margin,
                levels=[0.0],
                colors=[CLAIM],
                linewidths=[1.2],
                linestyles=[SECTION_LINES[number % 4]],
            )
            axes.plot([], [], color=CLAIM, linewidth=1.2, linestyle=SECTION_LINES[number % 4], label=f"{title} reaches")
        if radars:
            curves = max((curves for _, curves in radars), key=lambda one: float(one.ground[-1]))
            axes.fill_between(KM * curves.ground, 0.0, KM * curves.horizon, color=GROUND, linewidth=0.0)
        axes.set_xlim(0.0, far)
        axes.set_ylim(0.0, 30.0)
        axes.set_xlabel("ground range, km")
        axes.set_ylabel("height above the sea, km")
        dress(axes)
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.13), ncols=3, fontsize=8.2, handlelength=2.6)
    return CaptionedFigure(
        "unit", "What it sees and reaches",
        "Lines: where each radar detects 1 m² with probability 0.5 in one look. Red: what each fitted missile reaches. "
        "Grey: below the horizon of the radar that sees farthest, over a smooth sea.",
        "Range and height that the radars see and the missiles reach.", figure,
    )  # fmt: skip
