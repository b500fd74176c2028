"""Models replaced in some options of a study, where no text of a scenario says it: Python sets figures of the draw.

No study file can ask for it: who runs a study does (`benchmarks/ablation`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shieldwall.study.changes import Change


@dataclass(frozen=True)
class Twins:
    """What sets figures of the drawn arrays before the first event, by option, and the source text of what does.

    The source is all of it that is not of this package, whose own code the header of a folder seals anyway.
    """

    changes: Mapping[str, Change]
    source: str

    def in_header(self) -> dict[str, Any]:
        """Return what the header of a study's folder says of them: the options, and the SHA-256 of the source."""
        return {"options": sorted(self.changes), "source": hashlib.sha256(self.source.encode()).hexdigest()}
