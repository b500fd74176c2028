"""Write the ablation table: `python benchmarks/ablate.py [--replications N] [--page FILE]`, or `make ablation`.

Battles are fought on two threads, at `verdicts`, by common random numbers; progress goes to stderr.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from ablation.battles import ablate
from ablation.page import page
from ablation.twins import TWINS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "ablation.md"


def main() -> None:
    """Fight the battles and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=40, help="battles with each twin, 2 at least")
    parser.add_argument("--page", type=Path, default=PAGE, help="where to write it")
    asked = parser.parse_args()
    if asked.replications < 2:
        parser.error("fewer than 2 replications have no interval; write at least 2")
    asked.page.write_text(page(ablate(TWINS, range(asked.replications))), encoding="utf-8")
    print(asked.page)


if __name__ == "__main__":
    main()
