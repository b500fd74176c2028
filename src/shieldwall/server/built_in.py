"""What is built in, scenarios and studies: the names that the page may ask for."""

from __future__ import annotations

from collections.abc import Sequence

from shieldwall.scenario import names
from shieldwall.server.held import not_held


def check_scenario(name: str) -> None:
    """Raise NotHeldError, with the nearest name, for what is no built-in scenario."""
    check("scenario", name, names())


def check(what: str, name: str, known: Sequence[str]) -> None:
    """Raise NotHeldError, with the nearest name, for what is none of those that are built in."""
    if name not in known:
        raise not_held(what, name, known, f"this server has {', '.join(known)}")
