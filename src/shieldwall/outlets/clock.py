"""An axis of time from which long idle stretches are cut."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from shieldwall.analysis.channels import Span
from shieldwall.outlets.captioned import FAINT, MUTED
from shieldwall.outlets.timeline import merged, step_of, tick

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: A stretch in which nothing happens for so long, s, is drawn as short as this share of what is shown.
IDLE, DRAWN = 120.0, 0.018
#: Beside what is shown, and round what happens, s.
SPARE: Final = 6.0
#: Marks of time on the whole axis, at most about so many.
MOST_MARKS: Final = 22.0


class Clock(NamedTuple):
    """Where on the axis times lie: `times` (s) are at `places`, evenly in between; `cuts` are the idle stretches."""

    times: list[float]
    places: list[float]
    cuts: list[tuple[float, float]]

    @classmethod
    def of(cls, spans: Iterable[Span]) -> Clock:
        """Return the clock of some spans, of which there is at least one."""
        busy = merged((max(0.0, span.begin - SPARE), span.end + SPARE) for span in spans)
        joined = [busy[0]]
        for begin, end in busy[1:]:
            if begin - joined[-1][1] < IDLE:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((begin, end))
        width = DRAWN * sum(end - begin for begin, end in joined)
        times, places, at = [], [], 0.0
        for begin, end in joined:
            times += [begin, end]
            places += [at, at + end - begin]
            at += end - begin + width
        cuts = [(one[1], other[0]) for one, other in pairwise(joined)]
        return cls(times, places, cuts)

    def at(self, t: float) -> float:
        """Return where a time (s) lies on the axis."""
        return float(np.interp(t, self.times, self.places))

    def stretch(self, begin: float, end: float) -> tuple[float, float]:
        """Return where a span of time (s) begins on the axis, and how long it is there."""
        return self.at(begin), self.at(end) - self.at(begin)

    def mark(self, axes: Axes) -> None:
        """Mark round minutes on an axis, and where time is cut from it."""
        shown = self.places[-1]
        step = step_of(shown, MOST_MARKS)
        marks = np.arange(np.ceil(self.times[0] / step), self.times[-1] / step) * step
        kept = [t for t in marks.tolist() if not any(begin < t < end for begin, end in self.cuts)]
        axes.set_xlim(0.0, shown)
        axes.set_xticks([self.at(t) for t in kept], [tick(t, step) for t in kept])
        for cut in self.cuts:
            begin, width = self.stretch(*cut)
            axes.axvspan(begin, begin + width, facecolor=FAINT, alpha=0.45, linewidth=0.0, zorder=2)
            axes.text(
                begin + 0.5 * width, 0.5, f"idle until {cut[1] / 60.0:.0f}", transform=axes.get_xaxis_transform(),
                rotation=90.0, ha="center", va="center", fontsize=6.4, color=MUTED, zorder=3,
            )  # fmt: skip
