"""The logs of the small scenarios: kinds, names and reasons exactly, numbers to a tolerance."""

from __future__ import annotations

import json
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

from shieldwall.exercise import run
from shieldwall.record.kinds import KINDS
from shieldwall.record.reasons import WORDS

HERE = Path(__file__).parent
TOLERANCE = 1e-3


def told(scenario: str) -> list[list[Any]]:
    """The log of a scenario as rows of (t, kind, who, whom, why, v0, v1)."""
    recording = run(scenario, seed=1, film=False).recording
    names = [*recording.header["names"], ""]
    return [
        [
            round(float(row["t"]), 3),
            KINDS[int(row["kind"])].name,
            names[row["who"]],
            names[row["whom"]],
            WORDS[int(row["why"])],
            float(f"{row['v0']:.6g}"),
            float(f"{row['v1']:.6g}"),
        ]
        for row in recording.log
    ]


@pytest.mark.parametrize("scenario", ["one-radar", "one-battery"])
def test_the_log_is_as_it_was(scenario: str, request: pytest.FixtureRequest) -> None:
    file = HERE / f"{scenario}.jsonl"
    now = told(scenario)
    if request.config.getoption("--update", default=False):
        file.write_text("".join(json.dumps(row) + "\n" for row in now), encoding="utf-8")
    before = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for number, (old, new) in enumerate(zip_longest(before, now)):
        assert old is not None, f"row {number} is new: {new}"
        assert new is not None, f"row {number} is gone: {old}"
        assert new[1:5] == old[1:5], f"row {number}: {old} became {new}"
        numbers = [new[0], *new[5:]], [old[0], *old[5:]]
        assert numbers[0] == pytest.approx(numbers[1], rel=TOLERANCE, abs=TOLERANCE), (
            f"row {number}: {old} became {new}"
        )
