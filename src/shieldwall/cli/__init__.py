"""The commands. Nothing heavy is imported before a command needs it, and nothing before Ctrl-C is answered."""

from __future__ import annotations

import gc
import sys
import warnings

#: Objects made before Python looks for garbage in circles: its usual 700 cost a command a tenth of its time, since all
#: that is imported was looked through again and again.
BETWEEN_LOOKS = 100_000


def main() -> None:
    """Run the command line; exit 0 ok, 1 when a run failed, 2 for bad input, 130 when interrupted."""
    gc.set_threshold(BETWEEN_LOOKS)
    warnings.showwarning = _remark
    try:
        from shieldwall.cli.app import app
        from shieldwall.cli.streams import settle

        settle()
        app()
    except BaseException as error:
        from shieldwall.cli.interrupts import INTERRUPTED, WORDS, is_interrupt, unheard

        # It struck before a command had begun, or once more while one was ending.
        if not is_interrupt(error):
            raise
        with unheard():
            print(f"error: {WORDS}", file=sys.stderr, flush=True)  # noqa: T201
        raise SystemExit(INTERRUPTED) from None
    finally:
        from shieldwall.cli.interrupts import leave_when_pressed

        leave_when_pressed()
        # What is still there ends with the process and need not be looked through once more.
        gc.freeze()


def _remark(message: Warning | str, *_: object, **__: object) -> None:
    """Say a warning as a remark on stderr; where in the code it arose helps nobody here."""
    print(f"note: {message}", file=sys.stderr, flush=True)  # noqa: T201
