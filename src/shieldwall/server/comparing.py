"""Two runs side by side, in the words of `shieldwall compare`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from shieldwall.analysis import compared as words
from shieldwall.analysis.compare import compare
from shieldwall.analysis.compared import ONE, OTHER, Report, Row, report_of
from shieldwall.server.opened import Opened
from shieldwall.server.run_page import listed

#: Rows or lines of one kind that are answered; of two scenarios that have little in common there are thousands.
MOST: Final = 500
#: Comparisons that are kept of a run.
KEPT: Final = 8


def compared(left: Opened, right: Opened) -> dict[str, Any]:
    """Return what `shieldwall compare LEFT RIGHT` says, as plain data; the latest are kept."""
    with left.lock:
        said = left.compared.get(right.name)
        if said is None:
            found = compare(left.run.recording, right.run.recording)
            said = left.compared[right.name] = {"same": found.same, **_plain(report_of(found))}
            for oldest in list(left.compared)[:-KEPT]:
                del left.compared[oldest]
    return {"runs": [listed(left), listed(right)], "columns": [ONE, OTHER], **said}


def _plain(report: Report) -> dict[str, Any]:
    return {
        "verdict": report.verdict,
        "asked": _table(report.asked_title, report.asked),
        "changes": _table(words.PATHS, report.changes),
        "lines": {"title": words.LINES, "rows": report.lines[:MOST], "left_out": max(0, len(report.lines) - MOST)},
        "values": _table(words.VALUES, report.values),
        "parting": {
            "title": words.PARTING,
            "remarks": report.remarks,
            "alike": report.alike,
            "moments": [moment._asdict() for moment in report.moments],
            "differs": [row._asdict() for row in report.differs],
        },
        "fates": _table(words.FATES, report.fates),
        "threats": {
            "title": words.FARED,
            "rows": [fared._asdict() for fared in report.threats],
            "others": report.others,
        },
        "measures": _table(words.MEASURES, report.measures),
        "alike": report.same,
        "caution": report.caution,
    }


def _table(title: str, rows: Sequence[Row]) -> dict[str, Any]:
    shown = [row._asdict() for row in rows[:MOST]]
    return {"title": title, "rows": shown, "left_out": len(rows) - len(shown)}
