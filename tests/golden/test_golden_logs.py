"""The logs of the small scenarios: kinds, names, reasons and causes exactly, numbers to a tolerance.

After a change that is meant, `pytest tests/golden --update` writes them anew; the difference is then read in review.
"""

from __future__ import annotations

import json
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest

from shieldwall.exercise import run
from shieldwall.record.kinds import KINDS
from shieldwall.record.reasons import WORDS

HERE = Path(__file__).parent
#: Numbers may differ by this share, or by this much in their own unit.
TOLERANCE = 1e-3
#: Lines of a difference that are shown.
SHOWN = 40

NUMBERS = ("t", "x", "y", "z", "v0", "v1")


def rows_of(scenario: str) -> list[dict[str, Any]]:
    """The log of a scenario, an object for each row."""
    recording = run(scenario, seed=1, film=False).recording
    names = [*recording.header["names"], ""]
    deeds = [f"{KINDS[int(row['kind'])].name} {names[row['who']]}" for row in recording.log] + [""]
    return [
        {
            "kind": KINDS[int(row["kind"])].name,
            "who": names[row["who"]],
            "whom": names[row["whom"]],
            "why": WORDS[int(row["why"])],
            "cause": deeds[row["cause"]],
            **{name: float(f"{row[name]:.7g}") for name in NUMBERS},
        }
        for row in recording.log
    ]


def words(row: dict[str, Any]) -> str:
    """What must not change of a row, as one line."""
    said = " ".join(filter(None, (row["kind"], row["who"], row["whom"], row["why"])))
    return f"{said} (by {row['cause']})" if row["cause"] else said


def drift(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> list[str]:
    """Numbers that left their tolerance, a line each."""
    return [
        f"row {number}, {words(new)}: {name} was {old[name]:g} and is {new[name]:g}"
        for number, (old, new) in enumerate(zip(before, now, strict=True))
        for name in NUMBERS
        if new[name] != pytest.approx(old[name], rel=TOLERANCE, abs=TOLERANCE)
    ]


@pytest.mark.parametrize("scenario", ["one-radar", "one-battery", "stand-off-jammer"])
def test_the_log_is_as_it_was(scenario: str, request: pytest.FixtureRequest) -> None:
    file = HERE / f"{scenario}.jsonl"
    now = rows_of(scenario)
    if request.config.getoption("--update", default=False):
        file.write_text("".join(json.dumps(row) + "\n" for row in now), encoding="utf-8")
    before = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    lines = list(unified_diff([*map(words, before)], [*map(words, now)], "as it was", "as it is", n=2, lineterm=""))
    lines = lines or drift(before, now)
    more = [f"... and {len(lines) - SHOWN} lines more"] if len(lines) > SHOWN else []
    assert not lines, "\n".join(["the log has changed", *lines[:SHOWN], *more])
