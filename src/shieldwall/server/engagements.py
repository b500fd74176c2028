"""The engagement time line: what each fire channel did when, as the figure of the report has it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from shieldwall.analysis.channels import Mark, Span
from shieldwall.analysis.rows import FALSE_TRACK, Log
from shieldwall.record.kinds import ACQUIRED, BURST, ENDED, KILLED, LAUNCHED
from shieldwall.record.reasons import WORDS
from shieldwall.server.opened import Opened


def engagements(opened: Opened) -> dict[str, Any]:
    """Return a row for each engagement of a fire channel, and the launchers that waited for their reload."""
    account = opened.account
    spans: dict[tuple[str, int], list[Span]] = defaultdict(list)
    for span in account.channels.spans:
        spans[span.channel, span.engagement].append(span)
    marks: dict[str, list[Mark]] = defaultdict(list)
    for mark in account.channels.marks:
        marks[mark.channel].append(mark)
    ends = _ends(account.log)
    rows = [_row(account.log, held, marks[channel], ends) for (channel, _), held in spans.items()]
    return {
        "engagements": sorted(rows, key=lambda row: (row["unit"], row["channel"], row["from"])),
        "reloads": [
            {"launcher": one.launcher, "unit": one.unit, "weapon": one.weapon, "from": one.begin, "to": one.end}
            for one in account.magazines.reloads
        ],
    }


def _row(log: Log, spans: list[Span], marks: list[Mark], ends: dict[tuple[str, float], str]) -> dict[str, Any]:
    first, last = spans[0], spans[-1]
    mine = [mark for mark in marks if first.begin <= mark.t <= last.end]
    order = log.orders[first.engagement]
    acquired = (row for row in log.by_order.get(order, ()) if log.kind[row] == ACQUIRED)
    return {
        "unit": log.unit_of(first.channel),
        "channel": first.channel,
        "target": _name(log, last.threat),
        "from": first.begin,
        "acquired": next((float(log.t[row]) for row in acquired), None),
        "launches": [mark.t for mark in mine if mark.kind in (LAUNCHED, BURST)],
        "hits": [{"t": mark.t, "threat": _name(log, mark.threat)} for mark in mine if mark.kind == KILLED],
        "to": last.end,
        "end_reason": ends.get((first.channel, last.end), ""),
        "spans": [
            {
                "state": span.state.value,
                "why": WORDS[span.why],
                "from": span.begin,
                "to": span.end,
                "target": _name(log, span.threat),
            }
            for span in spans
        ],
    }


def _ends(log: Log) -> dict[tuple[str, float], str]:
    """Why engagements ended, by channel and time."""
    return {
        (log.name(int(log.who[row])), float(log.t[row])): WORDS[int(log.why[row])] for row in log.rows(ENDED).tolist()
    }


def _name(log: Log, threat: int) -> str | None:
    """The name of a threat; "a false track" for one, None where nothing says it."""
    return "a false track" if threat == FALSE_TRACK else log.name(threat) or None
