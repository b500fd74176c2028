"""The engine compiled by two processes: each makes the parts of some phases, and finds those of the other on disk.

`python -m shieldwall.engine.ahead` reads the types of a run's groups, pickled, from its standard input and compiles the
first half.
"""

import pickle
import sys
from collections.abc import Sequence
from typing import Any

from shieldwall.engine.command.cycle import cycle
from shieldwall.engine.fire.channel import engage
from shieldwall.engine.fly.flight import fly
from shieldwall.engine.network.delivery import deliver
from shieldwall.engine.network.upkeep import look_after
from shieldwall.engine.referee.script import follow_script
from shieldwall.engine.referee.tally import tally
from shieldwall.engine.sense.scan import scan
from shieldwall.kernels.linking import compile_part, types_of

#: All phases of `engine.run` by what they take beside the groups: t, or a row and t. The halves take about as long,
#: the second one with what a replication draws.
FIRST_HALF = ((scan, (0, 0.0)), (deliver, (0.0,)), (look_after, (0.0,)), (tally, (0.0,)))
SECOND_HALF = ((engage, (0, 0.0)), (cycle, (0, 0.0)), (fly, (0.0,)), (follow_script, (0.0,)))
#: What acts on pictures does not get the truth, and what only counts writes nothing to the log.
BLIND, SILENT = (cycle, look_after), (tally,)


def compile_phases(half: Sequence[tuple[Any, tuple[Any, ...]]], groups: tuple[Any, Any, Any, Any]) -> None:
    """Compile the parts of some phases for the types of (model, truth, belief, log)."""
    model, truth, belief, log = groups
    for phase, others in half:
        first = (model, belief, log) if phase in BLIND else (model, truth, belief) if phase in SILENT else groups
        compile_part(phase, (*first, *types_of(*others)))


def main() -> None:
    """Compile the first half for the types that stand on standard input, as the parent wrote them."""
    compile_phases(FIRST_HALF, pickle.loads(sys.stdin.buffer.read()))  # noqa: S301  the pipe of our own parent


if __name__ == "__main__":
    main()
