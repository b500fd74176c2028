"""The log in words: every row with its names and its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shieldwall.analysis.rows import FALSE_TRACK, Log
from shieldwall.quantities.units import counted
from shieldwall.record.kinds import KINDS
from shieldwall.record.reasons import WORDS
from shieldwall.record.recording import Recording

if TYPE_CHECKING:
    import polars as pl

NO_ONE = "no one"
A_FALSE_TRACK, A_PASSING_TRACK = "a false track", "a track that was never confirmed"


class Number(float):
    """A number of a row in its sentence; where the format is a noun, it is counted with it."""

    def __format__(self, how: str) -> str:
        """Return the number as the format says, or as so many of its noun."""
        return counted(round(self), how) if how.isalpha() else super().__format__(how)


def events(recording: Recording) -> pl.DataFrame:
    """Return the log as a table, a row per event, in the order in which they were written.

    Columns: t (s), kind, who, whom, threat (names; null for none), why, sentence, x, y, z (m), v0, v1 (as the
    kind says), cause (row number of the enabling event, null for none).
    """
    import polars as pl

    log = Log(recording)
    names = np.array([*log.names, None, None], dtype=object)
    return pl.DataFrame(
        {
            "t": log.t,
            "kind": [KINDS[kind].name for kind in log.kind.tolist()],
            "who": names[log.who].tolist(),
            "whom": names[log.whom].tolist(),
            "threat": names[log.threat].tolist(),
            "why": [WORDS[why] or None for why in log.why.tolist()],
            "sentence": [sentence(log, row) for row in range(log.size)],
            **{axis: recording.log[axis].astype(np.float64) for axis in ("x", "y", "z")},
            "v0": log.v0,
            "v1": log.v1,
            "cause": [cause if cause >= 0 else None for cause in log.cause.tolist()],
        },
        schema_overrides={"who": pl.String, "whom": pl.String, "threat": pl.String,
                          "why": pl.String, "cause": pl.Int64},
    )  # fmt: skip


def sentence(log: Log, row: int, passing: str = A_PASSING_TRACK) -> str:
    """Return the sentence of one row, its names, its reason and its threat filled in.

    `passing` is said of a track that nothing in the log confirms: while a battle goes on, the rest may.
    """
    v0 = float(log.v0[row])
    threat = int(log.threat[row])
    return KINDS[int(log.kind[row])].sentence.format(
        who=log.name(int(log.who[row])) or NO_ONE,
        whom=log.name(int(log.whom[row])) or NO_ONE,
        threat=log.name(threat) or (A_FALSE_TRACK if threat == FALSE_TRACK else passing),
        why=(why := WORDS[int(log.why[row])]),
        because=f": {why}" if why else "",
        v0=Number(v0),
        v0_km=v0 / 1000.0,
        v1=Number(log.v1[row]),
    )
