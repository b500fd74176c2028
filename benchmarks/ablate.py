"""Write the ablation table: `python benchmarks/ablate.py [--replications N] [--page FILE]`, or `make ablation`.

Battles are fought on two threads, at `verdicts`, by common random numbers, and kept as they are finished: after Ctrl-C
the same command goes on. Progress goes to stderr.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ablation.battles import REPLICATIONS, SEEDS, ablate
from ablation.page import page
from ablation.twins import TWINS

from shieldwall.exercise.progress import say

HOUSE = Path(__file__).resolve().parents[1]
PAGE, KEPT = HOUSE / "docs" / "ablation.md", HOUSE / "out" / "ablation"
INTERRUPTED = 130


def main() -> int:
    """Fight the battles and write the page; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=REPLICATIONS, help="of each seed, 2 at least")
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS, help="each a study of its own")
    parser.add_argument("--page", type=Path, default=PAGE, help="where to write it")
    parser.add_argument("-o", "--out", type=Path, default=KEPT, help="folder that keeps every battle")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    try:
        found = ablate(TWINS, asked.out, asked.seeds, asked.replications)
    except KeyboardInterrupt:
        found = None
    if found is None:
        say("interrupted; what was finished is kept, and the same command goes on")
        return INTERRUPTED
    asked.page.write_text(page(found), encoding="utf-8")
    print(asked.page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
