"""The run against time: how many threats were in the air, in view and tracked; kills, leaks and rounds so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from shieldwall.analysis.rows import NO_THREAT
from shieldwall.outlets.account import Account
from shieldwall.outlets.captioned import (
    AIR_COLOUR,
    FATE_COLOURS,
    INK,
    MUTED,
    TRACKED_COLOUR,
    VIEW_COLOUR,
    CaptionedFigure,
    blank_figure,
    style,
)
from shieldwall.record.kinds import IMPACT, KILLED, LAUNCHED, LOOKED, SIGHT, TRACK_DROPPED, TRACK_FOLLOWS
from shieldwall.record.reasons import IN_VIEW

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_GREY: Final = "#767f89"
Floats = NDArray[np.float64]
#: Between two marks of time, s.
_STEPS: Final = (5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0, 14_400.0, np.inf)

Spans = dict[str, list[tuple[float, float]]]


def timeline(account: Account) -> CaptionedFigure | None:
    """Return the figure of a run against time, None when no threat entered."""
    if not account.entered:
        return None
    lasts = max(account.log.lasts, 1.0)
    with style():
        figure = blank_figure(9.0, 4.3)
        above = figure.add_axes((0.055, 0.53, 0.80, 0.43))
        below = figure.add_axes((0.055, 0.11, 0.80, 0.34))
        _now(above, account, lasts)
        _so_far(below, account, lasts)
        for axes in (above, below):
            _dress(axes, lasts)
        above.set_xticklabels([])
        below.set_xlabel("minutes since the start", fontsize=8.5)
    measures = account.measures
    return CaptionedFigure(
        "timeline",
        "The run against time",
        "Above: threats in the air, in view of at least one sensor, and held as a track by at least one unit, at "
        "each time. Below: rounds fired, threats shot down and leakers up to each time.",
        f"Two graphs against time, {lasts / 60.0:.0f} minutes: threats in the air, in view and tracked; "
        f"rounds fired ({measures['rounds']} in all), kills ({measures['kills']}) and leaks ({measures['leakers']}).",
        figure,
    )


def counts(account: Account) -> list[tuple[float, ...]]:
    """Return the data of the figure: rows of time (s) and, at and after it, threats in the air, in view and tracked,
    and rounds fired, threats shot down and leakers so far; a row for each time at which one of them changes.
    """
    if not account.entered:
        return []
    log, lasts = account.log, max(account.log.lasts, 1.0)
    air: Spans = {name: [(t, account.gone.get(name, lasts))] for name, t in account.entered.items()}
    held = [counted(spans, lasts) for spans in (air, viewed(account), tracked(account))]
    times = [np.sort(log.t[log.rows(*kinds)]) for kinds in ((LAUNCHED,), (KILLED,), (IMPACT, LOOKED))]
    edges = np.unique(np.concatenate([*(t for t, _ in held), *times]))
    columns: list[NDArray[Any]] = [number[np.searchsorted(t, edges, side="right") - 1] for t, number in held]
    columns += [np.searchsorted(t, edges, side="right") for t in times]
    return [(t, *map(int, row)) for t, *row in np.column_stack([edges, *columns]).tolist()]


def _now(axes: Axes, account: Account, lasts: float) -> None:
    air: Spans = {name: [(t, account.gone.get(name, lasts))] for name, t in account.entered.items()}
    t, number = counted(air, lasts)
    axes.fill_between(t, number, step="post", color=AIR_COLOUR, linewidth=0.0)
    lines = [("in the air", t, number, _GREY, 0.8)]
    lines.append(("in view", *counted(viewed(account), lasts), VIEW_COLOUR, 1.3))
    lines.append(("tracked", *counted(tracked(account), lasts), TRACKED_COLOUR, 1.5))
    most = 1
    for _, t, number, colour, width in lines:
        axes.step(t, number, where="post", color=colour, linewidth=width)
        most = max(most, int(number.max()))
    axes.set_ylim(0, 1.12 * most)
    _named(axes, [(words, float(number[-1]), colour) for words, _, number, colour, _ in lines])
    axes.set_title("Threats at each time", loc="left", fontsize=9.0, color=MUTED, pad=4)


def _so_far(axes: Axes, account: Account, lasts: float) -> None:
    log = account.log
    lines = [
        ("rounds fired", log.t[log.rows(LAUNCHED)], _GREY, 1.2),
        ("shot down", log.t[log.rows(KILLED)[log.of_raid[log.rows(KILLED)]]], FATE_COLOURS["killed"], 1.7),
        ("leaked", log.t[log.rows(IMPACT, LOOKED)], FATE_COLOURS["leaked"], 1.9),
    ]
    most = 1
    ends = []
    for words, times, colour, width in lines:
        t = np.concatenate([[0.0], np.sort(times), [lasts]])
        number = np.concatenate([np.arange(times.size + 1), [times.size]])
        axes.step(t, number, where="post", color=colour, linewidth=width)
        most = max(most, times.size)
        ends.append((f"{times.size} {words}", float(times.size), colour))
    axes.set_ylim(0, 1.12 * most)
    _named(axes, ends)
    axes.set_title("So far", loc="left", fontsize=9.0, color=MUTED, pad=4)


def _named(axes: Axes, ends: Sequence[tuple[str, float, str]]) -> None:
    """Write the names of lines at their right ends, pushed apart where they would touch."""
    low, high = axes.get_ylim()
    least = 0.115 * (high - low)
    at = -np.inf
    for words, value, colour in sorted(ends, key=lambda end: end[1]):
        at = max(value, at + least, low + 0.03 * (high - low))
        axes.annotate(
            words, (1.0, at), xycoords=("axes fraction", "data"), xytext=(6, 0), textcoords="offset points",
            va="center", ha="left", fontsize=9.0, color=colour, annotation_clip=False,
        )  # fmt: skip


def _dress(axes: Axes, lasts: float) -> None:
    from matplotlib import ticker

    minutes(axes, 0.0, lasts)
    axes.yaxis.set_major_locator(ticker.MaxNLocator(nbins=5, integer=True))
    axes.grid(axis="y", color=INK, alpha=0.1, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.tick_params(length=2.5, width=0.6)


def minutes(axes: Axes, begin: float, end: float, most: float = 12.0) -> None:
    """Have an axis show time from `begin` to `end` (s) in minutes, with at most so many round marks."""
    step = min(step_of(end - begin, most), (end - begin) or 1.0)
    ticks = np.arange(np.ceil(begin / step), end / step + 1e-9) * step
    axes.set_xlim(begin, end)
    axes.set_xticks(ticks, [tick(t, step) for t in ticks.tolist()])


def tick(t: float, step: float) -> str:
    """Return a time (s) as it stands at an axis whose marks are a step (s) apart: minutes, or m:ss."""
    return f"{t / 60.0:g}" if step % 60.0 == 0.0 else f"{t // 60.0:.0f}:{t % 60.0:02.0f}"


def step_of(span: float, most: float) -> float:
    """Return the least round step, s, that divides a span of time (s) into no more than so many parts."""
    return next(step for step in _STEPS if span / step <= most)


def viewed(account: Account) -> Spans:
    """Return when each threat was in view of each sensor, s; a threat's spans may overlap."""
    log, lasts = account.log, account.log.lasts
    open_since: dict[tuple[int, int], float] = {}
    spans: Spans = {}
    for row in log.rows(SIGHT).tolist():
        pair, t = (int(log.who[row]), int(log.whom[row])), float(log.t[row])
        if log.why[row] == IN_VIEW:
            open_since.setdefault(pair, t)
        elif pair in open_since:
            spans.setdefault(log.name(pair[1]), []).append((open_since.pop(pair), t))
    for (_, threat), since in open_since.items():
        spans.setdefault(log.name(threat), []).append((since, lasts))
    return _ended(spans, account)


def tracked(account: Account) -> Spans:
    """Return when each threat was held as a track, s; a threat's spans may overlap."""
    log, lasts = account.log, account.log.lasts
    follows: dict[int, tuple[int, float]] = {}
    spans: Spans = {}

    def close(track: int, t: float) -> None:
        threat, since = follows.pop(track, (NO_THREAT, 0.0))
        if threat >= 0:
            spans.setdefault(log.name(threat), []).append((since, t))

    for row in log.rows(TRACK_FOLLOWS, TRACK_DROPPED).tolist():
        track, t = int(log.v0[row]), float(log.t[row])
        close(track, t)
        if log.kind[row] == TRACK_FOLLOWS:
            follows[track] = (int(log.whom[row]), t)
    for track in list(follows):
        close(track, lasts)
    return _ended(spans, account)


def _ended(spans: Spans, account: Account) -> Spans:
    """Cut spans at the end of their threat."""
    lasts = account.log.lasts
    return {
        name: [(begin, min(end, account.gone.get(name, lasts))) for begin, end in held] for name, held in spans.items()
    }


def counted(spans: Spans, lasts: float) -> tuple[Floats, Floats]:
    """Return times (s) and how many threats have a span at and after each, from 0 to the end."""
    changes: list[tuple[float, int]] = [(0.0, 0), (lasts, 0)]
    for held in spans.values():
        for begin, end in merged(held):
            changes += [(begin, 1), (end, -1)] if end < lasts else [(begin, 1)]
    changes.sort()
    t, change = np.array(changes, dtype=np.float64).T
    return t, np.cumsum(change)


def merged(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return spans that overlap or touch as one, in order; empty ones are left out."""
    joined: list[tuple[float, float]] = []
    for begin, end in sorted(spans):
        if end <= begin:
            continue
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined
