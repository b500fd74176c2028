"""The commands. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; exit 0 ok, 1 when a run failed, 2 for bad input, 130 when interrupted."""
    try:
        from shieldwall.cli.app import app

        app()
    except KeyboardInterrupt:
        sys.exit(130)
