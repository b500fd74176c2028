"""The engagement time line: what each fire channel did when, at which threat, and what it fired and killed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from shieldwall.analysis.channels import Mark, Span, State
from shieldwall.analysis.magazines import Reload
from shieldwall.analysis.rows import FALSE_TRACK
from shieldwall.outlets import legend
from shieldwall.outlets.account import Account
from shieldwall.outlets.captioned import FATE_COLOURS, INK, MUTED, WHITE, CaptionedFigure, blank_figure, style
from shieldwall.outlets.clock import Clock
from shieldwall.outlets.words import counted, short
from shieldwall.record.kinds import BURST, KILLED, LAUNCHED
from shieldwall.record.reasons import NO_REASON, WORDS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Width of the figure, room beside the lanes, height of a lane and of what stands above and below them, inches.
WIDE, LEFT, RIGHT, LANE, TOP, UNDER = 9.8, 1.36, 0.16, 0.225, 0.28, 0.5
#: Where in its lane, from its top, a bar begins and ends.
BAR: Final = (0.47, 0.94)
#: Size of names of threats, points, and the room between two of them, pixels.
NAME, GAP = 6.6, 2.5
STATE_COLOURS: Final = {
    State.ACQUIRING: "#f0d48c",
    State.WAITING: "#e9edf1",
    State.GUIDING: "#6d9fd0",
    State.ASSESSING: "#8ccab4",
}
#: Colours of the reasons that held fire for longest, and of all others.
WAIT_COLOURS, OTHER_WAIT = ("#b9bfc7", "#b586b9", "#dd9467"), "#7d838a"
#: What the legend says of names in the colour of leaks.
LEAKED: Final = "named in red: a threat that leaked"
#: Room beside the legend, inches.
MARGIN: Final = 0.12
RELOAD_COLOUR: Final = "#5b6673"
_KILL: Final = "#08345e"


@dataclass
class Lane:
    """One line of the figure: a unit's heading, one of its channels, or one of its launchers that is reloaded."""

    text: str
    spans: list[Span] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    reloads: list[Reload] = field(default_factory=list)
    heading: bool = False


def gantt(account: Account) -> CaptionedFigure | None:
    """Return the figure of the fire channels against time, None when none of them was ever given a target."""
    spans = account.channels.spans
    if not spans:
        return None
    rows = lanes(account)
    clock = Clock.of(spans)
    reasons = _longest_waits(spans)
    with style():
        entries = _entries(account, reasons)
        under = UNDER + legend.rows_high(entries, WIDE - 2.0 * MARGIN)
        high = TOP + LANE * len(rows) + under
        figure = blank_figure(WIDE, high)
        axes = figure.add_axes((LEFT / WIDE, under / high, (WIDE - LEFT - RIGHT) / WIDE, LANE * len(rows) / high))
        axes.set_ylim(len(rows), 0.0)
        _dress(axes, rows, clock)
        _draw_spans(axes, rows, reasons, clock)
        _draw_marks(axes, rows, clock)
        _name_threats(axes, rows, account, clock)
        made = legend.draw_legend(figure, entries, MARGIN, under - UNDER, WIDE - 2.0 * MARGIN)
        for words in made.get_texts() if made is not None else ():
            words.set_color(FATE_COLOURS["leaked"] if words.get_text() == LEAKED else INK)
    idle = sum(len(unit["channels"]) for unit in account.header["units"].values()) - len({s.channel for s in spans})
    shots, kills = (
        sum(mark.kind in kinds for mark in account.channels.marks) for kinds in ((LAUNCHED, BURST), (KILLED,))
    )
    return CaptionedFigure(
        "channels",
        "Who shot at whom, and when",
        "One lane for each fire channel that was given a target, with the threat that it worked on where there is "
        "room. A channel guides as long as one of its rounds flies."
        + (f" {counted(idle, 'channel').capitalize()} had no target and no lane." if idle else ""),
        f"Lanes against time for {counted(len({span.channel for span in spans}), 'fire channel')}: acquiring, waiting, "
        f"guiding and assessing, with {counted(shots, 'shot')} and {counted(kills, 'kill')} marked.",
        figure,
    )


def lanes(account: Account) -> list[Lane]:
    """Return the lanes of a run, unit by unit in the order of the header; those that stayed idle are left out."""
    spans: dict[str, list[Span]] = defaultdict(list)
    marks: dict[str, list[Mark]] = defaultdict(list)
    reloads: dict[str, list[Reload]] = defaultdict(list)
    for span in account.channels.spans:
        spans[span.channel].append(span)
    for mark in account.channels.marks:
        marks[mark.channel].append(mark)
    last = max(span.end for span in account.channels.spans)
    for reload in account.magazines.reloads:
        if reload.begin < last:
            reloads[reload.launcher].append(reload._replace(end=min(reload.end, last)))
    found: list[Lane] = []
    for name, unit in account.header["units"].items():
        busy = [channel for channel in unit["channels"] if spans[channel]]
        if not busy:
            continue
        found.append(Lane(short(name), heading=True))
        found += [Lane(_channel(name, channel), spans[channel], marks[channel]) for channel in busy]
        found += [
            Lane(launcher.removeprefix(f"{name}/"), reloads=held)
            for launcher, held in reloads.items()
            if account.log.unit_of(launcher) == name and held
        ]
    return found


def _channel(unit: str, channel: str) -> str:
    return channel.removeprefix(f"{unit}/").replace("-channel-", " ")


def _longest_waits(spans: Iterable[Span]) -> list[int]:
    """Return the reasons that held fire for longest, as many as have a colour."""
    total: Counter[int] = Counter()
    for span in spans:
        if span.state is State.WAITING and span.why != NO_REASON:
            total[span.why] += span.end - span.begin  # type: ignore[assignment]
    return [why for why, _ in total.most_common(len(WAIT_COLOURS))]


def _colour(span: Span, reasons: Sequence[int]) -> str:
    if span.state is not State.WAITING or span.why == NO_REASON:
        return STATE_COLOURS[span.state]
    return WAIT_COLOURS[reasons.index(span.why)] if span.why in reasons else OTHER_WAIT


def _dress(axes: Axes, rows: Sequence[Lane], clock: Clock) -> None:
    floors = []
    for number, lane in enumerate(rows):
        if lane.heading:
            axes.axhline(number + 0.08, color=MUTED, linewidth=0.5, xmin=-LEFT / (WIDE - LEFT - RIGHT), clip_on=False)
        else:
            floors.append(number + BAR[1])
        looks: dict[str, Any] = {"fontsize": 8.6, "weight": "bold", "color": INK} if lane.heading else {"fontsize": 7.8}
        across = -0.985 if lane.heading else -0.012
        at = (
            across * LEFT / (WIDE - LEFT - RIGHT) if lane.heading else across,
            number + (0.62 if lane.heading else 0.7),
        )
        axes.text(
            *at, lane.text, transform=axes.get_yaxis_transform(), ha="left" if lane.heading else "right", va="center",
            **{"color": MUTED, **looks},
        )  # fmt: skip
    axes.hlines(
        floors, 0.0, 1.0, transform=axes.get_yaxis_transform(), colors=INK, linewidths=0.4, alpha=0.12, zorder=0.5
    )
    clock.mark(axes)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_ticks_position("both")
    axes.grid(axis="x", color=INK, alpha=0.1, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.tick_params(axis="x", length=2.5, width=0.6, labeltop=True)
    axes.set_xlabel("minutes since the start", fontsize=8.5)


def _draw_spans(axes: Axes, rows: Sequence[Lane], reasons: Sequence[int], clock: Clock) -> None:
    """Draw all bars of one colour together, and all reloads."""
    from matplotlib.collections import PolyCollection

    bars: dict[str, list[_Corners]] = defaultdict(list)
    reloads = []
    for number, lane in enumerate(rows):
        for span in lane.spans:
            begin, width = clock.stretch(span.begin, span.end)
            bars[_colour(span, reasons)].append(_corners(begin, width, number + BAR[0], BAR[1] - BAR[0]))
        for reload in lane.reloads:
            begin, width = clock.stretch(reload.begin, reload.end)
            reloads.append(_corners(begin, width, number + BAR[0] + 0.1, 0.32))
    drawn = [PolyCollection(held, facecolors=colour, linewidths=0.0, zorder=1.5) for colour, held in bars.items()]
    looks: dict[str, Any] = {"facecolors": "none", "edgecolors": RELOAD_COLOUR, "linewidths": 0.4, "hatch": "//////"}
    for collection in (PolyCollection(reloads, zorder=1.5, **looks), *drawn):
        axes.add_collection(collection, autolim=False)


_Corners = list[tuple[float, float]]


def _corners(left: float, width: float, top: float, height: float) -> _Corners:
    return [(left, top), (left + width, top), (left + width, top + height), (left, top + height)]


def _draw_marks(axes: Axes, rows: Sequence[Lane], clock: Clock) -> None:
    points: dict[int, list[tuple[float, float]]] = defaultdict(list)
    middle = 0.5 * (BAR[0] + BAR[1])
    for number, lane in enumerate(rows):
        for mark in lane.marks:
            points[mark.kind].append((clock.at(mark.t), number + middle))
    for kind, looks in _MARKS.items():
        if points[kind]:
            axes.plot(*np.array(points[kind]).T, zorder=4 if kind == KILLED else 3, **looks)


_MARKS: Final[dict[int, dict[str, Any]]] = {
    LAUNCHED: {"linestyle": "", "marker": "^", "markersize": 4.6, "color": INK, "markeredgecolor": WHITE,
               "markeredgewidth": 0.4},
    BURST: {"linestyle": "", "marker": "o", "markersize": 2.8, "color": INK, "markeredgecolor": WHITE,
            "markeredgewidth": 0.4},
    KILLED: {"linestyle": "", "marker": "X", "markersize": 5.6, "color": _KILL, "markeredgecolor": WHITE,
             "markeredgewidth": 0.6},
}  # fmt: skip


def _name_threats(axes: Axes, rows: Sequence[Lane], account: Account, clock: Clock) -> None:
    """Write the threat above its bars where its name ends before the next one begins."""
    log = account.log
    leaked = {outcome["threat"] for outcome in account.outcomes if outcome["fate"] == "leaked"}
    to_pixels = axes.transData.transform
    edge = axes.get_xlim()[1]
    # One text to measure with, since most names find no room.
    sample = axes.text(0.0, 0.0, "", fontsize=NAME)
    for number, lane in enumerate(rows):
        starts = [span for i, span in enumerate(lane.spans) if i == 0 or not _same(span, lane.spans[i - 1])]
        for i, span in enumerate(starts):
            name = log.name(span.threat)
            label = short(name) if name else ("false track" if span.threat == FALSE_TRACK else "")
            here, room = clock.at(span.begin), clock.at(starts[i + 1].begin) if i + 1 < len(starts) else edge
            colour = FATE_COLOURS["leaked"] if name in leaked else INK
            space = to_pixels((room, number))[0] - to_pixels((here, number))[0] - GAP
            if not label or space <= 0.0:
                continue
            sample.set_text(label)
            if float(sample.get_window_extent().width) <= space:
                axes.text(here, number + BAR[0] - 0.03, label, fontsize=NAME, va="bottom", color=colour, zorder=5)
    sample.remove()


def _same(one: Span, other: Span) -> bool:
    return (one.engagement, one.threat) == (other.engagement, other.threat)


def _entries(account: Account, reasons: Sequence[int]) -> list[legend.Entry]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    spans, kinds = account.channels.spans, {mark.kind for mark in account.channels.marks}
    states = {span.state for span in spans if span.why == NO_REASON}
    words = {State.WAITING: "taking aim"}
    entries: list[legend.Entry] = [
        (Patch(facecolor=STATE_COLOURS[state], edgecolor="none"), words.get(state, state.value))
        for state in State
        if state in states
    ]
    waits = [(WAIT_COLOURS[i], f"waiting: {_brief(why)}") for i, why in enumerate(reasons)]
    if any(span.why not in (NO_REASON, *reasons) for span in spans):
        waits.append((OTHER_WAIT, "waiting: another reason"))
    entries += [(Patch(facecolor=colour, edgecolor="none"), text) for colour, text in waits]
    if account.magazines.reloads:
        entries.append((Patch(facecolor="none", edgecolor=RELOAD_COLOUR, hatch="//////", linewidth=0.4), "reloading"))
    names = {LAUNCHED: "launch", BURST: "gun burst", KILLED: "kill"}
    entries += [(Line2D([], [], **_MARKS[kind]), text) for kind, text in names.items() if kind in kinds]
    if any(outcome["fate"] == "leaked" for outcome in account.outcomes):
        entries.append((Line2D([], [], linestyle=""), LEAKED))
    return entries


def _brief(why: int) -> str:
    return WORDS[why].removeprefix("waiting, ").removeprefix("waiting ")
